//! From what a letter is about to what it says.

use anyhow::{Context, Result};
use time::{Duration, OffsetDateTime};

use super::{
    letter_page::LetterPage,
    letters::{Administered, Circumstances, Letter},
    written::{self, Written},
};
use crate::{
    app::App,
    flows::administration,
    model::{email::Email, mailed::Mailed, token::Token},
    store::{self, SiteTx, outbox::Claimed},
};

/// Stands where something stood that opens an account.
const HIDDEN: &str = "••••••";

/// The letters that there are samples of.
pub const SAMPLES: [&str; 14] = [
    "verify",
    "already",
    "reset",
    "invitation",
    "temporary_password",
    "password_changed",
    "email_change",
    "email_taken",
    "email_change_notice",
    "new_device",
    "deletion",
    "deletion_undone",
    "administered",
    "test",
];

/// What a letter says, once that is decided. Each has its three templates.
pub enum Said {
    /// The proof of an address.
    Verify {
        /// The link's token.
        link: String,
        /// The six digits.
        code: String,
    },
    /// The address has an account already.
    Already,
    /// A new password can be chosen.
    Reset {
        /// The link's token.
        link: String,
        /// The six digits.
        code: String,
    },
    /// Somebody is invited.
    Invitation {
        /// The link's token.
        link: String,
        /// Whether it is to administer the site.
        is_admin: bool,
    },
    /// The account has a temporary password, which is not in the letter.
    TemporaryPassword {
        /// Until when it counts.
        until: OffsetDateTime,
        /// Where the reader's clock is set.
        time_zone: Option<String>,
    },
    /// The account has a new password.
    PasswordChanged(Circumstances),
    /// The proof of a new address.
    EmailChange {
        /// The link's token.
        link: String,
    },
    /// The new address has an account already.
    EmailTaken,
    /// The old address can take the account back.
    EmailChangeNotice {
        /// The link's token.
        link: String,
        /// When and from where it was asked for.
        when: Circumstances,
    },
    /// Somebody logged in from elsewhere.
    NewDevice(Circumstances),
    /// The account is to be deleted.
    Deletion {
        /// When.
        until: OffsetDateTime,
        /// Where the reader's clock is set.
        time_zone: Option<String>,
        /// Whether the reader had the account only before somebody moved it to another address.
        formerly: bool,
    },
    /// The account stays.
    DeletionUndone(Circumstances),
    /// An admin changed what the account may do.
    Administered {
        /// What was done.
        what: Administered,
        /// When.
        at: OffsetDateTime,
        /// Where the reader's clock is set.
        time_zone: Option<String>,
    },
    /// Mail arrives.
    Test,
}

/// Decides what the letter says, and whether there is anything to say. The request that caused it did not look, so that its
/// time tells nothing.
pub async fn write(app: &App, claimed: &Claimed, page: &LetterPage<'_>, letter: Letter) -> Result<Option<Written>> {
    let mut tx = app.database.site(claimed.site_id).await?;
    // The site may have closed while the letter waited, and then its link would prove nothing.
    let admitted = page.site.settings.signup.still_admits(&claimed.recipient);
    let said = match letter {
        Letter::Signup { link, code } => {
            if invite_anew(app, &mut tx, claimed, &link).await? {
                let said = invitation(&mut tx, &claimed.recipient, link).await?;
                tx.commit().await?;
                said
            } else {
                match to_newcomer(&mut tx, &claimed.recipient, link, code).await? {
                    Said::Verify { .. } if !admitted => return Ok(None),
                    said => said,
                }
            }
        }
        Letter::SignupAgain { .. } if !admitted => return Ok(None),
        Letter::SignupAgain { link, code, asked_at } => {
            let mailed = Mailed::read(&link, &code).context("the letter's secrets cannot be read")?;
            let lifetimes = &app.config.lifetimes;
            let hashes = mailed.hashes(&app.seal, claimed.site_id, asked_at, lifetimes.signup());
            let not_since = asked_at - lifetimes.resend_cooldown;
            if !store::signups::renew_by_email(&mut tx, &claimed.recipient, &hashes, not_since, asked_at).await? {
                return Ok(None);
            }
            tx.commit().await?;
            Said::Verify { link, code }
        }
        Letter::Reset { link, code, asked_at } => {
            let mailed = Mailed::read(&link, &code).context("the letter's secrets cannot be read")?;
            let hashes = mailed.hashes(&app.seal, claimed.site_id, asked_at, app.config.lifetimes.reset());
            let said = if store::tokens::allow_reset(&mut tx, &claimed.recipient, &hashes, asked_at).await? {
                Said::Reset { link, code }
            } else if invite_anew(app, &mut tx, claimed, &link).await? {
                invitation(&mut tx, &claimed.recipient, link).await?
            } else {
                return Ok(None);
            };
            tx.commit().await?;
            said
        }
        plain => of(&mut tx, &claimed.recipient, plain).await?,
    };
    said.fill(page).map(Some)
}

/// Whether the address is invited. This letter's link accepts the invitation then, and the one before counts no more.
async fn invite_anew(app: &App, tx: &mut SiteTx, claimed: &Claimed, link: &str) -> Result<bool> {
    let (link, now) = (Token::parse(link).context("the letter's secret cannot be read")?, app.clock.now());
    let until = now + app.config.lifetimes.invitation;
    store::invitations::allow_by_email(tx, &claimed.recipient, &link.hash(), until, now).await
}

