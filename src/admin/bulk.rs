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
    flows::{
        bulk_users::{self, Act, MOST_NAMED, Whom},
        list_users::{self, MOST_COUNTED},
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        problems::question,
        query::PageQuery,
    },
};

/// What is to be done to whom.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Order {
    act: String,
    /// The ids, with commas between them.
    ids: String,
    /// Anything, for all that the filter lets through.
    all: String,
    /// After which account it goes on.
    from: String,
    /// How many were changed, and how many left, before.
    changed: String,
    left: String,
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
    many: bool,
    text: String,
    button: String,
    danger: bool,
    base: String,
    back: String,
}

#[derive(Template)]
#[template(path = "admin/bulk_done.html")]
struct DonePage<'a> {
    page: Frame<'a>,
    act: &'static str,
    order: &'a Order,
    changed: i64,
    left: i64,
    base: String,
    back: String,
}

/// What can be done to many, to choose from.
#[must_use]
pub fn acts(page: &Frame<'_>) -> Vec<Choice> {
    let choice =
        |act: Act| Choice { value: act.word().to_owned(), label: page.text(&key(act, "")), selected: act == Act::EndLogins };
    [Act::EndLogins, Act::Disable, Act::Enable].map(choice).into()
}

/// How many it will be. Which, says each ticked box.
pub async fn show(desk: Desk, RawQuery(query): RawQuery) -> Result<Response, Fault> {
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
    let count = match &whom {
        Whom::Named(ids) => i64::try_from(ids.len())?,
        Whom::All(wanted) => list_users::count(&desk.admin, wanted).await?,
    };
    let page = desk.frame(Section::Users).await?;
    let title = page.text(&key(act, ""));
    let page = BulkPage {
        act: act.word(),
        count: count.min(MOST_COUNTED),
        many: count > MOST_COUNTED,
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

/// Does as many as one request may, and says how far that was.
pub async fn submit(desk: Desk, Form(order): Form<Order>) -> Result<Response, Fault> {
    let ((act, whom), from) = match (order.read(), order.from()) {
        (Ok(read), Ok(from)) => (read, from),
        (Err(refusal), _) | (_, Err(refusal)) => return Ok(refusal.into_response()),
    };
    if act.is_dangerous() && !desk.is_fresh() {
        // To the page that this came from, which asks for the proof.
        return desk.see_other(&order.address(), None).await;
    }
    let done = bulk_users::submit(&desk.admin, act, &whom, from).await?;
    let sum = |before: &str, now: usize| (before.parse::<usize>().unwrap_or_default().saturating_add(now)).to_string();
    let (changed, left) = (sum(&order.changed, done.changed), sum(&order.left, done.left));
    let next = done.next.map(|id| id.to_string()).unwrap_or_default();
    let order = Order { ids: String::new(), from: next, changed, left, ..order };
    desk.see_other(&format!("/users/bulk/done{}", order.question()), None).await
}

/// How far it has come, and a button to go on.
pub async fn done(desk: Desk, PageQuery(order): PageQuery<Order>) -> Result<Response, Fault> {
    let Some(act) = act(&order.act) else { return Ok(Refusal::BadRequest.into_response()) };
    if order.from().is_err() {
        return Ok(Refusal::BadRequest.into_response());
    }
    if act.is_dangerous() && !order.from.is_empty() && !desk.is_fresh() {
        return Ok(desk.confirm_first());
    }
    let page = desk.frame(Section::Users).await?;
    let title = page.text(&key(act, ""));
    let page = DonePage {
        act: act.word(),
        changed: order.changed.parse().unwrap_or_default(),
        left: order.left.parse().unwrap_or_default(),
        base: desk.path("/users/bulk"),
        back: desk.path(&format!("/users{}", order.filter.question("", ""))),
        order: &order,
        page: page.below(Section::Users, title),
    };
    respond(StatusCode::OK, &page)
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

fn act(word: &str) -> Option<Act> {
    [Act::Disable, Act::Enable, Act::EndLogins].into_iter().find(|act| act.word() == word)
}

fn key(act: Act, which: &str) -> String {
    format!("people-bulk-{}{which}", act.word().replace('_', "-"))
}

impl Order {
    fn read(&self) -> Result<(Act, Whom), Refusal> {
        let act = act(&self.act).ok_or(Refusal::BadRequest)?;
        if !self.all.is_empty() {
            return Ok((act, Whom::All(Box::new(self.filter.wanted()?))));
        }
        let ids = self.ids.split(',').filter(|id| !id.is_empty()).map(str::parse::<Uuid>).collect::<Result<Vec<_>, _>>();
        let ids = ids.map_err(|_| Refusal::BadRequest)?;
        if ids.len() > MOST_NAMED { Err(Refusal::BadRequest) } else { Ok((act, Whom::Named(ids))) }
    }

    /// The page whose button sends it.
    fn address(&self) -> String {
        format!("/users/bulk{}{}", if self.from.is_empty() { "" } else { "/done" }, self.question())
    }

    fn question(&self) -> String {
        let told = [
            ("act", self.act.as_str()),
            ("ids", &self.ids),
            ("all", &self.all),
            ("from", &self.from),
            ("changed", &self.changed),
            ("left", &self.left),
        ];
        question(&told.into_iter().chain(self.filter.pairs()).collect::<Vec<_>>())
    }

    fn from(&self) -> Result<Uuid, Refusal> {
        if self.from.is_empty() { Ok(Uuid::nil()) } else { self.from.parse().map_err(|_| Refusal::BadRequest) }
    }
}
