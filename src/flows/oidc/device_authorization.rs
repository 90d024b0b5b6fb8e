//! A device without a browser asks to be logged in (RFC 8628 §3.1): it gets a code to keep and another to show.

use anyhow::Result;
use time::Duration;

use super::client_authentication::{Presented, authenticate};
use crate::{
    flows::{
        Visit,
        limits::{self, Limit},
    },
    model::{
        oauth_client::Kind,
        oauth_error::{ErrorCode, OAuthError},
        parameters::Parameters,
        scope::{self, OFFLINE},
        token::Token,
        user_code::UserCode,
    },
    store::{self, oauth_device_codes::NewDeviceCode},
};

/// How long a device waits between two questions, until it is told to slow down (§3.2).
const INTERVAL: Duration = Duration::seconds(5);
/// How long to wait when too many devices of one client do.
const FULL: Duration = Duration::minutes(1);

/// What came of it.
pub enum Outcome {
    /// The device has its codes.
    Begun(Begun),
    /// Something is wrong with what it asked for.
    Refused(OAuthError),
    /// Too many ask; the time is what to wait.
    TooMany(Duration),
}

/// What a device is told.
pub struct Begun {
    /// What it keeps, and asks for its tokens with.
    pub device_code: Token,
    /// What it shows.
    pub user_code: UserCode,
    /// Where people enter that.
    pub verification_uri: String,
    /// The same with the code in it, for devices that can show a picture of it.
    pub verification_uri_complete: String,
    /// How long both codes last.
    pub expires_in: Duration,
    /// How long to wait between two questions.
    pub interval: Duration,
}

/// Hands out codes.
pub async fn submit(visit: &Visit, presented: &Presented, parameters: &Parameters) -> Result<Outcome> {
    if parameters.repeat() {
        return Ok(Outcome::Refused(ErrorCode::InvalidRequest.because("A parameter was sent twice.")));
    }
    // Whoever asks need not prove anything, so this is what keeps them from filling the table.
    if let Some(wait) = limits::charge(visit, Limit::DeviceAddress, None).await? {
        return Ok(Outcome::TooMany(wait));
    }
    let mut tx = visit.begin().await?;
    let client = match authenticate(visit, &mut tx, presented).await? {
        Ok(client) if client.kind == Kind::Device => client,
        Ok(_) => return Ok(Outcome::Refused(ErrorCode::UnauthorizedClient.because("This kind of client is no device."))),
        Err(error) => return Ok(Outcome::Refused(error)),
    };
    let scopes = scope::within(parameters.single("scope").unwrap_or_default(), &client.scopes);
    if scopes.iter().all(|scope| scope == OFFLINE) {
        return Ok(Outcome::Refused(ErrorCode::InvalidScope.because("The client may have none of these scopes.")));
    }
    let (device_code, user_code) = (Token::new(&visit.app.random), UserCode::new(&visit.app.random));
    let expires_in = visit.app.config.lifetimes.device_code;
    let new = NewDeviceCode {
        client: client.id,
        scopes: &scopes,
        device: &device_code.hash(),
        user: &user_code.hash(&visit.app.seal, visit.site.id),
        address: visit.client.ip(),
        interval: INTERVAL,
        expires_at: visit.now + expires_in,
    };
    if !store::oauth_device_codes::insert(&mut tx, &new, visit.now).await? {
        tracing::warn!(site = %visit.site.slug, client = %visit.client.ip(), app = %client.id, "too many devices wait");
        return Ok(Outcome::TooMany(FULL));
    }
    tx.commit().await?;
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), app = %client.id, "a device asks to be logged in");
    let verification_uri = visit.site.base.url("/device");
    Ok(Outcome::Begun(Begun {
        verification_uri_complete: format!("{verification_uri}?user_code={}", user_code.shown()),
        verification_uri,
        device_code,
        user_code,
        expires_in,
        interval: INTERVAL,
    }))
}
