//! The operator adds a site.

use anyhow::Result;
use url::{Host, Url};

use crate::{
    app::App,
    model::{
        email::Email,
        problem::{Code, Field, Problem},
        site::{Base, Settings, Site},
        without_invisible,
    },
    store::{self, sites::Taken},
};

/// What was given; whatever is left out has a default.
#[derive(Debug, Default, clap::Args)]
pub struct NewSite {
    /// Its name for people.
    #[arg(long)]
    pub name: String,
    /// Its short name in /s/{slug}; made from the name when left out.
    #[arg(long)]
    pub slug: Option<String>,
    /// The domain its front end is known by.
    #[arg(long)]
    pub domain: String,
    /// Its own web application.
    #[arg(long)]
    pub frontend_url: String,
    /// The address its mail comes from.
    #[arg(long)]
    pub email_from: String,
    /// The name its mail comes from.
    #[arg(long)]
    pub email_from_name: String,
    /// Its own host for the hosted pages.
    #[arg(long)]
    pub login_host: Option<String>,
    /// Its theme.
    #[arg(long)]
    pub theme: Option<String>,
    /// The language of people who state no preference.
    #[arg(long)]
    pub locale: Option<String>,
}

/// What came of it.
pub enum Outcome {
    /// It exists now.
    Created(Box<Site>),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
}

/// Adds a site.
pub async fn submit(app: &App, given: NewSite) -> Result<Outcome> {
    let site = match parse(app, given) {
        Ok(site) => site,
        Err(problems) => return Ok(Outcome::Problems(problems)),
    };
    let mut tx = app.database.platform("a new site").await?;
    if let Err(taken) = store::sites::insert(&mut tx, &site, app.clock.now()).await? {
        let field = match taken {
            Taken::Slug => Field::Slug,
            Taken::LoginHost => Field::LoginHost,
            Taken::Domain => Field::Domain,
        };
        return Ok(Outcome::Problems(vec![Problem::new(field, Code::Taken)]));
    }
    tx.commit().await?;
    app.sites.refresh(&app.database, &app.config.public_url, site.id).await?;
    tracing::info!(site = %site.slug, "site created");
    Ok(Outcome::Created(Box::new(site)))
}

fn parse(app: &App, given: NewSite) -> Result<Site, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut check = |ok: bool, field, code| {
        if !ok {
            problems.push(Problem::new(field, code));
        }
    };
    let line = |text: &str| without_invisible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let slug = given.slug.unwrap_or_else(|| slug_of(&given.name));
    let (name, email_from_name) = (line(&given.name), line(&given.email_from_name));
    let domain = idna::domain_to_ascii(given.domain.trim()).unwrap_or_default();
    let login_host = given.login_host.map(|host| host.trim().to_ascii_lowercase()).filter(|host| !host.is_empty());
    let frontend_url = given.frontend_url.trim().to_owned();
    let theme = given.theme.unwrap_or_else(|| "default".to_owned());
    let locale = given.locale.unwrap_or_else(|| "en".to_owned());
    let email_from = Email::parse(&given.email_from);
    let is_line = |text: &str| (1..=100).contains(&text.chars().count()) && !text.chars().any(char::is_control);

    check(is_line(&name), Field::Name, if name.is_empty() { Code::Missing } else { Code::Unusable });
    check(is_slug(&slug), Field::Slug, Code::Malformed);
    check(is_host(&domain), Field::Domain, Code::Malformed);
    check(is_web_address(&frontend_url), Field::FrontendUrl, Code::Malformed);
    check(
        login_host.as_deref().is_none_or(|host| is_login_host(host, &app.config.public_url)),
        Field::LoginHost,
        Code::Malformed,
    );
    check(email_from.is_ok(), Field::EmailFrom, Code::Malformed);
    check(
        is_line(&email_from_name),
        Field::EmailFromName,
        if email_from_name.is_empty() { Code::Missing } else { Code::Unusable },
    );
    check(app.themes.get(&theme).is_some(), Field::Theme, Code::Unknown);
    check(app.words.find(&locale).is_some(), Field::Locale, Code::Unknown);
    let Ok(email_from) = email_from else { return Err(problems) };
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Site {
        id: app.random.id(app.clock.now()),
        base: Base::of(&app.config.public_url, &slug, login_host.as_deref()),
        slug,
        name,
        login_host,
        domain,
        frontend_url,
        email_from: email_from.as_str().to_owned(),
        email_from_name,
        theme,
        locale,
        settings: Settings::default(),
    })
}

fn slug_of(name: &str) -> String {
    let words: Vec<String> =
        name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    words.join("-").chars().take(63).collect()
}

fn is_slug(slug: &str) -> bool {
    let plain = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (1..=63).contains(&slug.len()) && plain && !slug.starts_with('-') && !slug.ends_with('-')
}

/// A host name, with a port if it has one.
fn is_host(host: &str) -> bool {
    let url = Url::parse(&format!("http://{host}/"));
    url.is_ok_and(|url| {
        matches!(url.host(), Some(Host::Domain(_))) && url[url::Position::BeforeHost..url::Position::BeforePath] == *host
    })
}

/// A host other than the portal's own, as browsers send it: without the port that its scheme implies.
fn is_login_host(host: &str, public_url: &Url) -> bool {
    let Ok(url) = Url::parse(&format!("{}://{host}/", public_url.scheme())) else { return false };
    let as_sent = url[url::Position::BeforeHost..url::Position::BeforePath] == *host;
    is_host(host) && as_sent && url.origin() != public_url.origin()
}

/// https, or plain http on this machine.
fn is_web_address(text: &str) -> bool {
    let local = |url: &Url| matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    Url::parse(text).is_ok_and(|url| url.has_host() && (url.scheme() == "https" || (url.scheme() == "http" && local(&url))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_from_the_name() {
        assert_eq!(slug_of("Acme Cycles & Co."), "acme-cycles-co");
        assert!(is_slug("acme-2") && !is_slug("-acme") && !is_slug("Acme") && !is_slug(""));
    }

    #[test]
    fn hosts_and_addresses_are_checked() {
        assert!(is_host("login.acme.example") && is_host("login.localhost:8080"));
        for bad in ["", "a b", "login.acme.example/x", "user@host", "192.0.2.1", "[::1]", "LOGIN.example"] {
            assert!(!is_host(bad), "{bad}");
        }
        let portal = "https://portal.example".parse().unwrap();
        assert!(is_login_host("login.acme.example", &portal) && is_login_host("portal.example:8443", &portal));
        assert!(!is_login_host("portal.example", &portal) && !is_login_host("a.example:443", &portal));
        assert!(is_web_address("https://acme.example/app") && is_web_address("http://localhost:3000"));
        for bad in ["http://acme.example", "javascript:alert(1)", "//acme.example", "acme.example", ""] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
