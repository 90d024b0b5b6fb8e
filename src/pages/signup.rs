//! `/signup`

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    destination::Destination,
    page::{Page, Problems, leading_to, question, respond, respond_later},
    samples::{ADDRESS, Sample, long_named, wrong},
    see_other,
};
use crate::{
    flows::{
        Visit,
        signup::{self, Outcome, Signup},
    },
    http::{browser::Browser, error::Fault, form::Form},
    model::{
        problem::{Code, Field, Problem},
        return_to::ReturnTo,
        site::SignupPolicy,
    },
};

/// What the address may say.
#[derive(Default, Deserialize)]
pub struct SignupQuery {
    #[serde(default)]
    return_to: String,
    #[serde(default)]
    login_hint: String,
}

#[derive(Template)]
#[template(path = "pages/signup.html")]
#[expect(clippy::struct_excessive_bools, reason = "what a template shows or leaves out")]
struct SignupPage<'a> {
    page: Page<'a>,
    problems: Problems,
    destination: Destination,
    email: &'a str,
    name: &'a str,
    username: &'a str,
    usernames: bool,
    name_asked: bool,
    minimum: i64,
    query: String,
    suggestion: Option<String>,
    terms_required: bool,
    terms_ticked: bool,
}

#[derive(Template)]
#[template(path = "pages/signup_closed.html")]
struct ClosedPage<'a> {
    page: Page<'a>,
    reason: &'static str,
}

/// The form, or why there is none.
pub async fn show(visit: Visit, Query(query): Query<SignupQuery>) -> Result<Response, Fault> {
    if !visit.site.settings.signup.is_offered() {
        return closed(&visit, "/signup");
    }
    let return_to = ReturnTo::parse(&query.return_to, &visit.site);
    let destination = Destination::of(&visit, return_to.as_ref()).await?;
    let form = SignupPage { destination, ..form(&visit, &query, &query.login_hint, Problems::default()) };
    let response = respond(StatusCode::OK, &form)?;
    Ok(leading_to(&visit, return_to.as_ref(), response))
}

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("signup", |visit| sample(visit, "", Problems::default(), None)),
    ("signup-error", |visit| {
        let missing = [Field::Email, Field::Password].map(|field| Problem::new(field, Code::Missing));
        sample(visit, "", Vec::from(missing).into(), None)
    }),
    ("signup-misspelt", |visit| sample(visit, "ada@exmaple.com", wrong(Field::Email, Code::Misspelt), Some(ADDRESS))),
    ("signup-long", |visit| sample(&long_named(visit), "", Problems::default(), None)),
    ("signup-closed", |visit| closed(visit, "/signup")),
];

fn sample(visit: &Visit, email: &str, problems: Problems, meant: Option<&str>) -> Result<Response, Fault> {
    let suggestion = meant.map(str::to_owned);
    respond(StatusCode::OK, &SignupPage { suggestion, ..form(visit, &SignupQuery::default(), email, problems) })
}

/// Signs up.
pub async fn submit(
    visit: Visit,
    browser: Browser,
    Query(query): Query<SignupQuery>,
    Form(typed): Form<Signup>,
) -> Result<Response, Fault> {
    let return_to = ReturnTo::parse(&query.return_to, &visit.site);
    let (email, name, username) = (typed.email.clone(), typed.name.clone(), typed.username.clone());
    let terms_ticked = typed.terms.is_some();
    let page = async |problems| {
        let destination = Destination::of(&visit, return_to.as_ref()).await?;
        let form = form(&visit, &query, &email, problems);
        Ok::<_, Fault>(SignupPage { destination, name: &name, username: &username, terms_ticked, ..form })
    };
    match signup::submit(&visit, typed, return_to.as_ref()).await? {
        Outcome::Sent(pending) => {
            browser.begin_signup(&pending.browser, visit.app.config.lifetimes.signup_link).await?;
            Ok(see_other(&visit, "/check-mail").into_response())
        }
        Outcome::Problems(problems) => respond(StatusCode::UNPROCESSABLE_ENTITY, &page(problems.into()).await?),
        Outcome::DidYouMean(meant) => {
            let problems = vec![Problem::new(Field::Email, Code::Misspelt)].into();
            respond(StatusCode::UNPROCESSABLE_ENTITY, &SignupPage { suggestion: Some(meant), ..page(problems).await? })
        }
        Outcome::NotOffered => closed(&visit, "/signup"),
        Outcome::MailLimit => {
            respond_later(visit.app.config.limits.mail_recipient.per, &page(Problems::of_form(Code::MailLimit)).await?)
        }
        Outcome::TooMany(wait) => respond_later(wait, &page(Problems::too_many(wait)).await?),
    }
}

fn form<'a>(visit: &'a Visit, query: &SignupQuery, email: &'a str, problems: Problems) -> SignupPage<'a> {
    let return_to = ReturnTo::parse(&query.return_to, &visit.site);
    let asked = [("return_to", return_to.as_ref().map_or("", ReturnTo::href))];
    let settings = &visit.site.settings;
    SignupPage {
        page: Page::new(visit, &format!("/signup{}", question(&[asked[0], ("login_hint", &query.login_hint)]))),
        problems,
        destination: Destination::Here,
        email,
        name: "",
        username: "",
        usernames: settings.usernames,
        name_asked: settings.ask_name,
        minimum: settings.least_password().into(),
        query: question(&asked),
        suggestion: None,
        terms_required: settings.terms_version.is_some(),
        terms_ticked: false,
    }
}

/// Why nobody can sign up, on the page `here`.
pub(super) fn closed(visit: &Visit, here: &str) -> Result<Response, Fault> {
    let reason = if visit.site.settings.signup == SignupPolicy::Invitation { "invitation" } else { "closed" };
    respond(StatusCode::FORBIDDEN, &ClosedPage { page: Page::new(visit, here), reason })
}
