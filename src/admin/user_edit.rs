//! `…/users/{id}/edit`: what an admin may change about an account

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{desk::Desk, frame::Frame, nav::Section, respond, user::UserPath};
use crate::{
    flows::{
        administration,
        change_user::{self, Outcome},
    },
    http::{
        error::{Fault, Refusal},
        form::Form,
        path::Path,
        problems::Problems,
    },
    model::user_record::UserRecord,
};

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EditForm {
    name: String,
    username: String,
    protected: String,
}

#[derive(Template)]
#[template(path = "admin/user_edit.html")]
struct EditPage<'a> {
    page: Frame<'a>,
    problems: Problems,
    form: EditForm,
    email: &'a str,
    usernames: bool,
    is_operator: bool,
    back: String,
}

/// The form.
pub async fn show(desk: Desk, Path(UserPath { id }): Path<UserPath>) -> Result<Response, Fault> {
    let Some(user) = administration::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let form = EditForm {
        name: user.name.clone().unwrap_or_default(),
        username: user.username.clone().unwrap_or_default(),
        protected: if user.protected { "on".to_owned() } else { String::new() },
    };
    respond(StatusCode::OK, &edit_page(&desk, &user, form, Problems::default()).await?)
}

/// Changes it.
pub async fn submit(desk: Desk, Path(UserPath { id }): Path<UserPath>, Form(form): Form<EditForm>) -> Result<Response, Fault> {
    let Some(user) = administration::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let wanted = change_user::Form {
        name: Some(form.name.clone()),
        username: desk.visit().site.settings.usernames.then(|| form.username.clone()),
        protected: desk.is_operator().then_some(!form.protected.is_empty()),
    };
    match change_user::submit(&desk.admin, id, &wanted).await? {
        Outcome::Changed(_) => desk.see_other(&format!("/users/{id}"), Some("people-notice-changed")).await,
        Outcome::Problems(problems) => {
            respond(StatusCode::UNPROCESSABLE_ENTITY, &edit_page(&desk, &user, form, problems.into()).await?)
        }
        Outcome::Forbidden | Outcome::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

async fn edit_page<'a>(desk: &'a Desk, user: &'a UserRecord, form: EditForm, problems: Problems) -> Result<EditPage<'a>, Fault> {
    let page = desk.frame(Section::Users).await?;
    let title = page.text("people-edit");
    Ok(EditPage {
        page: page.below(Section::Users, title),
        problems,
        form,
        email: &user.email,
        usernames: desk.visit().site.settings.usernames,
        is_operator: desk.is_operator(),
        back: desk.path(&format!("/users/{}", user.id)),
    })
}
