//! Pages of the dashboard for answers that no handler chose. They need nothing but memory, so that they come also while the
//! database is away.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};

use super::{frame::Frame, respond};
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
#[template(path = "admin/error.html")]
struct ErrorPage<'a> {
    page: Frame<'a>,
    text: String,
    next_href: String,
    next_text: String,
    request_id: &'a str,
}

/// Gives a refusal or a fault its page. Status and headers stay as they are.
pub async fn dress(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let base = request.extensions().get::<Visit>().map(|visit| visit.site.base.path.clone());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let locale = locale(&app, None, request.uri(), request.headers());
    let path = format!("{}{}", base.as_deref().unwrap_or_default(), request.uri().path());
    let home = format!("{}/admin", base.unwrap_or_default());
    let response = next.run(request).await;
    let Some(refusal) = Refusal::of(&response) else { return response };
    let Ok(page) = render(&app, locale, refusal, (home, path), &id) else { return response };
    refusal.dressed(response, page)
}

fn render(app: &App, locale: Locale, refusal: Refusal, (home, path): (String, String), id: &str) -> Result<Response, Fault> {
    // A page that failed is worth opening again; one that does not exist is not.
    let next_href = match refusal {
        Refusal::NotFound => home.clone(),
        Refusal::Nowhere => "/".to_owned(),
        _ => path,
    };
    let page = Frame::bare(app, locale, home);
    let name = refusal.name();
    let next = if refusal == Refusal::NotFound { "admin-error-home".to_owned() } else { format!("error-{name}-next") };
    let title = page.text(&format!("error-{name}-title"));
    let template = ErrorPage {
        text: page.text_with(&format!("error-{name}-text"), "seconds", refusal.retry_after().unwrap_or_default()),
        next_text: page.text(&next),
        next_href,
        request_id: id,
        page: page.titled(title),
    };
    respond(StatusCode::OK, &template)
}
