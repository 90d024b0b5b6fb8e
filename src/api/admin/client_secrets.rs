//! `…/clients/{id}/secrets`, `…/clients/{id}/secrets/{secret}`

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::clients::ClientPath;
use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{
        administration::Admin,
        clients::secrets::{self, NewSecret, Outcome},
    },
    http::{json::Json, path::Path},
    model::client_record::SecretRecord,
};

/// A secret that was just made.
#[derive(Serialize, ToSchema)]
pub struct CreatedSecret {
    #[serde(flatten)]
    secret: SecretRecord,
    /// The secret itself. Nobody will see it again.
    client_secret: String,
}

/// Which secret it is about.
#[derive(Deserialize)]
pub struct SecretPath {
    id: Uuid,
    secret: Uuid,
}

/// Give a client another secret.
///
/// The others stay good until they end or are taken away, so a secret can be replaced without a pause. Ten at most.
#[utoipa::path(post, path = "/clients/{id}/secrets", tag = "Clients", operation_id = "add_client_secret",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The client id.")),
    request_body = NewSecret, responses((status = 201, body = CreatedSecret), (status = 404, description = "`not_found`")))]
pub async fn add(
    admin: Admin,
    Path(ClientPath { id }): Path<ClientPath>,
    Json(given): Json<NewSecret>,
) -> Result<Response, Refused> {
    match secrets::add(&admin, id, &given).await? {
        Outcome::Added { record, secret } => {
            let created = CreatedSecret { secret: record, client_secret: secret.expose_secret().to_owned() };
            Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(created)).into_response())
        }
        Outcome::Problem(problem) => Err(Refused::fields(vec![problem])),
        Outcome::Missing => Err(Kind::NotFound.into()),
    }
}

/// Take a secret away from a client.
///
/// It is worth nothing from this moment on.
#[utoipa::path(delete, path = "/clients/{id}/secrets/{secret}", tag = "Clients", operation_id = "revoke_client_secret",
    security(("bearer" = []), ("masterKey" = [])),
    params(("id" = Uuid, Path, description = "The client id."), ("secret" = Uuid, Path, description = "The secret's id.")),
    responses((status = 204, description = "It is gone."), (status = 404, description = "`not_found`")))]
pub async fn revoke(admin: Admin, Path(path): Path<SecretPath>) -> Result<StatusCode, Refused> {
    match secrets::revoke(&admin, path.id, path.secret).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Kind::NotFound.into()),
    }
}
