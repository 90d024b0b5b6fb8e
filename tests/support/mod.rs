//! The stage for stories: a portal on a real Postgres, with a clock that can be moved, and browsers that see only what a
//! person would see. Each test makes its own sites, so tests run side by side in one database.

mod browser;
mod client;
mod database;
mod described;
mod guarded;
mod log;
mod mail_servers;
mod person;
mod program;
pub mod routes;
mod snapshot;

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicU32, Ordering},
};

use axum::{Router, http::StatusCode};
use clap::Parser;
use serde_json::json;
use sqlx::postgres::PgConnectOptions;
use time::{Duration, OffsetDateTime};
use vestibule::{
    app::App,
    clock::Clock,
    config::Config,
    flows::create_site::{self, NewSite, Outcome},
    mail::{
        self,
        mailbox::{Mailbox, Received},
        transport::Transport,
    },
    model::{
        author::Author,
        site::{Settings, Site},
    },
    random::Random,
    sites::Sites,
};

pub use self::{
    browser::{Answer, Browser, PASSWORD},
    client::{Client, Reply},
    database::{database, empty_database, fresh_database, sql, superuser},
    log::Log,
    mail_servers::{Mailgun, SmtpServer},
    person::{Door, Person, Said},
    program::{Running, vestibule},
    snapshot::{rows, snapshot},
};

/// Any test's worker may post any test's letter, so all share one mailbox and one view of the sites.
static MAILBOX: LazyLock<Mailbox> = LazyLock::new(Mailbox::default);
static SITES: LazyLock<Sites> = LazyLock::new(Sites::default);
/// The operator's key.
pub const MASTER_KEY: &str = "0123456789-test-only-master-ABCDEFGHIJ";
static COUNTER: AtomicU32 = AtomicU32::new(0);

#[derive(Parser)]
#[command(args_override_self = true)]
struct Line {
    #[command(flatten)]
    config: Config,
}

/// A portal of its own for one test.
pub struct Portal {
    pub app: Arc<App>,
    pub router: Router,
}

impl Portal {
    pub fn open() -> Self {
        Self::open_with(&[])
    }

    /// With settings, as on the command line.
    pub fn open_with(settings: &[&str]) -> Self {
        let mut app = build(database(), settings);
        app.sites = SITES.clone();
        app.transport = Transport::Mailbox(MAILBOX.clone());
        Self::around(app)
    }

    /// On a database of its own, for stories that reach across sites.
    pub fn open_on(database: PgConnectOptions, settings: &[&str]) -> Self {
        let mut app = build(database, settings);
        if app.config.mail_url.is_none() {
            app.transport = Transport::Mailbox(MAILBOX.clone());
        }
        Self::around(app)
    }

    fn around(app: App) -> Self {
        let app = Arc::new(app);
        Self { router: vestibule::router(&app), app }
    }
    /// A fresh site.
    pub async fn site(&self) -> Arc<Site> {
        self.site_like(|_| ()).await
    }

    /// A fresh site with other particulars.
    pub async fn site_like(&self, change: impl FnOnce(&mut NewSite)) -> Arc<Site> {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let mut site = NewSite {
            name: format!("Acme {number}"),
            slug: Some(format!("acme-{number}")),
            domain: format!("acme-{number}.example"),
            frontend_url: format!("https://app.acme-{number}.example"),
            email_from: format!("hello@acme-{number}.example"),
            email_from_name: format!("Acme {number}"),
            ..NewSite::default()
        };
        change(&mut site);
        match create_site::submit(&self.app, &Author::console(), site).await.unwrap() {
            Outcome::Created(site) => self.app.sites.by_id(site.id).unwrap(),
            Outcome::Problems(problems) => panic!("{problems:?}"),
        }
    }

    /// A fresh site with other rules.
    pub async fn site_with(&self, change: impl FnOnce(&mut Settings)) -> Arc<Site> {
        let site = self.site().await;
        let mut settings = site.settings.clone();
        change(&mut settings);
        let settings = serde_json::to_value(settings).unwrap();
        sqlx::query("update sites set settings = $2 where id = $1")
            .bind(site.id)
            .bind(settings)
            .execute(&sql().await)
            .await
            .unwrap();
        self.app.sites.refresh(&self.app.database, &self.app.config.public_url, site.id).await;
        self.app.sites.by_id(site.id).unwrap()
    }

    /// A browser that has never been here.
    pub fn browser(&self, site: &Site) -> Browser {
        Browser::new(self.router.clone(), site)
    }

    /// The operator's browser, not logged in, at the portal itself.
    pub fn desk(&self) -> Browser {
        Browser::at(self.router.clone(), "https://portal.example", "")
    }

