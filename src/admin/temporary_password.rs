//! `…/users/{id}/temporary-password`: a password to hand over, shown once, where the site turned that on

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    desk::{Desk, FreshDesk},
    frame::Frame,
    moment::Moment,
    nav::Section,
    respond, respond_later,
    user::UserPath,
    user_act::{ActPage, why},
};
use crate::{
    flows::{
        administration,
        temporary_password::{self, Outcome},
    },
    http::{
        error::{Fault, Refusal},
        path::Path,
    },
    model::user_record::UserRecord,
};

/// Its word in addresses and keys.
pub const WORD: &str = "temporary-password";

#[derive(Template)]
#[template(path = "admin/temporary_password.html")]
struct MadePage<'a> {
    page: Frame<'a>,
    email: &'a str,
    password: &'a str,
    until: Moment,
    back: String,
}

/// What was made a moment ago.
#[derive(Serialize, Deserialize)]
struct Made {
    password: String,
    #[serde(with = "time::serde::timestamp")]
    until: OffsetDateTime,
}

/// Whether one can be made for an account as it is now.
#[must_use]
pub fn is_offered(desk: &Desk, user: &UserRecord) -> bool {
    desk.visit().site.settings.temporary_passwords && user.status == "active"
}

/// What will happen.
pub async fn show(FreshDesk(desk): FreshDesk, Path(UserPath { id }): Path<UserPath>) -> Result<Response, Fault> {
    let user = administration::find(&desk.admin, id).await?.filter(|user| is_offered(&desk, user));
    let Some(user) = user else { return Ok(Refusal::NotFound.into_response()) };
    let kept = user.protected.then_some("people-kept-protected");
    respond(StatusCode::OK, &ask(&desk, &user, kept).await?)
}

/// Makes one, and leads to the page that shows it.
pub async fn submit(FreshDesk(desk): FreshDesk, Path(UserPath { id }): Path<UserPath>) -> Result<Response, Fault> {
    let Some(user) = administration::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    match temporary_password::submit_once(&desk.admin, id).await? {
        Some(Outcome::Made { password, until }) => {
            let made = Made { password: password.expose_secret().to_owned(), until };
            desk.show_once(&made_page(id), &made).await
        }
        None => desk.see_other(&made_page(id), None).await,
        Some(Outcome::Kept(kept)) => respond(StatusCode::CONFLICT, &ask(&desk, &user, Some(why(kept))).await?),
        Some(Outcome::WrongStatus) => respond(StatusCode::CONFLICT, &ask(&desk, &user, Some("people-wrong-status")).await?),
        Some(Outcome::TooMany(wait)) => respond_later(wait, &ask(&desk, &user, Some("people-too-many-letters")).await?),
        Some(Outcome::NotOffered | Outcome::Missing) => Ok(Refusal::NotFound.into_response()),
    }
}

/// Shows it.
pub async fn made(desk: Desk, Path(UserPath { id }): Path<UserPath>) -> Result<Response, Fault> {
    let Some(user) = administration::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let back = format!("/users/{id}");
    let Some(made) = desk.shown_once::<Made>(&made_page(id)).await? else { return desk.see_other(&back, None).await };
    let page = desk.frame(Section::Users).await?;
    let title = page.text("people-temporary-made");
    let page = MadePage {
        email: &user.email,
        password: &made.password,
        until: Moment::new(&page, made.until),
        back: desk.path(&back),
        page: page.below(Section::Users, title),
    };
    respond(StatusCode::OK, &page)
}

fn made_page(id: Uuid) -> String {
    format!("/users/{id}/{WORD}/made")
}

async fn ask<'a>(desk: &'a Desk, user: &'a UserRecord, kept: Option<&str>) -> Result<ActPage<'a>, Fault> {
    ActPage::new(desk, user, &format!("people-act-{WORD}"), true, kept).await
}
