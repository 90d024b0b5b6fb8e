//! Who administers a site: one of its own admins, or the operator. What they do is in the flows beside this one.

use anyhow::Result;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Visit, session};
use crate::{
    mail::letters::{self, Administered, Letter},
    model::{
        author::Author,
        difference,
        email::Email,
        event::{Action, Actor},
        session::Session,
        user::Kept,
        user_record::UserRecord,
    },
    store::{self, SiteTx, events::NewEvent},
};

/// Somebody who may administer the site of this visit.
pub struct Admin {
    /// The visit.
    pub visit: Visit,
    /// The one who acts.
    pub actor: Actor,
}

/// What an access token says about whoever bears it.
pub enum Bearer {
    /// An admin of the site.
    Admin(Actor),
    /// Somebody else of the site.
    Member,
    /// Nobody: the token is none, or its login is over.
    Nobody,
}

impl Admin {
    /// As the record tells of them.
    #[must_use]
    pub fn author(&self) -> Author {
        Author { actor: self.actor, address: Some(self.visit.client.ip()), agent: self.visit.agent.clone() }
    }
}

/// What came of a change to an account.
pub enum Outcome {
    /// It is as wanted; this is how it looks now.
    Done(Box<UserRecord>),
    /// It has to stay as it is.
    Kept(Kept),
    /// There is no such account.
    Missing,
}

/// Looks up who bears a token. What the token says of a role is as old as the token, so the database is asked.
pub async fn by_token(visit: &Visit, token: &str) -> Result<Bearer> {
    let Some(session) = session::find_by_token(visit, token).await? else { return Ok(Bearer::Nobody) };
    let mut tx = visit.begin().await?;
    Ok(match is_admin(&mut tx, session.user.id).await? {
        true => Bearer::Admin(Actor::Admin(session.user.id)),
        false => Bearer::Member,
    })
}

/// Whether somebody who is logged in administers the site. Asked at each visit, so that a demoted admin is out at once.
pub async fn by_login(visit: &Visit, session: &Session) -> Result<bool> {
    let mut tx = visit.begin().await?;
    is_admin(&mut tx, session.user.id).await
}

/// Whether an account's owner administers the site.
pub async fn is_admin(tx: &mut SiteTx, user: Uuid) -> Result<bool> {
    Ok(store::user_records::find(tx, user).await?.is_some_and(|user| user.role == "admin"))
}

/// One account.
pub async fn find(admin: &Admin, id: Uuid) -> Result<Option<UserRecord>> {
    let mut tx = admin.visit.begin().await?;
    store::user_records::find(&mut tx, id).await
}

/// One account, by its id or its address.
pub async fn find_named(admin: &Admin, named: &str) -> Result<Option<UserRecord>> {
    let mut tx = admin.visit.begin().await?;
    let id = match (named.parse().ok(), Email::parse(named)) {
        (None, Ok(email)) => store::user_records::id_of(&mut tx, &email).await?,
        (id, _) => id,
    };
    match id {
        Some(id) => store::user_records::find(&mut tx, id).await,
        None => Ok(None),
    }
}

/// Notes what an admin did to an account, in the transaction that does it.
pub async fn note(admin: &Admin, tx: &mut SiteTx, user: Uuid, action: Action, details: Option<Value>) -> Result<()> {
    note_about(admin, tx, Some(user), action, None, details).await
}

/// As `note`, of what concerns no account, or something besides the account.
pub async fn note_about(
    admin: &Admin,
    tx: &mut SiteTx,
    user: Option<Uuid>,
    action: Action,
    target: Option<Uuid>,
    details: Option<Value>,
) -> Result<()> {
    let visit = &admin.visit;
    let event = NewEvent {
        id: visit.app.random.id(visit.now),
        user,
        actor: admin.actor,
        action,
        target,
        address: visit.client.ip(),
        agent: visit.agent.as_str(),
        details,
    };
    store::events::insert(tx, &event, visit.now).await?;
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), actor = admin.actor.word(), ?user, action = action.word(), "administration");
    Ok(())
}

/// Tells an account's owner by mail what was done to it, in the transaction that does it and in the owner's language. Whoever has
/// not accepted an invitation yet has no account to hear of.
pub async fn tell(admin: &Admin, tx: &mut SiteTx, user: &UserRecord, what: Administered) -> Result<()> {
    let visit = &admin.visit;
    if !user.email_verified {
        return Ok(());
    }
    let letter = Letter::Administered { what, at: visit.now, time_zone: user.time_zone.clone() };
    letters::post(visit, tx, &user.email, user.locale.as_deref().unwrap_or(&visit.site.locale), &letter).await
}

/// As `tell`, to the owners of many accounts.
pub async fn tell_all(admin: &Admin, tx: &mut SiteTx, users: &[Uuid], what: Administered) -> Result<()> {
    let visit = &admin.visit;
    let readers = store::bulk_users::readers(tx, users).await?;
    let letter = |zone: &Option<String>| Letter::Administered { what: what.clone(), at: visit.now, time_zone: zone.clone() };
    let letters = readers.iter().map(|reader| {
        let locale = reader.locale.as_deref().unwrap_or(&visit.site.locale);
        (reader.email.as_str(), locale, letter(&reader.time_zone))
    });
    letters::post_all(visit, tx, &letters.collect::<Vec<_>>()).await
}

/// What of an account has changed, before and after.
#[must_use]
pub fn difference(before: &UserRecord, after: &UserRecord) -> Value {
    let told = |user: &UserRecord| {
        json!({
            "name": user.name, "username": user.username, "role": user.role, "status": user.status, "protected": user.protected,
        })
    };
    difference::difference(told(before), told(after))
}

/// Notes a change that was just made, and lets it count.
pub async fn finish(admin: &Admin, mut tx: SiteTx, before: &UserRecord, action: Action) -> Result<Outcome> {
    let Some(after) = store::user_records::find(&mut tx, before.id).await? else { return Ok(Outcome::Missing) };
    note(admin, &mut tx, before.id, action, Some(difference(before, &after))).await?;
    tx.commit().await?;
    Ok(Outcome::Done(Box::new(after)))
}

/// Why a locked account was left as it is.
pub async fn kept(tx: &mut SiteTx, id: Uuid) -> Result<Outcome> {
    Ok(Outcome::Kept(store::user_changes::kept(tx, id).await?))
}
