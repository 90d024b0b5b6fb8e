//! Accounts.

use anyhow::Result;
use sqlx::postgres::PgQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{
    email::Email,
    token::TokenHash,
    user::{NewUser, User},
    username::{LoginName, Username},
};

/// The constraints that decide who has a name when two ask for it at once.
pub(super) const USERNAME_KEY: &str = "users_username_key";
pub(super) const EMAIL_KEY: &str = "users_email_key";

/// What a login is checked against.
pub struct Credentials {
    /// Who has the address.
    pub owner: Owner,
    /// The account's stored hash; an account may be without a password.
    pub password_hash: Option<String>,
    /// A signup of the address that waits for proof, which may be somebody else's, and its hash.
    pub signup: Option<(Uuid, String)>,
}

/// Who has an address.
pub enum Owner {
    /// An account that may log in.
    Active(User),
    /// An account whose password only lets its owner choose another one.
    Temporary(User),
    /// An account that may not.
    Disabled(Uuid),
    /// Nobody.
    Nobody,
}

impl Owner {
    /// The account's id, if there is one.
    #[must_use]
    pub fn account(&self) -> Option<Uuid> {
        match self {
            Self::Active(user) | Self::Temporary(user) => Some(user.id),
            Self::Disabled(id) => Some(*id),
            Self::Nobody => None,
        }
    }
}

/// What the name given at a login stands for. One statement whatever the answer, so that its time tells nothing.
pub async fn find_credentials(tx: &mut SiteTx, name: &LoginName, now: OffsetDateTime) -> Result<Credentials> {
    let row = sqlx::query!(
        r#"select u.id as "id?", u.email as "email?", u.name, u.username, u.locale, u.time_zone, u.delete_at, u.status as "status?",
                  u.auth_epoch as "auth_epoch?", u.created_at as "created_at?", u.last_login_at, u.temporary_until,
                  case when u.temporary_until is null or u.temporary_until > $2 then u.password_hash end as password_hash,
                  s.id as "signup_id?", s.password_hash as "signup_hash?"
           from (select 1) as always
           left join users u on (u.email = $1 or u.username = $3) and (u.delete_at is null or u.delete_at > $2)
           left join signups s on s.email = $1 and s.proven_at is null and s.link_expires_at > $2"#,
        name.email(),
        now,
        name.username(),
    )
    .fetch_one(tx.connection())
    .await?;
    let owner = match (row.id, row.email, row.auth_epoch, row.created_at) {
        (Some(id), Some(email), Some(auth_epoch), Some(created_at)) if row.status.as_deref() == Some("active") => {
            let owner = if row.temporary_until.is_some() { Owner::Temporary } else { Owner::Active };
            owner(User {
                id,
                email,
                name: row.name,
                username: row.username,
                locale: row.locale,
                time_zone: row.time_zone,
                delete_at: row.delete_at,
                auth_epoch,
                created_at,
                last_login_at: row.last_login_at,
            })
        }
        (Some(id), ..) => Owner::Disabled(id),
        (None, ..) => Owner::Nobody,
    };
    Ok(Credentials { owner, password_hash: row.password_hash, signup: row.signup_id.zip(row.signup_hash) })
}

/// One account.
pub async fn find(tx: &mut SiteTx, id: Uuid) -> Result<Option<User>> {
    Ok(sqlx::query_as!(
        User,
        "select id, email, name, username, locale, time_zone, delete_at, auth_epoch, created_at, last_login_at from users where id = $1",
        id
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Whether an account has this username.
pub async fn has_username(tx: &mut SiteTx, username: &Username) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select exists (select from users where username = $1) as "exists!""#, username.as_str())
        .fetch_one(tx.connection())
        .await?)
}

/// Makes an account; `false` when the address has one already, or somebody took the username at the same moment. One that was
/// taken before is left out.
pub async fn insert(tx: &mut SiteTx, user: &NewUser<'_>, now: OffsetDateTime) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into users (id, email, email_verified_at, name, password_hash, role, locale, terms_version, terms_accepted_at,
                            created_at, updated_at, username)
         values ($1, $2, $3::timestamptz, $4, $5, $6, $7, $8, case when $8::text is not null then $3::timestamptz end, $3, $3,
                 (select $9::text where not exists (select from users where username = $9)))
         on conflict do nothing",
        user.id,
        user.email,
        now,
        user.name,
        user.password_hash,
        user.role.word(),
        user.locale,
        user.terms_version,
        user.username,
    )
    .execute(tx.connection())
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// Whether the address has an account.
pub async fn exists(tx: &mut SiteTx, email: &str) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select exists (select from users where email = $1) as "exists!""#, email)
        .fetch_one(tx.connection())
        .await?)
}

