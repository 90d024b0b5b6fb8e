//! A member changes name, username, language or time zone.

use anyhow::Result;
use serde::Deserialize;

use super::{Visit, events};
use crate::{
    model::{
        event::Action,
        name,
        problem::{Code, Field, Problem},
        session::Session,
        time_zone::TimeZone,
        username::Username,
    },
    store::{self, users},
};

/// What is to change. What is not given stays; what is given empty is cleared.
#[derive(Default, Deserialize)]
pub struct Profile {
    /// The name.
    pub name: Option<String>,
    /// The name to log in by, where the site has them.
    pub username: Option<String>,
    /// The language of pages and mails.
    pub locale: Option<String>,
    /// The time zone, by its name.
    pub time_zone: Option<String>,
}

/// What came of it.
pub enum Outcome {
    /// It is saved.
    Saved,
    /// Something has to be put right first.
    Problems(Vec<Problem>),
}

/// Changes a profile.
pub async fn submit(visit: &Visit, session: &Session, form: &Profile) -> Result<Outcome> {
    let checked = match check(visit, form) {
        Ok(checked) => checked,
        Err(problems) => return Ok(Outcome::Problems(problems)),
    };
    let mut tx = visit.begin().await?;
    if !store::users::update_profile(&mut tx, session.user.id, &checked, visit.now).await? {
        return Ok(Outcome::Problems(vec![Problem::new(Field::Username, Code::Taken)]));
    }
    events::note(visit, &mut tx, Some(session.user.id), Action::ProfileChanged).await?;
    tx.commit().await?;
    Ok(Outcome::Saved)
}

fn check(visit: &Visit, form: &Profile) -> Result<users::Profile, Vec<Problem>> {
    let mut problems = Vec::new();
    let (words, settings) = (&visit.app.words, &visit.site.settings);
    let username = form.username.as_deref().filter(|_| settings.usernames);
    let spoken = |tag: &str| words.find(tag).filter(|locale| settings.speaks(locale.code));
    let checked = users::Profile {
        name: checked(&mut problems, form.name.as_deref(), |typed| Ok(name::parse(typed)?.unwrap_or_default())),
        username: checked(&mut problems, username, |typed| Ok(Username::parse(typed)?.as_str().to_owned())),
        locale: checked(&mut problems, form.locale.as_deref(), |typed| {
            spoken(typed).map(|locale| locale.code.to_owned()).ok_or(Problem::new(Field::Locale, Code::Unknown))
        }),
        time_zone: checked(&mut problems, form.time_zone.as_deref(), |typed| {
            TimeZone::find(typed).map(|zone| zone.name().to_owned()).ok_or(Problem::new(Field::TimeZone, Code::Unknown))
        }),
    };
    if problems.is_empty() { Ok(checked) } else { Err(problems) }
}

/// What was left empty stays so; everything else is parsed.
fn checked(
    problems: &mut Vec<Problem>,
    typed: Option<&str>,
    parse: impl FnOnce(&str) -> Result<String, Problem>,
) -> Option<String> {
    match typed?.trim() {
        "" => Some(String::new()),
        typed => parse(typed).map_err(|problem| problems.push(problem)).ok(),
    }
}
