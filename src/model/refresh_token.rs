//! Refresh tokens: opaque to their holder, and readable to nobody else. Each names its login, so that one which was used before
//! is known for what it is, however long ago, without a list of all that ever were.

use anyhow::Result;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretString;
use uuid::Uuid;

use super::token::{Token, TokenHash};
use crate::{random::Random, seal::Seal};

/// A token of one login, as it was handed out.
pub struct RefreshToken {
    /// The login.
    pub session: Uuid,
    secret: Token,
}

impl RefreshToken {
    /// A fresh token.
    #[must_use]
    pub fn new(random: &Random, session: Uuid) -> Self {
        Self { session, secret: Token::new(random) }
    }

    /// As its holder gets it. It means nothing to another site.
    pub fn reveal(&self, seal: &Seal, random: &Random, site: Uuid) -> Result<SecretString> {
        let plain = format!("{} {}", self.session.simple(), self.secret.reveal());
        Ok(URL_SAFE_NO_PAD.encode(seal.seal(random, &context(site), plain.as_bytes())?).into())
    }

    /// Reads one back; `None` for anything that this site has not handed out.
    #[must_use]
    pub fn parse(text: &str, seal: &Seal, site: Uuid) -> Option<Self> {
        let plain = String::from_utf8(seal.open(&context(site), &URL_SAFE_NO_PAD.decode(text).ok()?)?).ok()?;
        let (session, secret) = plain.split_once(' ')?;
        Some(Self { session: session.parse().ok()?, secret: Token::parse(secret)? })
    }

    /// What is stored.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        self.secret.hash()
    }
}

fn context(site: Uuid) -> String {
    format!("refresh {site}")
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
        let text = token.reveal(&seal, &random, site).unwrap();
        let text = text.expose_secret();
        let read = RefreshToken::parse(text, &seal, site).unwrap();
        assert_eq!((read.session, read.hash()), (token.session, token.hash()));
        assert!(RefreshToken::parse(text, &seal, other).is_none());
        for broken in ["", &text[1..], &format!("{text}A"), &text.replace(&text[20..24], "AAAA")] {
            assert!(RefreshToken::parse(broken, &seal, site).is_none(), "{broken}");
        }
    }
}
