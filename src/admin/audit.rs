//! `…/audit`: what happened at a site

use askama::Template;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::{
    audit_query::{ACTORS, AuditQuery, is_of_site, told},
    desk::Desk,
    download::download,
    filter::{Choice, status_of, unreadable},
    frame::Frame,
    moment::Moment,
    nav::Section,
    respond,
};
use crate::{
    flows::{
        administration,
        audit::{self, Names},
        export_audit::{self, Format},
    },
    http::{
        error::{Fault, Refusal},
        problems::Problems,
        query::PageQuery,
    },
    model::{
        audit::{Entry, Place, Wanted},
        event::Action,
    },
};

/// A record, a site's or the operator's.
#[derive(Template)]
#[template(path = "admin/audit.html")]
pub struct AuditPage<'a> {
    /// The frame.
    pub page: Frame<'a>,
    /// What of the filter cannot be read.
    pub problems: Problems,
    /// What it is filtered by.
    pub query: &'a AuditQuery,
    /// Whether it is the operator's.
    pub of_portal: bool,
    /// Its address.
    pub base: String,
    /// What to choose from.
    pub actors: Vec<Choice>,
    /// What to choose from.
    pub actions: Vec<Choice>,
    /// What to choose from.
    pub results: Vec<Choice>,
    /// What to choose from; nothing where there is no app.
    pub apps: Vec<Choice>,
    /// The entries.
    pub lines: Vec<Line>,
    /// Whether the page does not begin at the beginning.
    pub is_later: bool,
    /// Where the next part begins.
    pub next: Option<Place>,
}

/// An entry in a list.
pub struct Line {
    /// When.
    pub at: Moment,
    /// What happened, in words.
    pub what: String,
    /// Everything about it.
    pub href: String,
    /// Whether it did not come off.
    pub refused: bool,
    /// Who did it.
    pub by: Named,
    /// Whose account, or which site, it is about.
    pub about: Named,
    /// Which app it is about.
    pub app: Named,
    /// From where.
    pub address: String,
}

/// Somebody or something, and where to find out more.
pub struct Named {
    /// The name; empty for nobody.
    pub text: String,
    /// Its page, if there is one.
    pub href: Option<String>,
}

/// The record, the newest first.
pub async fn list(desk: Desk, PageQuery(query): PageQuery<AuditQuery>) -> Result<Response, Fault> {
    let wrong = query.unreadable();
    let wanted = match query.readable(&wrong).wanted() {
        Ok(wanted) => wanted,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let part = match about(&desk, &query, wanted).await?.filter(|_| wrong.is_empty()) {
        Some(wanted) => audit::read(&desk.admin, &wanted, None).await?.map_err(|_| Refusal::BadRequest),
        // Nobody of that name, so nothing about them.
        None => Ok(audit::Part { entries: Vec::new(), next: None }),
    };
    let part = match part {
        Ok(part) => part,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let names = audit::name(&desk.admin, &part.entries).await?;
    let page = desk.frame(Section::Audit).await?;
    let page = page.led_by_text("audit-lead");
    let of_sites = Action::all().filter(|action| is_of_site(*action));
    let page = AuditPage {
        of_portal: false,
        base: desk.path("/audit"),
        actors: query.actors(&page),
        actions: query.actions(&page, of_sites),
        results: query.results(&page),
        apps: query.apps(&page, &names.apps),
        lines: part.entries.iter().map(|entry| line(&page, &desk.path(""), entry, &names)).collect(),
        is_later: !query.after.is_empty(),
        next: part.next,
        query: &query,
        problems: unreadable(&wrong),
        page,
    };
    respond(status_of(&page.problems), &page)
}

/// The record as a file for spreadsheets.
pub async fn csv(desk: Desk, PageQuery(query): PageQuery<AuditQuery>) -> Result<Response, Fault> {
    export(desk, &query, Format::Csv).await
}

/// The record as a file for programs.
pub async fn jsonl(desk: Desk, PageQuery(query): PageQuery<AuditQuery>) -> Result<Response, Fault> {
    export(desk, &query, Format::Jsonl).await
}

async fn export(desk: Desk, query: &AuditQuery, format: Format) -> Result<Response, Fault> {
    let wanted = match query.wanted() {
        Ok(wanted) => wanted,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    // Nobody has this id.
    let nobody = Wanted { user: Some(Uuid::nil()), ..Wanted::default() };
    let wanted = about(&desk, query, wanted).await?.unwrap_or(nobody);
    let name = format!("{}-audit.{}", desk.visit().site.slug, ending(format));
    Ok(download(&name, kind(format), export_audit::of_site(desk.admin, wanted, format).await?))
}

/// The ending of such a file's name.
#[must_use]
pub fn ending(format: Format) -> &'static str {
    match format {
        Format::Csv => "csv",
        Format::Jsonl => "jsonl",
    }
}

/// The media type of such a file.
#[must_use]
pub fn kind(format: Format) -> &'static str {
    match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Jsonl => "application/jsonl; charset=utf-8",
    }
}

/// With the account that it is about, if the address names one; nothing if there is no such account.
async fn about(desk: &Desk, query: &AuditQuery, wanted: Wanted) -> Result<Option<Wanted>, Fault> {
    let user = match query.about.trim() {
        "" => return Ok(Some(wanted)),
        named => match named.parse() {
            // A deleted account's history is found by its id.
            Ok(id) => Some(id),
            Err(_) => administration::find_named(&desk.admin, named).await?.map(|user| user.id),
        },
    };
    Ok(user.map(|id| Wanted { user: Some(id), ..wanted }))
}

/// An entry of a site's record. `base` is where the site's pages begin, `names` what there still is of what it names.
#[must_use]
pub(super) fn line(page: &Frame<'_>, base: &str, entry: &Entry, names: &Names) -> Line {
    let account = |id: Uuid| match names.accounts.get(&id) {
        Some(email) => Named { text: email.clone(), href: Some(format!("{base}/users/{id}")) },
        None => Named { text: page.text("audit-gone"), href: Some(format!("{base}/audit?about={id}")) },
    };
    let app = |id: Uuid| match names.app(id) {
        Some(name) => Named { text: name.to_owned(), href: Some(format!("{base}/clients/{id}")) },
        None => Named { text: page.text("audit-app-gone"), href: Some(format!("{base}/audit?client={id}")) },
    };
    Line {
        by: entry.actor.id.map_or_else(|| kind_of(page, &entry.actor.kind), account),
        about: entry.user_id.map_or_else(Named::nobody, account),
        app: entry.app().map_or_else(Named::nobody, app),
        ..bare_line(page, base, entry)
    }
}

/// An entry without names.
#[must_use]
pub fn bare_line(page: &Frame<'_>, base: &str, entry: &Entry) -> Line {
    Line {
        at: Moment::new(page, entry.at),
        what: told(page, &entry.action),
        href: format!("{base}/audit/{}", entry.id),
        refused: entry.result == "refused",
        by: kind_of(page, &entry.actor.kind),
        about: Named::nobody(),
        app: Named::nobody(),
        address: entry.ip.map(|ip| ip.to_string()).unwrap_or_default(),
    }
}

impl Named {
    fn nobody() -> Self {
        Self { text: String::new(), href: None }
    }
}

fn kind_of(page: &Frame<'_>, kind: &str) -> Named {
    let key = ACTORS.iter().find(|(word, _)| *word == kind).map(|(_, key)| *key);
    Named { text: key.map_or_else(|| kind.to_owned(), |key| page.text(key)), href: None }
}
