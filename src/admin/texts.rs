//! The texts of pages and letters in the site's own words: a form for each place that texts stand at, in each language.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;

use super::{clash::Clash, desk::Desk, nav::Section, respond};
use crate::{
    admin::frame::Frame,
    app::App,
    flows::texts::{self, Published, Refused, Saved},
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
    q: String,
}

/// What is to be published, and which texts are shown then.
#[derive(Deserialize)]
pub struct Publication {
    seen: String,
    place: String,
    language: String,
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "admin/texts.html")]
struct TextsPage<'a> {
    page: Frame<'a>,
    which: Chosen,
    places: Vec<Choice>,
    languages: Vec<Choice>,
    rows: Vec<Row>,
    more: bool,
    /// What somebody else saved meanwhile.
    clashes: Vec<Clash>,
    /// What keeps the look from being published, or concerns no single text.
    faults: Vec<String>,
    has_draft: bool,
    seen: String,
    mark: String,
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
    /// Where it stands, if others stand elsewhere.
    place: Option<String>,
    standard: String,
    /// What is filled in, as it is typed.
    placeholders: Vec<String>,
    value: String,
    long: bool,
    /// Whether people see something else for now.
    waits: bool,
    problem: Option<String>,
}

#[derive(Clone)]
struct Chosen {
    place: &'static str,
    locale: Locale,
    /// What is looked for at all places; empty for one place.
    q: String,
}

/// What stands in the fields.
enum Shown {
    /// What is saved, but for what was refused.
    Saved(Vec<Refused>),
    /// What was typed while somebody else saved something different.
    Clashing(Vec<(String, String)>),
}

impl Chosen {
    /// What is not there leads to what is.
    fn new(desk: &Desk, place: &str, language: &str, q: &str) -> Self {
        let words = &desk.app().words;
        let offered = |code: &str| words.offered().find(|locale| locale.code == code);
        Self {
            place: places().find(|known| *known == place).or_else(|| places().next()).unwrap_or_default(),
            locale: offered(language).or_else(|| offered(&desk.visit().site.locale)).unwrap_or(Locale::ENGLISH),
            q: q.trim().to_owned(),
        }
    }

    fn address(&self) -> String {
        format!("/texts{}", question(&[("place", self.place), ("language", self.locale.code), ("q", &self.q)]))
    }

    fn texts(&self) -> texts::Which<'_> {
        if self.q.is_empty() { texts::Which::At(self.place) } else { texts::Which::Saying(&self.q) }
    }
}

/// The form for some texts in one language.
pub async fn show(desk: Desk, PageQuery(query): PageQuery<Which>) -> Result<Response, Fault> {
    let which = Chosen::new(&desk, &query.place, &query.language, &query.q);
    respond(StatusCode::OK, &page(&desk, which, Shown::Saved(Vec::new()), Vec::new()).await?)
}

