//! The two secrets in a letter that proves an address: a link, and six digits for another device.

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    mail_code::MailCode,
    token::{Token, TokenHash},
};
use crate::{random::Random, seal::Seal};

/// A link and a code.
pub struct Mailed {
    /// The link's token.
    pub link: Token,
    /// The six digits.
    pub code: MailCode,
}

/// How long they work.
#[derive(Debug, Clone, Copy)]
pub struct MailedLifetimes {
    /// The link.
    pub link: Duration,
    /// The code.
    pub code: Duration,
}

/// What is stored of them.
pub struct MailedHashes {
    /// The link.
    pub link: TokenHash,
    /// Until when the link works.
    pub link_expires_at: OffsetDateTime,
    /// The code, by a keyed hash.
    pub code: [u8; 32],
    /// Until when the code works.
    pub code_expires_at: OffsetDateTime,
}

impl Mailed {
    /// Fresh ones.
    #[must_use]
    pub fn new(random: &Random) -> Self {
        Self { link: Token::new(random), code: MailCode::new(random) }
    }

    /// Reads them back from a letter.
    #[must_use]
    pub fn read(link: &str, code: &str) -> Option<Self> {
        Some(Self { link: Token::parse(link)?, code: MailCode::parse(code).ok()? })
    }

    /// What is to be stored of them.
    #[must_use]
    pub fn hashes(&self, seal: &Seal, site: Uuid, from: OffsetDateTime, lifetimes: MailedLifetimes) -> MailedHashes {
        MailedHashes {
            link: self.link.hash(),
            link_expires_at: from + lifetimes.link,
            code: code_hash(seal, site, &self.code),
            code_expires_at: from + lifetimes.code,
        }
    }
}

/// What is stored of a code. Keyed, because a plain hash of six digits can be undone by trying them all.
#[must_use]
pub fn code_hash(seal: &Seal, site: Uuid, code: &MailCode) -> [u8; 32] {
    seal.keyed_hash("mailed code", &[site.as_bytes(), code.reveal().as_bytes()])
}
