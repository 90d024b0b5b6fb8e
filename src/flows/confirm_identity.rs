//! Proving once more who one is, before something that an unattended or stolen login must not do.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use time::Duration;

use super::{
    Visit, events,
    limits::{self, Limit, Whom},
};
use crate::{
    hasher::Verdict,
    model::{
        event::Action,
        password::Password,
        problem::{Code, Field, Problem},
        session::{Keeper, NewSession, Session},
        token::Token,
    },
    store::{self, SiteTx},
};

/// A login whose owner gave the password a short while ago. Flows that need the proof take this type; only this room makes it.
pub struct Fresh(Session);

/// What was typed.
#[derive(Deserialize)]
pub struct ConfirmIdentity {
    /// The present password.
    #[serde(default)]
    pub current_password: SecretString,
}

/// What came of it.
pub enum Outcome {
    /// The login is fresh, under a new secret.
    Confirmed(NewSession),
    /// The login has ended meanwhile.
    Ended,
    /// It was not the password.
    Refused(Refused),
}

/// Why a password given once more does not prove anything.
pub enum Refused {
    /// Something is wrong with it.
    Problem(Problem),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// A password that was given once more and is right.
pub struct Proof {
    /// The password.
    pub password: Password,
    /// The hash that it was checked against.
    pub stored: Option<String>,
}

impl Fresh {
    /// A login as it is, if that is fresh.
    #[must_use]
    pub fn of(visit: &Visit, session: Session) -> Option<Self> {
        is_fresh(visit, &session).then_some(Self(session))
    }

    /// A login as it is, or made fresh for this once by the password given now.
    pub async fn prove(visit: &Visit, session: Session, typed: &SecretString) -> Result<Result<Self, Refused>> {
        match is_fresh(visit, &session) {
            true => Ok(Ok(Self(session))),
            false => Self::by_password(visit, session, typed).await,
        }
    }

    /// A login with the password given now, however fresh it is: a program's token may have been copied.
    pub async fn by_password(visit: &Visit, session: Session, typed: &SecretString) -> Result<Result<Self, Refused>> {
        Ok(check(visit, &session, typed).await?.map(|_| Self(session)))
    }

    /// As `prove` for a browser, as `by_password` for a program.
    pub async fn prove_by(
        visit: &Visit,
        session: Session,
        keeper: Keeper<'_>,
        typed: &SecretString,
    ) -> Result<Result<Self, Refused>> {
        match keeper.is_browser() {
            true => Self::prove(visit, session, typed).await,
            false => Self::by_password(visit, session, typed).await,
        }
    }

    /// The door to the site's rows for what takes proof: nothing can end the login before the transaction does. `None` when
    /// something has done so already.
    pub async fn begin(&self, visit: &Visit) -> Result<Option<SiteTx>> {
        let mut tx = visit.begin().await?;
        Ok(self.holds(&mut tx).await?.then_some(tx))
    }

    /// Whether the login still stands. It stands until the end of the transaction then.
    pub async fn holds(&self, tx: &mut SiteTx) -> Result<bool> {
        store::sessions::hold(tx, self.0.id).await
    }

    /// The login.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.0
    }
}

/// Whether the password was given a short while ago.
#[must_use]
pub fn is_fresh(visit: &Visit, session: &Session) -> bool {
    // Not later than now, either: a clock that was set back must not make every login fresh.
    session.proven_at.is_some_and(|at| (visit.now - at).abs() < visit.app.config.lifetimes.fresh)
}

/// Makes a login fresh.
pub async fn submit(visit: &Visit, session: &Session, form: &ConfirmIdentity) -> Result<Outcome> {
    if let Err(refused) = check(visit, session, &form.current_password).await? {
        return Ok(Outcome::Refused(refused));
    }
    // A new secret, so that whoever knew the old one gains nothing from the owner's proof.
    let token = Token::new(&visit.app.random);
    let mut tx = visit.begin().await?;
    let Some(expires_at) = store::sessions::renew(&mut tx, session.id, &token.hash(), visit.now).await? else {
        return Ok(Outcome::Ended);
    };
    events::note(visit, &mut tx, Some(session.user.id), Action::IdentityConfirmed).await?;
    tx.commit().await?;
    Ok(Outcome::Confirmed(NewSession { id: session.id, user: session.user.id, token, expires_at, remember: session.remember }))
}

/// Checks the present password of somebody who is logged in. Counted apart from logins, so that a stranger who guesses at the
/// account keeps nobody from using it.
pub async fn check(visit: &Visit, session: &Session, typed: &SecretString) -> Result<Result<Proof, Refused>> {
    let refused = |problem| Ok(Err(Refused::Problem(problem)));
    let password = match Password::parse(typed) {
        Ok(password) => password,
        Err(problem) => return refused(Problem { field: Field::CurrentPassword, ..problem }),
    };
    // By login: whoever stole one must not keep the owner, in another one, from changing the password.
    let (user, whom) = (session.user.id, Whom::Id(session.id));
    if let Some(wait) = limits::charge(visit, Limit::LoginAddress, Some((Limit::ConfirmAccount, whom))).await? {
        return Ok(Err(Refused::TooMany(wait)));
    }
    let mut tx = visit.begin().await?;
    let stored = store::users::password_hash(&mut tx, user).await?;
    drop(tx);
    if visit.app.hasher.verify(visit.site.id, &password, stored.as_deref()).await? == Verdict::Wrong {
        events::note_alone(visit, Some(user), Action::PasswordRefused).await?;
        return refused(Problem::new(Field::CurrentPassword, Code::Wrong));
    }
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    limits::forgive(&mut tx, Limit::ConfirmAccount, whom).await?;
    tx.commit().await?;
    Ok(Ok(Proof { password, stored }))
}
