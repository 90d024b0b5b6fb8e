//! Settings that will not do, each with a sentence that says how to mend it.

use secrecy::{ExposeSecret, SecretString};

use super::{Config, is_loopback};

/// Values that stand in examples and must never guard anything.
const EXAMPLES: [&str; 4] = ["change-me", "changeme", "example", "secret-key"];
/// KiB times passes: the least that OWASP's Password Storage Cheat Sheet recommends in any of its combinations.
const LEAST_COST: u64 = 35_840;

impl Config {
    /// Everything that is wrong, one sentence each, naming the setting. Development may leave secrets and mail unset.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let production = !self.is_development();
        let mut complaints = Vec::new();
        complaints.extend(secret_complaint("SECRET_KEY", self.secret_key.as_ref(), production));
        complaints.extend(secret_complaint("MASTER_API_KEY", self.master_api_key.as_ref(), production));
        complaints.extend(secret_complaint("SERVICE_API_TOKEN", self.service_api_token.as_ref(), false));
        complaints.extend(secret_complaint("METRICS_TOKEN", self.metrics_token.as_ref(), false));
        let (scheme, url) = (self.public_url.scheme(), &self.public_url);
        if url.host().is_none() || !matches!(scheme, "http" | "https") || !matches!(url.path(), "" | "/") {
            complaints.push(format!("PUBLIC_URL is {url}; it must be http(s)://host[:port] without a path."));
        } else if production && scheme == "http" && !is_loopback(url) {
            complaints.push(format!(
                "PUBLIC_URL is {url}; in production it must begin with https://, or passwords travel in the clear."
            ));
        }
        if !production && !is_loopback(url) {
            complaints.push(format!("VESTIBULE_ENV is development, which is for this machine only, but PUBLIC_URL is {url}."));
        }
        let cost = u64::from(self.hashing.argon2_memory) * u64::from(self.hashing.argon2_passes);
        if production && cost < LEAST_COST {
            complaints.push("ARGON2_MEMORY times ARGON2_PASSES is less than 35840; the default, 19456 times 2, is good.".into());
        }
        if production && self.mail_url.is_none() {
            complaints
                .push("MAIL_URL is not set; in production mail needs a way out, such as smtp://user:password@host:587.".into());
        }
        complaints
    }
}

fn secret_complaint(name: &str, secret: Option<&SecretString>, required: bool) -> Option<String> {
    let Some(secret) = secret else {
        return required.then(|| format!("{name} is not set; make one with `openssl rand -base64 48`."));
    };
    let weak = |key: &str| key.len() < 32 || EXAMPLES.iter().any(|example| key.to_lowercase().contains(example)) || repeats(key);
    let keys = secret.expose_secret().split(',').map(str::trim);
    keys.clone()
        .any(weak)
        .then(|| format!("{name} is shorter than 32 characters or an example value; make one with `openssl rand -base64 48`."))
}

/// A key made of a few characters over and over guards nothing.
fn repeats(key: &str) -> bool {
    let mut distinct: Vec<u8> = key.bytes().collect();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() < 8
}
