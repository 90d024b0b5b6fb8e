//! What a client asks for when it sends a person here (OpenID Connect Core §3.1.2.1), and how that travels until the person has
//! logged in and agreed: sealed, in the addresses of the pages on the way. So each window goes its own way, in any order; the way
//! back from a mailed link is the same; and a stranger who only looks leaves nothing behind.

use anyhow::Result;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{random::Random, seal::Seal};

/// How long a person may take, mailed links and all. Later the client has most likely forgotten that it asked.
const LIFETIME: Duration = Duration::days(1);

/// A request that was understood. That the client may still be answered there is looked up whenever it matters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub client: Uuid,
    /// Where to answer.
    pub redirect_uri: String,
    /// How to answer.
    pub response_mode: ResponseMode,
    /// What the client sent along, which goes back with the answer.
    pub state: Option<String>,
    /// What the client sent along, which goes into the ID token.
    pub nonce: Option<String>,
    /// What it wants to know.
    pub scopes: Vec<String>,
    /// What the code's verifier has to answer (RFC 7636).
    pub code_challenge: Option<String>,
    /// What the person is to be asked.
    pub prompt: Prompt,
    /// The longest time since the password was given, in seconds.
    pub max_age: Option<i64>,
    /// The address that the person probably logs in with.
    pub login_hint: Option<String>,
    /// Who the person has to be.
    pub expected: Expected,
    /// When it came.
    #[serde(with = "time::serde::timestamp::microseconds")]
    pub begun_at: OffsetDateTime,
}

/// How an answer travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResponseMode {
    /// In the address.
    Query,
    /// In a form that the browser sends.
    FormPost,
}

/// What the person is to be asked, whatever is known already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each can be asked for beside the others")]
pub struct Prompt {
    /// Nothing at all.
    pub none: bool,
    /// To log in, though somebody may be logged in.
    pub login: bool,
    /// To agree, though that may have happened before.
    pub consent: bool,
    /// To sign up.
    pub create: bool,
}

/// Who the person has to be, as far as the client said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expected {
    /// Anybody.
    Anybody,
    /// The person of an ID token that the client sent along.
    Person(Uuid),
    /// Somebody of whom the client has an ID token that cannot be read any more.
    Unknown,
}

impl Prompt {
    /// Reads the parameter; `None` when it says what there is not, or contradicts itself.
    #[must_use]
    pub fn parse(given: &str) -> Option<Self> {
        let mut prompt = Self::default();
        for word in given.split_whitespace() {
            match word {
                "none" => prompt.none = true,
                // Whoever is asked for the password may as well be somebody else.
                "login" | "select_account" => prompt.login = true,
                "consent" => prompt.consent = true,
                "create" => prompt.create = true,
                _ => return None,
            }
        }
        let asks = prompt.login || prompt.consent || prompt.create;
        (!(prompt.none && asks)).then_some(prompt)
    }
}

impl AuthorizationRequest {
    /// As it travels. It means nothing to another site.
    pub fn seal(&self, seal: &Seal, random: &Random, site: Uuid) -> Result<String> {
        Ok(URL_SAFE_NO_PAD.encode(seal.seal(random, &context(site), &serde_json::to_vec(self)?)?))
    }

    /// As it comes back; `None` for anything that this site has not sealed.
    #[must_use]
    pub fn open(sealed: &str, seal: &Seal, site: Uuid) -> Option<Self> {
        serde_json::from_slice(&seal.open(&context(site), &URL_SAFE_NO_PAD.decode(sealed).ok()?)?).ok()
    }

    /// Whether the person took too long.
    #[must_use]
    pub fn is_stale(&self, now: OffsetDateTime) -> bool {
        now >= self.begun_at + LIFETIME
    }

    /// Whether the password was given recently enough: since the request came, or no longer before it than it allows.
    #[must_use]
    pub fn is_content_with(&self, proven_at: Option<OffsetDateTime>) -> bool {
        let is_older = |most| proven_at.is_none_or(|at| self.begun_at - at > Duration::seconds(most));
        self.was_answered_by(proven_at) || !(self.prompt.login || self.max_age.is_some_and(is_older))
    }

    /// Whether a login began, or was proven once more, for this request.
    #[must_use]
    pub fn was_answered_by(&self, proven_at: Option<OffsetDateTime>) -> bool {
        proven_at.is_some_and(|at| at >= self.begun_at)
    }
}

fn context(site: Uuid) -> String {
    format!("authorization request {site}")
}
