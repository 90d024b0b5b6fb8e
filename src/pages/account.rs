//! `/account`

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    devices::{self, DeviceLine},
    page::{Page, respond},
    require_login,
};
use crate::{
    flows::Visit,
    http::{browser::Browser, error::Fault},
};

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage<'a> {
    page: Page<'a>,
    email: &'a str,
    name: Option<&'a str>,
    since: String,
    last_login: Option<String>,
    devices: Vec<DeviceLine>,
}

/// Who one is here.
pub async fn show(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let user = &session.user;
    let date = |at| visit.app.words.date(visit.locale, at);
    let page = Page::new(&visit, "/account").with_notice(browser.take_notice().await?);
    let page = AccountPage {
        devices: devices::lines(&visit, &page, &session).await?,
        page,
        email: &user.email,
        name: user.name.as_deref(),
        since: date(user.created_at),
        last_login: user.last_login_at.map(date),
    };
    respond(StatusCode::OK, &page)
}
