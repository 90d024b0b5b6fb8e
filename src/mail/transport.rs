//! The ways a letter leaves: SMTP, Mailgun, a directory of files, or the development mailbox.

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, Result, anyhow, bail};
use secrecy::{ExposeSecret, SecretString};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{dialogue, mailbox::Mailbox, mailgun::Mailgun, message::message, reach::Reach, smtp::Smtp, written::Written};
use crate::model::mail_url::{MailUrl, MailgunAccount};

/// How long a server may take over one letter; and over one whose sender waits for the answer in front of a page.
const PATIENCE: Duration = Duration::from_secs(25);
const PATIENCE_OF_PEOPLE: Duration = Duration::from_secs(9);
/// The most characters that are kept of what a server said.
const LONGEST_WORDS: usize = 500;

/// A way out.
pub enum Transport {
    /// Through a mail server.
    Smtp(Box<Smtp>),
    /// Through Mailgun.
    Mailgun(Box<Mailgun>),
    /// As `.eml` files in a directory.
    File(PathBuf),
    /// To be read at `/dev/mailbox`.
    Mailbox(Mailbox),
}

/// A letter with its envelope.
pub struct Outgoing<'a> {
    /// Its id, which also names it in `Message-ID`.
    pub id: Uuid,
    /// The sender's name and address.
    pub from: (&'a str, &'a str),
    /// Where answers go, if not to the sender.
    pub reply_to: Option<&'a str>,
    /// To whom.
    pub to: &'a str,
    /// In which language.
    pub locale: &'a str,
    /// When it was written.
    pub at: OffsetDateTime,
    /// What it says.
    pub written: Written,
}

/// Why a letter did not leave.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Trying again may help.
    #[error("{0}")]
    ForNow(String),
    /// It will never be taken.
    #[error("{0}")]
    ForGood(String),
    /// No letter leaves by this way before somebody mends it or the server comes back.
    #[error("{0}")]
    Closed(String),
}

/// A letter sent under observation.
pub struct Rehearsal {
    /// What was said, line by line, without secrets.
    pub dialogue: Vec<String>,
    /// What came of it.
    pub outcome: Result<String, Failure>,
}

impl Transport {
    /// The portal's own way, from `MAIL_URL`; without it, the development mailbox.
    pub fn of_portal(url: Option<&SecretString>, development: bool) -> Result<Self> {
        let Some(url) = url else { return Ok(Self::Mailbox(Mailbox::default())) };
        match MailUrl::parse(url.expose_secret()).map_err(|error| anyhow!(error))? {
            MailUrl::Smtp(server) => Ok(Self::Smtp(Box::new(Smtp::new(server, Reach::Anywhere)))),
            MailUrl::Mailgun(account) => {
                if !development && account.api.as_ref().is_some_and(|api| api.scheme() != "https") {
                    bail!("names an api without https, or keys travel in the clear");
                }
                Ok(Self::mailgun(account))
            }
            MailUrl::File(directory) => {
                std::fs::create_dir_all(&directory).with_context(|| format!("cannot make {}", directory.display()))?;
                Ok(Self::File(directory))
            }
        }
    }

    /// A site's own way. Whoever runs a site need not be trusted with the network that the portal stands in, nor with its disk;
    /// so `reach` says where the server may be, and there are no files and, but for development, no other place for Mailgun.
    pub fn of_site(url: MailUrl, reach: Reach, development: bool) -> Result<Self, Failure> {
        match url {
            MailUrl::Smtp(server) => Ok(Self::Smtp(Box::new(Smtp::new(server, reach)))),
            MailUrl::Mailgun(account) if development || account.api.is_none() => Ok(Self::mailgun(account)),
            MailUrl::Mailgun(_) | MailUrl::File(_) => Err(Failure::Closed("a site's own mail may not leave this way".to_owned())),
        }
    }

    fn mailgun(account: MailgunAccount) -> Self {
        Self::Mailgun(Box::new(Mailgun::new(account)))
    }

    /// Sends a letter, and returns when somebody else has taken charge of it, with what they said.
    pub async fn send(&self, letter: &Outgoing<'_>) -> Result<String, Failure> {
        self.send_within(letter, PATIENCE).await
    }

    async fn send_within(&self, letter: &Outgoing<'_>, patience: Duration) -> Result<String, Failure> {
        let message = message(letter).map_err(|error| Failure::ForNow(format!("{error:#}")))?;
        match self {
            Self::Smtp(server) => server.send(&message, patience).await,
            Self::Mailgun(mailgun) => mailgun.send(letter.to, message.formatted(), patience).await.outcome,
            Self::File(directory) => {
                let file = directory.join(format!("{}.eml", letter.id));
                let written = tokio::fs::write(&file, message.formatted()).await;
                written.map(|()| file.display().to_string()).map_err(|error| Failure::ForNow(error.to_string()))
            }
            Self::Mailbox(mailbox) => {
                mailbox.put(letter, &message.formatted());
                Ok("kept in the development mailbox".to_owned())
            }
        }
    }

    /// Sends a letter and writes down what was said meanwhile.
    pub async fn rehearse(&self, letter: &Outgoing<'_>) -> Rehearsal {
        match self {
            Self::Smtp(server) => {
                let (mut dialogue, outcome) =
                    dialogue::record(&server.secrets(), self.send_within(letter, PATIENCE_OF_PEOPLE)).await;
                dialogue.insert(0, server.place());
                Rehearsal { dialogue, outcome }
            }
            Self::Mailgun(mailgun) => match message(letter) {
                Ok(message) => mailgun.send(letter.to, message.formatted(), PATIENCE_OF_PEOPLE).await,
                Err(error) => Rehearsal { dialogue: Vec::new(), outcome: Err(Failure::ForGood(format!("{error:#}"))) },
            },
            Self::File(_) | Self::Mailbox(_) => Rehearsal { dialogue: Vec::new(), outcome: self.send(letter).await },
        }
    }

    /// The development mailbox, if letters go there.
    #[must_use]
    pub fn mailbox(&self) -> Option<&Mailbox> {
        match self {
            Self::Mailbox(mailbox) => Some(mailbox),
            Self::Smtp(_) | Self::Mailgun(_) | Self::File(_) => None,
        }
    }
}

/// What a server said, on one line of a sensible length: it is stored and shown, and the server is a stranger.
#[must_use]
pub fn words(said: &str) -> String {
    let plain: String = said.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_WORDS).collect()
}
