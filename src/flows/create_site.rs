//! The operator adds a site.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    platform_events,
    site_changes::{Change, SettingsChanges, SiteChanges},
    site_fields::slug_of,
};
use crate::{
    app::App,
    model::{author::Author, problem::Problem, site_record::SiteRecord},
    store,
};

/// What was given; whatever is left out has a default.
#[derive(Debug, Default, Deserialize, ToSchema, clap::Args)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    /// Its name for people.
    #[arg(long, default_value_t, hide_default_value = true)]
    #[schema(example = "Acme Cycles")]
    pub name: String,
    /// Its short name in /s/{slug}; made from the name when left out.
    #[arg(long)]
    #[schema(example = "acme-cycles")]
    pub slug: Option<String>,
    /// The domain its front end is known by.
    #[arg(long, default_value_t, hide_default_value = true)]
    #[schema(example = "acme.example")]
    pub domain: String,
    /// Its own web application.
    #[arg(long, default_value_t, hide_default_value = true)]
    #[schema(example = "https://acme.example")]
    pub frontend_url: String,
    /// The address its mail comes from.
    #[arg(long, default_value_t, hide_default_value = true)]
    #[schema(example = "hello@acme.example")]
    pub email_from: String,
    /// The name its mail comes from.
    #[arg(long, default_value_t, hide_default_value = true)]
    #[schema(example = "Acme Cycles")]
    pub email_from_name: String,
    /// Where answers to its mail go, if not to the sender.
    #[arg(long)]
    #[schema(example = "help@acme.example")]
    pub reply_to: Option<String>,
    /// Its own mail server, smtp://user:password@host:587, smtps://… or mailgun://KEY@domain; otherwise its mail leaves as the
    /// portal's own does. Nobody is told what it is.
    #[arg(id = "site_mail_url", long = "site-mail-url", env = "SITE_MAIL_URL", hide_env_values = true)]
    #[schema(value_type = Option<String>, write_only, example = "smtp://user:password@mail.acme.example:587")]
    pub mail_url: Option<SecretString>,
    /// Its own host for the hosted pages.
    #[arg(long)]
    #[schema(example = "login.acme.example")]
    pub login_host: Option<String>,
    /// Its theme.
    #[arg(long)]
    #[schema(example = "default")]
    pub theme: Option<String>,
    /// The language of people who state no preference.
    #[arg(long)]
    #[schema(example = "en")]
    pub locale: Option<String>,
    /// Whether it refuses to be deleted.
    #[arg(long)]
    #[serde(default)]
    pub protected: bool,
    /// Its rules, as a JSON object of those that differ from the defaults.
    #[arg(long)]
    pub settings: Option<SettingsChanges>,
}

/// What came of it.
pub enum Outcome {
    /// It exists now.
    Created(Box<SiteRecord>),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
}

/// Adds a site.
pub async fn submit(app: &App, author: &Author, given: NewSite) -> Result<Outcome> {
    let now = app.clock.now();
    let mut site = SiteRecord::blank(app.random.id(now), now);
    let problems = given.into_changes().apply(app, &mut site)?;
    if !problems.is_empty() {
        return Ok(Outcome::Problems(problems));
    }
    let site = site.placed(&app.config.public_url);
    let mut tx = app.database.platform("a new site").await?;
    if let Err(taken) = store::site_records::insert(&mut tx, &site).await? {
        return Ok(Outcome::Problems(vec![taken.problem()]));
    }
    platform_events::note_site(app, &mut tx, author, None, Some(&site)).await?;
    tx.commit().await?;
    app.sites.refresh(&app.database, &app.config.public_url, site.id).await;
    Ok(Outcome::Created(Box::new(site)))
}

impl NewSite {
    fn into_changes(self) -> SiteChanges {
        SiteChanges {
            slug: Some(self.slug.unwrap_or_else(|| slug_of(&self.name))),
            name: Some(self.name),
            domain: Some(self.domain),
            frontend_url: Some(self.frontend_url),
            login_host: self.login_host.map(Change::Set),
            email_from: Some(self.email_from),
            email_from_name: Some(self.email_from_name),
            reply_to: self.reply_to.map(Change::Set),
            mail_url: self.mail_url.map(Change::Set),
            theme: self.theme,
            locale: self.locale,
            status: None,
            protected: Some(self.protected),
            settings: self.settings,
        }
    }
}
