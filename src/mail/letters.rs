//! What is written to people, and why.

use std::net::IpAddr;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    app::App,
    flows::Visit,
    model::user::User,
    store::{self, SiteTx, outbox::NewLetter},
};

/// What a letter is about. Stored encrypted until it has gone, because it holds what opens an account.
#[derive(Serialize, Deserialize)]
pub enum Letter {
    /// Somebody signed up with this address. If it has an account, the letter says so; if not, it proves the address.
    Signup {
        /// The link's token.
        link: String,
        /// The six digits.
        code: String,
    },
    /// Somebody asked for a signup's letter again. If none waits for proof of this address, there is nothing to say.
    SignupAgain {
        /// The link's token.
        link: String,
        /// The six digits.
        code: String,
        /// When it was asked for.
        #[serde(with = "time::serde::timestamp::nanoseconds")]
        asked_at: OffsetDateTime,
    },
    /// Somebody forgot the password of this address, which may have no account.
    Reset {
        /// The link's token.
        link: String,
        /// The six digits.
        code: String,
        /// When it was asked for: what was asked for later counts more.
        #[serde(with = "time::serde::timestamp::nanoseconds")]
        asked_at: OffsetDateTime,
    },
    /// An admin made an account for this address; its owner has only to choose a password.
    Invitation {
        /// The link's token.
        link: String,
    },
    /// An admin had a temporary password made for the account. It is not in the letter.
    TemporaryPassword {
        /// Until when it counts.
        #[serde(with = "time::serde::timestamp::nanoseconds")]
        until: OffsetDateTime,
        /// Where the reader's clock is set.
        time_zone: Option<String>,
    },
    /// The account has a new password.
    PasswordChanged(Circumstances),
    /// Somebody wants to move an account to this address. If it has one, the letter says so; if not, it proves the address.
    EmailChange {
        /// The link's token.
        link: String,
    },
    /// Somebody wants to move the account to another address; this one can take it back.
    EmailChangeNotice {
        /// The token of the link that takes it back.
        link: String,
        /// When and from where.
        when: Circumstances,
    },
    /// Somebody logged in with a browser and from a network that the account had not seen.
    NewDevice(Circumstances),
    /// The account is to be deleted.
    Deletion {
        /// When.
        #[serde(with = "time::serde::timestamp::nanoseconds")]
        until: OffsetDateTime,
        /// Where the reader's clock is set.
        time_zone: Option<String>,
        /// Whether the reader's is an address that the account had before.
        #[serde(default)]
        formerly: bool,
    },
    /// The account stays after all.
    DeletionUndone(Circumstances),
    /// An admin changed what the account may do.
    Administered {
        /// What was done.
        what: Administered,
        /// When.
        #[serde(with = "time::serde::timestamp::nanoseconds")]
        at: OffsetDateTime,
        /// Where the reader's clock is set.
        time_zone: Option<String>,
    },
}

/// What an admin did to an account, as its owner is told. Who it was, is for the record only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Administered {
    /// It may not log in.
    Disabled,
    /// It may log in again.
    Enabled,
    /// It may administer the site.
    MadeAdmin,
    /// It may no longer administer the site.
    MadeMember,
    /// It was logged out everywhere.
    LoggedOut,
    /// It was logged out in one place.
    LoginEnded,
    /// The app of this name was put out.
    AppRemoved(String),
    /// It is gone.
    Deleted,
}

impl Administered {
    /// The key of its sentence.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::Disabled => "mail-administered-disabled",
            Self::Enabled => "mail-administered-enabled",
            Self::MadeAdmin => "mail-administered-made-admin",
            Self::MadeMember => "mail-administered-made-member",
            Self::LoggedOut => "mail-administered-logged-out",
            Self::LoginEnded => "mail-administered-login-ended",
            Self::AppRemoved(_) => "mail-administered-app-removed",
            Self::Deleted => "mail-administered-deleted",
        }
    }

    /// The app that it is about; empty for none.
    pub(super) fn app(&self) -> &str {
        match self {
            Self::AppRemoved(name) => name,
            Self::Disabled
            | Self::Enabled
            | Self::MadeAdmin
            | Self::MadeMember
            | Self::LoggedOut
            | Self::LoginEnded
            | Self::Deleted => "",
        }
    }
}

