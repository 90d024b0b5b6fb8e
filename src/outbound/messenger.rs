//! Carries messages to addresses that somebody else has named. A name is resolved, each of its addresses is looked at, and the
//! connection goes to one of these and to no other: a name that points elsewhere a moment later changes nothing (DNS
//! rebinding). No redirect is followed, and nothing of the answer but its status is read.

use std::{io, net::IpAddr, sync::Arc, time::Duration};

use anyhow::Result;
use reqwest::{
    Client, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use url::{Host, Url};

use crate::model::public_address::is_public;

/// How long a connection may take to come about, and an answer to come.
const CONNECTING: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(8);

/// Carries messages.
pub struct Messenger {
    client: Client,
    may_stay_home: bool,
}

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The address is in a private network.
    #[error("the address is in a private network")]
    Private,
    /// The receiver says no.
    #[error("the answer was {0}")]
    Refused(StatusCode),
    /// It did not get there, or no answer came.
    #[error("{0}")]
    Unreached(String),
}

impl Messenger {
    /// With the system's names. `may_stay_home`: whether private networks may be reached.
    pub fn new(may_stay_home: bool) -> Result<Self> {
        Self::with_names(may_stay_home, SystemNames)
    }

    /// With names of another kind.
    pub fn with_names(may_stay_home: bool, names: impl Resolve + 'static) -> Result<Self> {
        let client = Client::builder()
            .user_agent("Vestibule")
            .redirect(Policy::none())
            // A proxy would resolve the name once more, and by itself.
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECTING)
            .timeout(PATIENCE)
            .pool_max_idle_per_host(0)
            .dns_resolver(Arc::new(Checked { names: Arc::new(names), may_stay_home }))
            .build()?;
        Ok(Self { client, may_stay_home })
    }

    /// Posts a form.
    pub async fn post(&self, address: &Url, fields: &[(&str, &str)]) -> Result<(), Failure> {
        // What is no name is not resolved, so it is looked at here.
        let literal = match address.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::from(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::from(address)),
            Some(Host::Domain(_)) | None => None,
        };
        if literal.is_some_and(|address| !self.may_stay_home && !is_public(address)) {
            return Err(Failure::Private);
        }
        let sent = self.client.post(address.clone()).form(fields).send().await;
        let answer = sent.map_err(|error| match causes(&error).any(<dyn std::error::Error>::is::<PrivateName>) {
            true => Failure::Private,
            false => Failure::Unreached(causes(&error).map(ToString::to_string).collect::<Vec<_>>().join(": ")),
        })?;
        if answer.status().is_success() { Ok(()) } else { Err(Failure::Refused(answer.status())) }
    }
}

fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error as &(dyn std::error::Error + 'static)), |cause| cause.source())
}

/// A name of which no address may be reached.
#[derive(Debug, thiserror::Error)]
#[error("the name stands for a private network")]
struct PrivateName;

struct Checked {
    names: Arc<dyn Resolve>,
    may_stay_home: bool,
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let (resolving, may_stay_home) = (self.names.resolve(name), self.may_stay_home);
        Box::pin(async move {
            let fit: Vec<_> = resolving.await?.filter(|found| may_stay_home || is_public(found.ip())).collect();
            if fit.is_empty() {
                return Err(PrivateName.into());
            }
            Ok(Box::new(fit.into_iter()) as Addrs)
        })
    }
}

/// The names that this machine knows.
struct SystemNames;

impl Resolve for SystemNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{
        net::SocketAddr,
        sync::atomic::{AtomicUsize, Ordering},
    };

    use tokio::{io::AsyncWriteExt, net::TcpListener};

    use super::*;

    /// A name that stands for other addresses each time it is asked for.
    struct Turning(Vec<Vec<SocketAddr>>, AtomicUsize);

    impl Resolve for Turning {
        fn resolve(&self, _: Name) -> Resolving {
            let turn = self.1.fetch_add(1, Ordering::Relaxed).min(self.0.len() - 1);
            let found = self.0[turn].clone();
            Box::pin(async move { Ok(Box::new(found.into_iter()) as Addrs) })
        }
    }

    fn messenger(may_stay_home: bool, turns: &[&[&str]]) -> Messenger {
        let turns = turns.iter().map(|turn| turn.iter().map(|found| SocketAddr::new(found.parse().unwrap(), 0)).collect());
        Messenger::with_names(may_stay_home, Turning(turns.collect(), AtomicUsize::new(0))).unwrap()
    }

    /// A server on this machine that counts its callers and gives each the same answer.
    async fn server(answer: &'static str) -> (u16, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, callers) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&callers);
        tokio::spawn(async move {
            while let Ok((mut caller, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::Relaxed);
                let mut request = [0; 4096];
                let _ = tokio::io::AsyncReadExt::read(&mut caller, &mut request).await;
                let _ = caller.write_all(answer.as_bytes()).await;
            }
        });
        (port, callers)
    }

    async fn post(messenger: &Messenger, address: String) -> Result<(), Failure> {
        messenger.post(&address.parse().unwrap(), &[("logout_token", "x")]).await
    }

    const FINE: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

    #[tokio::test]
    async fn a_private_network_is_not_reached_by_whatever_name() {
        let (port, callers) = server(FINE).await;
        let rebound = messenger(false, &[&["127.0.0.1"]]);
        for host in ["app.example", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433"] {
            let sent = post(&rebound, format!("http://{host}:{port}/")).await;
            assert!(matches!(sent, Err(Failure::Private)), "{host}: {sent:?}");
        }
        assert!(matches!(
            post(&messenger(false, &[&["::1", "10.0.0.1"]]), format!("http://app.example:{port}/")).await,
            Err(Failure::Private)
        ));
        assert_eq!(callers.load(Ordering::Relaxed), 0);
        assert!(post(&messenger(true, &[&["127.0.0.1"]]), format!("http://app.example:{port}/")).await.is_ok());
        assert_eq!(callers.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_name_that_turns_round_between_two_looks_leads_nowhere_private() {
        let (port, callers) = server(FINE).await;
        let turning = messenger(false, &[&["127.0.0.1", "::1"], &["127.0.0.1"], &["169.254.169.254", "127.0.0.1"]]);
        for _ in 0..4 {
            assert!(matches!(post(&turning, format!("http://app.example:{port}/")).await, Err(Failure::Private)));
        }
        assert_eq!(callers.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn no_redirect_is_followed() {
        let (elsewhere, callers) = server(FINE).await;
        let redirect = format!("HTTP/1.1 307 Away\r\nlocation: http://127.0.0.1:{elsewhere}/\r\ncontent-length: 0\r\n\r\n");
        let (port, _) = server(Box::leak(redirect.into_boxed_str())).await;
        let sent = post(&messenger(true, &[&["127.0.0.1"]]), format!("http://app.example:{port}/")).await;
        assert!(matches!(sent, Err(Failure::Refused(StatusCode::TEMPORARY_REDIRECT))), "{sent:?}");
        assert_eq!(callers.load(Ordering::Relaxed), 0);
    }
}
