//! Reading what a client asks for. First who asks and where to answer: while that is not certain, nobody is sent anywhere.
//! Whatever else is wrong is told to the client.

use anyhow::Result;

use super::{
    answer::{Addressee, Answer},
    trial,
};
use crate::{
    flows::{Visit, keys},
    model::{
        authorization_request::{AuthorizationRequest, Expected, Prompt, ResponseMode},
        id_token::Hint,
        keyring::Keyring,
        oauth_client::Client,
        oauth_error::{ErrorCode, OAuthError},
        parameters::{Parameters, Repeated},
        pkce, redirect_uri,
        scope::{self, OFFLINE},
    },
    store::{self, SiteTx},
};

/// The most characters that a client may send along for itself.
const LONGEST: usize = 4096;

/// What came of reading.
pub enum Read {
    /// It is clear what is wanted.
    Understood(Box<(AuthorizationRequest, Client)>),
    /// It is clear who wants something, but it cannot be had.
    Refused(Answer, OAuthError),
    /// No client of the site.
    UnknownClient,
    /// No address where that client may be answered.
    UnknownAddress,
}

/// Reads a request. `ring` checks the ID token that may have come along.
pub async fn read(visit: &Visit, tx: &mut SiteTx, parameters: &Parameters, ring: Option<&Keyring>) -> Result<Read> {
    let Ok(Some(Ok(id))) = parameters.one("client_id").map(|id| id.map(str::parse)) else { return Ok(Read::UnknownClient) };
    let found = store::oauth_clients::find(tx, id).await?;
    let Some(client) = found.filter(|client| client.is_active() && client.kind.is_come_back_to()) else {
        return Ok(Read::UnknownClient);
    };
    let address = parameters.single("redirect_uri");
    let Some(address) = address.filter(|address| trial::may_be_answered_at(visit, &client, address)) else {
        return Ok(Read::UnknownAddress);
    };
    let form_post = parameters.one("response_mode") == Ok(Some("form_post")) && redirect_uri::origin(address).is_some();
    let addressee = Addressee {
        redirect_uri: address,
        mode: if form_post { ResponseMode::FormPost } else { ResponseMode::Query },
        // One that is too long to come back is not sent on.
        state: parameters.single("state").filter(|state| state.len() <= LONGEST),
    };
    Ok(match understand(visit, &client, &addressee, parameters, ring) {
        Ok(request) => Read::Understood(Box::new((request, client))),
        Err(error) => Read::Refused(addressee.refuse(visit, error), error),
    })
}

/// The keys that check the ID token that came along, if one did. Not to be asked for inside a transaction.
pub async fn ring(visit: &Visit, parameters: &Parameters) -> Result<Option<std::sync::Arc<Keyring>>> {
    Ok(match parameters.one("id_token_hint") {
        Ok(Some(_)) => Some(keys::ring(&visit.app, &visit.site).await?),
        Ok(None) | Err(Repeated) => None,
    })
}

fn understand(
    visit: &Visit,
    client: &Client,
    addressee: &Addressee<'_>,
    parameters: &Parameters,
    ring: Option<&Keyring>,
) -> Result<AuthorizationRequest, OAuthError> {
    let one = |name: &'static str| match parameters.one(name) {
        Ok(value) if value.is_some_and(|value| value.len() > LONGEST) => {
            Err(ErrorCode::InvalidRequest.because("A parameter is too long."))
        }
        Ok(value) => Ok(value),
        Err(Repeated) => Err(ErrorCode::InvalidRequest.because("A parameter was sent more than once.")),
    };
    unsupported(&one)?;
    match one("response_type")? {
        Some("code") => {}
        Some(_) => return Err(ErrorCode::UnsupportedResponseType.because("The only response_type is code.")),
        None => return Err(ErrorCode::InvalidRequest.because("response_type is missing.")),
    }
    match (one("response_mode")?, addressee.mode) {
        (None | Some("query"), ResponseMode::Query) | (Some("form_post"), ResponseMode::FormPost) => {}
        (_, _) => return Err(ErrorCode::InvalidRequest.because("This response_mode cannot be had here.")),
    }
    let scopes = scope::within(one("scope")?.unwrap_or_default(), &client.scopes);
    if scopes.iter().all(|scope| scope == OFFLINE) {
        return Err(ErrorCode::InvalidScope.because("The client may have none of these scopes."));
    }
    let prompt = Prompt::parse(one("prompt")?.unwrap_or_default())
        .ok_or_else(|| ErrorCode::InvalidRequest.because("prompt cannot be understood."))?;
    let max_age = one("max_age")?.map(|age| age.parse().ok().filter(|age| *age >= 0));
    let max_age = max_age.map(|age| age.ok_or_else(|| ErrorCode::InvalidRequest.because("max_age is no number of seconds.")));
    let hint = one("id_token_hint")?.zip(ring).map(|(token, ring)| Hint::open(ring, token, &visit.site.base.url(""), visit.now));
    // A language was chosen already, by whoever looked at the address, and there is but one way to prove who one is.
    for name in ["ui_locales", "acr_values", "claims_locales", "claims", "display"] {
        one(name)?;
    }
    Ok(AuthorizationRequest {
        client: client.id,
        redirect_uri: addressee.redirect_uri.to_owned(),
        response_mode: addressee.mode,
        state: one("state")?.map(str::to_owned),
        nonce: one("nonce")?.map(str::to_owned),
        scopes,
        code_challenge: challenge(client, one("code_challenge")?, one("code_challenge_method")?)?,
        prompt,
        max_age: max_age.transpose()?,
        login_hint: one("login_hint")?.map(str::to_owned),
        expected: match hint {
            None => Expected::Anybody,
            Some(Some(hint)) if hint.client == client.id => Expected::Person(hint.user),
            Some(_) => Expected::Unknown,
        },
        begun_at: visit.now,
    })
}

/// What the specifications let a provider leave out, and how they want it refused.
fn unsupported<'a>(one: &impl Fn(&'static str) -> Result<Option<&'a str>, OAuthError>) -> Result<(), OAuthError> {
    if one("request")?.is_some() {
        return Err(ErrorCode::RequestNotSupported.because("Request objects are not supported."));
    }
    if one("request_uri")?.is_some() {
        return Err(ErrorCode::RequestUriNotSupported.because("Request objects are not fetched."));
    }
    if one("registration")?.is_some() {
        return Err(ErrorCode::RegistrationNotSupported.because("Clients are registered beforehand."));
    }
    Ok(())
}

fn challenge(client: &Client, challenge: Option<&str>, method: Option<&str>) -> Result<Option<String>, OAuthError> {
    match (challenge, method) {
        (Some(challenge), Some("S256")) if pkce::is_challenge(challenge) => Ok(Some(challenge.to_owned())),
        (Some(_), Some("S256")) => Err(ErrorCode::InvalidRequest.because("code_challenge is no SHA-256 hash in base64url.")),
        (Some(_), _) => Err(ErrorCode::InvalidRequest.because("The only code_challenge_method is S256.")),
        (None, Some(_)) => Err(ErrorCode::InvalidRequest.because("code_challenge is missing.")),
        (None, None) if client.require_pkce => {
            Err(ErrorCode::InvalidRequest.because("This client needs PKCE: code_challenge is missing."))
        }
        (None, None) => Ok(None),
    }
}
