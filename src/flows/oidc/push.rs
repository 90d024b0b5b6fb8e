//! A client hands in its request itself, before it sends a person along (RFC 9126): what was asked for is then nobody else's to
//! read or change, and the client has proved who it is before anything is shown.

use std::borrow::Cow;

use anyhow::Result;
use time::Duration;
use uuid::Uuid;

use super::{
    client_authentication::{Presented, authenticate},
    request::{self, Read},
};
use crate::{
    flows::Visit,
    model::{
        oauth_error::{ErrorCode, OAuthError},
        parameters::Parameters,
        token::Token,
    },
    store,
};

/// How a name that was handed out here begins (§2.2).
const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";
/// How long it waits for its person.
const LIFETIME: Duration = Duration::seconds(60);
/// What proves who the client is, and is not part of what it asks for.
const PROOFS: [&str; 3] = ["client_secret", "client_assertion", "client_assertion_type"];

/// A request that was taken in.
pub struct Pushed {
    /// Its name, good for one use by this client.
    pub request_uri: String,
    /// How long that is.
    pub expires_in: Duration,
}

/// Takes a request in, or says what is wrong with it.
pub async fn submit(visit: &Visit, presented: &Presented, parameters: &Parameters) -> Result<Result<Pushed, OAuthError>> {
    if parameters.one("request_uri") != Ok(None) {
        return Ok(Err(ErrorCode::InvalidRequest.because("A request that was handed in names no other.")));
    }
    let ring = request::ring(visit, parameters).await?;
    let (mut tx, client) = match authenticate(visit, presented).await? {
        Ok(authenticated) => authenticated,
        Err(error) => return Ok(Err(error)),
    };
    let asked = asked(parameters, client.id);
    let taken = match request::read(visit, &mut tx, &asked, ring.as_deref()).await? {
        Read::Understood(_) => {
            let secret = Token::new(&visit.app.random);
            let (name, until) = (secret.hash(), visit.now + LIFETIME);
            match store::oauth_requests::push(&mut tx, &name, client.id, &asked, visit.now, until).await? {
                true => Ok(Pushed { request_uri: format!("{PREFIX}{}", secret.reveal()), expires_in: LIFETIME }),
                false => Err(ErrorCode::TemporarilyUnavailable.because("Too many requests of this client wait.")),
            }
        }
        Read::Refused(_, error) => Err(error),
        Read::UnknownClient => Err(ErrorCode::UnauthorizedClient.because("This kind of client logs nobody in.")),
        Read::UnknownAddress => Err(ErrorCode::InvalidRequest.because("redirect_uri is not registered for this client.")),
    };
    tx.commit().await?;
    Ok(taken)
}

/// What a client asks for, when a person is sent along with these parameters: what it handed in before under the name that they
/// say, which is used up, and then nothing else in them counts (§4). Without such a name it is the parameters themselves; with one
/// that means nothing to this client any more, nothing.
pub async fn resolve<'a>(visit: &Visit, parameters: &'a Parameters) -> Result<Option<Cow<'a, Parameters>>> {
    let Some(name) = parameters.single("request_uri").and_then(|name| name.strip_prefix(PREFIX)) else {
        return Ok(Some(Cow::Borrowed(parameters)));
    };
    let client = parameters.single("client_id").and_then(|id| id.parse().ok());
    let Some((client, secret)) = client.zip(Token::parse(name)) else { return Ok(None) };
    let mut tx = visit.begin().await?;
    let taken = store::oauth_requests::take(&mut tx, &secret.hash(), client, visit.now).await?;
    tx.commit().await?;
    Ok(taken.map(Cow::Owned))
}

fn asked(parameters: &Parameters, client: Uuid) -> Parameters {
    let kept = parameters.pairs().iter().filter(|(name, _)| !PROOFS.contains(&name.as_str()) && name != "client_id");
    Parameters::of(kept.cloned().chain([("client_id".to_owned(), client.to_string())]).collect())
}
