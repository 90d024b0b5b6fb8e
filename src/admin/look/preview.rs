//! The real pages as they would look, in the frame beside the form.

use askama::Template;
use axum::{
    Extension,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    super::{desk::Desk, frame::Frame, respond},
    Typed, fields, form_of,
};
use crate::{
    flows::{
        Visit,
        look::{
            draft::{self, Rewritten},
            preview,
        },
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        problems::question,
        query::PageQuery,
        samples::{SAMPLE_POLICY, Samples},
    },
    model::theme::Mode,
};

/// What to show.
#[derive(Deserialize)]
pub struct Shown {
    #[serde(default)]
    view: String,
    #[serde(default)]
    mode: String,
    #[serde(default)]
    language: String,
}

/// A page, in the draft's look.
pub async fn show(
    desk: Desk,
    Extension(samples): Extension<Samples>,
    PageQuery(shown): PageQuery<Shown>,
) -> Result<Response, Fault> {
    let mode = match shown.mode.as_str() {
        "light" => Some(Mode::Light),
        "dark" => Some(Mode::Dark),
        _ => None,
    };
    let visit = preview::dress(desk.visit(), mode).await?;
    let locale = desk.app().words.all().find(|locale| locale.code == shown.language).unwrap_or(visit.locale);
    let sample = (samples.show)(&Visit { locale, ..visit }, &shown.view)?;
    Ok(sample.unwrap_or_else(|| Refusal::NotFound.into_response()))
}

/// Keeps what was typed, as far as it can be read, and shows it.
pub async fn submit(desk: Desk, Form(typed): Form<Typed>) -> Result<Response, Fault> {
    let form = form_of(&typed);
    match draft::rewrite(&desk.admin, fields::layer(&typed), form.as_ref(), draft::Wrong::IsLeftOut).await? {
        // What cannot be kept at all is told when it is saved.
        Rewritten::Saved(_) | Rewritten::Faults(_) => {}
        Rewritten::Changed(_) => return elsewhere(&desk),
    }
    let chosen = |name: &str| typed.get(name).map(String::as_str).unwrap_or_default();
    let query = question(&[("view", chosen("view")), ("mode", chosen("mode")), ("language", chosen("language"))]);
    Ok(Redirect::to(&desk.path(&format!("/look/preview{query}"))).into_response())
}

/// What stands in the frame while somebody else's draft is not to be written over.
#[derive(Template)]
#[template(path = "admin/look_elsewhere.html")]
struct ElsewherePage<'a> {
    page: Frame<'a>,
}

fn elsewhere(desk: &Desk) -> Result<Response, Fault> {
    let page = Frame::bare(desk.app(), desk.locale, desk.path(""));
    let title = page.text("clash-title");
    let mut response = respond(StatusCode::CONFLICT, &ElsewherePage { page: page.titled(title) })?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SAMPLE_POLICY));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    Ok(response)
}
