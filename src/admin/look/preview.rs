//! The real pages as they would look, in the frame beside the form.

use axum::{
    Extension,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{super::desk::Desk, Typed, fields};
use crate::{
    flows::{
        Visit,
        look::{draft, preview},
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        problems::question,
        query::PageQuery,
        samples::Samples,
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
    draft::rewrite(&desk.admin, fields::layer(&typed), draft::Wrong::IsLeftOut).await?;
    let chosen = |name: &str| typed.get(name).map(String::as_str).unwrap_or_default();
    let query = question(&[("view", chosen("view")), ("mode", chosen("mode")), ("language", chosen("language"))]);
    Ok(Redirect::to(&desk.path(&format!("/look/preview{query}"))).into_response())
}
