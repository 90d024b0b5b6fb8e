//! A client proves who it is, in one of the ways that the specifications know (OpenID Connect Core §9).

use anyhow::Result;
use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use subtle::{Choice, ConstantTimeEq};
use uuid::Uuid;

use crate::{
    flows::{
        Visit,
        limits::{self, Limit, Whom},
    },
    model::{
        client_assertion::{self, Assertion},
        oauth_client::{Authentication, Client, Secret},
        oauth_error::{ErrorCode, OAuthError},
        parameters::{Parameters, Repeated},
        token::Token,
    },
    store::{self, SiteTx},
};

/// What a client shows of itself.
pub struct Presented {
    /// Which client it says that it is, if there can be one of that name.
    client: Option<Uuid>,
    proof: Proof,
}

enum Proof {
    Nothing,
    Secret(SecretString),
    Assertion(String),
}

impl Presented {
    /// Reads the header and the form. Two proofs at once are none (RFC 6749 §2.3).
    pub fn read(authorization: Option<&[u8]>, parameters: &Parameters) -> Result<Self, OAuthError> {
        let one =
            |name| parameters.one(name).map_err(|Repeated| ErrorCode::InvalidRequest.because("A parameter was sent twice."));
        let named = one("client_id")?;
        let mut proofs = Vec::new();
        if let Some(header) = authorization {
            let (id, secret) = basic(header).ok_or_else(|| unknown("The Authorization header cannot be read."))?;
            proofs.push((id, Proof::Secret(secret)));
        }
        if let Some(secret) = one("client_secret")? {
            proofs.push((named.unwrap_or_default().to_owned(), Proof::Secret(secret.to_owned().into())));
        }
        match (one("client_assertion")?, one("client_assertion_type")?) {
            (Some(assertion), Some(client_assertion::KIND)) => {
                let id = client_assertion::claimed(assertion).ok_or_else(|| unknown("The assertion cannot be read."))?;
                proofs.push((id.to_string(), Proof::Assertion(assertion.to_owned())));
            }
            (None, None) => {}
            (_, _) => return Err(ErrorCode::InvalidRequest.because("There is one client_assertion_type: jwt-bearer.")),
        }
        if proofs.len() > 1 {
            return Err(ErrorCode::InvalidRequest.because("The client proves who it is in more than one way."));
        }
        let (id, proof) = proofs.pop().unwrap_or_else(|| (named.unwrap_or_default().to_owned(), Proof::Nothing));
        if named.is_some_and(|named| named != id) {
            return Err(ErrorCode::InvalidRequest.because("client_id is another client's."));
        }
        Ok(Self { client: id.parse().ok(), proof })
    }
}

/// The client, if it is who it says it is and may act at all, and the transaction with which a proof by signature is used up.
pub async fn authenticate(visit: &Visit, presented: &Presented) -> Result<Result<(SiteTx, Client), OAuthError>> {
    let mut tx = visit.begin().await?;
    let found = match presented.client {
        Some(id) => store::oauth_clients::find(&mut tx, id).await?.filter(Client::is_active),
        None => None,
    };
    let Some(client) = found else {
        drop(tx);
        return Ok(Err(refuse(visit, presented, "There is no such client.").await?));
    };
    let proven = match (client.auth, &presented.proof) {
        (Authentication::None, Proof::Nothing) => true,
        (Authentication::Secret, Proof::Secret(secret)) => has_secret(visit, &mut tx, &client, secret).await?,
        (Authentication::PrivateKeyJwt, Proof::Assertion(assertion)) => has_signed(visit, &mut tx, &client, assertion).await?,
        (_, Proof::Nothing | Proof::Secret(_) | Proof::Assertion(_)) => false,
    };
    if proven {
        return Ok(Ok((tx, client)));
    }
    drop(tx);
    Ok(Err(refuse(visit, presented, "The client did not prove who it is.").await?))
}

/// Counts what was wrong, by network and by client.
async fn refuse(visit: &Visit, presented: &Presented, why: &'static str) -> Result<OAuthError> {
    let client = presented.client.map(|id| (Limit::App, Whom::Id(id)));
    let wait = limits::charge(visit, Limit::AppAddress, client).await?;
    let (agent, app) = (visit.agent.as_str(), presented.client.map(|id| id.to_string()));
    tracing::warn!(site = %visit.site.slug, client = %visit.client.ip(), agent, app, reason = why, "a client was refused");
    Ok(OAuthError { wait, ..unknown(why) })
}

/// All secrets are looked at, and hashes are compared, so that the time tells nothing.
async fn has_secret(visit: &Visit, tx: &mut SiteTx, client: &Client, given: &SecretString) -> Result<bool> {
    let Some(given) = Token::parse(given.expose_secret()) else { return Ok(false) };
    let secrets = store::oauth_clients::secrets(tx, client.id).await?;
    let hash = given.hash();
    let is_this = |secret: &&Secret| -> Choice {
        let stands = secret.expires_at.is_none_or(|end| visit.now < end);
        secret.hash.0.ct_eq(&hash.0) & Choice::from(u8::from(stands))
    };
    let right: Vec<&Secret> = secrets.iter().filter(|secret| bool::from(is_this(secret))).collect();
    if let Some(secret) = right.first() {
        store::oauth_clients::note_use(tx, secret, visit.now).await?;
    }
    Ok(!right.is_empty())
}

async fn has_signed(visit: &Visit, tx: &mut SiteTx, client: &Client, assertion: &str) -> Result<bool> {
    let Some(jwks) = &client.jwks else { return Ok(false) };
    let base = &visit.site.base;
    let audiences = [base.url(""), base.url("/oauth2/token")];
    match Assertion::open(assertion, client.id, jwks, &audiences, visit.now) {
        Some(assertion) => store::oauth_assertions::take(tx, client.id, &assertion).await,
        None => Ok(false),
    }
}

/// Both halves are form-encoded within the header (RFC 6749 §2.3.1).
fn basic(header: &[u8]) -> Option<(String, SecretString)> {
    let (scheme, encoded) = header.split_at_checked(6)?;
    if !scheme.eq_ignore_ascii_case(b"basic ") {
        return None;
    }
    let plain = String::from_utf8(STANDARD.decode(encoded.trim_ascii()).ok()?).ok()?;
    let (id, secret) = plain.split_once(':')?;
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8().ok().map(String::from);
    Some((decode(id)?, decode(secret)?.into()))
}

fn unknown(why: &'static str) -> OAuthError {
    ErrorCode::InvalidClient.because(why)
}
