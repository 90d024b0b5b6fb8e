//! `/account/export`

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};

use super::require_fresh;
use crate::{
    flows::{Visit, export},
    http::{browser::Browser, error::Fault},
};

/// Everything stored about the account, as a file to keep.
pub async fn download(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let fresh = match require_fresh(&visit, &browser, "/account/export").await? {
        Ok(fresh) => fresh,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let export = export::gather(&visit, fresh.session()).await?;
    let file = format!("attachment; filename=\"{}-account.json\"", visit.site.slug);
    Ok(([(header::CONTENT_DISPOSITION, file)], Json(export)).into_response())
}
