//! An admin looks accounts up.

use anyhow::Result;

use super::administration::Admin;
use crate::{
    model::{paging::Paging, user_list::Wanted, user_record::UserRecord},
    store,
};

/// One page of those wanted, and how many there are in all.
pub async fn page(admin: &Admin, wanted: &Wanted, paging: Paging) -> Result<(Vec<UserRecord>, i64)> {
    let mut tx = admin.visit.begin().await?;
    store::user_lists::page(&mut tx, wanted, paging).await
}
