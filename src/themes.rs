//! All themes of this process: those that came with it, and the operator's own laid over them.

mod beside;
mod shelf;

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use anyhow::Result;

use crate::{
    model::{
        look::{Layer, Look},
        site::Site,
        theme::Fault,
    },
    store::look_files::File,
};

pub use beside::files;
use shelf::{Ready, Shelf};

/// How many looks of sites are known by their fingerprint.
const MOST_WORN: usize = 2000;

/// The themes that sites can choose from, checked and ready to serve.
#[derive(Debug)]
pub struct Themes {
    shelf: RwLock<Arc<Shelf>>,
    /// Looks of sites that were asked for, by the fingerprint of their stylesheet.
    worn: RwLock<HashMap<String, Arc<Look>>>,
}

impl Themes {
    /// Loads the shipped themes and, over them, those of an operator's directory.
    ///
    /// # Errors
    /// A theme cannot be read or breaks a rule; the error names its file and the key.
    pub fn load(extra: Option<&Path>) -> Result<Self> {
        Ok(Self { shelf: RwLock::new(Arc::new(Shelf::load(extra)?)), worn: RwLock::default() })
    }

    /// Loads them anew. What sites have settled from the former ones is theirs to forget.
    ///
    /// # Errors
    /// As `load`; then all stays as it was.
    pub fn reload(&self, extra: Option<&Path>) -> Result<()> {
        let loaded = Arc::new(Shelf::load(extra)?);
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = loaded;
        Ok(())
    }

    /// The theme of this name, as the look of a site that says nothing itself.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Arc<Look>> {
        self.shelf().themes.get(name).map(|ready| Arc::clone(&ready.look))
    }

    /// What has to be served for the operator's themes, by its fingerprint.
    #[must_use]
    pub fn file(&self, hash: &str) -> Option<Arc<File>> {
        self.shelf().files.get(hash).cloned()
    }

    /// The names of all themes, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.shelf().themes.keys().cloned().collect()
    }

    /// What pages wear that belong to no site.
    #[must_use]
    pub fn fallback(&self) -> Arc<Look> {
        Arc::clone(&self.shelf().fallback.look)
    }

    /// What a site's pages and letters wear: what it has published over the theme it chose.
    #[must_use]
    pub fn look(&self, site: &Site) -> Arc<Look> {
        let Some(published) = &site.look else { return Arc::clone(&self.below(site, &Layer::default()).look) };
        published.whole(|layer| {
            let (mut look, faults) = self.settle(site, layer.clone());
            for fault in faults.iter().chain(&look.unreadable) {
                let (site, version) = (site.slug.as_str(), published.version);
                tracing::error!(site, version, %fault, "the site's look breaks a rule here; what comes nearest stands in for it");
            }
            // It could be read when it was published, over another theme.
            if !look.unreadable.is_empty() {
                Arc::make_mut(&mut look).own_sheet = None;
            }
            self.know(&look);
            look
        })
    }

    /// The look that comes of a layer of a site, and what of that layer had to give way.
    #[must_use]
    pub fn settle(&self, site: &Site, layer: Layer) -> (Arc<Look>, Vec<Fault>) {
        let below = self.below(site, &layer);
        let theme = &below.look.theme;
        match Look::settle((&theme.name, &theme.title), layer, &below.layer) {
            Ok((look, faults)) => (Arc::new(look), faults),
            // No layer can take away what a theme says, so this is a theme that was never checked.
            Err(fault) => (Arc::clone(&below.look), vec![fault]),
        }
    }

    /// The theme that a site's layer stands on. One that is gone is replaced by the default.
    fn below(&self, site: &Site, layer: &Layer) -> Arc<Ready> {
        let kept = self.shelf();
        Arc::clone(kept.themes.get(layer.extends.as_ref().unwrap_or(&site.theme)).unwrap_or(&kept.fallback))
    }

    /// The look whose stylesheet has this fingerprint, if it was worn here.
    #[must_use]
    pub fn by_hash(&self, hash: &str) -> Option<Arc<Look>> {
        let kept = self.shelf();
        let mut themes = kept.themes.values().map(|ready| &ready.look);
        let worn = || self.worn.read().unwrap_or_else(PoisonError::into_inner).get(hash).cloned();
        themes.find(|look| look.theme.hash() == hash).cloned().or_else(worn)
    }

    fn know(&self, look: &Arc<Look>) {
        let mut worn = self.worn.write().unwrap_or_else(PoisonError::into_inner);
        if worn.len() >= MOST_WORN {
            worn.clear();
        }
        worn.insert(look.theme.hash().to_owned(), Arc::clone(look));
    }

    fn shelf(&self) -> Arc<Shelf> {
        Arc::clone(&self.shelf.read().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests;