/// What a letter in the outbox says, for others than its reader: what opens an account is hidden, and looking changes nothing.
pub async fn preview(tx: &mut SiteTx, page: &LetterPage<'_>, letter: Letter) -> Result<Written> {
    of(tx, page.address, letter).await?.without_secrets().fill(page)
}

/// What a letter says if there is anything to say.
async fn of(tx: &mut SiteTx, recipient: &str, letter: Letter) -> Result<Said> {
    Ok(match letter {
        Letter::Signup { link, code } => to_newcomer(tx, recipient, link, code).await?,
        Letter::SignupAgain { link, code, .. } => Said::Verify { link, code },
        Letter::Reset { link, code, .. } => Said::Reset { link, code },
        Letter::Invitation { link } => invitation(tx, recipient, link).await?,
        Letter::TemporaryPassword { until, time_zone } => Said::TemporaryPassword { until, time_zone },
        Letter::PasswordChanged(when) => Said::PasswordChanged(when),
        Letter::EmailChange { link } => match store::users::exists(tx, recipient).await? {
            true => Said::EmailTaken,
            false => Said::EmailChange { link },
        },
        Letter::EmailChangeNotice { link, when } => Said::EmailChangeNotice { link, when },
        Letter::NewDevice(when) => Said::NewDevice(when),
        Letter::Deletion { until, time_zone, formerly } => Said::Deletion { until, time_zone, formerly },
        Letter::DeletionUndone(when) => Said::DeletionUndone(when),
        Letter::Administered { what, at, time_zone } => Said::Administered { what, at, time_zone },
    })
}

/// What the invited account may do is looked up last of all: it may have changed since the invitation.
async fn invitation(tx: &mut SiteTx, recipient: &str, link: String) -> Result<Said> {
    let account = match Email::parse(recipient) {
        Ok(email) => store::user_records::id_of(tx, &email).await?,
        Err(_) => None,
    };
    let is_admin = match account {
        Some(account) => administration::is_admin(tx, account).await?,
        None => false,
    };
    Ok(Said::Invitation { link, is_admin })
}

async fn to_newcomer(tx: &mut SiteTx, recipient: &str, link: String, code: String) -> Result<Said> {
    Ok(match store::users::exists(tx, recipient).await? {
        true => Said::Already,
        false => Said::Verify { link, code },
    })
}

impl Said {
    /// The one of this name, as if it had been asked for now; nothing if there is none.
    #[must_use]
    pub fn sample(name: &str, now: OffsetDateTime) -> Option<Self> {
        let (link, code) = (HIDDEN.to_owned(), "123456".to_owned());
        let when = Circumstances::sample(now);
        Some(match name {
            "verify" => Self::Verify { link, code },
            "already" => Self::Already,
            "reset" => Self::Reset { link, code },
            "invitation" => Self::Invitation { link, is_admin: false },
            "temporary_password" => Self::TemporaryPassword { until: now + Duration::hours(72), time_zone: None },
            "password_changed" => Self::PasswordChanged(when),
            "email_change" => Self::EmailChange { link },
            "email_taken" => Self::EmailTaken,
            "email_change_notice" => Self::EmailChangeNotice { link, when },
            "new_device" => Self::NewDevice(when),
            "deletion" => Self::Deletion { until: now + Duration::days(7), time_zone: None, formerly: false },
            "deletion_undone" => Self::DeletionUndone(when),
            "administered" => Self::Administered { what: Administered::LoggedOut, at: now, time_zone: None },
            "test" => Self::Test,
            _ => return None,
        })
    }

    /// Fills in its templates.
    pub fn fill(&self, page: &LetterPage<'_>) -> Result<Written> {
        match self {
            Self::Verify { link, code } => written::verify(page, link, code),
            Self::Already => written::already(page),
            Self::Reset { link, code } => written::reset(page, link, code),
            Self::Invitation { link, is_admin } => written::invitation(page, link, *is_admin),
            Self::TemporaryPassword { until, time_zone } => written::temporary_password(page, *until, time_zone.as_deref()),
            Self::PasswordChanged(when) => written::password_changed(page, when),
            Self::EmailChange { link } => written::email_change(page, link),
            Self::EmailTaken => written::email_taken(page),
            Self::EmailChangeNotice { link, when } => written::email_change_notice(page, link, when),
            Self::NewDevice(when) => written::new_device(page, when),
            Self::Deletion { until, time_zone, formerly } => written::deletion(page, *until, time_zone.as_deref(), *formerly),
            Self::DeletionUndone(when) => written::deletion_undone(page, when),
            Self::Administered { what, at, time_zone } => written::administered(page, what, *at, time_zone.as_deref()),
            Self::Test => written::test(page),
        }
    }

    /// Whoever runs a site must not be able to take an account over by reading its mail.
    fn without_secrets(mut self) -> Self {
        match &mut self {
            Self::Verify { link, code } | Self::Reset { link, code } => {
                HIDDEN.clone_into(link);
                HIDDEN.clone_into(code);
            }
            Self::Invitation { link, .. } | Self::EmailChange { link } | Self::EmailChangeNotice { link, .. } => {
                HIDDEN.clone_into(link);
            }
            Self::Already
            | Self::TemporaryPassword { .. }
            | Self::PasswordChanged(_)
            | Self::EmailTaken
            | Self::NewDevice(_)
            | Self::Deletion { .. }
            | Self::DeletionUndone(_)
            | Self::Administered { .. }
            | Self::Test => {}
        }
        self
    }
}
