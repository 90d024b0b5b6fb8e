//! A password as typed, and the rules a new one must satisfy: length and not being easy to guess, nothing else.

use std::{fmt, sync::LazyLock};

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

use super::problem::{Code, Field, Problem};

/// How many characters must remain when the words that anybody would guess are taken out.
const LEAST_SUBSTANCE: usize = 6;
/// Passwords that many people use, sorted by bytes; see docs/decisions/0006-password-rules.md.
const COMMON: &str = include_str!("common-passwords.txt");

/// A password that can be hashed: not empty, not too long, without NUL, in Unicode NFC (NIST SP 800-63B-4 §3.1.1.2).
#[derive(Clone)]
pub struct Password(SecretString);

/// What a new password must satisfy.
pub struct PasswordRules<'a> {
    /// The least number of characters.
    pub minimum: usize,
    /// Words that anybody who knows the site and the address would try first.
    pub context: Vec<&'a str>,
}

impl Password {
    /// The most bytes that are hashed; more would only keep the machine busy.
    pub const MOST_BYTES: usize = 1024;

    /// Reads a password that is to be checked against an account.
    pub fn parse(typed: &SecretString) -> Result<Self, Problem> {
        let typed = typed.expose_secret();
        if typed.is_empty() {
            return Err(Problem::new(Field::Password, Code::Missing));
        }
        if typed.len() > Self::MOST_BYTES {
            return Err(Problem::numbered(Field::Password, Code::TooLong, Self::MOST_BYTES as u64));
        }
        if typed.contains('\0') {
            return Err(Problem::new(Field::Password, Code::Unusable));
        }
        Ok(Self(typed.nfc().collect::<String>().into()))
    }

    /// Reads a password that somebody wants from now on.
    pub fn parse_new(typed: &SecretString, rules: &PasswordRules<'_>) -> Result<Self, Problem> {
        let password = Self::parse(typed)?;
        let text = password.0.expose_secret();
        if text.chars().count() < rules.minimum {
            return Err(Problem::numbered(Field::Password, Code::TooShort, rules.minimum as u64));
        }
        let text = text.to_lowercase();
        if is_common(&text) {
            return Err(Problem::new(Field::Password, Code::Common));
        }
        if is_made_of(&text, &rules.context) {
            return Err(Problem::new(Field::Password, Code::Context));
        }
        Ok(password)
    }

    /// The bytes to hash.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// In the list, in the list with digits or marks around it, or one or two characters over and over.
fn is_common(password: &str) -> bool {
    let listed = |word: &str| COMMON_SORTED.binary_search(&word).is_ok();
    let core = password.trim_matches(|c: char| !c.is_alphabetic());
    let mut distinct: Vec<char> = password.chars().take(16).collect();
    let short = distinct.len() < 16;
    distinct.sort_unstable();
    distinct.dedup();
    listed(password) || (!core.is_empty() && listed(core)) || (short && distinct.len() <= 2)
}

static COMMON_SORTED: LazyLock<Vec<&'static str>> = LazyLock::new(|| COMMON.lines().collect());

fn is_made_of(password: &str, context: &[&str]) -> bool {
    let mut rest = password.to_owned();
    for phrase in context {
        let phrase = phrase.to_lowercase();
        let joined: String = phrase.split_whitespace().collect();
        let mut words: Vec<&str> =
            phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 3).collect();
        words.push(&joined);
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in words.into_iter().filter(|word| !word.is_empty()) {
            rest = rest.replace(word, "");
        }
    }
    rest.len() < password.len() && rest.chars().filter(|c| c.is_alphanumeric()).count() < LEAST_SUBSTANCE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(typed: &str) -> Option<Code> {
        let rules = PasswordRules { minimum: 10, context: vec!["Acme Cycles", "acme", "ada.lovelace"] };
        Password::parse_new(&typed.to_owned().into(), &rules).err().map(|problem| problem.code)
    }

    #[test]
    fn long_and_uncommon_is_all_it_takes() {
        let emoji: String = "😀😃😄😁".chars().cycle().take(64).collect();
        for good in [
            "correct horse battery staple",
            "zebra-Tunnel",
            "pässwörd-日本語-🔒",
            &emoji,
            &"😀".repeat(64),
            &"x1".repeat(128),
            "acme sells me bicycles",
        ] {
            assert_eq!(verdict(good), None, "{good}");
        }
    }

    #[test]
    fn what_anybody_would_try_first_is_refused() {
        for (bad, code) in [
            ("", Code::Missing),
            ("zebra-Tun", Code::TooShort),
            ("a\0bcdefghijkl", Code::Unusable),
            ("password1234567", Code::Common),
            ("Qwertyuiop", Code::Common),
            ("1234567890", Code::Common),
            ("aaaaaaaaaaaa", Code::Common),
            ("ababababab", Code::Common),
            ("AcmeCycles123", Code::Context),
            ("acme-cycles-1", Code::Context),
            ("ada.lovelace!", Code::Context),
        ] {
            assert_eq!(verdict(bad), Some(code), "{bad}");
        }
        assert_eq!(verdict(&"x".repeat(1025)), Some(Code::TooLong));
    }
}
