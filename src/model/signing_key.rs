//! A key that signs a site's tokens, and what anybody may know of it. The private half can be used here and nowhere else; it
//! comes and goes as bytes that are sealed at rest.

use anyhow::{Context, Result};
use aws_lc_rs::{
    encoding::AsDer,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
        RsaPublicKeyComponents,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    DecodingKey, Header, Validation,
    jwk::{Jwk, PublicKeyUse, ThumbprintHash},
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256, Sha512};
use utoipa::ToSchema;
use zeroize::Zeroizing;

/// How tokens are signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SigningAlgorithm)]
pub enum Algorithm {
    /// Ed25519 (RFC 8037).
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// RSA of 2048 bits, PKCS #1 v1.5, with SHA-256: what every library knows, and all that some do.
    #[default]
    #[serde(rename = "RS256")]
    Rs256,
}

/// A key. One whose private half cannot be read, since `SECRET_KEY` was replaced, still tells whether it made a signature.
pub struct SigningKey {
    kid: String,
    algorithm: Algorithm,
    public: Jwk,
    verifier: DecodingKey,
    rules: Validation,
    private: Option<Private>,
}

/// Parsed once, used for every signature.
enum Private {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Algorithm {
    /// Its name in tokens and key sets (RFC 7518 §3.1, RFC 8037 §3.1).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    /// The algorithm of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::EdDsa, Self::Es256, Self::Rs256].into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// The bytes (PKCS #8) of a fresh private key, by the library's own generator. RSA takes a while: not for async threads.
    pub fn generate(self) -> Result<Zeroizing<Vec<u8>>> {
        let bytes = match self {
            Self::EdDsa => Ed25519KeyPair::generate()?.to_pkcs8v1()?.as_ref().to_vec(),
            Self::Es256 => EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?.to_pkcs8v1()?.as_ref().to_vec(),
            Self::Rs256 => RsaKeyPair::generate(KeySize::Rsa2048)?.as_der()?.as_ref().to_vec(),
        };
        Ok(Zeroizing::new(bytes))
    }

    fn registered(self) -> jsonwebtoken::Algorithm {
        match self {
            Self::EdDsa => jsonwebtoken::Algorithm::EdDSA,
            Self::Es256 => jsonwebtoken::Algorithm::ES256,
            Self::Rs256 => jsonwebtoken::Algorithm::RS256,
        }
    }
}

impl SigningKey {
    /// From the bytes that `generate` made.
    pub fn read(algorithm: Algorithm, bytes: &[u8]) -> Result<Self> {
        let private = match algorithm {
            Algorithm::EdDsa => Private::Ed25519(Ed25519KeyPair::from_pkcs8(bytes)?),
            Algorithm::Es256 => Private::P256(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, bytes)?),
            Algorithm::Rs256 => Private::Rsa(RsaKeyPair::from_pkcs8(bytes)?),
        };
        let mut public = Jwk::from_decoding_key(&private.public(), Some(algorithm.registered()))?;
        public.common.key_id = Some(public.thumbprint(ThumbprintHash::SHA256)?);
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { private: Some(private), ..Self::read_public(algorithm, public)? })
    }

    /// From the public half alone.
    pub fn read_public(algorithm: Algorithm, public: Jwk) -> Result<Self> {
        let mut rules = Validation::new(algorithm.registered());
        // Time is handed in, and claims are typed: both are the business of whoever opens a token.
        rules.required_spec_claims.clear();
        (rules.validate_exp, rules.validate_aud) = (false, false);
        let kid = public.common.key_id.clone().context("a public key has no id")?;
        Ok(Self { kid, algorithm, verifier: DecodingKey::from_jwk(&public)?, public, rules, private: None })
    }

    /// Its thumbprint (RFC 7638), which names it in tokens and key sets.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// How it signs.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// What anybody may know of it.
    #[must_use]
    pub fn public(&self) -> &Jwk {
        &self.public
    }

    /// Whether its private half could be read.
    #[must_use]
    pub fn can_sign(&self) -> bool {
        self.private.is_some()
    }

    /// A token of the type `kind` that says `claims`.
    pub fn sign(&self, kind: &str, claims: &impl Serialize) -> Result<SecretString> {
        let private = self.private.as_ref().context("the signing key cannot be read with this SECRET_KEY")?;
        let header =
            Header { typ: Some(kind.to_owned()), kid: Some(self.kid.clone()), ..Header::new(self.algorithm.registered()) };
        let (header, claims) = (serde_json::to_vec(&header)?, serde_json::to_vec(claims)?);
        let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = URL_SAFE_NO_PAD.encode(private.sign(message.as_bytes())?);
        Ok(format!("{message}.{signature}").into())
    }

    /// What binds a text to a token that this key signs: the first half of its hash, by the hash that the signature uses (OpenID
    /// Connect Core §3.1.3.6).
    #[must_use]
    pub fn half_hash(&self, text: &str) -> String {
        let hash = match self.algorithm {
            Algorithm::EdDsa => Sha512::digest(text).to_vec(),
            Algorithm::Es256 | Algorithm::Rs256 => Sha256::digest(text).to_vec(),
        };
        URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
    }

    /// What a token says, if this key signed it. The algorithm is the key's own, whatever the token's header claims: neither
    /// `none` nor an HMAC keyed with the public key gets past (RFC 8725 §2.1).
    #[must_use]
    pub fn open<T: DeserializeOwned>(&self, token: &str) -> Option<T> {
        jsonwebtoken::decode(token, &self.verifier, &self.rules).ok().map(|opened| opened.claims)
    }
}

