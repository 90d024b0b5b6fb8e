//! Where a request comes from, as far as it can be told.

use std::net::IpAddr;

use ipnet::IpNet;

/// The address a request came from, behind trusted proxies if there are any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// IPv4 written as IPv6 is IPv4.
    #[must_use]
    pub fn new(address: IpAddr) -> Self {
        Self(address.to_canonical())
    }

    /// The address itself.
    #[must_use]
    pub fn ip(self) -> IpAddr {
        self.0
    }

    /// What limits are counted by: one household, which for IPv6 is a /64.
    #[must_use]
    pub fn network(self) -> IpNet {
        let network = IpNet::from(self.0);
        if self.0.is_ipv6() { IpNet::new_assert(self.0, 64).trunc() } else { network }
    }
}

/// The browser's own description of itself, cut to a size worth keeping.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agent(String);

impl Agent {
    /// Control characters and everything after 256 characters go.
    #[must_use]
    pub fn new(header: &str) -> Self {
        Self(header.chars().filter(|c| !c.is_control()).take(256).collect())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_household_counts_as_one() {
        let network = |text: &str| ClientAddress::new(text.parse().unwrap()).network().to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1/32");
    }
}
