//! What is typed of a site: the same fields when it is made, when it is set up, and when it is changed.

use std::collections::BTreeMap;

use serde::Deserialize;
use url::{Position, Url};

use super::frame::Frame;
use crate::{
    app::App,
    flows::{
        create_site::NewSite,
        site_changes::{Change, SettingsChanges, SiteChanges},
    },
    model::{signing_key::Algorithm, site::SignupPolicy, site_record::SiteRecord},
};

/// The fields by name, as they were typed or as they are. What is not there was not asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "Vec<(String, String)>")]
pub struct SiteForm(BTreeMap<String, String>);

/// One of several to choose.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is the present one.
    pub selected: bool,
}

/// The parts of a form that list something.
pub struct Choices {
    /// Who may sign up.
    pub signup: Vec<Choice>,
    /// The language of people who state no preference.
    pub locale: Vec<Choice>,
    /// The languages that pages are offered in.
    pub languages: Vec<Choice>,
    /// How tokens are signed.
    pub algorithm: Vec<Choice>,
    /// The themes there are.
    pub theme: Vec<Choice>,
}

impl TryFrom<Vec<(String, String)>> for SiteForm {
    type Error = &'static str;

    fn try_from(pairs: Vec<(String, String)>) -> Result<Self, Self::Error> {
        let count = pairs.len();
        let fields: BTreeMap<String, String> = pairs.into_iter().collect();
        if fields.len() == count { Ok(Self(fields)) } else { Err("a field that is named twice") }
    }
}

