//! A site's signing keys: there when they are needed, and changed without anybody's noticing.

use std::{sync::Arc, time::Duration as Wait};

use anyhow::{Context, Result};
use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Visit, platform_events};
use crate::{
    app::App,
    model::{
        author::Author,
        event::Action,
        keyring::{AFTERLIFE, Description, Entry, JwkSet, Keyring, LEAD, LEEWAY},
        signing_key::{Algorithm, SigningKey},
        site::Site,
    },
    store::{self, signing_keys::Row},
};

/// How long to wait for the database when what is in memory would do.
const PATIENCE: Wait = Wait::from_secs(2);

/// The public keys, and how long others may keep them.
pub struct Published {
    /// The keys.
    pub keys: JwkSet,
    /// How long they may be kept.
    pub cache_time: Duration,
}

/// What came of a rotation.
pub enum Rotation {
    /// There is a new key. It signs from its `active_at` on.
    Begun(Description),
    /// Somebody was quicker: this is their key.
    Waiting(Description),
    /// None of the keys can be read with this `SECRET_KEY`: a key that it seals would be of no use to the portal. Should it be the
    /// portal's, then the portal makes a new key by itself.
    Unreadable,
}

/// The key that signs for the site now. Not to be asked for inside a transaction: it may have to be looked up, or made.
pub async fn signer(visit: &Visit) -> Result<Arc<SigningKey>> {
    let ring = ring(&visit.app, &visit.site).await?;
    ring.signer(visit.app.clock.now()).cloned().context("none of the site's signing keys can be read with this SECRET_KEY")
}

/// What anybody may know of the site's keys.
pub async fn jwks(visit: &Visit) -> Result<Published> {
    let ring = ring(&visit.app, &visit.site).await?;
    let now = visit.app.clock.now();
    Ok(Published { keys: ring.jwks(now), cache_time: ring.cache_time(now) })
}

/// Publishes a new key, which begins to sign once everybody had the time to learn of it. The present one goes when nothing that
/// it has signed is valid any more. A site's first key signs at once, since nobody can have asked for its keys before.
pub async fn rotate(app: &App, author: &Author, site: &Site) -> Result<Rotation> {
    let ring = read(app, site).await?;
    let now = app.clock.now();
    if ring.newest().is_some_and(|newest| newest.active_at > now) {
        return Ok(Rotation::Waiting(newest(&ring, now)?));
    }
    if ring.newest().is_some() && ring.signer(now).is_none() {
        return Ok(Rotation::Unreadable);
    }
    let active_at = if ring.newest().is_some() { now + LEAD } else { now - LEEWAY };
    let added = add(app, Some(author), site, &ring, active_at).await?;
    let newest = newest(&*read(app, site).await?, now)?;
    Ok(if added { Rotation::Begun(newest) } else { Rotation::Waiting(newest) })
}

/// The published keys, the newest first.
pub async fn list(app: &App, site: &Site) -> Result<Vec<Description>> {
    Ok(read(app, site).await?.describe(app.clock.now()))
}

/// The site's keys, of which one can sign. From memory, as long as that is fresh or the database is away.
pub async fn ring(app: &App, site: &Site) -> Result<Arc<Keyring>> {
    let now = app.clock.now();
    let Some(held) = app.keys.get(site.id).filter(|ring| ring.signer(now).is_some()) else { return ready(app, site).await };
    if held.is_fresh(now) {
        return Ok(held);
    }
    match tokio::time::timeout(PATIENCE, ready(app, site)).await {
        Ok(Ok(ring)) => return Ok(ring),
        Ok(Err(fault)) if !store::is_away(&fault) => return Err(fault),
        Ok(Err(_)) | Err(_) => {}
    }
    tracing::warn!(site = %site.slug, "the database is away; signing keys come from memory");
    Ok(held)
}

/// Reads the keys, and makes one if there is none that can sign.
async fn ready(app: &App, site: &Site) -> Result<Arc<Keyring>> {
    let ring = read(app, site).await?;
    if ring.signer(app.clock.now()).is_some() {
        return Ok(ring);
    }
    let _turn = app.keys.making().await;
    let (ring, now) = (read(app, site).await?, app.clock.now());
    if ring.signer(now).is_some() {
        return Ok(ring);
    }
    if ring.newest().is_some() {
        tracing::error!(site = %site.slug, "no signing key can be read with this SECRET_KEY; a new one takes over at once");
    }
    // At once, also by the clock of an instance that is behind ours.
    add(app, None, site, &ring, now - LEEWAY).await?;
    read(app, site).await
}

async fn read(app: &App, site: &Site) -> Result<Arc<Keyring>> {
    let read_at = app.clock.now();
    let mut tx = app.database.site(site.id).await?;
    let rows = store::signing_keys::all(&mut tx).await?;
    drop(tx);
    let entries = rows.into_iter().map(|row| entry(app, site.id, row)).collect::<Result<_>>()?;
    let ring = Arc::new(Keyring::new(entries, read_at));
    app.keys.put(site.id, &ring);
    Ok(ring)
}

fn entry(app: &App, site: Uuid, row: Row) -> Result<Entry> {
    let algorithm = Algorithm::parse(&row.algorithm).context("a signing key has an unknown algorithm")?;
    let key = match app.seal.open(&place(site, &row.kid), &row.private_key) {
        Some(bytes) => SigningKey::read(algorithm, &Zeroizing::new(bytes))?,
        None => SigningKey::read_public(algorithm, serde_json::from_value(row.public_key)?)?,
    };
    Ok(Entry {
        key: Arc::new(key),
        generation: row.generation,
        created_at: row.created_at,
        active_at: row.active_at,
        retires_at: row.retires_at,
    })
}

/// Makes the key that comes after those of `ring`, because somebody wants it or because one is needed; `false` when somebody else
/// was quicker.
async fn add(app: &App, author: Option<&Author>, site: &Site, ring: &Keyring, active_at: OffsetDateTime) -> Result<bool> {
    let algorithm = site.settings.signing_algorithm;
    let bytes = tokio::task::spawn_blocking(move || algorithm.generate()).await??;
    let key = SigningKey::read(algorithm, &bytes)?;
    let row = Row {
        kid: key.kid().to_owned(),
        generation: ring.newest().map_or(1, |newest| newest.generation + 1),
        algorithm: algorithm.name().to_owned(),
        public_key: serde_json::to_value(key.public())?,
        private_key: app.seal.seal(&app.random, &place(site.id, key.kid()), &bytes)?,
        created_at: app.clock.now(),
        active_at,
        retires_at: None,
    };
    let mut tx = app.database.site(site.id).await?;
    let added = store::signing_keys::insert(&mut tx, &row, active_at + AFTERLIFE).await?;
    if let Some(author) = author.filter(|_| added) {
        let details = json!({ "after": { "kid": row.kid, "algorithm": row.algorithm } });
        platform_events::note_in_site(app, &mut tx, author, Action::KeyRotated, (site.id, &site.slug), details).await?;
    }
    tx.commit().await?;
    if added {
        tracing::info!(site = %site.slug, kid = row.kid, algorithm = row.algorithm, %active_at, "a signing key was made");
    }
    Ok(added)
}

/// Where a private key is sealed for: moved to another site or key, it does not open.
fn place(site: Uuid, kid: &str) -> String {
    format!("signing key {site} {kid}")
}

fn newest(ring: &Keyring, now: OffsetDateTime) -> Result<Description> {
    ring.describe(now).into_iter().next().context("the site has no signing key")
}
