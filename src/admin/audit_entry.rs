//! `…/audit/{id}`: everything about one entry of a record

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

use super::{
    audit::{Line, line},
    desk::Desk,
    frame::Frame,
    nav::Section,
    respond,
    user::UserPath,
};
use crate::{
    flows::audit,
    http::{
        error::{Fault, Refusal},
        path::Path,
    },
    model::audit::Entry,
};

/// One entry.
#[derive(Template)]
#[template(path = "admin/entry.html")]
pub struct EntryPage<'a> {
    /// The frame.
    pub page: Frame<'a>,
    /// Whether it is one of the operator's record.
    pub of_portal: bool,
    /// As the list has it.
    pub line: Line,
    /// The entry.
    pub entry: Entry,
    /// What it says of the program.
    pub program: String,
    /// What was before, and after.
    pub changes: Vec<Changed>,
    /// What else it has to tell.
    pub others: Vec<(String, String)>,
}

/// Something that is different now.
pub struct Changed {
    /// The field, with those that it lies in.
    pub field: String,
    /// What was there.
    pub before: Option<String>,
    /// What is there.
    pub after: Option<String>,
}

/// The entry.
pub async fn show(desk: Desk, Path(UserPath { id }): Path<UserPath>) -> Result<Response, Fault> {
    let Some(found) = audit::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let page = desk.frame(Section::Audit).await?;
    let line = line(&page, &desk.path(""), &found.entry, &found.names);
    let program = desk.app().words.program(desk.locale, &found.entry.user_agent);
    respond(StatusCode::OK, &entry_page(page, Section::Audit, found.entry, line, program))
}

/// The page of an entry.
#[must_use]
pub fn entry_page(page: Frame<'_>, section: Section, entry: Entry, line: Line, program: String) -> EntryPage<'_> {
    let (changes, others) = read(entry.details.as_ref());
    let title = line.what.clone();
    EntryPage { page: page.below(section, title), of_portal: section == Section::Record, line, entry, program, changes, others }
}

/// What an entry's details tell, in lines: what has changed, and the rest.
fn read(details: Option<&Value>) -> (Vec<Changed>, Vec<(String, String)>) {
    let none = Map::new();
    let details = details.and_then(Value::as_object).unwrap_or(&none);
    let (before, after) = (flat(details.get("before")), flat(details.get("after")));
    let find =
        |side: &[(String, String)], field: &str| side.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone());
    let mut fields: Vec<&String> = before.iter().chain(&after).map(|(field, _)| field).collect();
    fields.sort();
    fields.dedup();
    let changes = fields.into_iter().map(|field| Changed {
        before: find(&before, field),
        after: find(&after, field),
        field: field.clone(),
    });
    let rest: Map<String, Value> = details
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "before" | "after"))
        .map(|(n, v)| (n.clone(), v.clone()))
        .collect();
    (changes.collect(), flat(Some(&Value::Object(rest))))
}

/// Every value within another, by the names that lead to it.
fn flat(value: Option<&Value>) -> Vec<(String, String)> {
    let Some(fields) = value.and_then(Value::as_object) else { return Vec::new() };
    let lines = fields.iter().flat_map(|(name, value)| match value {
        Value::Object(inner) if !inner.is_empty() => {
            flat(Some(value)).into_iter().map(|(rest, value)| (format!("{name}.{rest}"), value)).collect()
        }
        Value::String(text) => vec![(name.clone(), text.clone())],
        Value::Null => vec![(name.clone(), String::new())],
        other => vec![(name.clone(), other.to_string())],
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn details_become_lines_whatever_they_hold() {
        let details =
            json!({ "before": { "a": null, "s": { "x": [1] } }, "after": { "a": "b", "s": { "x": [], "y": true } }, "kid": "k" });
        let (changes, others) = read(Some(&details));
        let told: Vec<_> = changes.iter().map(|c| (c.field.as_str(), c.before.as_deref(), c.after.as_deref())).collect();
        assert_eq!(told, [("a", Some(""), Some("b")), ("s.x", Some("[1]"), Some("[]")), ("s.y", None, Some("true"))]);
        assert_eq!(others, [("kid".to_owned(), "k".to_owned())]);
        for strange in [json!(null), json!([1]), json!("x"), json!({ "before": 7 })] {
            assert!(read(Some(&strange)).0.is_empty());
        }
    }
}
