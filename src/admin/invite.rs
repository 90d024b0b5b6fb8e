//! `…/users/invite`: an account for somebody who then chooses the password

use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;

use super::{desk::Desk, filter::Choice, frame::Frame, nav::Section, respond, respond_later};
use crate::{
    flows::invite_user::{self, Invitation, Outcome},
    http::{
        error::Fault,
        form::Form,
        problems::{Problems, question},
        query::PageQuery,
    },
    model::user::Role,
};

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    email: String,
    name: String,
    username: String,
    role: String,
}

#[derive(Template)]
#[template(path = "admin/invite.html")]
struct InvitePage<'a> {
    page: Frame<'a>,
    problems: Problems,
    form: &'a InviteForm,
    roles: Vec<Choice>,
    usernames: bool,
}

/// The form, filled in as far as the address says. Whoever wants to give an admin's power away proves first who it is.
pub async fn show(desk: Desk, PageQuery(form): PageQuery<InviteForm>) -> Result<Response, Fault> {
    if form.role == "admin" && !desk.is_fresh() {
        return Ok(desk.confirm_first());
    }
    respond(StatusCode::OK, &invite_page(&desk, &form, Problems::default()).await?)
}

/// Invites somebody, or goes the way over that proof and comes back with what was typed.
pub async fn submit(desk: Desk, Form(form): Form<InviteForm>) -> Result<Response, Fault> {
    let role = if form.role == "admin" { Role::Admin } else { Role::User };
    if role == Role::Admin && !desk.is_fresh() {
        let typed = [("email", &form.email), ("name", &form.name), ("username", &form.username), ("role", &form.role)];
        let typed = question(&typed.map(|(name, value)| (name, value.as_str())));
        return desk.see_other(&format!("/users/invite{typed}"), None).await;
    }
    let given = |typed: &str| Some(typed.to_owned()).filter(|typed| !typed.trim().is_empty());
    let invitation =
        Invitation { email: form.email.clone(), name: given(&form.name), username: given(&form.username), role: Some(role) };
    match invite_user::submit(&desk.admin, &invitation).await? {
        Outcome::Invited { user, .. } => desk.see_other(&format!("/users/{}", user.id), Some("people-notice-invited")).await,
        Outcome::Problems(problems) => {
            respond(StatusCode::UNPROCESSABLE_ENTITY, &invite_page(&desk, &form, problems.into()).await?)
        }
        Outcome::TooMany(wait) => respond_later(wait, &invite_page(&desk, &form, Problems::too_many(wait)).await?),
    }
}

async fn invite_page<'a>(desk: &'a Desk, form: &'a InviteForm, problems: Problems) -> Result<InvitePage<'a>, Fault> {
    let page = desk.frame(Section::Users).await?;
    let title = page.text("people-invite");
    let role = |value: &str, key: &str| Choice { value: value.to_owned(), label: page.text(key), selected: form.role == value };
    Ok(InvitePage {
        problems,
        form,
        roles: vec![role("user", "people-member"), role("admin", "people-admin")],
        usernames: desk.visit().site.settings.usernames,
        page: page.below(Section::Users, title),
    })
}
