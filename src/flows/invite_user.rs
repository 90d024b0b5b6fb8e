//! An admin makes an account for somebody, who chooses the password and so proves the address. Whatever the site's rules for
//! signing up are: they are about strangers. Inviting somebody who is invited already sends another letter; the older one
//! counts no more.

use anyhow::Result;
use serde::Deserialize;
use serde_json::json;
use time::Duration;
use utoipa::ToSchema;

use super::{
    administration::{Admin, note},
    limits,
};
use crate::{
    mail::letters::{self, Letter},
    model::{
        email::Email,
        event::Action,
        name,
        problem::{Code, Field, Problem},
        token::Token,
        user::Role,
        user_record::UserRecord,
        username::Username,
    },
    store::{
        self, SiteTx,
        invitations::{Invited, NewInvited},
    },
};

/// Who is invited.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// The address.
    #[schema(example = "ada@example.com")]
    pub email: String,
    /// The name.
    #[schema(example = "Ada Lovelace")]
    pub name: Option<String>,
    /// The name to log in by, where the site has them.
    #[schema(example = "ada")]
    pub username: Option<String>,
    /// `user` unless it is given.
    pub role: Option<Role>,
}

/// What came of it.
pub enum Outcome {
    /// There is an account, and a letter is on its way.
    Invited {
        /// The account.
        user: Box<UserRecord>,
        /// Whether it was made just now.
        is_new: bool,
    },
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// The address has been sent enough letters for now; the time is what to wait.
    TooMany(Duration),
}

/// An invitation that can be read.
struct Checked {
    email: Email,
    name: Option<String>,
    username: Option<Username>,
}

/// Invites somebody.
pub async fn submit(admin: &Admin, form: &Invitation) -> Result<Outcome> {
    let checked = match check(admin, form) {
        Ok(checked) => checked,
        Err(problems) => return Ok(Outcome::Problems(problems)),
    };
    let visit = &admin.visit;
    let new = NewInvited {
        id: visit.app.random.id(visit.now),
        email: checked.email.as_str(),
        name: checked.name.as_deref(),
        username: checked.username.as_ref().map(Username::as_str),
        role: form.role,
    };
    let taken = |field| Ok(Outcome::Problems(vec![Problem::new(field, Code::Taken)]));
    let mut tx = visit.begin().await?;
    let (id, is_new) = match store::invitations::insert(&mut tx, &new, visit.now).await? {
        Invited::New(id) => (id, true),
        Invited::Again(id) => (id, false),
        Invited::EmailTaken => return taken(Field::Email),
        Invited::UsernameTaken => return taken(Field::Username),
    };
    let Some(user) = store::user_records::find(&mut tx, id).await? else { return taken(Field::Email) };
    if let Some(wait) = send(admin, &mut tx, &user).await? {
        return Ok(Outcome::TooMany(wait));
    }
    let action = if is_new { Action::UserInvited } else { Action::InvitationSent };
    let details = json!({ "after": { "name": user.name, "username": user.username, "role": user.role } });
    note(admin, &mut tx, id, action, Some(details)).await?;
    tx.commit().await?;
    Ok(Outcome::Invited { user: Box::new(user), is_new })
}

fn check(admin: &Admin, form: &Invitation) -> Result<Checked, Vec<Problem>> {
    let email = Email::read(&form.email, Field::Email);
    let name = name::parse(form.name.as_deref().unwrap_or_default());
    let username = form.username.as_deref().map(|typed| self::username(admin, typed)).transpose();
    match (email, name, username) {
        (Ok(email), Ok(name), Ok(username)) => Ok(Checked { email, name, username }),
        (email, name, username) => Err([email.err(), name.err(), username.err()].into_iter().flatten().collect()),
    }
}

/// Reads a name to log in by, if the site has them.
pub fn username(admin: &Admin, typed: &str) -> Result<Username, Problem> {
    match admin.visit.site.settings.usernames {
        true => Username::parse(typed),
        false => Err(Problem::new(Field::Username, Code::NotAllowed)),
    }
}

/// Puts the letter into the outbox and voids the one before; says how long to wait when there were too many.
pub async fn send(admin: &Admin, tx: &mut SiteTx, user: &UserRecord) -> Result<Option<Duration>> {
    let visit = &admin.visit;
    // What was stored was parsed before.
    let Ok(email) = Email::parse(&user.email) else { return Ok(None) };
    if let Some(wait) = limits::may_admin_mail(visit, tx, &email).await? {
        return Ok(Some(wait));
    }
    let link = Token::new(&visit.app.random);
    let until = visit.now + visit.app.config.lifetimes.invitation;
    store::invitations::allow(tx, user.id, &user.email, &link.hash(), until, visit.now).await?;
    let locale = user.locale.as_deref().unwrap_or(&visit.site.locale);
    letters::post(visit, tx, &user.email, locale, &Letter::Invitation { link: link.reveal() }).await?;
    Ok(None)
}
