//! What `SECRET_KEY` protects: secrets at rest (AES-256-GCM), keyed hashes (HMAC-SHA-256) and the keys of cookies.
//! An older key still opens what it sealed, so that a key can be changed without ending logins; only mailed codes, which are
//! hashed with the current key, have to be asked for anew.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use anyhow::{Result, anyhow};
use hmac::{Hmac, KeyInit as _, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use crate::random::Random;

const NONCE_BYTES: usize = 12;

/// The current key first, then older ones.
#[derive(Clone)]
pub struct Seal {
    secrets: Vec<SecretString>,
}

impl Seal {
    /// Built from `SECRET_KEY`, split at its commas.
    #[must_use]
    pub fn new(secrets: Vec<SecretString>) -> Self {
        Self { secrets }
    }

    /// Encrypts `plain` for the place named by `context`: it opens nowhere else.
    pub fn seal(&self, random: &Random, context: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE_BYTES] = random.bytes();
        let secret = self.secrets.first().ok_or_else(|| anyhow!("there is no SECRET_KEY"))?;
        let payload = Payload { msg: plain, aad: context.as_bytes() };
        let sealed = cipher(secret).encrypt(Nonce::from_slice(&nonce), payload).map_err(|_| anyhow!("encryption failed"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what `seal` made; `None` when it was altered, moved elsewhere, or sealed with a key that is gone.
    #[must_use]
    pub fn open(&self, context: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        self.secrets.iter().find_map(|secret| open(secret, context, sealed))
    }

    /// Seals anew what an older key sealed, so that that key can go; `None` when the current one did, or none that is known.
    pub fn renew(&self, random: &Random, context: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>> {
        let opened = self.secrets.iter().enumerate().find_map(|(age, secret)| Some((age, open(secret, context, sealed)?)));
        let older = opened.filter(|(age, _)| *age > 0);
        older.map(|(_, plain)| self.seal(random, context, &plain)).transpose()
    }

    /// A hash that only the holder of the current key can compute.
    #[must_use]
    pub fn keyed_hash(&self, context: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.secrets.first().map_or([0; 32], |secret| derive(secret, context, parts))
    }

    /// The 64 bytes from which cookies are encrypted, current key first.
    pub fn cookie_keys(&self) -> impl Iterator<Item = [u8; 64]> {
        self.secrets.iter().map(|secret| {
            let mut key = [0; 64];
            key[..32].copy_from_slice(&derive(secret, "cookie 1", &[]));
            key[32..].copy_from_slice(&derive(secret, "cookie 2", &[]));
            key
        })
    }
}

fn open(secret: &SecretString, context: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, body) = sealed.split_at_checked(NONCE_BYTES)?;
    cipher(secret).decrypt(Nonce::from_slice(nonce), Payload { msg: body, aad: context.as_bytes() }).ok()
}

fn cipher(secret: &SecretString) -> Aes256Gcm {
    Aes256Gcm::new(&derive(secret, "at rest", &[]).into())
}

fn derive(secret: &SecretString, context: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).unwrap_or_else(|_| unreachable!("any length is a key"));
    for part in [context.as_bytes()].iter().chain(parts) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_key_still_opens_what_the_old_one_sealed() {
        let random = Random::system();
        let old = Seal::new(vec!["a".repeat(32).into()]);
        let both = Seal::new(vec!["b".repeat(32).into(), "a".repeat(32).into()]);
        let new = Seal::new(vec!["b".repeat(32).into()]);
        let sealed = old.seal(&random, "outbox", b"secret").unwrap();
        assert_eq!(both.open("outbox", &sealed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(new.open("outbox", &sealed), None);
        assert_eq!(both.open("elsewhere", &sealed), None);
        assert_eq!(both.open("outbox", &sealed[..5]), None);
        let renewed = both.renew(&random, "outbox", &sealed).unwrap().unwrap();
        assert_eq!(new.open("outbox", &renewed).as_deref(), Some(&b"secret"[..]));
        for done in [
            both.renew(&random, "outbox", &renewed),
            both.renew(&random, "elsewhere", &sealed),
            new.renew(&random, "outbox", &sealed),
        ] {
            assert_eq!(done.unwrap(), None);
        }
    }
}
