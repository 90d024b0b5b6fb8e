//! Who sends a site's letters: the site's own mail server or Mailgun account, if it has one, else the portal's. A site whose own
//! way is closed does not fall back: its letters would come from where nobody expects them.

use std::{
    collections::HashMap,
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Result;
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use uuid::Uuid;

use super::{
    reach::Reach,
    transport::{Failure, Transport},
};
use crate::{
    app::App,
    model::{mail_url::MailUrl, site::Site},
    store,
};

/// How long a way that nobody uses is kept.
const IDLE: Duration = Duration::from_mins(10);

/// The sites' own ways, each for as long as the site's row says the same.
#[derive(Default)]
pub struct Senders(Mutex<HashMap<Uuid, Own>>);

struct Own {
    sealed: Vec<u8>,
    transport: Arc<Transport>,
    used: Instant,
}

/// The way a site's letters leave.
pub enum Sender<'a> {
    /// As the portal's own do.
    Portal(&'a Transport),
    /// Its own.
    Own(Arc<Transport>),
}

impl Deref for Sender<'_> {
    type Target = Transport;

    fn deref(&self) -> &Transport {
        match self {
            Self::Portal(transport) => transport,
            Self::Own(transport) => transport,
        }
    }
}

/// The way this site's letters leave.
pub fn of<'a>(app: &'a App, site: &Site) -> Result<Sender<'a>, Failure> {
    let Some(sealed) = &site.own_mail else { return Ok(Sender::Portal(&app.transport)) };
    let now = Instant::now();
    let mut kept = app.senders.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(own) = kept.get_mut(&site.id).filter(|own| own.sealed == *sealed) {
        own.used = now;
        return Ok(Sender::Own(Arc::clone(&own.transport)));
    }
    let transport = Arc::new(build(app, open(app, site.id, sealed)?)?);
    kept.retain(|_, own| now - own.used < IDLE);
    kept.insert(site.id, Own { sealed: sealed.clone(), transport: Arc::clone(&transport), used: now });
    Ok(Sender::Own(transport))
}

/// A site's own way that nobody else has used yet.
pub fn build(app: &App, url: MailUrl) -> Result<Transport, Failure> {
    let reach = Reach::Public { besides: app.config.site_mail_networks.clone() };
    Transport::of_site(url, reach, app.config.is_development())
}

/// What a site's row says of its own way.
pub fn open(app: &App, site: Uuid, sealed: &[u8]) -> Result<MailUrl, Failure> {
    let line = app.seal.open(&context(site), sealed).and_then(|plain| String::from_utf8(plain).ok());
    let line = line.ok_or_else(|| Failure::Closed("SECRET_KEY has changed; give the site's mail server once more".to_owned()))?;
    MailUrl::parse(&line).map_err(Failure::Closed)
}

/// Where a site's mail leaves, for the operator's record, with a fingerprint that tells one sealed line from another and nothing of
/// what is in it.
#[must_use]
pub fn place(app: &App, site: Uuid, sealed: &[u8]) -> String {
    let place = match open(app, site, sealed) {
        Ok(MailUrl::Smtp(server)) => format!("{}:{}", server.host, server.port),
        Ok(MailUrl::Mailgun(account)) => format!("Mailgun, {}", account.domain),
        Ok(MailUrl::File(_)) | Err(_) => "unreadable".to_owned(),
    };
    let fingerprint: String = Sha256::digest(sealed).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{place} ({fingerprint})")
}

/// As it is stored. Nobody reads it back but `open`.
pub fn seal(app: &App, site: Uuid, line: &str) -> Result<Vec<u8>> {
    app.seal.seal(&app.random, &context(site), line.as_bytes())
}

/// Seals anew, with the current key, what an older one sealed: that one may then be dropped. Says how many there were.
pub async fn renew(app: &App) -> Result<usize> {
    let mut tx = app.database.platform("sites' own mail servers, to be sealed with the current key").await?;
    let mut renewed = 0;
    for (site, sealed) in store::sites::own_mail(&mut tx).await? {
        if let Some(anew) = app.seal.renew(&app.random, &context(site), &sealed)? {
            store::sites::reseal_mail(&mut tx, site, &sealed, &anew).await?;
            renewed += 1;
        }
    }
    tx.commit().await?;
    Ok(renewed)
}

fn context(site: Uuid) -> String {
    format!("mail of site {site}")
}
