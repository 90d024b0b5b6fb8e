//! The operator adds an account, and vouches for its address.

use anyhow::Result;
use secrecy::SecretString;
use serde_json::json;
use uuid::Uuid;

use super::administration::{Admin, note};
use crate::{
    model::{
        email::Email,
        event::Action,
        name,
        password::Password,
        problem::{Code, Field, Problem},
        user::{NewUser, Role},
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
    /// What the account may do.
    pub role: Role,
}

/// What came of it.
pub enum Outcome {
    /// It exists now, under this id.
    Created(Uuid),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
}

/// Adds an account.
pub async fn submit(admin: &Admin, given: Given) -> Result<Outcome> {
    let visit = &admin.visit;
    let refused = |problem| Ok(Outcome::Problems(vec![problem]));
    let email = match Email::read(&given.email, Field::Email) {
        Ok(email) => email,
        Err(problem) => return refused(problem),
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
        role: given.role,
        locale: None,
        terms_version: None,
    };
    let mut tx = visit.begin().await?;
    if !store::users::insert(&mut tx, &user, visit.now).await? {
        return refused(Problem::new(Field::Email, Code::Taken));
    }
    note(admin, &mut tx, user.id, Action::UserCreated, Some(json!({ "after": { "name": name, "role": given.role } }))).await?;
    tx.commit().await?;
    Ok(Outcome::Created(user.id))
}
