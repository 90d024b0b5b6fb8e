//! Who may administer a site's people, what they may do, and what nobody may.

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::{Value, json};
use vestibule::model::site::Site;

use crate::support::{Client, MASTER_KEY, PASSWORD, Portal, sql};

const ADMIN: &str = "root@example.com";
const EMAIL: &str = "ada@example.com";
const NOBODY: &str = "01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10";

/// Somebody's program, logged in, and the account's id.
async fn program(portal: &Portal, site: &Site, email: &str) -> (Client, String) {
    let credentials = json!({ "email": email, "password": PASSWORD });
    let session = portal.client(site).post("/api/auth/login", credentials).await.ok(StatusCode::OK);
    let bearer = format!("Bearer {}", session["access_token"].as_str().unwrap());
    (portal.client(site).with("authorization", &bearer), session["user"]["id"].as_str().unwrap().to_owned())
}

async fn person(portal: &Portal, site: &Site, email: &str) -> (Client, String) {
    portal.member(site, email).await;
    program(portal, site, email).await
}

async fn admin(portal: &Portal, site: &Site, email: &str) -> (Client, String) {
    let (client, id) = person(portal, site, email).await;
    promote(&operator(portal, site), &id).await;
    (client, id)
}

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY)
}

async fn promote(client: &Client, id: &str) {
    set_role(client, id, "admin").await.ok(StatusCode::OK);
}

async fn set_role(client: &Client, id: &str, role: &str) -> crate::support::Reply {
    client.json(Method::PUT, &format!("/api/admin/users/{id}/role"), &json!({ "role": role })).await
}

async fn act(client: &Client, id: &str, verb: &str) -> crate::support::Reply {
    client.send(Method::POST, &format!("/api/admin/users/{id}/{verb}"), &[], None).await
}

/// Every request of the administration, about one account.
fn requests(id: &str) -> Vec<(Method, String, Option<Value>)> {
    let mut requests = vec![
        (Method::GET, String::new(), None),
        (Method::PATCH, String::new(), Some(json!({ "name": "Mallory" }))),
        (Method::PUT, "/role".to_owned(), Some(json!({ "role": "admin" }))),
    ];
    for verb in ["send-reset", "resend-verification", "end-sessions", "disable", "enable"] {
        requests.push((Method::POST, format!("/{verb}"), None));
    }
    requests.push((Method::DELETE, String::new(), None));
    requests.into_iter().map(|(method, rest, body)| (method, format!("/users/{id}{rest}"), body)).collect()
}

async fn send(client: &Client, method: Method, path: &str, body: Option<&Value>) -> crate::support::Reply {
    match body {
        Some(body) => client.json(method, path, body).await,
        None => client.send(method, path, &[], None).await,
    }
}

#[tokio::test]
async fn only_admins_of_the_site_and_the_operator_get_in() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let (ada, id) = person(&portal, &site, EMAIL).await;
    let (stranger, _) = admin(&portal, &other, ADMIN).await;
    let foreign = portal.client(&site).with(stranger.headers[0].0, &stranger.headers[0].1);
    let wrong = portal.client(&site).with("x-api-key", "not-the-master-key-but-of-a-fair-length");
    let both = ada.with("x-api-key", "not-the-master-key-but-of-a-fair-length");
    let mut all = requests(&id);
    for path in ["/users", "/stats", "/audit"] {
        all.push((Method::GET, path.to_owned(), None));
    }
    all.push((Method::POST, "/users".to_owned(), Some(json!({ "email": "mallory@example.com" }))));
    for (method, path, body) in all {
        let path = format!("/api/admin{path}");
        let place = format!("{method} {path}");
        for (client, problem) in [
            (&portal.client(&site), (401, "token_invalid")),
            (&foreign, (401, "token_invalid")),
            (&portal.client(&site).with("authorization", "Bearer x"), (401, "token_invalid")),
            (&wrong, (401, "api_key_invalid")),
            (&both, (401, "api_key_invalid")),
            (&ada, (403, "forbidden")),
        ] {
            assert_eq!(send(client, method.clone(), &path, body.as_ref()).await.problem(), problem, "{place}");
        }
        let portal_path = path.replace("/api/admin", &format!("/api/sites/{}", site.id));
        for client in [portal.stranger(), portal.stranger().with("authorization", &ada.headers[0].1)] {
            let reply = send(&client, method.clone(), &portal_path, body.as_ref()).await;
            assert_eq!(reply.problem(), (401, "api_key_invalid"), "{place}");
        }
    }
    assert_eq!(ada.get("/api/auth/me").await.ok(StatusCode::OK)["role"], "user");
}

