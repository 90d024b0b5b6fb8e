//! The six digits in a mail, for people who read it on another device.

use super::{problem::Code, without_invisible};
use crate::random::Random;

/// Six digits. Stored only as a keyed hash (`seal`), since a plain hash of six digits can be guessed.
#[derive(Clone, PartialEq, Eq)]
pub struct MailCode(String);

impl MailCode {
    /// A fresh code.
    #[must_use]
    pub fn new(random: &Random) -> Self {
        Self(format!("{:06}", random.below(1_000_000)))
    }

    /// Reads a code as typed: spaces and hyphens do not count.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let digits: String = without_invisible(typed).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        match digits.len() {
            0 => Err(Code::Missing),
            6 if digits.bytes().all(|b| b.is_ascii_digit()) => Ok(Self(digits)),
            _ => Err(Code::Malformed),
        }
    }

    /// The digits, for the mail and for hashing.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for typed in ["123456", " 123 456 ", "123-456", "\u{200b}123\u{a0}456"] {
            assert!(MailCode::parse(typed).is_ok_and(|code| code.reveal() == "123456"), "{typed:?}");
        }
        for typed in ["12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(MailCode::parse(typed).err(), Some(Code::Malformed), "{typed:?}");
        }
        assert_eq!(MailCode::parse(" - ").err(), Some(Code::Missing));
    }
}
