//! A password that the portal makes, for somebody who has to choose another one with it.

use std::fmt::Write;

use secrecy::SecretString;

use crate::random::Random;

/// Nothing that is taken for something else when it is read out or copied by hand.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Of five letters each; four of them hold 99 bits.
const GROUPS: usize = 4;

/// One of at least `minimum` characters.
#[must_use]
pub fn make(random: &Random, minimum: usize) -> SecretString {
    let mut text = String::new();
    let mut groups = 0;
    while groups < GROUPS || text.len() < minimum {
        let separator = if groups == 0 { "" } else { "-" };
        // Writing into a string cannot fail.
        let _ = write!(text, "{separator}{}", group(random));
        groups += 1;
    }
    text.into()
}

fn group(random: &Random) -> String {
    let end = u32::try_from(LETTERS.len()).unwrap_or_default();
    (0..5).filter_map(|_| LETTERS.get(random.below(end) as usize)).map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use secrecy::ExposeSecret;

    use super::*;
    use crate::model::password::{Password, PasswordRules};

    #[test]
    fn each_is_another_and_satisfies_every_site_s_rules() {
        let mut seen = HashSet::new();
        for minimum in [8, 10, 23, 24, 64] {
            for _ in 0..200 {
                let made = make(&Random::system(), minimum);
                let rules = PasswordRules { minimum, context: vec!["Acme Cycles", "acme", "ada@example.com"] };
                assert!(Password::parse_new(&made, &rules).is_ok(), "{}", made.expose_secret());
                assert!(seen.insert(made.expose_secret().to_owned()));
            }
        }
        assert!(seen.iter().all(|made| made.split('-').all(|group| group.len() == 5)));
    }
}