impl SiteForm {
    /// A site as it is.
    #[must_use]
    pub fn of(site: &SiteRecord) -> Self {
        let settings = &site.settings;
        let address = |url: &Option<url::Url>| url.as_ref().map(ToString::to_string).unwrap_or_default();
        let domains = match &settings.signup {
            SignupPolicy::Domains(domains) => domains.join("\n"),
            SignupPolicy::Open | SignupPolicy::Closed | SignupPolicy::Invitation => String::new(),
        };
        let origins: Vec<String> = settings.allowed_origins.iter().map(|url| url.origin().ascii_serialization()).collect();
        let mut fields = BTreeMap::from(
            [
                ("name", site.name.clone()),
                ("slug", site.slug.clone()),
                ("domain", site.domain.clone()),
                ("frontend_url", site.frontend_url.clone()),
                ("login_host", site.login_host.clone().unwrap_or_default()),
                ("email_from", site.email_from.clone()),
                ("email_from_name", site.email_from_name.clone()),
                ("theme", site.theme.clone()),
                ("locale", site.locale.clone()),
                ("settings.signup", policy_word(&settings.signup).to_owned()),
                ("signup_domains", domains),
                ("settings.password_minimum", settings.password_minimum.to_string()),
                ("settings.allowed_origins", origins.join("\n")),
                ("settings.support_url", address(&settings.support_url)),
                ("settings.privacy_url", address(&settings.privacy_url)),
                ("settings.terms_url", address(&settings.terms_url)),
                ("settings.terms_version", settings.terms_version.clone().unwrap_or_default()),
                ("settings.signing_algorithm", settings.signing_algorithm.name().to_owned()),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        );
        let ticks = [
            ("settings.ask_name", settings.ask_name),
            ("settings.usernames", settings.usernames),
            ("settings.temporary_passwords", settings.temporary_passwords),
            ("protected", site.protected),
        ];
        let ticks = ticks.into_iter().filter(|(_, ticked)| *ticked).map(|(name, _)| name.to_owned());
        let languages = settings.languages.iter().map(|code| format!("language.{code}"));
        fields.extend(ticks.chain(languages).map(|name| (name, "on".to_owned())));
        Self(fields)
    }

    /// What stands in a field.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// With another value in a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: String) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }

    /// Only this field.
    #[must_use]
    pub fn only(self, name: &str) -> Self {
        Self(self.0.into_iter().filter(|(field, _)| field == name).collect())
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// What there is to choose from.
    #[must_use]
    pub fn choices(&self, app: &App, page: &Frame<'_>) -> Choices {
        let choice = |field: &str, value: &str, label: String| Choice {
            selected: self.get(field) == value,
            value: value.to_owned(),
            label,
        };
        let policies = ["open", "invitation", "domains", "closed"];
        let locales: Vec<_> = app.words.offered().collect();
        Choices {
            signup: policies.map(|word| choice("settings.signup", word, page.text(&format!("admin-signup-{word}")))).into(),
            locale: locales.iter().map(|locale| choice("locale", locale.code, locale.name.to_owned())).collect(),
            languages: locales
                .iter()
                .map(|locale| {
                    let value = format!("language.{}", locale.code);
                    Choice { selected: self.ticked(&value), value, label: locale.name.to_owned() }
                })
                .collect(),
            algorithm: ["EdDSA", "ES256", "RS256"]
                .map(|name| {
                    choice("settings.signing_algorithm", name, page.text(&format!("admin-algorithm-{}", name.to_lowercase())))
                })
                .into(),
            theme: app.themes.names().iter().map(|name| choice("theme", name, theme_title(app, name))).collect(),
        }
    }

    /// What a new site needs. What can follow from the rest may be left empty.
    #[must_use]
    pub fn into_new(self) -> NewSite {
        let given = |name: &str| Some(self.get(name).trim().to_owned()).filter(|value| !value.is_empty());
        let or = |name: &str, other: Option<String>| given(name).or(other).unwrap_or_default();
        let domain = given("domain").or_else(|| domain_of(self.get("frontend_url")));
        let host = domain.as_deref().map(|domain| domain.split(':').next().unwrap_or_default());
        // Nobody has a certificate for the machine that an application is written on.
        let scheme = if host == Some("localhost") { "http" } else { "https" };
        NewSite {
            name: self.get("name").to_owned(),
            slug: given("slug"),
            frontend_url: or("frontend_url", domain.as_ref().map(|domain| format!("{scheme}://{domain}"))),
            login_host: given("login_host"),
            email_from: or("email_from", host.map(|host| format!("hello@{host}"))),
            email_from_name: or("email_from_name", given("name")),
            domain: domain.unwrap_or_default(),
            ..NewSite::default()
        }
    }

    /// What is to change. A site's own admins do not decide where it is, who it says it is in mail, or whether it stays.
    #[must_use]
    pub fn into_changes(self, operator: bool) -> SiteChanges {
        let text = |name: &str| self.0.get(name).cloned();
        let of_operator = |name: &str| text(name).filter(|_| operator);
        let address = |name: &str| text(name).map(|typed| change(&typed));
        // A box that is not ticked sends nothing, so the field beside it tells whether it was asked for.
        let beside = |asked: &str, name: &str| self.ticked(asked).then(|| self.ticked(name));
        SiteChanges {
            name: text("name"),
            slug: of_operator("slug"),
            domain: of_operator("domain"),
            frontend_url: text("frontend_url"),
            login_host: of_operator("login_host").map(|typed| change(&typed)),
            email_from: of_operator("email_from"),
            email_from_name: of_operator("email_from_name"),
            theme: text("theme"),
            locale: text("locale"),
            status: None,
            reply_to: None,
            mail_url: None,
            protected: beside("domain", "protected").filter(|_| operator),
            settings: Some(SettingsChanges {
                signup: self.policy(),
                password_minimum: text("settings.password_minimum").map(|typed| typed.trim().parse().unwrap_or_default()),
                ask_name: beside("settings.signup", "settings.ask_name"),
                usernames: beside("settings.signup", "settings.usernames"),
                temporary_passwords: beside("settings.signup", "settings.temporary_passwords"),
                languages: self.ticked("locale").then(|| self.languages()),
                allowed_origins: text("settings.allowed_origins").map(|typed| lines(&typed)),
                support_url: address("settings.support_url"),
                privacy_url: address("settings.privacy_url"),
                terms_url: address("settings.terms_url"),
                terms_version: address("settings.terms_version"),
                signing_algorithm: text("settings.signing_algorithm").and_then(|name| Algorithm::parse(&name)),
            }),
        }
    }

    fn policy(&self) -> Option<SignupPolicy> {
        match self.get("settings.signup") {
            "open" => Some(SignupPolicy::Open),
            "closed" => Some(SignupPolicy::Closed),
            "invitation" => Some(SignupPolicy::Invitation),
            "domains" => Some(SignupPolicy::Domains(lines(self.get("signup_domains")))),
            _ => None,
        }
    }

    /// The languages that are ticked.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        self.0.keys().filter_map(|name| name.strip_prefix("language.")).map(str::to_owned).collect()
    }
}

/// Where a front end is, as its domain is written.
fn domain_of(frontend_url: &str) -> Option<String> {
    let url = Url::parse(frontend_url.trim()).ok().filter(Url::has_host)?;
    Some(url[Position::BeforeHost..Position::AfterPort].to_owned())
}

fn theme_title(app: &App, name: &str) -> String {
    app.themes.get(name).map_or_else(|| name.to_owned(), |look| look.theme.title.clone())
}

fn policy_word(policy: &SignupPolicy) -> &'static str {
    match policy {
        SignupPolicy::Open => "open",
        SignupPolicy::Closed => "closed",
        SignupPolicy::Invitation => "invitation",
        SignupPolicy::Domains(_) => "domains",
    }
}

fn lines(typed: &str) -> Vec<String> {
    typed.split([',', '\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn change(typed: &str) -> Change<String> {
    match typed.trim() {
        "" => Change::Clear,
        typed => Change::Set(typed.to_owned()),
    }
}
