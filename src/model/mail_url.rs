//! The way mail leaves, as one line: `smtp://user:password@host:587`, `smtps://…`, `mailgun://KEY@domain?region=eu` or
//! `file:///directory`. It holds a secret, so no error repeats it.

use std::{net::IpAddr, path::PathBuf};

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use secrecy::SecretString;
use url::Url;

/// A way out.
#[derive(Debug, Clone)]
pub enum MailUrl {
    /// Through a mail server.
    Smtp(SmtpServer),
    /// Through Mailgun.
    Mailgun(MailgunAccount),
    /// As files in a directory.
    File(PathBuf),
}

/// A mail server.
#[derive(Debug, Clone)]
pub struct SmtpServer {
    /// Its name, or its IP address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How what is said stays between the two.
    pub encryption: Encryption,
    /// Who sends, if the server asks for that.
    pub credentials: Option<Credentials>,
}

/// How a connection to a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte, `smtps://`.
    Tls,
    /// After a few words, by STARTTLS, and not without.
    StartTls,
    /// Not at all: on this machine, or where the line says `?tls=none`.
    None,
}

/// A name and a password.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The name.
    pub user: String,
    /// The password.
    pub password: SecretString,
}

/// An account at Mailgun.
#[derive(Debug, Clone)]
pub struct MailgunAccount {
    /// The domain that sends.
    pub domain: String,
    /// The key that may send for it.
    pub key: SecretString,
    /// Where the account is kept.
    pub region: Region,
    /// Another place that speaks the same, for trying it out.
    pub api: Option<Url>,
}

/// Where Mailgun keeps an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// In the United States.
    Us,
    /// In the European Union.
    Eu,
}

impl MailUrl {
    /// Reads the line, or says in a few words what is wrong with it.
    pub fn parse(line: &str) -> Result<Self, String> {
        let url = Url::parse(line.trim()).map_err(|error| format!("is not a URL: {error}"))?;
        match url.scheme() {
            "smtp" | "smtps" => SmtpServer::read(&url).map(Self::Smtp),
            "mailgun" => MailgunAccount::read(&url).map(Self::Mailgun),
            "file" => url.to_file_path().map(Self::File).map_err(|()| "must be file:/// and an absolute path".to_owned()),
            scheme => Err(format!("begins with {scheme}:, but letters leave by smtp://, smtps://, mailgun:// or file:/// only")),
        }
    }
}

impl SmtpServer {
    fn read(url: &Url) -> Result<Self, String> {
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err("has more than a host; write # and / in a password as %23 and %2F".to_owned());
        }
        let host = host(url)?;
        let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        let plain = match one_parameter(url, "tls")?.as_deref() {
            None => local,
            Some("none") => true,
            Some(_) => return Err("says tls= and something else than none".to_owned()),
        };
        let (encryption, port) = match (url.scheme(), plain) {
            ("smtps", _) => (Encryption::Tls, 465),
            (_, false) => (Encryption::StartTls, 587),
            (_, true) => (Encryption::None, 25),
        };
        let credentials = match (decoded(url.username())?, decoded(url.password().unwrap_or_default())?) {
            (user, _) if user.is_empty() => None,
            (user, password) => Some(Credentials { user, password: password.into() }),
        };
        Ok(Self { host, port: url.port().unwrap_or(port), encryption, credentials })
    }
}

impl MailgunAccount {
    fn read(url: &Url) -> Result<Self, String> {
        if !matches!(url.path(), "" | "/") || url.port().is_some() || url.password().is_some() {
            return Err("must be mailgun://KEY@domain".to_owned());
        }
        let region = match url.query_pairs().find(|(name, _)| name == "region").map(|(_, region)| region.into_owned()).as_deref()
        {
            None | Some("us") => Region::Us,
            Some("eu") => Region::Eu,
            Some(_) => return Err("names a region other than us and eu".to_owned()),
        };
        let api = match url.query_pairs().find(|(name, _)| name == "api") {
            Some((_, api)) => Some(api_address(&api)?),
            None => None,
        };
        if url.query_pairs().any(|(name, _)| name != "region" && name != "api") {
            return Err("takes no parameter but region".to_owned());
        }
        let key = decoded(url.username())?;
        if key.is_empty() {
            return Err("names no key; it must be mailgun://KEY@domain".to_owned());
        }
        Ok(Self { domain: host(url)?, key: key.into(), region, api })
    }

    /// Where its letters are taken.
    #[must_use]
    pub fn address(&self) -> String {
        let base = match (&self.api, self.region) {
            (Some(api), _) => api.as_str().trim_end_matches('/'),
            (None, Region::Us) => "https://api.mailgun.net",
            (None, Region::Eu) => "https://api.eu.mailgun.net",
        };
        format!("{base}/v3/{}/messages.mime", self.domain)
    }
}

/// The line for a mail server whose parts were given one by one. Whether they make sense, `parse` says.
#[must_use]
pub fn smtp_line(scheme: &str, host: &str, port: Option<u16>, (user, password): (&str, &str)) -> String {
    let login = if user.is_empty() { String::new() } else { format!("{}:{}@", encoded(user), encoded(password)) };
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    format!("{scheme}://{login}{}{port}", bracketed(host))
}

/// The line for an account at Mailgun.
#[must_use]
pub fn mailgun_line(domain: &str, key: &str, eu: bool) -> String {
    format!("mailgun://{}@{}{}", encoded(key.trim()), encoded_host(domain.trim()), if eu { "?region=eu" } else { "" })
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Nothing in a host's name may begin another part of the line.
fn encoded_host(host: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || ".-_".contains(letter);
    host.chars().map(|letter| if plain(letter) { letter.to_string() } else { encoded(&letter.to_string()) }).collect()
}

fn bracketed(host: &str) -> String {
    match host.trim_matches(['[', ']']).parse::<std::net::Ipv6Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => encoded_host(host),
    }
}

