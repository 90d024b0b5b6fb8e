//! What clients hold of people: codes, then tokens. What it takes to count is said once, in the view `oauth_standing`.

use anyhow::Result;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::SiteTx;
use crate::model::{person::Person, token::TokenHash};

/// How long a refresh token that was just used may come again: a program whose answer got lost tries once more.
const GRACE: Duration = Duration::seconds(10);

/// A code that comes back.
pub struct Exchange<'a> {
    /// The code.
    pub code: &'a TokenHash,
    /// Who brings it.
    pub client: Uuid,
    /// Where it says that the code was sent; nothing for a device, which had it from the beginning.
    pub redirect_uri: Option<&'a str>,
    /// What its verifier answers.
    pub code_challenge: Option<&'a str>,
    /// The refresh token to be handed out, if any.
    pub refresh: Option<&'a TokenHash>,
    /// Until when that lasts if it may go on without the login.
    pub idle_until: OffsetDateTime,
}

/// A refresh token that comes back.
pub struct Rotation<'a> {
    /// What it keeps going.
    pub grant: Uuid,
    /// Who brings it.
    pub client: Uuid,
    /// The token.
    pub token: &'a TokenHash,
    /// The one to take its place.
    pub next: &'a TokenHash,
    /// Until when the next lasts if it may go on without the login.
    pub idle_until: OffsetDateTime,
    /// Until when the login lasts without a visit, if it does not outlive the browser's window.
    pub session_until: OffsetDateTime,
    /// And if it does.
    pub remembered_until: OffsetDateTime,
}

/// What a client holds, and of whom.
#[derive(Debug)]
pub struct Held {
    /// Its id.
    pub id: Uuid,
    /// The login it began with.
    pub session: Uuid,
    /// What the client may know or do.
    pub scopes: Vec<String>,
    /// When the password was last given before it began.
    pub authenticated_at: OffsetDateTime,
    /// What the client sent along for the ID token.
    pub nonce: Option<String>,
    /// The person.
    pub person: Person,
}

/// As the statements return it.
struct Row {
    id: Uuid,
    session_id: Uuid,
    scopes: Vec<String>,
    authenticated_at: OffsetDateTime,
    nonce: Option<String>,
    user_id: Uuid,
    email: String,
    email_verified: bool,
    name: Option<String>,
    username: Option<String>,
    locale: Option<String>,
    time_zone: Option<String>,
    updated_at: OffsetDateTime,
}

/// What a client may still know or do, if it holds this.
pub async fn scopes(tx: &mut SiteTx, grant: Uuid, client: Uuid) -> Result<Option<Vec<String>>> {
    let found = sqlx::query_scalar!(
        r#"select v.scopes as "scopes!" from oauth_grants g join oauth_standing v on v.id = g.id where g.id = $1 and g.client_id = $2"#,
        grant,
        client
    );
    Ok(found.fetch_optional(tx.connection()).await?)
}

/// Uses a code up. Of any number at once, one gets what it stands for; and only who brings along what it is bound to.
pub async fn exchange(tx: &mut SiteTx, exchange: &Exchange<'_>, now: OffsetDateTime) -> Result<Option<Held>> {
    let row = sqlx::query_as!(
        Row,
        r#"update oauth_grants g set exchanged_at = $7, refresh_hash = $5, refreshed_at = $7,
                                     expires_at = case when g.offline then least($6, g.ends_at) else g.ends_at end
           from oauth_standing v join users u on true
           where g.code_hash = $1 and g.client_id = $2 and g.redirect_uri is not distinct from $3 and g.code_challenge is not distinct from $4
             and g.exchanged_at is null and g.expires_at > $7
             and v.id = g.id and v.stands_until > $7 and u.id = g.user_id
           returning g.id, g.session_id, v.scopes as "scopes!", g.authenticated_at, g.nonce, g.user_id, u.email,
                     u.email_verified_at is not null as "email_verified!", u.name, u.username, u.locale, u.time_zone, u.updated_at"#,
        exchange.code.as_ref(),
        exchange.client,
        exchange.redirect_uri,
        exchange.code_challenge,
        exchange.refresh.map(AsRef::as_ref),
        exchange.idle_until,
        now,
    );
    Ok(row.fetch_optional(tx.connection()).await?.map(Held::from))
}

/// Ends what a code gave that comes once more, and says whose it was: one of the two who brought it is a thief.
pub async fn end_by_code(tx: &mut SiteTx, code: &TokenHash, client: Uuid) -> Result<Option<(Uuid, Uuid)>> {
    let ended = sqlx::query!(
        "delete from oauth_grants where code_hash = $1 and client_id = $2 and exchanged_at is not null returning id, user_id",
        code.as_ref(),
        client
    );
    Ok(ended.fetch_optional(tx.connection()).await?.map(|row| (row.id, row.user_id)))
}

