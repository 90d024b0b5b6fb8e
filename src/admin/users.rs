//! `…/users`: a site's people

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    bulk::{self, UnderWay},
    desk::Desk,
    download::download,
    filter::Choice,
    frame::Frame,
    moment::Moment,
    nav::Section,
    respond,
    user_query::UserQuery,
    user_words::{roles, standing, statuses, yes_no},
};
use crate::{
    flows::{
        export_users,
        list_users::{self, MOST_COUNTED, Part},
    },
    http::{error::Fault, query::PageQuery},
    model::{user_list::Place, user_record::UserRecord},
};

#[derive(Template)]
#[template(path = "admin/users.html")]
struct UsersPage<'a> {
    page: Frame<'a>,
    query: &'a UserQuery,
    roles: Vec<Choice>,
    statuses: Vec<Choice>,
    verified: Vec<Choice>,
    columns: Vec<Column>,
    lines: Vec<Line>,
    total: String,
    many: bool,
    first: Option<String>,
    next: Option<String>,
    export: String,
    acts: Vec<Choice>,
    under_way: Vec<UnderWay>,
    base: String,
}

/// A column that the list can be sorted by.
struct Column {
    text: String,
    href: String,
    sorted: &'static str,
}

struct Line {
    user: UserRecord,
    badges: Vec<(&'static str, String)>,
    created: Moment,
    seen: Option<Moment>,
}

/// The list.
pub async fn list(desk: Desk, PageQuery(query): PageQuery<UserQuery>) -> Result<Response, Fault> {
    let (wanted, place) = match (query.wanted(), query.place()) {
        (Ok(wanted), Ok(place)) => (wanted, place),
        (Err(refusal), _) | (_, Err(refusal)) => return Ok(refusal.into_response()),
    };
    let part = list_users::part(&desk.admin, &wanted, place.as_ref()).await?;
    let page = desk.frame(Section::Users).await?;
    respond(StatusCode::OK, &users_page(page, &desk, &query, part))
}

/// The list as a file.
pub async fn export(desk: Desk, PageQuery(query): PageQuery<UserQuery>) -> Result<Response, Fault> {
    let wanted = match query.wanted() {
        Ok(wanted) => wanted,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let name = format!("{}-users.csv", desk.visit().site.slug);
    Ok(download(&name, "text/csv; charset=utf-8", export_users::csv(desk.admin, wanted).await?))
}

fn users_page<'a>(page: Frame<'a>, desk: &Desk, query: &'a UserQuery, part: Part) -> UsersPage<'a> {
    let base = desk.path("/users");
    let to = |place: &Place| format!("{base}{}", query.question(&query.sort, &place.to_cursor()));
    let column = |key: &str, column, descending| Column {
        text: page.text(key),
        href: format!("{base}{}", query.question(query.turned(column, descending), "")),
        sorted: query.sorted(column),
    };
    UsersPage {
        columns: vec![
            column("people-email", "email", "-email"),
            column("people-created", "created_at", "-created_at"),
            column("people-seen", "last_login_at", "-last_login_at"),
        ],
        roles: roles(&page, &query.role),
        statuses: statuses(&page, &query.status),
        verified: yes_no(&page, "people-verified", &query.verified),
        total: page.number(part.total.min(MOST_COUNTED)),
        many: part.total > MOST_COUNTED,
        first: (!query.after.is_empty()).then(|| format!("{base}{}", query.question(&query.sort, ""))),
        next: part.next.as_ref().map(to),
        acts: bulk::acts(&page),
        under_way: part.under_way.iter().map(|change| UnderWay::new(desk, &page, change)).collect(),
        export: format!("{base}.csv{}", query.question("", "")),
        lines: part.users.into_iter().map(|user| line(&page, user)).collect(),
        query,
        base,
        page,
    }
}

fn line(page: &Frame<'_>, user: UserRecord) -> Line {
    Line {
        badges: standing(page, &user),
        created: Moment::new(page, user.created_at),
        seen: user.last_login_at.map(|at| Moment::new(page, at)),
        user,
    }
}
