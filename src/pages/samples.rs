//! The pages as they look in every state, with nobody's data in them. They are the real pages: each comes from its own module.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use time::Duration;
use uuid::Uuid;

use super::{
    account, change_password, check_mail, confirm_identity, consent, delete_account, device, email_change, email_undo, error,
    events, forgot, handover, login, logout, page::Problems, profile, reset, signup, verify,
};
use crate::{
    flows::Visit,
    http::{
        error::Fault,
        samples::{Group, LETTER_POLICY, Listed, SAMPLE_POLICY, Samples},
    },
    mail::{
        letter_page::LetterPage,
        writing::{self, Said},
    },
    model::{
        oauth_client::{Authentication, Client, Kind, Status},
        problem::{Code, Field, Problem},
        session::Session,
        site::Site,
        user::User,
    },
};

/// A page in one of its states: its name, and what makes it. The first of a page has the name of its template; the names of its
/// other states begin with that.
pub(super) type Sample = (&'static str, fn(&Visit) -> Result<Response, Fault>);

/// All of them.
pub const SAMPLES: Samples = Samples { groups, show };

/// The pages, by the key of their group's name.
const PAGES: [(&str, &[&[Sample]]); 6] = [
    ("look-samples-login", &[login::SAMPLES, confirm_identity::SAMPLES, logout::SAMPLES]),
    ("look-samples-signup", &[signup::SAMPLES, check_mail::SAMPLES, verify::SAMPLES]),
    ("look-samples-reset", &[forgot::SAMPLES, reset::SAMPLES]),
    (
        "look-samples-account",
        &[
            account::SAMPLES,
            events::SAMPLES,
            profile::SAMPLES,
            change_password::SAMPLES,
            email_change::SAMPLES,
            email_undo::SAMPLES,
            delete_account::SAMPLES,
        ],
    ),
    ("look-samples-apps", &[consent::SAMPLES, handover::SAMPLES, device::SAMPLES]),
    ("look-samples-errors", &[error::SAMPLES]),
];

/// What the names of letters begin with, by the key of their group's name.
const LETTERS: [(&str, &str); 2] = [("look-samples-letters", "letter-"), ("look-samples-texts", "text-")];

/// Whose pages they are.
pub(super) const ADDRESS: &str = "ada@example.com";
/// Whose pages they are where names are long.
pub(super) const LONG_ADDRESS: &str = "wilhelmina.featherstonehaugh-cholmondeley@department-of-antiquities.example.com";
/// A name that asks for room.
pub(super) const LONG_NAME: &str = "The Incorporated Society of Bicycle Lenders and Menders";
/// Where another address of hers is.
pub(super) const OTHER_ADDRESS: &str = "ada@lovelace.example";

fn groups() -> Vec<Group> {
    let listed = |(name, _): &Sample| Listed { name: (*name).to_owned(), label: format!("look-sample-{name}") };
    let of_pages =
        PAGES.iter().map(|(title, pages)| Group { title, samples: pages.iter().copied().flatten().map(listed).collect() });
    let letter = |start: &str, name: &str| {
        let name = name.replace('_', "-");
        Listed { label: format!("sample-{name}"), name: format!("{start}{name}") }
    };
    let of_letters = LETTERS
        .iter()
        .map(|(title, start)| Group { title, samples: writing::SAMPLES.iter().map(|name| letter(start, name)).collect() });
    of_pages.chain(of_letters).collect()
}

fn show(visit: &Visit, name: &str) -> Result<Option<Response>, Fault> {
    let mut pages = PAGES.iter().flat_map(|(_, pages)| pages.iter().copied().flatten());
    if let Some((_, make)) = pages.find(|(known, _)| name.is_empty() || *known == name) {
        let mut page = make(visit)?;
        *page.status_mut() = StatusCode::OK;
        return Ok(Some(framed(page, SAMPLE_POLICY)));
    }
    letter(visit, name)
}

fn letter(visit: &Visit, name: &str) -> Result<Option<Response>, Fault> {
    let Some((_, start)) = LETTERS.iter().find(|(_, start)| name.starts_with(start)) else { return Ok(None) };
    let Some(said) = Said::sample(&name[start.len()..].replace('-', "_"), visit.now) else { return Ok(None) };
    let written = said.fill(&LetterPage::new(&visit.app, &visit.site, visit.locale, ADDRESS).shown_here())?;
    Ok(Some(match *start {
        "text-" => framed(written.text.into_response(), SAMPLE_POLICY),
        _ => framed(Html(written.html).into_response(), LETTER_POLICY),
    }))
}

/// Something wrong with a field.
pub(super) fn wrong(field: Field, code: Code) -> Problems {
    vec![Problem::new(field, code)].into()
}

/// The visit to a site whose name asks for room.
pub(super) fn long_named(visit: &Visit) -> Visit {
    let site = Site { name: LONG_NAME.to_owned(), ..Site::clone(&visit.site) };
    Visit { site: Arc::new(site), ..visit.clone() }
}

/// The login of somebody who is nobody.
pub(super) fn session(visit: &Visit) -> Session {
    let user = User {
        id: Uuid::nil(),
        email: ADDRESS.to_owned(),
        name: Some("Ada Lovelace".to_owned()),
        username: None,
        locale: None,
        time_zone: None,
        delete_at: None,
        auth_epoch: 0,
        created_at: visit.now - Duration::days(400),
        last_login_at: Some(visit.now - Duration::days(1)),
    };
    Session { id: Uuid::nil(), user, remember: false, proven_at: Some(visit.now), is_due: false }
}

/// An app that there is not.
pub(super) fn client(visit: &Visit, name: &str) -> Client {
    Client {
        id: Uuid::nil(),
        kind: Kind::Web,
        name: name.to_owned(),
        logo: None,
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        backchannel_logout_uri: None,
        scopes: Vec::new(),
        auth: Authentication::Secret,
        jwks: None,
        require_pkce: true,
        first_party: false,
        home_url: Some("https://app.example".to_owned()),
        terms_url: Some("https://app.example/terms".to_owned()),
        privacy_url: Some("https://app.example/privacy".to_owned()),
        status: Status::Active,
        created_at: visit.now,
        updated_at: visit.now,
    }
}

fn framed(mut response: Response, policy: &'static str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    headers.remove(header::RETRY_AFTER);
    response
}
