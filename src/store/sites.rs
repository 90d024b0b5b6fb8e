//! The sites that answer: a table of the platform, kept in memory by `crate::sites`. The operator's view of it is in
//! `site_records`.

use std::sync::Arc;

use anyhow::Result;
use serde_json::Value;
use url::Url;
use uuid::Uuid;

use super::PlatformTx;
use crate::model::{
    look::{self, Published},
    site::{Base, Settings, SignupPolicy, Site},
};

struct Row {
    id: Uuid,
    slug: String,
    name: String,
    login_host: Option<String>,
    domain: String,
    frontend_url: String,
    email_from: String,
    email_from_name: String,
    reply_to: Option<String>,
    mail_url: Option<Vec<u8>>,
    theme: String,
    locale: String,
    settings: Value,
    look_version: Option<i32>,
    look: Option<Value>,
}

/// All sites that are not disabled.
pub async fn active(tx: &mut PlatformTx, public_url: &Url) -> Result<Vec<Site>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select s.id, slug, name, login_host, domain, frontend_url, email_from, email_from_name, reply_to, mail_url, theme,
                  locale, settings, l.version as "look_version?", l.look as "look?"
           from sites s left join lateral (
                select version, look from looks where site_id = s.id and version > 0 order by version desc limit 1
           ) l on true
           where status = 'active' order by slug"#
    );
    Ok(rows.fetch_all(tx.connection()).await?.into_iter().map(|row| row.into_site(public_url)).collect())
}

/// One site, unless it is disabled or gone.
pub async fn find(tx: &mut PlatformTx, id: Uuid, public_url: &Url) -> Result<Option<Site>> {
    let row = sqlx::query_as!(
        Row,
        r#"select s.id, slug, name, login_host, domain, frontend_url, email_from, email_from_name, reply_to, mail_url, theme,
                  locale, settings, l.version as "look_version?", l.look as "look?"
           from sites s left join lateral (
                select version, look from looks where site_id = s.id and version > 0 order by version desc limit 1
           ) l on true
           where s.id = $1 and status = 'active'"#,
        id
    );
    Ok(row.fetch_optional(tx.connection()).await?.map(|row| row.into_site(public_url)))
}

/// One site, disabled or not, for whoever administers its people.
pub async fn find_any(tx: &mut PlatformTx, id: Uuid, public_url: &Url) -> Result<Option<Site>> {
    let row = sqlx::query_as!(
        Row,
        r#"select s.id, slug, name, login_host, domain, frontend_url, email_from, email_from_name, reply_to, mail_url, theme,
                  locale, settings, l.version as "look_version?", l.look as "look?"
           from sites s left join lateral (
                select version, look from looks where site_id = s.id and version > 0 order by version desc limit 1
           ) l on true
           where s.id = $1"#,
        id
    );
    Ok(row.fetch_optional(tx.connection()).await?.map(|row| row.into_site(public_url)))
}

/// As `find_any`, by its short name.
pub async fn find_any_named(tx: &mut PlatformTx, slug: &str, public_url: &Url) -> Result<Option<Site>> {
    let id = sqlx::query_scalar!("select id from sites where slug = $1", slug).fetch_optional(tx.connection()).await?;
    match id {
        Some(id) => find_any(tx, id, public_url).await,
        None => Ok(None),
    }
}

/// The sites with a way of their own for mail, and that, encrypted.
pub async fn own_mail(tx: &mut PlatformTx) -> Result<Vec<(Uuid, Vec<u8>)>> {
    let rows = sqlx::query!(r#"select id, mail_url as "mail_url!" from sites where mail_url is not null"#);
    Ok(rows.fetch_all(tx.connection()).await?.into_iter().map(|row| (row.id, row.mail_url)).collect())
}

/// Writes the same way encrypted anew, unless somebody has given another one meanwhile.
pub async fn reseal_mail(tx: &mut PlatformTx, site: Uuid, sealed: &[u8], anew: &[u8]) -> Result<()> {
    sqlx::query!("update sites set mail_url = $3 where id = $1 and mail_url = $2", site, sealed, anew)
        .execute(tx.connection())
        .await?;
    Ok(())
}

impl Row {
    fn into_site(self, public_url: &Url) -> Site {
        Site {
            settings: settings_of(&self.slug, self.settings),
            base: Base::of(public_url, &self.slug, self.login_host.as_deref()),
            look: self.look_version.zip(self.look).map(|(version, look)| Arc::new(look_of(&self.slug, version, look))),
            id: self.id,
            slug: self.slug,
            name: self.name,
            login_host: self.login_host,
            domain: self.domain,
            frontend_url: self.frontend_url,
            email_from: self.email_from,
            email_from_name: self.email_from_name,
            reply_to: self.reply_to,
            own_mail: self.mail_url,
            theme: self.theme,
            locale: self.locale,
        }
    }
}

/// Whatever of a look cannot be read is left out, so that the site still has pages that can be.
fn look_of(slug: &str, version: i32, stored: Value) -> Published {
    let (layer, faults) = look::read(stored);
    for fault in faults {
        tracing::error!(site = slug, version, %fault, "the site's look cannot be read here; the theme's own stands in for it");
    }
    Published::new(version, layer)
}

/// One site's broken settings must neither stop the others nor open what was closed, nor lead anybody astray.
pub(super) fn settings_of(slug: &str, stored: Value) -> Settings {
    let mut settings = serde_json::from_value(stored).unwrap_or_else(|error| {
        tracing::error!(site = slug, %error, "the site's settings cannot be read; until they are mended nobody can sign up there");
        Settings { signup: SignupPolicy::Closed, ..Settings::default() }
    });
    for link in settings.take_unsafe_links() {
        tracing::error!(site = slug, %link, "a link of the site leads nowhere safe; it is left out");
    }
    settings
}
