//! What is done to a look as a whole.

use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::super::desk::Desk;
use crate::{
    flows::look::{copy, draft, publish},
    http::{
        error::{Fault, Refusal},
        form::Form,
    },
};

/// Which version.
#[derive(Deserialize)]
pub struct Restored {
    version: i32,
}

/// Which site.
#[derive(Deserialize)]
pub struct Copied {
    from: String,
}

/// Throws the draft away.
pub async fn discard(desk: Desk) -> Result<Response, Fault> {
    let was_there = draft::discard(&desk.admin).await?;
    desk.see_other("/look", Some(if was_there { "notice-look-discarded" } else { "notice-look-unchanged" })).await
}

/// Publishes an older version once more.
pub async fn restore(desk: Desk, Form(Restored { version }): Form<Restored>) -> Result<Response, Fault> {
    match publish::restore(&desk.admin, version).await? {
        publish::Outcome::Published(_) => desk.see_other("/look", Some("notice-look-restored")).await,
        publish::Outcome::Faults(_) => desk.see_other("/look", Some("notice-look-unreadable")).await,
        publish::Outcome::Nothing | publish::Outcome::Missing => Ok(Refusal::NotFound.into_response()),
        publish::Outcome::Changed => desk.see_other("/look", Some("notice-look-changed")).await,
    }
}

/// Takes another site's look over into the draft.
pub async fn copy(desk: Desk, Form(Copied { from }): Form<Copied>) -> Result<Response, Fault> {
    match copy::submit(&desk.admin, from.trim()).await? {
        copy::Outcome::Copied(_) => desk.see_other("/look", Some("notice-look-copied")).await,
        copy::Outcome::Missing => desk.see_other("/look", Some("notice-look-no-site")).await,
    }
}
