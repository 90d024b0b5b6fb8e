//! `…/clients/{id}`: everything about a client

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::kind_key;
use crate::{
    admin::{desk::Desk, frame::Frame, nav::Section, respond},
    flows::clients,
    http::{
        error::{Fault, Refusal},
        path::Path,
    },
    model::{
        client_record::{ClientRecord, SecretRecord},
        oauth_client::{Authentication, Kind, Status},
    },
};

/// Which client it is about. As its page below the portal has the site in its address as well, what is not asked for is left.
#[derive(Deserialize)]
pub struct ClientPath {
    /// The client id.
    pub id: Uuid,
}

#[derive(Template)]
#[template(path = "admin/clients/show.html")]
struct ShowPage<'a> {
    page: Frame<'a>,
    kind: String,
    proof: String,
    made: String,
    changed: String,
    client: ClientRecord,
    secrets: Vec<SecretLine>,
    has_secrets: bool,
    is_active: bool,
}

/// What is known of a secret.
struct SecretLine {
    id: Uuid,
    hint: String,
    made: String,
    used: String,
    ends: String,
    is_over: bool,
}

/// The client.
pub async fn show(desk: Desk, Path(ClientPath { id }): Path<ClientPath>) -> Result<Response, Fault> {
    let Some(client) = clients::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let page = desk.frame(Section::Clients).await?.below(Section::Clients, client.name.clone());
    let page = ShowPage {
        kind: page.text(kind_key(client.kind)),
        proof: page.text(proof_key(client.kind, client.auth)),
        made: page.moment(client.created_at),
        changed: page.moment(client.updated_at),
        secrets: secrets(&page, &client, desk.visit().now),
        has_secrets: client.auth == Authentication::Secret,
        is_active: client.status == Status::Active,
        page,
        client,
    };
    respond(StatusCode::OK, &page)
}

fn secrets(page: &Frame<'_>, client: &ClientRecord, now: OffsetDateTime) -> Vec<SecretLine> {
    let moment = |at: Option<OffsetDateTime>| at.map_or_else(|| page.text("clients-never"), |at| page.moment(at));
    let line = |secret: &SecretRecord| SecretLine {
        id: secret.id,
        hint: secret.hint.clone(),
        made: page.moment(secret.created_at),
        used: moment(secret.last_used_at),
        ends: moment(secret.expires_at),
        is_over: secret.expires_at.is_some_and(|end| end <= now),
    };
    client.secrets.iter().map(line).collect()
}

fn proof_key(kind: Kind, auth: Authentication) -> &'static str {
    match auth {
        Authentication::None if kind == Kind::Device => "clients-auth-person",
        Authentication::None => "clients-auth-none",
        Authentication::Secret => "clients-auth-secret",
        Authentication::PrivateKeyJwt => "clients-auth-key",
    }
}
