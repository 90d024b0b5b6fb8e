//! An e-mail address in canonical form, so that one mailbox is one account.

use unicode_normalization::UnicodeNormalization;

use super::{
    problem::{Code, Field, Problem},
    without_invisible,
};

/// The longest address that can be delivered to, in characters (RFC 5321 §4.5.3.1.3, less the angle brackets).
const LONGEST: usize = 254;
const LONGEST_LOCAL_PART: usize = 64;

/// An address that is trimmed, in Unicode NFC, wholly lower case, with its domain in ASCII (IDNA).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address as typed.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let typed = without_invisible(typed);
        if typed.is_empty() {
            return Err(Code::Missing);
        }
        let address: String = typed.nfc().collect::<String>().to_lowercase();
        let (local, domain) = address.rsplit_once('@').ok_or(Code::Malformed)?;
        if !is_local_part(local) {
            return Err(Code::Malformed);
        }
        if local.len() > LONGEST_LOCAL_PART {
            return Err(Code::LongLocalPart);
        }
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| Code::Malformed)?;
        let email = format!("{local}@{domain}");
        if !domain.contains('.') || domain.ends_with('.') {
            return Err(Code::Malformed);
        }
        if email.len() > LONGEST {
            return Err(Code::TooLong);
        }
        Ok(Self(email))
    }

    /// As `parse`, with what to say beside the field of a form.
    pub fn read(typed: &str, field: Field) -> Result<Self, Problem> {
        Self::parse(typed).map_err(|code| Self::problem(field, code))
    }

    /// What to say of an address that will not do.
    #[must_use]
    pub fn problem(field: Field, code: Code) -> Problem {
        match code {
            Code::TooLong => Problem::numbered(field, code, LONGEST as u64),
            Code::LongLocalPart => Problem::numbered(field, code, LONGEST_LOCAL_PART as u64),
            other => Problem::new(field, other),
        }
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// The part after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// RFC 5321's dot-string, and the letters of other scripts (RFC 6531). Quoted local parts are not in use.
fn is_local_part(local: &str) -> bool {
    let is_atom = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    !local.is_empty() && local.chars().all(is_atom) && !local.starts_with('.') && !local.ends_with('.') && !local.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_one_form() {
        for typed in ["ada@example.com", " ADA@Example.COM ", "\u{200b}ada@exam\u{00ad}ple.com", "Ada@EXAMPLE.com\u{feff}"] {
            assert_eq!(Email::parse(typed).unwrap().as_str(), "ada@example.com");
        }
        assert_eq!(Email::parse("josé@bücher.example").unwrap(), Email::parse("jose\u{301}@xn--bcher-kva.example").unwrap());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        assert_eq!(Email::parse("  "), Err(Code::Missing));
        for typed in [
            "ada",
            "@example.com",
            "ada@",
            "ada@localhost",
            "a b@example.com",
            "ada@exa mple.com",
            "ada@-example.com",
            "ada@example..com",
            ".ada@example.com",
            "a..b@example.com",
            "ada\0@example.com",
            "ada@example.com\r\nBcc: x@example.com",
            "<ada@example.com>",
            "a@b@example.com",
            "\"a\"@example.com",
            "ada@example.com.",
        ] {
            assert_eq!(Email::parse(typed), Err(Code::Malformed), "{typed:?}");
        }
    }

    #[test]
    fn what_is_too_long_is_told_with_the_length() {
        let local = |length| format!("{}@example.com", "a".repeat(length));
        assert!(Email::parse(&local(64)).is_ok());
        let problem = Email::read(&local(65), Field::Email).unwrap_err();
        assert_eq!((problem.code, problem.number), (Code::LongLocalPart, 64));
        let domain = |length: usize| format!("ada@{}.example", vec!["b".repeat(60); 4].join(".")[..length].to_owned());
        assert_eq!(Email::parse(&domain(242)).unwrap().as_str().len(), 254);
        let problem = Email::read(&domain(243), Field::Email).unwrap_err();
        assert_eq!((problem.code, problem.number), (Code::TooLong, 254));
    }
}
