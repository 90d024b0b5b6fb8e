//! `…/look`: how a site looks. The form on one side, the real pages beside it.

mod changes;
mod fields;
mod folders;
mod making;
mod pictures;
mod preview;
mod seed;
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
    flows::look::{
        self, State,
        draft::{self, Rewritten},
        publish,
    },
    http::{error::Fault, form::Form, headers::framing, samples::Samples},
    model::{look::archive, picture, theme::Fault as Wrong},
};

/// The most bytes of the form, whose texts may be long.
const FORM_LIMIT: usize = 256 * 1024;
/// What surrounds a file in its form.
pub const AROUND_A_FILE: usize = 4 * 1024;

type Typed = HashMap<String, String>;

/// The page and what belongs to it, at their addresses below the site's place.
pub fn router() -> Router {
    let pictures = Router::new()
        .route("/look/pictures", post(pictures::upload))
        .route("/setup/look", get(seed::show).post(seed::submit))
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

/// What stands in the form.
enum Shown<'a> {
    /// What is saved.
    AsItIs,
    /// What was typed, if it was in this form, and something is wrong with that or with a file.
    Refused(Option<&'a Typed>, &'a [Wrong]),
    /// What was typed while somebody else saved something different.
    Clashing(&'a Typed),
}

/// How it looks, and how it might.
pub async fn show(desk: Desk, Extension(samples): Extension<Samples>) -> Result<Response, Fault> {
    let state = look::show(&desk.admin).await?;
    page(&desk, samples, StatusCode::OK, &state, Shown::AsItIs).await
}

/// Saves the draft and, if that was asked for, publishes it.
pub async fn submit(desk: Desk, Extension(samples): Extension<Samples>, Form(typed): Form<Typed>) -> Result<Response, Fault> {
    let form = form_of(&typed);
    let state = match draft::rewrite(&desk.admin, fields::layer(&typed), form.as_ref(), draft::Wrong::Refuses).await? {
        Rewritten::Saved(state) => *state,
        Rewritten::Faults(faults) => return refuse(&desk, samples, Some(&typed), &faults).await,
        Rewritten::Changed(state) => {
            return page(&desk, samples, StatusCode::CONFLICT, &state, Shown::Clashing(&typed)).await;
        }
    };
    if typed.get("then").is_none_or(|then| then != "publish") {
        return desk.see_other("/look", Some("notice-look-saved")).await;
    }
    match publish::submit(&desk.admin, Some(&state.seen())).await? {
        publish::Outcome::Published(_) => desk.see_other("/look", Some("notice-look-published")).await,
        publish::Outcome::Faults(faults) => refuse(&desk, samples, Some(&typed), &faults).await,
        publish::Outcome::Nothing | publish::Outcome::Missing => desk.see_other("/look", Some("notice-look-unchanged")).await,
        publish::Outcome::Changed => desk.see_other("/look", Some("notice-look-changed")).await,
    }
}

/// Which open form it is that something was typed in, if it says so.
fn form_of(typed: &Typed) -> Option<draft::Form> {
    Some(draft::Form { id: typed.get("form")?.parse().ok()?, seen: typed.get("seen")?.clone() })
}

/// The page once more, with what was typed, if that was in its form, and what is wrong with it.
async fn refuse(desk: &Desk, samples: Samples, typed: Option<&Typed>, faults: &[Wrong]) -> Result<Response, Fault> {
    let state = look::show(&desk.admin).await?;
    page(desk, samples, StatusCode::UNPROCESSABLE_ENTITY, &state, Shown::Refused(typed, faults)).await
}

async fn page(desk: &Desk, samples: Samples, status: StatusCode, state: &State, shown: Shown<'_>) -> Result<Response, Fault> {
    let versions = look::history(&desk.admin).await?;
    let frame = desk.frame(Section::Look).await?.translated_at(&desk.path("/look"));
    let page = view::LookPage::new((desk, frame, samples), state, &versions, &shown, view::share_link(desk)?);
    Ok(framing(respond(status, &page)?))
}
