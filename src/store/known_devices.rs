//! The browsers that an account was logged in from.

use anyhow::Result;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{token::TokenHash, username::LoginName};

/// Whether the account of this name, if there is one, knows this browser.
pub async fn knows(tx: &mut SiteTx, name: &LoginName, device: &TokenHash) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from known_devices k join users u on u.site_id = k.site_id and u.id = k.user_id
               where (u.email = $1 or u.username = $3) and k.token_hash = $2
           ) as "knows!""#,
        name.email(),
        device.as_ref(),
        name.username(),
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Makes an account know no browser any more.
pub async fn forget(tx: &mut SiteTx, user: Uuid) -> Result<()> {
    sqlx::query!("delete from known_devices where user_id = $1", user).execute(tx.connection()).await?;
    Ok(())
}
