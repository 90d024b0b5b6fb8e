//! The front door: which site a request is for is decided here, once, from its host or its `/s/{slug}`, and by nothing else;
//! and which skin answers, from the rest of the path.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{Uri, header, uri::PathAndQuery},
    response::{IntoResponse, Redirect, Response},
};
use tower::ServiceExt;

use super::{
    error::Refusal,
    skin::Skin,
    visit::{asked_locale, remember_language, visit},
};
use crate::{app::App, model::site::Site};

/// What lies behind the door. Cheap to clone.
#[derive(Clone)]
pub struct Door {
    /// The portal's parts.
    pub app: Arc<App>,
    /// Any one site.
    pub site: Skins,
    /// What belongs to no site.
    pub platform: Skins,
}

/// A room's ways to speak.
#[derive(Clone)]
pub struct Skins {
    /// With people.
    pub pages: Router,
    /// With those who run things.
    pub dashboard: Router,
    /// With programs.
    pub api: Router,
    /// With clients that log people in.
    pub clients: Router,
}

enum Room {
    /// A site's page, at this address within the site.
    Site(Arc<Site>, Uri),
    /// A site's page, asked for elsewhere than where the site's pages are.
    Moved(String),
    Platform,
    Nowhere,
}

/// Leads a request to its site, to the platform, or nowhere.
pub async fn enter(State(door): State<Door>, request: Request) -> Response {
    match find(&door.app, &request) {
        Room::Site(site, uri) => {
            let (mut parts, body) = request.into_parts();
            parts.uri = uri;
            let skin = Skin::of(parts.uri.path());
            let asked = asked_locale(&door.app, &parts.uri).filter(|_| skin != Skin::Api);
            let visit = visit(&door.app, site, &parts);
            let chosen = asked.filter(|asked| *asked == visit.locale);
            parts.extensions.insert(visit);
            let response = pass(door.site.speaking(skin), Request::from_parts(parts, body)).await;
            match chosen {
                Some(locale) => (remember_language(locale.code, &door.app.config.public_url), response).into_response(),
                None => response,
            }
        }
        Room::Moved(to) => Redirect::temporary(&to).into_response(),
        Room::Platform => pass(door.platform.speaking(Skin::of(request.uri().path())), request).await,
        Room::Nowhere => Refusal::Nowhere.into_response(),
    }
}

impl Skins {
    fn speaking(self, skin: Skin) -> Router {
        match skin {
            Skin::Pages => self.pages,
            Skin::Dashboard => self.dashboard,
            Skin::Api => self.api,
            Skin::Client => self.clients,
        }
    }
}

async fn pass(router: Router, request: Request) -> Response {
    router.oneshot(request).await.unwrap_or_else(|never| match never {})
}

fn find(app: &App, request: &Request) -> Room {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().unwrap_or_default(),
        (None, _) => request.uri().authority().map_or("", |authority| authority.as_str()),
        (Some(_), Some(_)) => return Room::Nowhere,
    };
    let host = named.to_ascii_lowercase();
    let uri = request.uri();
    if let Some(site) = app.sites.by_host(&host) {
        return Room::Site(site, uri.clone());
    }
    if !is_public(app, &host) {
        return Room::Nowhere;
    }
    let inserted = inserted(uri.path());
    let place = inserted.as_deref().unwrap_or(uri.path());
    let Some(inside) = place.strip_prefix("/s/") else { return Room::Platform };
    let (slug, path) = inside.find('/').map_or((inside, "/"), |slash| inside.split_at(slash));
    let Some(site) = app.sites.by_slug(slug) else { return Room::Nowhere };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    if site.login_host.is_some() && Skin::of(path) != Skin::Api {
        return Room::Moved(site.base.url(&format!("{path}{query}")));
    }
    match PathAndQuery::try_from(format!("{path}{query}")) {
        Ok(address) => Room::Site(site, Uri::from(address)),
        Err(_) => Room::Nowhere,
    }
}

/// The place that is meant where a well-known name was put before an issuer's path rather than after it (RFC 8414 §3.1).
fn inserted(path: &str) -> Option<String> {
    let names = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"];
    names.into_iter().find_map(|name| {
        let issuer = path.strip_prefix(name).filter(|rest| rest.starts_with("/s/"))?;
        (!issuer["/s/".len()..].contains('/')).then(|| format!("{issuer}{name}"))
    })
}

/// Whether this is the portal's own host. On a developer's machine its other names will do as well.
fn is_public(app: &App, host: &str) -> bool {
    let url = &app.config.public_url;
    let is = |name: &str| {
        let with_port = url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
        host == with_port
    };
    is(url.host_str().unwrap_or_default())
        || (app.config.is_development() && ["localhost", "127.0.0.1", "[::1]"].into_iter().any(is))
}