#[tokio::test]
async fn a_demoted_admin_s_token_is_worth_nothing_at_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (root, _) = admin(&portal, &site, ADMIN).await;
    let (ada, id) = admin(&portal, &site, EMAIL).await;
    assert_eq!(ada.get("/api/admin/users").await.status, StatusCode::OK, "as soon as the role is given, too");
    set_role(&root, &id, "user").await.ok(StatusCode::OK);
    assert_eq!(ada.get("/api/admin/users").await.problem(), (403, "forbidden"));
    promote(&root, &id).await;
    act(&root, &id, "disable").await.ok(StatusCode::OK);
    assert_eq!(ada.get("/api/admin/users").await.problem(), (401, "token_invalid"));
}

#[tokio::test]
async fn foreign_ids_are_like_ids_that_nobody_has() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let (root, _) = admin(&portal, &site, ADMIN).await;
    let (_, foreign) = person(&portal, &other, EMAIL).await;
    let portal_s = portal.operator();
    for ((method, path, body), (_, missing, _)) in requests(&foreign).into_iter().zip(requests(NOBODY)) {
        for (client, base) in [(&root, "/api/admin".to_owned()), (&portal_s, format!("/api/sites/{}", site.id))] {
            let mut answers = Vec::new();
            for path in [&path, &missing, &path.replace(&foreign, "x")] {
                let reply = send(client, method.clone(), &format!("{base}{path}"), body.as_ref()).await;
                assert_eq!(reply.problem(), (404, "not_found"), "{method} {base}{path}");
                let mut answer = reply.body.clone();
                answer["request_id"] = Value::Null;
                answers.push(answer);
            }
            answers.dedup();
            assert_eq!(answers.len(), 1);
        }
    }
    let found = root.get(&format!("/api/admin/users?search={foreign}")).await.ok(StatusCode::OK);
    assert_eq!(found["total"], 0);
    assert_eq!(portal_s.get(&format!("/api/sites/{NOBODY}/users")).await.problem(), (404, "not_found"));
    assert_eq!(portal_s.get("/api/sites/x/users").await.problem(), (404, "not_found"));
}

#[tokio::test]
async fn the_operator_administers_every_site_also_a_disabled_one() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (_, id) = person(&portal, &site, EMAIL).await;
    let operator = portal.operator();
    let base = format!("/api/sites/{}", site.id);
    operator.patch(&base, json!({ "status": "disabled" })).await.ok(StatusCode::OK);
    assert_eq!(operator.get(&format!("{base}/users")).await.ok(StatusCode::OK)["items"][0]["id"], json!(id));
    assert_eq!(operator.get(&format!("{base}/stats")).await.ok(StatusCode::OK)["users"]["total"], 1);
    let invited = operator.post(&format!("{base}/users"), json!({ "email": ADMIN })).await.ok(StatusCode::CREATED);
    assert_eq!(invited["status"], "invited");
    assert!(operator.get(&format!("{base}/audit")).await.ok(StatusCode::OK)["items"].as_array().unwrap().len() >= 2);
}

