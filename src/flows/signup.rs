//! Signing up. The answer is the same whether or not the address has an account: its owner learns it by mail.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use time::Duration;

use super::{
    Visit,
    limits::{self, Limit},
};
use crate::{
    mail::letters::{self, Letter},
    model::{
        email::Email,
        email_typo,
        mailed::{Mailed, MailedHashes},
        name,
        password::Password,
        problem::{Code, Field, Problem},
        return_to::ReturnTo,
        token::Token,
        username::Username,
    },
    store::{self, SiteTx, signups::NewSignup},
};

/// What was typed.
#[derive(Deserialize)]
pub struct Signup {
    /// The address.
    #[serde(default)]
    pub email: String,
    /// The password chosen.
    #[serde(default)]
    pub password: SecretString,
    /// The name, where the site asks for one.
    #[serde(default)]
    pub name: String,
    /// The name to log in by, where the site has them.
    #[serde(default)]
    pub username: String,
    /// Consent to the site's terms.
    #[serde(default)]
    pub terms: Option<String>,
    /// An address that is meant as it is, however much it looks like a slip.
    #[serde(default)]
    pub email_checked: String,
}

/// What came of it.
pub enum Outcome {
    /// A mail is on its way; this browser may prove the address with it.
    Sent(PendingSignup),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// The address looks mistyped; this is what was probably meant.
    DidYouMean(String),
    /// The site takes no signups of this kind.
    NotOffered,
    /// The address has been sent enough letters for now; the last one still counts.
    MailLimit,
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// A signup that waits for proof, as its own browser holds it.
pub struct PendingSignup {
    /// The browser's secret.
    pub browser: Token,
    /// The address to be proven.
    pub email: Email,
}

struct Checked {
    email: Email,
    password: Password,
    name: Option<String>,
    username: Option<Username>,
}

/// Stores a signup and has its mail sent.
pub async fn submit(visit: &Visit, form: Signup, return_to: Option<&ReturnTo>) -> Result<Outcome> {
    if !visit.site.settings.signup.is_offered() {
        return Ok(Outcome::NotOffered);
    }
    let Checked { email, password, name, username } = match check(visit, &form) {
        Ok(checked) => checked,
        Err(problems) => return Ok(Outcome::Problems(problems)),
    };
    let insisted = Email::parse(&form.email_checked).as_ref() == Ok(&email);
    if let Some(meant) = email_typo::suggestion(&email).filter(|_| !insisted) {
        return Ok(Outcome::DidYouMean(meant));
    }
    let beside = match find(visit, &email).await? {
        Ok(beside) => beside,
        Err(wait) => return Ok(Outcome::TooMany(wait)),
    };
    let password_hash = visit.app.hasher.hash_beside(visit.site.id, &password, beside.as_deref()).await?;

    let browser = Token::new(&visit.app.random);
    let signup = NewSignup {
        id: visit.app.random.id(visit.now),
        email: email.as_str(),
        name: name.as_deref(),
        username: username.as_ref().map(Username::as_str),
        password_hash: &password_hash,
        locale: visit.locale.code,
        return_to: return_to.map(ReturnTo::href),
        terms_version: visit.site.settings.terms_version.as_deref(),
        browser: &browser.hash(),
    };
    let mailed = Mailed::new(&visit.app.random);
    let mut tx = visit.begin().await?;
    // A username is no secret: its owner shows it.
    if let Some(username) = &username
        && store::users::has_username(&mut tx, username).await?
    {
        return Ok(Outcome::Problems(vec![Problem::new(Field::Username, Code::Taken)]));
    }
    // Whoever signs up over and over with somebody's address must not void the last link that its owner was sent.
    if !limits::may_mail(visit, &mut tx, &email).await? {
        return Ok(Outcome::MailLimit);
    }
    store::signups::upsert(&mut tx, &signup, &hashes(visit, &mailed), visit.now).await?;
    post(visit, &mut tx, &mailed, email.as_str(), visit.locale.code).await?;
    tx.commit().await?;
    Ok(Outcome::Sent(PendingSignup { browser, email }))
}

/// Looks up the hash of the account that the address may have, if another try is allowed; if not, the time is what to wait. The
/// signup takes over the salt, so that a login computes one hash and compares it with both: its time must not tell that a
/// signup waits, nor that there is an account beside it.
async fn find(visit: &Visit, email: &Email) -> Result<Result<Option<String>, Duration>> {
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    let found = match limits::charge_in(visit, &mut tx, Limit::SignupAddress, None).await? {
        None => Ok(store::users::password_hash_at(&mut tx, email).await?),
        Some(wait) => Err(wait),
    };
    tx.commit().await?;
    Ok(found)
}

fn check(visit: &Visit, form: &Signup) -> Result<Checked, Vec<Problem>> {
    let site = &visit.site;
    let mut problems = Vec::new();
    let mut note = |problem| problems.push(problem);
    let name = if site.settings.ask_name { name::parse(&form.name).map_err(&mut note).ok() } else { Some(None) };
    let username = match form.username.trim() {
        typed if site.settings.usernames && !typed.is_empty() => Username::parse(typed).map_err(&mut note).map(Some).ok(),
        _ => Some(None),
    };
    let email = Email::read(&form.email, Field::Email).map_err(&mut note).ok();
    if email.as_ref().is_some_and(|email| !site.settings.signup.admits(email)) {
        note(Problem::new(Field::Email, Code::NotAllowed));
    }
    let password = Password::parse_new(&form.password, &site.password_rules(email.as_ref())).map_err(&mut note).ok();
    if site.settings.terms_version.is_some() && form.terms.is_none() {
        note(Problem::new(Field::Terms, Code::Missing));
    }
    match (email, password, name, username) {
        (Some(email), Some(password), Some(name), Some(username)) if problems.is_empty() => {
            Ok(Checked { email, password, name, username })
        }
        _ => Err(problems),
    }
}

/// What is stored of a letter's secrets.
#[must_use]
pub fn hashes(visit: &Visit, mailed: &Mailed) -> MailedHashes {
    mailed.hashes(&visit.app.seal, visit.site.id, visit.now, visit.app.config.lifetimes.signup())
}

/// Puts the letter into the outbox. Whether it says "prove your address" or "you have an account already" is decided when
/// it is posted, so that both cost this request the same.
pub async fn post(visit: &Visit, tx: &mut SiteTx, mailed: &Mailed, email: &str, locale: &str) -> Result<()> {
    let letter = Letter::Signup { link: mailed.link.reveal(), code: mailed.code.reveal().to_owned() };
    letters::post(visit, tx, email, locale, &letter).await
}
