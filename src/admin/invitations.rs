//! `…/invitations`: who is invited and has not accepted yet

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{desk::Desk, frame::Frame, moment::Moment, nav::Section, respond};
use crate::{
    flows::{list_invitations, list_users::MOST_COUNTED},
    http::{
        error::{Fault, Refusal},
        query::PageQuery,
    },
    model::{user_list::Place, user_record::UserRecord},
};

/// What the address may say.
#[derive(Deserialize)]
pub struct InvitationsQuery {
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "admin/invitations.html")]
struct InvitationsPage<'a> {
    page: Frame<'a>,
    lines: Vec<Line>,
    total: String,
    many: bool,
    first: Option<String>,
    next: Option<String>,
}

struct Line {
    user: UserRecord,
    invited: Moment,
    until: Option<Moment>,
}

/// The list, the newest first.
pub async fn list(desk: Desk, PageQuery(query): PageQuery<InvitationsQuery>) -> Result<Response, Fault> {
    let place = Place::parse(&query.after);
    if place.is_none() && !query.after.is_empty() {
        return Ok(Refusal::BadRequest.into_response());
    }
    let part = list_invitations::part(&desk.admin, place.as_ref()).await?;
    let page = desk.frame(Section::Invitations).await?.led_by_text("people-invitations-lead");
    let base = desk.path("/invitations");
    let line = |user: UserRecord| Line {
        invited: Moment::new(&page, user.created_at),
        until: part.open_until.get(&user.id).map(|until| Moment::new(&page, *until)),
        user,
    };
    let page = InvitationsPage {
        total: page.number(part.list.total.min(MOST_COUNTED)),
        many: part.list.total > MOST_COUNTED,
        first: place.map(|_| base.clone()),
        next: part.list.next.as_ref().map(|place| format!("{base}?after={}", place.to_cursor())),
        lines: part.list.users.into_iter().map(line).collect(),
        page,
    };
    respond(StatusCode::OK, &page)
}
