//! Sites in the dashboard: made, set up, changed, moved to a host of their own, disabled and deleted, by whoever may.

use axum::http::{Method, StatusCode};
use serde_json::json;
use time::Duration;
use vestibule::model::site::{SignupPolicy, Site};

use crate::{
    oidc::app::App,
    support::{Browser, MASTER_KEY, Portal, fresh_database},
};

fn at(site: &Site, page: &str) -> String {
    format!("/admin/sites/{}{page}", site.slug)
}

async fn prove(desk: &mut Browser) {
    assert_eq!(desk.path(), "/admin/confirm", "{}", desk.body);
    desk.fill("Master key", MASTER_KEY);
    desk.press("Continue").await;
}

#[tokio::test]
async fn a_site_is_made_in_three_steps_and_works_after_the_first() {
    let portal = Portal::open();
    let mut desk = portal.operator_at_desk().await;
    desk.visit("/admin/sites").await;
    desk.follow("New site").await;
    desk.fill("Name", "Wizard & Sons").fill("Domain", "wizard.example");
    desk.press("Create site").await;
    assert_eq!(desk.path(), "/admin/sites/wizard-sons/setup/access", "{}", desk.body);
    let site = portal.app.sites.by_slug("wizard-sons").unwrap();
    assert_eq!((site.frontend_url.as_str(), site.email_from.as_str()), ("https://wizard.example", "hello@wizard.example"));
    let mut ada = portal.browser(&site);
    ada.visit("/signup").await;
    assert_eq!(ada.heading(), "Sign up");

    desk.fill("Who may sign up", "domains").fill("Domains that may sign up", "wizard.example\nwizards.example");
    desk.fill("Shortest password", "7");
    desk.press("Continue").await;
    assert_eq!((desk.status, desk.problems().len()), (StatusCode::UNPROCESSABLE_ENTITY, 1));
    assert_eq!(desk.value("Shortest password"), "7", "what was typed stays");
    desk.fill("Shortest password", "12").tick("Ask for a name at sign up");
    desk.fill("Who may sign up", "domains").fill("Domains that may sign up", "wizard.example, wizards.example");
    desk.press("Continue").await;
    assert_eq!(desk.path(), "/admin/sites/wizard-sons/setup/look");
    let settings = portal.app.sites.by_slug("wizard-sons").unwrap().settings.clone();
    let domains = ["wizard.example", "wizards.example"].map(str::to_owned).to_vec();
    assert_eq!((settings.signup, settings.password_minimum, settings.ask_name), (SignupPolicy::Domains(domains), 12, true));

    desk.follow("Back").await;
    assert_eq!(desk.value("Shortest password"), "12", "going back loses nothing");
    desk.press("Continue").await;
    desk.fill("Theme", "midnight");
    desk.press("Publish and continue").await;
    assert_eq!(desk.path(), "/admin/sites/wizard-sons/setup/done");
    assert_eq!(portal.app.sites.by_slug("wizard-sons").unwrap().theme, "midnight");
    assert!(portal.app.sites.by_slug("wizard-sons").unwrap().settings.ask_name, "a later step leaves earlier ones alone");
    assert!(desk.body.contains("https://portal.example/s/wizard-sons/api/auth/login"));

    desk.visit("/admin/sites?q=wizard.example").await;
    assert_eq!(desk.all(".list tbody tr").len(), 1);
    desk.follow("Finish set-up").await;
    assert_eq!(desk.path(), "/admin/sites/wizard-sons/setup/access", "a set-up that was left is taken up again");
}

#[tokio::test]
async fn what_is_wrong_with_a_new_site_is_told_and_a_taken_name_is_answered_with_free_ones() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit("/admin/new-site").await;
    desk.fill("Name", "<b>Bold</b>").fill("Short name", "No Slug").fill("Domain", "a b").fill("Front end", "javascript:alert(1)");
    desk.press("Create site").await;
    assert_eq!((desk.status, desk.problems().len()), (StatusCode::UNPROCESSABLE_ENTITY, 3), "{:?}", desk.problems());
    assert_eq!(desk.value("Name"), "<b>Bold</b>");
    assert!(desk.body.contains("<title>Error:") && !desk.body.contains("<b>Bold"));
    desk.fill("Name", "Another").fill("Short name", &site.slug).fill("Domain", &format!("other-{}", site.domain));
    desk.fill("Front end", "");
    desk.press("Create site").await;
    assert_eq!(desk.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(desk.sees(&format!("Free are: {}-2", site.slug)), "{}", desk.body);
}

