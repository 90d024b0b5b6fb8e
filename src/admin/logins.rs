//! `/admin/logins`: who logged in, or tried to, wherever it was

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use time::{Duration, OffsetDateTime};

use super::{
    audit::{Line, Named, bare_line},
    filter::{Choice, chosen, unreadable},
    frame::Frame,
    nav::Section,
    office::Office,
    respond,
    user_words::choices,
};
use crate::{
    flows::all_logins::{self, Part},
    http::{
        error::{Fault, Refusal},
        problems::{Problems, question},
        query::PageQuery,
    },
    model::{
        audit::{Place, PlatformEntry, Wanted},
        problem::Field,
    },
};

/// How far back one may look, and the keys of the words. The first counts when none is chosen, the last is as long as entries are
/// kept.
const SPANS: [(&str, Duration, &str); 4] = [
    ("day", Duration::DAY, "logins-day"),
    ("week", Duration::days(7), "logins-week"),
    ("month", Duration::days(30), "logins-month"),
    ("year", Duration::days(366), "logins-year"),
];

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LoginQuery {
    span: String,
    result: String,
    site: String,
    address: String,
    after: String,
}

#[derive(Template)]
#[template(path = "admin/logins.html")]
struct LoginsPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    query: &'a LoginQuery,
    spans: Vec<Choice>,
    results: Vec<Choice>,
    lines: Vec<Line>,
    is_later: bool,
    next: Option<Place>,
}

/// The list, the newest first.
pub async fn list(office: Office, PageQuery(query): PageQuery<LoginQuery>) -> Result<Response, Fault> {
    let wanted = match query.wanted(office.call.now) {
        Ok(wanted) => wanted,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let (status, problems, part) = match chosen(&query.address) {
        Ok(address) => {
            (StatusCode::OK, Problems::default(), all_logins::read(&office.call, &Wanted { address, ..wanted }).await?)
        }
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, unreadable(&[Field::Address]), Part { entries: Vec::new(), next: None }),
    };
    let page = office.frame(Section::Logins).led_by_text("logins-lead");
    let page = LoginsPage {
        spans: query.spans(&page),
        results: choices(&page, &query.result, "people-either", &[("done", "audit-done"), ("refused", "audit-refused")]),
        lines: part.entries.iter().map(|found| line(&page, found)).collect(),
        is_later: !query.after.is_empty(),
        next: part.next,
        query: &query,
        page,
        problems,
    };
    respond(status, &page)
}

impl LoginQuery {
    /// Reads it, but for the address, which is typed. Whatever is not one of the words that the page itself writes is refused.
    fn wanted(&self, now: OffsetDateTime) -> Result<Wanted, Refusal> {
        let span = SPANS.iter().find(|(word, ..)| *word == self.span).or_else(|| SPANS.first().filter(|_| self.span.is_empty()));
        let (_, span, _) = span.ok_or(Refusal::BadRequest)?;
        if !["", "done", "refused"].contains(&self.result.as_str()) {
            return Err(Refusal::BadRequest);
        }
        let given = |word: &str| Some(word.to_owned()).filter(|word| !word.is_empty());
        let after = match self.after.as_str() {
            "" => None,
            cursor => Some(Place::parse(cursor).ok_or(Refusal::BadRequest)?),
        };
        Ok(Wanted {
            result: given(&self.result),
            site: given(&self.site.trim().to_lowercase()),
            from: Some(now - *span),
            after,
            ..Wanted::default()
        })
    }

    /// The same logins from another place on, as the end of an address.
    fn question(&self, after: &str) -> String {
        let Self { span, result, site, address, .. } = self;
        question(&[("span", span), ("result", result), ("site", site), ("address", address), ("after", after)])
    }

    fn spans(&self, page: &Frame<'_>) -> Vec<Choice> {
        let choice = |(word, _, key): &(&str, Duration, &str)| Choice {
            value: (*word).to_owned(),
            label: page.text(key),
            selected: *word == self.span,
        };
        SPANS.iter().map(choice).collect()
    }
}

/// The platform knows no account's address, so its site's own pages tell who it was.
fn line(page: &Frame<'_>, found: &PlatformEntry) -> Line {
    let slug = found.slug.clone().unwrap_or_default();
    let site = format!("/admin/sites/{slug}");
    let by = match found.entry.user_id {
        Some(id) => Named { text: page.text("logins-account"), href: Some(format!("{site}/users/{id}")) },
        None => Named { text: page.text("logins-nobody"), href: None },
    };
    let unnamed = bare_line(page, &site, &found.entry);
    Line { by, about: Named { text: slug, href: Some(site) }, ..unnamed }
}
