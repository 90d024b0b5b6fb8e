//! Spots a mistyped well-known mail domain, so that a person can be asked once: "did you mean …?"

use super::email::Email;

const WELL_KNOWN: [&str; 14] = [
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.es",
    "outlook.com",
    "outlook.es",
    "yahoo.com",
    "yahoo.es",
    "icloud.com",
    "live.com",
    "proton.me",
    "protonmail.com",
    "fastmail.com",
    "web.de",
];

/// Real ones that look like a slip in another.
const INNOCENT: [&str; 6] = ["mail.com", "email.com", "ymail.com", "gmx.com", "live.co", "fastmail.fm"];

/// The address with its domain corrected, when the domain is one slip away from a well-known one.
#[must_use]
pub fn suggestion(email: &Email) -> Option<String> {
    let domain = email.domain();
    // A short domain is one slip away from too many real ones.
    if WELL_KNOWN.contains(&domain) || INNOCENT.contains(&domain) || domain.len() < 8 {
        return None;
    }
    let meant = WELL_KNOWN.iter().find(|known| known.len() >= 8 && is_one_slip(domain, known))?;
    Some(format!("{}@{meant}", email.local_part()))
}

/// Whether one letter more, one less, one other, or two swapped makes `typed` out of `meant`.
fn is_one_slip(typed: &str, meant: &str) -> bool {
    let (typed, meant) = (typed.as_bytes(), meant.as_bytes());
    let start = typed.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let (typed, meant) = (&typed[start..], &meant[start..]);
    let end = typed.iter().rev().zip(meant.iter().rev()).take_while(|(a, b)| a == b).count();
    let (typed, meant) = (&typed[..typed.len() - end], &meant[..meant.len() - end]);
    match (typed, meant) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(typed: &str) -> Option<String> {
        suggestion(&Email::parse(typed).unwrap())
    }

    #[test]
    fn one_slip_in_a_well_known_domain_is_noticed() {
        assert_eq!(suggested("ada@homtail.com").as_deref(), Some("ada@hotmail.com"));
        for typed in ["ada@gmial.com", "ada@gmail.con", "ada@gmai.com", "ada@gmaill.com", "ada@gnail.com"] {
            assert_eq!(suggested(typed).as_deref(), Some("ada@gmail.com"), "{typed}");
        }
    }

    #[test]
    fn other_domains_are_left_alone() {
        for typed in ["ada@gmail.com", "ada@example.com", "ada@hotmail.es", "ada@acme.org", "ada@mail.com", "ada@yahoo.fr"] {
            assert_eq!(suggested(typed), None, "{typed}");
        }
    }
}
