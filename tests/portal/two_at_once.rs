//! Two people at one form: nothing that one of them saved is written over unseen by the other.

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::{Value, json};
use vestibule::model::site::Site;

use crate::support::{Browser, Client, MASTER_KEY, Portal};

fn at(site: &Site, page: &str) -> String {
    format!("/admin/sites/{}{page}", site.slug)
}

fn operator(portal: &Portal, site: &Site) -> Client {
    portal.client(site).with("x-api-key", MASTER_KEY)
}

/// What stands in a field without a label.
fn hidden(desk: &Browser, name: &str) -> String {
    desk.all(&format!("input[type=hidden][name={name}]"))[0].attr("value").unwrap().to_owned()
}

/// What is told to differ: the field, what was saved, what was typed.
fn clashes(desk: &Browser) -> Vec<Vec<String>> {
    let cells = |row: scraper::ElementRef<'_>| {
        let cells = row.child_elements().map(|cell| cell.text().collect::<String>().trim().to_owned());
        cells.collect::<Vec<_>>()
    };
    desk.all(".clash tbody tr").into_iter().map(cells).collect()
}

async fn draft(portal: &Portal, site: &Site) -> Value {
    operator(portal, site).get("/api/admin/look").await.ok(StatusCode::OK)["draft"]["look"].clone()
}

#[tokio::test]
async fn settings_that_somebody_else_saved_are_shown_beside_what_was_typed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.site_admin(&site, "ada@example.com").await;
    let mut desk = portal.operator_at_desk().await;
    ada.visit("/admin/settings").await;
    desk.visit(&at(&site, "/settings")).await;
    ada.fill("Shortest password", "14").fill("Help page", "https://help.example/").tick("Ask for a name at sign up");
    ada.press("Save").await;
    assert!(ada.sees("Saved."), "{}", ada.body);

    desk.fill("Shortest password", "16").fill("Name", "Renamed");
    desk.press("Save").await;
    assert_eq!((desk.status, desk.path()), (StatusCode::CONFLICT, at(&site, "/settings").as_str()), "{}", desk.body);
    assert!(desk.sees("Somebody else has saved this meanwhile") && desk.body.contains("<title>Error:"), "{}", desk.body);
    let told = clashes(&desk);
    let of = |label: &str| told.iter().find(|row| row[0] == label).map(|row| (row[1].as_str(), row[2].as_str()));
    assert_eq!(of("Shortest password"), Some(("14", "16")));
    assert_eq!(of("Ask for a name at sign up"), Some(("On", "Off")));
    assert_eq!(of("Help page"), Some(("https://help.example/", "Nothing")));
    assert_eq!(of("Name").map(|(_, yours)| yours), Some("Renamed"));
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!((desk.value("Shortest password"), desk.value("Name")), ("16".to_owned(), "Renamed".to_owned()));
    let now = portal.app.sites.by_id(site.id).unwrap();
    assert_eq!((now.settings.password_minimum, now.name == site.name), (14, true), "nothing was written over");

    desk.fill("Help page", "https://help.example/").tick("Ask for a name at sign up");
    desk.fill("Shortest password", "16").fill("Name", "Renamed");
    desk.press("Save").await;
    assert!(desk.sees("Saved."), "{}", desk.body);
    let now = portal.app.sites.by_id(site.id).unwrap();
    assert_eq!((now.settings.password_minimum, now.name.as_str(), now.settings.ask_name), (16, "Renamed", true));
    assert!(now.settings.support_url.is_some());
    // Saving once more from the page that was shown after saving disturbs nobody.
    desk.press("Save").await;
    assert!(desk.sees("Saved."));
}

#[tokio::test]
async fn a_form_is_not_disturbed_by_what_it_does_not_show_or_says_itself() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/settings")).await;
    let other = json!({ "theme": "midnight", "reply_to": "help@acme.example" });
    portal.operator().patch(&format!("/api/sites/{}", site.id), other).await.ok(StatusCode::OK);
    desk.fill("Shortest password", "12");
    desk.press("Save").await;
    assert!(desk.sees("Saved."), "{}", desk.body);
    assert_eq!(portal.app.sites.by_id(site.id).unwrap().theme, "midnight");

    let same = json!({ "settings": { "password_minimum": 15 } });
    portal.operator().patch(&format!("/api/sites/{}", site.id), same).await.ok(StatusCode::OK);
    desk.fill("Shortest password", "15");
    desk.press("Save").await;
    assert!(desk.sees("Saved."), "both want the same: {}", desk.body);
    let set_up = json!({ "settings": { "password_minimum": 20 } });
    desk.visit(&at(&site, "/setup/access")).await;
    portal.operator().patch(&format!("/api/sites/{}", site.id), set_up).await.ok(StatusCode::OK);
    desk.fill("Shortest password", "11");
    desk.press("Continue").await;
    assert_eq!((desk.status, clashes(&desk).len()), (StatusCode::CONFLICT, 1), "the set-up's pages are forms like others");
}

