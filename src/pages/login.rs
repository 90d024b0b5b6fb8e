//! `/login`

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use time::Duration;

use super::{
    current_login,
    destination::Destination,
    page::{Page, Problems, leading_to, question, respond, respond_later},
    samples::{self, ADDRESS, LONG_ADDRESS, LONG_NAME, Sample, long_named},
    see_other,
};
use crate::{
    flows::{
        Visit,
        login::{self, Login, Outcome},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{problem::Code, return_to::ReturnTo, session::Keeper},
};

/// What the address may say.
#[derive(Default, Deserialize)]
pub struct LoginQuery {
    #[serde(default)]
    return_to: String,
    #[serde(default)]
    login_hint: String,
    #[serde(default)]
    prompt: String,
}

#[derive(Template)]
#[template(path = "pages/login.html")]
struct LoginPage<'a> {
    page: Page<'a>,
    problems: Problems,
    destination: Destination,
    email: &'a str,
    remember: bool,
    remember_days: i64,
    query: String,
    links: String,
    signup_offered: bool,
    usernames: bool,
}

#[derive(Template)]
#[template(path = "pages/login_already.html")]
struct AlreadyPage<'a> {
    page: Page<'a>,
    destination: Destination,
    email: &'a str,
    continue_href: String,
    other_query: String,
}

/// The form, or, for somebody who is logged in, the choice to go on.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<LoginQuery>) -> Result<Response, Fault> {
    let return_to = ReturnTo::parse(&query.return_to, &visit.site);
    let session = if query.prompt == "login" { None } else { current_login(&visit, &browser).await? };
    let destination = Destination::of(&visit, return_to.as_ref()).await?;
    if let Some(session) = session {
        return respond(StatusCode::OK, &already(&visit, &query, &session.user.email, return_to.as_ref(), destination));
    }
    let notice = browser.take_notice().await?;
    let page = Page::new(&visit, &here(&query)).with_notice(notice);
    let form = form(&visit, page, return_to.as_ref(), destination, &query.login_hint, Problems::default());
    Ok(leading_to(&visit, return_to.as_ref(), respond(StatusCode::OK, &form)?))
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("login", |visit| sample(visit, "", Problems::default(), None)),
    ("login-error", |visit| sample(visit, ADDRESS, Problems::of_form(Code::WrongCredentials), None)),
    ("login-locked", |visit| sample(visit, ADDRESS, Problems::too_many(Duration::minutes(15)), None)),
    ("login-long", |visit| sample(&long_named(visit), LONG_ADDRESS, Problems::default(), None)),
    ("login-notice", |visit| sample(visit, ADDRESS, Problems::default(), Some("notice-password-changed"))),
    ("login-app", |visit| {
        let destination = Destination::App(Box::new(samples::client(visit, "Bicycles")));
        respond(StatusCode::OK, &form(visit, Page::new(visit, "/login"), None, destination, "", Problems::default()))
    }),
    ("login-app-long", |visit| {
        let visit = &long_named(visit);
        let destination = Destination::App(Box::new(samples::client(visit, LONG_NAME)));
        respond(StatusCode::OK, &form(visit, Page::new(visit, "/login"), None, destination, "", Problems::default()))
    }),
    ("login-already", |visit| respond(StatusCode::OK, &already(visit, &LoginQuery::default(), ADDRESS, None, Destination::Here))),
];

fn sample(visit: &Visit, email: &str, problems: Problems, notice: Option<&str>) -> Result<Response, Fault> {
    let page = Page::new(visit, "/login").with_notice(notice.map(str::to_owned));
    respond(StatusCode::OK, &form(visit, page, None, Destination::Here, email, problems))
}

/// Logs in.
pub async fn submit(
    visit: Visit,
    browser: Browser,
    Query(query): Query<LoginQuery>,
    Form(typed): Form<Login>,
) -> Result<Response, Fault> {
    let return_to = ReturnTo::parse(&query.return_to, &visit.site);
    let (email, remember) = (typed.email.clone(), typed.remember.is_some());
    let page = async |problems| {
        let destination = Destination::of(&visit, return_to.as_ref()).await?;
        let page = Page::new(&visit, &here(&query));
        Ok::<_, Fault>(LoginPage { remember, ..form(&visit, page, return_to.as_ref(), destination, &email, problems) })
    };
    let response = match login::submit(&visit, typed, Keeper::Browser(browser.device().as_ref())).await? {
        Outcome::LoggedIn(welcome) => {
            super::leave_login(&visit, &browser).await?;
            browser.welcome(&welcome).await?;
            if welcome.deletion_undone {
                browser.leave_notice("notice-deletion-undone").await?;
            }
            return_to.as_ref().map_or_else(|| see_other(&visit, "/account"), |target| Redirect::to(target.href())).into_response()
        }
        Outcome::MustChoose(token) => {
            browser.begin_choice(&token, return_to.as_ref().map(ReturnTo::href)).await?;
            browser.leave_notice("notice-temporary-password").await?;
            see_other(&visit, "/reset").into_response()
        }
        Outcome::Unverified(unproven) => {
            if let Some(pending) = login::go_on(&visit, unproven, return_to.as_ref()).await? {
                browser.begin_signup(&pending.browser, visit.app.config.lifetimes.signup_link).await?;
            }
            see_other(&visit, "/check-mail").into_response()
        }
        Outcome::Problems(problems) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(problems.into()).await?)?,
        Outcome::WrongCredentials | Outcome::Disabled => {
            respond(StatusCode::UNPROCESSABLE_ENTITY, &page(Problems::of_form(Code::WrongCredentials)).await?)?
        }
        Outcome::TooMany(wait) => respond_later(wait, &page(Problems::too_many(wait)).await?)?,
    };
    Ok(leading_to(&visit, return_to.as_ref(), response))
}

fn form<'a>(
    visit: &Visit,
    page: Page<'a>,
    return_to: Option<&ReturnTo>,
    destination: Destination,
    email: &'a str,
    problems: Problems,
) -> LoginPage<'a> {
    let return_to = ("return_to", return_to.map_or("", ReturnTo::href));
    LoginPage {
        page,
        problems: problems.with_usernames(visit.site.settings.usernames),
        destination,
        email,
        remember: false,
        remember_days: visit.app.config.lifetimes.remember.whole_days(),
        query: question(&[return_to]),
        links: question(&[return_to, ("login_hint", if email.contains('@') { email } else { "" })]),
        usernames: visit.site.settings.usernames,
        signup_offered: visit.site.settings.signup.is_offered(),
    }
}

fn already<'a>(
    visit: &'a Visit,
    query: &LoginQuery,
    email: &'a str,
    return_to: Option<&ReturnTo>,
    destination: Destination,
) -> AlreadyPage<'a> {
    let target = return_to.map_or("", ReturnTo::href);
    AlreadyPage {
        page: Page::new(visit, &here(query)),
        destination,
        email,
        continue_href: if target.is_empty() { format!("{}/account", visit.site.base.path) } else { target.to_owned() },
        other_query: question(&[("prompt", "login"), ("return_to", target)]),
    }
}

fn here(query: &LoginQuery) -> String {
    format!(
        "/login{}",
        question(&[("return_to", &query.return_to), ("login_hint", &query.login_hint), ("prompt", &query.prompt)])
    )
}
