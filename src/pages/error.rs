//! Pages for answers that no handler chose, in the look of the site they are for. They need nothing but memory, so that
//! they come also while the database is away.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use url::Url;

use super::{
    page::{Page, respond},
    samples::Sample,
};
use crate::{
    app::App,
    flows::Visit,
    http::{
        error::{Fault, Refusal},
        log::RequestId,
        visit::locale,
    },
    words::Locale,
};

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    page: Page<'a>,
    title: String,
    text: String,
    /// Where to go on, if there is anywhere.
    next_href: Option<String>,
    next_text: String,
    request_id: &'a str,
}

/// Gives a refusal or a fault its page. Status and headers stay as they are.
pub async fn dress(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>().cloned();
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let neutral_locale = locale(&app, None, request.uri(), request.headers());
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let Some(refusal) = Refusal::of(&response) else { return response };
    let Ok(page) = render(&app, visit.as_ref(), neutral_locale, refusal, (&path, &id)) else { return response };
    refusal.dressed(response, page)
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("error", |visit| sample(visit, Refusal::NotFound)),
    ("error-unavailable", |visit| sample(visit, Refusal::Unavailable)),
    ("error-internal", |visit| sample(visit, Refusal::Internal)),
    ("error-unknown-app", |visit| sample(visit, Refusal::UnknownApp)),
];

fn sample(visit: &Visit, refusal: Refusal) -> Result<Response, Fault> {
    render(&visit.app, Some(visit), visit.locale, refusal, ("/", &visit.request_id))
}

fn render(
    app: &App,
    visit: Option<&Visit>,
    locale: Locale,
    refusal: Refusal,
    (path, id): (&str, &str),
) -> Result<Response, Fault> {
    let page = match visit {
        Some(visit) => Page::new(visit, "/login").without_slots(),
        None => Page::neutral(app, locale),
    };
    // Without a site there is no login page to start from, either.
    let refusal = if page.neutral && matches!(refusal, Refusal::NotFound) { Refusal::Nowhere } else { refusal };
    let name = refusal.name();
    let template = ErrorPage {
        title: page.text(&format!("error-{name}-title")),
        text: page.text_with(&format!("error-{name}-text"), "seconds", refusal.retry_after().unwrap_or_default()),
        next_text: page.text(&format!("error-{name}-next")),
        next_href: visit
            .filter(|_| is_of_app(refusal))
            .and_then(|visit| visit.site.front_end())
            .map(str::to_owned)
            .or_else(|| next_href(app, &page, refusal, path)),
        request_id: id,
        page,
    };
    respond(StatusCode::OK, &template)
}

/// A page that failed is worth opening again; one that does not exist is not.
fn next_href(app: &App, page: &Page<'_>, refusal: Refusal, path: &str) -> Option<String> {
    Some(match refusal {
        // The portal's own start page only says to start elsewhere.
        Refusal::Nowhere => return app.config.home_url.as_ref().map(Url::to_string),
        Refusal::NotFound => format!("{}/login", page.base),
        // A browser takes two slashes for the start of a host.
        _ if path.starts_with("//") => format!("{}/", page.base),
        _ if page.neutral => path.to_owned(),
        // The code's and the resend's addresses have no page of their own.
        _ if path.starts_with("/check-mail/") => format!("{}/check-mail", page.base),
        _ => format!("{}{path}", page.base),
    })
}

/// What an app did wrong, its own site's start may mend.
fn is_of_app(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::UnknownApp | Refusal::UnknownAddress | Refusal::UnknownRequest)
}
