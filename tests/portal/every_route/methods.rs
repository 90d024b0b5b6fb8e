//! What is not meant to be asked at an address is refused there, with the methods that are, and changes nothing.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};

use super::{ADMIN, MEMBER, Stage};
use crate::support::routes::{self, Route};

/// All but those that are answered anywhere for the asking, OPTIONS by the rules for other origins.
fn others(route: &Route) -> Vec<Method> {
    let asked = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "FOO", "get"];
    let asked = asked.map(|name| Method::from_bytes(name.as_bytes()).unwrap());
    let answered = allowed(route);
    asked.into_iter().filter(|method| !answered.contains(method.as_str())).collect()
}

/// A page that is read by GET is read by HEAD.
fn allowed(route: &Route) -> BTreeSet<&str> {
    let head = route.methods.contains(&Method::GET).then_some("HEAD");
    route.methods.iter().map(Method::as_str).chain(head).collect()
}

#[tokio::test]
async fn a_page_takes_the_methods_it_names_and_no_others() {
    let stage = Stage::set().await;
    let before = stage.kept().await;
    for (browser, route) in stage.pages() {
        for method in others(&route) {
            let path = &stage.things.fill(&route.path)[0];
            let answer = browser.clone().send(method.clone(), path, &[("sec-fetch-site", "same-origin")], None).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            let told: BTreeSet<&str> = answer.header("allow").split(',').collect();
            assert_eq!(told, allowed(&route), "{method} {path}");
        }
    }
    assert_eq!(stage.kept().await, before);
}

#[tokio::test]
async fn an_endpoint_takes_the_methods_it_names_and_no_others() {
    let stage = Stage::set().await;
    let (within, portal) = stage.endpoints();
    let (member, admin, operator) = (stage.program(MEMBER).await, stage.program(ADMIN).await, stage.portal.operator());
    let within = within.into_iter().map(|route| (if route.path.contains("/admin") { &admin } else { &member }, route));
    let for_clients = routes::for_clients().into_iter().map(|route| (&member, route));
    let before = stage.kept().await;
    for (program, route) in within.chain(for_clients).chain(portal.into_iter().map(|route| (&operator, route))) {
        for method in others(&route) {
            let path = &stage.things.fill(&route.path)[0];
            let reply = program.send(method.clone(), path, &[], None).await;
            assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path} {}", reply.text);
            let told: BTreeSet<&str> = reply.header("allow").split(',').collect();
            assert_eq!(told, allowed(&route), "{method} {path}");
        }
    }
    assert_eq!(stage.kept().await, before);
}
