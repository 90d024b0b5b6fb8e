//! Logos and backgrounds: whatever is uploaded, what is served was written here, and each page shows what goes with its ground.

use std::io::Cursor;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode},
};
use image::{DynamicImage, ImageFormat, RgbaImage};
use serde_json::{Value, json};
use tower::ServiceExt;
use vestibule::model::{look::archive, site::Site};

use crate::support::{Client, MASTER_KEY, Portal, Reply};

const RAW: [(&str, &str); 1] = [("content-type", "application/octet-stream")];
const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='40'><script>alert(1)</script><rect width='120' height='40' fill='#0b6e4f' onload='alert(1)'/></svg>";

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY)
}

async fn upload(client: &Client, place: &str, file: &[u8]) -> Reply {
    client.send(Method::PUT, &format!("/api/admin/look/assets/{place}"), &RAW, Some(file)).await
}

fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let image = RgbaImage::from_pixel(width, height, image::Rgba([shade, shade, shade, 255]));
    DynamicImage::from(image).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

async fn fetch(portal: &Portal, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::builder().uri(path).header("host", "portal.example").header("x-api-key", MASTER_KEY);
    let request = request.body(Body::empty()).unwrap();
    let (head, body) = portal.router.clone().oneshot(request).await.unwrap().into_parts();
    (head.status, head.headers, to_bytes(body, 1 << 22).await.unwrap().to_vec())
}

fn path(asset: &Value) -> String {
    let ending = match asset["kind"].as_str().unwrap() {
        "image/svg+xml" => "svg",
        "image/jpeg" => "jpg",
        _ => "png",
    };
    format!("/assets/f/{}.{ending}", asset["hash"].as_str().unwrap())
}

async fn publish(client: &Client) {
    client.post("/api/admin/look/publish", json!({})).await.ok(StatusCode::OK);
}

async fn login_page(portal: &Portal, site: &Site) -> String {
    let mut browser = portal.browser(site);
    browser.visit("/login").await;
    browser.body
}

#[tokio::test]
async fn a_logo_is_uploaded_published_and_shown_with_what_it_stands_on() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let state = upload(&client, "logo_light", SVG.as_bytes()).await.ok(StatusCode::OK);
    let assets = state["draft"]["look"]["assets"].clone();
    let light = path(&assets["logo_light"]);
    assert_eq!((&assets["mail_logo"]["kind"], &assets["mail_logo"]["width"]), (&json!("image/png"), &json!(480)));
    assert!(!login_page(&portal, &site).await.contains(&light), "a draft is seen by nobody");
    publish(&client).await;
    let page = login_page(&portal, &site).await;
    assert!(page.contains(&format!("<img src=\"{light}\" width=\"120\" height=\"40\" alt=\"{}\">", site.name)));
    assert!(!page.contains("<source"), "one logo has to do for both");
    let config = portal.client(&site).get("/api/config").await.ok(StatusCode::OK);
    assert_eq!(config["logo"], format!("https://portal.example{light}"));

    let state = upload(&client, "logo_dark", &png(90, 30, 250)).await.ok(StatusCode::OK);
    let dark = path(&state["draft"]["look"]["assets"]["logo_dark"]);
    upload(&client, "favicon", &png(64, 64, 20)).await.ok(StatusCode::OK);
    publish(&client).await;
    let page = login_page(&portal, &site).await;
    assert!(page.contains(&format!("<source media=\"(prefers-color-scheme: dark)\" srcset=\"{dark}\"><img src=\"{light}\"")));
    assert!(page.contains("<link rel=\"icon\" type=\"image/png\" href=\"/assets/f/"));
    client.patch("/api/admin/look", json!({ "tokens": { "mode": "dark" } })).await.ok(StatusCode::OK);
    publish(&client).await;
    let page = login_page(&portal, &site).await;
    assert!(page.contains(&dark) && !page.contains(&light), "a page that is always dark shows the one for dark ground");
    client.patch("/api/admin/look", json!({ "assets": null, "tokens": null })).await.ok(StatusCode::OK);
    publish(&client).await;
    assert!(login_page(&portal, &site).await.contains("class=\"monogram\""));
    assert_eq!(fetch(&portal, &light).await.0, StatusCode::OK, "older pages keep their pictures");
}

