//! Whether a site's own login host leads to the portal, as far as names tell. Nothing is connected to.

use std::{collections::BTreeSet, net::IpAddr, time::Duration};

use tokio::{net::lookup_host, time::timeout};
use url::Url;

/// How long a name server may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// What the names say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The host leads to where the portal's own host leads.
    Same(Vec<IpAddr>),
    /// It leads elsewhere: to a proxy in front of the portal, or astray.
    Elsewhere {
        /// Where it leads.
        host: Vec<IpAddr>,
        /// Where the portal's own host leads.
        portal: Vec<IpAddr>,
    },
    /// Nobody knows the host.
    Unknown,
}

/// Looks both names up.
pub async fn look_up(host: &str, public_url: &Url) -> Finding {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let portal = public_url.host_str().unwrap_or_default();
    let (there, here) = tokio::join!(addresses(name), addresses(portal.trim_matches(['[', ']'])));
    if there.is_empty() {
        Finding::Unknown
    } else if there.is_disjoint(&here) {
        Finding::Elsewhere { host: there.into_iter().collect(), portal: here.into_iter().collect() }
    } else {
        Finding::Same(there.into_iter().collect())
    }
}

async fn addresses(name: &str) -> BTreeSet<IpAddr> {
    match timeout(PATIENCE, lookup_host((name, 443))).await {
        Ok(Ok(found)) => found.map(|address| address.ip().to_canonical()).collect(),
        Ok(Err(_)) | Err(_) => BTreeSet::new(),
    }
}
