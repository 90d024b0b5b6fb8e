//! Clients get tokens: for a code, for a device that was allowed, for a refresh token, or for themselves.

use anyhow::Result;

use super::{
    client_authentication::{Presented, authenticate},
    token_exchange,
    token_issue::{self, Granted, Issued},
};
use crate::{
    flows::{
        Visit,
        limits::{self, Limit},
    },
    model::{
        oauth_client::{Authentication, Client, Kind},
        oauth_error::{ErrorCode, OAuthError},
        parameters::Parameters,
        scope,
    },
    store::SiteTx,
};

/// How a device names what it asks for (RFC 8628 §3.4).
pub const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// Hands out tokens, or says why not.
pub async fn submit(visit: &Visit, presented: &Presented, parameters: &Parameters) -> Result<Result<Issued, OAuthError>> {
    if parameters.repeat() {
        return Ok(Err(ErrorCode::InvalidRequest.because("A parameter was sent twice.")));
    }
    let (mut tx, client) = match authenticate(visit, presented).await? {
        Ok(authenticated) => authenticated,
        Err(error) => return Ok(Err(error)),
    };
    let granted = grant(visit, &mut tx, &client, parameters).await?;
    // Also when nothing was granted: a proof counts once, and a code that came twice has ended something.
    tx.commit().await?;
    let (agent, outcome) = (visit.agent.as_str(), granted.as_ref().map_or_else(|error| error.code.word(), |_| "issued"));
    tracing::info!(site = %visit.site.slug, client = %visit.client.ip(), agent, app = %client.id, outcome, "tokens");
    Ok(match granted {
        Ok(granted) => Ok(token_issue::issue(visit, &client, granted).await?),
        Err(error) => Err(counted(visit, &client, error).await?),
    })
}

/// A code or a refresh token that counts for nothing may be a guess, unless the client has proved who it is: then it only passes on
/// what its people brought.
async fn counted(visit: &Visit, client: &Client, error: OAuthError) -> Result<OAuthError> {
    match (error.code, client.auth) {
        (ErrorCode::InvalidGrant, Authentication::None) => {
            Ok(OAuthError { wait: limits::charge(visit, Limit::TokenAddress, None).await?, ..error })
        }
        _ => Ok(error),
    }
}

async fn grant(visit: &Visit, tx: &mut SiteTx, client: &Client, parameters: &Parameters) -> Result<Result<Granted, OAuthError>> {
    let Some(kind) = parameters.single("grant_type") else {
        return Ok(Err(ErrorCode::InvalidRequest.because("grant_type is missing.")));
    };
    match (kind, client.kind) {
        ("authorization_code", Kind::Web | Kind::Spa | Kind::Native) => {
            token_exchange::by_code(visit, tx, client, parameters).await
        }
        (DEVICE_CODE, Kind::Device) => token_exchange::by_device_code(visit, tx, client, parameters).await,
        ("refresh_token", Kind::Web | Kind::Spa | Kind::Native | Kind::Device) => {
            token_exchange::by_refresh_token(visit, tx, client, parameters).await
        }
        ("client_credentials", Kind::Machine) => Ok(for_itself(client, parameters)),
        ("authorization_code" | DEVICE_CODE | "refresh_token" | "client_credentials", _) => {
            Ok(Err(ErrorCode::UnauthorizedClient.because("This kind of client has no such grant.")))
        }
        _ => Ok(Err(ErrorCode::UnsupportedGrantType.because("There is no such grant here."))),
    }
}

/// A machine gets what it asks for of what it may have; all of it when it asks for nothing.
fn for_itself(client: &Client, parameters: &Parameters) -> Result<Granted, OAuthError> {
    let scopes = match parameters.single("scope") {
        Some(asked) => scope::within(asked, &client.scopes),
        None => client.scopes.clone(),
    };
    let missing = parameters.single("scope").is_some_and(|asked| asked.split(' ').any(|scope| !scope::has(&scopes, scope)));
    match missing {
        true => Err(ErrorCode::InvalidScope.because("The client may not have all of these scopes.")),
        false => Ok(Granted { scopes, held: None, refresh: None, is_new: true }),
    }
}