impl Private {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        let random = SystemRandom::new();
        Ok(match self {
            Self::Ed25519(pair) => pair.try_sign(message)?.as_ref().to_vec(),
            Self::P256(pair) => pair.sign(&random, message)?.as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)?;
                signature
            }
        })
    }

    fn public(&self) -> DecodingKey {
        match self {
            Self::Ed25519(pair) => DecodingKey::from_ed_der(pair.public_key().as_ref()),
            Self::P256(pair) => DecodingKey::from_ec_der(pair.public_key().as_ref()),
            Self::Rsa(pair) => {
                let RsaPublicKeyComponents { n, e } = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                DecodingKey::from_rsa_raw_components(&n, &e)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::{Value, json};

    use super::*;

    /// RFC 8037, appendix A.
    #[test]
    fn the_published_example_has_its_published_thumbprint_and_signature() {
        let seed = URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
        let head = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
        let key = SigningKey::read(Algorithm::EdDsa, &[&head[..], &seed].concat()).unwrap();
        assert_eq!(key.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        let signature = key.private.as_ref().unwrap().sign(b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc").unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(signature),
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
        );
    }

    #[test]
    fn every_algorithm_signs_what_its_public_half_opens_and_tells_nothing_private() {
        for algorithm in [Algorithm::EdDsa, Algorithm::Es256, Algorithm::Rs256] {
            assert_eq!(Algorithm::parse(algorithm.name()), Some(algorithm));
            assert_eq!(json!(algorithm), algorithm.name());
            let key = SigningKey::read(algorithm, &algorithm.generate().unwrap()).unwrap();
            let public = serde_json::to_value(key.public()).unwrap();
            assert_eq!((&public["kid"], &public["alg"], &public["use"]), (&json!(key.kid()), &json!(algorithm), &json!("sig")));
            for secret in ["d", "p", "q", "dp", "dq", "qi", "k"] {
                assert!(public.get(secret).is_none(), "{secret}");
            }
            let token = key.sign("JWT", &json!({"sub": "ada"})).unwrap();
            let public = SigningKey::read_public(algorithm, serde_json::from_value(public).unwrap()).unwrap();
            assert_eq!(public.open::<Value>(token.expose_secret()).unwrap(), json!({"sub": "ada"}));
            assert!(!public.can_sign() && public.sign("JWT", &json!({})).is_err());
        }
        assert_eq!(Algorithm::parse("none"), None);
        assert!(SigningKey::read(Algorithm::EdDsa, b"no key").is_err());
    }
}
