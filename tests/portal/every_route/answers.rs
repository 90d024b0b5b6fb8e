//! Every address is opened by whoever may. That its answer guards itself and tells of no hash is held against each answer that any
//! story gets (`tests/support/guarded.rs`); here is one of every route.

use axum::http::{Method, StatusCode};

use super::{ADMIN, INVITED, MEMBER, Stage};

#[tokio::test]
async fn every_page_opens_without_a_fault_and_with_nothing_inline() {
    let stage = Stage::set().await;
    let mut opened = 0;
    for (browser, route) in stage.pages().into_iter().filter(|(_, route)| route.methods.contains(&Method::GET)) {
        for path in stage.things.fill(&route.path) {
            let answer = browser.clone().send(Method::GET, &path, &[], None).await;
            assert!(!answer.status.is_server_error(), "{path} {}", answer.status);
            let is_page = answer.header("x-frame-options") == "DENY" && answer.header("content-type").starts_with("text/html");
            let inline = ["style=", "<style", "<script>", " onclick", " onload"];
            assert!(!is_page || inline.iter().all(|bad| !answer.body.contains(bad)), "{path}");
            opened += u32::from(answer.status == StatusCode::OK);
        }
    }
    assert!(opened >= 100, "only {opened} pages were there to be seen");
}

#[tokio::test]
async fn every_endpoint_answers_without_a_fault() {
    let stage = Stage::set().await;
    let (within, portal) = stage.endpoints();
    let (member, admin) = (stage.program(MEMBER).await, stage.program(ADMIN).await);
    let (operator, mut opened) = (stage.portal.operator(), 0);
    let within = within.into_iter().map(|route| (if route.path.contains("/admin") { &admin } else { &member }, route));
    for (program, route) in within.chain(portal.into_iter().map(|route| (&operator, route))) {
        for path in stage.things.fill(&route.path).into_iter().filter(|_| route.methods.contains(&Method::GET)) {
            let reply = program.get(&path).await;
            assert!(!reply.status.is_server_error(), "{path} {}", reply.text);
            opened += u32::from(reply.status == StatusCode::OK);
        }
    }
    assert!(opened >= 30, "only {opened} endpoints were there to be asked");
    for path in ["/users?search=grace", "/audit?limit=100", "/look/folder"] {
        let reply = admin.send(Method::GET, &format!("/api/admin{path}"), &[], None).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert!(path != "/users?search=grace" || reply.text.contains(INVITED));
    }
}
