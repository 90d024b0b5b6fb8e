//! The codes that clients are sent, or that their devices keep, until they come back (`oauth_grants`).

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::token::TokenHash;

/// How many codes, and how many times tokens, a client may hold of a person: one for each device, and some to spare.
const MOST_HELD: i64 = 20;

/// A code to be handed out.
pub struct NewCode<'a> {
    /// Of what the client will hold.
    pub id: Uuid,
    /// The client.
    pub client: Uuid,
    /// The login.
    pub session: Uuid,
    /// What the client may know or do.
    pub scopes: &'a [String],
    /// Whether that may go on without the login, and until when at most.
    pub offline_until: Option<OffsetDateTime>,
    /// Where the code is sent, unless a device has it already.
    pub redirect_uri: Option<&'a str>,
    /// What the client sent along for the ID token.
    pub nonce: Option<&'a str>,
    /// What its verifier has to answer.
    pub code_challenge: Option<&'a str>,
    /// The code.
    pub code: &'a TokenHash,
    /// Its end.
    pub expires_at: OffsetDateTime,
}

/// Stores a code for the person of a login; `false` when the login has ended, the client may do nothing, or the person has not
/// agreed to all of it.
pub async fn insert(tx: &mut SiteTx, new: &NewCode<'_>, now: OffsetDateTime) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into oauth_grants (id, client_id, user_id, session_id, auth_epoch, offline, scopes, authenticated_at, redirect_uri,
                                   nonce, code_challenge, code_hash, created_at, expires_at, ends_at)
         select $1, c.id, u.id, s.id, u.auth_epoch, $5::timestamptz is not null, $4, s.authenticated_at, $6, $7, $8, $9, $10, $11,
                coalesce($5, s.expires_at)
         from sessions s
         join users u on u.site_id = s.site_id and u.id = s.user_id and u.auth_epoch = s.auth_epoch and u.status = 'active'
         join oauth_clients c on c.id = $2 and c.status = 'active'
         left join oauth_consents k on k.user_id = u.id and k.client_id = c.id
         where s.id = $3 and s.expires_at > $10 and s.idle_until > $10 and (c.first_party or $4 <@ k.scopes)",
        new.id,
        new.client,
        new.session,
        new.scopes,
        new.offline_until,
        new.redirect_uri,
        new.nonce,
        new.code_challenge,
        new.code.as_ref(),
        now,
        new.expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// Makes room for another code: what a client holds of a person stays a handful, however often it asks. Two that make room at
/// once leave each other's rows alone.
pub async fn make_room(tx: &mut SiteTx, user: Uuid, client: Uuid) -> Result<()> {
    sqlx::query!(
        "delete from oauth_grants where id in (select id from oauth_grants where id in (
             select id from (
                 select id, row_number() over (partition by exchanged_at is null order by coalesce(refreshed_at, created_at) desc) as place
                 from oauth_grants where user_id = $1 and client_id = $2
             ) as placed where place > $3) for update skip locked)",
        user,
        client,
        MOST_HELD
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
