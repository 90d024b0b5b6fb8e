//! All sites, kept in memory: which site a request is for costs no query, and pages keep their look while the database
//! is away.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use anyhow::Result;
use tokio::sync::Mutex;
use url::Url;
use uuid::Uuid;

use crate::{
    model::site::Site,
    store::{self, Database},
};

/// Sites by the names they are asked for. Cheap to clone; all clones see the same.
#[derive(Clone, Default)]
pub struct Sites {
    index: Arc<RwLock<Index>>,
    /// One at a time looks into the database, or of two changes the older one might be written last and stay.
    turn: Arc<Mutex<()>>,
}

#[derive(Default)]
struct Index {
    ids: HashMap<Uuid, Arc<Site>>,
    slugs: HashMap<String, Arc<Site>>,
    hosts: HashMap<String, Arc<Site>>,
    domains: HashMap<String, Arc<Site>>,
}

impl Sites {
    /// The site at `/s/{slug}`.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<Arc<Site>> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).slugs.get(slug).cloned()
    }

    /// The site whose login host this is.
    #[must_use]
    pub fn by_host(&self, host: &str) -> Option<Arc<Site>> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).hosts.get(host).cloned()
    }

    /// The site whose front end is known by this domain.
    #[must_use]
    pub fn by_domain(&self, domain: &str) -> Option<Arc<Site>> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).domains.get(domain).cloned()
    }

    /// The site with this id.
    #[must_use]
    pub fn by_id(&self, id: Uuid) -> Option<Arc<Site>> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).ids.get(&id).cloned()
    }

    /// All sites, by slug.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Site>> {
        let mut sites: Vec<_> = self.index.read().unwrap_or_else(PoisonError::into_inner).slugs.values().cloned().collect();
        sites.sort_by(|a, b| a.slug.cmp(&b.slug));
        sites
    }

    /// Reads all sites anew.
    pub async fn load(&self, database: &Database, public_url: &Url) -> Result<()> {
        let _turn = self.turn.lock().await;
        let mut tx = database.platform("the sites kept in memory").await?;
        let sites = store::sites::active(&mut tx, public_url).await?;
        let mut index = Index::default();
        for site in sites {
            index.put(site);
        }
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
        Ok(())
    }

    /// Reads one site anew that was just changed. If it cannot be read now, that costs nobody the change: the notification of it
    /// comes by as well.
    pub async fn refresh(&self, database: &Database, public_url: &Url, id: Uuid) {
        if let Err(fault) = self.reread(database, public_url, id).await {
            tracing::warn!(site = %id, fault = format!("{fault:#}"), "a site that has changed cannot be read yet");
        }
    }

    async fn reread(&self, database: &Database, public_url: &Url, id: Uuid) -> Result<()> {
        let _turn = self.turn.lock().await;
        let mut tx = database.platform("a site that has changed").await?;
        let site = store::sites::find(&mut tx, id, public_url).await?;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        index.remove(id);
        if let Some(site) = site {
            index.put(site);
        }
        Ok(())
    }

    /// Follows changes made by anybody, for as long as the process lives.
    pub async fn follow(self, database: Database, public_url: Url) {
        loop {
            if let Err(fault) = self.follow_once(&database, &public_url).await {
                tracing::warn!(%fault, "cannot follow changes of sites; trying again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }

    /// Until the connection breaks: what changed meanwhile is read when there is a new one.
    async fn follow_once(&self, database: &Database, public_url: &Url) -> Result<()> {
        let mut listener = database.listen("sites_changed").await?;
        self.load(database, public_url).await?;
        while let Some(notification) = listener.try_recv().await? {
            match notification.payload().parse() {
                Ok(id) => self.reread(database, public_url, id).await?,
                Err(_) => self.load(database, public_url).await?,
            }
        }
        Ok(())
    }
}

impl Index {
    fn put(&mut self, site: Site) {
        let site = Arc::new(site);
        self.ids.insert(site.id, Arc::clone(&site));
        self.slugs.insert(site.slug.clone(), Arc::clone(&site));
        self.domains.insert(site.domain.clone(), Arc::clone(&site));
        if let Some(host) = &site.login_host {
            self.hosts.insert(host.clone(), Arc::clone(&site));
        }
    }

    fn remove(&mut self, id: Uuid) {
        self.ids.remove(&id);
        self.slugs.retain(|_, site| site.id != id);
        self.hosts.retain(|_, site| site.id != id);
        self.domains.retain(|_, site| site.id != id);
    }
}