/// A name in ASCII, or an IP address without brackets.
fn host(url: &Url) -> Result<String, String> {
    let named = decoded(url.host_str().unwrap_or_default().trim_matches(['[', ']']))?;
    if named.parse::<IpAddr>().is_ok() {
        return Ok(named);
    }
    let host = idna::domain_to_ascii(&named).unwrap_or_default();
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    if host.is_empty() || host.len() > 253 || !plain { Err("names no host".to_owned()) } else { Ok(host) }
}

/// The only parameter that is known, if it is there.
fn one_parameter(url: &Url, known: &str) -> Result<Option<String>, String> {
    let mut value = None;
    for (name, given) in url.query_pairs() {
        if name != known || value.replace(given.into_owned()).is_some() {
            return Err(format!("takes one parameter, {known}"));
        }
    }
    Ok(value)
}

fn api_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.username().is_empty());
    url.ok_or_else(|| "names an api that is no web address".to_owned())
}

/// Control characters have no place in what is said to a mail server, where a line's end begins the next command.
fn decoded(part: &str) -> Result<String, String> {
    let text = percent_decode_str(part).decode_utf8().map_err(|_| "is not UTF-8".to_owned())?;
    if text.chars().any(char::is_control) { Err("holds control characters".to_owned()) } else { Ok(text.into_owned()) }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn smtp(line: &str) -> SmtpServer {
        match MailUrl::parse(line) {
            Ok(MailUrl::Smtp(server)) => server,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn a_mail_server_is_read_from_its_line() {
        let server = smtp("smtp://ada%40acme.example:p%2Fa%23ss%2B@Mail.Acme.example");
        assert_eq!((server.host.as_str(), server.port, server.encryption), ("mail.acme.example", 587, Encryption::StartTls));
        let credentials = server.credentials.unwrap();
        assert_eq!((credentials.user.as_str(), credentials.password.expose_secret()), ("ada@acme.example", "p/a#ss+"));
        for (line, port, encryption) in [
            ("smtps://mail.example", 465, Encryption::Tls),
            ("smtp://localhost", 25, Encryption::None),
            ("smtp://[::1]:2525", 2525, Encryption::None),
            ("smtp://mail.example:25?tls=none", 25, Encryption::None),
            ("smtp://192.0.2.1", 587, Encryption::StartTls),
        ] {
            assert_eq!((smtp(line).port, smtp(line).encryption), (port, encryption), "{line}");
        }
    }

    #[test]
    fn an_account_at_mailgun_is_read_from_its_line() {
        let read = |line: &str| match MailUrl::parse(line) {
            Ok(MailUrl::Mailgun(account)) => account.address(),
            other => panic!("{line}: {other:?}"),
        };
        assert_eq!(read("mailgun://key-1@mg.acme.example"), "https://api.mailgun.net/v3/mg.acme.example/messages.mime");
        assert_eq!(read("mailgun://k@mg.acme.example?region=eu"), "https://api.eu.mailgun.net/v3/mg.acme.example/messages.mime");
        assert_eq!(read("mailgun://k@d.example?api=http://127.0.0.1:9"), "http://127.0.0.1:9/v3/d.example/messages.mime");
    }

    #[test]
    fn a_line_made_of_parts_says_what_the_parts_say() {
        let read = |host, port, login| smtp(&smtp_line("smtps", host, port, login));
        let server = read("mail.acme.example", Some(2525), ("ada@acme.example", "p/a:s#s+%?@ é"));
        let credentials = server.credentials.unwrap();
        assert_eq!((server.host.as_str(), server.port), ("mail.acme.example", 2525));
        assert_eq!((credentials.user.as_str(), credentials.password.expose_secret()), ("ada@acme.example", "p/a:s#s+%?@ é"));
        assert_eq!(read("::1", None, ("", "")).host, "::1");
        for host in ["", "mail.example:25", "a@evil.example", "mail.example/x", "mail.example?tls=none", "ma il"] {
            assert!(MailUrl::parse(&smtp_line("smtp", host, None, ("ada", "x"))).is_err(), "{host}");
        }
        assert!(MailUrl::parse(&mailgun_line("mg.acme.example", "key-1 ", true)).is_ok());
        for domain in ["", "mg.example?api=http://evil.example", "x@mg.example", "mg.example/v3"] {
            assert!(MailUrl::parse(&mailgun_line(domain, "key", false)).is_err(), "{domain}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_refused_without_being_repeated() {
        for line in [
            "",
            "mail.example",
            "ftp://secret@mail.example",
            "smtp://",
            "smtp://user:secret@",
            "smtp://user:secret@mail.example/inbox",
            "smtp://user:secret@mail.example?tls=maybe",
            "smtp://user:secret@mail.example?tls=none&tls=none",
            "smtp://user:secret%0d%0aRSET@mail.example",
            "smtp://user%00:secret@mail.example",
            "smtp://user:secret@ma%20il.example",
            "mailgun://mg.acme.example",
            "mailgun://secret@",
            "mailgun://secret@mg.example?region=mars",
            "mailgun://secret@mg.example?tracking=yes",
            "mailgun://secret@mg.example?api=file:///etc/passwd",
            "mailgun://secret@mg.example/v3/../x",
            "mailgun://secret@mg%2Fx.example",
        ] {
            let refused = MailUrl::parse(line).unwrap_err();
            assert!(!refused.contains("secret"), "{refused}");
        }
        assert!(!format!("{:?}", MailUrl::parse("smtp://user:secret@mail.example")).contains("secret"));
    }
}
