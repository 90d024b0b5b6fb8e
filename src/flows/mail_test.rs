//! Sends a letter at once, past the outbox, and shows what the mail server said. What was typed counts, saved or not, so that
//! nobody has to save what does not work in order to find out.

use anyhow::Result;
use serde_json::json;
use time::Duration;
use uuid::Uuid;

use super::{
    administration::Admin,
    find_sites,
    limits::{self, Limit, Whom},
    mail_settings::{MailChanges, may},
    platform_events, sample_letters,
    site_changes::SiteChanges,
};
use crate::{
    mail::{
        letter_page::LetterPage,
        senders::{self, Sender},
        transport::{Failure, Outgoing, Transport},
        writing::Said,
    },
    model::{
        email::Email,
        event::{Action, Actor},
        problem::{Code, Field, Problem},
        site::Site,
        site_record::SiteRecord,
    },
    store,
    words::Locale,
};

/// What came of it.
pub enum Outcome {
    /// It was tried.
    Tried(Tried),
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// Part of it is the operator's to decide.
    Forbidden,
    /// It was tried often enough for now.
    TooMany(Duration),
    /// The site is gone.
    Missing,
}

/// A letter that was sent, or not.
pub struct Tried {
    /// To which address.
    pub to: String,
    /// Whether the server took it.
    pub is_taken: bool,
    /// What the server said last, or why there was none.
    pub answer: String,
    /// All that was said, line by line, if the one who asks may know it.
    pub dialogue: Vec<String>,
}

/// A letter with made-up particulars, in the look that is being worked on.
#[derive(Clone, Copy)]
pub struct Sample<'a> {
    /// Its name.
    pub letter: &'a str,
    /// Its language.
    pub locale: Locale,
}

/// Sends a sample, or the letter that only says that mail arrives.
pub async fn submit(admin: &Admin, to: &str, sample: Option<Sample<'_>>, unsaved: MailChanges) -> Result<Outcome> {
    let visit = &admin.visit;
    if !may(admin, &unsaved) {
        return Ok(Outcome::Forbidden);
    }
    let Some(mut record) = find_sites::by_id(&visit.app, visit.site.id).await? else { return Ok(Outcome::Missing) };
    let mut problems = SiteChanges::from(unsaved).apply(&visit.app, &mut record)?;
    let to = match Email::read(to, Field::Email) {
        Ok(to) => to,
        Err(problem) => {
            problems.push(problem);
            return Ok(Outcome::Problems(problems));
        }
    };
    let sample = sample.unwrap_or(Sample { letter: "test", locale: visit.locale });
    let said = Said::sample(sample.letter, visit.now);
    if said.is_none() {
        problems.push(Problem::new(Field::Letter, Code::Unknown));
    }
    let Some(said) = said.filter(|_| problems.is_empty()) else { return Ok(Outcome::Problems(problems)) };
    if let Actor::Admin(id) = admin.actor
        && let Some(refusal) = refuse_member(admin, id, &record, &to).await?
    {
        return Ok(refusal);
    }
    if let Some(wait) = limits::charge(visit, Limit::MailTest, Some((Limit::MailTest, Whom::Id(visit.site.id)))).await? {
        return Ok(Outcome::TooMany(wait));
    }
    note(admin, &to).await?;
    Ok(Outcome::Tried(send(admin, &record, &to, (&said, sample.locale)).await?))
}

/// By the portal's server a site's admin could write to anybody in its name, so such a letter goes to nobody else. By the site's own
/// it may, but not without end.
async fn refuse_member(admin: &Admin, id: Uuid, record: &SiteRecord, to: &Email) -> Result<Option<Outcome>> {
    let mut tx = admin.visit.begin().await?;
    let is_own = store::users::find(&mut tx, id).await?.is_some_and(|user| user.email == to.as_str());
    if !is_own && record.own_mail.is_none() {
        return Ok(Some(Outcome::Problems(vec![Problem::new(Field::Email, Code::NotYours)])));
    }
    let wait = limits::may_admin_mail(&admin.visit, &mut tx, to).await?;
    tx.commit().await?;
    Ok(wait.map(Outcome::TooMany))
}

async fn note(admin: &Admin, to: &Email) -> Result<()> {
    let visit = &admin.visit;
    let mut tx = visit.begin().await?;
    let (site, details) = ((visit.site.id, visit.site.slug.as_str()), json!({ "to": to.as_str() }));
    platform_events::note_in_site(&visit.app, &mut tx, &admin.author(), Action::MailTested, site, details).await?;
    tx.commit().await
}

async fn send(admin: &Admin, record: &SiteRecord, to: &Email, (said, locale): (&Said, Locale)) -> Result<Tried> {
    let visit = &admin.visit;
    let app = &visit.app;
    let site = Site { email_from: record.email_from.clone(), ..Site::clone(&visit.site) };
    let page = LetterPage::wearing(sample_letters::draft(admin).await?, app, &site, locale, to.as_str());
    let outgoing = Outgoing {
        id: app.random.id(visit.now),
        from: (&record.email_from_name, &record.email_from),
        reply_to: record.reply_to.as_deref(),
        to: to.as_str(),
        locale: locale.code,
        at: visit.now,
        written: said.fill(&page)?,
    };
    let rehearsal = match sender(admin, record) {
        Ok(sender) => sender.rehearse(&outgoing).await,
        Err(failure) => crate::mail::transport::Rehearsal { dialogue: Vec::new(), outcome: Err(failure) },
    };
    // Where the portal's own mail server stands, and what it says, is the operator's business.
    let may_know = record.own_mail.is_some() || matches!(admin.actor, Actor::Operator);
    let (is_taken, answer) = match rehearsal.outcome {
        Ok(answer) => (true, answer),
        Err(Failure::ForNow(answer) | Failure::ForGood(answer) | Failure::Closed(answer)) => (false, answer),
    };
    let dialogue = if may_know { rehearsal.dialogue } else { Vec::new() };
    Ok(Tried { to: to.as_str().to_owned(), is_taken, answer: if may_know { answer } else { String::new() }, dialogue })
}

/// Connections of its own, so that the dialogue is whole; the development mailbox is the one that there is.
fn sender<'a>(admin: &'a Admin, record: &SiteRecord) -> Result<Sender<'a>, Failure> {
    let app = &admin.visit.app;
    let url = match &record.own_mail {
        Some(sealed) => senders::open(app, record.id, sealed)?,
        None if app.transport.mailbox().is_some() => return Ok(Sender::Portal(&app.transport)),
        None => {
            let portal = Transport::of_portal(app.config.mail_url.as_ref(), app.config.is_development());
            let portal = portal.map_err(|error| Failure::Closed(error.to_string()))?;
            return Ok(Sender::Own(portal.into()));
        }
    };
    Ok(Sender::Own(senders::build(app, url)?.into()))
}
