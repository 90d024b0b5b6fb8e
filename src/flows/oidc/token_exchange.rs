//! A client trades a code, or a refresh token, for tokens. One that was in a browser, or that was traded before, and comes twice ends
//! what it gave, because a copy is out there.

use anyhow::Result;

use super::token_issue::Granted;
use crate::{
    flows::{Visit, events},
    model::{
        event::Action,
        oauth_client::Client,
        oauth_error::{ErrorCode, OAuthError},
        parameters::Parameters,
        pkce,
        refresh_token::{Keeps, RefreshToken},
        scope,
        token::Token,
    },
    store::{
        self, SiteTx,
        oauth_device_codes::Polled,
        oauth_grants::{Exchange, Rotation},
    },
};

/// For a code. It is bound to the client, its address, its verifier, the login and the site; one statement checks all of it.
pub async fn by_code(
    visit: &Visit,
    tx: &mut SiteTx,
    client: &Client,
    parameters: &Parameters,
) -> Result<Result<Granted, OAuthError>> {
    let refused = || Ok(Err(ErrorCode::InvalidGrant.because("The code counts no more, or never did for this request.")));
    let Some(code) = parameters.single("code") else {
        return Ok(Err(ErrorCode::InvalidRequest.because("code is missing.")));
    };
    let Some(code) = Token::parse(code).map(|code| code.hash()) else { return refused() };
    let challenge = match parameters.one("code_verifier") {
        Ok(verifier) => verifier.map(pkce::challenge),
        Err(_) => return refused(),
    };
    // A verifier that cannot be one matches nothing, not even the lack of a challenge.
    if challenge == Some(None) {
        return refused();
    }
    let exchange = |refresh| Exchange {
        code: &code,
        client: client.id,
        redirect_uri: Some(parameters.single("redirect_uri").unwrap_or_default()),
        code_challenge: challenge.as_ref().and_then(Option::as_deref),
        refresh,
        idle_until: visit.now + visit.app.config.lifetimes.app_idle,
    };
    let secret = Token::new(&visit.app.random);
    if let Some(held) = store::oauth_grants::exchange(tx, &exchange(Some(&secret.hash())), visit.now).await? {
        let refresh = Some(RefreshToken::of(held.id, secret));
        return Ok(Ok(Granted { scopes: held.scopes.clone(), held: Some(held), refresh, is_new: true }));
    }
    if let Some((grant, user)) = store::oauth_grants::end_by_code(tx, &code, client.id).await? {
        events::note_about(visit, tx, Some(user), Action::AppCodeReused, Some(client.id)).await?;
        tracing::warn!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), app = %client.id, %grant, "a code came twice");
    }
    refused()
}

/// For the code that a device keeps, once its person has agreed. One that comes twice ends nothing: it was never in a browser, and a
/// device whose answer got lost asks once more.
pub async fn by_device_code(
    visit: &Visit,
    tx: &mut SiteTx,
    client: &Client,
    parameters: &Parameters,
) -> Result<Result<Granted, OAuthError>> {
    let refused = |code: ErrorCode, why| Ok(Err(code.because(why)));
    let unknown = || refused(ErrorCode::InvalidGrant, "The code counts no more, or never did for this client.");
    let Some(code) = parameters.single("device_code") else {
        return refused(ErrorCode::InvalidRequest, "device_code is missing.");
    };
    let Some(code) = Token::parse(code).map(|code| code.hash()) else { return unknown() };
    match store::oauth_device_codes::poll(tx, &code, client.id, visit.now).await? {
        None => return unknown(),
        Some(Polled::Waiting) => return refused(ErrorCode::AuthorizationPending, "The person has not answered yet."),
        Some(Polled::Hasty) => return refused(ErrorCode::SlowDown, "Wait five seconds longer from now on."),
        Some(Polled::Denied) => return refused(ErrorCode::AccessDenied, "The person did not agree."),
        Some(Polled::Expired) => return refused(ErrorCode::ExpiredToken, "The person did not answer in time."),
        Some(Polled::Allowed) => {}
    }
    let secret = Token::new(&visit.app.random);
    let exchange = Exchange {
        code: &code,
        client: client.id,
        redirect_uri: None,
        code_challenge: None,
        refresh: Some(&secret.hash()),
        idle_until: visit.now + visit.app.config.lifetimes.app_idle,
    };
    let Some(held) = store::oauth_grants::exchange(tx, &exchange, visit.now).await? else { return unknown() };
    let refresh = Some(RefreshToken::of(held.id, secret));
    Ok(Ok(Granted { scopes: held.scopes.clone(), held: Some(held), refresh, is_new: true }))
}

/// For a refresh token, which gives way to the next.
pub async fn by_refresh_token(
    visit: &Visit,
    tx: &mut SiteTx,
    client: &Client,
    parameters: &Parameters,
) -> Result<Result<Granted, OAuthError>> {
    let refused = || Ok(Err(ErrorCode::InvalidGrant.because("The refresh token counts no more, or never did.")));
    let Some(token) = parameters.single("refresh_token") else {
        return Ok(Err(ErrorCode::InvalidRequest.because("refresh_token is missing.")));
    };
    let app = &visit.app;
    let Some(token) = RefreshToken::parse(token, Keeps::Grant, &app.seal, visit.site.id) else { return refused() };
    if let Some(asked) = parameters.single("scope") {
        let held = store::oauth_grants::scopes(tx, token.kept, client.id).await?;
        if held.is_some_and(|held| asked.split(' ').any(|scope| !scope::has(&held, scope))) {
            return Ok(Err(ErrorCode::InvalidScope.because("The client was not granted all of these scopes.")));
        }
    }
    let next = token.next(&app.seal);
    let lifetimes = &app.config.lifetimes;
    let rotation = Rotation {
        grant: token.kept,
        client: client.id,
        token: &token.hash(),
        next: &next.hash(),
        idle_until: visit.now + lifetimes.app_idle,
        session_until: visit.now + lifetimes.session_idle,
        remembered_until: visit.now + lifetimes.remember,
    };
    let Some(held) = store::oauth_grants::rotate(tx, &rotation, visit.now).await? else {
        if let Some(user) = store::oauth_grants::end_by_refresh(tx, token.kept, client.id, &token.hash()).await? {
            events::note_about(visit, tx, Some(user), Action::AppTokenReused, Some(client.id)).await?;
            tracing::warn!(site = %visit.site.slug, client = %visit.client.ip(), agent = visit.agent.as_str(), app = %client.id, "a refresh token came twice");
        }
        return refused();
    };
    let scopes = match parameters.single("scope") {
        Some(asked) => scope::within(asked, &held.scopes),
        None => held.scopes.clone(),
    };
    Ok(Ok(Granted { scopes, held: Some(held), refresh: Some(next), is_new: false }))
}
