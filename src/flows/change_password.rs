//! A member changes the password. It takes the present one, and ends what the old one began elsewhere.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use time::Duration;

use super::{
    Visit,
    confirm_identity::{self, Proof, Refused},
    events, limits,
};
use crate::{
    mail::letters::{self, Circumstances, Letter},
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
    let wanted = Password::parse_new(&form.new_password, &visit.site.password_rules(email.as_ref()));
    let wanted = wanted.map_err(|problem| Problem { field: Field::NewPassword, ..problem });
    // Also when the new password will not do: a guess at the present one is counted all the same, and everything is told at once.
    let current = match confirm_identity::check(visit, session, &form.current_password).await? {
        Ok(proof) => Ok(proof),
        Err(Refused::Problem(problem)) => Err(problem),
        Err(Refused::TooMany(wait)) => return Ok(Outcome::TooMany(wait)),
    };
    let (Proof { password: current, stored }, wanted) = match (current, wanted) {
        (Ok(proof), Ok(wanted)) => (proof, wanted),
        (current, wanted) => return Ok(Outcome::Problems(current.err().into_iter().chain(wanted.err()).collect())),
    };
    if current.as_bytes() == wanted.as_bytes() {
        return Ok(Outcome::Problems(vec![Problem::new(Field::NewPassword, Code::Same)]));
    }
    let hash = visit.app.hasher.hash(visit.site.id, &wanted).await?;
    replace(visit, session, stored.as_deref(), &hash, form.end_others.is_some()).await
}

async fn replace(visit: &Visit, session: &Session, old: Option<&str>, new: &str, end_others: bool) -> Result<Outcome> {
    let user = &session.user;
    let mut tx = visit.begin().await?;
    if !store::users::replace_password(&mut tx, user.id, old, new, visit.now).await? {
        // Another request changed it while this one was checking.
        return Ok(Outcome::Problems(vec![Problem::new(Field::CurrentPassword, Code::Wrong)]));
    }
    match end_others {
        true => store::sessions::end_others(&mut tx, user.id, session.id).await?,
        false => store::sessions::doubt_others(&mut tx, user.id, session.id).await?,
    }
    store::tokens::void(&mut tx, user.id).await?;
    limits::forgive_logins(&mut tx, user).await?;
    events::note(visit, &mut tx, Some(user.id), Action::PasswordChanged).await?;
    letters::tell(visit, &mut tx, user, &Letter::PasswordChanged(Circumstances::of(visit, Some(user)))).await?;
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, user = %user.id, client = %visit.client.ip(), agent = visit.agent.as_str(), end_others, "password changed");
    Ok(Outcome::Changed)
}
