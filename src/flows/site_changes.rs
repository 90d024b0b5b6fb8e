//! What an operator wants to be different about a site. Only what is given changes; a new site is one about which nothing
//! had been said.

use std::{convert::Infallible, str::FromStr};

use anyhow::Result;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::ToSchema;

use super::{site_fields as fields, site_mail_fields as mail};
use crate::{
    app::App,
    mail::senders,
    model::{
        problem::{Code, Field, Problem},
        signing_key::Algorithm,
        site::{Settings, SignupPolicy},
        site_record::{SiteRecord, Status},
    },
};

/// Changes of a site. What is left out stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema, clap::Args)]
#[serde(deny_unknown_fields)]
pub struct SiteChanges {
    /// Its name for people.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "Acme Cycles")]
    pub name: Option<String>,
    /// Its short name in /s/{slug}. Links and cookies of the old one are void.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "acme-cycles")]
    pub slug: Option<String>,
    /// The domain its front end is known by.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "acme.example")]
    pub domain: Option<String>,
    /// Its own web application.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "https://acme.example")]
    pub frontend_url: Option<String>,
    /// Its own host for the hosted pages; nothing takes it away.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "login.acme.example")]
    pub login_host: Option<Change<String>>,
    /// The address its mail comes from.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "hello@acme.example")]
    pub email_from: Option<String>,
    /// The name its mail comes from.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "Acme Cycles")]
    pub email_from_name: Option<String>,
    /// Where answers to its mail go; nothing takes it away.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "help@acme.example")]
    pub reply_to: Option<Change<String>>,
    /// Its own mail server, smtp://user:password@host:587, smtps://… or mailgun://KEY@domain; nothing takes it away. Nobody is
    /// told what it is.
    #[arg(id = "site_mail_url", long = "site-mail-url", env = "SITE_MAIL_URL", hide_env_values = true)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, write_only, example = "smtp://user:password@mail.acme.example:587")]
    pub mail_url: Option<Change<SecretString>>,
    /// Its theme.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "default")]
    pub theme: Option<String>,
    /// The language of people who state no preference.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "en")]
    pub locale: Option<String>,
    /// Whether it answers at all: active or disabled.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Status)]
    pub status: Option<Status>,
    /// Whether it refuses to be deleted: true or false.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = bool)]
    pub protected: Option<bool>,
    /// Its rules, as a JSON object of those that change.
    #[arg(long)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = SettingsChanges)]
    pub settings: Option<SettingsChanges>,
}

/// Changes of a site's rules. What is left out stays as it is; `null` takes away what need not be there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsChanges {
    /// Who may sign up.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = SignupPolicy)]
    pub signup: Option<SignupPolicy>,
    /// The least number of characters in a password.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = i64, minimum = 8, maximum = 64, example = 10)]
    pub password_minimum: Option<i64>,
    /// Whether signup asks for a name.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = bool)]
    pub ask_name: Option<bool>,
    /// Whether people may choose a name to log in with.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = bool)]
    pub usernames: Option<bool>,
    /// Whether admins may have temporary passwords made for people, who choose others at their next logins.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = bool)]
    pub temporary_passwords: Option<bool>,
    /// The languages its pages are offered in; an empty list means all that there are.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>, example = json!(["en", "es"]))]
    pub languages: Option<Vec<String>>,
    /// Further origins that people may be led back to, and whose scripts may use the site's API.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>, example = json!(["https://app.acme.example"]))]
    pub allowed_origins: Option<Vec<String>>,
    /// Where people find help.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "https://acme.example/help")]
    pub support_url: Option<Change<String>>,
    /// The privacy notice.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "https://acme.example/privacy")]
    pub privacy_url: Option<Change<String>>,
    /// The terms of use.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "https://acme.example/terms")]
    pub terms_url: Option<Change<String>>,
    /// The version of the terms that people must agree to at signup.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "2026-11")]
    pub terms_version: Option<Change<String>>,
    /// How its tokens are signed, from the next new key on.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Algorithm)]
    pub signing_algorithm: Option<Algorithm>,
}

/// A new value, or none from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    /// None from now on.
    Clear,
    /// This one.
    Set(T),
}