#[tokio::test]
async fn of_many_who_save_the_same_form_at_once_one_saves_and_the_others_see_it() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/settings")).await;
    let seen = hidden(&desk, "seen");
    let answers = join_all((10..18).map(|minimum| {
        let (mut desk, seen, page) = (desk.clone(), seen.clone(), at(&site, "/settings"));
        async move {
            let minimum = minimum.to_string();
            desk.post(&page, &[("seen", &seen), ("settings.password_minimum", &minimum)]).await.status
        }
    }));
    let answers = answers.await;
    // The site begins with 10, so whoever wants that wants what is there.
    let saved = answers.iter().filter(|status| **status == StatusCode::SEE_OTHER).count();
    let refused = answers.iter().filter(|status| **status == StatusCode::CONFLICT).count();
    assert!(saved + refused == answers.len() && (1..=2).contains(&saved), "{answers:?}");
}

#[tokio::test]
async fn a_draft_that_somebody_else_saved_is_shown_beside_what_was_typed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut one, mut other) = (portal.operator_at_desk().await, portal.operator_at_desk().await);
    one.visit(&at(&site, "/look")).await;
    other.visit(&at(&site, "/look")).await;
    one.fill("Brand colour", "#0b6e4f").fill("Corners of cards, in pixels", "3");
    one.press("Save draft").await;
    other.fill("Brand colour", "#6e0b4f");
    for button in ["Save draft", "Publish"] {
        other.fill("Brand colour", "#6e0b4f");
        let mut late = other.clone();
        late.press(button).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{button}");
        let told = clashes(&late);
        assert_eq!(told, [["Brand colour", "#0b6e4f", "#6e0b4f"], ["Corners of cards, in pixels", "3", "Nothing"]], "{button}");
        assert_eq!(late.value("Brand colour"), "#6e0b4f");
    }
    assert_eq!(draft(&portal, &site).await["tokens"]["color"]["brand"], "#0b6e4f");
    let live = operator(&portal, &site).get("/api/admin/look").await.ok(StatusCode::OK);
    assert_eq!(live["published"], Value::Null, "nothing was published that was not seen");

    other.press("Save draft").await;
    other.fill("Corners of cards, in pixels", "3").fill("Brand colour", "#6e0b4f");
    other.press("Save draft").await;
    assert!(other.sees("The draft is saved"), "{}", other.body);
    let now = json!({ "tokens": { "color": { "brand": "#6e0b4f" }, "shape": { "radius_card": 3 } } });
    assert_eq!(draft(&portal, &site).await, now);
}

