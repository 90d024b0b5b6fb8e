//! What holds for every route there is. The routes are read from the sources (`tests/support/routes.rs`), so a new one is held to
//! all of this from its first day.

mod answers;
mod doors;
mod foreign_ids;
mod methods;
mod names;

use std::{fs, path::Path, sync::Arc};

use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;
use vestibule::model::site::Site;

use crate::support::{
    Browser, Client, Portal,
    routes::{self, Route},
    snapshot, sql,
};

const MEMBER: &str = "ada@example.com";
const ADMIN: &str = "root@example.com";
const INVITED: &str = "grace@example.com";
/// An id of nothing.
const NOBODY: &str = "01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10";

/// Two sites that have one of everything, and everybody who may come.
struct Stage {
    portal: Portal,
    site: Arc<Site>,
    other: Arc<Site>,
    /// What there is at the site, and at the other one.
    things: Things,
    theirs: Things,
    member: Browser,
    admin: Browser,
    /// An admin of the other site.
    neighbour: Browser,
    operator: Browser,
    document: Value,
}

/// What an address may name, by id.
#[derive(Clone)]
struct Things {
    user: String,
    invited: String,
    session: String,
    client: String,
    secret: String,
    letter: String,
    event: String,
    change: String,
}

impl Stage {
    async fn set() -> Self {
        let tokens = [
            "--service-api-token",
            "service-4f5e6d7c8b9a0f1e2d3c4b5a6f7e",
            "--metrics-token",
            "metrics-4f5e6d7c8b9a0f1e2d3c4b5a6",
        ];
        let limits = ["--limit-operator-address", "100000/1m", "--limit-login-address", "100000/1m"];
        let portal = Portal::open_with(&[tokens, limits].concat());
        let (site, other) = (portal.site().await, portal.site().await);
        let (member, neighbour) = (portal.member(&site, MEMBER).await, portal.site_admin(&other, ADMIN).await);
        portal.member(&other, MEMBER).await;
        let admin = portal.site_admin(&site, ADMIN).await;
        let (things, theirs) = (Things::made(&portal, &site).await, Things::made(&portal, &other).await);
        let operator = portal.operator_at_desk().await;
        let document = portal.stranger().get("/openapi.json").await.ok(StatusCode::OK);
        Self { portal, site, other, things, theirs, member, admin, neighbour, operator, document }
    }

    /// Every page, with whoever may open it, where it is.
    fn pages(&self) -> Vec<(&Browser, Route)> {
        let below = |folder: &str, route: Route| Route { path: format!("{folder}{}", route.path), ..route };
        let of_site = [routes::pages(), routes::on_the_way()].concat().into_iter().map(|route| (&self.member, route));
        let of_admins = routes::desk().into_iter().map(|route| (&self.admin, below("/admin", route)));
        let folder = format!("/admin/sites/{}", self.site.slug);
        let of_operator = routes::desk().into_iter().map(|route| below(&folder, route));
        let of_operator = of_operator.chain(routes::office()).chain(routes::portal()).map(|route| (&self.operator, route));
        of_site.chain(of_admins).chain(of_operator).collect()
    }

    /// Every address of the API below the site, as the site knows it, and every other one.
    fn endpoints(&self) -> (Vec<Route>, Vec<Route>) {
        let site = "/s/{site}";
        let (within, portal): (Vec<Route>, Vec<Route>) =
            routes::api(&self.document).into_iter().partition(|route| route.path.starts_with(site));
        let within = within.into_iter().map(|route| Route { path: route.path[site.len()..].to_owned(), ..route }).collect();
        let id = self.site.id.to_string();
        let named = |route: Route| Route {
            path: route.path.replace("/api/sites/{id}", "/api/sites/{site}").replace("{site}", &id),
            ..route
        };
        (within, portal.into_iter().map(named).collect())
    }

    /// What the API's description says of an operation.
    fn described(&self, path: &str, method: &str) -> &Value {
        &self.document["paths"][path][method.to_lowercase()]
    }

    /// Everything that is kept of both sites, once all letters have gone: another story's worker may take them.
    async fn kept(&self) -> [String; 2] {
        for site in [&self.site, &self.other] {
            self.portal.mail(site, MEMBER).await;
        }
        [snapshot(&self.site).await, snapshot(&self.other).await]
    }

    /// Somebody's program at the site.
    async fn program(&self, email: &str) -> Client {
        self.portal.program(&self.site, email).await
    }
}

