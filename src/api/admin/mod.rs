//! The administration of a site's people. The same endpoints lie at two places: within each site at `/api/admin`, for its admins
//! and the operator, and at `/api/sites/{site}`, for the operator at any site, a disabled one included.

pub mod audit;
pub mod client_logo;
pub mod client_secrets;
pub mod clients;
pub mod letters;
pub mod look;
pub mod mail;
pub mod outbox;
pub mod stats;
pub mod status;
pub mod temporary_password;
pub mod user_apps;
pub mod users;

use std::{str, sync::Arc};

use axum::{Extension, extract::FromRequestParts, http::request::Parts};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    kind::Kind,
    platform::operator::{claims, prove},
    problem::Refused,
};
use crate::{
    app::App,
    flows::{
        Visit,
        administration::{Admin, Bearer, by_token},
        find_sites,
    },
    http::{bearer::bearer, path::Path, visit::visit},
    model::event::Actor,
};

/// The endpoints, at their addresses within either place.
pub fn endpoints<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S> {
    OpenApiRouter::new()
        .routes(routes!(users::list, users::invite))
        .routes(routes!(users::show, users::update, users::delete))
        .routes(routes!(status::set_role))
        .routes(routes!(status::disable))
        .routes(routes!(status::enable))
        .routes(routes!(status::end_sessions))
        .routes(routes!(user_apps::list))
        .routes(routes!(user_apps::remove))
        .routes(routes!(temporary_password::submit))
        .routes(routes!(letters::send_reset))
        .routes(routes!(letters::resend_verification))
        .routes(routes!(stats::show))
        .routes(routes!(audit::list))
        .routes(routes!(outbox::list))
        .routes(routes!(outbox::retry_all))
        .routes(routes!(outbox::show))
        .routes(routes!(outbox::preview))
        .routes(routes!(outbox::retry))
        .routes(routes!(mail::show, mail::update))
        .routes(routes!(mail::test))
        .routes(routes!(clients::list, clients::create))
        .routes(routes!(clients::show, clients::update, clients::delete))
        .routes(routes!(client_secrets::add))
        .routes(routes!(client_secrets::revoke))
        .merge(client_logo::endpoints())
        .merge(look::endpoints())
}

/// Whose account it is about.
#[derive(Deserialize)]
pub struct UserPath {
    /// The account's id.
    pub id: Uuid,
}

#[derive(Deserialize)]
struct SitePath {
    site: Uuid,
}

impl<S: Send + Sync> FromRequestParts<S> for Admin {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        match parts.extensions.get::<Visit>().cloned() {
            Some(visit) => of_site(parts, visit).await,
            None => of_portal(parts, state).await,
        }
    }
}

/// Within a site: one of its admins, or the operator.
async fn of_site(parts: &Parts, visit: Visit) -> Result<Admin, Refused> {
    if claims(parts) {
        prove(&visit.app, parts).await?;
        return Ok(Admin { visit, actor: Actor::Operator });
    }
    let token = bearer(&parts.headers).and_then(|token| str::from_utf8(token).ok()).ok_or(Kind::TokenInvalid)?;
    match by_token(&visit, token).await? {
        Bearer::Admin(actor) => Ok(Admin { visit, actor }),
        Bearer::Member => Err(Kind::Forbidden.into()),
        Bearer::Nobody => Err(Kind::TokenInvalid.into()),
    }
}

/// At the portal: the operator, before anything is said of the site.
async fn of_portal<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Admin, Refused> {
    let Extension(app): Extension<Arc<App>> = Extension::from_request_parts(parts, state).await.map_err(|_| Kind::Internal)?;
    prove(&app, parts).await?;
    let Path(SitePath { site }) = Path::from_request_parts(parts, state).await?;
    let site = find_sites::to_administer(&app, site).await?.ok_or(Kind::NotFound)?;
    Ok(Admin { visit: visit(&app, site, parts), actor: Actor::Operator })
}
