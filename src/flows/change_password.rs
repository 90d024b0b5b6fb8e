//! A member changes the password. It takes the present one, and ends what the old one began elsewhere.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use time::Duration;

use super::{
    Visit, events,
    limits::{self, Limit},
};
use crate::{
    hasher::Verdict,
    mail::letters::{self, Letter},
    model::{
        email::Email,
        event::Action,
        password::Password,
        problem::{Code, Field, Problem},
        session::Session,
    },
    store,
};

/// What was typed.
#[derive(Deserialize)]
pub struct ChangePassword {
    /// The present password.
    #[serde(default)]
    pub current_password: SecretString,
    /// The password wanted from now on.
    #[serde(default)]
    pub new_password: SecretString,
    /// Whether the account's other logins end.
    #[serde(default)]
    pub end_others: Option<String>,
}

/// What came of it.
pub enum Outcome {
    /// The new password counts.
    Changed,
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// Changes the password.
pub async fn submit(visit: &Visit, session: &Session, form: &ChangePassword) -> Result<Outcome> {
    // What was stored was parsed before.
    let email = Email::parse(&session.user.email).ok();
    let current = Password::parse(&form.current_password).map_err(|problem| Problem { field: Field::CurrentPassword, ..problem });
    let wanted = Password::parse_new(&form.new_password, &visit.site.password_rules(email.as_ref()));
    let wanted = wanted.map_err(|problem| Problem { field: Field::NewPassword, ..problem });
    let (current, wanted) = match (current, wanted) {
        (Ok(current), Ok(wanted)) => (current, wanted),
        (current, wanted) => return Ok(Outcome::Problems(current.err().into_iter().chain(wanted.err()).collect())),
    };
    let account = email.as_ref().map(|email| (Limit::LoginAccount, email));
    if let Some(wait) = limits::charge(visit, Limit::LoginAddress, account).await? {
        return Ok(Outcome::TooMany(wait));
    }
    let mut tx = visit.begin().await?;
    let stored = store::users::password_hash(&mut tx, session.user.id).await?;
    drop(tx);
    let hasher = &visit.app.hasher;
    if hasher.verify(visit.site.id, &current, stored.as_deref()).await? == Verdict::Wrong {
        events::note_alone(visit, Some(session.user.id), Action::PasswordRefused).await?;
        return Ok(Outcome::Problems(vec![Problem::new(Field::CurrentPassword, Code::Wrong)]));
    }
    if current.as_bytes() == wanted.as_bytes() {
        return Ok(Outcome::Problems(vec![Problem::new(Field::NewPassword, Code::Same)]));
    }
    let hash = hasher.hash(visit.site.id, &wanted).await?;
    replace(visit, session, stored.as_deref(), &hash, form.end_others.is_some()).await
}

async fn replace(visit: &Visit, session: &Session, old: Option<&str>, new: &str, end_others: bool) -> Result<Outcome> {
    let user = &session.user;
    let mut tx = visit.begin().await?;
    if !store::users::replace_password(&mut tx, user.id, old, new, visit.now).await? {
        // Another request changed it while this one was checking.
        return Ok(Outcome::Problems(vec![Problem::new(Field::CurrentPassword, Code::Wrong)]));
    }
    if end_others {
        store::sessions::end_others(&mut tx, user.id, session.id).await?;
    }
    store::tokens::void(&mut tx, user.id).await?;
    if let Ok(email) = Email::parse(&user.email) {
        limits::forgive(&mut tx, Limit::LoginAccount, &email).await?;
    }
    events::note(visit, &mut tx, Some(user.id), Action::PasswordChanged).await?;
    let letter = Letter::PasswordChanged { at: visit.now };
    letters::post(visit, &mut tx, &user.email, visit.locale.code, &letter).await?;
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, user = %user.id, client = %visit.client.ip(), end_others, "password changed");
    Ok(Outcome::Changed)
}
