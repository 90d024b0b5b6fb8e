//! What a site has published of its own look, as it is kept in memory with the site.

use std::sync::{Arc, OnceLock};

use super::{Layer, Look};

/// The layer that counts, and, once somebody has asked for it, the whole look.
#[derive(Debug, Default)]
pub struct Published {
    /// Which of the site's versions it is.
    pub version: i32,
    /// What the site says.
    pub layer: Layer,
    whole: OnceLock<Arc<Look>>,
}

impl Published {
    /// As it was stored.
    #[must_use]
    pub fn new(version: i32, layer: Layer) -> Self {
        Self { version, layer, whole: OnceLock::new() }
    }

    /// As it would be, with the look that comes of it.
    #[must_use]
    pub fn settled(layer: Layer, whole: Arc<Look>) -> Self {
        Self { version: 0, layer, whole: OnceLock::from(whole) }
    }

    /// The whole look, worked out when it is first asked for.
    pub fn whole(&self, settle: impl FnOnce(&Layer) -> Arc<Look>) -> Arc<Look> {
        Arc::clone(self.whole.get_or_init(|| settle(&self.layer)))
    }
}

// What a version says never changes.
impl PartialEq for Published {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

impl Eq for Published {}
