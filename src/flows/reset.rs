//! A forgotten password. Whoever asks hears the same, whatever the address: the letter's worker looks whether there is an
//! account. The letter holds a link and a code; either lets its reader choose a new password, once.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use time::Duration;
use uuid::Uuid;

use super::{
    Visit,
    dead_link::DeadLink,
    events,
    limits::{self, Limit, Whom},
};
use crate::{
    mail::letters::{self, Circumstances, Letter},
    model::{
        email::Email,
        event::Action,
        mail_code::MailCode,
        mailed::{Mailed, code_hash},
        password::Password,
        problem::{Code, Field, Problem},
        token::Token,
    },
    store::{self, SiteTx, tokens::Chosen},
};

/// Who forgot.
#[derive(Deserialize)]
pub struct Forgot {
    /// The address.
    #[serde(default)]
    pub email: String,
}

/// What came of asking.
pub enum Asked {
    /// A letter is on its way if there is somebody to write to.
    Sent(Email),
    /// The address is no address.
    Problems(Vec<Problem>),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// What was sent with the new password.
#[derive(Deserialize)]
pub struct Reset {
    /// The link's token.
    #[serde(default)]
    pub token: String,
    /// The code, in its place.
    #[serde(default)]
    pub code: String,
    /// The new password.
    #[serde(default)]
    pub new_password: SecretString,
}

/// What came of it.
pub enum Outcome {
    /// The new password counts, and every login has ended.
    Done {
        /// Whose password it is.
        email: Email,
        /// Whether that accepted an invitation.
        accepted: bool,
    },
    /// Something is wrong with the password or the code. The link still works.
    Problems {
        /// Whose password it would be.
        email: Email,
        /// Whether that would accept an invitation.
        accepts: bool,
        /// What is wrong.
        problems: Vec<Problem>,
    },
    /// The link counts for nothing.
    Dead(DeadLink),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// What a link is good for.
pub struct Looked {
    /// Whose password it lets its reader choose.
    pub email: Email,
    /// Whether that accepts an invitation.
    pub accepts: bool,
}

/// What a new password is chosen by.
enum Key {
    Link(Token),
    Code(MailCode),
}

/// Asks for a letter.
pub async fn ask(visit: &Visit, form: &Forgot) -> Result<Asked> {
    let email = match Email::read(&form.email, Field::Email) {
        Ok(email) => email,
        Err(problem) => return Ok(Asked::Problems(vec![problem])),
    };
    if let Some(wait) = limits::charge(visit, Limit::ResendAddress, None).await? {
        return Ok(Asked::TooMany(wait));
    }
    let mailed = Mailed::new(&visit.app.random);
    let letter = Letter::Reset { link: mailed.link.reveal(), code: mailed.code.reveal().to_owned(), asked_at: visit.now };
    let mut tx = visit.begin().await?;
    // Past its limit an address gets no more mail, and nobody but its owner could tell.
    let mail_allowed = limits::may_send(visit, &mut tx, Limit::ResetRecipient, &email).await?;
    if mail_allowed {
        letters::post(visit, &mut tx, email.as_str(), visit.locale.code, &letter).await?;
    }
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), mail_allowed, "password reset asked for");
    Ok(Asked::Sent(email))
}

/// The account whose password a link lets its reader choose. Changes nothing.
pub async fn look(visit: &Visit, token: &str) -> Result<Result<Looked, DeadLink>> {
    Ok(match find(visit, Token::parse(token).as_ref()).await? {
        Some(looked) => Ok(looked),
        None => Err(DeadLink::shown(visit, token).await?),
    })
}

async fn find(visit: &Visit, link: Option<&Token>) -> Result<Option<Looked>> {
    let Some(link) = link else { return Ok(None) };
    let mut tx = visit.begin().await?;
    let found = store::tokens::find_reset(&mut tx, &link.hash(), visit.now).await?;
    Ok(found.and_then(|found| Some(Looked { email: Email::parse(&found.email).ok()?, accepts: found.accepts })))
}

