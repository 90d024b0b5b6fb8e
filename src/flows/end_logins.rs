//! An admin ends logins of an account, one or all, and makes it forget the browsers they were in.

use anyhow::Result;
use uuid::Uuid;

use super::administration::{Admin, note, note_about, tell};
use crate::{mail::letters::Administered, model::event::Action, store};

/// Ends all of them; `false` when there is no such account.
pub async fn submit(admin: &Admin, id: Uuid) -> Result<bool> {
    let mut tx = admin.visit.begin().await?;
    let Some(user) = store::user_changes::lock(&mut tx, id).await? else { return Ok(false) };
    store::user_changes::end_logins(&mut tx, id, admin.visit.now).await?;
    store::known_devices::forget(&mut tx, id).await?;
    tell(admin, &mut tx, &user, Administered::LoggedOut).await?;
    note(admin, &mut tx, id, Action::LoginsEnded, None).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends one of them; `false` when the account has none of this id.
pub async fn one(admin: &Admin, user: Uuid, login: Uuid) -> Result<bool> {
    let mut tx = admin.visit.begin().await?;
    let Some(owner) = store::user_records::find(&mut tx, user).await? else { return Ok(false) };
    if !store::sessions::end_one(&mut tx, user, login).await? {
        return Ok(false);
    }
    tell(admin, &mut tx, &owner, Administered::LoginEnded).await?;
    note_about(admin, &mut tx, Some(user), Action::LoginEnded, Some(login), None).await?;
    tx.commit().await?;
    Ok(true)
}