/// The stored hash of the password that an account's owner chose, if there is one.
pub async fn password_hash(tx: &mut SiteTx, id: Uuid) -> Result<Option<String>> {
    let found = sqlx::query_scalar!("select password_hash from users where id = $1 and temporary_until is null", id);
    Ok(found.fetch_optional(tx.connection()).await?.flatten())
}

/// The stored hash of whatever password the account of an address has.
pub async fn password_hash_at(tx: &mut SiteTx, email: &Email) -> Result<Option<String>> {
    let found = sqlx::query_scalar!("select password_hash from users where email = $1", email.as_str());
    Ok(found.fetch_optional(tx.connection()).await?.flatten())
}

/// Sets a new password in place of one that was checked; `false` when it is that one no more.
pub async fn replace_password(tx: &mut SiteTx, id: Uuid, old: Option<&str>, new: &str, now: OffsetDateTime) -> Result<bool> {
    let replaced = sqlx::query!(
        "update users set password_hash = $3, updated_at = $4 where id = $1 and password_hash is not distinct from $2",
        id,
        old,
        new,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(replaced.rows_affected() == 1)
}

/// Sets a new password, and with it ends whatever the old one began; `false` when it is the temporary one that it is to replace.
pub async fn set_password(tx: &mut SiteTx, id: Uuid, hash: &str, now: OffsetDateTime) -> Result<bool> {
    let set = sqlx::query!(
        "update users set password_hash = $2, temporary_until = null, auth_epoch = auth_epoch + 1, updated_at = $3
         where id = $1 and (temporary_until is null or password_hash is distinct from $2)",
        id,
        hash,
        now
    );
    Ok(set.execute(tx.connection()).await?.rows_affected() == 1)
}

/// What an account's owner may change. What is not given stays; what is given empty is cleared.
pub struct Profile {
    /// The name.
    pub name: Option<String>,
    /// The name to log in by.
    pub username: Option<String>,
    /// The language.
    pub locale: Option<String>,
    /// The time zone.
    pub time_zone: Option<String>,
}

/// Changes a profile; `false` when the username is somebody else's.
pub async fn update_profile(tx: &mut SiteTx, id: Uuid, profile: &Profile, now: OffsetDateTime) -> Result<bool> {
    let updated = sqlx::query!(
        "update users set name = nullif(coalesce($2, name), ''), username = nullif(coalesce($3, username), ''),
                          locale = nullif(coalesce($4, locale), ''), time_zone = nullif(coalesce($5, time_zone), ''), updated_at = $6
         where id = $1",
        id,
        profile.name,
        profile.username,
        profile.locale,
        profile.time_zone,
        now,
    )
    .execute(tx.connection())
    .await;
    unless_taken(updated, USERNAME_KEY)
}

/// Gives an account the address that was just proven; `false` when another account has it. Then the transaction is spent.
pub async fn change_email(tx: &mut SiteTx, id: Uuid, email: &str, now: OffsetDateTime) -> Result<bool> {
    let changed =
        sqlx::query!("update users set email = $2, email_verified_at = $3, updated_at = $3 where id = $1", id, email, now)
            .execute(tx.connection())
            .await;
    unless_taken(changed, EMAIL_KEY)
}

/// Gives an account back to its old address, and takes from it whatever somebody else may know or have begun: the password,
/// every login, a deletion. `false` when another account has the address. Then the transaction is spent.
pub async fn give_back(tx: &mut SiteTx, id: Uuid, email: &str, now: OffsetDateTime) -> Result<bool> {
    let given = sqlx::query!(
        "update users set email = $2, email_verified_at = $3, password_hash = null, temporary_until = null, delete_at = null,
                          auth_epoch = auth_epoch + 1, updated_at = $3
         where id = $1",
        id,
        email,
        now
    )
    .execute(tx.connection())
    .await;
    unless_taken(given, EMAIL_KEY)
}

/// Makes whoever else changes the account that a mailed link belongs to wait. All who use links take the account first and what
/// hangs on it after, so that no two wait for each other.
pub async fn lock_by_link(tx: &mut SiteTx, link: &TokenHash) -> Result<()> {
    sqlx::query!(
        "select from users where id in (select user_id from tokens where link_hash = $1
                                        union all select user_id from email_undos where link_hash = $1) for no key update",
        link.as_ref()
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(())
}

/// As `lock_by_link`, for the account of an address.
pub async fn lock_by_email(tx: &mut SiteTx, email: &str) -> Result<()> {
    sqlx::query!("select from users where email = $1 for no key update", email).fetch_optional(tx.connection()).await?;
    Ok(())
}

pub(super) fn unless_taken(done: sqlx::Result<PgQueryResult>, constraint: &str) -> Result<bool> {
    match done {
        Ok(_) => Ok(true),
        Err(sqlx::Error::Database(error)) if error.constraint() == Some(constraint) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
