//! People in the dashboard: lists, one account and what can be done to it, invitations, and many at once. What is the same for the
//! operator and for a site's own admin is told of both.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;
use vestibule::model::site::Site;

use crate::support::{Answer, Browser, MASTER_KEY, PASSWORD, Portal, sql};

const ADA: &str = "ada@example.com";

/// Whoever administers a site, and where its pages are to them.
async fn desks(portal: &Portal, site: &Site) -> [(Browser, String); 2] {
    let admin = portal.site_admin(site, "root@example.com").await;
    [(portal.operator_at_desk().await, format!("/admin/sites/{}", site.slug)), (admin, "/admin".to_owned())]
}

async fn id_of(site: &Site, email: &str) -> Uuid {
    let found = sqlx::query_scalar("select id from users where site_id = $1 and email = $2");
    found.bind(site.id).bind(email).fetch_one(&sql().await).await.unwrap()
}

/// An account that somebody else made.
async fn add(site: &Site, email: &str, name: &str, role: &str, status: &str) -> Uuid {
    let id = Uuid::new_v4();
    sqlx::query(
        "insert into users (site_id, id, email, name, role, status, email_verified_at, created_at, updated_at)
         values ($1, $2, $3, nullif($4, ''), $5, $6, case when $6 <> 'invited' then now() end, now(), now())",
    )
    .bind(site.id)
    .bind(id)
    .bind(email)
    .bind(name)
    .bind(role)
    .bind(status)
    .execute(&sql().await)
    .await
    .unwrap();
    id
}

async fn record(site: &Site, user: Uuid) -> Vec<(String, String)> {
    let all = "select action, actor from events where site_id = $1 and user_id = $2 order by at, id";
    sqlx::query_as(all).bind(site.id).bind(user).fetch_all(&sql().await).await.unwrap()
}

async fn column(site: &Site, id: Uuid, column: &str) -> String {
    let found = format!("select {column}::text from users where site_id = $1 and id = $2");
    sqlx::query_scalar(&found).bind(site.id).bind(id).fetch_one(&sql().await).await.unwrap()
}

/// The addresses in a list.
fn listed(desk: &Browser) -> Vec<String> {
    desk.all("tbody .address").iter().map(|link| link.text().collect()).collect()
}

async fn get(desk: &mut Browser, page: &str) -> Answer {
    desk.send(Method::GET, page, &[], None).await
}

#[tokio::test]
async fn people_are_found_filtered_sorted_and_shown_part_by_part() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    add(&other, "elsewhere@example.com", "Ada Elsewhere", "user", "active").await;
    let id = add(&site, ADA, "Ada Lovelace", "user", "active").await;
    add(&site, "bob@other.example", "Bob", "user", "disabled").await;
    add(&site, "carol@example.com", "", "user", "invited").await;
    for (mut desk, base) in desks(&portal, &site).await {
        for (query, expected) in [
            ("", vec![ADA, "bob@other.example", "carol@example.com", "root@example.com"]),
            ("?sort=-email", vec!["root@example.com", "carol@example.com", "bob@other.example", ADA]),
            ("?q=ADA", vec![ADA]),
            ("?q=lovelace", vec![ADA]),
            ("?q=other.example", vec!["bob@other.example"]),
            (&format!("?q={id}"), vec![ADA]),
            ("?status=disabled", vec!["bob@other.example"]),
            ("?role=admin", vec!["root@example.com"]),
            ("?verified=no", vec!["carol@example.com"]),
            ("?q=carol&status=disabled", vec![]),
            ("?created_from=2999-01-01", vec![]),
            ("?seen_from=1990-01-01", vec!["root@example.com"]),
        ] {
            desk.visit(&format!("{base}/users{query}")).await;
            assert_eq!(desk.status, StatusCode::OK, "{query}");
            assert_eq!(listed(&desk), expected, "{query}");
        }
        assert!(!desk.body.contains("elsewhere@example.com"));
        desk.visit(&format!("{base}/users")).await;
        desk.fill("Search", "no such person");
        desk.press("Apply").await;
        assert!(desk.sees("No user fits") && desk.value("Search") == "no such person", "{}", desk.body);
        desk.follow("Show all users").await;
        assert_eq!(listed(&desk).len(), 4);
        for query in
            ["?sort=name", "?role=king", "?status=x", "?verified=perhaps", "?created_from=yesterday", "?after=x", "?q=%00"]
        {
            assert_eq!(get(&mut desk, &format!("{base}/users{query}")).await.status, StatusCode::BAD_REQUEST, "{query}");
        }
    }
}

