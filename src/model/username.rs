//! A name to log in by, where the site has them.

use super::{
    email::Email,
    problem::{Code, Field, Problem},
    without_invisible,
};

const SHORTEST: usize = 3;
const LONGEST: usize = 32;

/// Lower-case ASCII letters, digits, dots, hyphens and underscores, with a letter or digit at both ends: no two look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// Reads a name as typed; capital letters are small ones.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let name = without_invisible(typed).to_ascii_lowercase();
        let problem = |code, number: usize| Problem::numbered(Field::Username, code, number as u64);
        match name.chars().count() {
            0 => return Err(Problem::new(Field::Username, Code::Missing)),
            short if short < SHORTEST => return Err(problem(Code::TooShort, SHORTEST)),
            long if long > LONGEST => return Err(problem(Code::TooLong, LONGEST)),
            _ => {}
        }
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let ends_well = name.starts_with(is_plain) && name.ends_with(is_plain);
        if !ends_well || !name.chars().all(|c| is_plain(c) || "._-".contains(c)) {
            return Err(Problem::new(Field::Username, Code::Malformed));
        }
        Ok(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What somebody logs in by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginName {
    /// The address.
    Email(Email),
    /// The username.
    Username(Username),
}

impl LoginName {
    /// The address, if it is one.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        match self {
            Self::Email(email) => Some(email.as_str()),
            Self::Username(_) => None,
        }
    }

    /// The username, if it is one.
    #[must_use]
    pub fn username(&self) -> Option<&str> {
        match self {
            Self::Email(_) => None,
            Self::Username(username) => Some(username.as_str()),
        }
    }

    /// Reads what was typed: an address, or a username where the site has them.
    pub fn parse(typed: &str, usernames: bool) -> Result<Self, Code> {
        let email = Email::parse(typed).map(Self::Email);
        match email {
            Err(Code::Malformed) if usernames && !typed.contains('@') => {
                Username::parse(typed).map(Self::Username).map_err(|_| Code::Malformed)
            }
            email => email,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_is_short_and_plain() {
        assert_eq!(Username::parse(" Ada_L ").unwrap().as_str(), "ada_l");
        for (typed, code) in [
            ("", Code::Missing),
            ("al", Code::TooShort),
            (&"a".repeat(33) as &str, Code::TooLong),
            ("ada@example", Code::Malformed),
            ("ada lovelace", Code::Malformed),
            (".ada", Code::Malformed),
            ("аda", Code::Malformed),
            ("ada\0", Code::Malformed),
        ] {
            assert_eq!(Username::parse(typed).unwrap_err().code, code, "{typed:?}");
        }
    }

    #[test]
    fn people_log_in_by_username_only_where_there_are_some() {
        assert!(matches!(LoginName::parse("Ada", true), Ok(LoginName::Username(_))));
        assert!(matches!(LoginName::parse("ada@example.com", true), Ok(LoginName::Email(_))));
        assert_eq!(LoginName::parse("ada", false), Err(Code::Malformed));
        assert_eq!(LoginName::parse("", true), Err(Code::Missing));
    }
}
