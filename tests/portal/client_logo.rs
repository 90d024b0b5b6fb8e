//! The sign of an app: uploaded, written anew, and shown where people decide about the app.

use std::io::Cursor;

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode},
};
use image::{DynamicImage, ImageFormat, RgbaImage};
use serde_json::{Value, json};
use time::Duration;
use tower::ServiceExt;
use vestibule::model::site::Site;

use crate::{
    oidc::app::App,
    support::{Browser, Client, MASTER_KEY, PASSWORD, Portal, Reply, sql},
};

const RAW: [(&str, &str); 1] = [("content-type", "application/octet-stream")];
const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'><script>alert(1)</script><rect width='64' height='64' fill='#0b6e4f' onload='alert(1)'/></svg>";

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY)
}

async fn upload(client: &Client, app: &App, file: &[u8]) -> Reply {
    client.send(Method::PUT, &format!("/api/admin/clients/{}/logo", app.id), &RAW, Some(file)).await
}

fn png(side: u32, shade: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let image = RgbaImage::from_pixel(side, side, image::Rgba([shade, shade, shade, 255]));
    DynamicImage::from(image).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

fn path(client: &Value) -> String {
    let ending = if client["logo"]["kind"] == "image/svg+xml" { "svg" } else { "png" };
    format!("/assets/f/{}.{ending}", client["logo"]["hash"].as_str().unwrap())
}

async fn served(portal: &Portal, path: &str) -> (StatusCode, String, Vec<u8>) {
    let request = Request::builder().uri(path).header("host", "portal.example").body(Body::empty()).unwrap();
    let (head, body) = portal.router.clone().oneshot(request).await.unwrap().into_parts();
    let policy = head.headers.get("content-security-policy").map(|value| value.to_str().unwrap().to_owned());
    (head.status, policy.unwrap_or_default(), to_bytes(body, 1 << 22).await.unwrap().to_vec())
}

async fn scene(portal: &Portal) -> (std::sync::Arc<Site>, App, Browser, Client) {
    let site = portal.site().await;
    let app = App::foreign(portal, &site).await;
    let ada = portal.member(&site, "ada@example.com").await;
    let client = operator(portal, &site);
    (site, app, ada, client)
}

#[tokio::test]
async fn people_see_it_where_they_decide_about_the_app() {
    let portal = Portal::open();
    let (site, app, mut ada, client) = scene(&portal).await;
    ada.visit(&app.link(&[])).await;
    assert!(ada.path() == "/consent" && ada.all("img.app-sign").is_empty());
    let record = upload(&client, &app, &png(600, 90)).await.ok(StatusCode::OK);
    assert_eq!((&record["logo"]["kind"], &record["logo"]["width"]), (&json!("image/png"), &json!(256)));
    let address = path(&record);
    let (status, policy, content) = served(&portal, &address).await;
    assert_eq!((status, policy.as_str()), (StatusCode::OK, "sandbox; default-src 'none'"));
    assert!(!content.is_empty());
    ada.visit(&app.link(&[])).await;
    let shown = |browser: &Browser| browser.all("img.app-sign").first().and_then(|image| image.attr("src").map(str::to_owned));
    assert_eq!(shown(&ada).as_deref(), Some(address.as_str()));
    ada.press("Allow").await;
    app.exchange(&app.answer(&ada)["code"]).await.ok(StatusCode::OK);
    ada.visit("/account").await;
    assert_eq!(shown(&ada).as_deref(), Some(address.as_str()));
    // What else is changed leaves it alone.
    let about = format!("/api/admin/clients/{}", app.id);
    let renamed = client.patch(&about, json!({ "name": "Store" })).await.ok(StatusCode::OK);
    assert_eq!(renamed["logo"], record["logo"]);
    // Nor does it go when the site's look comes to be another one, however old it is.
    portal.wait(Duration::days(40));
    let brand = json!({ "tokens": { "color": { "brand": "#0b6e4f" } } });
    client.patch("/api/admin/look", brand).await.ok(StatusCode::OK);
    client.post("/api/admin/look/publish", json!({})).await.ok(StatusCode::OK);
    let kept: i64 = sqlx::query_scalar("select count(*) from look_files where site_id = $1 and hash = $2")
        .bind(site.id)
        .bind(record["logo"]["hash"].as_str())
        .fetch_one(&sql().await)
        .await
        .unwrap();
    assert_eq!(kept, 1);
    ada.log_in("ada@example.com", PASSWORD).await;
    let gone = client.send(Method::DELETE, &format!("{about}/logo"), &[], None).await.ok(StatusCode::OK);
    assert_eq!(gone["logo"], Value::Null);
    ada.visit("/account").await;
    assert_eq!(shown(&ada), None);
    let record = client.get("/api/admin/audit?action=client_changed").await.ok(StatusCode::OK);
    assert_eq!(record["items"].as_array().unwrap().len(), 3, "{record}");
}

#[tokio::test]
async fn whatever_is_uploaded_what_is_served_was_written_here() {
    let portal = Portal::open();
    let (_, app, _, client) = scene(&portal).await;
    for file in [SVG.as_bytes().to_vec(), [png(64, 9), b"<script>alert(1)</script>".to_vec()].concat()] {
        let record = upload(&client, &app, &file).await.ok(StatusCode::OK);
        let (_, policy, content) = served(&portal, &path(&record)).await;
        assert_eq!(policy, "sandbox; default-src 'none'");
        assert!(!String::from_utf8_lossy(&content).contains("alert"));
    }
    let before = client.get(&format!("/api/admin/clients/{}", app.id)).await.ok(StatusCode::OK);
    for (file, code) in [
        (b"GIF89a".to_vec(), "not_a_picture"),
        (Vec::new(), "not_a_picture"),
        (b"<svg".to_vec(), "drawing"),
        (png(64, 9)[..40].to_vec(), "not_a_picture"),
    ] {
        let refused = upload(&client, &app, &file).await;
        assert_eq!(
            (refused.status, refused.errors()[0].0),
            (StatusCode::UNPROCESSABLE_ENTITY, "logo"),
            "{code}: {}",
            refused.text
        );
    }
    let large = upload(&client, &app, &vec![0; 600 * 1024]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let path = format!("/api/admin/clients/{}/logo", app.id);
    let text = client.send(Method::PUT, &path, &[("content-type", "text/html")], Some(b"x")).await;
    assert_eq!(text.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let after = client.get(&format!("/api/admin/clients/{}", app.id)).await.ok(StatusCode::OK);
    assert_eq!(before, after);
}

#[tokio::test]
async fn only_the_site_s_own_admins_give_its_apps_one() {
    let portal = Portal::open();
    let (site, app, _, client) = scene(&portal).await;
    let elsewhere = portal.site().await;
    let member = portal.program(&site, "ada@example.com").await;
    assert_eq!(upload(&member, &app, &png(64, 9)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(upload(&portal.client(&site), &app, &png(64, 9)).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(upload(&operator(&portal, &elsewhere), &app, &png(64, 9)).await.problem(), (404, "not_found"));
    let mut root = portal.site_admin(&site, "root@example.com").await;
    root.log_in("root@example.com", PASSWORD).await;
    let page = format!("/admin/clients/{}/logo", app.id);
    root.visit(&page).await;
    assert_eq!(root.status, StatusCode::OK, "{}", root.body);
    let form = |file: &[u8]| {
        let head = b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n";
        [&head[..], file, b"\r\n--x--\r\n"].concat()
    };
    let kind = [("content-type", "multipart/form-data; boundary=x"), ("sec-fetch-site", "same-origin")];
    let sent = root.send(Method::POST, &page, &kind, Some(&form(&png(64, 9)))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let refused = root.send(Method::POST, &page, &kind, Some(&form(b"GIF89a"))).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("Choose a PNG"), "{}", refused.body);
    let foreign = [kind[0], ("sec-fetch-site", "cross-site")];
    assert_eq!(root.send(Method::POST, &page, &foreign, Some(&form(&png(64, 5)))).await.status, StatusCode::FORBIDDEN);
    for nonsense in [&b""[..], b"--x--\r\n", b"--x\r\ncontent-disposition: form-data; name=\"other\"\r\n\r\nx\r\n--x--\r\n"] {
        assert_eq!(root.send(Method::POST, &page, &kind, Some(nonsense)).await.status, StatusCode::BAD_REQUEST);
    }
    root.visit(&format!("/admin/clients/{}", app.id)).await;
    assert_eq!(root.all("img.app-sign").len(), 1);
    root.visit(&page).await;
    root.press("Take away").await;
    assert!(root.all("img.app-sign").is_empty());
    drop(client);
}

#[tokio::test]
async fn one_that_an_app_has_stays_and_one_that_nothing_shows_goes() {
    let portal = Portal::open();
    let (site, app, _, client) = scene(&portal).await;
    let abandoned = path(&upload(&client, &app, &png(64, 1)).await.ok(StatusCode::OK));
    let kept = path(&upload(&client, &app, &png(64, 2)).await.ok(StatusCode::OK));
    portal.wait(time::Duration::days(2));
    let other = App::foreign(&portal, &site).await;
    upload(&client, &other, &png(64, 3)).await.ok(StatusCode::OK);
    let rows = async |path: &str| {
        let hash = path.trim_start_matches("/assets/f/").trim_end_matches(".png").to_owned();
        sqlx::query_scalar::<_, i64>("select count(*) from look_files where site_id = $1 and hash = $2")
            .bind(site.id)
            .bind(hash)
            .fetch_one(&sql().await)
            .await
            .unwrap()
    };
    assert_eq!((rows(&abandoned).await, rows(&kept).await), (0, 1));
}