#[tokio::test]
async fn accounts_are_listed_searched_and_sorted() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    let operator = operator(&portal, &site);
    for (email, name, username) in [
        ("carol@example.com", "Carol Danvers", "carol"),
        ("bob@other.example", "Robert 100%_\\ Smith", "bob"),
        ("ada@example.com", "Ada Lovelace", "countess"),
    ] {
        portal.wait(time::Duration::seconds(1));
        operator
            .post("/api/admin/users", json!({ "email": email, "name": name, "username": username }))
            .await
            .ok(StatusCode::CREATED);
    }
    portal.wait(time::Duration::seconds(1));
    let (_, root) = admin(&portal, &site, ADMIN).await;
    let list = async |query: &str| operator.get(&format!("/api/admin/users?{query}")).await.ok(StatusCode::OK);
    let names = |list: &Value| -> Vec<String> {
        let items = list["items"].as_array().unwrap().iter();
        items.map(|user| user["email"].as_str().unwrap().split('@').next().unwrap().to_owned()).collect()
    };
    for (query, expected) in [
        ("", vec!["ada", "bob", "carol", "root"]),
        ("sort=-email", vec!["root", "carol", "bob", "ada"]),
        ("sort=created_at", vec!["carol", "bob", "ada", "root"]),
        ("sort=-created_at", vec!["root", "ada", "bob", "carol"]),
        ("sort=-last_login_at&per_page=1", vec!["root"]),
        ("sort=last_login_at&page=4&per_page=1", vec!["root"]),
        ("page=2&per_page=3", vec!["root"]),
        ("search=LOVELACE", vec!["ada"]),
        ("search=countess", vec!["ada"]),
        ("search=example.com", vec!["ada", "carol", "root"]),
        ("search=robert+100%25_%5C", vec!["bob"]),
        ("search=robert+100__", vec![]),
        ("search=%25", vec![]),
        ("search=SMITH", vec!["bob"]),
        ("search=other", vec!["bob"]),
        ("search=ada%40", vec!["ada"]),
        ("search=velace", vec![]),
        (&format!("search={root}") as &str, vec!["root"]),
        ("role=admin", vec!["root"]),
        ("role=user&status=invited&search=example", vec!["ada", "carol"]),
        ("status=disabled", vec![]),
    ] {
        assert_eq!(names(&list(query).await), expected, "{query}");
    }
    let page = list("per_page=2").await;
    assert_eq!((&page["page"], &page["per_page"], &page["total"]), (&json!(1), &json!(2), &json!(4)));
    for (query, field) in [
        ("page=0", "page"),
        ("per_page=101", "per_page"),
        ("sort=password_hash", "sort"),
        ("sort=email;--", "sort"),
        ("role=root", "role"),
        ("status=gone", "status"),
        ("role=user&role=admin", "role"),
        ("site_id=x", "site_id"),
    ] {
        let reply = operator.get(&format!("/api/admin/users?{query}")).await;
        assert_eq!((reply.problem(), reply.errors()[0].0), ((422, "validation_failed"), field), "{query}");
    }
    assert_eq!(operator.get("/api/admin/users?search=%00").await.problem(), (400, "bad_request"));
}

#[tokio::test]
async fn names_change_and_neither_address_nor_password_can() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    let (root, _) = admin(&portal, &site, ADMIN).await;
    let (_, id) = person(&portal, &site, EMAIL).await;
    let path = format!("/api/admin/users/{id}");
    let changed = root.patch(&path, json!({ "name": " Ada  Lovelace", "username": "Countess" })).await.ok(StatusCode::OK);
    assert_eq!((&changed["name"], &changed["username"]), (&json!("Ada Lovelace"), &json!("countess")));
    let changed = root.patch(&path, json!({ "name": null })).await.ok(StatusCode::OK);
    assert_eq!((&changed["name"], &changed["username"]), (&Value::Null, &json!("countess")));
    for field in ["email", "password", "password_hash", "role", "status", "id", "site_id", "email_verified", "auth_epoch"] {
        assert_eq!(root.patch(&path, json!({ field: "x" })).await.errors(), [(field, "unknown")]);
    }
    assert_eq!(
        root.patch(&path, json!({ "name": "<b>", "username": "a" })).await.errors(),
        [("name", "unusable"), ("username", "too_short")]
    );
    let (_, other) = person(&portal, &site, "bob@example.com").await;
    let taken = root.patch(&format!("/api/admin/users/{other}"), json!({ "username": "countess" })).await;
    assert_eq!(taken.errors(), [("username", "taken")]);
    let everything = [
        root.get("/api/admin/users").await.text,
        root.get(&path).await.text,
        root.get("/api/admin/audit").await.text,
        root.get("/api/admin/stats").await.text,
    ];
    for text in everything {
        assert!(!text.contains("$argon2") && !text.contains("hash") && !text.contains("epoch"), "{text}");
    }
}

