//! Another site's ids are as good as ids of nothing, wherever an address takes one.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{ADMIN, NOBODY, Stage, Things};
use crate::support::{Client, routes};

/// What an endpoint wants to hear before it looks anything up.
fn body(path: &str) -> Value {
    if path.ends_with("/role") { json!({ "role": "admin" }) } else { json!({}) }
}

/// What was told, without what names the request or what was asked for.
fn told(text: &str, request: &str, things: &Things) -> String {
    things.ids().iter().fold(text.replace(request, "…"), |text, id| text.replace(id, "…"))
}

#[tokio::test]
async fn programs_find_nothing_of_another_site() {
    let stage = Stage::set().await;
    let (admin, operator) = (stage.program(ADMIN).await, stage.portal.operator());
    let own = format!("/api/sites/{}/", stage.site.id);
    let before = stage.kept().await;
    let (within, portal) = stage.endpoints();
    let portal = portal.into_iter().filter(|route| route.path.starts_with(&own)).map(|route| (&operator, route));
    let takes_id = |path: &str| path.contains("{id}") || path.contains("{secret}");
    let mut seen = 0;
    for (program, route) in
        within.into_iter().map(|route| (&admin, route)).chain(portal).filter(|(_, route)| takes_id(&route.path))
    {
        for method in &route.methods {
            let mut answers = Vec::new();
            for things in
                [&stage.theirs, &Things::none(), &Things { client: stage.things.client.clone(), ..stage.theirs.clone() }]
            {
                if things.client == stage.things.client && !route.path.contains("{secret}") {
                    continue;
                }
                let path = &things.fill(&route.path)[0];
                let reply = ask(program, method, path).await;
                assert_eq!(reply.problem(), (404, "not_found"), "{method} {path}");
                answers.push(told(&reply.text, reply.header("x-request-id"), things));
                seen += 1;
            }
            answers.dedup();
            assert_eq!(answers.len(), 1, "{method} {}: {answers:?}", route.path);
        }
    }
    assert!(seen >= 60, "{seen}");
    assert_eq!(stage.kept().await, before);
}

async fn ask(program: &Client, method: &Method, path: &str) -> crate::support::Reply {
    match *method {
        Method::GET | Method::DELETE => program.send(method.clone(), path, &[], None).await,
        _ => program.json(method.clone(), path, &body(path)).await,
    }
}

#[tokio::test]
async fn the_dashboard_shows_and_does_nothing_of_another_site() {
    let stage = Stage::set().await;
    let before = stage.kept().await;
    let desks = [(&stage.admin, "/admin".to_owned()), (&stage.operator, format!("/admin/sites/{}", stage.site.slug))];
    // Where an address names two things, the first is the site's own.
    let nothing = Things::none();
    let halves = Things { user: stage.things.user.clone(), client: stage.things.client.clone(), ..stage.theirs.clone() };
    for (desk, base) in &desks {
        for route in routes::desk().into_iter().filter(|route| route.path.contains("{id}")) {
            let is_double = ["{session}", "{secret}", "{app}"].iter().any(|other| route.path.contains(other));
            for method in &route.methods {
                let asked = [Some(&stage.theirs), is_double.then_some(&halves), Some(&nothing)].into_iter().flatten();
                let mut answers: Vec<Vec<String>> = Vec::new();
                for things in asked.cloned().collect::<Vec<_>>() {
                    let mut all = Vec::new();
                    for path in things.fill(&format!("{base}{}", route.path)) {
                        let sent = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
                        let answer = (*desk).clone().send(method.clone(), &path, &sent, Some(b"days=30")).await;
                        // A page that takes a file looks nothing up before it has one.
                        let is_lost = matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST);
                        assert!(is_lost, "{method} {path} {}", answer.status);
                        all.push(format!("{} {}", answer.status, told(&answer.body, answer.header("x-request-id"), &things)));
                    }
                    answers.push(all);
                }
                answers.dedup();
                assert_eq!(answers.len(), 1, "{method} {}", route.path);
            }
        }
    }
    assert_eq!(stage.kept().await, before);
    assert!(stage.neighbour.is_logged_in().await && before.iter().all(|kept| !kept.contains(NOBODY)));
}

/// What somebody's own address does to another member of the same site.
#[tokio::test]
async fn a_member_reaches_nothing_of_another_member() {
    let stage = Stage::set().await;
    let mut grace = stage.portal.member(&stage.site, "grace.hopper@example.com").await;
    stage.portal.mail(&stage.site, "grace.hopper@example.com").await;
    let program = stage.portal.program(&stage.site, "grace.hopper@example.com").await;
    let before = stage.kept().await;
    let ends = async |id: &str| program.delete(&format!("/api/user/sessions/{id}")).await;
    assert_eq!(ends(&stage.things.session).await.problem(), ends(NOBODY).await.problem());
    for (page, thing) in [("/account/sessions/…/end", &stage.things.session), ("/account/apps/…/remove", &stage.things.client)]
    {
        let mut answers = Vec::new();
        for id in [thing.as_str(), NOBODY] {
            let answer = grace.clone().post(&page.replace('…', id), &[]).await;
            answers.push((
                answer.status,
                answer.header("location").to_owned(),
                told(&answer.body, answer.header("x-request-id"), &stage.things),
            ));
        }
        assert_eq!(answers[0], answers[1], "{page}");
    }
    assert_eq!(stage.kept().await, before);
    assert!(stage.member.is_logged_in().await);

    // Whatever a form says of others, it is about whoever sends it.
    let mut ada = stage.member.clone();
    let others =
        [("id", stage.things.user.as_str()), ("user_id", &stage.things.user), ("email", super::MEMBER), ("site_id", NOBODY)];
    let new = [("current_password", crate::support::PASSWORD), ("new_password", "a different horse altogether")];
    for (page, own) in [("/account/profile", &[("name", "Grace")][..]), ("/account/password", &new), ("/account/delete", &[])] {
        let answer = grace.post(page, &[own, &others].concat()).await;
        assert!(answer.status == StatusCode::SEE_OTHER || answer.status.is_client_error(), "{page}");
    }
    ada.visit("/account").await;
    assert!(ada.status == StatusCode::OK && !ada.sees("Grace") && !ada.sees("deleted"), "{}", ada.body);
    ada.log_in(super::MEMBER, crate::support::PASSWORD).await;
    assert_eq!(ada.path(), "/account", "with the password that it always was");
}
