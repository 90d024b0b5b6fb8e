//! Which version answers.

use serde::Serialize;
use utoipa::ToSchema;

use crate::http::json::Json;

/// A name and a version.
#[derive(Serialize, ToSchema)]
pub struct Version {
    #[schema(example = "vestibule")]
    service: &'static str,
    #[schema(example = "0.1.0")]
    version: &'static str,
}

/// Which version answers.
#[utoipa::path(get, path = "/version", tag = "Portal", operation_id = "version", responses((status = 200, body = Version)))]
pub async fn show() -> Json<Version> {
    Json(Version { service: "vestibule", version: env!("CARGO_PKG_VERSION") })
}
