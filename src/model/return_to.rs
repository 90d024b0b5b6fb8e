//! Where a person goes after logging in: the site's own pages, or an origin the site registered. Nothing else, or the
//! portal would lend its good name to anybody's link (open redirect).

use url::{Url, form_urlencoded};

use super::site::Site;

/// An address that has been checked against the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnTo {
    href: String,
    origin: Option<String>,
}

impl ReturnTo {
    /// Reads `return_to` as given in a query; `None` when it leads anywhere the site does not own.
    #[must_use]
    pub fn parse(given: &str, site: &Site) -> Option<Self> {
        // Browsers read a backslash as a slash and skip tabs and line ends; none of them belongs in an address.
        if given.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace()) || given.starts_with("//") {
            return None;
        }
        if !given.starts_with('/') && !given.starts_with("https://") && !given.starts_with("http://") {
            return None;
        }
        let url = Url::parse(&site.base.origin).ok()?.join(given).ok()?;
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let origin = url.origin().ascii_serialization();
        if origin == site.base.origin {
            let own = url.path().strip_prefix(&site.base.path)?.starts_with('/');
            // Once its dots are resolved, a path may begin with two slashes, which a browser takes for a host.
            let local = !url.path().starts_with("//");
            (own && local).then(|| Self { href: url[url::Position::BeforePath..].to_owned(), origin: None })
        } else {
            let registered = site.registered_origins().any(|known| known == origin);
            registered.then(|| Self { href: url.to_string(), origin: Some(origin) })
        }
    }

    /// Reads an address that must lie in one folder of one host, such as the dashboard's: path and query, nothing else.
    #[must_use]
    pub fn within(given: &str, origin: &str, folder: &str) -> Option<Self> {
        let strange = |c: char| c == '\\' || c.is_control() || c.is_whitespace();
        if given.contains(strange) || !given.starts_with('/') || given.starts_with("//") {
            return None;
        }
        let url = Url::parse(origin).ok()?.join(given).ok()?;
        let rest = url.path().strip_prefix(folder)?;
        let own = url.origin().ascii_serialization() == origin && (rest.is_empty() || rest.starts_with('/'));
        own.then(|| Self { href: url[url::Position::BeforePath..url::Position::AfterQuery].to_owned(), origin: None })
    }

    /// The target of the redirect.
    #[must_use]
    pub fn href(&self) -> &str {
        &self.href
    }

    /// A client's request that it goes on with, if it leads back to one.
    #[must_use]
    pub fn flow(&self, site: &Site) -> Option<String> {
        let query = self.href.strip_prefix(&site.base.path)?.strip_prefix("/oauth2/authorize?")?;
        form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "flow").map(|(_, flow)| flow.into_owned())
    }

    /// Whether it leads to this page of the site.
    #[must_use]
    pub fn is_page(&self, site: &Site, page: &str) -> bool {
        let rest = self.href.strip_prefix(&site.base.path).and_then(|rest| rest.strip_prefix(page));
        self.origin.is_none() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '#']))
    }

    /// The other origin it leads to, which the page's policy has to allow as the end of a form's redirect.
    #[must_use]
    pub fn foreign_origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::site::Base;

    fn href(given: &str) -> Option<String> {
        let site = Site::sample("acme", "https://portal.example", "https://app.acme.example/start");
        ReturnTo::parse(given, &site).map(|target| target.href().to_owned())
    }

    #[test]
    fn own_pages_and_registered_origins_are_kept() {
        assert_eq!(href("/s/acme/account?tab=1#x").as_deref(), Some("/s/acme/account?tab=1#x"));
        assert_eq!(href("https://portal.example/s/acme/account").as_deref(), Some("/s/acme/account"));
        assert_eq!(href("https://app.acme.example/inbox?x=1").as_deref(), Some("https://app.acme.example/inbox?x=1"));
    }

    #[test]
    fn a_page_is_known_by_its_whole_name() {
        let site = Site::sample("acme", "https://portal.example", "https://app.acme.example/start");
        let leads = |given: &str| ReturnTo::parse(given, &site).unwrap().is_page(&site, "/device");
        for given in ["/s/acme/device", "/s/acme/device?user_code=WDJB-MJHT", "https://portal.example/s/acme/device#x"] {
            assert!(leads(given), "{given}");
        }
        for given in ["/s/acme/devices", "/s/acme/device/done", "/s/acme/account?x=/device", "https://app.acme.example/device"] {
            assert!(!leads(given), "{given}");
        }
    }

    #[test]
    fn whatever_leads_elsewhere_is_dropped() {
        for given in [
            "",
            "account",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "https:///evil.example",
            "https://evil.example",
            "https://app.acme.example.evil.example/",
            "http://app.acme.example/",
            "https://app.acme.example:444/",
            "https://app.acme.example@evil.example/",
            "https://user:pw@app.acme.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "JaVaScRiPt://app.acme.example/%0aalert(1)",
            " /s/acme/account",
            "/s/acme\t/account",
            "/s/acme/account\r\nSet-Cookie: x=1",
            "/s/other/account",
            "/s/acme/../other/account",
            "/s/acme/%2e%2e/other/account",
            "/s/acme-two/account",
            "/admin",
            "/",
            "ftp://app.acme.example/",
            "https://portal.example/s/other/",
        ] {
            assert_eq!(href(given), None, "{given:?}");
        }
    }

    #[test]
    fn a_folder_keeps_what_is_its_own() {
        let within = |given| ReturnTo::within(given, "https://portal.example", "/admin").map(|target| target.href().to_owned());
        assert_eq!(within("/admin").as_deref(), Some("/admin"));
        assert_eq!(within("/admin/sites?q=a%2Fb#x").as_deref(), Some("/admin/sites?q=a%2Fb"));
        for given in [
            "",
            "/",
            "/administer",
            "/s/acme/admin",
            "//admin",
            "/\\evil.example",
            "/admin/../s/acme",
            "/admin/%2e%2e/x",
            "https://portal.example/admin",
            "/admin\n",
            "/.//admin",
        ] {
            assert_eq!(within(given), None, "{given:?}");
        }
    }

    #[test]
    fn a_site_at_a_host_s_root_is_no_way_out_either() {
        let mut site = Site::sample("acme", "https://portal.example", "https://app.acme.example/start");
        site.base = Base { origin: "https://login.acme.example".into(), path: String::new() };
        for given in [
            "/.//evil.example",
            "/x/..//evil.example",
            "/%2e//evil.example",
            "/account/../../..//evil.example",
            "//evil.example",
            "https://login.acme.example//evil.example",
            "/\\evil.example",
        ] {
            assert_eq!(ReturnTo::parse(given, &site), None, "{given:?}");
        }
        assert_eq!(ReturnTo::parse("/account?x=1", &site).unwrap().href(), "/account?x=1");
    }
}
