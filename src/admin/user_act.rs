//! `…/users/{id}/{act}`: what can be done to an account. Each act has a page that says what will happen, and a button.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use time::Duration;
use uuid::Uuid;

use super::{desk::Desk, frame::Frame, nav::Section, respond, respond_later};
use crate::{
    flows::{
        administration::{self, Admin},
        delete_user, disable_user, end_logins, send_letter, set_role,
    },
    http::{
        error::{Fault, Refusal},
        path::Path,
    },
    model::{
        user::{Kept, Role},
        user_record::UserRecord,
    },
};

/// Something that can be done to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UserAct {
    /// Its owner is mailed a link to choose a new password.
    SendReset,
    /// Its owner is mailed another invitation.
    ResendInvitation,
    /// It is logged out everywhere.
    EndSessions,
    /// It may log in again.
    Enable,
    /// It may administer the site.
    MakeAdmin,
    /// It may no longer administer the site.
    MakeMember,
    /// It may not log in.
    Disable,
    /// It is invited no more.
    WithdrawInvitation,
    /// It goes for good.
    Delete,
}

/// What is done, and to whom.
#[derive(Deserialize)]
pub struct ActPath {
    id: Uuid,
    act: UserAct,
}

#[derive(Template)]
#[template(path = "admin/act.html")]
pub(super) struct ActPage<'a> {
    page: Frame<'a>,
    email: &'a str,
    text: String,
    button: String,
    danger: bool,
    /// Why it cannot be done, if that is so.
    kept: Option<String>,
    back: String,
}

impl<'a> ActPage<'a> {
    /// Of something whose words begin with `key`. `kept` is the key of the reason why it cannot be done.
    pub(super) async fn new(
        desk: &'a Desk,
        user: &'a UserRecord,
        key: &str,
        danger: bool,
        kept: Option<&str>,
    ) -> Result<Self, Fault> {
        let page = desk.frame(Section::Users).await?;
        let title = page.text(key);
        Ok(Self {
            text: page.text(&format!("{key}-text")),
            button: title.clone(),
            danger,
            email: &user.email,
            kept: kept.map(|key| page.text(key)),
            back: desk.path(&format!("/users/{}", user.id)),
            page: page.below(Section::Users, title),
        })
    }
}

