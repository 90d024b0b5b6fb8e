//! `…/clients/{id}/logo`

use axum::{body::Bytes, extract::DefaultBodyLimit, http::HeaderMap};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{clients::ClientPath, look::pictures};
use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{
        administration::Admin,
        clients::{
            self,
            logo::{self, Outcome},
        },
    },
    http::{json::Json, path::Path},
    model::{client_record::ClientRecord, picture, theme::Fault},
};

/// The endpoints.
pub fn endpoints<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S> {
    OpenApiRouter::new().routes(routes!(upload, remove)).layer(DefaultBodyLimit::max(picture::MOST_BYTES + 1))
}

/// Give a client a logo.
///
/// A PNG, JPEG, WebP or SVG of at most 500 KB, as the body itself; square is best. What it is is told by its content, and it is written
/// anew. People see it beside the name when the client asks to know them, and in their account.
#[utoipa::path(put, path = "/clients/{id}/logo", tag = "Clients", operation_id = "upload_client_logo",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The client id.")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, body = ClientRecord), (status = 404, description = "`not_found`")))]
pub async fn upload(
    admin: Admin,
    Path(ClientPath { id }): Path<ClientPath>,
    headers: HeaderMap,
    file: Bytes,
) -> Result<Json<ClientRecord>, Refused> {
    clients::find(&admin, id).await?.ok_or(Kind::NotFound)?;
    pictures::check_kind(&headers)?;
    answer(logo::upload(&admin, id, file.into()).await?)
}

/// Take a client's logo away.
#[utoipa::path(delete, path = "/clients/{id}/logo", tag = "Clients", operation_id = "remove_client_logo",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The client id.")),
    responses((status = 200, body = ClientRecord), (status = 404, description = "`not_found`")))]
pub async fn remove(admin: Admin, Path(ClientPath { id }): Path<ClientPath>) -> Result<Json<ClientRecord>, Refused> {
    answer(logo::remove(&admin, id).await?)
}

fn answer(outcome: Outcome) -> Result<Json<ClientRecord>, Refused> {
    match outcome {
        Outcome::Updated(client) => Ok(Json(*client)),
        Outcome::Refused(reason) => Err(Refused::faults(vec![Fault { key: "logo".to_owned(), reason }])),
        Outcome::Missing => Err(Kind::NotFound.into()),
    }
}
