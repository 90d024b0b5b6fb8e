//! An admin has a password made for somebody, where the site turned that on. It is shown once and told to nobody else; its owner
//! can do one thing with it, which is to choose another. It ends everything that the password before began.

use anyhow::{Context, Result, anyhow};
use secrecy::SecretString;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    administration::{Admin, note},
    limits,
};
use crate::{
    mail::letters::{self, Letter},
    model::{email::Email, event::Action, password::Password, temporary_password, user::Kept},
    store,
};

/// How long two presses of one button may lie apart.
const MOMENT: Duration = Duration::minutes(1);

/// What came of it.
pub enum Outcome {
    /// It counts from now on.
    Made {
        /// The password, which is stored nowhere but hashed.
        password: SecretString,
        /// Until when.
        until: OffsetDateTime,
    },
    /// The site has not turned this on.
    NotOffered,
    /// The account may not log in, so a password would be of no use.
    WrongStatus,
    /// It has to stay as it is.
    Kept(Kept),
    /// There is no such account.
    Missing,
    /// The address has been sent enough letters for now; the time is what to wait.
    TooMany(Duration),
}

/// Makes one.
pub async fn submit(admin: &Admin, id: Uuid) -> Result<Outcome> {
    make(admin, id, None).await?.context("a password that stands in nobody's way")
}

/// Makes one unless one was made a moment ago, which is `None`: somebody pressed the button twice.
pub async fn submit_once(admin: &Admin, id: Uuid) -> Result<Option<Outcome>> {
    make(admin, id, Some(admin.visit.now - MOMENT)).await
}

async fn make(admin: &Admin, id: Uuid, unless_since: Option<OffsetDateTime>) -> Result<Option<Outcome>> {
    let (visit, site) = (&admin.visit, &admin.visit.site);
    if !site.settings.temporary_passwords {
        return Ok(Some(Outcome::NotOffered));
    }
    let made = temporary_password::make(&visit.app.random, site.settings.least_password().into());
    let password = Password::parse(&made).map_err(|problem| anyhow!("a temporary password will not do: {problem:?}"))?;
    let hash = visit.app.hasher.hash(site.id, &password).await?;
    let until = visit.now + visit.app.config.lifetimes.temporary_password;

    let mut tx = visit.begin().await?;
    if store::user_changes::lock(&mut tx, id).await?.is_none_or(|user| user.status != "active") {
        let found = store::user_records::find(&mut tx, id).await?;
        return Ok(Some(found.map_or(Outcome::Missing, |_| Outcome::WrongStatus)));
    }
    let made_since = |since| since + visit.app.config.lifetimes.temporary_password;
    if let Some(since) = unless_since
        && store::temporary_passwords::lasts_beyond(&mut tx, id, made_since(since)).await?
    {
        return Ok(None);
    }
    if !store::temporary_passwords::set(&mut tx, id, &hash, until, visit.now).await? {
        return Ok(Some(Outcome::Kept(Kept::Protected)));
    }
    store::sessions::end_all(&mut tx, id).await?;
    store::tokens::void(&mut tx, id).await?;
    store::known_devices::forget(&mut tx, id).await?;
    let Some(user) = store::users::find(&mut tx, id).await? else { return Ok(Some(Outcome::Missing)) };
    // What was stored was parsed before.
    if let Ok(email) = Email::parse(&user.email)
        && let Some(wait) = limits::may_admin_mail(visit, &mut tx, &email).await?
    {
        return Ok(Some(Outcome::TooMany(wait)));
    }
    let locale = user.locale.as_deref().unwrap_or(&site.locale);
    let letter = Letter::TemporaryPassword { until, time_zone: user.time_zone.clone() };
    letters::post(visit, &mut tx, &user.email, locale, &letter).await?;
    note(admin, &mut tx, id, Action::TemporaryPasswordMade, None).await?;
    tx.commit().await?;
    Ok(Some(Outcome::Made { password: made, until }))
}
