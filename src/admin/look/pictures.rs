//! Pictures of a look: uploaded by a form, or taken away.

use axum::{
    Extension,
    extract::{
        Multipart,
        multipart::{MultipartError, MultipartRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::{super::desk::Desk, refuse};
use crate::{
    flows::look::{draft, picture},
    http::{
        error::{Fault, Refusal},
        form::Form,
        samples::Samples,
    },
    model::look::Place,
};

/// Which picture.
#[derive(Deserialize)]
pub struct Removed {
    place: String,
}

/// Takes a file for a place.
pub async fn upload(
    desk: Desk,
    Extension(samples): Extension<Samples>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Fault> {
    let Ok(form) = form else { return Ok(Refusal::BadRequest.into_response()) };
    let (place, file) = match read(form).await {
        Ok(read) => read,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    match picture::upload(&desk.admin, place, file).await? {
        picture::Outcome::Saved(_) => desk.see_other("/look", Some("notice-look-uploaded")).await,
        picture::Outcome::Faults(faults) => refuse(&desk, samples, None, &faults).await,
    }
}

/// The place and the file. The place comes first, as in the form.
async fn read(mut form: Multipart) -> Result<(Place, Vec<u8>), Refusal> {
    let mut place = None;
    while let Some(field) = form.next_field().await.map_err(refusal)? {
        match (field.name(), place) {
            (Some("place"), None) => place = Place::find(&field.text().await.map_err(refusal)?),
            (Some("file"), Some(place)) => return Ok((place, field.bytes().await.map_err(refusal)?.into())),
            _ => return Err(Refusal::BadRequest),
        }
    }
    Err(Refusal::BadRequest)
}

/// What to say of a file that did not come as a whole.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn refusal(error: MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Refusal::TooLarge } else { Refusal::BadRequest }
}

/// Takes a picture away.
pub async fn remove(desk: Desk, Form(Removed { place }): Form<Removed>) -> Result<Response, Fault> {
    let Some(place) = Place::find(&place) else { return Ok(Refusal::BadRequest.into_response()) };
    match draft::save(&desk.admin, json!({ "assets": { place.word(): null } })).await? {
        draft::Outcome::Saved(_) => desk.see_other("/look", Some("notice-look-removed")).await,
        draft::Outcome::Faults(_) => desk.see_other("/look", Some("notice-look-unchanged")).await,
    }
}