/// Saves what will do, and shows the rest once more.
pub async fn submit(desk: Desk, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Fault> {
    let find = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let field = |name: &str| find(name).unwrap_or_default();
    let which = Chosen::new(&desk, field("place"), field("language"), field("q"));
    // A form's field of several lines is there for room; a text has one.
    let typed = fields.iter().map(|(key, text)| (key.clone(), text.lines().map(str::trim).collect::<Vec<_>>().join(" ")));
    let typed: Vec<(String, String)> = typed.collect();
    match texts::submit(&desk.admin, which.locale, typed.clone(), find("mark")).await? {
        Saved::Done(refused) if refused.is_empty() => desk.see_other(&which.address(), Some("admin-notice-texts-saved")).await,
        Saved::Done(refused) => {
            respond(StatusCode::UNPROCESSABLE_ENTITY, &page(&desk, which, Shown::Saved(refused), Vec::new()).await?)
        }
        Saved::Changed => respond(StatusCode::CONFLICT, &page(&desk, which, Shown::Clashing(typed), Vec::new()).await?),
    }
}

/// Makes the draft what people see.
pub async fn publish(desk: Desk, Form(given): Form<Publication>) -> Result<Response, Fault> {
    let which = Chosen::new(&desk, &given.place, &given.language, &given.q);
    let notice = match texts::publish(&desk.admin, &given.seen).await? {
        Published::Done => "admin-notice-texts-published",
        Published::Nothing => "admin-notice-texts-nothing",
        Published::Changed => "admin-notice-texts-changed",
        Published::Faults(faults) => {
            let said = |fault: &_| desk.app().words.fault(desk.locale, fault);
            let faults = faults.iter().map(|fault| format!("{}: {}", fault.key, said(fault))).collect();
            let page = page(&desk, which, Shown::Saved(Vec::new()), faults).await?;
            return respond(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    desk.see_other(&which.address(), Some(notice)).await
}

async fn page(desk: &Desk, which: Chosen, shown: Shown, mut faults: Vec<String>) -> Result<TextsPage<'_>, Fault> {
    let found = texts::show(&desk.admin, which.locale, which.texts()).await?;
    let frame = desk.frame(Section::Texts).await?.translated_at(&desk.path(&which.address()));
    let said = |refused: &Refused| desk.app().words.fault(desk.locale, &refused.fault);
    if let Shown::Saved(refused) = &shown {
        faults.extend(refused.iter().filter(|refused| refused.key.is_empty()).map(said));
    }
    let place = |place: &str| frame.text(&format!("text-place-{place}"));
    let row = |text: texts::Text| {
        let (typed, refused) = match &shown {
            Shown::Saved(refused) => (None, refused.iter().find(|refused| refused.key == text.key)),
            Shown::Clashing(typed) => (typed.iter().find(|(key, _)| *key == text.key).map(|(_, typed)| typed), None),
        };
        let typed = typed.or(refused.map(|refused| &refused.typed)).cloned();
        Row {
            place: (!which.q.is_empty()).then(|| place(text.place)),
            long: text.standard.text.chars().count() > LONG,
            placeholders: text.standard.placeholders.iter().map(|name| format!("{{{name}}}")).collect(),
            standard: text.standard.text,
            value: typed.unwrap_or_else(|| text.own.unwrap_or_default()),
            waits: !text.is_live,
            problem: refused.map(said),
            key: text.key,
        }
    };
    let clashes = if let Shown::Clashing(typed) = &shown { clashes(&found.texts, typed) } else { Vec::new() };
    let lead = frame.text("admin-texts-text");
    Ok(TextsPage {
        clashes,
        more: found.more,
        mark: found.mark,
        has_draft: found.has_draft,
        seen: found.seen,
        rows: found.texts.into_iter().map(row).collect(),
        places: places().map(|known| Choice { value: known, label: place(known), selected: known == which.place }).collect(),
        languages: languages(desk.app(), which.locale),
        page: frame.led_by(lead),
        which,
        faults,
    })
}

/// What was typed, where something else is saved. A text that a site does not have is the portal's.
fn clashes(texts: &[texts::Text], typed: &[(String, String)]) -> Vec<Clash> {
    let clash = |text: &texts::Text| {
        let (_, yours) = typed.iter().find(|(key, _)| *key == text.key)?;
        let or_ours = |own: &str| if own.trim().is_empty() { text.standard.text.clone() } else { own.trim().to_owned() };
        let theirs = or_ours(text.own.as_deref().unwrap_or_default());
        Some(Clash { field: text.key.clone(), label: text.standard.text.clone(), theirs, yours: or_ours(yours) })
    };
    texts.iter().filter_map(clash).filter(Clash::is_one).collect()
}

fn languages(app: &App, chosen: Locale) -> Vec<Choice> {
    let choice = |locale: Locale| Choice { value: locale.code, label: locale.name.to_owned(), selected: locale == chosen };
    app.words.offered().map(choice).collect()
}
