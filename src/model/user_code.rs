//! The code that a device shows and a person enters in a browser (RFC 8628 §6.1).

use uuid::Uuid;

use super::{problem::Code, without_invisible};
use crate::{random::Random, seal::Seal};

/// No vowels, so that no word comes out by chance, and no digits, which look like letters. Eight of them hold 34 bits.
const LETTERS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 8;

/// Eight letters. Stored only as a keyed hash, since a plain hash of them can be guessed.
#[derive(Clone, PartialEq, Eq)]
pub struct UserCode(String);

impl UserCode {
    /// A fresh code.
    #[must_use]
    pub fn new(random: &Random) -> Self {
        let end = u32::try_from(LETTERS.len()).unwrap_or_default();
        let letters = (0..LENGTH).filter_map(|_| LETTERS.get(random.below(end) as usize));
        Self(letters.map(|letter| char::from(*letter)).collect())
    }

    /// Reads a code as typed: small letters will do, and whatever stands between letters does not count.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let counts = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '_' | '.' | '·');
        let letters: String = without_invisible(typed).chars().filter(counts).map(|c| c.to_ascii_uppercase()).collect();
        match letters.len() {
            0 => Err(Code::Missing),
            LENGTH if letters.bytes().all(|byte| LETTERS.contains(&byte)) => Ok(Self(letters)),
            _ => Err(Code::Malformed),
        }
    }

    /// As people read it: two groups of four letters.
    #[must_use]
    pub fn shown(&self) -> String {
        let (first, second) = self.0.split_at(LENGTH / 2);
        format!("{first}-{second}")
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self, seal: &Seal, site: Uuid) -> [u8; 32] {
        seal.keyed_hash("user code", &[site.as_bytes(), self.0.as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for typed in
            ["WDJB-MJHT", "wdjbmjht", " wdjb mjht ", "W-D-J-B-M-J-H-T", "WDJB–MJHT", "\u{200b}WdJb\u{a0}mJhT", "WDJB.MJHT"]
        {
            assert!(UserCode::parse(typed).is_ok_and(|code| code.shown() == "WDJB-MJHT"), "{typed:?}");
        }
        for typed in ["WDJB-MJH", "WDJB-MJHTT", "WDJB-MJHA", "WDJB-MJH0", "ＷＤＪＢＭＪＨＴ", "WDJB/MJHT", "ſſſſſſſſ"]
        {
            assert_eq!(UserCode::parse(typed).err(), Some(Code::Malformed), "{typed:?}");
        }
        assert_eq!(UserCode::parse(" - ").err(), Some(Code::Missing));
    }

    #[test]
    fn what_is_made_can_be_read() {
        for _ in 0..1000 {
            let code = UserCode::new(&Random::system());
            assert!(UserCode::parse(&code.shown()).is_ok_and(|read| read == code));
        }
    }
}