    /// The operator, logged in at the dashboard.
    pub async fn operator_at_desk(&self) -> Browser {
        let mut desk = self.desk();
        desk.visit("/admin").await;
        desk.fill("Master key", MASTER_KEY);
        desk.press("Log in").await;
        assert_eq!(desk.path(), "/admin", "{}", desk.body);
        desk
    }

    /// Somebody with an account and the role of an admin, who is logged in.
    pub async fn site_admin(&self, site: &Site, email: &str) -> Browser {
        let browser = self.member(site, email).await;
        let promoted = "update users set role = 'admin' where site_id = $1 and email = $2";
        sqlx::query(promoted).bind(site.id).bind(email).execute(&sql().await).await.unwrap();
        browser
    }

    /// A program that speaks to a site's API.
    pub fn client(&self, site: &Site) -> Client {
        Client::new(self.router.clone(), &site.base.origin, &site.base.path)
    }

    /// A program that speaks to the portal's own API, without a key.
    pub fn stranger(&self) -> Client {
        Client::new(self.router.clone(), "https://portal.example", "")
    }

    /// The operator's program, with the master key.
    pub fn operator(&self) -> Client {
        self.stranger().with("x-api-key", MASTER_KEY)
    }

    /// A program that bears the access token of somebody with an account.
    pub async fn program(&self, site: &Site, email: &str) -> Client {
        let credentials = json!({ "email": email, "password": PASSWORD });
        let session = self.client(site).post("/api/auth/login", credentials).await.ok(StatusCode::OK);
        self.client(site).with("authorization", &format!("Bearer {}", session["access_token"].as_str().unwrap()))
    }

    /// Somebody with an account, who is logged in.
    pub async fn member(&self, site: &Site, email: &str) -> Browser {
        let mut browser = self.browser(site);
        browser.sign_up(email).await;
        let link = self.link_in_mail(site, email).await;
        browser.visit(&link).await;
        browser.press("Confirm").await;
        assert_eq!(browser.path(), "/account", "{}", browser.body);
        browser
    }

    /// All letters to an address from one site, newest first, once everything due has been posted.
    pub async fn mail(&self, site: &Site, to: &str) -> Vec<Received> {
        while mail::outbox::post_due(&self.app).await.unwrap() > 0 {}
        // Another test's worker may have claimed some of ours a moment ago.
        while self.waiting_letters(site).await > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let from = format!("<{}>", site.email_from);
        let mut letters: Vec<Received> =
            MAILBOX.letters().into_iter().filter(|letter| letter.to == to && letter.from.ends_with(&from)).collect();
        // By the millisecond in their ids; those of one stay as they came.
        letters.sort_by_key(|letter| std::cmp::Reverse(letter.id.as_u128() >> 80));
        // Another test, whose clock is ahead, may take a letter in flight for one that was lost and send it once more.
        let mut seen = std::collections::HashSet::new();
        letters.retain(|letter| seen.insert(letter.id));
        letters
    }

    async fn waiting_letters(&self, site: &Site) -> i64 {
        let waiting = "select count(*) from outbox where site_id = $1 and sent_at is null and failed_at is null";
        sqlx::query_scalar(waiting).bind(site.id).fetch_one(&sql().await).await.unwrap()
    }

    /// The newest letter.
    pub async fn newest_mail(&self, site: &Site, to: &str) -> Received {
        self.mail(site, to).await.into_iter().next().expect("there is a letter")
    }

    /// The link in the newest letter.
    pub async fn link_in_mail(&self, site: &Site, to: &str) -> String {
        link_in(&self.newest_mail(site, to).await)
    }

    /// The code in the newest letter.
    pub async fn code_in_mail(&self, site: &Site, to: &str) -> String {
        code_in(&self.newest_mail(site, to).await)
    }

    /// Lets time pass.
    pub fn wait(&self, by: Duration) {
        self.app.clock.advance(by);
    }
}

fn build(database: PgConnectOptions, settings: &[&str]) -> App {
    let fixed = [
        "vestibule",
        "--env",
        "development",
        "--public-url",
        "https://portal.example",
        "--database-connections",
        "6",
        "--secret-key",
        "0123456789-test-only-secret-ABCDEFGHIJ",
        "--master-api-key",
        MASTER_KEY,
        "--argon2-memory",
        "8",
        "--argon2-passes",
        "1",
        "--hash-threads",
        "2",
    ];
    let config = Line::parse_from(fixed.iter().chain(settings)).config;
    App::new(config, database, Clock::fixed(now()), Random::system()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the stage's clock starts at the present")]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

pub fn link_in(letter: &Received) -> String {
    letter
        .text
        .split_whitespace()
        .find(|word| word.starts_with("https://") && word.contains("token="))
        .expect("there is a link")
        .to_owned()
}

pub fn code_in(letter: &Received) -> String {
    letter
        .text
        .split_whitespace()
        .find(|word| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit()))
        .expect("there is a code")
        .to_owned()
}
