//! A look as a folder of a theme: downloaded, or uploaded into the draft.

use axum::{
    Extension,
    extract::{Multipart, multipart::MultipartRejection},
    http::header,
    response::{IntoResponse, Response},
};

use super::{super::desk::Desk, refuse};
use crate::{
    flows::look::folder::{self, Outcome},
    http::{
        error::{Fault, Refusal},
        samples::Samples,
    },
    model::{look::archive, theme::Fault as Wrong},
};

/// The folder as one file.
pub async fn export(desk: Desk) -> Result<Response, Fault> {
    let slug = &desk.visit().site.slug;
    let packed = archive::pack(slug, &folder::export(&desk.admin).await?)?;
    let name = format!("attachment; filename=\"{slug}.tar\"");
    Ok(([(header::CONTENT_TYPE, "application/x-tar".to_owned()), (header::CONTENT_DISPOSITION, name)], packed).into_response())
}

/// Puts an uploaded folder in the place of the draft.
pub async fn import(
    desk: Desk,
    Extension(samples): Extension<Samples>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Fault> {
    let Ok(mut form) = form else { return Ok(Refusal::BadRequest.into_response()) };
    let field = match form.next_field().await {
        Ok(Some(field)) if field.name() == Some("file") => field.bytes().await,
        Ok(_) | Err(_) => return Ok(Refusal::BadRequest.into_response()),
    };
    let bytes = match field {
        Ok(bytes) => bytes,
        Err(error) if error.status().as_u16() == 413 => return Ok(Refusal::TooLarge.into_response()),
        Err(_) => return Ok(Refusal::BadRequest.into_response()),
    };
    let outcome = match archive::unpack(&bytes) {
        Ok(files) => folder::import(&desk.admin, &files).await?,
        Err(reason) => Outcome::Faults(vec![Wrong { key: "folder".to_owned(), reason }]),
    };
    match outcome {
        Outcome::Imported(_) => desk.see_other("/look", Some("notice-look-imported")).await,
        Outcome::Faults(faults) => refuse(&desk, samples, None, &faults).await,
    }
}
