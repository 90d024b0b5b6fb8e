//! `…/users/bulk`: the same for many accounts

use askama::Template;
use axum::{
    extract::RawQuery,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use url::form_urlencoded;
use uuid::Uuid;

use super::{desk::Desk, filter::Choice, frame::Frame, nav::Section, respond, user_query::UserQuery};
use crate::{
    flows::bulk_users::{self, MOST_NAMED},
    http::{
        error::{Fault, Refusal},
        form::Form,
        path::Path,
        problems::question,
    },
    model::bulk_change::{Act, BulkChange, Whom},
};

/// Which change.
#[derive(Deserialize)]
pub struct ChangePath {
    change: Uuid,
}

/// What is to be done to whom.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Order {
    act: String,
    /// The ids, with commas between them.
    ids: String,
    /// Anything, for all that the filter lets through.
    all: String,
    #[serde(flatten)]
    filter: UserQuery,
}

#[derive(Template)]
#[template(path = "admin/bulk.html")]
struct BulkPage<'a> {
    page: Frame<'a>,
    act: &'static str,
    order: &'a Order,
    count: i64,
    text: String,
    button: String,
    danger: bool,
    base: String,
    back: String,
}

#[derive(Template)]
#[template(path = "admin/bulk_change.html")]
struct ChangePage<'a> {
    page: Frame<'a>,
    change: &'a BulkChange,
    ordered_at: String,
    base: String,
}

/// A change that is under way, as the list of people tells of it.
pub struct UnderWay {
    /// What is done, to how many, how far it is.
    pub text: String,
    /// Where more is told.
    pub href: String,
}

/// What can be done to many, to choose from.
#[must_use]
pub fn acts(page: &Frame<'_>) -> Vec<Choice> {
    let choice =
        |act: Act| Choice { value: act.word().to_owned(), label: page.text(&key(act, "")), selected: act == Act::EndLogins };
    Act::ALL.map(choice).into()
}

impl UnderWay {
    /// As the list tells of it.
    #[must_use]
    pub fn new(desk: &Desk, page: &Frame<'_>, change: &BulkChange) -> Self {
        let (done, total) = (page.number(change.done()), page.number(change.total));
        let how_far = page.text_with_two("people-bulk-done", "done", done, "total", total);
        Self {
            text: format!("{}: {how_far}", page.text(&key(change.act, ""))),
            href: desk.path(&format!("/users/bulk/{}", change.id)),
        }
    }
}

/// How many it will be. Which, says each ticked box.
pub async fn ask(desk: Desk, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    let order = match ticked(&query.unwrap_or_default()) {
        Ok(order) => order,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let (act, whom) = match order.read() {
        Ok(read) => read,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    if act.is_dangerous() && !desk.is_fresh() {
        return Ok(desk.confirm_first());
    }
    let page = desk.frame(Section::Users).await?;
    let title = page.text(&key(act, ""));
    let page = BulkPage {
        act: act.word(),
        count: bulk_users::count(&desk.admin, &whom).await?,
        text: page.text(&key(act, "-text")),
        button: title.clone(),
        danger: act == Act::Disable,
        base: desk.path("/users/bulk"),
        back: desk.path(&format!("/users{}", order.filter.question(&order.filter.sort, ""))),
        order: &order,
        page: page.below(Section::Users, title),
    };
    respond(StatusCode::OK, &page)
}

/// Begins.
pub async fn submit(desk: Desk, Form(order): Form<Order>) -> Result<Response, Fault> {
    let (act, whom) = match order.read() {
        Ok(read) => read,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    if act.is_dangerous() && !desk.is_fresh() {
        // To the page that this came from, which asks for the proof.
        return desk.see_other(&order.address(), None).await;
    }
    let id = bulk_users::submit(&desk.admin, act, whom).await?;
    desk.see_other(&format!("/users/bulk/{id}"), None).await
}

/// How far it has come.
pub async fn show(desk: Desk, Path(ChangePath { change: id }): Path<ChangePath>) -> Result<Response, Fault> {
    let Some(change) = bulk_users::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let page = desk.frame(Section::Users).await?;
    let title = page.text(&key(change.act, ""));
    let page = ChangePage {
        ordered_at: page.moment(change.ordered_at),
        base: desk.path("/users"),
        change: &change,
        page: page.below(Section::Users, title),
    };
    respond(StatusCode::OK, &page)
}

/// Ends it where it is.
pub async fn stop(desk: Desk, Path(ChangePath { change: id }): Path<ChangePath>) -> Result<Response, Fault> {
    if bulk_users::find(&desk.admin, id).await?.is_none() {
        return Ok(Refusal::NotFound.into_response());
    }
    bulk_users::stop(&desk.admin, id).await?;
    desk.see_other(&format!("/users/bulk/{id}"), None).await
}

/// Each ticked box sends its own `id`, so this address names one more than once.
fn ticked(query: &str) -> Result<Order, Refusal> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let (ids, rest): (Vec<_>, Vec<_>) = pairs.partition(|(name, _)| name == "id");
    let ids: Vec<&str> = ids.iter().map(|(_, id)| id.as_ref()).collect();
    let rest = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    let order: Order = serde_urlencoded::from_str(&rest).map_err(|_| Refusal::BadRequest)?;
    Ok(if ids.is_empty() { order } else { Order { ids: ids.join(","), ..order } })
}

fn key(act: Act, which: &str) -> String {
    format!("people-bulk-{}{which}", act.word().replace('_', "-"))
}

impl Order {
    fn read(&self) -> Result<(Act, Whom), Refusal> {
        let act = Act::find(&self.act).ok_or(Refusal::BadRequest)?;
        if !self.all.is_empty() {
            return Ok((act, Whom::All(Box::new(self.filter.wanted()?))));
        }
        let ids = self.ids.split(',').filter(|id| !id.is_empty()).map(str::parse::<Uuid>).collect::<Result<Vec<_>, _>>();
        let ids = ids.map_err(|_| Refusal::BadRequest)?;
        if ids.len() > MOST_NAMED { Err(Refusal::BadRequest) } else { Ok((act, Whom::Named(ids))) }
    }

    /// The page whose button sends it.
    fn address(&self) -> String {
        let told = [("act", self.act.as_str()), ("ids", &self.ids), ("all", &self.all)];
        format!("/users/bulk{}", question(&told.into_iter().chain(self.filter.pairs()).collect::<Vec<_>>()))
    }
}