#[tokio::test]
async fn a_long_list_is_gone_through_without_missing_or_repeating_anybody() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut desk, base) = desks(&portal, &site).await.into_iter().next().unwrap();
    // All made at one moment, and half of them never logged in.
    let many = "insert into users (site_id, id, email, created_at, updated_at, last_login_at)
                select $1, gen_random_uuid(), 'p' || n || '@example.com', now(), now(), case when n % 2 = 0 then now() end
                from generate_series(1, 60) n";
    sqlx::query(many).bind(site.id).execute(&sql().await).await.unwrap();
    for sort in ["email", "-email", "created_at", "-created_at", "last_login_at", "-last_login_at"] {
        desk.visit(&format!("{base}/users?sort={sort}")).await;
        assert!(desk.sees("61 in all"));
        let mut seen = listed(&desk);
        while !desk.all("a[rel=next]").is_empty() {
            desk.follow("Next").await;
            seen.extend(listed(&desk));
        }
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((count, seen.len()), (61, 61), "{sort}");
        desk.follow("First page").await;
        assert_eq!(listed(&desk).len(), 25);
    }
}

#[tokio::test]
async fn each_act_says_what_it_does_asks_first_and_is_on_record() {
    let portal = Portal::open();
    let site = portal.site().await;
    for (number, (mut desk, base)) in desks(&portal, &site).await.into_iter().enumerate() {
        let email = format!("ada-{number}@example.com");
        let mut ada = portal.member(&site, &email).await;
        let id = id_of(&site, &email).await;
        let page = format!("{base}/users/{id}");
        let who = if number == 0 { "operator" } else { "admin" };
        for (link, button, says, action) in [
            ("Send a reset link", "Send a reset link", "A mail with the link is on its way.", "reset_sent"),
            ("End all logins", "End all logins", "All logins were ended.", "logins_ended"),
            ("Make an admin", "Make an admin", "The account is an admin now.", "role_changed"),
            ("Take the admin role away", "Take the admin role away", "The account is no admin any more.", "role_changed"),
            ("Disable the account", "Disable the account", "The account is disabled.", "user_disabled"),
            ("Enable the account", "Enable the account", "The account is enabled.", "user_enabled"),
        ] {
            portal.wait(Duration::seconds(1));
            let before = record(&site, id).await;
            desk.visit(&page).await;
            desk.follow(link).await;
            assert!(desk.status == StatusCode::OK && desk.sees(&email), "{}", desk.body);
            assert_eq!(record(&site, id).await, before, "looking changes nothing");
            desk.press(button).await;
            assert!(desk.sees(says) && desk.sees(&email), "{link}: {}", desk.body);
            let after = record(&site, id).await;
            assert_eq!(after[before.len()..], [(action.to_owned(), who.to_owned())], "{link}");
        }
        assert!(!ada.is_logged_in().await);
        ada.log_in(&email, PASSWORD).await;
        assert!(ada.is_logged_in().await, "enabled again");
        let letters = portal.mail(&site, &email).await;
        let told: Vec<&str> =
            letters.iter().filter(|letter| letter.subject.contains("by an admin")).map(|letter| &*letter.text).collect();
        assert_eq!(told.len(), 5, "its owner hears of everything but the link, which is a letter itself");
        assert!(told[0].contains("was enabled on") && told[1].contains("was disabled on"), "{told:?}");
        desk.visit(&page).await;
        desk.follow("Delete the account").await;
        desk.press("Delete the account").await;
        assert!(desk.sees("The account was deleted.") && !listed(&desk).contains(&email), "{}", desk.body);
        assert!(!ada.is_logged_in().await);
        assert_eq!(get(&mut desk, &page).await.status, StatusCode::NOT_FOUND);
        desk.visit(&format!("{base}/audit?about={id}&action=user_deleted")).await;
        assert!(desk.sees("Account deleted") && desk.sees("Deleted account"), "{}", desk.body);
    }
}

