//! An admin keeps an account from logging in, or lets it in again. Disabling ends everything at once: logins, tokens, and the
//! letters that would open the account.

use anyhow::Result;
use uuid::Uuid;

use super::administration::{Admin, Outcome, finish, kept, tell};
use crate::{mail::letters::Administered, model::event::Action, store};

/// Keeps an account out.
pub async fn disable(admin: &Admin, id: Uuid) -> Result<Outcome> {
    let mut tx = admin.visit.begin().await?;
    let Some(before) = store::user_changes::lock(&mut tx, id).await? else { return Ok(Outcome::Missing) };
    if before.status == "disabled" {
        return Ok(Outcome::Done(Box::new(before)));
    }
    if !store::user_changes::disable(&mut tx, id, admin.visit.now).await? {
        return kept(&mut tx, id).await;
    }
    store::sessions::end_all(&mut tx, id).await?;
    store::tokens::void(&mut tx, id).await?;
    tell(admin, &mut tx, &before, Administered::Disabled).await?;
    finish(admin, tx, &before, Action::UserDisabled).await
}

/// Lets a disabled account in again. One that nobody had accepted yet is invited as before, and wants a new letter.
pub async fn enable(admin: &Admin, id: Uuid) -> Result<Outcome> {
    let mut tx = admin.visit.begin().await?;
    let Some(before) = store::user_changes::lock(&mut tx, id).await? else { return Ok(Outcome::Missing) };
    if !store::user_changes::enable(&mut tx, id, admin.visit.now).await? {
        return Ok(Outcome::Done(Box::new(before)));
    }
    tell(admin, &mut tx, &before, Administered::Enabled).await?;
    finish(admin, tx, &before, Action::UserEnabled).await
}
