//! What a person can do, whatever the skin: no axum, no SQL, no HTML. A flow takes a `Visit` and what was typed, and
//! returns an outcome that every skin answers in full.

pub mod access_token;
pub mod account;
pub mod administration;
pub mod all_letters;
pub mod all_logins;
pub mod audit;
pub mod bulk_users;
pub mod change_password;
pub mod change_user;
pub mod check_host;
pub mod check_mail;
pub mod clients;
pub mod confirm_identity;
pub mod create_site;
pub mod create_user;
pub mod dead_link;
pub mod delete_account;
pub mod delete_site;
pub mod delete_user;
pub mod devices;
pub mod disable_user;
pub mod email_change;
pub mod email_undo;
pub mod end_logins;
pub mod events;
pub mod export;
pub mod export_audit;
pub mod export_users;
pub mod find_sites;
pub mod invite_user;
pub mod keys;
pub mod limits;
pub mod list_invitations;
pub mod list_users;
pub mod login;
pub mod look;
pub mod mail_settings;
pub mod mail_test;
pub mod oidc;
pub mod operator;
pub mod operator_session;
pub mod outbox;
pub mod overview;
pub mod platform_events;
pub mod profile;
pub mod refresh;
pub mod reset;
pub mod sample_letters;
pub mod search;
pub mod send_letter;
pub mod session;
pub mod set_role;
pub mod show_user;
pub mod signup;
pub mod site_changes;
pub mod site_fields;
pub mod site_mail_fields;
pub mod stats;
pub mod temporary_password;
pub mod texts;
pub mod update_site;
pub mod user_apps;
pub mod verify;

use std::sync::Arc;

use anyhow::Result;
use time::OffsetDateTime;

use crate::{
    app::App,
    model::{
        author::Author,
        client::{Agent, ClientAddress},
        event::Actor,
        site::Site,
    },
    store::SiteTx,
    words::Locale,
};

/// One request to one site: who asks, from where, when, and in which language.
#[derive(Clone)]
pub struct Visit {
    /// The portal's parts.
    pub app: Arc<App>,
    /// The site, resolved once from host or path.
    pub site: Arc<Site>,
    /// Where the request comes from.
    pub client: ClientAddress,
    /// The browser's own description.
    pub agent: Agent,
    /// The language to answer in.
    pub locale: Locale,
    /// When the request came.
    pub now: OffsetDateTime,
    /// What names this request in the log and on error pages.
    pub request_id: String,
}

/// One request to the portal itself, which belongs to no site: who asks, from where, when, and in which language.
#[derive(Clone)]
pub struct Call {
    /// The portal's parts.
    pub app: Arc<App>,
    /// Where the request comes from.
    pub client: ClientAddress,
    /// The browser's own description.
    pub agent: Agent,
    /// The language to answer in.
    pub locale: Locale,
    /// When the request came.
    pub now: OffsetDateTime,
    /// What names this request in the log and on error pages.
    pub request_id: String,
}

impl Call {
    /// The operator, as the record tells of it. Only for whoever has proved to be that.
    #[must_use]
    pub fn operator(&self) -> Author {
        Author { actor: Actor::Operator, address: Some(self.client.ip()), agent: self.agent.clone() }
    }
}

impl Visit {
    /// The door to the site's rows.
    pub async fn begin(&self) -> Result<SiteTx> {
        self.app.database.site(self.site.id).await
    }
}
