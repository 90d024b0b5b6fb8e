//! `…/clients`: the apps that a site's people log in to

pub mod act;
pub mod connect;
pub mod edit;
pub mod form;
pub mod logo;
pub mod new;
pub mod samples;
pub mod secret;
pub mod show;
pub mod trial;

use askama::Template;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{desk::Desk, frame::Frame, look::AROUND_A_FILE, nav::Section, pager::Pager, respond};
use crate::{
    flows::clients,
    http::{
        error::{Fault, Refusal},
        query::PageQuery,
    },
    model::{client_record::ClientRecord, oauth_client::Kind, paging::Paging, picture},
};

/// The pages about clients, at their addresses.
pub fn pages() -> Router {
    let files = Router::new()
        .route("/clients/{id}/logo", get(logo::show).post(logo::upload))
        .layer(DefaultBodyLimit::max(picture::MOST_BYTES + AROUND_A_FILE));
    Router::new()
        .route("/clients", get(list))
        .route("/clients/new", get(new::show).post(new::submit))
        .route("/clients/{id}", get(show::show))
        .route("/clients/{id}/edit", get(edit::show).post(edit::submit))
        .route("/clients/{id}/connect", get(connect::show))
        .route("/clients/{id}/made", get(connect::show_made))
        .route("/clients/{id}/secrets/new", get(secret::ask).post(secret::add))
        .route("/clients/{id}/secrets/{secret}", get(secret::ask_to_revoke).post(secret::revoke))
        .route("/clients/{id}/test", get(trial::begin))
        .route("/clients/{id}/test/answer", get(trial::finish))
        .route("/clients/{id}/{act}", get(act::show).post(act::submit))
        .route("/clients/{id}/logo/remove", post(logo::remove))
        .merge(files)
}

/// What the address of the list may say.
#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    page: Option<i64>,
}

#[derive(Template)]
#[template(path = "admin/clients/list.html")]
struct ListPage<'a> {
    page: Frame<'a>,
    q: &'a str,
    clients: Vec<Line>,
    pager: Pager,
}

/// A client in the list.
struct Line {
    client: ClientRecord,
    kind: String,
}

/// The list.
pub async fn list(desk: Desk, PageQuery(query): PageQuery<ListQuery>) -> Result<Response, Fault> {
    let Ok(paging) = Paging::parse(query.page, None) else { return Ok(Refusal::NotFound.into_response()) };
    let search = Some(query.q.trim()).filter(|words| !words.is_empty());
    let (clients, total) = clients::page(&desk.admin, search, paging).await?;
    let pager = Pager::new(&desk.path("/clients"), &[("q", &query.q)], paging, total);
    let page = desk.frame(Section::Clients).await?;
    let lead = page.text("clients-lead");
    let line = |client: ClientRecord| Line { kind: page.text(kind_key(client.kind)), client };
    let clients = clients.into_iter().map(line).collect();
    respond(StatusCode::OK, &ListPage { page: page.led_by(lead), q: &query.q, clients, pager })
}

/// The key of the words for where a client runs.
#[must_use]
pub fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Web => "clients-web",
        Kind::Spa => "clients-spa",
        Kind::Native => "clients-native",
        Kind::Device => "clients-device",
        Kind::Machine => "clients-machine",
    }
}
