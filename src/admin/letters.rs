//! Every letter, to look at and to send to oneself, before anybody gets one.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    desk::Desk,
    frame::Frame,
    nav::Section,
    outbox::{LETTER_POLICY, framed},
    respond, respond_later,
};
use crate::{
    flows::{
        look,
        mail_settings::MailChanges,
        mail_test::{self, Sample, Tried},
        sample_letters,
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        headers::framing,
        path::Path,
        problems::{Problems, question},
        query::PageQuery,
    },
    mail::writing::SAMPLES,
    words::Locale,
};

/// As `LETTER_POLICY`, for whoever has pictures turned off.
const BARE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";
/// Ways that a letter is read.
const VIEWS: [&str; 4] = ["day", "night", "bare", "text"];

/// Which letter, and how it is read.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    letter: String,
    language: String,
    view: String,
    /// To whom it goes.
    email: String,
}

/// Which letter.
#[derive(Deserialize)]
pub struct NamePath {
    name: String,
}

#[derive(Template)]
#[template(path = "admin/letters.html")]
struct LettersPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    letters: Vec<Choice>,
    languages: Vec<Choice>,
    views: Vec<Choice>,
    chosen: Chosen,
    subject: String,
    text: String,
    /// Where the frame's page is.
    frame: String,
    email: String,
    tested: Option<Tried>,
}

/// Something to choose.
struct Choice {
    value: &'static str,
    label: String,
    selected: bool,
}

#[derive(Clone, Copy)]
struct Chosen {
    letter: &'static str,
    locale: Locale,
    view: &'static str,
}

impl Chosen {
    /// What is not there leads to what is.
    fn new(desk: &Desk, letter: &str, which: &Which) -> Self {
        let words = &desk.app().words;
        let spoken = |code: &str| words.all().find(|locale| locale.code == code);
        let find = |all: &[&'static str], wanted: &str| all.iter().copied().find(|one| *one == wanted).unwrap_or(all[0]);
        Self {
            letter: find(&SAMPLES, letter),
            locale: spoken(&which.language).or_else(|| spoken(&desk.visit().site.locale)).unwrap_or(Locale::ENGLISH),
            view: find(&VIEWS, &which.view),
        }
    }
}

/// A letter, and the form to send it.
pub async fn show(desk: Desk, PageQuery(which): PageQuery<Which>) -> Result<Response, Fault> {
    let chosen = Chosen::new(&desk, &which.letter, &which);
    let email = desk.member().map(|session| session.user.email.clone()).unwrap_or_default();
    let page = page(&desk, chosen, email, Problems::default(), None).await?;
    page.map_or_else(|| Ok(Refusal::NotFound.into_response()), |page| respond(StatusCode::OK, &page).map(framing))
}

/// The letter's page, for the frame within ours.
pub async fn html(
    desk: Desk,
    Path(NamePath { name }): Path<NamePath>,
    PageQuery(which): PageQuery<Which>,
) -> Result<Response, Fault> {
    let chosen = Chosen::new(&desk, &name, &which);
    let Some(written) = sample_letters::show(&desk.admin, &name, chosen.locale).await? else {
        return Ok(Refusal::NotFound.into_response());
    };
    Ok(match chosen.view {
        "night" => framed(written.html.replace("(prefers-color-scheme: dark)", "all"), LETTER_POLICY),
        "bare" => framed(without_style(&written.html), BARE_POLICY),
        _ => framed(written.html.replace("(prefers-color-scheme: dark)", "not all"), LETTER_POLICY),
    })
}

/// Sends the letter, at once.
pub async fn send(desk: Desk, Form(which): Form<Which>) -> Result<Response, Fault> {
    let chosen = Chosen::new(&desk, &which.letter, &which);
    let sample = Sample { letter: chosen.letter, locale: chosen.locale };
    let outcome = mail_test::submit(&desk.admin, &which.email, Some(sample), MailChanges::default()).await?;
    let (problems, tested, wait) = match outcome {
        mail_test::Outcome::Tried(tried) => (Problems::default(), Some(tried), None),
        mail_test::Outcome::Problems(problems) => (problems.into(), None, None),
        mail_test::Outcome::TooMany(wait) => (Problems::too_many(wait), None, Some(wait)),
        mail_test::Outcome::Forbidden | mail_test::Outcome::Missing => return Ok(Refusal::NotFound.into_response()),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let Some(page) = page(&desk, chosen, which.email, problems, tested).await? else {
        return Ok(Refusal::NotFound.into_response());
    };
    wait.map_or_else(|| respond(status, &page), |wait| respond_later(wait, &page)).map(framing)
}

async fn page(
    desk: &Desk,
    chosen: Chosen,
    email: String,
    problems: Problems,
    tested: Option<Tried>,
) -> Result<Option<LettersPage<'_>>, Fault> {
    let Some(written) = sample_letters::show(&desk.admin, chosen.letter, chosen.locale).await? else { return Ok(None) };
    let frame = desk.frame(Section::Letters).await?;
    let is_draft = look::show(&desk.admin).await?.draft.is_some();
    let lead = frame.text(if is_draft { "admin-letters-draft" } else { "admin-letters-text" });
    let choices = |all: &[&'static str], kind: &str, now: &str| -> Vec<Choice> {
        let label = |value: &str| frame.text(&format!("{kind}-{}", value.replace('_', "-")));
        all.iter().map(|value| Choice { value, label: label(value), selected: *value == now }).collect()
    };
    let language =
        |locale: Locale| Choice { value: locale.code, label: locale.name.to_owned(), selected: locale == chosen.locale };
    let query = question(&[("language", chosen.locale.code), ("view", chosen.view)]);
    Ok(Some(LettersPage {
        letters: choices(&SAMPLES, "sample", chosen.letter),
        views: choices(&VIEWS, "letter-view", chosen.view),
        languages: desk.app().words.all().map(language).collect(),
        frame: desk.path(&format!("/letters/{}/html{query}", chosen.letter)),
        page: frame.led_by(lead),
        problems,
        chosen,
        subject: written.subject,
        text: written.text,
        email,
        tested,
    }))
}

/// As it reads where a mail program drops what it does not know.
fn without_style(html: &str) -> String {
    match (html.split_once("<style>"), html.split_once("</style>")) {
        (Some((before, _)), Some((_, after))) => format!("{before}{after}"),
        (..) => html.to_owned(),
    }
}
