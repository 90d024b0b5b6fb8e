//! An admin changes a name, or a username; the operator also whether the account is protected. Never the address or the
//! password: whoever could set those could be anybody. Members change their own.

use anyhow::Result;
use uuid::Uuid;

use super::{
    administration::{self, Admin},
    invite_user,
};
use crate::{
    model::{
        event::{Action, Actor},
        name,
        problem::{Code, Field, Problem},
        user_record::UserRecord,
        username::Username,
    },
    store::{self, user_changes::Changes},
};

/// What is to change. What is not given stays; what is given empty is cleared.
#[derive(Debug, Default)]
pub struct Form {
    /// The name.
    pub name: Option<String>,
    /// The name to log in by, where the site has them.
    pub username: Option<String>,
    /// Whether the account stays whatever an admin does. Only the operator may say so.
    pub protected: Option<bool>,
}

/// What came of it.
pub enum Outcome {
    /// It is as wanted.
    Changed(Box<UserRecord>),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// Only the operator may do this.
    Forbidden,
    /// There is no such account.
    Missing,
}

/// Changes what is given and nothing else.
pub async fn submit(admin: &Admin, id: Uuid, form: &Form) -> Result<Outcome> {
    if form.protected.is_some() && admin.actor != Actor::Operator {
        return Ok(Outcome::Forbidden);
    }
    let changes = match check(admin, form) {
        Ok(changes) => changes,
        Err(problems) => return Ok(Outcome::Problems(problems)),
    };
    let mut tx = admin.visit.begin().await?;
    let Some(before) = store::user_changes::lock(&mut tx, id).await? else { return Ok(Outcome::Missing) };
    if !store::user_changes::change(&mut tx, id, &changes, admin.visit.now).await? {
        return Ok(Outcome::Problems(vec![Problem::new(Field::Username, Code::Taken)]));
    }
    Ok(match administration::finish(admin, tx, &before, Action::UserChanged).await? {
        administration::Outcome::Done(user) => Outcome::Changed(user),
        administration::Outcome::Kept(_) | administration::Outcome::Missing => Outcome::Missing,
    })
}

fn check(admin: &Admin, form: &Form) -> Result<Changes, Vec<Problem>> {
    let name = form.name.as_deref().map(name::parse).transpose();
    let username = form.username.as_deref().map(|typed| match typed.trim() {
        "" => Ok(String::new()),
        typed => invite_user::username(admin, typed).map(|name: Username| name.as_str().to_owned()),
    });
    match (name, username.transpose()) {
        (Ok(name), Ok(username)) => {
            Ok(Changes { name: name.map(Option::unwrap_or_default), username, protected: form.protected })
        }
        (name, username) => Err(name.err().into_iter().chain(username.err()).collect()),
    }
}
