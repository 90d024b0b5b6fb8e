//! What admins do to accounts. A site keeps an admin, and protected accounts stay: that is part of each statement, and right
//! because whoever takes an admin away has locked them all (`lock`).

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    SiteTx, user_records,
    users::{USERNAME_KEY, unless_taken},
};
use crate::model::{
    user::{Kept, Role},
    user_record::UserRecord,
};

/// An account, which nobody else changes before this transaction ends; nor does anybody take away one of the site's admins. In
/// the order of ids, so that two who lock never wait for each other.
pub async fn lock(tx: &mut SiteTx, id: Uuid) -> Result<Option<UserRecord>> {
    sqlx::query!(
        "select id from users where id = $1 or (role = 'admin' and status = 'active' and delete_at is null)
         order by id for no key update",
        id
    )
    .fetch_all(tx.connection())
    .await?;
    user_records::find(tx, id).await
}

/// Why a statement left a locked account as it is.
pub async fn kept(tx: &mut SiteTx, id: Uuid) -> Result<Kept> {
    let is_protected =
        sqlx::query_scalar!("select protected from users where id = $1", id).fetch_optional(tx.connection()).await?;
    Ok(if is_protected == Some(true) { Kept::Protected } else { Kept::LastAdmin })
}

/// Gives an account a role; `false` when it is kept as it is.
pub async fn set_role(tx: &mut SiteTx, id: Uuid, role: Role, now: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "update users set role = $2, updated_at = $3
         where id = $1 and (role <> 'admin' or $2 = 'admin' or not (protected or is_last_admin(id)))",
        id,
        role.word(),
        now
    );
    Ok(done.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Keeps an account from logging in, and ends its logins; `false` when it is kept as it is.
pub async fn disable(tx: &mut SiteTx, id: Uuid, now: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "update users set status = 'disabled', auth_epoch = auth_epoch + 1, updated_at = $2
         where id = $1 and not protected and not is_last_admin(id)",
        id,
        now
    );
    Ok(done.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Lets a disabled account log in again, or its invitation be accepted; `false` when it is not disabled.
pub async fn enable(tx: &mut SiteTx, id: Uuid, now: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "update users set status = case when email_verified_at is null then 'invited' else 'active' end, updated_at = $2
         where id = $1 and status = 'disabled'",
        id,
        now
    );
    Ok(done.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Ends an account for good: from now on it cannot log in, and the sweep of this moment takes it with all that hangs on it.
/// `false` when it is kept as it is.
pub async fn delete(tx: &mut SiteTx, id: Uuid, now: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "update users set delete_at = $2, auth_epoch = auth_epoch + 1, updated_at = $2
         where id = $1 and not protected and not is_last_admin(id)",
        id,
        now
    );
    Ok(done.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Lets a member's own account go for good, and ends its logins; says when it goes, or nothing when it is kept as it is. An old
/// address that can still take it back has its time first.
pub async fn schedule_deletion(
    tx: &mut SiteTx,
    id: Uuid,
    delete_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Option<OffsetDateTime>> {
    Ok(sqlx::query_scalar!(
        r#"update users set delete_at = greatest($2, (select max(expires_at) from email_undos where user_id = $1)),
                            auth_epoch = auth_epoch + 1, updated_at = $3
           where id = $1 and not protected and not is_last_admin(id) returning delete_at as "delete_at!""#,
        id,
        delete_at,
        now
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Lets the account of an address, whose owner gave it up, go for good now; `false` when there is none.
pub async fn hasten_deletion(tx: &mut SiteTx, email: &str, now: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "update users set delete_at = least(delete_at, $2), auth_epoch = auth_epoch + 1, updated_at = $2
         where email = $1 and delete_at is not null and not protected",
        email,
        now
    );
    Ok(done.execute(tx.connection()).await?.rows_affected() == 1)
}

/// Ends every login of an account.
pub async fn end_logins(tx: &mut SiteTx, id: Uuid, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "with raised as (update users set auth_epoch = auth_epoch + 1, updated_at = $2 where id = $1)
         delete from sessions where user_id = $1",
        id,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What an admin may change. What is not given stays; a name that is given empty is cleared.
pub struct Changes {
    /// The name.
    pub name: Option<String>,
    /// The name to log in by.
    pub username: Option<String>,
    /// Whether the account stays whatever an admin does.
    pub protected: Option<bool>,
}

/// Changes an account; `false` when the username is somebody else's. Then the transaction is spent.
pub async fn change(tx: &mut SiteTx, id: Uuid, changes: &Changes, now: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "update users set name = nullif(coalesce($2, name), ''), username = nullif(coalesce($3, username), ''),
                          protected = coalesce($4, protected), updated_at = $5
         where id = $1",
        id,
        changes.name,
        changes.username,
        changes.protected,
        now,
    );
    unless_taken(done.execute(tx.connection()).await, USERNAME_KEY)
}
