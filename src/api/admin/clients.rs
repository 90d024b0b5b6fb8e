//! `…/clients`, `…/clients/{id}`

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    api::{
        kind::Kind,
        listing::{ListQuery, Listing},
        problem::Refused,
    },
    flows::{
        administration::Admin,
        clients::{
            self,
            changes::ClientChanges,
            create::{self, NewClient},
            delete, update,
        },
    },
    http::{json::Json, path::Path, query::Query},
    model::client_record::ClientRecord,
};

/// Which client it is about.
#[derive(Deserialize)]
pub struct ClientPath {
    /// The client id.
    pub id: Uuid,
}

/// A client that was just registered.
#[derive(Serialize, ToSchema)]
pub struct CreatedClient {
    #[serde(flatten)]
    client: ClientRecord,
    /// Its first secret, if it proves itself by one. Nobody will see it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

/// List clients.
///
/// By name. `search` looks into name and id.
#[utoipa::path(get, path = "/clients", tag = "Clients", operation_id = "list_clients",
    security(("bearer" = []), ("masterKey" = [])), params(ListQuery),
    responses((status = 200, body = Listing<ClientRecord>), (status = 422, description = "`validation_failed`")))]
pub async fn list(admin: Admin, Query(query): Query<ListQuery>) -> Result<Json<Listing<ClientRecord>>, Refused> {
    let paging = query.paging().map_err(Refused::fields)?;
    let (found, total) = clients::page(&admin, query.search.as_deref(), paging).await?;
    Ok(Json(Listing::new(found, paging, total)))
}

/// Register a client.
///
/// `kind` decides what is safe: `web` and `machine` prove themselves by a secret, which this answer shows once; `spa`,
/// `native` and `device` cannot keep one. A redirect address begins with `https://`, or is on the person's own machine (`http://localhost`,
/// `http://127.0.0.1`, `http://[::1]`); native clients may also have a scheme of their own, such as `com.example.app:/callback`.
#[utoipa::path(post, path = "/clients", tag = "Clients", operation_id = "create_client",
    security(("bearer" = []), ("masterKey" = [])), request_body = NewClient,
    responses((status = 201, body = CreatedClient)))]
pub async fn create(admin: Admin, Json(given): Json<NewClient>) -> Result<Response, Refused> {
    match create::submit(&admin, given).await? {
        create::Outcome::Created { client, secret } => {
            let client_secret = secret.map(|secret| secret.expose_secret().to_owned());
            let created = CreatedClient { client: *client, client_secret };
            Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(created)).into_response())
        }
        create::Outcome::Problems(problems) => Err(Refused::fields(problems)),
    }
}

/// Show a client.
#[utoipa::path(get, path = "/clients/{id}", tag = "Clients", operation_id = "show_client",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The client id.")),
    responses((status = 200, body = ClientRecord), (status = 404, description = "`not_found`")))]
pub async fn show(admin: Admin, Path(ClientPath { id }): Path<ClientPath>) -> Result<Json<ClientRecord>, Refused> {
    Ok(Json(clients::find(&admin, id).await?.ok_or(Kind::NotFound)?))
}

/// Change a client.
///
/// Only what is given changes. Disabling ends whatever the client holds of people.
#[utoipa::path(patch, path = "/clients/{id}", tag = "Clients", operation_id = "update_client",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The client id.")),
    request_body = ClientChanges, responses((status = 200, body = ClientRecord), (status = 404, description = "`not_found`")))]
pub async fn update(
    admin: Admin,
    Path(ClientPath { id }): Path<ClientPath>,
    Json(changes): Json<ClientChanges>,
) -> Result<Json<ClientRecord>, Refused> {
    match update::submit(&admin, id, changes).await? {
        update::Outcome::Updated(client) => Ok(Json(*client)),
        update::Outcome::Problems(problems) => Err(Refused::fields(problems)),
        update::Outcome::Missing => Err(Kind::NotFound.into()),
    }
}

/// Delete a client.
///
/// Its secrets, what people allowed it, and whatever it holds of them go with it.
#[utoipa::path(delete, path = "/clients/{id}", tag = "Clients", operation_id = "delete_client",
    security(("bearer" = []), ("masterKey" = [])), params(("id" = Uuid, Path, description = "The client id.")),
    responses((status = 204, description = "It is gone."), (status = 404, description = "`not_found`")))]
pub async fn delete(admin: Admin, Path(ClientPath { id }): Path<ClientPath>) -> Result<StatusCode, Refused> {
    match delete::submit(&admin, id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Kind::NotFound.into()),
    }
}
