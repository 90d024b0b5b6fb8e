//! The description of the API (OpenAPI 3.1), made from the endpoints themselves. What all of them share is added here: how
//! callers prove who they are, and how problems look.

use std::sync::{Arc, LazyLock};

use axum::{
    Extension,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::{
    kind::Kind,
    platform,
    problem::{PROBLEM_JSON, Problem},
    site,
};
use crate::{
    app::App,
    http::json::{Json, LazyDocument},
};

/// What the document says of the API as a whole.
#[derive(OpenApi)]
#[openapi(
    info(title = "Vestibule", description = include_str!("openapi.md"), license(name = "MIT OR Apache-2.0")),
    components(schemas(Problem)),
    tags(
        (name = "Site", description = "One site, as everybody may see it."),
        (name = "Login", description = "Getting in, staying in and leaving. Tokens are good for one site."),
        (name = "Account", description = "What a member does alone. Send the access token in `Authorization`."),
        (name = "Administration", description = "A site's people and what happened to them: for its admins, and for the operator at any site."),
        (name = "Clients", description = "The apps that a site's people log in to: for its admins, and for the operator at any site."),
        (name = "Sites", description = "The operator's sites. Send the master key in `X-API-Key`."),
        (name = "Portal", description = "The portal itself."),
    )
)]
struct Description;

/// The whole document.
#[must_use]
pub fn document(app: &App) -> Value {
    let described = OpenApiRouter::with_openapi(Description::openapi()).merge(platform::endpoints());
    let sites = OpenApiRouter::<Arc<App>>::new().nest("/s/{site}", site().with_state(()));
    let (_, described) = described.merge(sites).split_for_parts();
    let mut document = serde_json::to_value(described).unwrap_or_default();
    let origin = app.config.public_url.as_str().trim_end_matches('/');
    document["servers"] = json!([{ "url": origin }]);
    document["components"]["securitySchemes"] = json!({
        "masterKey": { "type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The operator's master key." },
        "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "An access token." },
    });
    let described = |kind: Kind| json!({ "code": kind.word(), "status": kind.status().as_u16() });
    document["x-problems"] = Kind::all().map(described).collect();
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        complete(path, item);
    }
    document
}

/// Adds to each operation of a path what all have in common.
fn complete(path: &str, item: &mut Value) {
    for operation in item.as_object_mut().into_iter().flat_map(|operations| operations.values_mut()) {
        if path.starts_with("/api/sites/{site}/") {
            at_the_portal(operation);
        }
        for kind in shared(path, operation) {
            add(&mut operation["responses"][kind.status().as_str()]["description"], kind);
        }
        for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
            let description = response["description"].as_str().unwrap_or_default().to_owned();
            if status.starts_with(['4', '5']) {
                response["content"] = content(&description);
            } else if description.is_empty() {
                let status = StatusCode::from_bytes(status.as_bytes()).ok();
                response["description"] = json!(status.and_then(|status| status.canonical_reason()).unwrap_or("Done"));
            }
        }
        operation["responses"]["default"] =
            json!({ "description": "Any other problem.", "content": { PROBLEM_JSON: { "schema": problem() } } });
    }
    // One endpoint by two methods would have one name.
    let is_twofold = item.get("patch").is_some();
    if let Some(name) = item.pointer_mut("/put/operationId").filter(|_| is_twofold) {
        *name = json!(format!("{}_by_put", name.as_str().unwrap_or_default()));
    }
    if path.starts_with("/api/sites/{site}/") {
        item["parameters"] = json!([{
            "name": "site", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" },
            "description": "The site's id.",
        }]);
    }
    if path.starts_with("/s/{site}/") {
        item["parameters"] = json!([{
            "name": "site", "in": "path", "required": true, "schema": { "type": "string" }, "example": "acme-cycles",
            "description": "The site's short name. On a site's own login host, leave out `/s/{site}`.",
        }]);
    }
}

/// What admins do within their site, the operator does at the portal for any site.
fn at_the_portal(operation: &mut Value) {
    operation["security"] = json!([{ "masterKey": [] }]);
    operation["operationId"] = json!(format!("{}_of_site", operation["operationId"].as_str().unwrap_or_default()));
}

/// Adds a code to the description of an answer.
fn add(description: &mut Value, kind: Kind) {
    let (word, said) = (format!("`{}`", kind.word()), description.as_str().unwrap_or_default());
    if !said.contains(&word) {
        *description = json!(if said.is_empty() { word } else { format!("{said}, {word}") });
    }
}

/// What may be wrong with any request of this make.
fn shared(path: &str, operation: &Value) -> Vec<Kind> {
    let mut kinds = Vec::new();
    if path.starts_with("/s/{site}/") {
        kinds.push(Kind::NotFound);
    }
    if operation["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["in"] == "query") {
        kinds.extend([Kind::BadRequest, Kind::ValidationFailed]);
    }
    let security = operation["security"].to_string();
    if security.contains("masterKey") {
        kinds.extend([Kind::ApiKeyInvalid, Kind::TooManyAttempts]);
    }
    if operation["tags"][0] == "Administration" || operation["tags"][0] == "Clients" {
        kinds.extend(if security.contains("bearer") { vec![Kind::TokenInvalid, Kind::Forbidden] } else { vec![Kind::NotFound] });
    }
    if !operation["requestBody"].is_null() {
        kinds.extend([Kind::MalformedJson, Kind::PayloadTooLarge, Kind::UnsupportedMediaType, Kind::ValidationFailed]);
    }
    kinds
}

/// The body of a problem whose codes stand in the description, between backticks.
fn content(description: &str) -> Value {
    let named = |kind: &Kind| description.contains(&format!("`{}`", kind.word()));
    let example = |kind: Kind| {
        let value = json!({
            "type": format!("https://login.example.com/docs#{}", kind.word()), "title": kind.title(),
            "status": kind.status().as_u16(), "code": kind.word(), "detail": "…", "errors": [],
            "request_id": "01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10",
        });
        (kind.word().to_owned(), json!({ "value": value }))
    };
    let examples: serde_json::Map<String, Value> = Kind::all().filter(named).map(example).collect();
    json!({ PROBLEM_JSON: { "schema": problem(), "examples": examples } })
}

fn problem() -> Value {
    json!({ "$ref": "#/components/schemas/Problem" })
}

/// This document.
///
/// OpenAPI 3.1. `/docs` shows it to people.
#[utoipa::path(get, path = "/openapi.json", tag = "Portal", operation_id = "openapi", responses((status = 200, body = Value)))]
pub async fn show(Extension(document): Extension<LazyDocument>) -> Response {
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(LazyLock::force(&document))).into_response()
}
