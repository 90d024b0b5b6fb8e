//! Style sheets and pictures of looks by their fingerprint. What was asked for once is kept in memory; what this instance has
//! never heard of is looked up, so that a page may come from one instance and its style sheet from another.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use anyhow::Result;

use crate::{
    model::look::Asset,
    store::{self, Database, look_files::File},
};

/// The most bytes that are kept in memory.
const MOST: usize = 32 * 1024 * 1024;

/// Files by fingerprint. Cheap to clone; all clones see the same.
#[derive(Clone, Default)]
pub struct Files(Arc<RwLock<Kept>>);

#[derive(Default)]
struct Kept {
    files: HashMap<String, Arc<File>>,
    bytes: usize,
}

impl Files {
    /// The file with this fingerprint.
    pub async fn get(&self, database: &Database, hash: &str) -> Result<Option<Arc<File>>> {
        if !Asset::is_hash(hash) {
            return Ok(None);
        }
        if let Some(file) = self.0.read().unwrap_or_else(PoisonError::into_inner).files.get(hash) {
            return Ok(Some(Arc::clone(file)));
        }
        let mut tx = database.platform("a file of any site's look, which is public").await?;
        let Some(file) = store::look_files::find_any(&mut tx, hash).await? else { return Ok(None) };
        let file = Arc::new(file);
        self.keep(&file);
        Ok(Some(file))
    }

    /// Keeps a file, in place of all others when there are too many.
    fn keep(&self, file: &Arc<File>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + file.content.len() > MOST {
            *kept = Kept::default();
        }
        kept.bytes += file.content.len();
        if let Some(same) = kept.files.insert(file.hash.clone(), Arc::clone(file)) {
            kept.bytes -= same.content.len();
        }
    }
}
