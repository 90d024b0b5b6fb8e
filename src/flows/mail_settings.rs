//! Who sends a site's letters, for its admins and the operator.

use anyhow::Result;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    administration::Admin,
    find_sites,
    site_changes::{Change, SiteChanges, given},
    update_site,
};
use crate::model::{event::Actor, problem::Problem, site_record::SiteRecord};

/// Who sends, and where answers go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MailSettings {
    /// The address that mail comes from.
    #[schema(example = "hello@acme.example")]
    pub email_from: String,
    /// The name that mail comes from.
    #[schema(example = "Acme Cycles")]
    pub email_from_name: String,
    /// Where answers go, if not to the sender.
    #[schema(example = "help@acme.example")]
    pub reply_to: Option<String>,
    /// Whether mail leaves by a server of the site's own. Which one, nobody is told.
    pub has_own_mail: bool,
}

/// Changes of it. What is left out stays as it is; `null` takes away what need not be there.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailChanges {
    /// The address that mail comes from. Only the operator may change it: by the portal's server, mail could come from anybody.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "hello@acme.example")]
    pub email_from: Option<String>,
    /// The name that mail comes from.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String, example = "Acme Cycles")]
    pub email_from_name: Option<String>,
    /// Where answers go.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "help@acme.example")]
    pub reply_to: Option<Change<String>>,
    /// The site's own mail server, `smtp://user:password@host:587`, `smtps://…` or `mailgun://KEY@domain`. Nobody is told what
    /// it is. Only the operator may change it: whoever runs the server reads the letters that open accounts.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, write_only, example = "smtp://user:password@mail.acme.example:587")]
    pub mail_url: Option<Change<SecretString>>,
}

/// What came of it.
pub enum Outcome {
    /// It is as wanted now.
    Changed(MailSettings),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// Part of it is the operator's to decide.
    Forbidden,
    /// The site is gone.
    Missing,
}

/// How it is.
pub async fn show(admin: &Admin) -> Result<Option<MailSettings>> {
    Ok(find_sites::by_id(&admin.visit.app, admin.visit.site.id).await?.as_ref().map(MailSettings::of))
}

/// Changes it.
pub async fn submit(admin: &Admin, changes: MailChanges) -> Result<Outcome> {
    if !may(admin, &changes) {
        return Ok(Outcome::Forbidden);
    }
    let site = admin.visit.site.id;
    Ok(match update_site::submit(&admin.visit.app, &admin.author(), site, changes.into()).await? {
        update_site::Outcome::Updated(site) => Outcome::Changed(MailSettings::of(&site)),
        update_site::Outcome::Problems(problems) => Outcome::Problems(problems),
        update_site::Outcome::Missing => Outcome::Missing,
    })
}

/// Whether these changes are this admin's to make.
#[must_use]
pub fn may(admin: &Admin, changes: &MailChanges) -> bool {
    let is_same = changes.email_from.as_ref().is_none_or(|wanted| *wanted == admin.visit.site.email_from);
    // Whoever runs the server reads what opens every account of the site, its other admins' included.
    matches!(admin.actor, Actor::Operator) || (is_same && changes.mail_url.is_none())
}

impl MailSettings {
    fn of(site: &SiteRecord) -> Self {
        Self {
            email_from: site.email_from.clone(),
            email_from_name: site.email_from_name.clone(),
            reply_to: site.reply_to.clone(),
            has_own_mail: site.own_mail.is_some(),
        }
    }
}

impl From<MailChanges> for SiteChanges {
    fn from(changes: MailChanges) -> Self {
        Self {
            email_from: changes.email_from,
            email_from_name: changes.email_from_name,
            reply_to: changes.reply_to,
            mail_url: changes.mail_url,
            ..Self::default()
        }
    }
}
