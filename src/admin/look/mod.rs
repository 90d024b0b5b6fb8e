//! `…/look`: how a site looks. The form on one side, the real pages beside it.

mod changes;
mod fields;
mod folders;
mod making;
mod pictures;
mod preview;
mod view;

use std::collections::HashMap;

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};

use super::{desk::Desk, nav::Section, respond};
use crate::{
    flows::look::{self, State, draft, publish},
    http::{error::Fault, form::Form, headers::framing, samples::Samples},
    model::{look::archive, picture, theme::Fault as Wrong},
};

/// The most bytes of the form, whose texts may be long.
const FORM_LIMIT: usize = 256 * 1024;
/// What surrounds a file in its form.
const AROUND_A_FILE: usize = 4 * 1024;

type Typed = HashMap<String, String>;

/// The page and what belongs to it, at their addresses below the site's place.
pub fn router() -> Router {
    let pictures = Router::new()
        .route("/look/pictures", post(pictures::upload))
        .layer(DefaultBodyLimit::max(picture::MOST_BYTES + AROUND_A_FILE));
    let folders = Router::new()
        .route("/look/folder", get(folders::export).post(folders::import))
        .layer(DefaultBodyLimit::max(archive::MOST_BYTES + AROUND_A_FILE));
    Router::new()
        .route("/look", get(show).post(submit))
        .route("/look/preview", get(preview::show).post(preview::submit))
        .route("/look/discard", post(changes::discard))
        .route("/look/restore", post(changes::restore))
        .route("/look/copy", post(changes::copy))
        .route("/look/pictures/remove", post(pictures::remove))
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .merge(pictures)
        .merge(folders)
}

/// How it looks, and how it might.
pub async fn show(desk: Desk, Extension(samples): Extension<Samples>) -> Result<Response, Fault> {
    let state = look::show(&desk.admin).await?;
    page(&desk, samples, StatusCode::OK, &state, None).await
}

/// Saves the draft and, if that was asked for, publishes it.
pub async fn submit(desk: Desk, Extension(samples): Extension<Samples>, Form(typed): Form<Typed>) -> Result<Response, Fault> {
    let state = match draft::rewrite(&desk.admin, fields::layer(&typed), draft::Wrong::Refuses).await? {
        draft::Outcome::Saved(state) => *state,
        draft::Outcome::Faults(faults) => return refuse(&desk, samples, &typed, &faults).await,
    };
    if typed.get("then").is_none_or(|then| then != "publish") {
        return desk.see_other("/look", Some("notice-look-saved")).await;
    }
    match publish::submit(&desk.admin, Some(&state.seen())).await? {
        publish::Outcome::Published(_) => desk.see_other("/look", Some("notice-look-published")).await,
        publish::Outcome::Faults(faults) => refuse(&desk, samples, &typed, &faults).await,
        publish::Outcome::Nothing | publish::Outcome::Missing => desk.see_other("/look", Some("notice-look-unchanged")).await,
        publish::Outcome::Changed => desk.see_other("/look", Some("notice-look-changed")).await,
    }
}

/// The page once more, with what was typed and what is wrong with it.
async fn refuse(desk: &Desk, samples: Samples, typed: &Typed, faults: &[Wrong]) -> Result<Response, Fault> {
    let state = look::show(&desk.admin).await?;
    page(desk, samples, StatusCode::UNPROCESSABLE_ENTITY, &state, Some((typed, faults))).await
}

async fn page(
    desk: &Desk,
    samples: Samples,
    status: StatusCode,
    state: &State,
    typed: Option<(&Typed, &[Wrong])>,
) -> Result<Response, Fault> {
    let versions = look::history(&desk.admin).await?;
    let frame = desk.frame(Section::Look).await?;
    let page = view::LookPage::new((desk, frame, samples), state, &versions, typed, view::share_link(desk)?);
    Ok(framing(respond(status, &page)?))
}
