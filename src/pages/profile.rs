//! `/account/profile`

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    log_in_first,
    page::{Page, Problems, respond, respond_later},
    require_login,
    samples::{self, LONG_NAME, Sample, wrong},
    see_other,
};
use crate::{
    flows::{
        Visit,
        confirm_identity::is_fresh,
        profile::{self, Outcome, Profile},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{
        problem::{Code, Field},
        session::Keeper,
        time_zone::TimeZone,
        user::User,
    },
};

const HERE: &str = "/account/profile";

#[derive(Template)]
#[template(path = "pages/profile.html")]
struct ProfilePage<'a> {
    page: Page<'a>,
    problems: Problems,
    name: &'a str,
    username: &'a str,
    email: &'a str,
    usernames: bool,
    ask_password: bool,
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
    let session = match require_login(&visit, &browser, HERE).await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    respond(
        StatusCode::OK,
        &page(&visit, &session.user.email, !is_fresh(&visit, &session), &stored(&session.user), Problems::default()),
    )
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("profile", |visit| sample(visit, "Ada Lovelace", Problems::default())),
    ("profile-long", |visit| sample(visit, LONG_NAME, Problems::default())),
    ("profile-error", |visit| sample(visit, "www.example.com", wrong(Field::Name, Code::Unusable))),
];

fn sample(visit: &Visit, name: &str, problems: Problems) -> Result<Response, Fault> {
    let user = User { name: Some(name.to_owned()), ..samples::session(visit).user };
    respond(StatusCode::OK, &page(visit, &user.email, true, &stored(&user), problems))
}

/// Saves it.
pub async fn submit(visit: Visit, browser: Browser, Form(typed): Form<Profile>) -> Result<Response, Fault> {
    let session = match require_login(&visit, &browser, HERE).await? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (email, ask_password) = (session.user.email.clone(), !is_fresh(&visit, &session));
    let page = |problems| page(&visit, &email, ask_password, &typed, problems);
    match profile::submit(&visit, session, &typed, Keeper::Browser(None)).await? {
        Outcome::Saved => {
            if let Some(locale) = typed.locale.as_deref().and_then(|code| visit.app.words.find(code)) {
                browser.speak(locale.code);
            }
            browser.leave_notice("notice-profile-saved").await?;
            Ok(see_other(&visit, "/account").into_response())
        }
        Outcome::Ended => Ok(log_in_first(&visit, HERE)),
        Outcome::Problems(problems) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(problems.into())),
        Outcome::TooMany(wait) => respond_later(wait, &page(Problems::too_many(wait))),
    }
}

fn stored(user: &User) -> Profile {
    Profile {
        name: user.name.clone(),
        username: user.username.clone(),
        locale: user.locale.clone(),
        time_zone: user.time_zone.clone(),
        ..Profile::default()
    }
}

fn page<'a>(visit: &'a Visit, email: &'a str, ask_password: bool, shown: &'a Profile, problems: Problems) -> ProfilePage<'a> {
    let locale = shown.locale.as_deref().unwrap_or(visit.locale.code);
    let zone = shown.time_zone.as_deref().unwrap_or("UTC");
    let locales = visit.app.words.offered().filter(|offered| visit.site.settings.speaks(offered.code));
    let choice = |value: String, label: String, chosen: &str| Choice { selected: value == chosen, value, label };
    ProfilePage {
        page: Page::new(visit, HERE),
        problems,
        name: shown.name.as_deref().unwrap_or_default(),
        username: shown.username.as_deref().unwrap_or_default(),
        email,
        usernames: visit.site.settings.usernames,
        ask_password,
        locales: locales.map(|offered| choice(offered.code.to_owned(), offered.name.to_owned(), locale)).collect(),
        time_zones: TimeZone::names().map(|name| choice(name.clone(), name.replace('_', " "), zone)).collect(),
    }
}
