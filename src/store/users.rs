//! Accounts.

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{
    email::Email,
    user::{NewUser, User},
};

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
            Self::Active(user) => Some(user.id),
            Self::Disabled(id) => Some(*id),
            Self::Nobody => None,
        }
    }
}

/// What the address given at a login stands for. One statement whatever the answer, so that its time tells nothing.
pub async fn find_credentials(tx: &mut SiteTx, email: &Email, now: OffsetDateTime) -> Result<Credentials> {
    let row = sqlx::query!(
        r#"select u.id as "id?", u.email as "email?", u.name, u.locale, u.status as "status?", u.auth_epoch as "auth_epoch?",
                  u.created_at as "created_at?", u.last_login_at, u.password_hash,
                  s.id as "signup_id?", s.password_hash as "signup_hash?"
           from (select 1) as always
           left join users u on u.email = $1
           left join signups s on s.email = $1 and s.proven_at is null and s.link_expires_at > $2"#,
        email.as_str(),
        now,
    )
    .fetch_one(tx.connection())
    .await?;
    let owner = match (row.id, row.email, row.auth_epoch, row.created_at) {
        (Some(id), Some(email), Some(auth_epoch), Some(created_at)) if row.status.as_deref() == Some("active") => {
            let (name, locale, last_login_at) = (row.name, row.locale, row.last_login_at);
            Owner::Active(User { id, email, name, locale, auth_epoch, created_at, last_login_at })
        }
        (Some(id), ..) => Owner::Disabled(id),
        (None, ..) => Owner::Nobody,
    };
    Ok(Credentials { owner, password_hash: row.password_hash, signup: row.signup_id.zip(row.signup_hash) })
}

/// Makes an account; `false` when the address has one already.
pub async fn insert(tx: &mut SiteTx, user: &NewUser<'_>, now: OffsetDateTime) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into users (id, email, email_verified_at, name, password_hash, role, locale, terms_version, terms_accepted_at,
                            created_at, updated_at)
         values ($1, $2, $3::timestamptz, $4, $5, $6, $7, $8, case when $8::text is not null then $3::timestamptz end, $3, $3)
         on conflict on constraint users_email_key do nothing",
        user.id,
        user.email,
        now,
        user.name,
        user.password_hash,
        user.role,
        user.locale,
        user.terms_version,
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

/// The stored hash of an account's password, if it has one.
pub async fn password_hash(tx: &mut SiteTx, id: Uuid) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("select password_hash from users where id = $1", id).fetch_optional(tx.connection()).await?.flatten())
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

/// Sets a new password, and with it ends whatever the old one began.
pub async fn set_password(tx: &mut SiteTx, id: Uuid, hash: &str, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update users set password_hash = $2, auth_epoch = auth_epoch + 1, updated_at = $3 where id = $1",
        id,
        hash,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The accounts of a site by address, for the command line.
pub async fn list(tx: &mut SiteTx, most: i64) -> Result<Vec<Listed>> {
    Ok(sqlx::query_as!(
        Listed,
        "select id, email, name, role, status, created_at, last_login_at from users order by email limit $1",
        most
    )
    .fetch_all(tx.connection())
    .await?)
}

/// A line of a list of accounts.
#[derive(Debug, serde::Serialize)]
pub struct Listed {
    /// The account's id.
    pub id: Uuid,
    /// Its address.
    pub email: String,
    /// Its name.
    pub name: Option<String>,
    /// `user` or `admin`.
    pub role: String,
    /// `active`, `disabled` or `invited`.
    pub status: String,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was last logged in to.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_login_at: Option<OffsetDateTime>,
}
