use mail_parser::MessageParser;
use time::Duration;
use vestibule::mail;

use crate::support::{PASSWORD, Portal, SmtpServer, fresh_database};

#[tokio::test]
async fn a_letter_is_complete() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.browser(&site).sign_up("ada@example.com").await;
    let letter = portal.newest_mail(&site, "ada@example.com").await;
    let message = MessageParser::default().parse(letter.source.as_bytes()).unwrap();
    let text = message.body_text(0).unwrap();
    let html = message.body_html(0).unwrap();
    let link = text.split_whitespace().find(|word| word.contains("/verify?ui_locales=en&token=")).unwrap();
    let code = text.split_whitespace().find(|word| word.len() == 6 && word.parse::<u32>().is_ok()).unwrap();
    assert!(
        html.contains(&link.replace('=', "&#61;")) || html.replace("&#38;", "&").contains(link),
        "the page carries the same link"
    );
    assert!(html.contains(code), "and the same code");
    assert!(message.subject().unwrap().contains(&site.name));
    assert_eq!(message.to().unwrap().first().unwrap().address(), Some("ada@example.com"));
    assert_eq!(message.from().unwrap().first().unwrap().address(), Some(site.email_from.as_str()));
    assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert!(message.message_id().unwrap().ends_with(&site.domain));
    assert!(letter.html.contains(r#"lang="en""#) && letter.html.len() < 100_000);
    assert!(!letter.html.contains("var(") && !letter.html.contains("<svg") && !letter.html.contains("<button"));
}

#[tokio::test]
async fn a_letter_holds_its_secrets_only_until_it_has_gone() {
    let portal = Portal::open();
    let site = portal.site().await;
    portal.browser(&site).sign_up("ada@example.com").await;
    let payload = || async {
        let payload = "select payload from outbox where site_id = $1";
        sqlx::query_scalar::<_, Option<Vec<u8>>>(payload).bind(site.id).fetch_one(&crate::support::sql().await).await.unwrap()
    };
    let waiting = payload().await;
    let letter = portal.newest_mail(&site, "ada@example.com").await;
    let token = crate::support::link_in(&letter).rsplit_once('=').unwrap().1.to_owned();
    if let Some(sealed) = waiting {
        assert!(!String::from_utf8_lossy(&sealed).contains(&token), "encrypted while it waits");
    }
    assert_eq!(payload().await, None);
}

#[tokio::test]
async fn letters_leave_as_files() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file://{}", folder.path().display());
    let portal = Portal::open_on(fresh_database("letters_as_files").await, &["--mail-url", &url]);
    let site = portal.site().await;
    portal.browser(&site).sign_up("ada@example.com").await;
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 1);
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    assert_eq!(file.extension().unwrap(), "eml");
    let message = std::fs::read(file).unwrap();
    assert!(MessageParser::default().parse(&message).unwrap().body_text(0).unwrap().contains("/verify?ui_locales=en&token="));
}

#[tokio::test]
async fn a_mail_server_that_says_not_now_is_asked_again_and_one_that_says_never_is_not() {
    let server = SmtpServer::start().await;
    let portal =
        Portal::open_on(fresh_database("letters_by_smtp").await, &["--mail-url", &format!("smtp://127.0.0.1:{}", server.port)]);
    let site = portal.site().await;
    let post = || mail::outbox::post_due(&portal.app);

    portal.browser(&site).sign_up("ada@example.com").await;
    server.answer("451 4.7.1 not now");
    assert_eq!(post().await.unwrap(), 1);
    assert_eq!(post().await.unwrap(), 0, "not again at once");
    portal.wait(Duration::seconds(10));
    server.answer("250 ok");
    assert_eq!(post().await.unwrap(), 1);
    assert_eq!(server.letters().len(), 1);
    assert!(server.letters()[0].contains("To: ada@example.com"));

    portal.browser(&site).sign_up("grace@example.com").await;
    server.answer("550 5.1.1 no such mailbox");
    assert_eq!(post().await.unwrap(), 1);
    portal.wait(Duration::days(2));
    assert_eq!(post().await.unwrap(), 0);
    assert_eq!(server.letters().len(), 1);
}

/// As after `kill -9` between the claim and the sending.
#[tokio::test]
async fn a_letter_whose_worker_died_goes_with_the_next_one() {
    let server = SmtpServer::start().await;
    let database = fresh_database("letters_claimed").await;
    let portal = Portal::open_on(database, &["--mail-url", &format!("smtp://127.0.0.1:{}", server.port)]);
    let site = portal.site().await;
    portal.browser(&site).sign_up("ada@example.com").await;
    let now = portal.app.clock.now();
    let mut tx = portal.app.database.platform("a worker that dies").await.unwrap();
    let claimed = vestibule::store::outbox::claim(&mut tx, 10, &[], now + Duration::minutes(3), now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 0);
    portal.wait(Duration::minutes(3));
    assert_eq!(mail::outbox::post_due(&portal.app).await.unwrap(), 1);
    assert_eq!(server.letters().len(), 1);
}

#[tokio::test]
async fn twenty_workers_send_each_letter_once_and_no_site_waits_for_another() {
    let server = SmtpServer::start().await;
    let url = format!("smtp://127.0.0.1:{}", server.port);
    let portal =
        Portal::open_on(fresh_database("letters_many").await, &["--mail-url", &url, "--limit-signup-address", "1000/1h"]);
    let (loud, quiet) = (portal.site().await, portal.site().await);
    for number in 0..60 {
        let email = format!("flood-{number}@example.com");
        portal.browser(&loud).post("/signup", &[("email", &email), ("password", PASSWORD)]).await;
    }
    portal.browser(&quiet).sign_up("ada@example.com").await;
    mail::outbox::post_due(&portal.app).await.unwrap();
    assert!(server.letters().iter().any(|letter| letter.contains("To: ada@example.com")), "in the first round already");
    for _ in 0..5 {
        futures_util::future::join_all((0..20).map(|_| mail::outbox::post_due(&portal.app))).await;
    }
    assert_eq!(server.letters().len(), 61);
}
