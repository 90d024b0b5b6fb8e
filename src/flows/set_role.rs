//! An admin decides what an account may do. The last admin and a protected one stay what they are.

use anyhow::Result;
use uuid::Uuid;

use super::administration::{Admin, Outcome, finish, kept, tell};
use crate::{
    mail::letters::Administered,
    model::{event::Action, user::Role},
    store,
};

/// Gives an account a role. It counts at once, whatever an access token says.
pub async fn submit(admin: &Admin, id: Uuid, role: Role) -> Result<Outcome> {
    let mut tx = admin.visit.begin().await?;
    let Some(before) = store::user_changes::lock(&mut tx, id).await? else { return Ok(Outcome::Missing) };
    if before.role == role.word() {
        return Ok(Outcome::Done(Box::new(before)));
    }
    if !store::user_changes::set_role(&mut tx, id, role, admin.visit.now).await? {
        return kept(&mut tx, id).await;
    }
    let what = if role == Role::Admin { Administered::MadeAdmin } else { Administered::MadeMember };
    tell(admin, &mut tx, &before, what).await?;
    finish(admin, tx, &before, Action::RoleChanged).await
}
