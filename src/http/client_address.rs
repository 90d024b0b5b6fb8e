//! Where a request really comes from, when proxies stand in between.

use std::net::{IpAddr, SocketAddr};

use axum::{extract::ConnectInfo, http::request::Parts};
use ipnet::IpNet;

use crate::model::client::ClientAddress;

/// The right-most address in `X-Forwarded-For` that is no trusted proxy, provided that the peer is one. Whatever cannot be
/// read ends the search, because a client may write anything to the left of it.
#[must_use]
pub fn client_address(parts: &Parts, trusted: &[IpNet]) -> ClientAddress {
    let peer =
        parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([0, 0, 0, 0]), |info| info.0.ip()).to_canonical();
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(&peer) {
        return ClientAddress::new(peer);
    }
    let lines = parts.headers.get_all("x-forwarded-for").iter().rev();
    let hops = lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    let mut client = peer;
    for hop in hops {
        let Ok(address) = std::str::from_utf8(hop).unwrap_or_default().trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !is_trusted(&client) {
            break;
        }
    }
    ClientAddress::new(client)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn seen<T: AsRef<[u8]>>(peer: &str, forwarded: &[T]) -> String {
        let mut request = Request::builder();
        for line in forwarded {
            request = request.header("x-forwarded-for", line.as_ref());
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        client_address(&parts, &["10.0.0.0/8".parse().unwrap()]).ip().to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(seen("192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(seen("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["198.51.100.7, 203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["198.51.100.7", "203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn an_unreadable_header_skips_nothing() {
        for nonsense in ["a", "1.2.3.4:99", "[::1", "", ", ,"] {
            assert_eq!(seen("10.0.0.1", &[nonsense]), "10.0.0.1", "{nonsense:?}");
        }
        let unreadable: [&[u8]; 2] = [b"5.5.5.5", b"\xff, 203.0.113.9"];
        assert_eq!(seen("10.0.0.1", &unreadable), "203.0.113.9");
        let unreadable: [&[u8]; 2] = [b"5.5.5.5", b"\xff, 10.0.0.3"];
        assert_eq!(seen("10.0.0.1", &unreadable), "10.0.0.3");
        assert_eq!(seen("10.0.0.1", &["203.0.113.9, junk, 10.0.0.3"]), "10.0.0.3");
    }
}
