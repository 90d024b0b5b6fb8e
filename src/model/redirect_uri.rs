//! Where a client may be answered: an address that it registered, letter by letter. Anything looser has let codes leak.

use url::Url;

use super::{oauth_client::Kind, problem::Code};

/// The most characters of an address.
const LONGEST: usize = 2000;
/// How addresses on a person's own machine begin (RFC 8252 §7.3), up to the port.
const LOOPBACK: [&str; 3] = ["http://127.0.0.1", "http://[::1]", "http://localhost"];

/// Checks an address that a client of this kind wants to register: `https`, or on the person's own machine, or for native
/// clients a scheme of their own, which holds a dot (RFC 8252 §7.1). No fragment, no password, no pattern.
pub fn check(given: &str, kind: Kind) -> Result<(), Code> {
    if given.is_empty() {
        return Err(Code::Missing);
    }
    if given.len() > LONGEST {
        return Err(Code::TooLong);
    }
    let url = Url::parse(given).map_err(|_| Code::Malformed)?;
    // Browsers read a backslash as a slash and skip tabs and line ends; an asterisk would look like a pattern.
    let strange = given.contains(|c: char| matches!(c, '\\' | '*' | '#') || c.is_control() || c.is_whitespace() || !c.is_ascii());
    if strange || !url.username().is_empty() || url.password().is_some() || given.contains("://@") {
        return Err(Code::Malformed);
    }
    let allowed = match url.scheme() {
        "https" => given.starts_with("https://") && url.has_host(),
        "http" => loopback(given).is_some(),
        own => kind == Kind::Native && own.contains('.'),
    };
    if allowed { Ok(()) } else { Err(Code::NotAllowed) }
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
    fn what_may_be_registered_depends_on_the_kind() {
        for (given, web, native) in [
            ("https://app.example/callback", Ok(()), Ok(())),
            ("https://app.example/callback?tenant=1", Ok(()), Ok(())),
            ("https://app.example", Ok(()), Ok(())),
            ("http://localhost:3000/callback", Ok(()), Ok(())),
            ("http://127.0.0.1/callback", Ok(()), Ok(())),
            ("http://[::1]:9/callback", Ok(()), Ok(())),
            ("com.example.app:/callback", Err(Code::NotAllowed), Ok(())),
            ("app:/callback", Err(Code::NotAllowed), Err(Code::NotAllowed)),
            ("javascript:alert(1)", Err(Code::NotAllowed), Err(Code::NotAllowed)),
            ("data:text/html,x", Err(Code::NotAllowed), Err(Code::NotAllowed)),
            ("http://app.example/callback", Err(Code::NotAllowed), Err(Code::NotAllowed)),
            ("http://localhost.evil.example/", Err(Code::NotAllowed), Err(Code::NotAllowed)),
            ("http://127.0.0.1:0/", Err(Code::NotAllowed), Err(Code::NotAllowed)),
            ("https://app.example/#fragment", Err(Code::Malformed), Err(Code::Malformed)),
            ("https://user:word@app.example/", Err(Code::Malformed), Err(Code::Malformed)),
            ("https://@app.example/", Err(Code::Malformed), Err(Code::Malformed)),
            ("https://*.app.example/", Err(Code::Malformed), Err(Code::Malformed)),
            ("https:\\\\app.example/", Err(Code::Malformed), Err(Code::Malformed)),
            ("https://app.example/\n", Err(Code::Malformed), Err(Code::Malformed)),
            ("https:app.example", Err(Code::NotAllowed), Err(Code::NotAllowed)),
            ("/callback", Err(Code::Malformed), Err(Code::Malformed)),
            ("", Err(Code::Missing), Err(Code::Missing)),
        ] {
            assert_eq!(check(given, Kind::Web), web, "web {given:?}");
            assert_eq!(check(given, Kind::Native), native, "native {given:?}");
        }
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
