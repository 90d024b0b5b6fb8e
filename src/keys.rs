//! The sites' signing keys, kept in memory: signing and believing a token cost no query, and a private key is read once.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use anyhow::Result;
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

use crate::{model::keyring::Keyring, store::Database};

/// Keys by site. Cheap to clone; all clones see the same.
#[derive(Clone, Default)]
pub struct Keys(Arc<Held>);

#[derive(Default)]
struct Held {
    rings: RwLock<HashMap<Uuid, Arc<Keyring>>>,
    making: Mutex<()>,
}

impl Keys {
    /// A site's keys, if they were read before.
    #[must_use]
    pub fn get(&self, site: Uuid) -> Option<Arc<Keyring>> {
        self.0.rings.read().unwrap_or_else(PoisonError::into_inner).get(&site).cloned()
    }

    /// Keeps a site's keys, unless others that were read later are there already.
    pub fn put(&self, site: Uuid, ring: &Arc<Keyring>) {
        let mut rings = self.0.rings.write().unwrap_or_else(PoisonError::into_inner);
        let held = rings.entry(site).or_insert_with(|| Arc::clone(ring));
        if held.read_at() <= ring.read_at() {
            *held = Arc::clone(ring);
        }
    }

    /// The right to make a key. One at a time: a crowd that comes to a site without a key makes one of them, not a crowd of them.
    pub async fn making(&self) -> MutexGuard<'_, ()> {
        self.0.making.lock().await
    }

    /// Follows changes made by anybody, for as long as the process lives.
    pub async fn follow(self, database: Database) {
        loop {
            if let Err(fault) = self.follow_once(&database).await {
                tracing::warn!(%fault, "cannot follow changes of signing keys; trying again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }

    /// Until the connection breaks: whatever was kept before there was one may have changed unseen.
    async fn follow_once(&self, database: &Database) -> Result<()> {
        let mut listener = database.listen("signing_keys_changed").await?;
        self.forget(None);
        while let Some(notification) = listener.try_recv().await? {
            self.forget(notification.payload().parse().ok());
        }
        Ok(())
    }

    fn forget(&self, site: Option<Uuid>) {
        let mut rings = self.0.rings.write().unwrap_or_else(PoisonError::into_inner);
        match site {
            Some(site) => drop(rings.remove(&site)),
            None => rings.clear(),
        }
    }
}