#[tokio::test]
async fn what_is_served_is_inert_wherever_it_is_opened() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let drawing = upload(&client, "logo_light", SVG.as_bytes()).await.ok(StatusCode::OK);
    let points = upload(&client, "icon", &[png(64, 64, 9), b"<script>".to_vec()].concat()).await.ok(StatusCode::OK);
    for (asset, kind) in [
        (&drawing["draft"]["look"]["assets"]["logo_light"], "image/svg+xml"),
        (&drawing["draft"]["look"]["assets"]["mail_logo"], "image/png"),
        (&points["draft"]["look"]["assets"]["icon"], "image/png"),
    ] {
        let (status, headers, content) = fetch(&portal, &path(asset)).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers["content-type"], kind);
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["content-security-policy"], "sandbox; default-src 'none'");
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
        for word in ["script", "onload"] {
            assert!(!String::from_utf8_lossy(&content).contains(word), "{word}");
        }
    }
    let drawn = path(&drawing["draft"]["look"]["assets"]["logo_light"]);
    for wrong in
        [drawn.replace(".svg", ".png"), drawn.replace(".svg", ".html"), drawn.replace(".svg", ""), drawn.replace("/f/", "/t/")]
    {
        assert_eq!(fetch(&portal, &wrong).await.0, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_and_changes_nothing() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let client = operator(&portal, &site);
    let text = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>Acme</text></svg>";
    for (file, code) in [
        (b"GIF89a".as_slice(), "not_a_picture"),
        (b"<html>".as_slice(), "not_a_picture"),
        (text.as_bytes(), "drawing_text"),
        (&png(5001, 1, 0), "too_many_pixels"),
        (&vec![0; 500 * 1024 + 1], "too_large"),
    ] {
        assert_eq!(upload(&client, "icon", file).await.errors(), [("assets.icon", code)]);
    }
    assert_eq!(upload(&client, "icon", &vec![0; 600 * 1024]).await.problem(), (413, "payload_too_large"));
    assert_eq!(upload(&client, "sign", &png(9, 9, 0)).await.problem(), (404, "not_found"));
    let form = [("content-type", "multipart/form-data; boundary=x")];
    let reply = client.send(Method::PUT, "/api/admin/look/assets/icon", &form, Some(b"x")).await;
    assert_eq!(reply.problem(), (415, "unsupported_media_type"));
    let nobody = upload(&portal.client(&site), "icon", &png(9, 9, 0)).await;
    assert_eq!(nobody.problem(), (401, "token_invalid"));
    assert_eq!(client.get("/api/admin/look").await.ok(StatusCode::OK)["draft"], Value::Null);
    // What another site has is not there to be shown here.
    let theirs = upload(&operator(&portal, &other), "icon", &png(9, 9, 0)).await.ok(StatusCode::OK);
    let icon = theirs["draft"]["look"]["assets"]["icon"].clone();
    let taken = client.patch("/api/admin/look", json!({ "assets": { "icon": icon } })).await;
    assert_eq!(taken.errors(), [("assets.icon", "no_such_file")]);
}

#[tokio::test]
async fn a_background_is_veiled_so_that_text_can_be_read_on_it() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    upload(&client, "background_light", &png(800, 600, 0)).await.ok(StatusCode::OK);
    let kind = json!({ "tokens": { "background": { "kind": "image", "focal_x": 20 } } });
    assert_eq!(client.patch("/api/admin/look", kind).await.ok(StatusCode::OK)["faults"], json!([]));
    let thin = json!({ "tokens": { "background": { "scrim": 1 } } });
    let faults = client.patch("/api/admin/look", thin).await.ok(StatusCode::OK)["faults"].clone();
    assert_eq!((&faults[0]["field"], &faults[0]["code"]), (&json!("tokens.background.scrim"), &json!("out_of_range")));
    client.patch("/api/admin/look", json!({ "tokens": { "background": { "scrim": null } } })).await.ok(StatusCode::OK);
    publish(&client).await;
    let page = login_page(&portal, &site).await;
    let sheet =
        page.split("href=\"").find_map(|part| part.split('"').next().filter(|href| href.starts_with("/assets/t/"))).unwrap();
    let css = String::from_utf8(fetch(&portal, sheet).await.2).unwrap();
    assert!(css.contains(",url(/assets/f/") && css.contains("--background-place:20% 50%"), "{css}");
}

#[tokio::test]
async fn small_texts_stand_in_their_places_and_are_inert() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let slots = json!({ "slots": {
        "header": "**Closed on Sunday**", "before_form": "<b onclick=x>Hi</b>", "after_form": "[Help](https://help.example)", "footer": "- a\n- b",
    } });
    client.patch("/api/admin/look", slots).await.ok(StatusCode::OK);
    publish(&client).await;
    let page = login_page(&portal, &site).await;
    for part in [
        "data-part=\"header\"><p><strong>Closed on Sunday</strong></p>",
        "data-part=\"before-form\"><p>&lt;b onclick=x&gt;Hi&lt;/b&gt;</p>",
        "data-part=\"after-form\"><p><a href=\"https://help.example\" rel=\"noopener\">Help</a></p>",
        "data-part=\"footer-text\"><ul><li>a</li><li>b</li></ul>",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_site_s_own_css_draws_the_look_s_own_pictures() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let veil = "linear-gradient(color-mix(in srgb, var(--color-surface) 97%, transparent) 0 100%)";
    let css = format!(
        "[data-part=card] {{ background-image: {veil}, asset(\"bg-light\") }}\n[data-part=panel] {{ background-image: asset(\"icon\") }}"
    );
    let state = client.patch("/api/admin/look", json!({ "custom_css": css })).await.ok(StatusCode::OK);
    assert_eq!(state["dropped"], json!([]));
    let state = upload(&client, "background_light", &png(40, 40, 200)).await.ok(StatusCode::OK);
    publish(&client).await;
    let page = login_page(&portal, &site).await;
    let sheet = page.split("<link rel=\"stylesheet\" href=\"").nth(3).unwrap().split('"').next().unwrap();
    let sheet = String::from_utf8(fetch(&portal, sheet).await.2).unwrap();
    let path = path(&state["draft"]["look"]["assets"]["background_light"]);
    assert!(sheet.starts_with(&format!("[data-site]{{--asset-bg-light:url({path});}}\n@layer site{{")), "{sheet}");
    assert!(sheet.contains("transparent) 0 100%), var(--asset-bg-light,none)") && sheet.contains("var(--asset-icon,none)"));
    assert_eq!(fetch(&portal, &path).await.0, StatusCode::OK);
}

