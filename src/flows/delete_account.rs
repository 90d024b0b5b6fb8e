//! A member gives up the account: every login ends at once, and after a while everything is gone. Logging in before then keeps it.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;

use super::{Visit, confirm_identity::Fresh, events};
use crate::{
    mail::letters::{self, Letter},
    model::{event::Action, user::Kept},
    store,
};

/// What was typed.
#[derive(Deserialize)]
pub struct DeleteAccount {
    /// The present password, unless the login is fresh.
    #[serde(default)]
    pub current_password: SecretString,
}

/// What came of it.
pub enum Outcome {
    /// Every login has ended, and the account goes for good later.
    Scheduled,
    /// The login has ended meanwhile.
    Ended,
    /// It has to stay.
    Kept(Kept),
}

/// Ends all logins and lets the account go for good later.
pub async fn submit(visit: &Visit, fresh: &Fresh) -> Result<Outcome> {
    let user = &fresh.session().user;
    let until = visit.now + visit.app.config.lifetimes.deletion;
    let mut tx = visit.begin().await?;
    // The site's admins first, in the order that all lock them in.
    store::user_changes::lock(&mut tx, user.id).await?;
    if !fresh.holds(&mut tx).await? {
        return Ok(Outcome::Ended);
    }
    let Some(until) = store::user_changes::schedule_deletion(&mut tx, user.id, until, visit.now).await? else {
        return Ok(Outcome::Kept(store::user_changes::kept(&mut tx, user.id).await?));
    };
    store::sessions::end_all(&mut tx, user.id).await?;
    store::tokens::void(&mut tx, user.id).await?;
    let letter = |formerly| Letter::Deletion { until, time_zone: user.time_zone.clone(), formerly };
    letters::tell(visit, &mut tx, user, &letter(false)).await?;
    // Whoever took the account over may delete it, too: who had it first can still take it back.
    let locale = user.locale.as_deref().unwrap_or(visit.locale.code);
    for address in store::email_undos::addresses(&mut tx, user.id, visit.now).await? {
        letters::post(visit, &mut tx, &address, locale, &letter(true)).await?;
    }
    events::note(visit, &mut tx, Some(user.id), Action::DeletionAsked).await?;
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, user = %user.id, client = %visit.client.ip(), agent = visit.agent.as_str(), "account to be deleted");
    Ok(Outcome::Scheduled)
}
