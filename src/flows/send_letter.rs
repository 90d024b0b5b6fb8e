//! An admin has a letter sent once more: an invitation, or one that lets its reader choose a new password. What is in it, only
//! its reader learns.

use anyhow::Result;
use time::Duration;
use uuid::Uuid;

use super::{
    administration::{Admin, note},
    invite_user, limits,
};
use crate::{
    mail::letters::{self, Letter},
    model::{email::Email, event::Action, mailed::Mailed},
    store,
};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is on its way.
    Sent,
    /// There is no occasion: nobody is invited, or the account may not log in.
    WrongStatus,
    /// There is no such account.
    Missing,
    /// The address has been sent enough letters for now; the time is what to wait.
    TooMany(Duration),
}

/// Sends an invitation again. The older letter counts no more.
pub async fn invitation(admin: &Admin, id: Uuid) -> Result<Outcome> {
    let mut tx = admin.visit.begin().await?;
    let Some(user) = store::user_changes::lock(&mut tx, id).await? else { return Ok(Outcome::Missing) };
    if user.status != "invited" {
        return Ok(Outcome::WrongStatus);
    }
    if let Some(wait) = invite_user::send(admin, &mut tx, &user).await? {
        return Ok(Outcome::TooMany(wait));
    }
    note(admin, &mut tx, id, Action::InvitationSent, None).await?;
    tx.commit().await?;
    Ok(Outcome::Sent)
}

/// Sends a letter that lets its reader choose a new password. Until that is done the old one counts.
pub async fn reset(admin: &Admin, id: Uuid) -> Result<Outcome> {
    let visit = &admin.visit;
    let mut tx = visit.begin().await?;
    let Some(user) = store::user_records::find(&mut tx, id).await? else { return Ok(Outcome::Missing) };
    // What was stored was parsed before.
    let Some(email) = Email::parse(&user.email).ok().filter(|_| user.status == "active") else {
        return Ok(Outcome::WrongStatus);
    };
    if let Some(wait) = limits::may_admin_mail(visit, &mut tx, &email).await? {
        return Ok(Outcome::TooMany(wait));
    }
    let mailed = Mailed::new(&visit.app.random);
    let letter = Letter::Reset { link: mailed.link.reveal(), code: mailed.code.reveal().to_owned(), asked_at: visit.now };
    let locale = user.locale.as_deref().unwrap_or(&visit.site.locale);
    letters::post(visit, &mut tx, &user.email, locale, &letter).await?;
    note(admin, &mut tx, id, Action::ResetSent, None).await?;
    tx.commit().await?;
    Ok(Outcome::Sent)
}
