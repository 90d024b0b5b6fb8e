//! `/account/profile`

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    page::{Page, Problems, respond},
    require_login, see_other,
};
use crate::{
    flows::{
        Visit,
        profile::{self, Outcome, Profile},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{time_zone::TimeZone, user::User},
};

#[derive(Template)]
#[template(path = "pages/profile.html")]
struct ProfilePage<'a> {
    page: Page<'a>,
    problems: Problems,
    name: &'a str,
    username: &'a str,
    usernames: bool,
    locales: Vec<Choice>,
    time_zones: Vec<Choice>,
}

/// One of several to choose from.
struct Choice {
    value: String,
    label: String,
    selected: bool,
}

/// The form.
pub async fn show(visit: Visit, browser: Browser) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account/profile").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    respond(StatusCode::OK, &page(&visit, &stored(&session.user), Problems::default()))
}

/// Saves it.
pub async fn submit(visit: Visit, browser: Browser, Form(typed): Form<Profile>) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, "/account/profile").await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    match profile::submit(&visit, &session, &typed).await? {
        Outcome::Saved => {
            if let Some(locale) = typed.locale.as_deref().and_then(|code| visit.app.words.find(code)) {
                browser.speak(locale.code);
            }
            browser.leave_notice("notice-profile-saved").await?;
            Ok(see_other(&visit, "/account").into_response())
        }
        Outcome::Problems(problems) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(&visit, &typed, problems.into())),
    }
}

fn stored(user: &User) -> Profile {
    Profile {
        name: user.name.clone(),
        username: user.username.clone(),
        locale: user.locale.clone(),
        time_zone: user.time_zone.clone(),
    }
}

fn page<'a>(visit: &'a Visit, shown: &'a Profile, problems: Problems) -> ProfilePage<'a> {
    let locale = shown.locale.as_deref().unwrap_or(visit.locale.code);
    let zone = shown.time_zone.as_deref().unwrap_or("UTC");
    let locales = visit.app.words.offered().filter(|offered| visit.site.settings.speaks(offered.code));
    let choice = |value: String, label: String, chosen: &str| Choice { selected: value == chosen, value, label };
    ProfilePage {
        page: Page::new(visit, "/account/profile"),
        problems,
        name: shown.name.as_deref().unwrap_or_default(),
        username: shown.username.as_deref().unwrap_or_default(),
        usernames: visit.site.settings.usernames,
        locales: locales.map(|offered| choice(offered.code.to_owned(), offered.name.to_owned(), locale)).collect(),
        time_zones: TimeZone::names().map(|name| choice(name.clone(), name.replace('_', " "), zone)).collect(),
    }
}
