//! A password as typed, and the rules a new one must satisfy: length and not being easy to guess, nothing else.

use std::{cmp::Ordering, fmt};

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

use super::problem::{Code, Field, Problem};

/// How many characters must remain when the words that anybody would guess are taken out.
const LEAST_SUBSTANCE: usize = 6;
/// Leaked passwords of 8 characters and more, sorted by bytes; see docs/decisions/0006-password-rules.md.
const LEAKED: &str = include_str!("leaked-passwords.txt");
/// Shorter ones that are words, for passwords made of one with digits and marks around it; sorted by bytes.
const WORDS: &str = include_str!("common-words.txt");

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

/// In a list, in a list but for digits and marks around it, or one or two characters over and over.
fn is_common(password: &str) -> bool {
    let core = core(password);
    let mut distinct: Vec<char> = password.chars().take(16).collect();
    let short = distinct.len() < 16;
    distinct.sort_unstable();
    distinct.dedup();
    is_listed(LEAKED, password) || is_listed(LEAKED, core) || is_listed(WORDS, core) || (short && distinct.len() <= 2)
}

/// What remains without the digits and marks around it.
fn core(password: &str) -> &str {
    password.trim_matches(|c: char| !c.is_alphabetic())
}

/// Searches sorted lines where they lie, so that nothing is made of them first: the line in the middle tells which half is left.
fn is_listed(mut lines: &str, wanted: &str) -> bool {
    while !lines.is_empty() {
        let middle = lines.floor_char_boundary(lines.len() / 2);
        let start = lines[..middle].rfind('\n').map_or(0, |end| end + 1);
        let (line, rest) = lines[start..].split_once('\n').unwrap_or((&lines[start..], ""));
        match wanted.cmp(line) {
            Ordering::Less => lines = &lines[..start],
            Ordering::Equal => return true,
            Ordering::Greater => lines = rest,
        }
    }
    false
}

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
            "lantern gravel oboe",
            "puddle-comet-violin",
            "MittensBorrowThunder",
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
            ("monkey-12345", Code::Common),
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

    #[test]
    fn what_has_leaked_is_refused_even_if_it_looks_hard() {
        for leaked in
            ["P@ssw0rd123", "nissanskyline", "gjxnfgjxnf", "1q2w3e4r5t6y7u8i", "Thanksgiving#88", "1029384756", "2wsx3edc4rfv"]
        {
            assert_eq!(verdict(leaked), Some(Code::Common), "{leaked}");
        }
    }

    #[test]
    fn the_lists_can_be_searched_and_hold_nothing_in_vain() {
        for list in [LEAKED, WORDS] {
            assert!(list.ends_with('\n') && list.lines().is_sorted_by(|one, next| one < next));
            assert!(list.lines().all(|line| line == line.to_lowercase()));
            assert!(list.lines().step_by(101).all(|line| is_listed(list, line) && !is_listed(list, &format!("{line}\n"))));
        }
        assert!(LEAKED.lines().count() > 100_000 && LEAKED.lines().all(|line| line.chars().count() >= 8));
        assert!(
            LEAKED.lines().all(|line| core(line) == line || !(is_listed(LEAKED, core(line)) || is_listed(WORDS, core(line))))
        );
        assert!(WORDS.lines().all(|line| line.chars().count() < 8 && core(line) == line));
        for absent in ["", "\n", "!", "aaa\nbbb", "zzzzzzzzzzzzzz-nobody", "\u{10ffff}"] {
            assert!(!is_listed(LEAKED, absent) && !is_listed(WORDS, absent) && !is_listed("", absent), "{absent:?}");
        }
        assert!(is_listed("é\nü", "é") && is_listed("é\nü", "ü") && !is_listed("é\nü", "ö"));
    }
}
