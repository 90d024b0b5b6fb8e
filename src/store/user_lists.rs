//! Accounts in lists. Each order has its index, and so have the few that are disabled, invited or admins. What somebody types is
//! looked up as the beginning of an address, its domain, a name, a surname or a username: behind row-level security Postgres uses
//! no index for anything else (`migrations/0028_people_lists.up.sql`). An id is found at once.

use anyhow::Result;
use sqlx::{FromRow, Postgres, QueryBuilder};
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{
    paging::Paging,
    user_list::{Order, Place, Sought, Span, Wanted},
    user_record::UserRecord,
};

/// How many a search finds at most by each of the columns it looks into. Whoever finds so many types more.
const MOST_FOUND: i64 = 1001;
/// What searches look into. All of it sorts by bytes, so what begins alike lies together.
const SOUGHT_IN: [&str; 5] = [r#"email collate "C""#, "email_domain", r#"username collate "C""#, "name_key", "surname_key"];
/// Comes after every letter.
const LAST: char = '\u{10FFFF}';

const SELECT: &str =
    "select id, email, email_verified_at is not null as email_verified, username, name, role, status, protected, locale,
       time_zone, created_at, updated_at, last_login_at
from users where true";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    email: String,
    email_verified: bool,
    username: Option<String>,
    name: Option<String>,
    role: String,
    status: String,
    protected: bool,
    locale: Option<String>,
    time_zone: Option<String>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
    last_login_at: Option<OffsetDateTime>,
}

/// One page of them, and how many there are in all.
pub async fn page(tx: &mut SiteTx, wanted: &Wanted, paging: Paging) -> Result<(Vec<UserRecord>, i64)> {
    let mut count = QueryBuilder::new("select count(*) from users where true");
    found(&mut count, wanted);
    let total = count.build_query_scalar().persistent(false).fetch_one(tx.connection()).await?;
    let mut query = QueryBuilder::new(SELECT);
    found(&mut query, wanted);
    query.push(" order by ").push(clause(wanted.order));
    query.push(" limit ").push_bind(paging.per_page).push(" offset ").push_bind(paging.offset());
    Ok((fetch(tx, query).await?, total))
}

/// The first of them after a place. Each part costs the same, however far down the list it is.
pub async fn part(tx: &mut SiteTx, wanted: &Wanted, after: Option<&Place>, most: i64) -> Result<Vec<UserRecord>> {
    let mut query = QueryBuilder::new(SELECT);
    found(&mut query, wanted);
    if let Some(place) = after {
        beyond(&mut query, wanted.order, place);
    }
    query.push(" order by ").push(clause(wanted.order)).push(" limit ").push_bind(most);
    fetch(tx, query).await
}

/// How many there are, unless they are more than `most`; then it is one more.
pub async fn count(tx: &mut SiteTx, wanted: &Wanted, most: i64) -> Result<i64> {
    let mut query = QueryBuilder::new("select count(*) from (select from users where true");
    found(&mut query, wanted);
    query.push(" limit ").push_bind(most + 1).push(") few");
    Ok(query.build_query_scalar().persistent(false).fetch_one(tx.connection()).await?)
}

/// All of them by their ids, some at a time: those after `after`. For what goes through a whole list, where nothing may be left
/// out and order does not matter.
pub async fn chunk(tx: &mut SiteTx, wanted: &Wanted, after: Uuid, most: i64) -> Result<Vec<UserRecord>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push(" and id > ").push_bind(after);
    any(&mut query, wanted);
    query.push(" order by id limit ").push_bind(most);
    fetch(tx, query).await
}

/// How many `chunk` goes through in all.
pub async fn count_all(tx: &mut SiteTx, wanted: &Wanted) -> Result<i64> {
    let mut query = QueryBuilder::new("select count(*) from users where true");
    any(&mut query, wanted);
    Ok(query.build_query_scalar().persistent(false).fetch_one(tx.connection()).await?)
}

/// All that a search is about and the filters let through.
fn any(query: &mut QueryBuilder<'_, Postgres>, wanted: &Wanted) {
    match wanted.sought() {
        Sought::Anybody => {}
        Sought::Id(id) => drop(query.push(" and id = ").push_bind(id)),
        Sought::Start(start) => {
            for (number, column) in SOUGHT_IN.iter().enumerate() {
                query.push(if number == 0 { " and (" } else { " or " });
                begins(query, column, start);
            }
            query.push(")");
        }
    }
    narrow(query, wanted);
}

