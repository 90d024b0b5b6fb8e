//! `/admin/sites`: all sites

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    frame::{Frame, Link},
    nav::Section,
    office::Office,
    pager::Pager,
    respond,
};
use crate::{
    app::App,
    flows::find_sites,
    http::{
        error::{Fault, Refusal},
        problems::question,
        query::PageQuery,
    },
    model::{
        look::{Logo, Look},
        paging::Paging,
        site_list::{ListedSite, Order},
    },
};

/// What the address may say.
#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    page: Option<i64>,
}

#[derive(Template)]
#[template(path = "admin/sites.html")]
struct SitesPage<'a> {
    page: Frame<'a>,
    q: &'a str,
    sort: &'static str,
    orders: Vec<Link>,
    sites: Vec<Row>,
    pager: Pager,
}

struct Row {
    site: ListedSite,
    host: String,
    login: String,
    theme: String,
    logo: Option<Logo>,
    last_login: Option<String>,
}

/// The list.
pub async fn list(office: Office, PageQuery(query): PageQuery<ListQuery>) -> Result<Response, Fault> {
    let Ok(paging) = Paging::parse(query.page, None) else { return Ok(Refusal::NotFound.into_response()) };
    let (app, order) = (&office.call.app, Order::of(&query.sort));
    let search = Some(query.q.trim()).filter(|words| !words.is_empty());
    let (sites, total) = find_sites::listed(app, search, order, paging).await?;
    let page = office.frame(Section::Sites);
    let sort = if order == Order::default() { "" } else { order.word() };
    let public = &app.config.public_url;
    let row = |site: ListedSite| {
        let look = app.sites.by_id(site.id).map(|site| app.themes.look(&site));
        Row {
            host: site.host(public.host_str().unwrap_or_default()).to_owned(),
            login: site.login(public),
            theme: theme_of(app, &site, look.as_deref()),
            logo: look.and_then(|look| look.sign()),
            last_login: site.last_login_at.map(|at| page.moment(at)),
            site,
        }
    };
    let sites = sites.into_iter().map(row).collect();
    let orders = orders(&page, &query.q, order);
    let pager = Pager::new("/admin/sites", &[("q", &query.q), ("sort", sort)], paging, total);
    respond(StatusCode::OK, &SitesPage { page, q: &query.q, sort, orders, sites, pager })
}

/// What the theme is called that the site wears: its look may name another one than its settings do.
fn theme_of(app: &App, site: &ListedSite, look: Option<&Look>) -> String {
    let worn = look.map(|look| look.theme.title.clone());
    worn.or_else(|| Some(app.themes.get(&site.theme)?.theme.title.clone())).unwrap_or_else(|| site.theme.clone())
}

fn orders(page: &Frame<'_>, q: &str, now: Order) -> Vec<Link> {
    let to = |order: Order| Link {
        href: format!("/admin/sites{}", question(&[("q", q), ("sort", order.word())])),
        text: page.text(&format!("admin-sort-{}", order.word())),
        lang: "",
        current: order == now,
    };
    Order::ALL.map(to).into()
}