/// A font of these tables, none of which holds anything.
fn font(tables: &[&str]) -> Vec<u8> {
    let directory: Vec<u8> = tables.iter().flat_map(|tag| [[0x3f].as_slice(), tag.as_bytes(), &[16]].concat()).collect();
    let length = u32::try_from(48 + directory.len() + 8).unwrap().to_be_bytes();
    let count = u16::try_from(tables.len()).unwrap().to_be_bytes();
    let head = [b"wOF2OTTO".as_slice(), &length, &count, &[0, 0, 0, 0, 1, 0, 0, 0, 0, 8], &[0; 24]].concat();
    [head.as_slice(), &directory, &[7; 8]].concat()
}

#[tokio::test]
async fn a_font_of_a_site_s_own_is_uploaded_worn_and_taken_along() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let client = operator(&portal, &site);
    let whole = ["cmap", "head", "hhea", "hmtx", "maxp", "name", "CFF "];
    for (place, field, file) in [
        ("font", "assets.font", png(4, 4, 0)),
        ("font", "assets.font", font(&whole[1..])),
        ("font_bold", "assets.font_bold", SVG.into()),
    ] {
        assert_eq!(upload(&client, place, &file).await.errors(), [(field, "not_a_font")]);
    }
    assert_eq!(upload(&client, "icon", &font(&whole)).await.errors(), [("assets.icon", "not_a_picture")]);
    let state = upload(&client, "font", &font(&whole)).await.ok(StatusCode::OK);
    let asset = state["draft"]["look"]["assets"]["font"].clone();
    assert_eq!(asset["kind"], "font/woff2");
    let misplaced = json!({ "assets": { "icon": asset } });
    assert_eq!(client.patch("/api/admin/look", misplaced).await.errors(), [("assets.icon", "no_such_file")]);
    publish(&client).await;

    let page = login_page(&portal, &site).await;
    assert!(page.contains(" data-own-font>"));
    let sheet = page.split("<link rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let sheet = String::from_utf8(fetch(&portal, sheet).await.2).unwrap();
    let path = format!("/assets/f/{}.woff2", asset["hash"].as_str().unwrap());
    assert!(sheet.starts_with(&format!("@font-face{{font-family:own;src:url({path})")) && sheet.contains("--type-font:own,"));
    let (status, headers, content) = fetch(&portal, &path).await;
    assert_eq!(
        (status, &headers["content-type"], &headers["x-content-type-options"]),
        (StatusCode::OK, &"font/woff2".parse().unwrap(), &"nosniff".parse().unwrap())
    );
    assert!(headers["cache-control"].to_str().unwrap().contains("immutable") && content.starts_with(b"wOF2OTTO"));
    assert_eq!(fetch(&portal, &path.replace("woff2", "png")).await.0, StatusCode::NOT_FOUND);

    // What is asked in the portal's own words is written in letters that the site has no say in.
    let mut desk = portal.operator_at_desk().await;
    client.patch("/api/admin/look", json!({ "texts": { "en": { "logged-in-as": "Feel at home" } } })).await.ok(StatusCode::OK);
    for view in ["consent", "device-confirm"] {
        let asking = format!("/admin/sites/{}/look/preview?view={view}", site.slug);
        let asking = desk.send(Method::GET, &asking, &[], None).await;
        assert!(asking.status == StatusCode::OK && !asking.body.contains("data-own-font"), "{view}");
        assert!(asking.body.contains("You are logged in as") && !asking.body.contains("Feel at home"), "{view}");
    }

    let folder = fetch(&portal, &format!("{}/api/admin/look/folder", site.base.path)).await.2;
    assert_eq!(archive::unpack(&folder).unwrap()["assets/font.woff2"], content);
    let tar = [("content-type", "application/x-tar")];
    let theirs = operator(&portal, &other);
    let state = theirs.send(Method::PUT, "/api/admin/look/folder", &tar, Some(&folder)).await.ok(StatusCode::OK);
    assert_eq!(state["draft"]["look"]["assets"]["font"], asset);
    let variable = font(&[whole.as_slice(), &["fvar"]].concat());
    let state = upload(&theirs, "font", &variable).await.ok(StatusCode::OK);
    let assets = &state["draft"]["look"]["assets"];
    assert!(assets["font"] == assets["font_bold"] && assets["font"] != asset);
    let state = theirs.patch("/api/admin/look", json!({ "assets": { "font": null, "font_bold": null } })).await;
    assert!(state.ok(StatusCode::OK)["draft"]["look"]["assets"].get("font").is_none());
}
