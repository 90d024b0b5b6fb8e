//! `…/users/{id}/temporary-password`: a password to hand over, shown once, where the site turned that on

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret;

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

/// Makes one, and shows it this once.
pub async fn submit(FreshDesk(desk): FreshDesk, Path(UserPath { id }): Path<UserPath>) -> Result<Response, Fault> {
    let Some(user) = administration::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    match temporary_password::submit(&desk.admin, id).await? {
        Outcome::Made { password, until } => {
            let page = desk.frame(Section::Users).await?;
            let title = page.text("people-temporary-made");
            let page = MadePage {
                email: &user.email,
                password: password.expose_secret(),
                until: Moment::new(&page, until),
                back: desk.path(&format!("/users/{id}")),
                page: page.below(Section::Users, title),
            };
            respond(StatusCode::OK, &page)
        }
        Outcome::Kept(kept) => respond(StatusCode::CONFLICT, &ask(&desk, &user, Some(why(kept))).await?),
        Outcome::WrongStatus => respond(StatusCode::CONFLICT, &ask(&desk, &user, Some("people-wrong-status")).await?),
        Outcome::TooMany(wait) => respond_later(wait, &ask(&desk, &user, Some("people-too-many-letters")).await?),
        Outcome::NotOffered | Outcome::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

async fn ask<'a>(desk: &'a Desk, user: &'a UserRecord, kept: Option<&str>) -> Result<ActPage<'a>, Fault> {
    ActPage::new(desk, user, &format!("people-act-{WORD}"), true, kept).await
}
