//! What an operator may say of a site, field by field.

use deunicode::deunicode;
use url::{Host, Position, Url};

use crate::model::{
    email::Email,
    problem::{Code, Field, Problem},
    site::{SignupPolicy, is_web_application, may_lead_to},
    without_invisible,
};

/// The most that a list may hold.
const LONGEST_LIST: usize = 100;
const LONGEST_ADDRESS: usize = 2000;

/// One line of text for people.
pub fn line(typed: &str, field: Field) -> Result<String, Problem> {
    let text = without_invisible(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    match text.chars().count() {
        0 => Err(Problem::new(field, Code::Missing)),
        101.. => Err(Problem::numbered(field, Code::TooLong, 100)),
        _ if !text.chars().any(char::is_control) => Ok(text),
        _ => Err(Problem::new(field, Code::Unusable)),
    }
}

/// The most characters of a short name: as many as of a part of a host's name (RFC 1035 §2.3.4).
const LONGEST_SLUG: usize = 63;

/// A short name.
pub fn slug(typed: &str) -> Result<String, Problem> {
    let plain = typed.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let fits = (1..=LONGEST_SLUG).contains(&typed.len()) && plain && !typed.starts_with('-') && !typed.ends_with('-');
    if fits { Ok(typed.to_owned()) } else { Err(Problem::new(Field::Slug, Code::Malformed)) }
}

/// A short name made from the name for people, in whatever letters that is written: as many of its words as there is room for.
#[must_use]
pub fn slug_of(name: &str) -> String {
    let plain = deunicode(name).to_ascii_lowercase().replace(['\'', '’'], "");
    let mut slug = String::new();
    for word in plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        match slug.len() {
            0 => slug.extend(word.chars().take(LONGEST_SLUG)),
            length if length + 1 + word.len() <= LONGEST_SLUG => slug.extend(["-", word]),
            _ => break,
        }
    }
    slug
}

/// A domain, in ASCII; of a whole address, its host.
pub fn domain(typed: &str, field: Field) -> Result<String, Problem> {
    let address = Url::parse(typed.trim()).ok();
    let host = address.as_ref().and_then(Url::host_str).unwrap_or(typed.trim());
    let domain = idna::domain_to_ascii(host).unwrap_or_default();
    if is_host(&domain) { Ok(domain) } else { Err(Problem::new(field, Code::Malformed)) }
}

/// A host other than the portal's own, as browsers send it: without the port that its scheme implies. An empty one is none.
pub fn login_host(typed: &str, public_url: &Url) -> Result<Option<String>, Problem> {
    let host = typed.trim().to_ascii_lowercase();
    if host.is_empty() {
        return Ok(None);
    }
    let url = Url::parse(&format!("{}://{host}/", public_url.scheme()));
    let fits = url.is_ok_and(|url| {
        is_host(&host) && url[Position::BeforeHost..Position::BeforePath] == host && url.origin() != public_url.origin()
    });
    if fits { Ok(Some(host)) } else { Err(Problem::new(Field::LoginHost, Code::Malformed)) }
}

/// The address of a web application: https, or plain http on this machine.
pub fn web_address(typed: &str, field: Field) -> Result<String, Problem> {
    let typed = typed.trim();
    match parse_web_address(typed) {
        Some(_) => Ok(typed.to_owned()),
        None => Err(Problem::new(field, Code::Malformed)),
    }
}

/// The address of a page that people are led to: https only, so never `javascript:`.
pub fn link(typed: &str, field: Field) -> Result<Url, Problem> {
    let url = parse_web_address(typed.trim()).filter(may_lead_to);
    url.ok_or(Problem::new(field, Code::Malformed))
}

/// Origins of web applications: scheme, host and port, and nothing more.
pub fn origins(typed: &[String]) -> Result<Vec<Url>, Problem> {
    let malformed = Problem::new(Field::AllowedOrigins, Code::Malformed);
    let origin = |typed: &String| {
        let url = parse_web_address(typed.trim()).filter(|url| url[Position::BeforePath..] == *"/");
        url.ok_or(malformed)
    };
    let mut origins = few(typed, Field::AllowedOrigins)?.iter().map(origin).collect::<Result<Vec<_>, _>>()?;
    origins.sort();
    origins.dedup();
    Ok(origins)
}

/// Who may sign up.
pub fn signup(policy: SignupPolicy) -> Result<SignupPolicy, Problem> {
    let SignupPolicy::Domains(domains) = policy else { return Ok(policy) };
    if domains.is_empty() {
        return Err(Problem::new(Field::Signup, Code::Missing));
    }
    let read = |(number, typed): (u64, &String)| {
        domain(typed, Field::Signup).map_err(|problem| Problem::numbered(Field::Signup, problem.code, number))
    };
    let domains = (1..).zip(few(&domains, Field::Signup)?).map(read);
    Ok(SignupPolicy::Domains(domains.collect::<Result<_, _>>()?))
}

