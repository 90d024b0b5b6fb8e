//! The operator's sites.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::operator::Operator;
use crate::{
    api::{
        kind::Kind,
        listing::{ListQuery, Listing},
        problem::Refused,
    },
    app::App,
    flows::{
        create_site::{self, NewSite},
        delete_site, find_sites,
        site_changes::SiteChanges,
        update_site,
    },
    http::{json::Json, path::Path, query::Query},
    model::site_record::SiteRecord,
};

/// A site, as everybody may see it.
#[derive(Serialize, ToSchema)]
pub struct PublicSite {
    /// Its short name.
    #[schema(example = "acme-cycles")]
    slug: String,
    /// Its name for people.
    #[schema(example = "Acme Cycles")]
    name: String,
    /// The domain its front end is known by.
    #[schema(example = "acme.example")]
    domain: String,
    /// Where its pages are, and below `/api` its API.
    #[schema(example = "https://login.example.com/s/acme-cycles")]
    url: String,
}

/// Which site is looked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DomainQuery {
    /// The domain that the site's front end is known by.
    #[param(example = "acme.example")]
    domain: String,
}

/// Add a site.
///
/// The short name is made from the name unless it is given. Settings that are left out have their defaults.
#[utoipa::path(post, path = "/api/sites", tag = "Sites", operation_id = "create_site", security(("masterKey" = [])),
    request_body = NewSite, responses((status = 201, body = SiteRecord, headers(("Location" = String)))))]
pub async fn create(
    State(app): State<Arc<App>>,
    Operator(author): Operator,
    Json(given): Json<NewSite>,
) -> Result<Response, Refused> {
    match create_site::submit(&app, &author, given).await? {
        create_site::Outcome::Created(site) => {
            let place = [(header::LOCATION, format!("/api/sites/{}", site.id))];
            Ok((StatusCode::CREATED, place, Json(*site)).into_response())
        }
        create_site::Outcome::Problems(problems) => Err(Refused::fields(problems)),
    }
}

/// List sites.
///
/// By short name, disabled ones included. `search` looks into name, short name, domain and login host.
#[utoipa::path(get, path = "/api/sites", tag = "Sites", operation_id = "list_sites", security(("masterKey" = [])),
    params(ListQuery), responses((status = 200, body = Listing<SiteRecord>), (status = 422, description = "`validation_failed`")))]
pub async fn list(
    State(app): State<Arc<App>>,
    _: Operator,
    Query(query): Query<ListQuery>,
) -> Result<Json<Listing<SiteRecord>>, Refused> {
    let paging = query.paging().map_err(Refused::fields)?;
    let (sites, total) = find_sites::page(&app, query.search.as_deref(), paging).await?;
    Ok(Json(Listing::new(sites, paging, total)))
}

/// Find a site by its domain.
///
/// Public, for a front end that has to know where its people log in.
#[utoipa::path(get, path = "/api/sites/by-domain", tag = "Site", operation_id = "site_by_domain", params(DomainQuery),
    responses((status = 200, body = PublicSite), (status = 404, description = "`not_found`")))]
pub async fn by_domain(State(app): State<Arc<App>>, Query(query): Query<DomainQuery>) -> Result<Response, Refused> {
    let domain = idna::domain_to_ascii(query.domain.trim()).unwrap_or_default();
    let site = app.sites.by_domain(&domain).ok_or(Kind::NotFound)?;
    let (slug, name, domain) = (site.slug.clone(), site.name.clone(), site.domain.clone());
    let found = PublicSite { slug, name, domain, url: site.base.url("") };
    Ok(([(header::CACHE_CONTROL, "public, max-age=60")], Json(found)).into_response())
}

/// Ask whether a host is a site's.
///
/// Public, for a proxy that fetches certificates when they are needed, such as Caddy with `on_demand_tls`: 200 for the login host
/// of a site that answers, and for the portal's own.
#[utoipa::path(get, path = "/api/sites/ask", tag = "Site", operation_id = "ask_for_host",
    params(("domain" = String, Query, description = "The host.", example = "login.acme.example")),
    responses((status = 200, description = "It is."), (status = 404, description = "`not_found`")))]
pub async fn ask(State(app): State<Arc<App>>, Query(query): Query<DomainQuery>) -> Result<StatusCode, Refused> {
    let host = query.domain.to_ascii_lowercase();
    let is_ours = app.config.public_url.host_str() == Some(host.as_str()) || app.sites.by_host(&host).is_some();
    if is_ours { Ok(StatusCode::OK) } else { Err(Kind::NotFound.into()) }
}

/// Show a site.
#[utoipa::path(get, path = "/api/sites/{id}", tag = "Sites", operation_id = "show_site", security(("masterKey" = [])),
    params(("id" = Uuid, Path, description = "The site's id.")),
    responses((status = 200, body = SiteRecord), (status = 404, description = "`not_found`")))]
pub async fn show(State(app): State<Arc<App>>, _: Operator, Path(id): Path<Uuid>) -> Result<Json<SiteRecord>, Refused> {
    let site = find_sites::by_id(&app, id).await?;
    Ok(Json(site.ok_or(Kind::NotFound)?))
}

/// Change a site.
///
/// Only what is given changes, by PUT as by PATCH. Of two changes at once none is lost.
#[utoipa::path(method(put, patch), path = "/api/sites/{id}", tag = "Sites", operation_id = "update_site",
    security(("masterKey" = [])), params(("id" = Uuid, Path, description = "The site's id.")), request_body = SiteChanges,
    responses((status = 200, body = SiteRecord), (status = 404, description = "`not_found`")))]
pub async fn update(
    State(app): State<Arc<App>>,
    Operator(author): Operator,
    Path(id): Path<Uuid>,
    Json(changes): Json<SiteChanges>,
) -> Result<Json<SiteRecord>, Refused> {
    match update_site::submit(&app, &author, id, changes).await? {
        update_site::Outcome::Updated(site) => Ok(Json(*site)),
        update_site::Outcome::Problems(problems) => Err(Refused::fields(problems)),
        update_site::Outcome::Missing => Err(Kind::NotFound.into()),
    }
}

/// Delete a site.
///
/// It is gone at once, and its names are free. Its people, their logins and everything else that belonged to it are deleted soon
/// after. A protected site stays.
#[utoipa::path(delete, path = "/api/sites/{id}", tag = "Sites", operation_id = "delete_site", security(("masterKey" = [])),
    params(("id" = Uuid, Path, description = "The site's id.")), responses((status = 204, description = "It is gone."),
    (status = 404, description = "`not_found`"), (status = 409, description = "`site_protected`")))]
pub async fn delete(
    State(app): State<Arc<App>>,
    Operator(author): Operator,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Refused> {
    match delete_site::submit(&app, &author, id).await? {
        delete_site::Outcome::Deleted => Ok(StatusCode::NO_CONTENT),
        delete_site::Outcome::Protected => Err(Kind::SiteProtected.into()),
        delete_site::Outcome::Missing => Err(Kind::NotFound.into()),
    }
}
