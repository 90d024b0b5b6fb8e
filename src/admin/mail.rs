//! Who sends a site's letters, and a test that uses what was typed, saved or not.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use time::Duration;

use super::{desk::Desk, frame::Frame, nav::Section, respond, respond_later};
use crate::{
    flows::{
        mail_settings::{self, MailChanges, MailSettings},
        mail_test::{self, Tried},
        outbox,
        site_changes::Change,
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        problems::Problems,
    },
    model::{
        mail_url::{MailUrl, mailgun_line, smtp_line},
        outbox::{State, Wanted},
        problem::{Code, Field, Problem},
    },
};

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    email_from: String,
    email_from_name: String,
    reply_to: String,
    way: String,
    host: String,
    port: String,
    encryption: String,
    user: String,
    password: SecretString,
    domain: String,
    region: String,
    key: SecretString,
    /// To whom a test goes.
    email: String,
    /// Which button was pressed.
    act: String,
}

#[derive(Template)]
#[template(path = "admin/mail.html")]
struct MailPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    typed: &'a Typed,
    settings: MailSettings,
    is_operator: bool,
    /// The site's domain of mail, for what its name servers have to say.
    domain: String,
    /// Whether letters go nowhere but to the development mailbox.
    mailbox: bool,
    /// Why the last letter that was given up did not leave.
    failed: Option<String>,
    tested: Option<Tried>,
}

/// The form.
pub async fn show(desk: Desk) -> Result<Response, Fault> {
    let Some(settings) = mail_settings::show(&desk.admin).await? else { return Ok(Refusal::NotFound.into_response()) };
    let typed = Typed {
        email_from: settings.email_from.clone(),
        email_from_name: settings.email_from_name.clone(),
        reply_to: settings.reply_to.clone().unwrap_or_default(),
        way: if settings.has_own_mail { "keep" } else { "portal" }.to_owned(),
        email: desk.member().map(|session| session.user.email.clone()).unwrap_or_default(),
        ..Typed::default()
    };
    let page = page(&desk, settings, &typed, Problems::default(), None).await?;
    respond(StatusCode::OK, &page)
}

/// Saves what was typed, or tries it.
pub async fn submit(desk: Desk, Form(typed): Form<Typed>) -> Result<Response, Fault> {
    let Some(settings) = mail_settings::show(&desk.admin).await? else { return Ok(Refusal::NotFound.into_response()) };
    let changes = match typed.changes(&settings) {
        Ok(changes) => changes,
        Err(problem) => return refuse(&desk, settings, &typed, vec![problem]).await,
    };
    if typed.act == "test" {
        return test(&desk, settings, &typed, changes).await;
    }
    // By another server, or from another address, go the letters that open accounts.
    if (changes.mail_url.is_some() || changes.email_from.is_some()) && !desk.is_fresh() {
        return Ok(desk.confirm_first());
    }
    match mail_settings::submit(&desk.admin, changes).await? {
        mail_settings::Outcome::Changed(_) => desk.see_other("/mail", Some("admin-notice-mail-saved")).await,
        mail_settings::Outcome::Problems(problems) => refuse(&desk, settings, &typed, problems).await,
        mail_settings::Outcome::Forbidden | mail_settings::Outcome::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

/// The answer is this same page: what was typed holds a secret, which nothing is to carry elsewhere.
async fn test(desk: &Desk, settings: MailSettings, typed: &Typed, changes: MailChanges) -> Result<Response, Fault> {
    match mail_test::submit(&desk.admin, &typed.email, None, changes).await? {
        mail_test::Outcome::Tried(tried) => {
            respond(StatusCode::OK, &page(desk, settings, typed, Problems::default(), Some(tried)).await?)
        }
        mail_test::Outcome::Problems(problems) => refuse(desk, settings, typed, problems).await,
        mail_test::Outcome::TooMany(wait) => refuse_later(desk, settings, typed, wait).await,
        mail_test::Outcome::Forbidden | mail_test::Outcome::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

async fn refuse(desk: &Desk, settings: MailSettings, typed: &Typed, problems: Vec<Problem>) -> Result<Response, Fault> {
    respond(StatusCode::UNPROCESSABLE_ENTITY, &page(desk, settings, typed, problems.into(), None).await?)
}

async fn refuse_later(desk: &Desk, settings: MailSettings, typed: &Typed, wait: Duration) -> Result<Response, Fault> {
    respond_later(wait, &page(desk, settings, typed, Problems::too_many(wait), None).await?)
}

async fn page<'a>(
    desk: &'a Desk,
    settings: MailSettings,
    typed: &'a Typed,
    problems: Problems,
    tested: Option<Tried>,
) -> Result<MailPage<'a>, Fault> {
    let frame = desk.frame(Section::Mail).await?;
    let wanted = Wanted { state: Some(State::Failed), ..Wanted::default() };
    let failed = outbox::read(&desk.admin, wanted, Some(1)).await?.ok().and_then(|part| part.letters.into_iter().next());
    let lead = frame.text("admin-mail-text");
    Ok(MailPage {
        page: frame.led_by(lead),
        problems,
        typed,
        domain: settings.email_from.rsplit_once('@').map(|(_, domain)| domain.to_owned()).unwrap_or_default(),
        mailbox: desk.app().transport.mailbox().is_some() && !settings.has_own_mail,
        settings,
        is_operator: desk.is_operator(),
        failed: failed.and_then(|letter| letter.answer),
        tested,
    })
}

impl Typed {
    /// As the flow takes it. What is the same is no change.
    fn changes(&self, now: &MailSettings) -> Result<MailChanges, Problem> {
        let mail_url = match self.way.as_str() {
            "" | "keep" => None,
            "portal" => now.has_own_mail.then_some(Change::Clear),
            "smtp" => Some(Change::Set(self.smtp()?)),
            "mailgun" => Some(Change::Set(self.mailgun()?)),
            _ => return Err(Problem::new(Field::MailUrl, Code::Malformed)),
        };
        Ok(MailChanges {
            email_from: (!self.email_from.is_empty() && self.email_from != now.email_from).then(|| self.email_from.clone()),
            email_from_name: Some(self.email_from_name.clone()),
            reply_to: Some(match self.reply_to.trim() {
                "" => Change::Clear,
                typed => Change::Set(typed.to_owned()),
            }),
            mail_url,
        })
    }

    fn smtp(&self) -> Result<SecretString, Problem> {
        let port = match self.port.trim() {
            "" => None,
            typed => Some(typed.parse().map_err(|_| Problem::new(Field::MailPort, Code::Malformed))?),
        };
        let scheme = if self.encryption == "tls" { "smtps" } else { "smtp" };
        let mut line = smtp_line(scheme, self.host.trim(), port, (&self.user, self.password.expose_secret()));
        if self.encryption == "none" {
            line.push_str("?tls=none");
        }
        readable(line, Field::MailHost, &self.host)
    }

    fn mailgun(&self) -> Result<SecretString, Problem> {
        if self.key.expose_secret().trim().is_empty() {
            return Err(Problem::new(Field::MailKey, Code::Missing));
        }
        readable(mailgun_line(&self.domain, self.key.expose_secret(), self.region == "eu"), Field::Domain, &self.domain)
    }
}

/// A line made of parts. Of these the place alone can be wrong: the others are written so that they can be read.
fn readable(line: String, field: Field, place: &str) -> Result<SecretString, Problem> {
    match MailUrl::parse(&line) {
        Ok(_) => Ok(line.into()),
        Err(_) if place.trim().is_empty() => Err(Problem::new(field, Code::Missing)),
        Err(_) => Err(Problem::new(field, Code::Malformed)),
    }
}
