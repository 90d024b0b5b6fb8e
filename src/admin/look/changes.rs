//! What is done to a look as a whole.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    super::{desk::Desk, frame::Frame, nav::Section, respond},
    fields,
};
use crate::{
    flows::look::{self, copy, draft, publish},
    http::{
        error::{Fault, Refusal},
        form::Form,
    },
    model::look::Layer,
};

/// Which version.
#[derive(Deserialize)]
pub struct Restored {
    version: i32,
}

/// Which site.
#[derive(Deserialize)]
pub struct Copied {
    from: String,
}

#[derive(Template)]
#[template(path = "admin/look_discard.html")]
struct DiscardPage<'a> {
    page: Frame<'a>,
    /// What the draft changes.
    changes: Vec<String>,
}

/// Says what goes with the draft, and asks.
pub async fn ask_to_discard(desk: Desk) -> Result<Response, Fault> {
    let state = look::show(&desk.admin).await?;
    let Some(draft) = state.draft else { return desk.see_other("/look", Some("notice-look-unchanged")).await };
    let live = state.published.map(|version| version.layer).unwrap_or_default();
    let page = desk.frame(Section::Look).await?;
    let (title, changes) = (page.text("look-discard"), differences(&page, &live, &draft.layer)?);
    respond(StatusCode::OK, &DiscardPage { page: page.below(Section::Look, title), changes })
}

/// What differs, by the names of its fields; texts and pictures are counted.
fn differences(page: &Frame<'_>, live: &Layer, draft: &Layer) -> Result<Vec<String>, Fault> {
    let (before, after) = (serde_json::to_value(live)?, serde_json::to_value(draft)?);
    let differs = |pointer: &str| before.pointer(pointer) != after.pointer(pointer);
    let fields = fields::groups().into_iter().flat_map(|group| group.fields);
    let changed = fields.filter(|field| differs(&format!("/{}", field.path.replace('.', "/"))));
    // By day and by night a colour has one name.
    let labels: BTreeSet<String> = changed.map(|field| page.text(&field.label())).collect();
    let texts = differing(&texts(live), &texts(draft));
    let pictures = differing(&pictures(&before), &pictures(&after));
    let counted = [("look-discard-texts", texts), ("look-discard-files", pictures)];
    let counted = counted.into_iter().filter(|(_, count)| *count > 0);
    let counted = counted.map(|(key, count)| page.text_with(key, "count", i64::try_from(count).unwrap_or(i64::MAX)));
    Ok(counted.chain(labels).collect())
}

fn texts(layer: &Layer) -> BTreeMap<(&String, &String), &String> {
    layer.texts.iter().flat_map(|(locale, texts)| texts.iter().map(move |(key, text)| ((locale, key), text))).collect()
}

fn pictures(layer: &Value) -> BTreeMap<&String, &Value> {
    layer.get("assets").and_then(Value::as_object).into_iter().flatten().collect()
}

/// How many are not the same in both, or only in one.
fn differing<K: Ord, V: PartialEq>(one: &BTreeMap<K, V>, other: &BTreeMap<K, V>) -> usize {
    let names: BTreeSet<&K> = one.keys().chain(other.keys()).collect();
    names.into_iter().filter(|name| one.get(name) != other.get(name)).count()
}

/// Throws the draft away.
pub async fn discard(desk: Desk) -> Result<Response, Fault> {
    let was_there = draft::discard(&desk.admin).await?;
    desk.see_other("/look", Some(if was_there { "notice-look-discarded" } else { "notice-look-unchanged" })).await
}

/// Publishes an older version once more.
pub async fn restore(desk: Desk, Form(Restored { version }): Form<Restored>) -> Result<Response, Fault> {
    match publish::restore(&desk.admin, version).await? {
        publish::Outcome::Published(_) => desk.see_other("/look", Some("notice-look-restored")).await,
        publish::Outcome::Faults(_) => desk.see_other("/look", Some("notice-look-unreadable")).await,
        publish::Outcome::Nothing | publish::Outcome::Missing => Ok(Refusal::NotFound.into_response()),
        publish::Outcome::Changed => desk.see_other("/look", Some("notice-look-changed")).await,
    }
}

/// Takes another site's look over into the draft.
pub async fn copy(desk: Desk, Form(Copied { from }): Form<Copied>) -> Result<Response, Fault> {
    match copy::submit(&desk.admin, from.trim()).await? {
        copy::Outcome::Copied(_) => desk.see_other("/look", Some("notice-look-copied")).await,
        copy::Outcome::Missing => desk.see_other("/look", Some("notice-look-no-site")).await,
    }
}