#[tokio::test]
async fn disabling_ends_everything_at_once() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (root, _) = admin(&portal, &site, ADMIN).await;
    let browser = portal.member(&site, EMAIL).await;
    let credentials = json!({ "email": EMAIL, "password": PASSWORD });
    let session = portal.client(&site).post("/api/auth/login", credentials.clone()).await.ok(StatusCode::OK);
    let id = session["user"]["id"].as_str().unwrap();
    // What waits already goes first.
    portal.mail(&site, EMAIL).await;
    portal.client(&site).post("/api/auth/forgot-password", json!({ "email": EMAIL })).await;
    let link = portal.link_in_mail(&site, EMAIL).await;
    let token = link.split_once("token=").unwrap().1.split('&').next().unwrap();
    assert_eq!(act(&root, id, "disable").await.ok(StatusCode::OK)["status"], "disabled");
    assert!(!browser.is_logged_in().await);
    let ada = portal.client(&site).with("authorization", &format!("Bearer {}", session["access_token"].as_str().unwrap()));
    assert_eq!(ada.get("/api/auth/me").await.problem(), (401, "token_invalid"));
    let refresh = json!({ "refresh_token": session["refresh_token"] });
    assert_eq!(portal.client(&site).post("/api/auth/refresh", refresh.clone()).await.problem(), (401, "token_invalid"));
    assert_eq!(portal.client(&site).post("/api/auth/login", credentials.clone()).await.problem(), (403, "account_inactive"));
    assert_eq!(act(&root, id, "send-reset").await.problem(), (409, "wrong_status"));
    act(&root, id, "disable").await.ok(StatusCode::OK);
    assert_eq!(act(&root, id, "enable").await.ok(StatusCode::OK)["status"], "active");
    let reset = portal.client(&site).post("/api/auth/reset-password", json!({ "token": token, "password": PASSWORD })).await;
    assert_eq!(reset.problem(), (401, "token_invalid"));
    assert_eq!(portal.client(&site).post("/api/auth/refresh", refresh).await.problem(), (401, "token_invalid"));
    assert_eq!(portal.client(&site).post("/api/auth/login", credentials).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_admin_ends_logins_and_sends_a_reset_by_mail_only() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (root, _) = admin(&portal, &site, ADMIN).await;
    let browser = portal.member(&site, EMAIL).await;
    let (ada, id) = program(&portal, &site, EMAIL).await;
    assert_eq!(act(&root, &id, "end-sessions").await.status, StatusCode::NO_CONTENT);
    assert!(!browser.is_logged_in().await);
    assert_eq!(ada.get("/api/auth/me").await.problem(), (401, "token_invalid"));
    // What waits already goes first.
    portal.mail(&site, EMAIL).await;
    let reply = act(&root, &id, "send-reset").await;
    assert_eq!((reply.status, reply.text.as_str()), (StatusCode::ACCEPTED, ""));
    let link = portal.link_in_mail(&site, EMAIL).await;
    let mut ada = portal.browser(&site);
    ada.visit(&link).await;
    assert_eq!(ada.heading(), "Choose a new password");
    assert_eq!(act(&root, &id, "resend-verification").await.problem(), (409, "wrong_status"));
}