/// Sets the new password. With a code, `asked_for` is the address that this browser asked a letter for.
pub async fn submit(visit: &Visit, form: &Reset, asked_for: Option<&Email>) -> Result<Outcome> {
    let (key, Looked { email, accepts }) = if form.code.is_empty() && !form.token.is_empty() {
        let link = Token::parse(&form.token);
        let (Some(link), Some(looked)) = (&link, find(visit, link.as_ref()).await?) else {
            return Ok(Outcome::Dead(DeadLink::shown(visit, &form.token).await?));
        };
        // Each password costs a hash, also by a link that works.
        if let Some(wait) = limits::charge(visit, Limit::ProofAddress, None).await? {
            return Ok(Outcome::TooMany(wait));
        }
        (Key::Link(link.clone()), looked)
    } else {
        let account = asked_for.filter(|_| !form.code.is_empty()).map(|email| (Limit::ProofAccount, Whom::Account(email)));
        if let Some(wait) = limits::charge(visit, Limit::ProofAddress, account).await? {
            return Ok(Outcome::TooMany(wait));
        }
        let Some(email) = asked_for else { return Ok(Outcome::Dead(DeadLink { wait: None })) };
        match MailCode::parse(&form.code) {
            Ok(code) => (Key::Code(code), Looked { email: email.clone(), accepts: false }),
            Err(code) => {
                let wanted = choose(visit, email, form).err();
                let problems = [Problem::new(Field::Code, code)].into_iter().chain(wanted).collect();
                return Ok(Outcome::Problems { email: email.clone(), accepts: false, problems });
            }
        }
    };
    // First the password, so that one that is refused costs neither the link nor a try.
    let password = match choose(visit, &email, form) {
        Ok(password) => password,
        Err(problem) => return Ok(Outcome::Problems { email, accepts, problems: vec![problem] }),
    };
    // With the salt of a temporary password, so that the same once more is the same hash.
    let mut tx = visit.begin().await?;
    let temporary = store::temporary_passwords::hash_at(&mut tx, &email).await?;
    drop(tx);
    let hash = visit.app.hasher.hash_beside(visit.site.id, &password, temporary.as_deref()).await?;
    replace(visit, &key, &email, &hash).await
}

fn choose(visit: &Visit, email: &Email, form: &Reset) -> Result<Password, Problem> {
    let chosen = Password::parse_new(&form.new_password, &visit.site.password_rules(Some(email)));
    chosen.map_err(|problem| Problem { field: Field::NewPassword, ..problem })
}

async fn replace(visit: &Visit, key: &Key, email: &Email, hash: &str) -> Result<Outcome> {
    let mut tx = visit.begin().await?;
    match key {
        Key::Link(link) => store::users::lock_by_link(&mut tx, &link.hash()).await?,
        Key::Code(_) => store::users::lock_by_email(&mut tx, email.as_str()).await?,
    }
    let chosen = match key {
        Key::Link(link) => store::tokens::take_reset_by_link(&mut tx, &link.hash(), visit.now).await?,
        Key::Code(code) => {
            let hash = code_hash(&visit.app.seal, visit.site.id, code);
            let user = store::tokens::try_reset_code(&mut tx, email, &hash, visit.now).await?;
            user.map(|user| Chosen { user, accepts: false })
        }
    };
    let set = match &chosen {
        Some(Chosen { user, accepts: true }) => accept(visit, &mut tx, *user, hash).await.map(|()| true)?,
        Some(Chosen { user, accepts: false }) => set_password(visit, &mut tx, *user, email, hash).await?,
        None => true,
    };
    if !set {
        // Nothing is committed, so the link or the code still counts.
        let problems = vec![Problem::new(Field::NewPassword, Code::Same)];
        return Ok(Outcome::Problems { email: email.clone(), accepts: false, problems });
    }
    // Also a wrong try is kept.
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), done = chosen.is_some(), "password chosen");
    Ok(match (chosen, key) {
        (Some(chosen), _) => Outcome::Done { email: email.clone(), accepted: chosen.accepts },
        // Another request was quicker.
        (None, Key::Link(link)) => Outcome::Dead(DeadLink::shown(visit, &link.reveal()).await?),
        (None, Key::Code(_)) => {
            let problems = vec![Problem::new(Field::Code, Code::WrongOrExpired)];
            Outcome::Problems { email: email.clone(), accepts: false, problems }
        }
    })
}

/// The link proved the address, and the invitation is accepted.
async fn accept(visit: &Visit, tx: &mut SiteTx, user: Uuid, hash: &str) -> Result<()> {
    store::invitations::accept(tx, user, hash, visit.now).await?;
    store::tokens::void(tx, user).await?;
    events::note(visit, tx, Some(user), Action::InvitationAccepted).await
}

/// Everything that the old password, or an older letter, let anybody do is over. `false` when it is the temporary password.
async fn set_password(visit: &Visit, tx: &mut SiteTx, user: Uuid, email: &Email, hash: &str) -> Result<bool> {
    if !store::users::set_password(tx, user, hash, visit.now).await? {
        return Ok(false);
    }
    store::sessions::end_all(tx, user).await?;
    store::tokens::void(tx, user).await?;
    store::known_devices::forget(tx, user).await?;
    store::email_undos::void(tx, user, email.as_str()).await?;
    events::note(visit, tx, Some(user), Action::PasswordReset).await?;
    let Some(user) = store::users::find(tx, user).await? else { return Ok(true) };
    limits::forgive_logins(tx, &user).await?;
    letters::tell(visit, tx, &user, &Letter::PasswordChanged(Circumstances::of(visit, Some(&user)))).await?;
    Ok(true)
}
