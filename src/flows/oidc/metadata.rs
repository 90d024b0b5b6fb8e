//! What a client has to know of a site to use it (OpenID Connect Discovery 1.0 §3, RFC 8414 §2).

use anyhow::Result;
use serde::Serialize;

use super::token::DEVICE_CODE;
use crate::{
    flows::{Visit, keys},
    model::{client_assertion::ALGORITHM_NAMES, id_token::ACR, person, scope::STANDARD, signing_key::Algorithm},
};

/// The metadata. What it does not name, there is not.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the specifications' own names")]
pub struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: String,
    revocation_endpoint: String,
    introspection_endpoint: String,
    pushed_authorization_request_endpoint: String,
    device_authorization_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: String,
    scopes_supported: [&'static str; 6],
    response_types_supported: [&'static str; 1],
    response_modes_supported: [&'static str; 2],
    grant_types_supported: Vec<&'static str>,
    acr_values_supported: [&'static str; 1],
    subject_types_supported: [&'static str; 1],
    id_token_signing_alg_values_supported: Vec<&'static str>,
    token_endpoint_auth_methods_supported: [&'static str; 4],
    revocation_endpoint_auth_methods_supported: [&'static str; 4],
    introspection_endpoint_auth_methods_supported: &'static [&'static str],
    token_endpoint_auth_signing_alg_values_supported: [&'static str; 8],
    claims_supported: Vec<&'static str>,
    claims_parameter_supported: bool,
    request_parameter_supported: bool,
    request_uri_parameter_supported: bool,
    code_challenge_methods_supported: [&'static str; 1],
    authorization_response_iss_parameter_supported: bool,
    backchannel_logout_supported: bool,
    backchannel_logout_session_supported: bool,
    prompt_values_supported: Vec<&'static str>,
    ui_locales_supported: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    op_policy_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    op_tos_uri: Option<String>,
}

/// How clients may prove who they are at the endpoints that only programs ask.
const AUTH_METHODS: [&str; 4] = ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"];

/// Gathers it.
pub async fn gather(visit: &Visit) -> Result<Metadata> {
    let (site, settings) = (&visit.site, &visit.site.settings);
    let at = |path: &str| site.base.url(path);
    let own = ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "sid", "acr", "amr"];
    let create = settings.signup.is_offered().then_some("create");
    let languages = visit.app.words.offered().filter(|locale| settings.speaks(locale.code));
    Ok(Metadata {
        issuer: at(""),
        authorization_endpoint: at("/oauth2/authorize"),
        token_endpoint: at("/oauth2/token"),
        userinfo_endpoint: at("/oauth2/userinfo"),
        revocation_endpoint: at("/oauth2/revoke"),
        introspection_endpoint: at("/oauth2/introspect"),
        pushed_authorization_request_endpoint: at("/oauth2/par"),
        device_authorization_endpoint: at("/oauth2/device_authorization"),
        jwks_uri: at("/.well-known/jwks.json"),
        end_session_endpoint: at("/oauth2/logout"),
        scopes_supported: STANDARD,
        response_types_supported: ["code"],
        response_modes_supported: ["query", "form_post"],
        grant_types_supported: vec!["authorization_code", "refresh_token", "client_credentials", DEVICE_CODE],
        acr_values_supported: [ACR],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: algorithms(visit).await?,
        token_endpoint_auth_methods_supported: AUTH_METHODS,
        revocation_endpoint_auth_methods_supported: AUTH_METHODS,
        introspection_endpoint_auth_methods_supported: &AUTH_METHODS[..3],
        token_endpoint_auth_signing_alg_values_supported: ALGORITHM_NAMES,
        claims_supported: own.into_iter().chain(person::CLAIMS).collect(),
        claims_parameter_supported: false,
        request_parameter_supported: false,
        request_uri_parameter_supported: false,
        code_challenge_methods_supported: ["S256"],
        authorization_response_iss_parameter_supported: true,
        backchannel_logout_supported: true,
        backchannel_logout_session_supported: true,
        prompt_values_supported: ["none", "login", "consent"].into_iter().chain(create).collect(),
        ui_locales_supported: languages.map(|locale| locale.code).collect(),
        op_policy_uri: settings.privacy_url.as_ref().map(ToString::to_string),
        op_tos_uri: settings.terms_url.as_ref().map(ToString::to_string),
    })
}

/// Of the keys that are published, so also of what was signed before a change and will be after it.
async fn algorithms(visit: &Visit) -> Result<Vec<&'static str>> {
    let ring = keys::ring(&visit.app, &visit.site).await?;
    let mut names: Vec<&str> = ring.describe(visit.app.clock.now()).iter().map(|key| Algorithm::name(key.algorithm)).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}
