//! Who asks, for which site, in which language: gathered once at the door, and handed to every handler.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, header, request::Parts},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use time::Duration;
use url::Url;

use super::{client_address::client_address, error::Refusal, log::RequestId};
use crate::{
    app::App,
    flows::{Call, Visit},
    model::{client::Agent, site::Site},
    words::Locale,
};

/// The cookie that remembers a chosen language. It holds nothing secret.
const LANGUAGE_COOKIE: &str = "language";

/// Gathers what is to be known about a request to a site.
#[must_use]
pub fn visit(app: &Arc<App>, site: Arc<Site>, parts: &Parts) -> Visit {
    Visit {
        locale: locale(app, Some(&site), &parts.uri, &parts.headers),
        client: client_address(parts, &app.config.trusted_proxies),
        agent: agent(&parts.headers),
        now: app.clock.now(),
        request_id: request_id(parts),
        app: Arc::clone(app),
        site,
    }
}

/// Gathers what is to be known about a request to the portal itself.
#[must_use]
pub fn call(app: &Arc<App>, parts: &Parts) -> Call {
    Call {
        locale: locale(app, None, &parts.uri, &parts.headers),
        client: client_address(parts, &app.config.trusted_proxies),
        agent: agent(&parts.headers),
        now: app.clock.now(),
        request_id: request_id(parts),
        app: Arc::clone(app),
    }
}

fn request_id(parts: &Parts) -> String {
    parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

/// What the browser or program calls itself.
#[must_use]
pub fn agent(headers: &HeaderMap) -> Agent {
    let agent = headers.get(header::USER_AGENT).map(|agent| String::from_utf8_lossy(agent.as_bytes()));
    Agent::new(&agent.unwrap_or_default())
}

/// `ui_locales`, then the cookie, then what the browser prefers, then the site's own language.
#[must_use]
pub fn locale(app: &App, site: Option<&Site>, uri: &Uri, headers: &HeaderMap) -> Locale {
    let words = &app.words;
    let offered = |locale: &Locale| site.is_none_or(|site| site.settings.speaks(locale.code)) || app.config.is_development();
    let accepted = || headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(|accept| words.negotiate(accept));
    let chosen = asked_locale(app, uri).or_else(|| words.find(&chosen_language(headers)?)).or_else(accepted).filter(offered);
    let own = || words.find(&site?.locale);
    chosen.or_else(own).or_else(|| words.offered().next()).unwrap_or(Locale::ENGLISH)
}

/// The first language of `ui_locales` that there is (OpenID Connect Core §3.1.2.1).
#[must_use]
pub fn asked_locale(app: &App, uri: &Uri) -> Option<Locale> {
    let query = uri.query()?;
    let (_, asked) = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "ui_locales")?;
    asked.split_whitespace().find_map(|tag| app.words.find(tag))
}

/// The language that this browser's user chose.
#[must_use]
pub fn chosen_language(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(LANGUAGE_COOKIE).map(|cookie| cookie.value().to_owned())
}

/// Lets a browser remember a language.
pub fn remember_language(code: &str, public_url: &Url) -> CookieJar {
    let cookie = Cookie::build((LANGUAGE_COOKIE, code.to_owned())).path("/").http_only(true).same_site(SameSite::Lax);
    CookieJar::new().add(cookie.secure(public_url.scheme() == "https").max_age(Duration::days(365)))
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get().cloned().ok_or(Refusal::Nowhere)
    }
}
