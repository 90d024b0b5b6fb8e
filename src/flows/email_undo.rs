//! The old address takes its account back, before or after a change of address. Whoever asked for the change may know the
//! password, so it goes, and every login with it; the browser that presses the button chooses a new one.

use anyhow::Result;

use super::{Visit, dead_link::DeadLink, events};
use crate::{
    model::{event::Action, token::Token},
    store::{
        self,
        email_undos::{Taken, Undo},
    },
};

/// What came of it.
pub enum Outcome {
    /// The account is back. With this token a new password can be chosen, as after a forgotten one.
    Undone(Token),
    /// Another account has the old address by now. The link still counts.
    Taken(String),
    /// The link counts for nothing.
    Dead(DeadLink),
}

/// What a link would do. Changes nothing.
pub async fn look(visit: &Visit, token: &str) -> Result<Result<Undo, DeadLink>> {
    if let Some(link) = Token::parse(token) {
        let mut tx = visit.begin().await?;
        if let Some(undo) = store::email_undos::find(&mut tx, &link.hash(), visit.now).await? {
            return Ok(Ok(undo));
        }
    }
    Ok(Err(DeadLink::shown(visit, token).await?))
}

/// Takes the account back.
pub async fn submit(visit: &Visit, typed: &str) -> Result<Outcome> {
    let outcome = match Token::parse(typed) {
        Some(link) => match take_back(visit, &link).await? {
            Some(Outcome::Taken(email)) if make_way(visit, &email).await? => take_back(visit, &link).await?,
            outcome => outcome,
        },
        None => None,
    };
    Ok(match outcome {
        Some(outcome) => outcome,
        None => Outcome::Dead(DeadLink::shown(visit, typed).await?),
    })
}

/// An account that its owner gave up, and that only waits for being deleted, does not stand in the way. Says whether there was one.
async fn make_way(visit: &Visit, email: &str) -> Result<bool> {
    let mut tx = visit.begin().await?;
    let hastened = store::user_changes::hasten_deletion(&mut tx, email, visit.now).await?;
    tx.commit().await?;
    if hastened {
        store::sweep::users(&visit.app.database, visit.now).await?;
    }
    Ok(hastened)
}

/// Nothing for a link that counts no more.
async fn take_back(visit: &Visit, link: &Token) -> Result<Option<Outcome>> {
    let mut tx = visit.begin().await?;
    store::users::lock_by_link(&mut tx, &link.hash()).await?;
    let taken = store::email_undos::take(&mut tx, &link.hash(), visit.now).await?;
    let Some(Taken { user, email }) = taken else { return Ok(None) };
    if !store::users::give_back(&mut tx, user, &email, visit.now).await? {
        return Ok(Some(Outcome::Taken(email)));
    }
    store::sessions::end_all(&mut tx, user).await?;
    store::tokens::void(&mut tx, user).await?;
    store::known_devices::forget(&mut tx, user).await?;
    store::email_undos::void(&mut tx, user, &email).await?;
    let reset = Token::new(&visit.app.random);
    let expires_at = visit.now + visit.app.config.lifetimes.reset_link;
    store::tokens::allow_reset_now(&mut tx, user, &email, &reset.hash(), expires_at, visit.now).await?;
    events::note(visit, &mut tx, Some(user), Action::EmailChangeUndone).await?;
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, %user, client = %visit.client.ip(), agent = visit.agent.as_str(), "change of address undone");
    Ok(Some(Outcome::Undone(reset)))
}