impl Things {
    async fn made(portal: &Portal, site: &Site) -> Self {
        let (operator, base) = (portal.operator(), format!("/api/sites/{}", site.id));
        let allow = json!({ "settings": { "temporary_passwords": true } });
        operator.patch(&base, allow).await.ok(StatusCode::OK);
        let invited = operator.post(&format!("{base}/users"), json!({ "email": INVITED })).await.ok(StatusCode::CREATED);
        let about = json!({ "name": "Shop", "kind": "web", "redirect_uris": ["https://shop.example/callback"] });
        let client = operator.post(&format!("{base}/clients"), about).await.ok(StatusCode::CREATED);
        operator
            .patch(&format!("{base}/look"), json!({ "tokens": { "color": { "brand": "#0b6e4f" } } }))
            .await
            .ok(StatusCode::OK);
        operator.post(&format!("{base}/look/publish"), json!({})).await.ok(StatusCode::OK);
        let one = async |what: &str| {
            let id = sqlx::query_scalar(what).bind(site.id).bind(MEMBER).fetch_one(&sql().await).await;
            id.map(|id: Uuid| id.to_string()).unwrap()
        };
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            user: one("select id from users where site_id = $1 and email = $2").await,
            session: one("select s.id from sessions s join users u on (u.site_id, u.id) = (s.site_id, s.user_id)
                          where s.site_id = $1 and u.email = $2 limit 1")
            .await,
            letter: one("select id from outbox where site_id = $1 and recipient = $2 limit 1").await,
            event: one("select e.id from events e join users u on (u.site_id, u.id) = (e.site_id, e.user_id)
                        where e.site_id = $1 and u.email = $2 limit 1")
            .await,
            change: one("insert into bulk_changes (site_id, id, ordered_at, address, agent, act, whom, total, ended_at)
                         values ($1, gen_random_uuid(), now(), '127.0.0.1', $2, 'enable', '{\"named\": []}', 0, now()) returning id")
            .await,
            invited: text(&invited["id"]),
            client: text(&client["client_id"]),
            secret: text(&client["secrets"][0]["id"]),
        }
    }

    /// As many things that are not there.
    fn none() -> Self {
        let [user, invited, session, client, secret, letter, event, change] = [(); 8].map(|()| NOBODY.to_owned());
        Self { user, invited, session, client, secret, letter, event, change }
    }

    /// The addresses that a route stands for.
    fn fill(&self, path: &str) -> Vec<String> {
        let acts: &[&str] = match (path.contains("{act}"), path.contains("/clients/")) {
            (false, _) => &[""],
            (true, true) => &["disable", "enable", "delete"],
            (true, false) => &[
                "send-reset",
                "resend-invitation",
                "withdraw-invitation",
                "end-sessions",
                "enable",
                "disable",
                "make-admin",
                "make-member",
                "delete",
            ],
        };
        acts.iter().map(|act| self.fill_with(path, act)).collect()
    }

    fn fill_with(&self, path: &str, act: &str) -> String {
        let user = if act.ends_with("invitation") { &self.invited } else { &self.user };
        let mut before = "";
        let filled = path.split('/').map(|part| {
            let named: &str = match (before, part) {
                ("users", "{id}") => user,
                ("clients" | "apps", "{id}") | (_, "{app}") => &self.client,
                ("outbox" | "mailbox", "{id}") => &self.letter,
                ("audit", "{id}") => &self.event,
                ("sessions", "{id}") | (_, "{session}") => &self.session,
                (_, "{secret}") => &self.secret,
                (_, "{change}") => &self.change,
                (_, "{act}") => act,
                (_, "{step}") => "access",
                (_, "{name}") => "reset",
                (_, "{place}") => "logo_light",
                (_, "{version}") => "1",
                (_, other) => other,
            };
            before = part;
            named
        });
        let filled = filled.collect::<Vec<_>>().join("/");
        assert!(!filled.contains('{'), "nobody knows what stands at {filled}");
        filled
    }

    fn ids(&self) -> [&str; 8] {
        [&self.user, &self.invited, &self.session, &self.client, &self.secret, &self.letter, &self.event, &self.change]
    }
}

#[test]
fn no_file_names_a_route_that_these_stories_do_not_know_of() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let root = folders[0].clone();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read_to_string(&path).is_ok_and(|text| text.contains(".route(")) {
                assert!(routes::FILES.contains(&name.as_str()), "src/{name} names routes");
            }
        }
    }
}
