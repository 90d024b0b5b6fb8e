//! A site: a tenant with its own users, look, mail sender and rules.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use url::Url;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{email::Email, look::Published, password::PasswordRules, signing_key::Algorithm, theme::Links};

/// A site's row and what follows from it. Kept in memory, shared by all requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its id, which is never used again.
    pub id: Uuid,
    /// Its short name in `/s/{slug}`.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Its own host for the hosted pages, with the port if that is unusual.
    pub login_host: Option<String>,
    /// The domain its front end is known by.
    pub domain: String,
    /// Its own web application.
    pub frontend_url: String,
    /// The address its mail comes from.
    pub email_from: String,
    /// The name its mail comes from.
    pub email_from_name: String,
    /// Where answers to its mail go, if not to the sender.
    pub reply_to: Option<String>,
    /// Its own way for mail to leave, sealed; without one, mail leaves as the portal's own does.
    pub own_mail: Option<Vec<u8>>,
    /// The name of its theme.
    pub theme: String,
    /// The language of people who state no preference.
    pub locale: String,
    /// Its rules.
    pub settings: Settings,
    /// Where its pages are.
    pub base: Base,
    /// What it says of its own look, if anything.
    pub look: Option<Arc<Published>>,
}

/// Where a site's pages are: `{origin}{path}/login` is the login page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Scheme, host and port.
    pub origin: String,
    /// `/s/{slug}`, or nothing on the site's own host.
    pub path: String,
}

/// What a site decides for itself; whatever its row does not say has a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Settings {
    /// Who may sign up.
    pub signup: SignupPolicy,
    /// The least number of characters in a password, 8 to 64.
    pub password_minimum: u8,
    /// Whether signup asks for a name.
    pub ask_name: bool,
    /// Whether people may choose a name to log in by.
    pub usernames: bool,
    /// Whether admins may have temporary passwords made for people, who choose others at their next logins.
    pub temporary_passwords: bool,
    /// The languages its pages are offered in; empty means all that there are.
    pub languages: Vec<String>,
    /// Further origins that `return_to` may lead to, and whose scripts may read the site's API.
    #[serde(serialize_with = "as_origins")]
    pub allowed_origins: Vec<Url>,
    /// Where people find help.
    pub support_url: Option<Url>,
    /// The privacy notice.
    pub privacy_url: Option<Url>,
    /// The terms of use.
    pub terms_url: Option<Url>,
    /// The version of the terms that a person must agree to at signup; without it nobody is asked.
    pub terms_version: Option<String>,
    /// How its tokens are signed, from the next new key on.
    pub signing_algorithm: Algorithm,
}

/// Who may sign up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignupPolicy {
    /// Anybody.
    Open,
    /// Nobody.
    Closed,
    /// Only who was invited.
    Invitation,
    /// Whose address is in one of these domains.
    Domains(Vec<String>),
}

/// Without the slash that a URL ends in.
fn as_origins<S: Serializer>(origins: &[Url], out: S) -> Result<S::Ok, S::Error> {
    let origins = origins.iter().map(Url::origin).filter(url::Origin::is_tuple);
    out.collect_seq(origins.map(|origin| origin.ascii_serialization()))
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            signup: SignupPolicy::Open,
            password_minimum: 10,
            ask_name: false,
            usernames: false,
            temporary_passwords: false,
            languages: Vec::new(),
            allowed_origins: Vec::new(),
            support_url: None,
            privacy_url: None,
            terms_url: None,
            terms_version: None,
            signing_algorithm: Algorithm::default(),
        }
    }
}

impl SignupPolicy {
    /// Whether somebody with this address may sign up.
    #[must_use]
    pub fn admits(&self, email: &Email) -> bool {
        match self {
            Self::Open => true,
            Self::Closed | Self::Invitation => false,
            Self::Domains(domains) => domains.iter().any(|domain| domain == email.domain()),
        }
    }

    /// As `admits`, for an address that was parsed before it was stored: a site may have closed since, or narrowed its domains.
    #[must_use]
    pub fn still_admits(&self, email: &str) -> bool {
        Email::parse(email).is_ok_and(|email| self.admits(&email))
    }

    /// Whether somebody who is in may have this address from now on.
    #[must_use]
    pub fn keeps(&self, email: &Email) -> bool {
        !matches!(self, Self::Domains(_)) || self.admits(email)
    }

    /// Whether there is a signup page at all.
    #[must_use]
    pub fn is_offered(&self) -> bool {
        matches!(self, Self::Open | Self::Domains(_))
    }
}

