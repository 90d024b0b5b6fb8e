//! Style sheets and pictures of sites' looks by their fingerprint. What was asked for once is kept in memory; what this instance has
//! never heard of is looked up, so that a page may come from one instance and its style sheet from another.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use anyhow::Result;
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{
    model::{
        look::{Asset, Place},
        picture::{self, Picture},
        theme::Reason,
    },
    store::{self, Database, look_files::File},
};

/// The most bytes that are kept in memory.
const MOST: usize = 32 * 1024 * 1024;
/// How many pictures are read at once; each may take some hundred megabytes.
const READERS: usize = 2;

/// Files by fingerprint. Cheap to clone; all clones see the same.
#[derive(Clone)]
pub struct Files {
    kept: Arc<RwLock<Kept>>,
    readers: Arc<Semaphore>,
}

#[derive(Default)]
struct Kept {
    files: HashMap<String, Arc<File>>,
    bytes: usize,
}

impl Default for Files {
    fn default() -> Self {
        Self { kept: Arc::default(), readers: Arc::new(Semaphore::new(READERS)) }
    }
}

impl Files {
    /// The file with this fingerprint.
    pub async fn get(&self, database: &Database, hash: &str) -> Result<Option<Arc<File>>> {
        if !Asset::is_hash(hash) {
            return Ok(None);
        }
        if let Some(file) = self.kept.read().unwrap_or_else(PoisonError::into_inner).files.get(hash) {
            return Ok(Some(Arc::clone(file)));
        }
        let mut tx = database.platform("a file of any site's look, which is public").await?;
        let Some(file) = store::look_files::find_any(&mut tx, hash).await? else { return Ok(None) };
        let file = Arc::new(file);
        self.keep(&file);
        Ok(Some(file))
    }

    /// Reads an uploaded picture, away from the threads that answer.
    pub async fn read_picture(&self, place: Place, bytes: Vec<u8>) -> Result<Result<Vec<(Place, Picture)>, Reason>> {
        let permit = Arc::clone(&self.readers).acquire_owned().await?;
        let read = spawn_blocking(move || {
            // Held by the work itself: a caller that hangs up frees no place while its picture is still being read.
            let _permit = permit;
            picture::read(place, &bytes)
        });
        // A file that breaks the library that reads it ends nothing but its own reading.
        Ok(read.await.unwrap_or_else(|fault| {
            tracing::error!(%fault, "reading a picture failed");
            Err(Reason::NotAPicture)
        }))
    }

    /// Keeps a file, in place of all others when there are too many.
    fn keep(&self, file: &Arc<File>) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + file.content.len() > MOST {
            *kept = Kept::default();
        }
        kept.bytes += file.content.len();
        if let Some(same) = kept.files.insert(file.hash.clone(), Arc::clone(file)) {
            kept.bytes -= same.content.len();
        }
    }
}
