//! Accounts as programs see them.

use anyhow::Result;
use uuid::Uuid;

use super::SiteTx;
use crate::model::user_record::UserRecord;

/// One account.
pub async fn find(tx: &mut SiteTx, id: Uuid) -> Result<Option<UserRecord>> {
    Ok(sqlx::query_as!(
        UserRecord,
        r#"select id, email, email_verified_at is not null as "email_verified!", username, name, role, status, locale, time_zone,
                  created_at, updated_at, last_login_at
           from users where id = $1"#,
        id
    )
    .fetch_optional(tx.connection())
    .await?)
}
