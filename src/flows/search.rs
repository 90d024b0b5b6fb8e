//! The operator looks for a site, for somebody or for an app, in all sites at once.

use anyhow::Result;

use super::Call;
use crate::{
    model::{email::Email, found::Found},
    store,
};

/// How many of a kind are shown.
const MOST: usize = 20;
/// One more, to know whether there are more.
const LOOKED_UP: i64 = 21;

/// Looks for it.
pub async fn find(call: &Call, words: &str) -> Result<Found> {
    let words = words.trim();
    // Postgres cannot look for it.
    if words.is_empty() || words.contains('\0') {
        return Ok(Found::default());
    }
    let mut tx = call.app.database.platform("what the operator looks for").await?;
    let mut found = Found { sites: store::search::sites(&mut tx, words, LOOKED_UP).await?, ..Found::default() };
    if let Ok(email) = Email::parse(words) {
        found.users = store::search::users_by_email(&mut tx, email.as_str(), LOOKED_UP).await?;
    } else if let Ok(id) = words.parse() {
        found.users = store::search::users_by_id(&mut tx, id, LOOKED_UP).await?;
        found.clients = store::search::clients_by_id(&mut tx, id, LOOKED_UP).await?;
    }
    found.more_sites = found.sites.len() > MOST;
    found.more_users = found.users.len() > MOST;
    found.sites.truncate(MOST);
    found.users.truncate(MOST);
    Ok(found)
}