#[tokio::test]
async fn a_preview_writes_over_its_own_draft_and_nobody_else_s() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut one, mut other) = (portal.operator_at_desk().await, portal.operator_at_desk().await);
    one.visit(&at(&site, "/look")).await;
    other.visit(&at(&site, "/look")).await;
    let forms = [&one, &other].map(|desk| (hidden(desk, "form"), hidden(desk, "seen")));
    let path = at(&site, "/look/preview");
    let typed = |at: usize, brand: &'static str| {
        let (form, seen) = &forms[at];
        vec![("form", form.as_str()), ("seen", seen), ("tokens.color.brand", brand)]
    };
    for brand in ["#0b6e4f", "#0b6e50", "", "#0b6e51"] {
        assert_eq!(one.post(&path, &typed(0, brand)).await.status, StatusCode::SEE_OTHER, "{brand}");
    }
    let refused = other.post(&path, &typed(1, "#6e0b4f")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("Save your draft to see both side by side"), "{}", refused.body);
    assert!(refused.header("content-security-policy").contains("frame-ancestors 'self'"), "it stands in the frame");
    assert_eq!(draft(&portal, &site).await["tokens"]["color"]["brand"], "#0b6e51");

    // Texts and pictures are not typed there: the form stays the draft's.
    let texts = json!({ "texts": { "en": { "login-title": "Come in" } } });
    operator(&portal, &site).patch("/api/admin/look", texts).await.ok(StatusCode::OK);
    assert_eq!(one.post(&path, &typed(0, "#0b6e52")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(draft(&portal, &site).await["texts"]["en"]["login-title"], "Come in");
    // What a program changes is somebody else's.
    let corners = json!({ "tokens": { "shape": { "radius_card": 3 } } });
    operator(&portal, &site).patch("/api/admin/look", corners).await.ok(StatusCode::OK);
    assert_eq!(one.post(&path, &typed(0, "#0b6e53")).await.status, StatusCode::CONFLICT);
    for broken in ["", "x", "00000000-0000-0000-0000-000000000000"] {
        let fields = [("form", broken), ("seen", ""), ("tokens.color.brand", "#0b6e53")];
        let status = one.post(&at(&site, "/look"), &fields).await.status;
        assert!(matches!(status, StatusCode::CONFLICT | StatusCode::SEE_OTHER), "{broken}: {status}");
    }
}

#[tokio::test]
async fn a_picture_that_will_not_do_leaves_the_form_as_it_is_saved() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/look")).await;
    desk.fill("Brand colour", "#0b6e4f");
    desk.press("Save draft").await;
    desk.fill("What it is for", "icon").fill("File", "GIF89a");
    desk.press("Upload").await;
    assert_eq!((desk.status, desk.value("Brand colour").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "#0b6e4f"));
    desk.press("Save draft").await;
    assert_eq!(draft(&portal, &site).await["tokens"]["color"]["brand"], "#0b6e4f");
}

#[tokio::test]
async fn texts_that_somebody_else_saved_are_shown_beside_what_was_typed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.site_admin(&site, "ada@example.com").await;
    let mut desk = portal.operator_at_desk().await;
    let page = "/texts?place=login&language=en";
    ada.visit(&format!("/admin{page}")).await;
    desk.visit(&at(&site, page)).await;
    let mut elsewhere = desk.clone();
    elsewhere.visit(&at(&site, "/texts?place=signup&language=en")).await;
    ada.fill("Log in", "Come in").press("Save").await;
    desk.fill("Log in", "Welcome").fill("No account yet?", "New here?").press("Save").await;
    assert_eq!(desk.status, StatusCode::CONFLICT, "{}", desk.body);
    let told = clashes(&desk);
    assert_eq!(told, [["Log in", "Come in", "Welcome"], ["No account yet?", "No account yet?", "New here?"]]);
    assert_eq!(draft(&portal, &site).await["texts"], json!({ "en": { "login-title": "Come in" } }));
    desk.press("Save").await;
    assert!(desk.sees("Saved."), "{}", desk.body);
    let now = json!({ "en": { "login-title": "Welcome", "login-no-account": "New here?" } });
    assert_eq!(draft(&portal, &site).await["texts"], now);
    elsewhere.fill("Sign up", "Join").press("Save").await;
    assert!(elsewhere.sees("Saved."), "texts at another place are another form: {}", elsewhere.body);
}

#[tokio::test]
async fn texts_are_found_by_what_they_say_wherever_they_stand() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/texts?language=en&q=NO+ACCOUNT+YET")).await;
    assert_eq!((desk.status, desk.all("form.card .field").len()), (StatusCode::OK, 1), "{}", desk.body);
    desk.fill("No account yet? Log in", "New here?").press("Save").await;
    assert!(desk.sees("Saved.") && desk.location().contains("q=NO"), "{}", desk.body);
    desk.visit(&at(&site, "/texts?language=en&q=new%20here")).await;
    assert_eq!(desk.value("No account yet? Log in Not published"), "New here?", "the site's own words are found, too");
    desk.press("Publish").await;
    assert!(desk.sees("Published.") && desk.location().contains("q=new"), "{}", desk.body);
    desk.visit(&at(&site, "/texts?language=es&q=a")).await;
    assert!(desk.sees("There are more") && desk.all("form.card .field").len() == 60);
    desk.visit(&at(&site, "/texts?language=en&q=no%20text%20has%20this")).await;
    assert!(desk.sees("No text says this") && desk.all("form.card").is_empty());
    let answer = desk.send(Method::GET, &at(&site, "/texts?q=%3Cscript%3E"), &[], None).await;
    assert!(answer.status == StatusCode::OK && !answer.body.contains("<script>"), "{}", answer.body);
}