/// The least number of characters in a password.
pub fn password_minimum(typed: i64) -> Result<u8, Problem> {
    let fits = u8::try_from(typed).ok().filter(|minimum| (8..=64).contains(minimum));
    fits.ok_or(Problem::new(Field::PasswordMinimum, Code::OutOfRange))
}

/// The sender of mail.
pub fn sender(typed: &str) -> Result<String, Problem> {
    Email::parse(typed).map(|email| email.as_str().to_owned()).map_err(|_| Problem::new(Field::EmailFrom, Code::Malformed))
}

/// A list of a reasonable length.
pub fn few<T>(list: &[T], field: Field) -> Result<&[T], Problem> {
    if list.len() <= LONGEST_LIST { Ok(list) } else { Err(Problem::numbered(field, Code::TooLong, LONGEST_LIST as u64)) }
}

/// A host name, with a port if it has one.
fn is_host(host: &str) -> bool {
    let url = Url::parse(&format!("http://{host}/"));
    host.len() <= 253
        && url.is_ok_and(|url| {
            matches!(url.host(), Some(Host::Domain(_)))
                && has_plain_host(&url)
                && url[Position::BeforeHost..Position::BeforePath] == *host
        })
}

/// A URL may hold stars and the like in its host, which look as if they stood for something.
fn has_plain_host(url: &Url) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_[]:".contains(&byte);
    url.host_str().is_some_and(|host| host.bytes().all(plain))
}

fn parse_web_address(text: &str) -> Option<Url> {
    // A URL's parser skips what a reader does not see.
    if text.len() > LONGEST_ADDRESS || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    (has_plain_host(&url) && is_web_application(&url)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_from_the_name() {
        assert_eq!(slug_of("Acme Cycles & Co."), "acme-cycles-co");
        assert_eq!(slug_of(&format!("{} bc", "a".repeat(61))), "a".repeat(61));
        for (name, slug) in
            [("Łódź Żółw", "lodz-zolw"), ("Ærø Straße", "aero-strasse"), ("李小龙", "li-xiao-long"), ("Ada's", "adas")]
        {
            assert_eq!(slug_of(name), slug);
        }
        assert!(slug("acme-2").is_ok() && slug("-acme").is_err() && slug("Acme").is_err() && slug("").is_err());
    }

    #[test]
    fn a_domain_may_come_as_an_address() {
        for typed in ["acme.example", " Acme.example ", "https://acme.example/shop?a=b"] {
            assert_eq!(domain(typed, Field::Domain), Ok("acme.example".to_owned()), "{typed}");
        }
        assert!(domain("mailto:ada@acme.example", Field::Domain).is_err());
    }

    #[test]
    fn hosts_are_checked() {
        assert!(is_host("login.acme.example") && is_host("login.localhost:8080"));
        for bad in ["", "a b", "login.acme.example/x", "user@host", "192.0.2.1", "[::1]", "LOGIN.example"] {
            assert!(!is_host(bad), "{bad}");
        }
        let portal = "https://portal.example".parse().unwrap();
        let fits = |host| login_host(host, &portal).is_ok();
        assert!(fits("login.acme.example") && fits("portal.example:8443") && fits(""));
        assert!(!fits("portal.example") && !fits("a.example:443"));
    }

    #[test]
    fn addresses_are_checked() {
        let fits = |address| web_address(address, Field::FrontendUrl).is_ok();
        assert!(fits("https://acme.example/app") && fits("http://localhost:3000"));
        for bad in [
            "http://acme.example",
            "javascript:alert(1)",
            "//acme.example",
            "acme.example",
            "",
            "https://ac\tme.example",
            "https://acme.example/\0x",
            "https://user@acme.example",
            "https://",
        ] {
            assert!(!fits(bad) && link(bad, Field::SupportUrl).is_err(), "{bad:?}");
        }
        assert!(link("http://localhost/help", Field::SupportUrl).is_err());
        assert!(origins(&["https://a.example:8443".into(), "https://a.example/".into()]).is_ok());
        for bad in ["https://a.example/x", "https://a.example/?x", "https://a.example#x", "*", "null", "https://*.a.example"] {
            assert!(origins(&[bad.to_owned()]).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_domains_of_a_policy_are_domains() {
        let policy = |domains: &[&str]| signup(SignupPolicy::Domains(domains.iter().map(|&d| d.to_owned()).collect()));
        assert_eq!(policy(&["Ácme.example"]).unwrap(), SignupPolicy::Domains(vec!["xn--cme-dla.example".into()]));
        assert!(policy(&[]).is_err() && policy(&["a b"]).is_err() && policy(&["ada@acme.example"]).is_err());
    }
}
