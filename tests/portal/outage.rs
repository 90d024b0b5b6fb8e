use axum::http::{Method, StatusCode};
use vestibule::store::embedded::{Embedded, Settings};

use crate::support::{PASSWORD, Portal};

#[tokio::test]
async fn a_database_outage_costs_nobody_the_login_and_passes_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { data_dir: folder.path().join("outage"), durable: false };
    let server = Embedded::start(&settings).await.unwrap();
    let portal = Portal::open_on(server.options(), &[]);
    portal.app.database.migrate().await.unwrap();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;

    server.stop().await.unwrap();
    for page in ["/account", "/logout"] {
        let answer = ada.send(Method::GET, page, &[], None).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{page}");
        assert_eq!(answer.header("retry-after"), "5");
        assert!(answer.header("set-cookie").is_empty(), "the cookie is left alone");
        assert!(answer.body.contains(&site.name) && answer.body.contains("cannot reach our records"));
    }
    let mut stranger = portal.browser(&site);
    stranger.visit("/login").await;
    assert_eq!(stranger.status, StatusCode::OK, "a page for strangers needs no database");
    assert_eq!(
        stranger.post("/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    ada.visit("https://portal.example/healthz").await;
    assert_eq!(ada.status, StatusCode::OK);
    ada.visit("https://portal.example/readyz").await;
    assert_eq!(ada.status, StatusCode::SERVICE_UNAVAILABLE);

    let server = Embedded::start(&settings).await.unwrap();
    assert!(ada.is_logged_in().await, "all is well again");
    stranger.log_in("ada@example.com", PASSWORD).await;
    assert_eq!(stranger.path(), "/account");
    server.stop().await.unwrap();
}
