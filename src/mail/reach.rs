//! Which servers a site's own mail may go to. A site is not to look into the network that the portal stands in: its server's
//! name is looked up here, the addresses are checked, and one that passes is connected to.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use ipnet::IpNet;
use tokio::net::{TcpStream, lookup_host};

use super::transport::Failure;
use crate::model::{
    mail_url::{Encryption, SmtpServer},
    public_address::is_public,
};

/// How long a name may take to be found, and an address to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many of a name's addresses are tried.
const MOST_ADDRESSES: usize = 4;
/// Where mail servers listen.
const PORTS: [u16; 4] = [25, 465, 587, 2525];

/// Which servers may be spoken to.
#[derive(Debug, Clone)]
pub enum Reach {
    /// All: the operator chose the server.
    Anywhere,
    /// Those in the public network.
    Public {
        /// And those in these networks, at any port and without encryption.
        besides: Vec<IpNet>,
    },
}

impl Reach {
    /// An address of the server that is within reach and answers.
    pub async fn find(&self, server: &SmtpServer) -> Result<IpAddr, Failure> {
        let (host, port) = (server.host.as_str(), server.port);
        let found = tokio::time::timeout(PATIENCE, lookup_host((host, port))).await;
        let found: Vec<SocketAddr> = found.ok().and_then(Result::ok).into_iter().flatten().collect();
        if found.is_empty() {
            return Err(Failure::Closed(format!("nobody knows the name {host}")));
        }
        let permitted = found.into_iter().filter(|address| self.permits(*address, server.encryption)).take(MOST_ADDRESSES);
        let mut failure = format!("{host}, port {port}, is not a public mail server that a site's own mail may go to");
        for address in permitted {
            match tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await {
                Ok(Ok(_)) => return Ok(address.ip()),
                Ok(Err(error)) => failure = format!("{host}, port {port}: {error}"),
                Err(_) => failure = format!("{host}, port {port}, does not answer"),
            }
        }
        Err(Failure::Closed(failure))
    }

    /// Whether this is a server that may be spoken to.
    #[must_use]
    pub fn permits(&self, address: SocketAddr, encryption: Encryption) -> bool {
        let Self::Public { besides } = self else { return true };
        // An IPv4 address may come in the clothes of an IPv6 one.
        let ip = address.ip().to_canonical();
        besides.iter().any(|network| network.contains(&ip))
            || (is_public(ip) && PORTS.contains(&address.port()) && encryption != Encryption::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_servers_are_within_reach() {
        let reach = Reach::Public { besides: Vec::new() };
        let permits = |address: &str| reach.permits(address.parse().unwrap(), Encryption::StartTls);
        for address in ["9.9.9.9:587", "8.8.8.8:25", "[2606:4700::1111]:465", "[::ffff:9.9.9.9]:587", "223.255.255.1:2525"] {
            assert!(permits(address), "{address}");
        }
        for address in [
            "127.0.0.1:25",
            "127.9.9.9:587",
            "0.0.0.0:25",
            "10.1.2.3:25",
            "172.16.0.1:25",
            "172.31.255.255:25",
            "192.168.1.1:25",
            "169.254.169.254:25",
            "100.64.0.1:25",
            "198.18.0.1:25",
            "192.0.2.1:25",
            "224.0.0.1:25",
            "255.255.255.255:25",
            "[::1]:25",
            "[::]:25",
            "[::ffff:127.0.0.1]:25",
            "[::ffff:10.0.0.1]:25",
            "[::7f00:1]:25",
            "[64:ff9b::7f00:1]:25",
            "[2002:7f00:1::]:25",
            "[2001::1]:25",
            "[2001:db8::1]:25",
            "[fe80::1]:25",
            "[fc00::1]:25",
            "[fd12:3456::1]:25",
            "[ff02::1]:25",
            "9.9.9.9:22",
            "9.9.9.9:5432",
        ] {
            assert!(!permits(address), "{address}");
        }
        assert!(!reach.permits("9.9.9.9:587".parse().unwrap(), Encryption::None), "passwords in the clear");
    }

    #[test]
    fn the_operator_may_open_networks() {
        let reach = Reach::Public { besides: vec!["10.1.0.0/16".parse().unwrap()] };
        let permits = |address: &str| reach.permits(address.parse().unwrap(), Encryption::None);
        assert!(permits("10.1.2.3:1025") && permits("[::ffff:10.1.2.3]:1025"));
        assert!(!permits("10.2.0.1:25") && !permits("127.0.0.1:25"));
        assert!(Reach::Anywhere.permits("127.0.0.1:25".parse().unwrap(), Encryption::None));
    }
}
