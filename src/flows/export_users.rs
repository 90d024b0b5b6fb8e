//! An admin downloads accounts: all that a filter lets through, however many, a few at a time.

use anyhow::Result;
use futures_util::{Stream, stream::try_unfold};
use serde_json::{Value, json};
use uuid::Uuid;

use super::administration::{Admin, note_about};
use crate::{
    model::{
        csv,
        event::Action,
        user_list::{Sought, Wanted},
        user_record::UserRecord,
    },
    store,
};

/// How many are read at once.
const CHUNK: i64 = 1000;

/// The names of the columns.
const HEAD: [&str; 12] = [
    "id",
    "email",
    "email_verified",
    "username",
    "name",
    "role",
    "status",
    "protected",
    "locale",
    "time_zone",
    "created_at",
    "last_login_at",
];

/// Notes that they were asked for, and hands them out as parts of a CSV file. No connection is held while the other side takes its
/// time.
pub async fn csv(admin: Admin, wanted: Wanted) -> Result<impl Stream<Item = Result<String>> + Send + 'static> {
    let mut tx = admin.visit.begin().await?;
    note_about(&admin, &mut tx, None, Action::UsersExported, None, Some(json!({ "after": told(&wanted) }))).await?;
    tx.commit().await?;
    let start = (admin, wanted, Some(Uuid::nil()));
    Ok(try_unfold(start, |(admin, wanted, after)| async move {
        let Some(after) = after else { return Ok(None) };
        let mut tx = admin.visit.begin().await?;
        let users = store::user_lists::chunk(&mut tx, &wanted, after, CHUNK).await?;
        drop(tx);
        let head = if after.is_nil() { csv::line(&HEAD) } else { String::new() };
        let text = users.iter().fold(head, |text, user| text + &line(user));
        let next = users.last().filter(|_| users.len() == usize::try_from(CHUNK).unwrap_or_default()).map(|user| user.id);
        anyhow::Ok(Some((text, (admin, wanted, next))))
    }))
}

fn line(user: &UserRecord) -> String {
    let word = |yes: bool| if yes { "true" } else { "false" };
    csv::line(&[
        &user.id.to_string(),
        &user.email,
        word(user.email_verified),
        user.username.as_deref().unwrap_or_default(),
        user.name.as_deref().unwrap_or_default(),
        &user.role,
        &user.status,
        word(user.protected),
        user.locale.as_deref().unwrap_or_default(),
        user.time_zone.as_deref().unwrap_or_default(),
        &csv::time(Some(user.created_at)),
        &csv::time(user.last_login_at),
    ])
}

/// Which ones, for the record.
fn told(wanted: &Wanted) -> Value {
    let search = match wanted.sought() {
        Sought::Anybody => None,
        Sought::Id(id) => Some(id.to_string()),
        Sought::Start(start) => Some(start.to_owned()),
    };
    json!({
        "search": search, "role": wanted.role, "status": wanted.status, "verified": wanted.verified,
        "created_from": csv::time(wanted.created.from), "created_to": csv::time(wanted.created.to),
        "seen_from": csv::time(wanted.seen.from), "seen_to": csv::time(wanted.seen.to),
    })
}
