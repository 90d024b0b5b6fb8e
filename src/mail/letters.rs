//! What is written to people: each letter's subject, text and page, in the site's look and the reader's language.

use anyhow::Result;
use askama::Template;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    app::App,
    flows::Visit,
    model::{site::Site, theme::MailColors},
    store::{self, SiteTx, outbox::NewLetter},
    words::{Argument, Locale},
};

/// What a letter is about. Stored encrypted until it has gone, because it holds what opens an account.
#[derive(Serialize, Deserialize)]
pub enum Letter {
    /// Somebody signed up with this address. If it has an account, the letter says so; if not, it proves the address.
    Signup {
        /// The link's token.
        link: String,
        /// The six digits.
        code: String,
    },
    /// Somebody forgot the password of this address, which may have no account.
    Reset {
        /// The link's token.
        link: String,
        /// The six digits.
        code: String,
        /// When it was asked for: what was asked for later counts more.
        #[serde(with = "time::serde::timestamp::nanoseconds")]
        asked_at: OffsetDateTime,
    },
    /// The account has a new password.
    PasswordChanged {
        /// Since when.
        #[serde(with = "time::serde::timestamp::nanoseconds")]
        at: OffsetDateTime,
    },
}

/// A letter ready to be sent.
pub struct Written {
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The page.
    pub html: String,
}

/// Puts a letter into the outbox, in the commit of its cause.
pub async fn post(visit: &Visit, tx: &mut SiteTx, recipient: &str, locale: &str, letter: &Letter) -> Result<()> {
    let id = visit.app.random.id(visit.now);
    let payload = visit.app.seal.seal(&visit.app.random, &context(id), &serde_json::to_vec(letter)?)?;
    store::outbox::insert(tx, &NewLetter { id, letter: letter.name(), recipient, locale, payload: &payload }, visit.now).await
}

/// Binds a sealed letter to its row.
#[must_use]
pub fn context(id: uuid::Uuid) -> String {
    format!("outbox {id}")
}

impl Letter {
    fn name(&self) -> &'static str {
        match self {
            Self::Signup { .. } => "signup",
            Self::Reset { .. } => "reset",
            Self::PasswordChanged { .. } => "password_changed",
        }
    }
}

/// The letter that proves an address.
pub fn verify(page: &LetterPage<'_>, token: &str, code: &str) -> Result<Written> {
    let link = &page.site.base.url(&format!("/verify?token={token}"));
    let lifetimes = &page.app.config.lifetimes;
    let (link_hours, code_minutes) = (lifetimes.signup_link.whole_hours(), lifetimes.signup_code.whole_minutes());
    Ok(Written {
        subject: one_line(&VerifySubject { letter: page }.render()?),
        text: VerifyText { letter: page, link, code, link_hours, code_minutes }.render()?,
        html: VerifyHtml { letter: page, link, code, link_hours, code_minutes }.render()?,
    })
}

/// The letter to the owner of an address that somebody signed up with again.
pub fn already(page: &LetterPage<'_>) -> Result<Written> {
    let (login_link, reset_link) = (page.site.base.url("/login"), page.site.base.url("/forgot"));
    Ok(Written {
        subject: one_line(&AlreadySubject { letter: page }.render()?),
        text: AlreadyText { letter: page, login_link: &login_link, reset_link: &reset_link }.render()?,
        html: AlreadyHtml { letter: page, login_link: &login_link, reset_link: &reset_link }.render()?,
    })
}

/// The letter that lets its reader choose a new password.
pub fn reset(page: &LetterPage<'_>, token: &str, code: &str) -> Result<Written> {
    let link = &page.site.base.url(&format!("/reset?token={token}"));
    let lifetimes = &page.app.config.lifetimes;
    let (link_minutes, code_minutes) = (lifetimes.reset_link.whole_minutes(), lifetimes.reset_code.whole_minutes());
    Ok(Written {
        subject: one_line(&ResetSubject { letter: page }.render()?),
        text: ResetText { letter: page, link, code, link_minutes, code_minutes }.render()?,
        html: ResetHtml { letter: page, link, code, link_minutes, code_minutes }.render()?,
    })
}

