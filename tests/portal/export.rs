use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::support::Portal;

#[tokio::test]
async fn a_member_takes_everything_along_and_no_secret() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    portal.member(&site, "grace@example.com").await;
    ada.post("/account/profile", &[("name", "Ada Lovelace"), ("time_zone", "Europe/London")]).await;
    ada.post("/account/email", &[("new_email", "ada@new.example")]).await;
    let answer = ada.send(Method::GET, "/account/export", &[], None).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{}-account.json\"", site.slug));
    assert_eq!(answer.header("cache-control"), "no-store");
    let export: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(export["user"]["email"], "ada@example.com");
    assert_eq!(export["user"]["name"], "Ada Lovelace");
    assert_eq!(export["pending_email"], "ada@new.example");
    assert_eq!(export["sessions"].as_array().unwrap().len(), 1);
    let actions: Vec<&str> = export["events"].as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert!(actions.contains(&"data_exported") && actions.contains(&"address_proven"), "{actions:?}");
    for secret in ["hash", "$argon2", "grace", "token"] {
        assert!(!answer.body.contains(secret), "{secret}");
    }
    let stranger = portal.browser(&site).send(Method::GET, "/account/export", &[], None).await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
}
