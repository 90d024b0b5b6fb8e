//! The texts of pages and letters in the site's own words: a form for each place that texts stand at, in each language.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;

use super::{desk::Desk, nav::Section, respond};
use crate::{
    admin::frame::Frame,
    app::App,
    flows::texts::{self, Published, Refused},
    http::{error::Fault, form::Form, problems::question, query::PageQuery},
    words::{Locale, own::places},
};

/// From how many characters on a text gets more than one line to be typed in.
const LONG: usize = 70;

/// Which texts.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Which {
    place: String,
    language: String,
}

/// What is to be published, and which texts are shown then.
#[derive(Deserialize)]
pub struct Publication {
    seen: String,
    place: String,
    language: String,
}

#[derive(Template)]
#[template(path = "admin/texts.html")]
struct TextsPage<'a> {
    page: Frame<'a>,
    which: Chosen,
    places: Vec<Choice>,
    languages: Vec<Choice>,
    rows: Vec<Row>,
    /// What keeps the look from being published, or concerns no single text.
    faults: Vec<String>,
    has_draft: bool,
    seen: String,
}

impl TextsPage<'_> {
    fn failed(&self) -> bool {
        !self.faults.is_empty() || self.rows.iter().any(|row| row.problem.is_some())
    }
}

/// Something to choose.
struct Choice {
    value: &'static str,
    label: String,
    selected: bool,
}

/// A text to write.
struct Row {
    key: String,
    standard: String,
    /// What is filled in, as it is typed.
    placeholders: Vec<String>,
    value: String,
    long: bool,
    /// Whether people see something else for now.
    waits: bool,
    problem: Option<String>,
}

#[derive(Clone, Copy)]
struct Chosen {
    place: &'static str,
    locale: Locale,
}

impl Chosen {
    /// What is not there leads to what is.
    fn new(desk: &Desk, place: &str, language: &str) -> Self {
        let words = &desk.app().words;
        let offered = |code: &str| words.offered().find(|locale| locale.code == code);
        Self {
            place: places().find(|known| *known == place).or_else(|| places().next()).unwrap_or_default(),
            locale: offered(language).or_else(|| offered(&desk.visit().site.locale)).unwrap_or(Locale::ENGLISH),
        }
    }

    fn address(self) -> String {
        format!("/texts{}", question(&[("place", self.place), ("language", self.locale.code)]))
    }
}

/// The form for one place in one language.
pub async fn show(desk: Desk, PageQuery(query): PageQuery<Which>) -> Result<Response, Fault> {
    let which = Chosen::new(&desk, &query.place, &query.language);
    respond(StatusCode::OK, &page(&desk, which, Vec::new(), Vec::new()).await?)
}

/// Saves what will do, and shows the rest once more.
pub async fn submit(desk: Desk, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Fault> {
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    let which = Chosen::new(&desk, field("place"), field("language"));
    let keys: Vec<&str> = desk.app().words.keys_at(which.place).collect();
    let typed = fields.iter().filter(|(key, _)| keys.contains(&key.as_str()));
    // A form's field of several lines is there for room; a text has one.
    let typed = typed.map(|(key, text)| (key.clone(), text.lines().map(str::trim).collect::<Vec<_>>().join(" ")));
    let refused = texts::submit(&desk.admin, which.locale, typed.collect()).await?;
    if refused.is_empty() {
        return desk.see_other(&which.address(), Some("admin-notice-texts-saved")).await;
    }
    respond(StatusCode::UNPROCESSABLE_ENTITY, &page(&desk, which, refused, Vec::new()).await?)
}

/// Makes the draft what people see.
pub async fn publish(desk: Desk, Form(given): Form<Publication>) -> Result<Response, Fault> {
    let which = Chosen::new(&desk, &given.place, &given.language);
    let notice = match texts::publish(&desk.admin, &given.seen).await? {
        Published::Done => "admin-notice-texts-published",
        Published::Nothing => "admin-notice-texts-nothing",
        Published::Changed => "admin-notice-texts-changed",
        Published::Faults(faults) => {
            let said = |fault: &_| desk.app().words.fault(desk.locale, fault);
            let faults = faults.iter().map(|fault| format!("{}: {}", fault.key, said(fault))).collect();
            return respond(StatusCode::UNPROCESSABLE_ENTITY, &page(&desk, which, Vec::new(), faults).await?);
        }
    };
    desk.see_other(&which.address(), Some(notice)).await
}

async fn page(desk: &Desk, which: Chosen, refused: Vec<Refused>, mut faults: Vec<String>) -> Result<TextsPage<'_>, Fault> {
    let found = texts::show(&desk.admin, which.locale, which.place).await?;
    let frame = desk.frame(Section::Texts).await?;
    let said = |refused: &Refused| desk.app().words.fault(desk.locale, &refused.fault);
    faults.extend(refused.iter().filter(|refused| refused.key.is_empty()).map(said));
    let row = |text: texts::Text| {
        let refused = refused.iter().find(|refused| refused.key == text.key);
        Row {
            long: text.standard.text.chars().count() > LONG,
            placeholders: text.standard.placeholders.iter().map(|name| format!("{{{name}}}")).collect(),
            standard: text.standard.text,
            value: refused.map_or_else(|| text.own.unwrap_or_default(), |refused| refused.typed.clone()),
            waits: !text.is_live,
            problem: refused.map(said),
            key: text.key,
        }
    };
    let lead = frame.text("admin-texts-text");
    Ok(TextsPage {
        rows: found.texts.into_iter().map(row).collect(),
        places: places()
            .map(|place| Choice {
                value: place,
                label: frame.text(&format!("text-place-{place}")),
                selected: place == which.place,
            })
            .collect(),
        languages: languages(desk.app(), which.locale),
        page: frame.led_by(lead),
        which,
        faults,
        has_draft: found.has_draft,
        seen: found.seen,
    })
}

fn languages(app: &App, chosen: Locale) -> Vec<Choice> {
    let choice = |locale: Locale| Choice { value: locale.code, label: locale.name.to_owned(), selected: locale == chosen };
    app.words.offered().map(choice).collect()
}
