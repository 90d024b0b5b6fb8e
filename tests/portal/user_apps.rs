//! The apps that somebody has let in, as those see them who administer the site, and how one is put out.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;
use vestibule::model::site::Site;

use crate::{
    oidc::app::App,
    support::{Browser, Portal, sql},
};

const ADA: &str = "ada@example.com";

async fn id_of(site: &Site, email: &str) -> Uuid {
    let found = sqlx::query_scalar("select id from users where site_id = $1 and email = $2");
    found.bind(site.id).bind(email).fetch_one(&sql().await).await.unwrap()
}

/// What an app gets once its person has agreed.
async fn let_in(app: &App, browser: &mut Browser, scope: &str) -> Value {
    browser.visit(&app.link(&[("scope", scope)])).await;
    browser.press("Allow").await;
    app.exchange(&app.answer(browser)["code"]).await.ok(StatusCode::OK)
}

/// Who put apps out of an account.
async fn record(site: &Site, user: Uuid) -> Vec<(String, Option<Uuid>)> {
    let all = "select actor, target from events where site_id = $1 and user_id = $2 and action = 'app_revoked' order by at, id";
    sqlx::query_as(all).bind(site.id).bind(user).fetch_all(&sql().await).await.unwrap()
}

#[tokio::test]
async fn an_app_is_put_out_on_a_page_of_its_own_and_its_owner_hears_of_it() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, ADA).await;
    let id = id_of(&site, ADA).await;
    let admin = portal.site_admin(&site, "root@example.com").await;
    let desks = [
        (portal.operator_at_desk().await, format!("/admin/sites/{}/users/{id}", site.slug), "operator"),
        (admin, format!("/admin/users/{id}"), "admin"),
    ];
    let app = App::like(&portal, &site, json!({ "name": "Bicycles & Co" })).await;
    for (mut desk, page, who) in desks {
        desk.visit(&page).await;
        assert!(desk.sees("No app knows this account."), "{}", desk.body);
        let tokens = let_in(&app, &mut ada, "openid email offline_access").await;
        portal.wait(Duration::seconds(1));
        desk.visit(&page).await;
        let apps: String = desk.all("section[aria-labelledby=apps]").iter().flat_map(scraper::ElementRef::text).collect();
        for said in ["Bicycles & Co", "knows who it is at login · sees the email address · keeps this access", "last used"] {
            assert!(apps.contains(said), "{said}: {apps}");
        }
        desk.follow("Disconnect").await;
        assert_eq!(desk.heading(), "Disconnect");
        for said in [ADA, "Bicycles & Co", "The app loses at once whatever it holds", "The owner is told by mail."] {
            assert!(desk.sees(said), "{said}: {}", desk.body);
        }
        assert_eq!(app.userinfo(&tokens).await.status, StatusCode::OK, "looking changes nothing");
        let before = record(&site, id).await;
        let form = desk.location().to_owned();
        desk.press("Disconnect").await;
        assert!(desk.path() == page && desk.sees("The app was disconnected.") && desk.sees("No app knows this account."));
        assert_eq!(app.userinfo(&tokens).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(app.refresh(&tokens).await.status, StatusCode::BAD_REQUEST);
        let after = record(&site, id).await;
        assert_eq!(after[before.len()..], [(who.to_owned(), Some(app.id.parse().unwrap()))]);
        let letter = portal.newest_mail(&site, ADA).await;
        assert!(letter.subject.contains("by an admin"), "{}", letter.subject);
        assert!(letter.text.contains("The app Bicycles & Co was disconnected from your account"), "{}", letter.text);
        assert!(letter.html.contains("The app Bicycles &#38; Co was") || letter.html.contains("The app Bicycles &amp; Co was"));
        for method in [Method::GET, Method::POST] {
            let answer = desk.send(method, &form, &[("sec-fetch-site", "same-origin")], None).await;
            assert!(matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::UNSUPPORTED_MEDIA_TYPE), "{}", answer.status);
        }
        assert_eq!(desk.post(&form, &[]).await.status, StatusCode::NOT_FOUND, "it is out");
        assert!(ada.is_logged_in().await);
        ada.visit(&app.link(&[])).await;
        assert_eq!(ada.path(), "/consent", "its owner is asked anew");
    }
}

