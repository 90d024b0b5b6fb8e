//! `…/users/{id}`: one account

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    audit::{Line, line},
    desk::Desk,
    frame::Frame,
    moment::Moment,
    nav::Section,
    respond, temporary_password,
    user_act::UserAct,
    user_app::AppLine,
    user_words::standing,
};
use crate::{
    flows::show_user::{self, Shown},
    http::{
        error::{Fault, Refusal},
        path::Path,
        problems::question,
    },
    model::{session::Device, user_record::UserRecord},
};

/// Whose page it is.
#[derive(Deserialize)]
pub struct UserPath {
    /// The account's id.
    pub id: Uuid,
}

#[derive(Template)]
#[template(path = "admin/user.html")]
struct UserPage<'a> {
    page: Frame<'a>,
    user: UserRecord,
    badges: Vec<(&'static str, String)>,
    here: String,
    letters: String,
    created: Moment,
    seen: Option<Moment>,
    invited_until: Option<Moment>,
    expired: bool,
    language: String,
    devices: Vec<DeviceLine>,
    apps: Vec<AppLine>,
    events: Vec<Line>,
    acts: Vec<ActLine>,
    dangers: Vec<ActLine>,
}

struct DeviceLine {
    id: Uuid,
    name: String,
    address: String,
    since: Moment,
    seen: Moment,
}

/// Something that can be done to the account.
struct ActLine {
    word: &'static str,
    name: String,
    text: String,
}

/// Everything about it.
pub async fn show(desk: Desk, Path(UserPath { id }): Path<UserPath>) -> Result<Response, Fault> {
    let Some(shown) = show_user::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    let page = desk.frame(Section::Users).await?;
    let page = page.below(Section::Users, shown.user.email.clone());
    respond(StatusCode::OK, &user_page(page, &desk, shown))
}

fn user_page<'a>(page: Frame<'a>, desk: &Desk, shown: Shown) -> UserPage<'a> {
    let Shown { user, invited_until, devices, apps, events, names } = shown;
    let (words, now) = (&desk.app().words, desk.visit().now);
    let (dangers, acts): (Vec<UserAct>, Vec<UserAct>) = UserAct::open_to(&user).into_iter().partition(|act| act.is_dangerous());
    let act_line = |act: UserAct| ActLine { word: act.word(), name: page.text(&act.key("")), text: page.text(&act.key("-text")) };
    let temporary = temporary_password::is_offered(desk, &user).then(|| ActLine {
        word: temporary_password::WORD,
        name: page.text("people-act-temporary-password"),
        text: page.text("people-act-temporary-password-text"),
    });
    let device = |device: Device| DeviceLine {
        id: device.id,
        name: words.program(desk.locale, &device.agent),
        address: device.address.to_string(),
        since: Moment::new(&page, device.created_at),
        seen: Moment::new(&page, device.seen_at),
    };
    UserPage {
        badges: standing(&page, &user),
        here: desk.path(&format!("/users/{}", user.id)),
        letters: format!("{}{}", desk.path("/outbox"), question(&[("recipient", &user.email)])),
        created: Moment::new(&page, user.created_at),
        seen: user.last_login_at.map(|at| Moment::new(&page, at)),
        expired: user.status == "invited" && invited_until.is_none_or(|until| until <= now),
        invited_until: invited_until.filter(|until| *until > now).map(|until| Moment::new(&page, until)),
        language: user
            .locale
            .as_deref()
            .and_then(|code| words.find(code))
            .map(|locale| locale.name.to_owned())
            .unwrap_or_default(),
        devices: devices.into_iter().map(device).collect(),
        apps: apps.into_iter().map(|app| AppLine::new(&page, app)).collect(),
        events: events.iter().map(|entry| line(&page, &desk.path(""), entry, &names)).collect(),
        acts: acts.into_iter().map(act_line).chain(temporary).collect(),
        dangers: dangers.into_iter().map(act_line).collect(),
        user,
        page,
    }
}
