//! Letters by SMTP.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    transport::smtp::{
        Error, PoolConfig,
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use secrecy::ExposeSecret;
use tokio::{sync::Mutex, time::Instant};

use super::{
    dialogue,
    reach::Reach,
    transport::{Failure, words},
};
use crate::model::mail_url::{Encryption, SmtpServer};

/// How long an address that was found for a name counts.
const PINNED: Duration = Duration::from_mins(5);
/// What a server answers when it does not know the sender (RFC 4954 §6).
const NOT_LET_IN: [u16; 4] = [530, 534, 535, 538];

type Connections = AsyncSmtpTransport<Tokio1Executor>;

/// A mail server and the connections to it.
pub struct Smtp {
    server: SmtpServer,
    reach: Reach,
    open: Mutex<Option<Open>>,
}

struct Open {
    connections: Connections,
    until: Instant,
}

impl Smtp {
    /// Prepares connections to a server that has to be within `reach`.
    #[must_use]
    pub fn new(server: SmtpServer, reach: Reach) -> Self {
        Self { server, reach, open: Mutex::default() }
    }

    /// Hands over a message and returns what the server said. `patience` is for all of it, however slowly the server speaks.
    pub async fn send(&self, message: &Message, patience: Duration) -> Result<String, Failure> {
        let spoken = tokio::time::timeout(patience, self.talk(message)).await;
        spoken.unwrap_or_else(|_| Err(Failure::Closed(format!("no end after {} seconds", patience.as_secs()))))
    }

    async fn talk(&self, message: &Message) -> Result<String, Failure> {
        let connections = self.connections().await?;
        match connections.send_raw(message.envelope(), &message.formatted()).await {
            Ok(answer) => Ok(self.shown(&format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" ")))),
            Err(error) => {
                if error.status().is_none() {
                    // Perhaps the server has moved.
                    *self.open.lock().await = None;
                }
                Err(self.failure(&error))
            }
        }
    }

    async fn connections(&self) -> Result<Connections, Failure> {
        let mut open = self.open.lock().await;
        if let Some(open) = open.as_ref().filter(|open| Instant::now() < open.until) {
            return Ok(open.connections.clone());
        }
        // What was checked is what is connected to: a name could stand for another address a moment later.
        let host = match self.reach {
            Reach::Anywhere => self.server.host.clone(),
            Reach::Public { .. } => self.reach.find(&self.server).await?.to_string(),
        };
        let connections = self.prepare(&host).map_err(|error| Failure::Closed(words(&error.to_string())))?;
        *open = Some(Open { connections: connections.clone(), until: Instant::now() + PINNED });
        Ok(connections)
    }

    /// Connections to `host`, which proves to be the server's name all the same.
    fn prepare(&self, host: &str) -> Result<Connections, Error> {
        let parameters = || TlsParameters::new(self.server.host.clone());
        let tls = match self.server.encryption {
            Encryption::Tls => Tls::Wrapper(parameters()?),
            Encryption::StartTls => Tls::Required(parameters()?),
            Encryption::None => Tls::None,
        };
        let mut builder =
            Connections::builder_dangerous(host).port(self.server.port).tls(tls).pool_config(PoolConfig::new().max_size(8));
        if let Some(credentials) = &self.server.credentials {
            let password = credentials.password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(credentials.user.clone(), password));
        }
        Ok(builder.build())
    }

    /// Where it is and how it is spoken to.
    #[must_use]
    pub fn place(&self) -> String {
        let encryption = match self.server.encryption {
            Encryption::Tls => "TLS from the first byte",
            Encryption::StartTls => "STARTTLS",
            Encryption::None => "not encrypted",
        };
        format!("-- {}:{}, {encryption}", self.server.host, self.server.port)
    }

    /// What a record of the dialogue must not show, in every form in which it is said.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        let Some(credentials) = &self.server.credentials else { return Vec::new() };
        let (user, password) = (&credentials.user, credentials.password.expose_secret());
        vec![password.to_owned(), STANDARD.encode(password), STANDARD.encode(format!("\0{user}\0{password}"))]
    }

    /// A server's words as they may be kept and shown: it may repeat a password.
    fn shown(&self, said: &str) -> String {
        words(&dialogue::without(&self.secrets(), said.to_owned()))
    }

    fn failure(&self, error: &Error) -> Failure {
        let code = error.status().map(u16::from);
        let said = match (code, std::error::Error::source(error)) {
            (Some(code), Some(said)) => self.shown(&format!("{code} {said}")),
            (..) => self.shown(&error.to_string()),
        };
        match code {
            Some(code) if NOT_LET_IN.contains(&code) => Failure::Closed(said),
            Some(500..) => Failure::ForGood(said),
            Some(_) => Failure::ForNow(said),
            // Something about this letter that the server cannot take, such as an address beyond ASCII.
            None if error.is_client() => Failure::ForNow(said),
            None => Failure::Closed(said),
        }
    }
}