#[tokio::test]
async fn a_new_site_asks_for_what_nobody_else_can_know_and_works_out_the_rest() {
    let portal = Portal::open();
    let mut desk = portal.operator_at_desk().await;
    desk.visit("/admin/new-site").await;
    assert!(desk.all("details[open]").is_empty());
    desk.press("Create site").await;
    assert_eq!(desk.problems(), ["Enter a name", "Enter a domain such as acme.example"]);
    assert!(desk.all("details[open]").is_empty(), "{}", desk.body);
    desk.fill("Domain", "only-domain.example");
    desk.press("Create site").await;
    assert_eq!(desk.problems(), ["Enter a name"]);
    desk.fill("Name", "☆☆☆").fill("Front end", "https://atelier.example:8443/app").fill("Domain", "");
    desk.press("Create site").await;
    assert_eq!(desk.problems(), ["Use 1 to 63 small letters, numbers and hyphens, such as acme-cycles"]);
    assert!(desk.all("details[open]").len() == 1 && desk.value("Name") == "☆☆☆", "nothing can be made from such a name");
    desk.fill("Short name", "atelier-of-her-own");
    desk.press("Create site").await;
    let site = portal.app.sites.by_slug("atelier-of-her-own").unwrap();
    assert_eq!((site.domain.as_str(), site.frontend_url.as_str()), ("atelier.example:8443", "https://atelier.example:8443/app"));
    assert_eq!((site.email_from.as_str(), site.email_from_name.as_str()), ("hello@atelier.example", "☆☆☆"));
    desk.visit("/admin/new-site").await;
    desk.fill("Name", "On My Machine").fill("Domain", "localhost:3000").fill("Sender's email", "me@example.com");
    desk.press("Create site").await;
    let site = portal.app.sites.by_slug("on-my-machine").unwrap();
    assert_eq!(site.frontend_url, "http://localhost:3000");
    // Beside a problem with what was made stands what was made.
    desk.visit("/admin/new-site").await;
    desk.fill("Name", "On my machine").fill("Domain", "localhost:3001");
    desk.press("Create site").await;
    assert_eq!(desk.problems().len(), 1, "{:?}", desk.problems());
    desk.fill("Sender's email", "me@example.com").fill("Domain", "localhost:3001");
    desk.press("Create site").await;
    assert_eq!(desk.value("Short name"), "on-my-machine");
    assert!(desk.sees("Free are: on-my-machine-2"), "{}", desk.body);
    // What a program leaves out is asked for, each by its name.
    let reply = portal
        .operator()
        .post("/api/sites", json!({ "name": "", "domain": "", "frontend_url": "", "email_from": "", "email_from_name": "" }))
        .await;
    assert_eq!(reply.errors().len(), 6, "{}", reply.text);
}

