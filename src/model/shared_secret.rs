//! Compares what a program sends with a secret from the settings, in a time that tells nothing of either.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// Whether it is one of them. All are looked at, and hashes are compared, so that neither length nor a common beginning shows.
#[must_use]
pub fn is_one_of(sent: &[u8], secrets: &[SecretString]) -> bool {
    let sent = Sha256::digest(sent);
    let same = |secret: &SecretString| Sha256::digest(secret.expose_secret()).ct_eq(&sent);
    secrets.iter().map(same).fold(Choice::from(0), |any, this| any | this).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_of_the_secrets_will_do_and_nothing_else() {
        let secrets = ["new", "old"].map(SecretString::from);
        assert!(is_one_of(b"new", &secrets) && is_one_of(b"old", &secrets));
        for other in [&b""[..], b"ne", b"newer", b"New", b"new,old", b"new\0", b"\xff\xfe"] {
            assert!(!is_one_of(other, &secrets));
        }
        assert!(!is_one_of(b"", &[]));
    }
}
