//! `/logout`

use askama::Template;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};

use super::{
    current_login, leave_login,
    page::{Page, respond},
    see_other,
};
use crate::{
    flows::Visit,
    http::{browser::Browser, error::Fault},
};

#[derive(Template)]
#[template(path = "pages/logout.html")]
struct LogoutPage<'a> {
    page: Page<'a>,
    email: &'a str,
}

#[derive(Template)]
#[template(path = "pages/logged_out.html")]
struct LoggedOutPage<'a> {
    page: Page<'a>,
}

/// Asks first, for somebody who is logged in; says so, for somebody who is not.
pub async fn show(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let page = Page::new(&visit, "/logout");
    match current_login(&visit, &browser).await? {
        Some(session) => respond(StatusCode::OK, &LogoutPage { page, email: &session.user.email }),
        None => respond(StatusCode::OK, &LoggedOutPage { page }),
    }
}

/// Logs out.
pub async fn submit(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    leave_login(&visit, &browser).await?;
    browser.log_out().await?;
    let mut response = see_other(&visit, "/logout").into_response();
    // Nothing private is left for the back button.
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static(r#""cache", "storage""#));
    Ok(response)
}