/// What came of it.
enum Outcome {
    Done,
    /// It cannot be; the key of the reason.
    Kept(&'static str),
    TooMany(Duration),
    Missing,
}

/// What will happen.
pub async fn show(desk: Desk, Path(ActPath { id, act }): Path<ActPath>) -> Result<Response, Fault> {
    if act.needs_proof() && !desk.is_fresh() {
        return Ok(desk.confirm_first());
    }
    let user = administration::find(&desk.admin, id).await?.filter(|user| UserAct::open_to(user).contains(&act));
    let Some(user) = user else { return Ok(Refusal::NotFound.into_response()) };
    respond(StatusCode::OK, &act_page(&desk, &user, act, None).await?)
}

/// Does it.
pub async fn submit(desk: Desk, Path(ActPath { id, act }): Path<ActPath>) -> Result<Response, Fault> {
    if act.needs_proof() && !desk.is_fresh() {
        return Ok(desk.confirm_first());
    }
    let Some(user) = administration::find(&desk.admin, id).await? else { return Ok(Refusal::NotFound.into_response()) };
    match perform(&desk.admin, id, act).await? {
        Outcome::Done => {
            let gone = matches!(act, UserAct::Delete | UserAct::WithdrawInvitation);
            let next = if gone { "/users".to_owned() } else { format!("/users/{id}") };
            desk.see_other(&next, Some(&act.key("-done"))).await
        }
        Outcome::Kept(key) => respond(StatusCode::CONFLICT, &act_page(&desk, &user, act, Some(key)).await?),
        Outcome::TooMany(wait) => respond_later(wait, &act_page(&desk, &user, act, Some("people-too-many-letters")).await?),
        Outcome::Missing => Ok(Refusal::NotFound.into_response()),
    }
}

async fn act_page<'a>(desk: &'a Desk, user: &'a UserRecord, act: UserAct, kept: Option<&str>) -> Result<ActPage<'a>, Fault> {
    let is_kept = user.protected && act.is_refused_to_protected();
    let kept = kept.or(is_kept.then_some("people-kept-protected"));
    ActPage::new(desk, user, &act.key(""), act.is_dangerous(), kept).await
}

async fn perform(admin: &Admin, id: Uuid, act: UserAct) -> Result<Outcome, Fault> {
    let done = match act {
        UserAct::SendReset => sent(send_letter::reset(admin, id).await?),
        UserAct::ResendInvitation => sent(send_letter::invitation(admin, id).await?),
        UserAct::EndSessions if end_logins::submit(admin, id).await? => Outcome::Done,
        UserAct::EndSessions => Outcome::Missing,
        UserAct::Enable => changed(&disable_user::enable(admin, id).await?),
        UserAct::Disable => changed(&disable_user::disable(admin, id).await?),
        UserAct::MakeAdmin => changed(&set_role::submit(admin, id, Role::Admin).await?),
        UserAct::MakeMember => changed(&set_role::submit(admin, id, Role::User).await?),
        UserAct::WithdrawInvitation => deleted(&delete_user::withdraw_invitation(admin, id).await?),
        UserAct::Delete => deleted(&delete_user::submit(admin, id).await?),
    };
    Ok(done)
}

fn sent(outcome: send_letter::Outcome) -> Outcome {
    match outcome {
        send_letter::Outcome::Sent => Outcome::Done,
        send_letter::Outcome::WrongStatus => Outcome::Kept("people-wrong-status"),
        send_letter::Outcome::TooMany(wait) => Outcome::TooMany(wait),
        send_letter::Outcome::Missing => Outcome::Missing,
    }
}

fn changed(outcome: &administration::Outcome) -> Outcome {
    match outcome {
        administration::Outcome::Done(_) => Outcome::Done,
        administration::Outcome::Kept(kept) => Outcome::Kept(why(*kept)),
        administration::Outcome::Missing => Outcome::Missing,
    }
}

fn deleted(outcome: &delete_user::Outcome) -> Outcome {
    match outcome {
        delete_user::Outcome::Deleted => Outcome::Done,
        delete_user::Outcome::Kept(kept) => Outcome::Kept(why(*kept)),
        delete_user::Outcome::WrongStatus => Outcome::Kept("people-wrong-status"),
        delete_user::Outcome::Missing => Outcome::Missing,
    }
}

/// The key of the reason why an account stays as it is.
pub(super) fn why(kept: Kept) -> &'static str {
    match kept {
        Kept::Protected => "people-kept-protected",
        Kept::LastAdmin => "people-kept-last-admin",
    }
}

impl UserAct {
    /// What can be done to an account as it is now, in the order of its page.
    #[must_use]
    pub fn open_to(user: &UserRecord) -> Vec<Self> {
        let of_status: &[Self] = match user.status.as_str() {
            "invited" => return vec![Self::ResendInvitation, Self::WithdrawInvitation],
            "disabled" => &[Self::Enable],
            _ => &[Self::SendReset, Self::EndSessions],
        };
        let role = if user.role == "admin" { Self::MakeMember } else { Self::MakeAdmin };
        let disable = (user.status != "disabled").then_some(Self::Disable);
        of_status.iter().copied().chain([role]).chain(disable).chain([Self::Delete]).collect()
    }

    /// Its word in addresses, as serde reads it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SendReset => "send-reset",
            Self::ResendInvitation => "resend-invitation",
            Self::EndSessions => "end-sessions",
            Self::Enable => "enable",
            Self::MakeAdmin => "make-admin",
            Self::MakeMember => "make-member",
            Self::Disable => "disable",
            Self::WithdrawInvitation => "withdraw-invitation",
            Self::Delete => "delete",
        }
    }

    /// The key of one of its sentences.
    #[must_use]
    pub fn key(self, which: &str) -> String {
        format!("people-act-{}{which}", self.word())
    }

    /// Whether it takes something from somebody.
    #[must_use]
    pub fn is_dangerous(self) -> bool {
        matches!(self, Self::Disable | Self::WithdrawInvitation | Self::Delete)
    }

    /// What ends something of somebody, or gives or takes power, is not for an unattended browser (decision 0016).
    fn needs_proof(self) -> bool {
        !matches!(self, Self::SendReset | Self::ResendInvitation | Self::Enable)
    }

    fn is_refused_to_protected(self) -> bool {
        matches!(self, Self::Disable | Self::Delete | Self::MakeMember | Self::WithdrawInvitation)
    }
}
