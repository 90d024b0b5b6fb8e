//! Refresh tokens: opaque to their holder, and readable to nobody else. Each names what it keeps going, so that one which was used
//! before is known for what it is, however long ago, without a list of all that ever were.

use anyhow::Result;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretString;
use uuid::Uuid;

use super::token::{Token, TokenHash};
use crate::{random::Random, seal::Seal};

/// A token, as it was handed out.
pub struct RefreshToken {
    /// What it keeps going.
    pub kept: Uuid,
    secret: Token,
}

/// What a token can keep going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// A login, for the site's own front end.
    Login,
    /// What a client holds of a person.
    Grant,
}

impl RefreshToken {
    /// A fresh token.
    #[must_use]
    pub fn new(random: &Random, kept: Uuid) -> Self {
        Self { kept, secret: Token::new(random) }
    }

    /// One whose secret was stored already.
    #[must_use]
    pub fn of(kept: Uuid, secret: Token) -> Self {
        Self { kept, secret }
    }

    /// The token that comes after this one. It follows from this one and our key, so whoever asks twice, because an answer got
    /// lost or two windows were open, gets the same.
    #[must_use]
    pub fn next(&self, seal: &Seal) -> Self {
        let parts = [self.kept.as_bytes(), self.secret.reveal().as_bytes()].map(<[u8]>::to_vec);
        Self { kept: self.kept, secret: Token::of(seal.keyed_hash("next refresh token", &[&parts[0], &parts[1]])) }
    }

    /// As its holder gets it. It means nothing to another site, nor where something else is kept going.
    pub fn reveal(&self, keeps: Keeps, seal: &Seal, random: &Random, site: Uuid) -> Result<SecretString> {
        let plain = format!("{} {}", self.kept.simple(), self.secret.reveal());
        Ok(URL_SAFE_NO_PAD.encode(seal.seal(random, &keeps.context(site), plain.as_bytes())?).into())
    }

    /// Reads one back; `None` for anything that this site has not handed out.
    #[must_use]
    pub fn parse(text: &str, keeps: Keeps, seal: &Seal, site: Uuid) -> Option<Self> {
        let plain = String::from_utf8(seal.open(&keeps.context(site), &URL_SAFE_NO_PAD.decode(text).ok()?)?).ok()?;
        let (kept, secret) = plain.split_once(' ')?;
        Some(Self { kept: kept.parse().ok()?, secret: Token::parse(secret)? })
    }

    /// What is stored.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        self.secret.hash()
    }
}

impl Keeps {
    fn context(self, site: Uuid) -> String {
        match self {
            Self::Login => format!("refresh {site}"),
            Self::Grant => format!("refresh grant {site}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_token_is_read_by_its_own_site_only_and_whole() {
        let (random, seal) = (Random::system(), Seal::new(vec!["a".repeat(32).into()]));
        let (site, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let token = RefreshToken::new(&random, Uuid::from_u128(3));
        let text = token.reveal(Keeps::Login, &seal, &random, site).unwrap();
        let text = text.expose_secret();
        let parse = |text: &str, site| RefreshToken::parse(text, Keeps::Login, &seal, site);
        let read = parse(text, site).unwrap();
        assert_eq!((read.kept, read.hash()), (token.kept, token.hash()));
        assert!(parse(text, other).is_none() && RefreshToken::parse(text, Keeps::Grant, &seal, site).is_none());
        for broken in ["", &text[1..], &format!("{text}A"), &text.replace(&text[20..24], "AAAA")] {
            assert!(parse(broken, site).is_none(), "{broken}");
        }
    }

    #[test]
    fn the_next_token_is_the_same_for_whoever_asks_twice_and_unknown_without_the_key() {
        let (random, seal) = (Random::system(), Seal::new(vec!["a".repeat(32).into()]));
        let token = RefreshToken::new(&random, Uuid::from_u128(3));
        assert_eq!(token.next(&seal).hash(), token.next(&seal).hash());
        assert_ne!(token.next(&seal).hash(), token.hash());
        assert_ne!(token.next(&seal).next(&seal).hash(), token.next(&seal).hash());
        assert_ne!(token.next(&seal).hash(), token.next(&Seal::new(vec!["b".repeat(32).into()])).hash());
    }
}
