//! A member changes name, username, language or time zone.

use anyhow::Result;
use secrecy::SecretString;
use serde::Deserialize;
use time::Duration;

use super::{
    Visit,
    confirm_identity::{Fresh, Refused},
    events,
};
use crate::{
    model::{
        event::Action,
        name,
        problem::{Code, Field, Problem},
        session::{Keeper, Session},
        time_zone::TimeZone,
        user::User,
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
    /// The present password, if the username is to change and the login is not fresh.
    #[serde(default)]
    pub current_password: SecretString,
}

/// What came of it.
pub enum Outcome {
    /// It is saved.
    Saved,
    /// The login has ended meanwhile.
    Ended,
    /// Something has to be put right first.
    Problems(Vec<Problem>),
    /// Too many tries; the time is what to wait.
    TooMany(Duration),
}

/// Changes a profile. A username opens the account, so whoever changes it proves to be its owner.
pub async fn submit(visit: &Visit, session: Session, form: &Profile, keeper: Keeper<'_>) -> Result<Outcome> {
    let user = session.user.id;
    // Also when something else is wrong: a guess at the password is counted all the same, and everything is told at once.
    let proof = if renames(visit, form, &session.user) {
        match Fresh::prove_by(visit, session, keeper, &form.current_password).await? {
            Ok(fresh) => Ok(Some(fresh)),
            Err(Refused::Problem(problem)) => Err(problem),
            Err(Refused::TooMany(wait)) => return Ok(Outcome::TooMany(wait)),
        }
    } else {
        Ok(None)
    };
    let (checked, fresh) = match (check(visit, form), proof) {
        (Ok(checked), Ok(fresh)) => (checked, fresh),
        (checked, proof) => {
            return Ok(Outcome::Problems(checked.err().into_iter().flatten().chain(proof.err()).collect()));
        }
    };
    let tx = match fresh {
        Some(fresh) => fresh.begin(visit).await?,
        None => Some(visit.begin().await?),
    };
    let Some(mut tx) = tx else { return Ok(Outcome::Ended) };
    if !store::users::update_profile(&mut tx, user, &checked, visit.now).await? {
        return Ok(Outcome::Problems(vec![Problem::new(Field::Username, Code::Taken)]));
    }
    events::note(visit, &mut tx, Some(user), Action::ProfileChanged).await?;
    tx.commit().await?;
    Ok(Outcome::Saved)
}

/// Whether it asks for another username, be it one that will not do.
fn renames(visit: &Visit, form: &Profile, user: &User) -> bool {
    let asked = form.username.as_deref().filter(|_| visit.site.settings.usernames).map(str::trim);
    asked.is_some_and(|typed| {
        let wanted = Username::parse(typed);
        wanted.as_ref().map_or(typed, Username::as_str) != user.username.as_deref().unwrap_or_default()
    })
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
