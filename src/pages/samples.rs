//! The pages as they look in every state, with nobody's data in them. They are the real pages: each comes from its own module.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use time::Duration;

use super::{account, check_mail, error, forgot, login, page::Problems, reset, signup};
use crate::{
    flows::{Visit, dead_link::DeadLink},
    http::{
        error::Fault,
        samples::{LETTER_POLICY, SAMPLE_POLICY, Samples},
    },
    mail::{letter_page::LetterPage, written},
    model::{
        problem::{Code, Field, Problem},
        site::Site,
    },
};

/// Whose pages they are.
pub(super) const ADDRESS: &str = "ada@example.com";
const LONG_ADDRESS: &str = "wilhelmina.featherstonehaugh-cholmondeley@department-of-antiquities.example.com";
const LONG_NAME: &str = "The Incorporated Society of Bicycle Lenders and Menders";

/// All of them.
pub const SAMPLES: Samples = Samples { names: NAMES, show };

const NAMES: &[&str] = &[
    "login",
    "login-error",
    "login-locked",
    "login-long",
    "signup",
    "signup-error",
    "check-mail",
    "forgot",
    "reset",
    "link-dead",
    "account",
    "error",
    "letter",
    "letter-text",
];

fn show(visit: &Visit, name: &str) -> Result<Option<Response>, Fault> {
    let missing = |field| Problem::new(field, Code::Missing);
    let mut response = match name {
        "login" => login::sample(visit, "", Problems::default())?,
        "login-error" => login::sample(visit, ADDRESS, Problems::of_form(Code::WrongCredentials))?,
        "login-locked" => login::sample(visit, ADDRESS, Problems::too_many(Duration::minutes(15)))?,
        "login-long" => login::sample(&long_named(visit), LONG_ADDRESS, Problems::default())?,
        "signup" => signup::sample(visit, Problems::default())?,
        "signup-error" => signup::sample(visit, vec![missing(Field::Email), missing(Field::Password)].into())?,
        "check-mail" => check_mail::sample(visit)?,
        "forgot" => forgot::sample(visit)?,
        "reset" => reset::sample(visit)?,
        "link-dead" => reset::dead(visit, &DeadLink { wait: None })?,
        "account" => account::sample(visit)?,
        "error" => error::sample(visit)?,
        "letter" => return letter(visit).map(|letter| Some(framed(Html(letter.html).into_response(), LETTER_POLICY))),
        "letter-text" => return letter(visit).map(|letter| Some(framed(letter.text.into_response(), SAMPLE_POLICY))),
        _ => return Ok(None),
    };
    *response.status_mut() = StatusCode::OK;
    Ok(Some(framed(response, SAMPLE_POLICY)))
}

fn letter(visit: &Visit) -> Result<written::Written, Fault> {
    Ok(written::verify(&LetterPage::new(&visit.app, &visit.site, visit.locale, ADDRESS), "sample", "123456")?)
}

fn long_named(visit: &Visit) -> Visit {
    let site = Site { name: LONG_NAME.to_owned(), ..Site::clone(&visit.site) };
    Visit { site: Arc::new(site), ..visit.clone() }
}

fn framed(mut response: Response, policy: &'static str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    headers.remove(header::RETRY_AFTER);
    response
}
