//! `/logout`

use askama::Template;
use axum::{
    extract::Query,
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    current_login, log_out,
    page::{Page, question, respond},
    samples::{ADDRESS, Sample},
    see_other,
};
use crate::{
    flows::{
        Visit,
        oidc::logout::{App, app},
    },
    http::{browser::Browser, error::Fault},
    model::return_to::ReturnTo,
};

/// What the address may say.
#[derive(Deserialize)]
pub struct LogoutQuery {
    /// The app that the person came from.
    #[serde(default)]
    client_id: String,
}

#[derive(Template)]
#[template(path = "pages/logout.html")]
struct LogoutPage<'a> {
    page: Page<'a>,
    email: &'a str,
    query: String,
}

#[derive(Template)]
#[template(path = "pages/logged_out.html")]
struct LoggedOutPage<'a> {
    page: Page<'a>,
    app: Option<App>,
    /// The query of the login page, which leads back to the app where that is one of the site's own addresses.
    back: String,
}

/// Asks first, for somebody who is logged in; says so, for somebody who is not.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<LogoutQuery>) -> Result<Response, Fault> {
    let kept = question(&[("client_id", &query.client_id)]);
    let page = Page::new(&visit, &format!("/logout{kept}"));
    match current_login(&visit, &browser).await? {
        Some(session) => respond(StatusCode::OK, &LogoutPage { page, email: &session.user.email, query: kept }),
        None => {
            let app = app(&visit, &query.client_id).await?;
            logged_out(&visit, page, app)
        }
    }
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("logout", |visit| {
        respond(StatusCode::OK, &LogoutPage { page: Page::new(visit, "/logout"), email: ADDRESS, query: String::new() })
    }),
    ("logged-out", |visit| logged_out(visit, Page::new(visit, "/logout"), None)),
    ("logged-out-app", |visit| {
        logged_out(
            visit,
            Page::new(visit, "/logout"),
            Some(App { name: "Bicycles".to_owned(), home: "https://app.example".to_owned() }),
        )
    }),
];

fn logged_out(visit: &Visit, page: Page<'_>, app: Option<App>) -> Result<Response, Fault> {
    let target = app.as_ref().and_then(|app| ReturnTo::parse(&app.home, &visit.site));
    let back = question(&[("return_to", target.as_ref().map_or("", ReturnTo::href))]);
    respond(StatusCode::OK, &LoggedOutPage { page, app, back })
}

/// Logs out.
pub async fn submit(visit: Visit, browser: Browser, Query(query): Query<LogoutQuery>) -> Result<Response, Fault> {
    log_out(&visit, &browser).await?;
    let mut response = see_other(&visit, &format!("/logout{}", question(&[("client_id", &query.client_id)]))).into_response();
    // Nothing private is left for the back button.
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static(r#""cache", "storage""#));
    Ok(response)
}