/// Whether people may be led there: to a site by https, so never to `javascript:`, and past no name that stands before the host.
/// Asked when an address is stored and again when it is read, because what is stored may have come some other way.
#[must_use]
pub fn may_lead_to(url: &Url) -> bool {
    url.scheme() == "https" && is_plain(url)
}

/// As `may_lead_to`, for a web application, which may also stand on the developer's own machine.
#[must_use]
pub fn is_web_application(url: &Url) -> bool {
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    may_lead_to(url) || (url.scheme() == "http" && local && is_plain(url))
}

fn is_plain(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

impl Settings {
    /// Takes out the links that people must not be led to, and hands them over.
    pub fn take_unsafe_links(&mut self) -> Vec<Url> {
        let links = [&mut self.support_url, &mut self.privacy_url, &mut self.terms_url];
        links.into_iter().filter_map(|link| link.take_if(|link| !may_lead_to(link))).collect()
    }

    /// Whether the site offers this language.
    #[must_use]
    pub fn speaks(&self, locale: &str) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|code| code == locale)
    }

    /// Where the footer leads: what the site says here counts before what its look says.
    #[must_use]
    pub fn links(&self, look: &Links) -> Links {
        let link = |own: Option<&Url>, look: Option<&String>| own.map(ToString::to_string).or_else(|| look.cloned());
        Links {
            support: link(self.support_url.as_ref(), look.support.as_ref()),
            privacy: link(self.privacy_url.as_ref(), look.privacy.as_ref()),
            terms: link(self.terms_url.as_ref(), look.terms.as_ref()),
            ..look.clone()
        }
    }

    /// The least number of characters in a password, whatever the row says.
    #[must_use]
    pub fn least_password(&self) -> u8 {
        self.password_minimum.clamp(8, 64)
    }
}

impl Base {
    /// The canonical base: the site's own host if it has one, else its path below `public_url`. Built from configuration
    /// and the site's row only; a request's headers have no say in it.
    #[must_use]
    pub fn of(public_url: &Url, slug: &str, login_host: Option<&str>) -> Self {
        match login_host {
            Some(host) => Self { origin: format!("{}://{host}", public_url.scheme()), path: String::new() },
            None => Self { origin: public_url.origin().ascii_serialization(), path: format!("/s/{slug}") },
        }
    }

    /// The whole address of one of the site's pages, for mails.
    #[must_use]
    pub fn url(&self, page: &str) -> String {
        format!("{}{}{page}", self.origin, self.path)
    }
}

impl Site {
    /// The origins besides its own that `return_to` may lead to, and whose scripts may read the site's API. An address without
    /// a host has the origin `null`, which stands for every such address and so for nobody.
    pub fn registered_origins(&self) -> impl Iterator<Item = String> {
        let front = Url::parse(&self.frontend_url).ok();
        let addresses = self.settings.allowed_origins.iter().cloned().chain(front);
        addresses.map(|url| url.origin()).filter(url::Origin::is_tuple).map(|origin| origin.ascii_serialization())
    }

    /// Its own web application, unless its row says something that is none.
    #[must_use]
    pub fn front_end(&self) -> Option<&str> {
        Some(self.frontend_url.as_str()).filter(|address| Url::parse(address).is_ok_and(|url| is_web_application(&url)))
    }

    /// What a new password must satisfy here, whoever chooses it.
    #[must_use]
    pub fn password_rules<'a>(&'a self, email: Option<&'a Email>) -> PasswordRules<'a> {
        PasswordRules {
            minimum: self.settings.least_password().into(),
            context: [self.name.as_str(), &self.slug].into_iter().chain(email.map(Email::as_str)).collect(),
        }
    }

    /// One or two letters that stand for the site until it has a logo.
    #[must_use]
    pub fn monogram(&self) -> String {
        monogram(&self.name)
    }
}

/// The initials of a name.
#[must_use]
pub fn monogram(name: &str) -> String {
    let initials = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    initials.take(2).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
impl Site {
    pub(crate) fn sample(slug: &str, public_url: &str, frontend_url: &str) -> Self {
        Self {
            id: Uuid::nil(),
            slug: slug.into(),
            name: "Acme Cycles".into(),
            login_host: None,
            domain: "acme.example".into(),
            frontend_url: frontend_url.into(),
            email_from: "hello@acme.example".into(),
            email_from_name: "Acme Cycles".into(),
            reply_to: None,
            own_mail: None,
            theme: "default".into(),
            locale: "en".into(),
            settings: Settings::default(),
            base: Base::of(&Url::parse(public_url).unwrap(), slug, None),
            look: None,
        }
    }
}
