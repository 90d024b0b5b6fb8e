//! Proof that whoever exchanges a code is who asked for it (RFC 7636), by SHA-256 only.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Whether it has the form of a challenge: a hash in base64url.
#[must_use]
pub fn is_challenge(given: &str) -> bool {
    URL_SAFE_NO_PAD.decode(given).is_ok_and(|hash| hash.len() == 32)
}

/// The challenge that a verifier answers; `None` for what is no verifier (§4.1).
#[must_use]
pub fn challenge(verifier: &str) -> Option<String> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let is_verifier = (43..=128).contains(&verifier.len()) && verifier.bytes().all(allowed);
    is_verifier.then(|| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    #[test]
    fn the_published_example_comes_out() {
        let (verifier, expected) = ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(challenge(verifier).as_deref(), Some(expected));
        assert!(is_challenge(expected));
        for broken in ["", &verifier[1..], &verifier.replace('-', "+"), &"a".repeat(129), &format!("{verifier} ")] {
            assert_eq!(challenge(broken), None, "{broken}");
        }
        assert!(!is_challenge(verifier.get(1..).unwrap()) && !is_challenge(&format!("{expected}=")));
    }
}