/// Puts another refresh token in a token's place, if that one counts, or did until a moment ago and the other follows from it.
/// What stands on a login is a visit to it if the client is the site's own; others must not keep people logged in.
pub async fn rotate(tx: &mut SiteTx, rotation: &Rotation<'_>, now: OffsetDateTime) -> Result<Option<Held>> {
    let row = sqlx::query_as!(
        Row,
        r#"with rotated as (
               update oauth_grants g set refresh_hash = $4, previous_refresh_hash = $3,
                      refreshed_at = case when g.refresh_hash = $3 then $9 else g.refreshed_at end,
                      expires_at = case when g.offline then least($6, g.ends_at) else g.ends_at end
               from oauth_standing v
               where g.id = $1 and g.client_id = $2 and v.id = g.id and v.stands_until > $9
                 and (g.refresh_hash = $3 or (g.previous_refresh_hash = $3 and g.refresh_hash = $4 and g.refreshed_at > $5))
               returning g.id, g.client_id, g.session_id, g.user_id, g.authenticated_at, g.nonce, g.offline, v.scopes
           ), visited as (
               update sessions s set seen_at = $9, idle_until = case when s.remember then $8::timestamptz else $7::timestamptz end
               from rotated join oauth_clients c on c.id = rotated.client_id and c.first_party
               where s.id = rotated.session_id and not rotated.offline
           )
           select g.id, g.session_id, g.scopes as "scopes!", g.authenticated_at, g.nonce, g.user_id, u.email,
                  u.email_verified_at is not null as "email_verified!", u.name, u.username, u.locale, u.time_zone, u.updated_at
           from rotated g join users u on u.id = g.user_id"#,
        rotation.grant,
        rotation.client,
        rotation.token.as_ref(),
        rotation.next.as_ref(),
        now - GRACE,
        rotation.idle_until,
        rotation.session_until,
        rotation.remembered_until,
        now,
    );
    Ok(row.fetch_optional(tx.connection()).await?.map(Held::from))
}

/// Ends what a refresh token kept going that was used before, and says whose it was. One that counts, of what stands no more,
/// was not.
pub async fn end_by_refresh(tx: &mut SiteTx, grant: Uuid, client: Uuid, token: &TokenHash) -> Result<Option<Uuid>> {
    let ended = sqlx::query_scalar!(
        "delete from oauth_grants where id = $1 and client_id = $2 and refresh_hash <> $3 returning user_id",
        grant,
        client,
        token.as_ref()
    );
    Ok(ended.fetch_optional(tx.connection()).await?)
}

/// The person of an access token, if what it stands on does.
pub async fn find(tx: &mut SiteTx, grant: Uuid, client: Uuid, user: Uuid, now: OffsetDateTime) -> Result<Option<Held>> {
    let row = sqlx::query_as!(
        Row,
        r#"select g.id, g.session_id, v.scopes as "scopes!", g.authenticated_at, g.nonce, g.user_id, u.email,
                  u.email_verified_at is not null as "email_verified!", u.name, u.username, u.locale, u.time_zone, u.updated_at
           from oauth_grants g join oauth_standing v on v.id = g.id join users u on u.id = g.user_id
           where g.id = $1 and g.client_id = $2 and g.user_id = $3 and g.exchanged_at is not null and v.stands_until > $4"#,
        grant,
        client,
        user,
        now,
    );
    Ok(row.fetch_optional(tx.connection()).await?.map(Held::from))
}

/// Ends what a client holds; `false` when it held nothing of that id.
pub async fn end(tx: &mut SiteTx, grant: Uuid, client: Uuid) -> Result<bool> {
    let ended = sqlx::query!("delete from oauth_grants where id = $1 and client_id = $2", grant, client);
    Ok(ended.execute(tx.connection()).await?.rows_affected() == 1)
}

/// The person of a refresh token that was not used yet, if what it keeps going stands.
pub async fn find_by_refresh(
    tx: &mut SiteTx,
    grant: Uuid,
    client: Uuid,
    token: &TokenHash,
    now: OffsetDateTime,
) -> Result<Option<Held>> {
    let row = sqlx::query_as!(
        Row,
        r#"select g.id, g.session_id, g.scopes, g.authenticated_at, g.nonce, g.user_id, u.email,
                  u.email_verified_at is not null as "email_verified!", u.name, u.username, u.locale, u.time_zone, u.updated_at
           from oauth_grants g join oauth_standing v on v.id = g.id join users u on u.id = g.user_id
           where g.id = $1 and g.client_id = $2 and g.refresh_hash = $3 and v.stands_until > $4"#,
        grant,
        client,
        token.as_ref(),
        now,
    );
    Ok(row.fetch_optional(tx.connection()).await?.map(Held::from))
}

impl From<Row> for Held {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            session: row.session_id,
            scopes: row.scopes,
            authenticated_at: row.authenticated_at,
            nonce: row.nonce,
            person: Person {
                id: row.user_id,
                email: row.email,
                email_verified: row.email_verified,
                name: row.name,
                username: row.username,
                locale: row.locale,
                time_zone: row.time_zone,
                updated_at: row.updated_at,
            },
        }
    }
}
