//! `/consent`

use askama::Template;
use axum::{extract::Query, http::StatusCode, response::Response};
use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use super::{
    apps::ScopeLine,
    page::{Page, leading_to, question, respond},
    samples::{self, LONG_ADDRESS, LONG_NAME, Sample},
};
use crate::{
    flows::{
        Visit,
        oidc::consent::{self, Consent, Looked, Question},
    },
    http::{
        answer::{self, Arrived},
        browser::Browser,
        error::Fault,
        form::Form,
    },
    model::{
        authorization_request::{AuthorizationRequest, Expected, Prompt, ResponseMode},
        look::Asset,
        return_to::ReturnTo,
        scope::{EMAIL, OFFLINE, OPENID, PROFILE},
    },
};

/// What the address says.
#[derive(Deserialize)]
pub struct ConsentQuery {
    #[serde(default)]
    flow: String,
}

#[derive(Template)]
#[template(path = "pages/consent.html")]
struct ConsentPage<'a> {
    page: Page<'a>,
    app: &'a str,
    logo: Option<&'a Asset>,
    home: Option<&'a str>,
    terms: Option<&'a str>,
    privacy: Option<&'a str>,
    email: &'a str,
    user: Uuid,
    scopes: Vec<ScopeLine>,
    /// Who gets the answer: the host, or the scheme of an app on the person's own device.
    receiver: String,
    address: &'a str,
    query: String,
    other: String,
}

/// The question.
pub async fn show(visit: Visit, browser: Browser, Query(query): Query<ConsentQuery>) -> Result<Response, Fault> {
    match consent::look(&visit, &query.flow, browser.login().await?.as_ref()).await? {
        Looked::Question(asked) => {
            let back = answer::way_back(&visit, &query.flow);
            let response = respond(StatusCode::OK, &page(&visit, &asked, &query.flow, &back))?;
            Ok(leading_to(&visit, ReturnTo::parse(&back, &visit.site).as_ref(), response))
        }
        Looked::Elsewhere(outcome) => Ok(answer::respond(&visit, outcome, Arrived::ByForm)),
    }
}

/// An address to answer at that asks for room.
const LONG_REDIRECT: &str = "https://sign-in.the-department-of-antiquities.example.com/oauth/callback";

/// The page as it looks.
pub(super) const SAMPLES: &[Sample] = &[
    ("consent", |visit| respond(StatusCode::OK, &page(visit, &sample(visit, "Bicycles"), "", ""))),
    ("consent-long", |visit| {
        let (visit, mut asked) = (samples::long_named(visit), sample(visit, LONG_NAME));
        LONG_ADDRESS.clone_into(&mut asked.session.user.email);
        LONG_REDIRECT.clone_into(&mut asked.request.redirect_uri);
        asked.request.scopes.push("bicycles:lend:beyond-the-city-limits".to_owned());
        respond(StatusCode::OK, &page(&visit, &asked, "", ""))
    }),
];

/// What an app asks that there is not.
fn sample(visit: &Visit, name: &str) -> Question {
    let request = AuthorizationRequest {
        client: Uuid::nil(),
        redirect_uri: "https://app.example/callback".to_owned(),
        response_mode: ResponseMode::Query,
        state: None,
        nonce: None,
        scopes: [OPENID, PROFILE, EMAIL, OFFLINE].map(str::to_owned).into(),
        code_challenge: None,
        prompt: Prompt::default(),
        max_age: None,
        login_hint: None,
        expected: Expected::Anybody,
        begun_at: visit.now,
    };
    Question { client: samples::client(visit, name), request, session: samples::session(visit) }
}

/// The answer.
pub async fn submit(
    visit: Visit,
    browser: Browser,
    Query(query): Query<ConsentQuery>,
    Form(typed): Form<Consent>,
) -> Result<Response, Fault> {
    let login = browser.login().await?;
    let outcome = consent::submit(&visit, &query.flow, &typed, login.as_ref()).await?;
    Ok(answer::respond(&visit, outcome, Arrived::ByForm))
}

fn page<'a>(visit: &'a Visit, asked: &'a Question, flow: &str, back: &str) -> ConsentPage<'a> {
    let Question { client, request, session } = asked;
    let query = question(&[("flow", flow)]);
    ConsentPage {
        page: Page::new(visit, &format!("/consent{query}")),
        app: &client.name,
        logo: client.logo.as_ref(),
        home: client.home_url.as_deref(),
        terms: client.terms_url.as_deref(),
        privacy: client.privacy_url.as_deref(),
        email: &session.user.email,
        user: session.user.id,
        scopes: request.scopes.iter().map(|scope| ScopeLine::new(scope)).collect(),
        receiver: receiver(&request.redirect_uri),
        address: &request.redirect_uri,
        query,
        other: question(&[("prompt", "login"), ("return_to", back)]),
    }
}

fn receiver(address: &str) -> String {
    let url = Url::parse(address).ok();
    let host = url.as_ref().and_then(Url::host_str).map(str::to_owned);
    host.or_else(|| url.map(|url| url.scheme().to_owned())).unwrap_or_default()
}
