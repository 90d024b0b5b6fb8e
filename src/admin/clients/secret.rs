//! `…/clients/{id}/secrets/new`, `…/clients/{id}/secrets/{secret}`: another secret, and one less

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use time::Duration;
use uuid::Uuid;

use super::{connect, show::ClientPath};
use crate::{
    admin::{
        desk::{Desk, FreshDesk},
        frame::Frame,
        nav::Section,
        respond,
    },
    flows::clients::{
        self,
        secrets::{self, NewSecret, Outcome},
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        path::Path,
        problems::Problems,
    },
    model::client_record::{ClientRecord, SecretRecord},
};

/// For how many days a secret may be good; 0 stands for ever.
const TERMS: [i64; 5] = [0, 30, 90, 180, 365];

/// Which secret it is about.
#[derive(Deserialize)]
pub struct SecretPath {
    id: Uuid,
    secret: Uuid,
}

/// For how long another is to be good.
#[derive(Deserialize)]
pub struct Term {
    days: i64,
    /// The mark of the form.
    #[serde(default)]
    form: String,
}

/// Something to choose.
struct Choice {
    value: i64,
    label: String,
    selected: bool,
}

#[derive(Template)]
#[template(path = "admin/clients/secret_new.html")]
struct NewPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    client: ClientRecord,
    terms: Vec<Choice>,
    /// The mark of the form.
    mark: String,
}

#[derive(Template)]
#[template(path = "admin/clients/secret_revoke.html")]
struct RevokePage<'a> {
    page: Frame<'a>,
    client: &'a ClientRecord,
    secret: &'a SecretRecord,
    used: String,
}

/// Asks for how long.
pub async fn ask(FreshDesk(desk): FreshDesk, Path(ClientPath { id }): Path<ClientPath>) -> Result<Response, Fault> {
    form(&desk, id, StatusCode::OK, Problems::default()).await
}

/// Makes it, and leads to the page that shows it.
pub async fn add(
    FreshDesk(desk): FreshDesk,
    Path(ClientPath { id }): Path<ClientPath>,
    Form(Term { days, form: mark }): Form<Term>,
) -> Result<Response, Fault> {
    if !TERMS.contains(&days) {
        return Ok(Refusal::BadRequest.into_response());
    }
    let expires_at = (days > 0).then(|| desk.visit().now + Duration::days(days));
    match secrets::add_as(&desk.admin, id, desk.made_by(&mark), &NewSecret { expires_at }).await? {
        Some(Outcome::Added { record: _, secret }) => connect::lead_to(&desk, id, Some(&secret), None).await,
        None => desk.see_other(&connect::made_page(id), None).await,
        Some(Outcome::Problem(problem)) => form(&desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![problem].into()).await,
        Some(Outcome::Missing) => Ok(Refusal::NotFound.into_response()),
    }
}

/// Says what it means to take a secret away, and asks.
pub async fn ask_to_revoke(FreshDesk(desk): FreshDesk, Path(path): Path<SecretPath>) -> Result<Response, Fault> {
    let found = clients::find(&desk.admin, path.id).await?;
    let secret = found.as_ref().and_then(|client| client.secrets.iter().find(|secret| secret.id == path.secret));
    let (Some(client), Some(secret)) = (&found, secret) else { return Ok(Refusal::NotFound.into_response()) };
    let page = desk.frame(Section::Clients).await?;
    let title = page.text("clients-secret-revoke");
    let used = secret.last_used_at.map_or_else(|| page.text("clients-never"), |at| page.moment(at));
    respond(StatusCode::OK, &RevokePage { page: page.below(Section::Clients, title), client, secret, used })
}

/// Takes it away.
pub async fn revoke(FreshDesk(desk): FreshDesk, Path(path): Path<SecretPath>) -> Result<Response, Fault> {
    match secrets::revoke(&desk.admin, path.id, path.secret).await? {
        true => desk.see_other(&format!("/clients/{}", path.id), Some("clients-notice-revoked")).await,
        false => Ok(Refusal::NotFound.into_response()),
    }
}

async fn form(desk: &Desk, id: Uuid, status: StatusCode, problems: Problems) -> Result<Response, Fault> {
    let Some(client) = clients::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let page = desk.frame(Section::Clients).await?;
    let label = |days: i64| match days {
        0 => page.text("clients-secret-for-ever"),
        days => page.text_with("clients-secret-days", "days", days),
    };
    let terms = TERMS.map(|days| Choice { value: days, label: label(days), selected: days == 0 }).into();
    let title = page.text("clients-secret-new");
    respond(status, &NewPage { page: page.below(Section::Clients, title), problems, client, terms, mark: desk.new_form() })
}
