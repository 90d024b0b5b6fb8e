//! Whose scripts may read what the site tells its clients.

use anyhow::Result;

use crate::{flows::Visit, store};

/// Whether the origin is one of the site's own, or of one of its single-page apps, letter by letter.
pub async fn is_registered(visit: &Visit, origin: &str) -> Result<bool> {
    if visit.site.registered_origins().any(|registered| registered == origin) {
        return Ok(true);
    }
    let mut tx = visit.begin().await?;
    store::oauth_clients::has_origin(&mut tx, origin).await
}