#[tokio::test]
async fn programs_list_what_is_connected_and_of_two_who_put_an_app_out_one_succeeds() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, ADA).await;
    let id = id_of(&site, ADA).await;
    let (foreign, own) = (App::foreign(&portal, &site).await, App::own(&portal, &site).await);
    let_in(&foreign, &mut ada, "openid profile").await;
    own.tokens(&mut ada, &[]).await;
    portal.site_admin(&site, "root@example.com").await;
    let admin = portal.program(&site, "root@example.com").await;
    let path = format!("/api/admin/users/{id}/apps");
    let listed = admin.get(&path).await.ok(StatusCode::OK);
    let mut told: Vec<(&str, &Value)> =
        listed["items"].as_array().unwrap().iter().map(|app| (app["client_id"].as_str().unwrap(), &app["scopes"])).collect();
    let (openid, profile) = (json!(["openid"]), json!(["openid", "profile"]));
    let mut expected = vec![(foreign.id.as_str(), &profile), (own.id.as_str(), &openid)];
    told.sort_by_key(|(id, _)| *id);
    expected.sort_by_key(|(id, _)| *id);
    assert_eq!(told, expected);
    assert!(listed["items"].as_array().unwrap().iter().all(|app| app["last_used_at"].is_string()), "{listed}");

    let letters = portal.mail(&site, ADA).await.len();
    let one = format!("{path}/{}", foreign.id);
    let (first, second) = tokio::join!(admin.delete(&one), admin.delete(&one));
    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::NO_CONTENT, StatusCode::NOT_FOUND]);
    assert_eq!(record(&site, id).await.len(), 1);
    assert_eq!(portal.mail(&site, ADA).await.len(), letters + 1, "its owner hears of it once");
    // What is the site's own goes as well, and comes back without a question.
    admin.delete(&format!("{path}/{}", own.id)).await.ok(StatusCode::NO_CONTENT);
    assert_eq!(admin.get(&path).await.ok(StatusCode::OK)["items"], json!([]));
    own.tokens(&mut ada, &[]).await;
    // The login has ended and with it all that this app held, so the site's own is connected no more, and the other one still is.
    let_in(&foreign, &mut ada, "openid").await;
    ada.post("/logout", &[]).await;
    let left = admin.get(&path).await.ok(StatusCode::OK);
    assert_eq!((left["items"].as_array().unwrap().len(), &left["items"][0]["last_used_at"]), (1, &Value::Null), "{left}");
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&format!("/admin/sites/{}/users/{id}", site.slug)).await;
    assert!(desk.sees("holds nothing at the moment"), "{}", desk.body);
}

#[tokio::test]
async fn what_is_not_connected_or_of_another_site_is_not_there_and_a_late_proof_is_asked_for() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let (mut ada, mut theirs) = (portal.member(&site, ADA).await, portal.member(&other, ADA).await);
    let (id, their_id) = (id_of(&site, ADA).await, id_of(&other, ADA).await);
    let (app, their_app) = (App::foreign(&portal, &site).await, App::foreign(&portal, &other).await);
    let unknown = App::foreign(&portal, &site).await;
    let (tokens, their_tokens) = (let_in(&app, &mut ada, "openid").await, let_in(&their_app, &mut theirs, "openid").await);
    portal.member(&site, "bob@example.com").await;
    let bob = id_of(&site, "bob@example.com").await;
    let desks = [
        (portal.operator_at_desk().await, format!("/admin/sites/{}", site.slug)),
        (portal.site_admin(&site, "root@example.com").await, "/admin".to_owned()),
    ];
    let program = portal.program(&site, "root@example.com").await;
    for (user, app) in [
        (their_id, &their_app.id),
        (id, &their_app.id),
        (their_id, &app.id),
        (id, &unknown.id),
        (bob, &app.id),
        (Uuid::nil(), &app.id),
        (id, &Uuid::nil().to_string()),
    ] {
        for (desk, base) in &desks {
            let page = format!("{base}/users/{user}/apps/{app}/remove");
            let mut desk = desk.clone();
            assert_eq!(desk.send(Method::GET, &page, &[], None).await.status, StatusCode::NOT_FOUND, "{page}");
            assert_eq!(desk.post(&page, &[]).await.status, StatusCode::NOT_FOUND, "{page}");
        }
        let reply = program.delete(&format!("/api/admin/users/{user}/apps/{app}")).await;
        assert_eq!(reply.problem(), (404, "not_found"));
    }
    assert_eq!(program.get(&format!("/api/admin/users/{their_id}/apps")).await.problem(), (404, "not_found"));
    assert_eq!(program.delete(&format!("/api/admin/users/{id}/apps/x")).await.problem(), (404, "not_found"));
    portal.wait(Duration::minutes(6));
    for (mut desk, base) in desks {
        let page = format!("{base}/users/{id}/apps/{}/remove", app.id);
        for answer in [desk.send(Method::GET, &page, &[], None).await, desk.post(&page, &[]).await] {
            assert!(answer.status == StatusCode::SEE_OTHER && answer.header("location").contains("confirm"), "{page}");
        }
    }
    assert_eq!(app.userinfo(&tokens).await.status, StatusCode::OK);
    assert_eq!(their_app.userinfo(&their_tokens).await.status, StatusCode::OK);
}
