//! Sites as their operator sees and changes them.

use anyhow::Result;
use serde_json::Value;
use sqlx::types::Json;
use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

use super::{PlatformTx, sites::settings_of};
use crate::model::{
    paging::Paging,
    problem::{Code, Field, Problem},
    site_record::{SiteRecord, Status},
};

/// What another site has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The slug.
    Slug,
    /// The login host.
    LoginHost,
    /// The domain.
    Domain,
}

impl Taken {
    /// As it is told.
    #[must_use]
    pub fn problem(self) -> Problem {
        let field = match self {
            Self::Slug => Field::Slug,
            Self::LoginHost => Field::LoginHost,
            Self::Domain => Field::Domain,
        };
        Problem::new(field, Code::Taken)
    }
}

struct Row {
    id: Uuid,
    slug: String,
    name: String,
    domain: String,
    frontend_url: String,
    login_host: Option<String>,
    email_from: String,
    email_from_name: String,
    reply_to: Option<String>,
    mail_url: Option<Vec<u8>>,
    theme: String,
    locale: String,
    settings: Value,
    status: String,
    protected: bool,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// One page of the sites that contain the words, by slug, and how many there are in all.
pub async fn page(tx: &mut PlatformTx, search: Option<&str>, paging: Paging, public_url: &Url) -> Result<(Vec<SiteRecord>, i64)> {
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from sites
           where $1::text is null or position(lower($1) in lower(concat_ws(' ', name, slug, domain, login_host))) > 0"#,
        search
    )
    .fetch_one(tx.connection())
    .await?;
    let rows = sqlx::query_as!(
        Row,
        "select id, slug, name, domain, frontend_url, login_host, email_from, email_from_name, reply_to, mail_url, theme, locale,
                settings, status, protected, created_at, updated_at
         from sites
         where $1::text is null or position(lower($1) in lower(concat_ws(' ', name, slug, domain, login_host))) > 0
         order by slug limit $2 offset $3",
        search,
        paging.per_page,
        paging.offset()
    );
    let rows = rows.fetch_all(tx.connection()).await?;
    Ok((rows.into_iter().map(|row| row.into_record(public_url)).collect(), total))
}

/// One site.
pub async fn find(tx: &mut PlatformTx, id: Uuid, public_url: &Url) -> Result<Option<SiteRecord>> {
    let row = sqlx::query_as!(
        Row,
        "select id, slug, name, domain, frontend_url, login_host, email_from, email_from_name, reply_to, mail_url, theme, locale,
                settings, status, protected, created_at, updated_at
         from sites where id = $1",
        id
    );
    Ok(row.fetch_optional(tx.connection()).await?.map(|row| row.into_record(public_url)))
}

/// As `find`, and nobody else changes it before this transaction ends.
pub async fn lock(tx: &mut PlatformTx, id: Uuid, public_url: &Url) -> Result<Option<SiteRecord>> {
    let locked = sqlx::query_scalar!("select id from sites where id = $1 for update", id).fetch_optional(tx.connection()).await?;
    match locked {
        Some(id) => find(tx, id, public_url).await,
        None => Ok(None),
    }
}

/// Adds a site.
pub async fn insert(tx: &mut PlatformTx, site: &SiteRecord) -> Result<Result<(), Taken>> {
    let inserted = sqlx::query!(
        "insert into sites (id, slug, name, login_host, domain, frontend_url, email_from, email_from_name, theme, locale, settings,
                            status, protected, created_at, updated_at, reply_to, mail_url)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        site.id,
        site.slug,
        site.name,
        site.login_host,
        site.domain,
        site.frontend_url,
        site.email_from,
        site.email_from_name,
        site.theme,
        site.locale,
        Json(&site.settings) as _,
        site.status.word(),
        site.protected,
        site.created_at,
        site.updated_at,
        site.reply_to,
        site.own_mail,
    );
    unless_taken(inserted.execute(tx.connection()).await)
}

/// Writes a site that was locked before.
pub async fn save(tx: &mut PlatformTx, site: &SiteRecord) -> Result<Result<(), Taken>> {
    let saved = sqlx::query!(
        "update sites set slug = $2, name = $3, login_host = $4, domain = $5, frontend_url = $6, email_from = $7,
                          email_from_name = $8, theme = $9, locale = $10, settings = settings || $11, status = $12,
                          protected = $13, updated_at = $14, reply_to = $15, mail_url = $16
         where id = $1",
        site.id,
        site.slug,
        site.name,
        site.login_host,
        site.domain,
        site.frontend_url,
        site.email_from,
        site.email_from_name,
        site.theme,
        site.locale,
        Json(&site.settings) as _,
        site.status.word(),
        site.protected,
        site.updated_at,
        site.reply_to,
        site.own_mail,
    );
    unless_taken(saved.execute(tx.connection()).await)
}

fn unless_taken<T>(done: Result<T, sqlx::Error>) -> Result<Result<(), Taken>> {
    let Err(error) = done else { return Ok(Ok(())) };
    match error.as_database_error().and_then(sqlx::error::DatabaseError::constraint) {
        Some("sites_slug_key") => Ok(Err(Taken::Slug)),
        Some("sites_login_host_key") => Ok(Err(Taken::LoginHost)),
        Some("sites_domain_key") => Ok(Err(Taken::Domain)),
        _ => Err(error.into()),
    }
}

impl Row {
    fn into_record(self, public_url: &Url) -> SiteRecord {
        let record = SiteRecord {
            settings: settings_of(&self.slug, self.settings),
            status: if self.status == "active" { Status::Active } else { Status::Disabled },
            url: String::new(),
            id: self.id,
            slug: self.slug,
            name: self.name,
            domain: self.domain,
            frontend_url: self.frontend_url,
            login_host: self.login_host,
            email_from: self.email_from,
            email_from_name: self.email_from_name,
            reply_to: self.reply_to,
            own_mail: self.mail_url,
            theme: self.theme,
            locale: self.locale,
            protected: self.protected,
            created_at: self.created_at,
            updated_at: self.updated_at,
        };
        record.placed(public_url)
    }
}
