//! The operator adds an account, and vouches for its address.

use anyhow::Result;
use secrecy::SecretString;
use uuid::Uuid;

use super::Visit;
use crate::{
    model::{
        email::Email,
        name,
        password::Password,
        problem::{Code, Field, Problem},
        user::NewUser,
    },
    store,
};

/// What was given.
pub struct Given {
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The password.
    pub password: SecretString,
    /// Whether the account administers its site.
    pub admin: bool,
}

/// What came of it.
pub enum Outcome {
    /// It exists now, under this id.
    Created(Uuid),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
}

/// Adds an account.
pub async fn submit(visit: &Visit, given: Given) -> Result<Outcome> {
    let refused = |problem| Ok(Outcome::Problems(vec![problem]));
    let email = match Email::parse(&given.email) {
        Ok(email) => email,
        Err(code) => return refused(Problem::new(Field::Email, code)),
    };
    let (name, password) =
        match (name::parse(&given.name), Password::parse_new(&given.password, &visit.site.password_rules(Some(&email)))) {
            (Ok(name), Ok(password)) => (name, password),
            (Err(problem), _) | (_, Err(problem)) => return refused(problem),
        };
    let hash = visit.app.hasher.hash(visit.site.id, &password).await?;
    let user = NewUser {
        id: visit.app.random.id(visit.now),
        email: email.as_str(),
        name: name.as_deref(),
        username: None,
        password_hash: Some(&hash),
        role: if given.admin { "admin" } else { "user" },
        locale: None,
        terms_version: None,
    };
    let mut tx = visit.begin().await?;
    if !store::users::insert(&mut tx, &user, visit.now).await? {
        return refused(Problem::new(Field::Email, Code::Taken));
    }
    tx.commit().await?;
    Ok(Outcome::Created(user.id))
}
