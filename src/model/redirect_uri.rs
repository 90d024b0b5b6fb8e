//! Where a client may be answered: an address that it registered, letter by letter. Anything looser has let codes leak.

use url::{Position, Url};

use super::{oauth_client::Kind, problem::Code};

/// The most characters of an address.
const LONGEST: usize = 2000;
/// How addresses on a person's own machine begin (RFC 8252 §7.3), up to the port.
const LOOPBACK: [&str; 3] = ["http://127.0.0.1", "http://[::1]", "http://localhost"];

/// Checks an address that a client of this kind wants to register: `https`, or on the person's own machine, or for native
/// clients a scheme of their own. No fragment, no password, no pattern, and nothing that can be written in more than one way.
pub fn check(given: &str, kind: Kind) -> Result<(), Code> {
    // Browsers read a backslash as a slash, skip tabs and line ends, and correct much else.
    let strange = |byte: u8| !byte.is_ascii_graphic() || b"\\\"<>`{|}^".contains(&byte);
    if given.len() > LONGEST || given.bytes().any(strange) {
        return Err(Code::Malformed);
    }
    let url = Url::parse(given).map_err(|_| Code::Malformed)?;
    match url.scheme() {
        _ if given.contains('#') => Err(Code::Fragment),
        _ if given.contains('*') => Err(Code::Wildcard),
        "https" | "http" => check_web(given, &url),
        // An app's own scheme is a domain turned round, so that no two apps share one (RFC 8252 §7.1).
        own if own.contains('.') && kind == Kind::Native => Ok(()),
        own if own.contains('.') => Err(Code::NotAllowed),
        _ => Err(Code::Insecure),
    }
}

fn check_web(given: &str, url: &Url) -> Result<(), Code> {
    let authority = given.split_once("://").and_then(|(_, rest)| rest.split(['/', '?']).next()).unwrap_or_default();
    if authority.contains('@') {
        return Err(Code::Userinfo);
    }
    // Another way of writing the host or the port, which no library would send.
    if authority.is_empty() || authority != &url[Position::BeforeHost..Position::BeforePath] {
        return Err(Code::Malformed);
    }
    // A policy lists hosts between such signs.
    if !url.host_str().is_some_and(|host| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_[]:".contains(&byte))) {
        return Err(Code::Malformed);
    }
    if url.scheme() == "https" || loopback(given).is_some() { Ok(()) } else { Err(Code::Insecure) }
}

/// Whether `given` is the `registered` address. A native client listens where it finds a free port, so there the port of an
/// address on the person's own machine is left out of it.
#[must_use]
pub fn matches(registered: &str, given: &str, kind: Kind) -> bool {
    if registered == given {
        return true;
    }
    kind == Kind::Native && matches!((loopback(registered), loopback(given)), (Some(one), Some(other)) if one == other)
}

/// The origin that a browser sees there; none for an address that is no web address.
#[must_use]
pub fn origin(address: &str) -> Option<String> {
    Url::parse(address).ok().map(|url| url.origin()).filter(url::Origin::is_tuple).map(|origin| origin.ascii_serialization())
}

/// Whether a browser's redirect there may be shown as a page first: a scheme of the client's own, or the person's own machine,
/// neither of which a page's policy can name.
#[must_use]
pub fn leaves_the_web(address: &str) -> bool {
    !address.starts_with("https://")
}

/// Host and path of an address on the person's own machine, without its port.
fn loopback(address: &str) -> Option<(&str, &str)> {
    LOOPBACK.iter().find_map(|host| {
        let rest = address.strip_prefix(host)?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (port, path) = rest.split_at(end);
        (port.is_empty() || port.strip_prefix(':').is_some_and(is_port)).then_some((*host, path))
    })
}

fn is_port(digits: &str) -> bool {
    digits.bytes().all(|digit| digit.is_ascii_digit()) && digits.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_web_applications_are_taken_as_they_stand() {
        for given in [
            "https://app.example/callback",
            "https://app.example/callback?tenant=1",
            "https://app.example",
            "https://app.example:8443/a/b?c=d&e=%2F",
            "http://localhost:3000/callback",
            "http://127.0.0.1/callback",
            "http://[::1]:9/callback",
        ] {
            for kind in Kind::ALL {
                assert_eq!(check(given, kind), Ok(()), "{given} {kind:?}");
            }
        }
    }

    #[test]
    fn every_other_address_is_refused_with_its_reason() {
        for (given, code) in [
            ("", Code::Malformed),
            ("/callback", Code::Malformed),
            ("//app.example/callback", Code::Malformed),
            ("https:app.example", Code::Malformed),
            ("https:///app.example", Code::Malformed),
            ("https://", Code::Malformed),
            ("https://APP.example/", Code::Malformed),
            ("https://app.example:443/", Code::Malformed),
            ("https://app.example:08443/", Code::Malformed),
            ("https://0x7f.1/", Code::Malformed),
            ("https://äpp.example/", Code::Malformed),
            ("https://app.example;script-src", Code::Malformed),
            ("https://app.example,evil.example/", Code::Malformed),
            ("https://app.example/a b", Code::Malformed),
            ("https:\\\\app.example/", Code::Malformed),
            ("https://app.example\\evil", Code::Malformed),
            ("https://app.example/\n", Code::Malformed),
            ("https://app.example/#", Code::Fragment),
            ("https://app.example/#fragment", Code::Fragment),
            ("https://*.app.example/", Code::Wildcard),
            ("https://app.example/*", Code::Wildcard),
            ("https://user@app.example/", Code::Userinfo),
            ("https://user:word@app.example/", Code::Userinfo),
            ("https://@app.example/", Code::Userinfo),
            ("http://app.example/callback", Code::Insecure),
            ("http://localhost.evil.example/", Code::Insecure),
            ("http://192.168.0.1/", Code::Insecure),
            ("http://127.0.0.1:0/", Code::Insecure),
            ("javascript:alert(1)", Code::Insecure),
            ("data:text/html,x", Code::Insecure),
            ("ftp://app.example/", Code::Insecure),
            ("app:/callback", Code::Insecure),
        ] {
            for kind in Kind::ALL {
                assert_eq!(check(given, kind), Err(code), "{given:?} {kind:?}");
            }
        }
        let own = "com.example.app:/callback";
        assert_eq!((check(own, Kind::Native), check(own, Kind::Web)), (Ok(()), Err(Code::NotAllowed)));
    }

    #[test]
    fn only_the_port_of_a_native_client_on_its_own_machine_may_vary() {
        let registered = "http://127.0.0.1:1/callback";
        for (given, native, web) in [
            (registered, true, true),
            ("http://127.0.0.1/callback", true, false),
            ("http://127.0.0.1:65535/callback", true, false),
            ("http://127.0.0.1:65536/callback", false, false),
            ("http://127.0.0.1:/callback", false, false),
            ("http://127.0.0.1:+1/callback", false, false),
            ("http://127.0.0.1:1/callback/", false, false),
            ("http://127.0.0.1:1/callback?x", false, false),
            ("http://localhost:1/callback", false, false),
            ("http://127.0.0.1:1@evil.example/callback", false, false),
            ("http://127.0.0.1.evil.example/callback", false, false),
            ("https://127.0.0.1:1/callback", false, false),
        ] {
            assert_eq!(matches(registered, given, Kind::Native), native, "{given}");
            assert_eq!(matches(registered, given, Kind::Web), web, "{given}");
        }
        assert!(!matches("https://app.example/a", "https://app.example:443/a", Kind::Native));
    }
}
