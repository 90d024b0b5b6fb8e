//! Where a client may be answered, letter by letter. Whatever else it says, nobody is sent anywhere.

use axum::http::StatusCode;
use serde_json::json;

use super::app::{App, encounter};
use crate::support::Portal;

#[tokio::test]
async fn only_the_registered_address_gets_an_answer() {
    let portal = Portal::open();
    let (site, _, mut ada) = encounter(&portal).await;
    let registered = ["https://shop.example/callback", "https://shop.example/with?tenant=1", "http://127.0.0.1:1/native"];
    let app = App::like(&portal, &site, json!({ "first_party": true, "redirect_uris": registered })).await;
    let other = json!({ "first_party": true, "redirect_uris": ["https://other.example/callback"] });
    App::like(&portal, &site, other).await;
    for address in registered {
        ada.visit(&app.link(&[("redirect_uri", address)])).await;
        assert!(ada.location().starts_with(address) && ada.location().contains("code="), "{address}: {}", ada.location());
    }
    for address in [
        "https://shop.example/callbac",
        "https://shop.example/callback/",
        "https://shop.example/callback/x",
        "https://shop.example/callback?x=1",
        "https://shop.example/callback#x",
        "https://shop.example/callback#",
        "https://shop.example/callback%20",
        "https://shop.example/callback ",
        " https://shop.example/callback",
        "https://shop.example/%63allback",
        "https://shop.example/./callback",
        "https://shop.example/x/../callback",
        "https://shop.example//callback",
        "https://shop.example/Callback",
        "https://SHOP.example/callback",
        "HTTPS://shop.example/callback",
        "http://shop.example/callback",
        "https://shop.example:443/callback",
        "https://shop.example:8443/callback",
        "https://shop.example./callback",
        "https://shop.example@evil.example/callback",
        "https://evil.example/https://shop.example/callback",
        "https://evil.example?https://shop.example/callback",
        "https://evil.example\\@shop.example/callback",
        "https://user@shop.example/callback",
        "https://shop.example.evil.example/callback",
        "https://evil-shop.example/callback",
        "https://sub.shop.example/callback",
        "https://shop.example/with",
        "https://shop.example/with?tenant=1&x=2",
        "https://shop.example/with?tenant=2",
        "http://127.0.0.1:2/native",
        "http://localhost:1/native",
        "//shop.example/callback",
        "/callback",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://other.example/callback",
        "https://shop.example/callback\r\nset-cookie: x=1",
        "https://ѕhop.example/callback",
        "*",
        "",
    ] {
        ada.visit(&app.link(&[("redirect_uri", address)])).await;
        assert_eq!((ada.status, ada.path()), (StatusCode::BAD_REQUEST, "/oauth2/authorize"), "{address:?}");
        assert!(!ada.answer_headers.contains_key("location"), "{address:?}");
        assert!(ada.sees("We cannot send you back to this app"), "{address:?}: {}", ada.body);
    }
}

#[tokio::test]
async fn two_addresses_are_none_and_neither_are_two_clients() {
    let portal = Portal::open();
    let (_, app, mut ada) = encounter(&portal).await;
    for doubled in [("redirect_uri", app.callback.as_str()), ("client_id", &app.id)] {
        let twice = format!("{}&{}", app.link(&[]), super::app::encoded(&[(doubled.0.into(), doubled.1.into())]));
        ada.visit(&twice).await;
        assert_eq!((ada.status, ada.path()), (StatusCode::BAD_REQUEST, "/oauth2/authorize"), "{doubled:?}");
    }
}

#[tokio::test]
async fn a_client_that_is_unknown_or_disabled_or_another_site_s_gets_nobody() {
    let portal = Portal::open();
    let (site, app, mut ada) = encounter(&portal).await;
    let other_site = portal.site().await;
    let elsewhere = App::own(&portal, &other_site).await;
    let machine = App::like(&portal, &site, json!({ "kind": "machine", "redirect_uris": [], "scopes": ["x"] })).await;
    for id in [elsewhere.id.as_str(), &machine.id, "nobody", "", "00000000-0000-0000-0000-000000000000"] {
        ada.visit(&app.link(&[("client_id", id)])).await;
        assert_eq!((ada.status, ada.path()), (StatusCode::BAD_REQUEST, "/oauth2/authorize"), "{id}");
        assert!(ada.sees("We do not know this app"), "{}", ada.body);
    }
    let path = format!("/api/sites/{}/clients/{}", site.id, app.id);
    portal.operator().patch(&path, json!({ "status": "disabled" })).await.ok(StatusCode::OK);
    ada.visit(&app.link(&[])).await;
    assert!(ada.sees("We do not know this app"), "{}", ada.body);
}

#[tokio::test]
async fn a_native_app_is_answered_on_any_port_of_its_own_machine() {
    let portal = Portal::open();
    let (site, _, mut ada) = encounter(&portal).await;
    let addresses = json!(["http://127.0.0.1/callback", "http://[::1]/callback", "com.example.shop:/callback"]);
    let about = json!({ "first_party": true, "kind": "native", "redirect_uris": addresses });
    let app = App::like(&portal, &site, about).await;
    for address in ["http://127.0.0.1:51004/callback", "http://[::1]:61023/callback", "com.example.shop:/callback"] {
        ada.visit(&app.link(&[("redirect_uri", address)])).await;
        ada.press("Allow").await;
        ada.follow("Continue").await;
        assert!(ada.location().starts_with(address), "{address}: {}", ada.location());
    }
    for address in [
        "http://127.0.0.1:51004/other",
        "http://localhost:51004/callback",
        "com.example.shop:/other",
        "com.example.shop2:/callback",
    ] {
        ada.visit(&app.link(&[("redirect_uri", address)])).await;
        assert_eq!(ada.path(), "/oauth2/authorize", "{address}");
    }
}