async fn fetch(tx: &mut SiteTx, mut query: QueryBuilder<'_, Postgres>) -> Result<Vec<UserRecord>> {
    // Planned for what is asked, not for what is usual: how rare it is decides which index is best.
    let rows: Vec<Row> = query.build_query_as().persistent(false).fetch_all(tx.connection()).await?;
    Ok(rows.into_iter().map(UserRecord::from).collect())
}

/// Those that a search finds and the filters let through. Each column is read by its index and no further than it has to be, so
/// that a single letter costs no more than a whole address.
fn found(query: &mut QueryBuilder<'_, Postgres>, wanted: &Wanted) {
    match wanted.sought() {
        Sought::Anybody => narrow(query, wanted),
        Sought::Id(id) => {
            query.push(" and id = ").push_bind(id);
            narrow(query, wanted);
        }
        Sought::Start(start) => {
            for (number, column) in SOUGHT_IN.iter().enumerate() {
                query.push(if number == 0 { " and id in (" } else { " union " });
                begins(query.push("(select id from users where "), column, start);
                narrow(query, wanted);
                query.push(" order by ").push(column).push(" limit ").push(MOST_FOUND).push(")");
            }
            query.push(")");
        }
    }
}

fn begins(query: &mut QueryBuilder<'_, Postgres>, column: &str, start: &str) {
    query.push(column).push(" between lower(").push_bind(start.to_owned());
    query.push(") and lower(").push_bind(start.to_owned()).push(") || ").push_bind(LAST.to_string());
}

fn narrow(query: &mut QueryBuilder<'_, Postgres>, wanted: &Wanted) {
    if let Some(role) = wanted.role {
        query.push(" and role = ").push_bind(role.word());
    }
    if let Some(status) = wanted.status {
        query.push(" and status = ").push_bind(status.word());
    }
    match wanted.verified {
        Some(true) => drop(query.push(" and email_verified_at is not null")),
        Some(false) => drop(query.push(" and email_verified_at is null")),
        None => {}
    }
    within(query, "created_at", wanted.created);
    within(query, "seen_at", wanted.seen);
}

fn within(query: &mut QueryBuilder<'_, Postgres>, column: &str, span: Span) {
    if let Some(from) = span.from {
        query.push(" and ").push(column).push(" >= ").push_bind(from);
    }
    if let Some(to) = span.to {
        query.push(" and ").push(column).push(" < ").push_bind(to);
    }
}

fn beyond(query: &mut QueryBuilder<'_, Postgres>, order: Order, place: &Place) {
    match order {
        Order::Email => drop(query.push(" and email > ").push_bind(place.email.clone())),
        Order::EmailDescending => drop(query.push(" and email < ").push_bind(place.email.clone())),
        Order::Created => row(query, "(created_at, id) > (", Some(place.created_at), place.id),
        Order::CreatedDescending => row(query, "(created_at, id) < (", Some(place.created_at), place.id),
        Order::LastLogin => row(query, "(seen_at, id) > (", place.last_login_at, place.id),
        Order::LastLoginDescending => row(query, "(seen_at, id) < (", place.last_login_at, place.id),
    }
}

fn row(query: &mut QueryBuilder<'_, Postgres>, comparison: &str, at: Option<OffsetDateTime>, id: Uuid) {
    query.push(" and ").push(comparison);
    match at {
        Some(at) => drop(query.push_bind(at)),
        None => drop(query.push("'-infinity'")),
    }
    query.push(", ").push_bind(id).push(")");
}

fn clause(order: Order) -> &'static str {
    match order {
        Order::Email => "email",
        Order::EmailDescending => "email desc",
        Order::Created => "created_at, id",
        Order::CreatedDescending => "created_at desc, id desc",
        Order::LastLogin => "seen_at, id",
        Order::LastLoginDescending => "seen_at desc, id desc",
    }
}

impl From<Row> for UserRecord {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            email: row.email,
            email_verified: row.email_verified,
            username: row.username,
            name: row.name,
            role: row.role,
            status: row.status,
            protected: row.protected,
            locale: row.locale,
            time_zone: row.time_zone,
            created_at: row.created_at,
            updated_at: row.updated_at,
            last_login_at: row.last_login_at,
        }
    }
}
