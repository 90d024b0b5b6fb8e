//! A stored hash, in the PHC string format.

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use subtle::ConstantTimeEq;

use super::{Cost, HASH_BYTES};

/// The most that a stored hash may demand, so that a row cannot exhaust the machine.
const MOST_KIB: u32 = 1 << 20;

/// A stored hash, taken apart.
pub(super) struct Stored {
    pub(super) cost: Cost,
    pub(super) salt: Vec<u8>,
    pub(super) hash: Vec<u8>,
}

impl Stored {
    pub(super) fn parse(phc: &str) -> Result<Self> {
        let stored = Self::read(phc).context("a stored password hash is not one that this version reads")?;
        ensure!(stored.cost.memory <= MOST_KIB, "a stored password hash asks for {} KiB", stored.cost.memory);
        Ok(stored)
    }

    fn read(phc: &str) -> Option<Self> {
        let (costs, rest) = phc.strip_prefix("$argon2id$v=19$")?.split_once('$')?;
        let (salt, hash) = rest.split_once('$')?;
        let mut numbers = costs.split(',').zip(["m=", "t=", "p="]).map(|(part, name)| part.strip_prefix(name)?.parse().ok());
        let cost = Cost { memory: numbers.next()??, passes: numbers.next()??, lanes: numbers.next()?? };
        Some(Self { cost, salt: STANDARD_NO_PAD.decode(salt).ok()?, hash: STANDARD_NO_PAD.decode(hash).ok()? })
    }

    pub(super) fn to_phc(&self) -> String {
        let Cost { memory, passes, lanes } = self.cost;
        let (salt, hash) = (STANDARD_NO_PAD.encode(&self.salt), STANDARD_NO_PAD.encode(&self.hash));
        format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${hash}")
    }

    /// Whether this is the hash, in constant time.
    pub(super) fn is(&self, hash: &[u8; HASH_BYTES]) -> bool {
        hash[..].ct_eq(&self.hash).into()
    }

    /// Whether one computation serves both.
    pub(super) fn is_made_like(&self, other: &Self) -> bool {
        self.salt == other.salt && self.cost == other.cost
    }
}