impl SiteChanges {
    /// Makes them, and says which of them will not do.
    pub fn apply(self, app: &App, site: &mut SiteRecord) -> Result<Vec<Problem>> {
        let mut wrong = Wrong(Vec::new());
        let public_url = &app.config.public_url;
        wrong.set(&mut site.name, self.name.map(|typed| fields::line(&typed, Field::Name)));
        wrong.set(&mut site.slug, self.slug.map(|typed| fields::slug(&typed)));
        wrong.set(&mut site.domain, self.domain.map(|typed| fields::domain(&typed, Field::Domain)));
        wrong.set(&mut site.frontend_url, self.frontend_url.map(|typed| fields::web_address(&typed, Field::FrontendUrl)));
        wrong.set(
            &mut site.login_host,
            self.login_host.map(|change| match change {
                Change::Clear => Ok(None),
                Change::Set(typed) => fields::login_host(&typed, public_url),
            }),
        );
        wrong.set(&mut site.email_from, self.email_from.map(|typed| fields::sender(&typed)));
        wrong.set(&mut site.email_from_name, self.email_from_name.map(|typed| fields::line(&typed, Field::EmailFromName)));
        wrong.set(&mut site.reply_to, self.reply_to.map(mail::reply_to));
        if let Some(read) = self.mail_url.map(|change| mail::own_mail(app, change)) {
            let sealed = read.map(|line| line.map(|line| senders::seal(app, site.id, line.expose_secret())).transpose());
            match sealed {
                Ok(sealed) => site.own_mail = sealed?,
                Err(problem) => wrong.0.push(problem),
            }
        }
        let themes = |theme: &String| app.themes.get(theme).is_some();
        wrong.set(&mut site.theme, self.theme.map(|name| known(name, themes, Field::Theme)));
        let locales = |locale: &String| is_locale(app, locale);
        wrong.set(&mut site.locale, self.locale.map(|code| known(code, locales, Field::Locale)));
        wrong.set(&mut site.status, self.status.map(Ok));
        wrong.set(&mut site.protected, self.protected.map(Ok));
        if let Some(settings) = self.settings {
            settings.apply(app, &mut site.settings, &mut wrong);
        }
        Ok(wrong.0)
    }
}

impl SettingsChanges {
    fn apply(self, app: &App, to: &mut Settings, wrong: &mut Wrong) {
        let url = |change: Change<String>, field| match change {
            Change::Clear => Ok(None),
            Change::Set(typed) => fields::link(&typed, field).map(Some),
        };
        wrong.set(&mut to.signup, self.signup.map(fields::signup));
        wrong.set(&mut to.password_minimum, self.password_minimum.map(fields::password_minimum));
        wrong.set(&mut to.ask_name, self.ask_name.map(Ok));
        wrong.set(&mut to.usernames, self.usernames.map(Ok));
        wrong.set(&mut to.temporary_passwords, self.temporary_passwords.map(Ok));
        wrong.set(&mut to.signing_algorithm, self.signing_algorithm.map(Ok));
        let locales = |list: &Vec<String>| list.len() <= 20 && list.iter().all(|code| is_locale(app, code));
        wrong.set(&mut to.languages, self.languages.map(|list| known(list, locales, Field::Languages)));
        wrong.set(&mut to.allowed_origins, self.allowed_origins.map(|list| fields::origins(&list)));
        wrong.set(&mut to.support_url, self.support_url.map(|change| url(change, Field::SupportUrl)));
        wrong.set(&mut to.privacy_url, self.privacy_url.map(|change| url(change, Field::PrivacyUrl)));
        wrong.set(&mut to.terms_url, self.terms_url.map(|change| url(change, Field::TermsUrl)));
        wrong.set(
            &mut to.terms_version,
            self.terms_version.map(|change| match change {
                Change::Clear => Ok(None),
                Change::Set(typed) => fields::line(&typed, Field::TermsVersion).map(Some),
            }),
        );
    }
}

/// Collects what is wrong, so that all of it is told at once.
struct Wrong(Vec<Problem>);

impl Wrong {
    fn set<T>(&mut self, place: &mut T, read: Option<Result<T, Problem>>) {
        match read {
            Some(Ok(value)) => *place = value,
            Some(Err(problem)) => self.0.push(problem),
            None => {}
        }
    }
}

fn known<T>(value: T, is_known: impl Fn(&T) -> bool, field: Field) -> Result<T, Problem> {
    if is_known(&value) { Ok(value) } else { Err(Problem::new(field, Code::Unknown)) }
}

fn is_locale(app: &App, code: &str) -> bool {
    app.words.offered().any(|locale| locale.code == code)
}

/// What is there is meant: `null` is no way of leaving something out.
pub(super) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(input: D) -> Result<Option<T>, D::Error> {
    T::deserialize(input).map(Some)
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(input)?.map_or(Self::Clear, Self::Set))
    }
}

impl FromStr for Change<String> {
    type Err = Infallible;

    fn from_str(typed: &str) -> Result<Self, Infallible> {
        Ok(if typed.is_empty() { Self::Clear } else { Self::Set(typed.to_owned()) })
    }
}

impl FromStr for Change<SecretString> {
    type Err = Infallible;

    fn from_str(typed: &str) -> Result<Self, Infallible> {
        Ok(if typed.is_empty() { Self::Clear } else { Self::Set(typed.into()) })
    }
}

impl FromStr for Change<Value> {
    type Err = serde_json::Error;

    fn from_str(typed: &str) -> Result<Self, serde_json::Error> {
        if typed.is_empty() { Ok(Self::Clear) } else { serde_json::from_str(typed).map(Self::Set) }
    }
}

impl FromStr for SettingsChanges {
    type Err = serde_json::Error;

    fn from_str(typed: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(typed)
    }
}
