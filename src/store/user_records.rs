//! Accounts as programs see them.

use std::collections::HashMap;

use anyhow::Result;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{email::Email, user_record::UserRecord};

/// The id of the account that has this address.
pub async fn id_of(tx: &mut SiteTx, email: &Email) -> Result<Option<Uuid>> {
    Ok(sqlx::query_scalar!("select id from users where email = $1", email.as_str()).fetch_optional(tx.connection()).await?)
}

/// One account.
pub async fn find(tx: &mut SiteTx, id: Uuid) -> Result<Option<UserRecord>> {
    Ok(sqlx::query_as!(
        UserRecord,
        r#"select id, email, email_verified_at is not null as "email_verified!", username, name, role, status, protected, locale,
                  time_zone, created_at, updated_at, last_login_at
           from users where id = $1"#,
        id
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The addresses of accounts, of those that there are.
pub async fn emails(tx: &mut SiteTx, ids: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    let rows = sqlx::query!("select id, email from users where id = any($1)", ids).fetch_all(tx.connection()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.email)).collect())
}