#[tokio::test]
async fn settings_change_what_was_typed_and_nothing_else() {
    let portal = Portal::open();
    let site = portal.site_with(|settings| settings.usernames = true).await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/settings")).await;
    desk.fill("Help page", "https://help.example").fill("Further origins", "https://a.example\nhttps://b.example");
    desk.press("Save").await;
    assert!(desk.path() == at(&site, "/settings") && desk.sees("Saved."), "{}", desk.body);
    let now = portal.app.sites.by_id(site.id).unwrap();
    assert_eq!(now.settings.allowed_origins.len(), 2);
    assert!(now.settings.usernames && now.settings.languages.is_empty() && now.name == site.name);
    desk.fill("Help page", "");
    desk.press("Save").await;
    assert_eq!(portal.app.sites.by_id(site.id).unwrap().settings.support_url, None, "an empty field takes it away");
    desk.fill("Short name", &format!("{}-moved", site.slug));
    desk.press("Save").await;
    assert_eq!(desk.path(), format!("/admin/sites/{}-moved/settings", site.slug));
    let twice = b"name=a&name=b";
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let answer = desk.send(Method::POST, &format!("/admin/sites/{}-moved/settings", site.slug), &form, Some(twice)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_site_s_admin_decides_what_is_the_site_s_and_not_where_it_is() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let mut ada = portal.site_admin(&site, "ada@example.com").await;
    ada.visit("/admin/settings").await;
    ada.fill("Shortest password", "14");
    ada.press("Save").await;
    assert!(ada.sees("Saved."), "{}", ada.body);
    assert_eq!(portal.app.sites.by_id(site.id).unwrap().settings.password_minimum, 14);

    // What the form does not offer is not taken either.
    let forged = [
        ("name", "Ada's"),
        ("slug", "taken-over"),
        ("domain", "evil.example"),
        ("login_host", "login.evil.example"),
        ("email_from", "ceo@evil.example"),
        ("email_from_name", "CEO"),
        ("protected", "on"),
        ("status", "disabled"),
    ];
    assert_eq!(ada.post("/admin/settings", &forged).await.status, StatusCode::SEE_OTHER);
    let now = portal.app.sites.by_id(site.id).unwrap();
    assert_eq!(now.name, "Ada's");
    let of = |site: &Site| (site.slug.clone(), site.domain.clone(), site.login_host.clone(), site.email_from.clone());
    assert_eq!((of(&now), &now.email_from_name), (of(&site), &site.email_from_name));

    for page in ["/admin/host", "/admin/danger", "/admin/setup/access", "/admin/setup/done", "/admin/enable"] {
        assert_eq!(ada.send(Method::GET, page, &[], None).await.status, StatusCode::NOT_FOUND, "{page}");
        let answer = ada.post(page, &[("slug", &site.slug), ("login_host", "login.evil.example")]).await;
        assert!(matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED), "{page}");
    }
    // Nobody is asked for a proof first of what is not theirs.
    portal.wait(Duration::minutes(6));
    for page in ["/admin/host", "/admin/disable", "/admin/delete"] {
        assert_eq!(ada.send(Method::GET, page, &[], None).await.status, StatusCode::NOT_FOUND, "{page}");
        assert_eq!(ada.post(page, &[("slug", &site.slug)]).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    let answer = ada.send(Method::GET, &format!("/s/{}/admin/settings", other.slug), &[], None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(portal.app.sites.by_id(site.id).is_some());
}

#[tokio::test]
async fn a_site_is_disabled_and_enabled_again() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.member(&site, "ada@example.com").await;
    let mut desk = portal.operator_at_desk().await;
    portal.wait(Duration::minutes(6));
    desk.visit(&at(&site, "/danger")).await;
    desk.follow("Disable").await;
    prove(&mut desk).await;
    assert_eq!(desk.path(), at(&site, "/disable"));
    assert!(desk.sees("1 user is shut out until then."));
    desk.press("Disable").await;
    assert!(desk.sees("The site is disabled.") && desk.sees("as if it did not exist"), "{}", desk.body);
    assert_eq!(ada.send(Method::GET, "/account", &[], None).await.status, StatusCode::NOT_FOUND);
    desk.visit("/admin/sites").await;
    desk.visit(&at(&site, "/enable")).await;
    desk.press("Enable").await;
    assert!(desk.sees("The site is enabled.") && ada.is_logged_in().await);
}

#[tokio::test]
async fn deleting_a_site_takes_a_fresh_proof_and_its_name() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.member(&site, "ada@example.com").await;
    let mut desk = portal.operator_at_desk().await;
    let sent = [("slug", site.slug.as_str())];
    portal.wait(Duration::minutes(6));
    let answer = desk.post(&at(&site, "/delete"), &sent).await;
    assert!(answer.header("location").starts_with("/admin/confirm?return_to="), "{}", answer.status);
    assert!(portal.app.sites.by_id(site.id).is_some(), "an old proof deletes nothing");
    desk.visit(&at(&site, "/delete")).await;
    prove(&mut desk).await;
    assert!(desk.sees("1 user goes with it.") && desk.sees("It has no apps."), "{}", desk.body);
    let named = |desk: &Browser| -> Vec<String> { desk.all(".going li").iter().map(|line| line.text().collect()).collect() };
    App::like(&portal, &site, json!({ "name": "App 00" })).await;
    desk.visit(&at(&site, "/delete")).await;
    assert!(desk.sees("1 app goes with it") && named(&desk) == ["App 00"], "{}", desk.body);
    for number in 1..12 {
        App::like(&portal, &site, json!({ "name": format!("App {number:02}") })).await;
    }
    let other = portal.site().await;
    App::like(&portal, &other, json!({ "name": "App of others" })).await;
    desk.visit(&at(&site, "/delete")).await;
    let going: Vec<String> = (0..10).map(|number| format!("App {number:02}")).chain(["and 2 more".to_owned()]).collect();
    assert!(desk.sees("12 apps go with it") && named(&desk) == going, "{}", desk.body);
    desk.fill(&format!("Type {} to delete it", site.slug), "something-else");
    desk.press("Delete for good").await;
    assert_eq!((desk.status, desk.problems().len()), (StatusCode::UNPROCESSABLE_ENTITY, 1));
    desk.fill(&format!("Type {} to delete it", site.slug), &site.slug);
    desk.press("Delete for good").await;
    assert!(desk.path() == "/admin/sites" && desk.sees("The site is deleted."));
    assert!(portal.app.sites.by_id(site.id).is_none());
    desk.visit(&at(&site, "")).await;
    assert_eq!(desk.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_protected_site_stays() {
    let portal = Portal::open();
    let site = portal.site_like(|site| site.protected = true).await;
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&at(&site, "/danger")).await;
    assert!(desk.sees("The site is protected."));
    let answer = desk.post(&at(&site, "/delete"), &[("slug", &site.slug)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(portal.app.sites.by_id(site.id).is_some());
    desk.visit(&at(&site, "/settings")).await;
    assert!(desk.all("[name=protected][checked]").len() == 1);
}

#[tokio::test]
async fn a_login_host_moves_the_site_and_proxies_may_ask_for_it() {
    let portal = Portal::open();
    let site = portal.site().await;
    let host = format!("login.{}", site.domain);
    let mut desk = portal.operator_at_desk().await;
    let ask = |domain: String| {
        let stranger = portal.stranger();
        async move { stranger.get(&format!("/api/sites/ask?domain={domain}")).await.status }
    };
    assert_eq!(ask(host.clone()).await, StatusCode::NOT_FOUND);
    desk.visit(&at(&site, "/host")).await;
    desk.fill("Login host", "portal.example");
    desk.press("Save").await;
    assert_eq!((desk.status, desk.value("Login host").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "portal.example"));
    desk.fill("Login host", &host);
    desk.press("Save").await;
    assert!(desk.sees("Saved.") && desk.sees(&format!("https://{host}")), "{}", desk.body);
    assert_eq!(ask(host.to_uppercase()).await, StatusCode::OK);
    assert_eq!(ask("portal.example".to_owned()).await, StatusCode::OK);
    assert_eq!(ask(site.domain.clone()).await, StatusCode::NOT_FOUND);
    let old = portal.browser(&site).send(Method::GET, "/login?x=1", &[], None).await;
    assert_eq!(old.header("location"), format!("https://{host}/login?x=1"), "old links lead on");
    desk.visit(&at(&site, "/host")).await;
    desk.press("Check the name").await;
    assert!(desk.sees("Nobody knows this name yet"), "{}", desk.body);
    desk.fill("Login host", "");
    desk.press("Save").await;
    assert_eq!(portal.app.sites.by_id(site.id).unwrap().login_host, None);
}

#[tokio::test]
async fn a_new_signing_key_is_made_by_whoever_runs_the_site() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut ada = portal.site_admin(&site, "ada@example.com").await;
    ada.visit("/admin/keys").await;
    assert!(ada.sees("No keys yet"));
    ada.follow("Make a new key").await;
    ada.press("Make a new key").await;
    assert!(ada.path() == "/admin/keys" && ada.sees("A new key is published."), "{}", ada.body);
    assert_eq!(ada.all(".list tbody tr").len(), 1);
    portal.wait(Duration::minutes(6));
    ada.visit("/admin/keys/rotate").await;
    assert_eq!(ada.path(), "/confirm-identity", "an old proof makes no key");
    let answer = ada.post("/admin/keys/rotate", &[]).await;
    assert!(answer.header("location").contains("/confirm-identity?return_to="));
}

#[tokio::test]
async fn the_list_is_searched_ordered_and_paged() {
    let portal = Portal::open_on(fresh_database("listed_sites").await, &[]);
    for number in 0..30 {
        portal.site_like(|site| site.name = format!("Site {number:02}")).await;
    }
    let busy = portal.site_like(|site| site.name = "Zebra".to_owned()).await;
    portal.member(&busy, "ada@example.com").await;
    let mut desk = portal.operator_at_desk().await;
    let names = |desk: &Browser| -> Vec<String> {
        desk.all(".list tbody a bdi").iter().map(|name| name.text().collect::<String>()).collect()
    };
    desk.visit("/admin/sites").await;
    assert_eq!((names(&desk).len(), names(&desk)[0].as_str()), (25, "Site 00"));
    assert!(desk.sees("1–25 of 31"));
    desk.follow("Next").await;
    assert_eq!(names(&desk).last().unwrap(), "Zebra");
    desk.follow("Most users").await;
    assert_eq!(names(&desk)[0], "Zebra");
    assert!(!desk.sees("Never, 1"));
    desk.follow("Newest").await;
    assert_eq!(desk.location(), "/admin/sites?sort=created");
    desk.visit("/admin/sites?q=site+0&sort=created&page=1").await;
    assert_eq!(names(&desk).len(), 10);
    for odd in ["sort=id;--", "sort='", "q=%25", "q=_", "page=2&q=nothing"] {
        desk.visit(&format!("/admin/sites?{odd}")).await;
        assert_eq!(desk.status, StatusCode::OK, "{odd}");
    }
    desk.visit("/admin/sites?page=1000001").await;
    assert_eq!(desk.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_domain_that_is_none_is_told_at_its_own_field_by_its_place() {
    let portal = Portal::open();
    let site = portal.site().await;
    let mut desk = portal.operator_at_desk().await;
    for page in ["/settings", "/setup/access"] {
        desk.visit(&at(&site, page)).await;
        desk.fill("Who may sign up", "domains").fill("Domains that may sign up", "acme.example\nno domain\nb.example");
        desk.press(if page == "/settings" { "Save" } else { "Continue" }).await;
        assert_eq!(desk.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", desk.body);
        assert_eq!(desk.problems(), ["Entry 2: enter a domain such as acme.example"]);
        assert!(desk.all("textarea#signup_domains[aria-invalid]").len() == 1 && desk.all("[aria-invalid]").len() == 1);
        assert!(desk.all(".summary a[href='#signup_domains']").len() == 1);
    }
}

#[tokio::test]
async fn the_list_shows_each_site_s_logo_by_day_and_by_night_and_leads_to_its_preview() {
    let portal = Portal::open();
    let (dressed, plain) = (portal.site().await, portal.site().await);
    let picture = |shade: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='40'><rect width='120' height='40' fill='{shade}'/></svg>"
        )
    };
    let client = portal.client(&dressed).with("x-api-key", MASTER_KEY);
    let raw = [("content-type", "application/octet-stream")];
    let mut desk = portal.operator_at_desk().await;
    let mut logos = async || -> (Vec<String>, Vec<String>, usize) {
        desk.visit(&format!("/admin/sites?q={}", dressed.slug)).await;
        let all = |selector, name| desk.all(selector).iter().map(|found| found.attr(name).unwrap().to_owned()).collect();
        (all(".list .site-logo img", "src"), all(".list .site-logo source", "srcset"), desk.all(".list .monogram").len())
    };
    assert_eq!(logos().await, (vec![], vec![], 1));
    let put = async |place: &str, file: &str| {
        let path = format!("/api/admin/look/assets/{place}");
        client.send(Method::PUT, &path, &raw, Some(file.as_bytes())).await.ok(StatusCode::OK);
    };
    let publish = async || client.post("/api/admin/look/publish", json!({})).await.ok(StatusCode::OK);
    put("icon", &picture("#777777")).await;
    assert_eq!(logos().await, (vec![], vec![], 1), "a draft is nobody's look");
    publish().await;
    let (icon, none, monograms) = logos().await;
    assert_eq!((icon.len(), none.len(), monograms), (1, 0, 0), "the square sign stands in for a logo");
    put("logo_light", &picture("#111111")).await;
    put("logo_dark", &picture("#eeeeee")).await;
    publish().await;
    let (day, night, monograms) = logos().await;
    assert_eq!((day.len(), night.len(), monograms), (1, 1, 0));
    assert!(day != icon && day != night, "{day:?} {night:?}");
    // Though the site itself is dark at all times, the dashboard is not.
    client.patch("/api/admin/look", json!({ "tokens": { "mode": "dark" } })).await.ok(StatusCode::OK);
    publish().await;
    assert_eq!(logos().await, (day.clone(), night, 0));
    assert_eq!(portal.stranger().get(&day[0]).await.status, StatusCode::OK);
    portal.operator().patch(&format!("/api/sites/{}", dressed.id), json!({ "status": "disabled" })).await.ok(StatusCode::OK);
    assert_eq!(logos().await, (vec![], vec![], 1), "what answers nobody is worn by nobody");
    desk.follow("Preview").await;
    assert!(desk.path() == at(&dressed, "/look") && desk.all("#preview-title").len() == 1, "{}", desk.location());
    desk.visit(&format!("/admin/sites?q={}", plain.slug)).await;
    assert_eq!(desk.all(".list .monogram").len(), 1);
}
