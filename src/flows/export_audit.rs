//! An admin downloads the record: all that a filter lets through, newest first, a part at a time.

use std::sync::Arc;

use anyhow::Result;
use futures_util::{Stream, stream::try_unfold};
use serde_json::{Value, json};

use super::{
    administration::{Admin, note_about},
    platform_events,
};
use crate::{
    app::App,
    model::{
        audit::{Entry, PlatformEntry, Wanted},
        author::Author,
        csv,
        event::Action,
    },
    store,
};

/// How many entries are read at once.
const CHUNK: i64 = 1000;

/// The form that it comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, for spreadsheets.
    Csv,
    /// One JSON object a line, for programs.
    Jsonl,
}

const HEAD: [&str; 11] =
    ["at", "actor", "actor_id", "action", "result", "user_id", "target", "ip", "user_agent", "details", "id"];

/// Notes that a site's record was asked for, and hands it out. No connection is held while the other side takes its time.
pub async fn of_site(
    admin: Admin,
    wanted: Wanted,
    format: Format,
) -> Result<impl Stream<Item = Result<String>> + Send + 'static> {
    let mut tx = admin.visit.begin().await?;
    note_about(&admin, &mut tx, None, Action::RecordExported, None, Some(told(&wanted))).await?;
    tx.commit().await?;
    Ok(try_unfold(Some((admin, wanted, true)), move |state| async move {
        let Some((admin, wanted, is_first)) = state else { return Ok(None) };
        let mut tx = admin.visit.begin().await?;
        let entries = store::audit::page(&mut tx, &wanted, CHUNK).await?;
        drop(tx);
        let head = if is_first && format == Format::Csv { csv::line(&HEAD) } else { String::new() };
        let text = entries.iter().fold(head, |text, entry| text + &line(entry, None, format));
        let next = after(&wanted, entries.last(), entries.len()).map(|wanted| (admin, wanted, false));
        anyhow::Ok(Some((text, next)))
    }))
}

/// As `of_site`, of the operator's own record.
pub async fn of_portal(
    app: Arc<App>,
    author: &Author,
    wanted: Wanted,
    format: Format,
) -> Result<impl Stream<Item = Result<String>> + Send + 'static> {
    platform_events::note_alone(&app, author, Action::RecordExported, told(&wanted)).await?;
    Ok(try_unfold(Some((app, wanted, true)), move |state| async move {
        let Some((app, wanted, is_first)) = state else { return Ok(None) };
        let entries = platform_events::page(&app, &wanted, CHUNK).await?;
        let head: Vec<&str> = HEAD.into_iter().chain(["site"]).collect();
        let head = if is_first && format == Format::Csv { csv::line(&head) } else { String::new() };
        let slug = |found: &PlatformEntry| found.slug.clone().unwrap_or_default();
        let text = entries.iter().fold(head, |text, found| text + &line(&found.entry, Some(&slug(found)), format));
        let next = after(&wanted, entries.last().map(|found| &found.entry), entries.len()).map(|wanted| (app, wanted, false));
        anyhow::Ok(Some((text, next)))
    }))
}

/// What follows, if a part was full.
fn after(wanted: &Wanted, last: Option<&Entry>, count: usize) -> Option<Wanted> {
    let last = last.filter(|_| count == usize::try_from(CHUNK).unwrap_or_default())?;
    Some(Wanted { after: Some(last.place()), ..wanted.clone() })
}

fn line(entry: &Entry, site: Option<&str>, format: Format) -> String {
    match format {
        Format::Csv => csv_line(entry, site),
        Format::Jsonl => {
            let mut object = serde_json::to_value(entry).unwrap_or_default();
            if let Some(slug) = site {
                object["site"] = json!(slug);
            }
            format!("{object}\n")
        }
    }
}

fn csv_line(entry: &Entry, site: Option<&str>) -> String {
    let text = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let (actor, user, target) = (text(entry.actor.id), text(entry.user_id), text(entry.target));
    let ip = entry.ip.map(|ip| ip.to_string()).unwrap_or_default();
    let details = entry.details.as_ref().map(Value::to_string).unwrap_or_default();
    let (at, id) = (csv::time(Some(entry.at)), entry.id.to_string());
    let mut cells: Vec<&str> = vec![&at, &entry.actor.kind, &actor, &entry.action, &entry.result, &user, &target, &ip];
    cells.extend([entry.user_agent.as_str(), &details, &id]);
    cells.extend(site);
    csv::line(&cells)
}

/// Which entries, for the record.
fn told(wanted: &Wanted) -> Value {
    json!({ "after": {
        "actor": wanted.actor.as_ref().map(ToString::to_string), "user": wanted.user, "client": wanted.client, "action": wanted.action, "result": wanted.result,
        "address": wanted.address, "from": csv::time(wanted.from), "to": csv::time(wanted.to), "site": wanted.site,
    } })
}
