//! What pages would look like if the draft were published: for admins while they work on it, and for others by a link that
//! ends.

use std::sync::Arc;

use anyhow::Result;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use time::{Duration, OffsetDateTime};

use super::state;
use crate::{
    flows::{Visit, administration::Admin},
    model::{look::Published, site::Site, theme::Mode},
    store::{self, look_files::File},
};

/// How long a link shows the draft.
pub const LINK_LASTS: Duration = Duration::days(7);

/// The visit as it would be if the draft counted; by day or by night, if that is chosen.
pub async fn dress(visit: &Visit, mode: Option<Mode>) -> Result<Visit> {
    let mut tx = visit.begin().await?;
    let mut layer = state(visit, &mut tx).await?.layer();
    layer.tokens.mode = mode.or(layer.tokens.mode);
    let (look, _) = visit.app.themes.settle(&visit.site, layer.clone());
    // The browser may ask another instance for it.
    let file = File::sheet(look.theme.hash(), look.theme.stylesheet());
    store::look_files::offer(&mut tx, &file, visit.now).await?;
    if let Some(own) = &look.own_sheet {
        store::look_files::offer(&mut tx, &File::sheet(&own.hash, &own.css), visit.now).await?;
    }
    tx.commit().await?;
    let site = Site { look: Some(Arc::new(Published::settled(layer, look))), ..Site::clone(&visit.site) };
    Ok(Visit { site: Arc::new(site), ..visit.clone() })
}

/// What a link to the draft has to hold.
pub fn share(admin: &Admin) -> Result<String> {
    let visit = &admin.visit;
    let until = (visit.now + LINK_LASTS).unix_timestamp().to_be_bytes();
    let sealed = visit.app.seal.seal(&visit.app.random, &context(visit), &until)?;
    Ok(URL_SAFE_NO_PAD.encode(sealed))
}

/// The visit of somebody who holds such a link, as it would be if the draft counted; nothing once the link has ended.
pub async fn shared(visit: &Visit, key: &str) -> Result<Option<Visit>> {
    let opened = URL_SAFE_NO_PAD.decode(key).ok().and_then(|sealed| visit.app.seal.open(&context(visit), &sealed));
    let until = opened.and_then(|until| Some(i64::from_be_bytes(until.try_into().ok()?)));
    let until = until.and_then(|until| OffsetDateTime::from_unix_timestamp(until).ok());
    match until.is_some_and(|until| visit.now < until) {
        true => Ok(Some(dress(visit, None).await?)),
        false => Ok(None),
    }
}

/// A link of one site opens nothing at another.
fn context(visit: &Visit) -> String {
    format!("look preview {}", visit.site.id)
}
