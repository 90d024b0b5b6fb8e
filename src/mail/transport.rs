//! The ways a letter leaves: SMTP, a directory of files, or the development mailbox.

use std::{
    collections::VecDeque,
    net::IpAddr,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::Envelope,
    message::{Mailbox as Name, MultiPart, header},
    transport::smtp::{
        PoolConfig,
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

use super::written::Written;

/// How long an SMTP server may take over one letter.
const PATIENCE: Duration = Duration::from_secs(25);
/// How many letters the development mailbox keeps.
const MAILBOX_SIZE: usize = 500;

/// A way out, chosen by `MAIL_URL`.
pub enum Transport {
    /// Through a mail server.
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
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
}

/// The development mailbox: the letters of this run, newest first.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<Mutex<VecDeque<Received>>>);

/// A letter in the development mailbox.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    /// Its id.
    pub id: Uuid,
    /// To whom.
    pub to: String,
    /// From whom.
    pub from: String,
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The page.
    pub html: String,
    /// When it was written.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// The message as it would have been sent.
    #[serde(skip)]
    pub source: String,
}

impl Transport {
    /// Reads `MAIL_URL`; without one, the development mailbox.
    pub fn from_url(url: Option<&SecretString>) -> Result<Self> {
        let Some(url) = url else { return Ok(Self::Mailbox(Mailbox::default())) };
        // The URL holds a password, so no error may repeat it.
        let url = Url::parse(url.expose_secret()).map_err(|error| anyhow!("is not a URL: {error}"))?;
        match url.scheme() {
            "smtp" | "smtps" => Ok(Self::Smtp(Box::new(smtp(&url)?))),
            "file" => {
                let directory = url.to_file_path().map_err(|()| anyhow!("must be file:/// and an absolute path"))?;
                std::fs::create_dir_all(&directory).with_context(|| format!("cannot make {}", directory.display()))?;
                Ok(Self::File(directory))
            }
            scheme => bail!("begins with {scheme}:, but letters leave by smtp://, smtps:// or file:/// only"),
        }
    }

    /// Sends a letter, and returns when somebody else has taken charge of it, with what they said.
    pub async fn send(&self, letter: Outgoing<'_>) -> Result<String, Failure> {
        let message = message(&letter).map_err(|error| Failure::ForNow(format!("{error:#}")))?;
        match self {
            Self::Smtp(server) => match server.send(message).await {
                Ok(answer) => Ok(format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" "))),
                Err(error) if error.is_permanent() => Err(Failure::ForGood(error.to_string())),
                Err(error) => Err(Failure::ForNow(error.to_string())),
            },
            Self::File(directory) => {
                let file = directory.join(format!("{}.eml", letter.id));
                let written = tokio::fs::write(&file, message.formatted()).await;
                written.map(|()| file.display().to_string()).map_err(|error| Failure::ForNow(error.to_string()))
            }
            Self::Mailbox(mailbox) => {
                mailbox.put(&letter, &message);
                Ok(String::new())
            }
        }
    }

    /// The development mailbox, if letters go there.
    #[must_use]
    pub fn mailbox(&self) -> Option<&Mailbox> {
        match self {
            Self::Mailbox(mailbox) => Some(mailbox),
            Self::Smtp(_) | Self::File(_) => None,
        }
    }
}

/// `smtps://` is encrypted from the first byte, `smtp://` by STARTTLS, which may be left out on this machine only or when
/// the URL says `?tls=none`.
fn smtp(url: &Url) -> Result<AsyncSmtpTransport<Tokio1Executor>> {
    let name = url.host_str().context("names no host")?.trim_matches(['[', ']']).to_owned();
    let local = name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let plain = local || url.query_pairs().any(|(key, value)| key == "tls" && value == "none");
    let parameters = || TlsParameters::new(name.clone());
    let (tls, port) = match (url.scheme(), plain) {
        ("smtps", _) => (Tls::Wrapper(parameters()?), 465),
        (_, false) => (Tls::Required(parameters()?), 587),
        (_, true) => (Tls::None, 25),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(name.as_str())
        .port(url.port().unwrap_or(port))
        .tls(tls)
        .timeout(Some(PATIENCE))
        .pool_config(PoolConfig::new().max_size(8));
    if !url.username().is_empty() {
        let decoded = |part: &str| percent_decoded(part);
        builder = builder.credentials(Credentials::new(decoded(url.username()), decoded(url.password().unwrap_or_default())));
    }
    Ok(builder.build())
}

fn percent_decoded(part: &str) -> String {
    let pair = format!("x={}", part.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

fn message(letter: &Outgoing<'_>) -> Result<Message> {
    let (name, address) = letter.from;
    let from =
        Name::new(Some(name.to_owned()), address.parse().with_context(|| format!("the sender {address:?} is no address"))?);
    let to = Name::new(None, letter.to.parse().context("the recipient is no address")?);
    let domain = from.email.domain().to_owned();
    let envelope = Envelope::new(Some(from.email.clone()), vec![to.email.clone()])?;
    let date = std::time::SystemTime::from(letter.at);
    Ok(Message::builder()
        .envelope(envelope)
        .from(from)
        .to(to)
        .subject(letter.written.subject.as_str())
        .date(date)
        .message_id(Some(format!("<{}@{domain}>", letter.id)))
        .header(AutoSubmitted)
        .header(ContentLanguage(letter.locale.to_owned()))
        .multipart(MultiPart::alternative_plain_html(letter.written.text.clone(), letter.written.html.clone()))?)
}

/// Tells mail programs not to answer by themselves (RFC 3834 §5).
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// RFC 3282.
#[derive(Clone)]
struct ContentLanguage(String);

impl header::Header for ContentLanguage {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(value.to_owned()))
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), self.0.clone())
    }
}

impl Mailbox {
    fn put(&self, letter: &Outgoing<'_>, message: &Message) {
        let (name, address) = letter.from;
        let received = Received {
            id: letter.id,
            to: letter.to.to_owned(),
            from: format!("{name} <{address}>"),
            subject: letter.written.subject.clone(),
            text: letter.written.text.clone(),
            html: letter.written.html.clone(),
            created_at: letter.at,
            source: String::from_utf8_lossy(&message.formatted()).into_owned(),
        };
        let mut letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.push_front(received);
        letters.truncate(MAILBOX_SIZE);
    }

    /// All letters, newest first.
    #[must_use]
    pub fn letters(&self) -> Vec<Received> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// One letter.
    #[must_use]
    pub fn letter(&self, id: Uuid) -> Option<Received> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|letter| letter.id == id).cloned()
    }
}

impl Received {
    /// The message's headers, for people to look at.
    #[must_use]
    pub fn headers(&self) -> Vec<(String, String)> {
        let (head, _) = self.source.split_once("\r\n\r\n").unwrap_or((&self.source, ""));
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        unfolded
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}