/// The names of letters, as the outbox has them.
pub const NAMES: [&str; 12] = [
    "signup",
    "signup_again",
    "reset",
    "invitation",
    "temporary_password",
    "password_changed",
    "email_change",
    "email_change_notice",
    "new_device",
    "deletion",
    "deletion_undone",
    "administered",
];

/// When something was done, and from where.
#[derive(Serialize, Deserialize)]
pub struct Circumstances {
    #[serde(with = "time::serde::timestamp::nanoseconds")]
    pub(super) at: OffsetDateTime,
    /// Where the reader's clock is set.
    pub(super) time_zone: Option<String>,
    pub(super) address: IpAddr,
    pub(super) agent: String,
}

impl Circumstances {
    /// Of this visit, as `reader` is to be told.
    #[must_use]
    pub fn of(visit: &Visit, reader: Option<&User>) -> Self {
        Self {
            at: visit.now,
            time_zone: reader.and_then(|user| user.time_zone.clone()),
            address: visit.client.ip(),
            agent: visit.agent.as_str().to_owned(),
        }
    }

    /// To look at.
    #[must_use]
    pub fn sample(at: OffsetDateTime) -> Self {
        let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned();
        Self { at, time_zone: None, address: IpAddr::from([192, 0, 2, 7]), agent }
    }
}

/// Puts a letter into the outbox, in the commit of its cause.
pub async fn post(visit: &Visit, tx: &mut SiteTx, recipient: &str, locale: &str, letter: &Letter) -> Result<()> {
    let id = visit.app.random.id(visit.now);
    let payload = visit.app.seal.seal(&visit.app.random, &context(id), &serde_json::to_vec(letter)?)?;
    store::outbox::insert(tx, &NewLetter { id, letter: letter.name(), recipient, locale, payload: &payload }, visit.now).await
}

/// As `post`, for many people, each in their own language.
pub async fn post_all(visit: &Visit, tx: &mut SiteTx, letters: &[(&str, &str, Letter)]) -> Result<()> {
    let sealed = letters.iter().map(|(_, _, letter)| {
        let id = visit.app.random.id(visit.now);
        Ok((id, visit.app.seal.seal(&visit.app.random, &context(id), &serde_json::to_vec(letter)?)?))
    });
    let sealed: Vec<(Uuid, Vec<u8>)> = sealed.collect::<Result<_>>()?;
    let new = letters.iter().zip(&sealed).map(|((recipient, locale, letter), (id, payload))| NewLetter {
        id: *id,
        letter: letter.name(),
        recipient,
        locale,
        payload,
    });
    store::outbox::insert_all(tx, &new.collect::<Vec<_>>(), visit.now).await
}

/// Puts a letter to an account's owner into the outbox, in the language that the owner chose.
pub async fn tell(visit: &Visit, tx: &mut SiteTx, user: &User, letter: &Letter) -> Result<()> {
    post(visit, tx, &user.email, user.locale.as_deref().unwrap_or(visit.locale.code), letter).await
}

/// What a letter in the outbox is about.
pub fn open(app: &App, id: Uuid, payload: &[u8]) -> Result<Letter> {
    let plain = app.seal.open(&context(id), payload).context("SECRET_KEY has changed; keep the old one after a comma")?;
    Ok(serde_json::from_slice(&plain)?)
}

/// Binds a sealed letter to its row.
fn context(id: Uuid) -> String {
    format!("outbox {id}")
}

impl Letter {
    fn name(&self) -> &'static str {
        match self {
            Self::Signup { .. } => "signup",
            Self::SignupAgain { .. } => "signup_again",
            Self::Reset { .. } => "reset",
            Self::Invitation { .. } => "invitation",
            Self::TemporaryPassword { .. } => "temporary_password",
            Self::PasswordChanged { .. } => "password_changed",
            Self::EmailChange { .. } => "email_change",
            Self::EmailChangeNotice { .. } => "email_change_notice",
            Self::NewDevice { .. } => "new_device",
            Self::Deletion { .. } => "deletion",
            Self::DeletionUndone { .. } => "deletion_undone",
            Self::Administered { .. } => "administered",
        }
    }
}
