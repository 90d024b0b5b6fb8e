//! Who is invited and has not accepted yet.

use std::collections::HashMap;

use anyhow::Result;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{administration::Admin, list_users};
use crate::{
    model::{
        user::Status,
        user_list::{Order, Place, Wanted},
    },
    store,
};

/// Some invitations.
pub struct Part {
    /// Their accounts, the newest first.
    pub list: list_users::Part,
    /// Until when each can be accepted. One that is not named here has expired.
    pub open_until: HashMap<Uuid, OffsetDateTime>,
}

/// Those after a place.
pub async fn part(admin: &Admin, after: Option<&Place>) -> Result<Part> {
    let wanted = Wanted { status: Some(Status::Invited), order: Order::CreatedDescending, ..Wanted::default() };
    let list = list_users::part(admin, &wanted, after).await?;
    let ids: Vec<Uuid> = list.users.iter().map(|user| user.id).collect();
    let mut tx = admin.visit.begin().await?;
    let mut open_until = store::invitations::open_until(&mut tx, &ids).await?;
    open_until.retain(|_, until| *until > admin.visit.now);
    Ok(Part { list, open_until })
}
