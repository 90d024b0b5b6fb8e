//! `…/keys`: the keys that sign a site's tokens

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    desk::{Desk, FreshDesk},
    frame::Frame,
    nav::Section,
    respond,
};
use crate::{
    flows::keys::{self, Rotation},
    http::error::Fault,
    model::{
        keyring::{Description, State},
        site::Site,
    },
};

#[derive(Template)]
#[template(path = "admin/keys.html")]
struct KeysPage<'a> {
    page: Frame<'a>,
    keys: Vec<Row>,
    site: &'a Site,
    waiting: bool,
}

struct Row {
    key: Description,
    from: String,
    until: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/keys_rotate.html")]
struct RotatePage<'a> {
    page: Frame<'a>,
}

/// The published keys.
pub async fn show(desk: Desk) -> Result<Response, Fault> {
    let keys = keys::list(desk.app(), &desk.visit().site).await?;
    let waiting = keys.iter().any(|key| key.state == State::Next);
    let page = desk.frame(Section::Keys).await?;
    let row = |key: Description| Row { from: page.moment(key.active_at), until: key.retires_at.map(|at| page.moment(at)), key };
    let keys = keys.into_iter().map(row).collect();
    respond(StatusCode::OK, &KeysPage { page, keys, site: &desk.visit().site, waiting })
}

/// Asks first.
pub async fn ask(FreshDesk(desk): FreshDesk) -> Result<Response, Fault> {
    let page = desk.frame(Section::Keys).await?;
    let title = page.text("admin-keys-rotate");
    respond(StatusCode::OK, &RotatePage { page: page.below(Section::Keys, title) })
}

/// Publishes a new key.
pub async fn rotate(FreshDesk(desk): FreshDesk) -> Result<Response, Fault> {
    let notice = match keys::rotate(desk.app(), &desk.admin.author(), &desk.visit().site).await? {
        Rotation::Begun(_) => "admin-notice-key-made",
        Rotation::Waiting(_) => "admin-notice-key-waits",
        Rotation::Unreadable => "admin-notice-keys-unreadable",
    };
    desk.see_other("/keys", Some(notice)).await
}
