//! `/admin/audit`: what the operator did, and who tried to be the operator

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    audit::{AuditPage, Line, Named, bare_line, ending, kind},
    audit_entry::entry_page,
    audit_query::{AuditQuery, is_of_portal},
    download::download,
    filter::{status_of, unreadable},
    frame::Frame,
    nav::Section,
    office::Office,
    respond,
    user::UserPath,
};
use crate::{
    flows::{
        export_audit::{self, Format},
        platform_events,
    },
    http::{
        error::{Fault, Refusal},
        path::Path,
        query::PageQuery,
    },
    model::{
        audit::{PlatformEntry, Wanted},
        event::Action,
    },
};

const MOST: usize = 50;

/// The record, the newest first.
pub async fn list(office: Office, PageQuery(query): PageQuery<AuditQuery>) -> Result<Response, Fault> {
    let wrong = query.unreadable();
    let wanted = match wanted(&query.readable(&wrong)) {
        Ok(wanted) => wanted,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let mut entries = match wrong.is_empty() {
        true => platform_events::page(&office.call.app, &wanted, i64::try_from(MOST)? + 1).await?,
        false => Vec::new(),
    };
    let has_more = entries.len() > MOST;
    entries.truncate(MOST);
    let page = office.frame(Section::Record).led_by_text("audit-lead");
    let page = AuditPage {
        of_portal: true,
        base: "/admin/audit".to_owned(),
        actors: query.actors(&page),
        actions: query.actions(&page, Action::all().filter(|action| is_of_portal(*action))),
        results: query.results(&page),
        apps: Vec::new(),
        lines: entries.iter().map(|found| line(&page, found)).collect(),
        is_later: !query.after.is_empty(),
        next: entries.last().filter(|_| has_more).map(|found| found.entry.place()),
        query: &query,
        problems: unreadable(&wrong),
        page,
    };
    respond(status_of(&page.problems), &page)
}

/// Everything about one entry.
pub async fn show(office: Office, Path(UserPath { id }): Path<UserPath>) -> Result<Response, Fault> {
    let app = &office.call.app;
    let Some(found) = platform_events::find(app, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let page = office.frame(Section::Record);
    let line = line(&page, &found);
    let program = app.words.program(office.call.locale, &found.entry.user_agent);
    respond(StatusCode::OK, &entry_page(page, Section::Record, found.entry, line, program))
}

/// The record as a file for spreadsheets.
pub async fn csv(office: Office, PageQuery(query): PageQuery<AuditQuery>) -> Result<Response, Fault> {
    export(&office, &query, Format::Csv).await
}

/// The record as a file for programs.
pub async fn jsonl(office: Office, PageQuery(query): PageQuery<AuditQuery>) -> Result<Response, Fault> {
    export(&office, &query, Format::Jsonl).await
}

async fn export(office: &Office, query: &AuditQuery, format: Format) -> Result<Response, Fault> {
    let wanted = match wanted(query) {
        Ok(wanted) => wanted,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let parts = export_audit::of_portal(office.call.app.clone(), &office.author(), wanted, format).await?;
    Ok(download(&format!("vestibule-audit.{}", ending(format)), kind(format), parts))
}

fn wanted(query: &AuditQuery) -> Result<Wanted, Refusal> {
    let slug = query.about.trim().to_lowercase();
    Ok(Wanted { site: Some(slug).filter(|slug| !slug.is_empty()), client: None, ..query.wanted()? })
}

fn line(page: &Frame<'_>, found: &PlatformEntry) -> Line {
    let slug = found.slug.clone().unwrap_or_default();
    let is_there = found.entry.action != Action::SiteDeleted.word() && !slug.is_empty();
    let about = Named { href: is_there.then(|| format!("/admin/sites/{slug}")), text: slug };
    Line { about, ..bare_line(page, "/admin", &found.entry) }
}