/// The letter that tells an account's owner of its new password.
pub fn password_changed(page: &LetterPage<'_>, at: OffsetDateTime) -> Result<Written> {
    let reset_link = &page.site.base.url("/forgot");
    let time = &page.app.words.moment(page.locale, at);
    Ok(Written {
        subject: one_line(&PasswordChangedSubject { letter: page }.render()?),
        text: PasswordChangedText { letter: page, time, reset_link }.render()?,
        html: PasswordChangedHtml { letter: page, time, reset_link }.render()?,
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What every letter's template draws on.
pub struct LetterPage<'a> {
    app: &'a App,
    site: &'a Site,
    locale: Locale,
    site_name: &'a str,
    monogram: String,
    lang: &'static str,
    dir: &'static str,
    colors: MailColors,
    radius: i64,
    font: &'static str,
    site_url: String,
    address: &'a str,
}

impl<'a> LetterPage<'a> {
    /// The look of `site`, in the language `locale`, for a letter to `address`.
    #[must_use]
    pub fn new(app: &'a App, site: &'a Site, locale: Locale, address: &'a str) -> Self {
        let theme = app.themes.get(&site.theme).unwrap_or_else(|| app.themes.fallback());
        Self {
            app,
            site,
            locale,
            site_name: &site.name,
            monogram: site.monogram(),
            lang: locale.code,
            dir: locale.direction,
            colors: theme.mail_colors(),
            radius: theme.shape.radius_control,
            font: theme.lettering.font.stack(),
            site_url: site.base.url(""),
            address,
        }
    }

    fn text(&self, key: &str) -> String {
        self.app.words.text(self.locale, key, &[])
    }

    fn text_with(&self, key: &str, name: &str, value: impl Argument) -> String {
        self.app.words.text(self.locale, key, &[(name, value.value())])
    }

    fn text_with_two(&self, key: &str, name: &str, value: impl Argument, other: &str, other_value: impl Argument) -> String {
        self.app.words.text(self.locale, key, &[(name, value.value()), (other, other_value.value())])
    }
}

#[derive(Template)]
#[template(path = "mail/verify.subject", escape = "none")]
struct VerifySubject<'a> {
    letter: &'a LetterPage<'a>,
}

#[derive(Template)]
#[template(path = "mail/verify.txt", escape = "none")]
struct VerifyText<'a> {
    letter: &'a LetterPage<'a>,
    link: &'a str,
    code: &'a str,
    link_hours: i64,
    code_minutes: i64,
}

#[derive(Template)]
#[template(path = "mail/verify.html")]
struct VerifyHtml<'a> {
    letter: &'a LetterPage<'a>,
    link: &'a str,
    code: &'a str,
    link_hours: i64,
    code_minutes: i64,
}

#[derive(Template)]
#[template(path = "mail/already.subject", escape = "none")]
struct AlreadySubject<'a> {
    letter: &'a LetterPage<'a>,
}

#[derive(Template)]
#[template(path = "mail/already.txt", escape = "none")]
struct AlreadyText<'a> {
    letter: &'a LetterPage<'a>,
    login_link: &'a str,
    reset_link: &'a str,
}

#[derive(Template)]
#[template(path = "mail/already.html")]
struct AlreadyHtml<'a> {
    letter: &'a LetterPage<'a>,
    login_link: &'a str,
    reset_link: &'a str,
}

#[derive(Template)]
#[template(path = "mail/reset.subject", escape = "none")]
struct ResetSubject<'a> {
    letter: &'a LetterPage<'a>,
}

#[derive(Template)]
#[template(path = "mail/reset.txt", escape = "none")]
struct ResetText<'a> {
    letter: &'a LetterPage<'a>,
    link: &'a str,
    code: &'a str,
    link_minutes: i64,
    code_minutes: i64,
}

#[derive(Template)]
#[template(path = "mail/reset.html")]
struct ResetHtml<'a> {
    letter: &'a LetterPage<'a>,
    link: &'a str,
    code: &'a str,
    link_minutes: i64,
    code_minutes: i64,
}

#[derive(Template)]
#[template(path = "mail/password_changed.subject", escape = "none")]
struct PasswordChangedSubject<'a> {
    letter: &'a LetterPage<'a>,
}

#[derive(Template)]
#[template(path = "mail/password_changed.txt", escape = "none")]
struct PasswordChangedText<'a> {
    letter: &'a LetterPage<'a>,
    time: &'a str,
    reset_link: &'a str,
}

#[derive(Template)]
#[template(path = "mail/password_changed.html")]
struct PasswordChangedHtml<'a> {
    letter: &'a LetterPage<'a>,
    time: &'a str,
    reset_link: &'a str,
}
