//! The letters of all sites, for the operator.

use anyhow::Result;
use serde_json::json;

use super::{
    outbox::{LEASE, Part, checked, readable},
    platform_events,
};
use crate::{
    app::App,
    model::{author::Author, event::Action, outbox::Wanted, problem::Problem},
    store,
};

/// The newest letters.
pub async fn read(app: &App, wanted: Wanted, limit: Option<i64>) -> Result<Result<Part, Problem>> {
    let limit = match checked(limit) {
        Ok(limit) => limit,
        Err(problem) => return Ok(Err(problem)),
    };
    let mut tx = app.database.platform("letters that the operator looks at").await?;
    Ok(Ok(Part::cut(store::outbox_lists::page_of_all(&mut tx, &readable(wanted), limit + 1).await?, limit)))
}

/// Tries the oldest of all letters again that were given up or that have long to wait; says how many there were.
pub async fn retry_all(app: &App, author: &Author) -> Result<u64> {
    let mut tx = app.database.platform("letters that the operator wants tried again").await?;
    let count = store::outbox_lists::retry_all_of_all(&mut tx, LEASE, app.clock.now()).await?;
    if count > 0 {
        platform_events::note(app, &mut tx, author, Action::LettersRetried, Some(json!({ "count": count }))).await?;
    }
    tx.commit().await?;
    Ok(count)
}