#[tokio::test]
async fn a_deleted_account_takes_everything_along_but_the_record() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (root, _) = admin(&portal, &site, ADMIN).await;
    let browser = portal.member(&site, EMAIL).await;
    let (_, id) = program(&portal, &site, EMAIL).await;
    let path = format!("/api/admin/users/{id}");
    assert_eq!(root.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(root.get(&path).await.problem(), (404, "not_found"));
    assert_eq!(root.delete(&path).await.problem(), (404, "not_found"));
    assert!(!browser.is_logged_in().await);
    let uuid: uuid::Uuid = id.parse().unwrap();
    for table in ["sessions", "tokens", "known_devices"] {
        let left: i64 = sqlx::query_scalar(&format!("select count(*) from {table} where user_id = $1"))
            .bind(uuid)
            .fetch_one(&sql().await)
            .await
            .unwrap();
        assert_eq!(left, 0, "{table}");
    }
    let record = root.get(&format!("/api/admin/audit?user={id}")).await.ok(StatusCode::OK);
    let actions: Vec<&str> = record["items"].as_array().unwrap().iter().map(|item| item["action"].as_str().unwrap()).collect();
    assert!(actions.len() == 2 && actions.contains(&"user_deleted") && actions.contains(&"deleted"), "{actions:?}");
    assert_eq!(root.post("/api/admin/users", json!({ "email": EMAIL })).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn the_last_admin_stays_whoever_asks() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (root, id) = admin(&portal, &site, ADMIN).await;
    let operator = operator(&portal, &site);
    operator.post("/api/admin/users", json!({ "email": EMAIL, "role": "admin" })).await.ok(StatusCode::CREATED);
    for client in [&root, &operator] {
        assert_eq!(set_role(client, &id, "user").await.problem(), (409, "last_admin"), "an invited admin cannot log in");
        assert_eq!(act(client, &id, "disable").await.problem(), (409, "last_admin"));
        assert_eq!(client.delete(&format!("/api/admin/users/{id}")).await.problem(), (409, "last_admin"));
    }
    let go = json!({ "current_password": PASSWORD });
    assert_eq!(root.json(Method::DELETE, "/api/user/account", &go).await.problem(), (409, "last_admin"));
    let mut browser = portal.browser(&site);
    browser.log_in(ADMIN, PASSWORD).await;
    browser.visit("/account/delete").await;
    browser.press("Delete account").await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(browser.sees("You are the only admin of this site. Make somebody else an admin first"), "{}", browser.body);
    assert!(browser.is_logged_in().await);

    let (_, second) = admin(&portal, &site, "second@example.com").await;
    assert_eq!(root.json(Method::DELETE, "/api/user/account", &go).await.status, StatusCode::NO_CONTENT);
    assert_eq!(act(&operator, &second, "disable").await.problem(), (409, "last_admin"), "one who is leaving does not count");
}

#[tokio::test]
async fn of_two_admins_one_stays_however_many_ask_at_once() {
    let portal = Portal::open();
    for verb in ["role", "disable", "delete", "mixed"] {
        let site = portal.site().await;
        let (_, first) = admin(&portal, &site, ADMIN).await;
        let (_, second) = admin(&portal, &site, EMAIL).await;
        let answers = join_all((0..20).map(|number| {
            let (operator, id) = (operator(&portal, &site), if number % 2 == 0 { first.clone() } else { second.clone() });
            let verb = if verb == "mixed" { ["role", "disable", "delete"][number % 3] } else { verb };
            async move {
                match verb {
                    "role" => set_role(&operator, &id, "user").await.status,
                    "disable" => act(&operator, &id, "disable").await.status,
                    _ => operator.delete(&format!("/api/admin/users/{id}")).await.status,
                }
            }
        }))
        .await;
        assert!(answers.iter().all(|status| !status.is_server_error()), "{verb}: {answers:?}");
        let left = operator(&portal, &site).get("/api/admin/users?role=admin&status=active").await.ok(StatusCode::OK);
        assert_eq!(left["total"], 1, "{verb}: {answers:?}");
    }
}

#[tokio::test]
async fn two_admins_who_leave_at_once_do_not_both_go() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (first, _) = admin(&portal, &site, ADMIN).await;
    let (second, _) = admin(&portal, &site, EMAIL).await;
    let go = json!({ "current_password": PASSWORD });
    let answers = join_all([&first, &second].map(|client| client.json(Method::DELETE, "/api/user/account", &go))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|reply| reply.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
}

#[tokio::test]
async fn protected_accounts_stay_and_only_the_operator_protects() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (root, _) = admin(&portal, &site, ADMIN).await;
    let (ada, id) = admin(&portal, &site, EMAIL).await;
    let path = format!("/api/admin/users/{id}");
    assert_eq!(root.patch(&path, json!({ "protected": true })).await.problem(), (403, "forbidden"));
    let operator = operator(&portal, &site);
    assert_eq!(operator.patch(&path, json!({ "protected": true })).await.ok(StatusCode::OK)["protected"], true);
    assert_eq!(operator.patch(&path, json!({ "protected": null })).await.errors(), [("protected", "malformed")]);
    for client in [&root, &operator] {
        assert_eq!(set_role(client, &id, "user").await.problem(), (409, "user_protected"));
        assert_eq!(act(client, &id, "disable").await.problem(), (409, "user_protected"));
        assert_eq!(client.delete(&path).await.problem(), (409, "user_protected"));
    }
    let go = json!({ "current_password": PASSWORD });
    assert_eq!(ada.json(Method::DELETE, "/api/user/account", &go).await.problem(), (409, "user_protected"));
    operator.patch(&path, json!({ "protected": false })).await.ok(StatusCode::OK);
    assert_eq!(root.delete(&path).await.status, StatusCode::NO_CONTENT);
}