#[tokio::test]
async fn one_login_is_ended_and_the_others_go_on() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (phone, mut laptop) = (portal.member(&site, ADA).await, portal.browser(&site));
    portal.wait(Duration::minutes(1));
    laptop.headers =
        vec![("user-agent", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15".to_owned())];
    laptop.log_in(ADA, PASSWORD).await;
    let bob = portal.member(&site, "bob@example.com").await;
    let (id, bobs) = (id_of(&site, ADA).await, id_of(&site, "bob@example.com").await);
    let (mut desk, base) = desks(&portal, &site).await.into_iter().next().unwrap();
    desk.visit(&format!("{base}/users/{id}")).await;
    let links: Vec<String> = desk.all("a[href$='/end']").iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
    assert_eq!(links.len(), 2);
    // The latest visit comes first. Under another account's page there is no such login.
    let foreign = links[0].replace(&id.to_string(), &bobs.to_string());
    assert_eq!(desk.post(&foreign, &[]).await.status, StatusCode::NOT_FOUND);
    desk.visit(&links[0]).await;
    assert!(desk.sees("Safari") && laptop.is_logged_in().await);
    desk.press("End login").await;
    assert!(desk.sees("The login was ended."), "{}", desk.body);
    assert!(!laptop.is_logged_in().await && phone.is_logged_in().await && bob.is_logged_in().await);
    assert_eq!(desk.post(&links[0], &[]).await.status, StatusCode::NOT_FOUND, "it is gone");
    assert!(record(&site, id).await.contains(&("login_ended".to_owned(), "operator".to_owned())));
}

#[tokio::test]
async fn the_last_admin_and_protected_accounts_stay_and_the_page_says_why() {
    let portal = Portal::open();
    let site = portal.site().await;
    let [(mut operator, of_operator), (mut admin, base)] = desks(&portal, &site).await;
    let root = id_of(&site, "root@example.com").await;
    for act in ["disable", "delete", "make-member"] {
        admin.visit(&format!("{base}/users/{root}/{act}")).await;
        let answer = admin.post(&format!("{base}/users/{root}/{act}"), &[]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{act}");
        assert!(answer.body.contains("last admin"), "{act}");
    }
    assert!(admin.is_logged_in().await);

    let kept = add(&site, "kept@example.com", "", "user", "active").await;
    operator.visit(&format!("{of_operator}/users/{kept}/edit")).await;
    operator.tick("Protected: cannot be disabled or deleted, and stays an admin");
    operator.fill("Name", "Keeper");
    operator.press("Save").await;
    assert!(
        operator.sees("The account was changed.") && operator.sees("Protected") && operator.sees("Keeper"),
        "{}",
        operator.body
    );
    for (desk, base) in [(&mut operator, &of_operator), (&mut admin, &base)] {
        for act in ["disable", "delete"] {
            desk.visit(&format!("{base}/users/{kept}/{act}")).await;
            assert!(desk.sees("This account is protected.") && desk.all("main button").is_empty(), "{}", desk.body);
            assert_eq!(desk.post(&format!("{base}/users/{kept}/{act}"), &[]).await.status, StatusCode::CONFLICT);
        }
    }
    // An admin who knows the operator's field gains nothing by it.
    admin.visit(&format!("{base}/users/{kept}/edit")).await;
    assert!(!admin.sees("Protected: cannot"));
    admin.post(&format!("{base}/users/{kept}/edit"), &[("name", "Renamed"), ("protected", "")]).await;
    assert_eq!((column(&site, kept, "name").await, column(&site, kept, "protected").await), ("Renamed".into(), "true".into()));
}

#[tokio::test]
async fn what_ends_something_or_gives_power_asks_for_a_proof_that_is_five_minutes_old_at_most() {
    let portal = Portal::open();
    let site = portal.site().await;
    for (number, (mut desk, base)) in desks(&portal, &site).await.into_iter().enumerate() {
        let id = add(&site, &format!("gone-{number}@example.com"), "", "user", "active").await;
        let bob = portal.member(&site, &format!("bob-{number}@example.com")).await;
        let theirs = id_of(&site, &format!("bob-{number}@example.com")).await;
        let session: Uuid = sqlx::query_scalar("select id from sessions where site_id = $1 and user_id = $2")
            .bind(site.id)
            .bind(theirs)
            .fetch_one(&sql().await)
            .await
            .unwrap();
        portal.wait(Duration::minutes(6));
        let acts = ["delete", "make-admin", "make-member", "disable", "end-sessions", "withdraw-invitation"];
        let acts = acts.map(|act| format!("{base}/users/{id}/{act}"));
        for path in acts.into_iter().chain([format!("{base}/users/{theirs}/sessions/{session}/end")]) {
            for answer in [get(&mut desk, &path).await, desk.post(&path, &[]).await] {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
                assert!(answer.header("location").contains("confirm"), "{path}");
            }
        }
        for act in ["disable", "end_logins"] {
            let path = format!("{base}/users/bulk?act={act}&id={id}&id={theirs}");
            assert!(get(&mut desk, &path).await.header("location").contains("confirm"), "{act}");
            desk.post(&format!("{base}/users/bulk"), &[("act", act), ("ids", &format!("{id},{theirs}"))]).await;
        }
        assert_eq!((column(&site, id, "role").await, column(&site, id, "status").await), ("user".into(), "active".into()));
        assert!(bob.is_logged_in().await);
        // What only lets somebody in again, or writes to somebody, takes none.
        assert_eq!(get(&mut desk, &format!("{base}/users/{id}/send-reset")).await.status, StatusCode::OK);
        assert_eq!(get(&mut desk, &format!("{base}/users/bulk?act=enable&id={id}")).await.status, StatusCode::OK);
        desk.visit(&format!("{base}/users/{id}/delete")).await;
        let (label, proof, button) =
            if number == 0 { ("Master key", MASTER_KEY, "Continue") } else { ("Current password", PASSWORD, "Confirm") };
        desk.fill(label, proof);
        desk.press(button).await;
        assert!(desk.path().ends_with(&format!("/users/{id}/delete")), "{}", desk.path());
        desk.press("Delete the account").await;
        assert!(desk.sees("The account was deleted."), "{}", desk.body);
    }
}

#[tokio::test]
async fn nothing_of_another_site_is_there_and_nobody_else_gets_in() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let theirs = portal.member(&other, ADA).await;
    let foreign = id_of(&other, ADA).await;
    let session: Uuid = sqlx::query_scalar("select id from sessions where site_id = $1 and user_id = $2")
        .bind(other.id)
        .bind(foreign)
        .fetch_one(&sql().await)
        .await
        .unwrap();
    let acts = ["send-reset", "end-sessions", "disable", "enable", "make-admin", "make-member", "delete", "edit", "no-such-act"];
    let acts = acts.iter().map(|act| format!("/{act}")).chain([String::new(), format!("/sessions/{session}/end")]);
    let pages: Vec<String> = acts.map(|act| format!("/users/{foreign}{act}")).collect();
    for (mut desk, base) in desks(&portal, &site).await {
        for page in &pages {
            let (read, sent) = (get(&mut desk, &format!("{base}{page}")).await, desk.post(&format!("{base}{page}"), &[]).await);
            assert_eq!(read.status, StatusCode::NOT_FOUND, "{page}");
            assert!(matches!(sent.status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED), "{page} {}", sent.status);
        }
        let bulk = [("act", "disable"), ("ids", &foreign.to_string())];
        desk.post(&format!("{base}/users/bulk"), &bulk).await;
    }
    assert_eq!(column(&other, foreign, "status").await, "active");
    assert!(theirs.is_logged_in().await);

    let own = id_of(&site, "root@example.com").await;
    let mut bob = portal.member(&site, "bob@example.com").await;
    let mut stranger = portal.browser(&site);
    for page in ["/users", "/users.csv", "/users/invite", "/invitations", "/audit", "/audit.csv", &format!("/users/{own}")] {
        assert_eq!(get(&mut bob, &format!("/admin{page}")).await.status, StatusCode::NOT_FOUND, "{page}");
        assert_eq!(get(&mut stranger, &format!("/admin{page}")).await.status, StatusCode::SEE_OTHER, "{page}");
    }
    for (act, headers) in [
        ("disable", [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")]),
        ("end-sessions", [("sec-fetch-site", "same-site"), ("origin", "https://evil.portal.example")]),
    ] {
        let (mut desk, base) = (portal.operator_at_desk().await, format!("/admin/sites/{}", site.slug));
        let answer = desk.send(Method::POST, &format!("{base}/users/{own}/{act}"), &headers, Some(b"")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(column(&site, own, "status").await, "active");
}

#[tokio::test]
async fn somebody_is_invited_reminded_and_told_no() {
    let portal = Portal::open();
    for number in 0..2 {
        let site = portal.site().await;
        let (mut desk, base) = desks(&portal, &site).await.into_iter().nth(number).unwrap();
        let email = format!("grace-{number}@example.com");
        desk.visit(&format!("{base}/invitations")).await;
        assert!(desk.sees("No open invitations"), "{}", desk.body);
        desk.follow("Invite somebody").await;
        desk.fill("Email", "grace").fill("Name (optional)", "Grace Hopper");
        desk.press("Send invitation").await;
        assert_eq!((desk.status, desk.problems().len()), (StatusCode::UNPROCESSABLE_ENTITY, 1));
        assert_eq!((desk.value("Email"), desk.value("Name (optional)")), ("grace".to_owned(), "Grace Hopper".to_owned()));
        desk.fill("Email", &email);
        desk.press("Send invitation").await;
        assert!(desk.sees("The invitation is on its way.") && desk.sees("Grace Hopper") && desk.sees("Invited"), "{}", desk.body);
        let id = id_of(&site, &email).await;
        assert!(portal.newest_mail(&site, &email).await.subject.contains("invited"));
        assert_eq!(
            get(&mut desk, &format!("{base}/users/{id}/send-reset")).await.status,
            StatusCode::NOT_FOUND,
            "not for the invited"
        );

        desk.visit(&format!("{base}/invitations")).await;
        assert!(listed(&desk) == [email.clone()] && desk.sees("Pending"), "{}", desk.body);
        portal.wait(Duration::days(8));
        let (mut desk, base) = if number == 0 {
            (portal.operator_at_desk().await, base)
        } else {
            let mut again = portal.browser(&site);
            again.log_in("root@example.com", PASSWORD).await;
            (again, base)
        };
        desk.visit(&format!("{base}/invitations")).await;
        assert!(desk.sees("Expired"), "{}", desk.body);
        desk.follow("Resend").await;
        desk.press("Send the invitation again").await;
        assert!(desk.sees("The invitation is on its way.") && desk.sees("Open until"), "{}", desk.body);
        assert_eq!(portal.mail(&site, &email).await.len(), 2);
        desk.visit(&format!("{base}/invitations")).await;
        desk.follow("Withdraw").await;
        desk.press("Withdraw the invitation").await;
        assert!(desk.sees("The invitation was withdrawn."), "{}", desk.body);
        assert!(record(&site, id).await.iter().any(|(action, _)| action == "invitation_withdrawn"));
        let mut grace = portal.browser(&site);
        grace.visit(&portal.link_in_mail(&site, &email).await).await;
        assert_eq!(grace.heading(), "This link no longer works");
    }
}

#[tokio::test]
async fn inviting_an_admin_takes_a_proof_and_loses_nothing_that_was_typed() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut desk, base) = desks(&portal, &site).await.into_iter().next().unwrap();
    portal.wait(Duration::minutes(6));
    desk.visit(&format!("{base}/users/invite")).await;
    desk.fill("Email", "second@example.com").fill("Name (optional)", "Second").fill("Role", "admin");
    desk.press("Send invitation").await;
    assert_eq!(desk.path(), "/admin/confirm");
    desk.fill("Master key", MASTER_KEY);
    desk.press("Continue").await;
    assert_eq!((desk.value("Email"), desk.value("Name (optional)")), ("second@example.com".to_owned(), "Second".to_owned()));
    desk.press("Send invitation").await;
    let id = id_of(&site, "second@example.com").await;
    assert_eq!(column(&site, id, "role").await, "admin");
}

#[tokio::test]
async fn many_accounts_are_changed_at_once_and_admins_are_left_out() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    let foreign = add(&other, "p1@example.com", "", "user", "active").await;
    let (mut desk, base) = desks(&portal, &site).await.into_iter().next().unwrap();
    let root = id_of(&site, "root@example.com").await;
    let ada = portal.member(&site, ADA).await;
    let (first, second) = (id_of(&site, ADA).await, add(&site, "bob@example.com", "", "user", "active").await);
    desk.visit(&format!("{base}/users/bulk?act=disable&id={first}&id={second}&id={root}&id={foreign}")).await;
    assert!(desk.sees("4 accounts"), "{}", desk.body);
    assert!(ada.is_logged_in().await, "looking changes nothing");
    desk.press("Disable accounts").await;
    assert!(desk.sees("2 accounts were changed.") && desk.sees("2 were left"), "{}", desk.body);
    assert!(!ada.is_logged_in().await);
    for (site, id, status) in
        [(&site, first, "disabled"), (&site, second, "disabled"), (&site, root, "active"), (&other, foreign, "active")]
    {
        assert_eq!(column(site, id, "status").await, status);
    }
    assert!(record(&site, second).await.contains(&("user_disabled".to_owned(), "operator".to_owned())));
    desk.visit(&format!("{base}/users/bulk?act=enable&all=yes&status=disabled")).await;
    desk.press("Enable accounts").await;
    assert!(desk.sees("2 accounts were changed."), "{}", desk.body);
    desk.visit(&format!("{base}/users/bulk?act=disable")).await;
    assert!(desk.sees("Nobody is selected."), "{}", desk.body);
    let hundred_and_one = vec![Uuid::nil().to_string(); 101].join("&id=");
    for query in [
        "",
        "act=explode&all=yes",
        "act=disable&id=x",
        "act=disable&all=yes&status=x",
        &format!("act=disable&id={hundred_and_one}"),
    ] {
        assert_eq!(get(&mut desk, &format!("{base}/users/bulk?{query}")).await.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

/// What was ticked is still ticked after the proof, also when the button is pressed too late.
#[tokio::test]
async fn a_proof_on_the_way_to_many_accounts_loses_nothing() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut desk, base) = desks(&portal, &site).await.into_iter().next().unwrap();
    let ids =
        [add(&site, "p1@example.com", "", "user", "active").await, add(&site, "p2@example.com", "", "user", "active").await];
    let prove = async |desk: &mut Browser| {
        assert_eq!(desk.path(), "/admin/confirm");
        desk.fill("Master key", MASTER_KEY);
        desk.press("Continue").await;
    };
    portal.wait(Duration::minutes(6));
    desk.visit(&format!("{base}/users/bulk?act=disable&id={}&id={}", ids[0], ids[1])).await;
    prove(&mut desk).await;
    assert!(desk.sees("2 accounts"), "{}", desk.body);
    portal.wait(Duration::minutes(6));
    desk.press("Disable accounts").await;
    prove(&mut desk).await;
    assert!(desk.sees("2 accounts") && column(&site, ids[0], "status").await == "active", "{}", desk.body);
    desk.press("Disable accounts").await;
    assert!(desk.sees("2 accounts were changed."), "{}", desk.body);
}

#[tokio::test]
async fn owners_hear_of_what_was_done_to_many_to_one_login_and_to_the_whole_account() {
    let portal = Portal::open();
    let site = portal.site().await;
    let (mut desk, base) = desks(&portal, &site).await.into_iter().next().unwrap();
    let (_ada, invited) = (portal.member(&site, ADA).await, add(&site, "new@example.com", "", "user", "invited").await);
    let (id, idle) = (id_of(&site, ADA).await, add(&site, "idle@example.com", "", "user", "active").await);
    sqlx::query("update users set locale = 'es' where id = $1").bind(idle).execute(&sql().await).await.unwrap();
    let ids = format!("id={id}&id={idle}&id={invited}");
    let told =
        async |email: &str| -> Vec<String> { portal.mail(&site, email).await.into_iter().map(|letter| letter.text).collect() };
    for (act, button, changed) in [
        ("end_logins", "End all logins", "1 account was changed."),
        ("disable", "Disable accounts", "3 accounts were changed."),
        ("enable", "Enable accounts", "3 accounts were changed."),
    ] {
        portal.wait(Duration::seconds(1));
        desk.visit(&format!("{base}/users/bulk?act={act}&{ids}")).await;
        desk.press(button).await;
        assert!(desk.sees(changed), "{}", desk.body);
    }
    let letters = told(ADA).await;
    for (letter, words) in letters.iter().zip(["was enabled on", "was disabled on", "All logins of your account"]) {
        assert!(letter.contains(words), "{letters:?}");
    }
    let spanish = told("idle@example.com").await;
    assert_eq!(spanish.len(), 2, "who was not logged in is told of no logins that ended");
    assert!(spanish[0].contains("se activó"), "{spanish:?}");
    assert!(told("new@example.com").await.is_empty(), "who has not accepted yet has no account to hear of");

    let mut ada = portal.browser(&site);
    ada.log_in(ADA, PASSWORD).await;
    assert_eq!(ada.path(), "/account");
    portal.wait(Duration::seconds(1));
    desk.visit(&format!("{base}/users/{id}")).await;
    desk.follow("End login").await;
    desk.press("End login").await;
    assert!(told(ADA).await[0].contains("One login of your account"));
    portal.wait(Duration::seconds(1));
    for gone in [id, invited] {
        let act = if gone == id { "delete" } else { "withdraw-invitation" };
        desk.visit(&format!("{base}/users/{gone}/{act}")).await;
        let button = desk.all("main button").first().unwrap().text().collect::<String>();
        desk.press(button.trim()).await;
    }
    assert!(told(ADA).await[0].contains("was deleted on"));
    assert!(told("new@example.com").await.is_empty());
}

#[tokio::test]
async fn a_list_is_downloaded_whole_and_harmless_to_spreadsheets() {
    let portal = Portal::open();
    let (site, other) = (portal.site().await, portal.site().await);
    add(&other, "elsewhere@example.com", "", "user", "active").await;
    let (mut desk, base) = desks(&portal, &site).await.into_iter().next().unwrap();
    add(&site, ADA, "=HYPERLINK(\"http://evil.example\",\"Ada\")", "user", "active").await;
    let many = "insert into users (site_id, id, email, created_at, updated_at)
                select $1, gen_random_uuid(), 'p' || n || '@many.example', now(), now() from generate_series(1, 2500) n";
    sqlx::query(many).bind(site.id).execute(&sql().await).await.unwrap();
    let answer = get(&mut desk, &format!("{base}/users.csv")).await;
    assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{}-users.csv\"", site.slug));
    assert_eq!((answer.header("content-type"), answer.header("cache-control")), ("text/csv; charset=utf-8", "no-store"));
    let lines: Vec<&str> = answer.body.lines().collect();
    assert_eq!(lines.len(), 1 + 2502);
    assert!(lines[0].starts_with("\"id\",\"email\"") && !answer.body.contains("elsewhere"));
    assert!(answer.body.contains("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"Ada\"\")\""));
    let mut addresses: Vec<&str> = lines.iter().map(|line| line.split(',').nth(1).unwrap()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    assert_eq!(addresses.len(), lines.len(), "nobody twice");
    let filtered = get(&mut desk, &format!("{base}/users.csv?q=ada%40&role=user")).await;
    assert_eq!(filtered.body.lines().count(), 2);
    desk.visit(&format!("{base}/audit?action=users_exported")).await;
    assert_eq!(desk.all("tbody tr").len(), 2, "{}", desk.body);
    let noted: Value = sqlx::query_scalar(
        "select details from events where site_id = $1 and action = 'users_exported' and details->'after'->>'search' = 'ada@'",
    )
    .bind(site.id)
    .fetch_one(&sql().await)
    .await
    .unwrap();
    assert_eq!(noted["after"]["role"], json!("user"));
}

#[tokio::test]
async fn what_people_call_themselves_is_only_ever_text() {
    let portal = Portal::open();
    let site = portal.site().await;
    let name = "<script>alert(1)</script>\"'&\u{202e}";
    let id = add(&site, ADA, name, "user", "active").await;
    for (mut desk, base) in desks(&portal, &site).await {
        for page in ["/users".to_owned(), format!("/users/{id}"), format!("/users/{id}/edit"), format!("/users/{id}/disable")] {
            desk.visit(&format!("{base}{page}")).await;
            assert!(desk.status == StatusCode::OK && !desk.body.contains("<script>alert"), "{page}");
        }
        desk.visit(&format!("{base}/users?q=%3Cscript%3E%22")).await;
        assert!(desk.status == StatusCode::OK && !desk.body.contains("<script>\""));
    }
}

#[tokio::test]
async fn a_temporary_password_is_made_where_the_site_wants_that_and_shown_once() {
    let portal = Portal::open();
    let (without, site) = (portal.site().await, portal.site_with(|settings| settings.temporary_passwords = true).await);
    let elsewhere = add(&without, ADA, "", "user", "active").await;
    let mut desk = portal.operator_at_desk().await;
    let page = format!("/admin/sites/{}/users/{elsewhere}/temporary-password", without.slug);
    assert_eq!(get(&mut desk, &page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.post(&page, &[]).await.status, StatusCode::NOT_FOUND);

    let ada = portal.member(&site, ADA).await;
    let id = id_of(&site, ADA).await;
    let page = format!("/admin/sites/{}/users/{id}/temporary-password", site.slug);
    portal.wait(Duration::minutes(6));
    assert!(desk.post(&page, &[]).await.header("location").starts_with("/admin/confirm"), "it takes a fresh proof");
    let mut desk = portal.operator_at_desk().await;
    desk.visit(&format!("/admin/sites/{}/users/{id}", site.slug)).await;
    desk.follow("Make a temporary password").await;
    assert!(ada.is_logged_in().await, "looking changes nothing");
    desk.press("Make a temporary password").await;
    assert_eq!((desk.status, desk.answer_headers["cache-control"].to_str().unwrap()), (StatusCode::OK, "no-store"));
    let password: String = desk.all(".secret")[0].text().collect();
    assert!(password.len() >= 23 && !ada.is_logged_in().await, "{password}");
    desk.visit(&format!("/admin/sites/{}/users/{id}", site.slug)).await;
    assert!(!desk.body.contains(&password));
    let mut again = portal.browser(&site);
    again.log_in(ADA, &password).await;
    assert!(!again.is_logged_in().await && again.sees("New password"), "{}", again.body);
}
