//! Accounts in lists. Each order has its index, and so have the few that are disabled, invited or admins. Words are looked for
//! anywhere in addresses and names, which reads the site's accounts one by one: of a million in about half a second. An id is
//! found at once.

use anyhow::Result;
use sqlx::{FromRow, Postgres, QueryBuilder};
use time::OffsetDateTime;
use uuid::Uuid;

use super::SiteTx;
use crate::model::{
    paging::Paging,
    user_list::{Order, Wanted},
    user_record::UserRecord,
};

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
    filter(&mut count, wanted);
    let total = count.build_query_scalar().fetch_one(tx.connection()).await?;
    let mut query = QueryBuilder::new(
        "select id, email, email_verified_at is not null as email_verified, username, name, role, status, protected, locale,
                time_zone, created_at, updated_at, last_login_at
         from users where true",
    );
    filter(&mut query, wanted);
    query.push(" order by ").push(clause(wanted.order));
    query.push(" limit ").push_bind(paging.per_page).push(" offset ").push_bind(paging.offset());
    let rows: Vec<Row> = query.build_query_as().fetch_all(tx.connection()).await?;
    Ok((rows.into_iter().map(UserRecord::from).collect(), total))
}

fn filter(query: &mut QueryBuilder<'_, Postgres>, wanted: &Wanted) {
    if let Some(role) = wanted.role {
        query.push(" and role = ").push_bind(role.word());
    }
    if let Some(status) = wanted.status {
        query.push(" and status = ").push_bind(status.word());
    }
    let Some(words) = wanted.search.as_deref().map(str::trim).filter(|words| !words.is_empty()) else { return };
    match words.parse::<Uuid>() {
        Ok(id) => query.push(" and id = ").push_bind(id),
        // By position and not by pattern, so that there is nothing to escape.
        Err(_) => query
            .push(" and position(lower(")
            .push_bind(words.to_owned())
            .push(") in lower(concat_ws(' ', email, name, username))) > 0"),
    };
}

fn clause(order: Order) -> &'static str {
    match order {
        Order::Email => "email",
        Order::EmailDescending => "email desc",
        Order::Created => "created_at, id",
        Order::CreatedDescending => "created_at desc, id desc",
        Order::LastLogin => "last_login_at nulls first, id",
        Order::LastLoginDescending => "last_login_at desc nulls last, id desc",
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
