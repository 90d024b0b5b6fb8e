//! A web app that people log in to: axum and openidconnect.

use anyhow::{Context, Result, anyhow};
use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadataWithLogout, RedirectUrl, RefreshToken, Scope,
    TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreUserInfoClaims},
    reqwest,
    url::Url,
};
use serde::{Deserialize, Serialize};
use tower_sessions::{MemoryStore, Session, SessionManagerLayer, cookie::SameSite};

const ISSUER: &str = "http://localhost:8080/s/acme";
const CLIENT_ID: &str = "00000000-0000-4000-8000-000000004001";
const REDIRECT_URI: &str = "http://localhost:4001/callback";

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

#[derive(Clone)]
struct Portal {
    client: Client,
    http: reqwest::Client,
    end_session: Url,
}

/// What a login needs once it comes back.
#[derive(Serialize, Deserialize)]
struct Flow {
    verifier: PkceCodeVerifier,
    state: CsrfToken,
    nonce: Nonce,
}

/// Who is logged in.
#[derive(Serialize, Deserialize)]
struct Person {
    email: String,
    id_token: String,
    refresh_token: Option<RefreshToken>,
    refreshed: u32,
}

#[derive(Deserialize)]
struct Answer {
    code: AuthorizationCode,
    state: CsrfToken,
}

#[tokio::main]
async fn main() -> Result<()> {
    // No redirects: an answer that leads elsewhere must not be followed with secrets.
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let metadata = ProviderMetadataWithLogout::discover_async(IssuerUrl::new(ISSUER.to_owned())?, &http).await?;
    let end_session = metadata.additional_metadata().end_session_endpoint.clone().context("no logout")?.url().clone();
    let secret = ClientSecret::new(std::env::var("CLIENT_SECRET")?);
    let client = CoreClient::from_provider_metadata(metadata, ClientId::new(CLIENT_ID.to_owned()), Some(secret))
        .set_redirect_uri(RedirectUrl::new(REDIRECT_URI.to_owned())?);
    let sessions = SessionManagerLayer::new(MemoryStore::default()).with_name("axum").with_same_site(SameSite::Lax);
    let app = Router::new()
        .route("/", get(home))
        .route("/login", get(log_in))
        .route("/callback", get(come_back))
        .route("/refresh", post(refresh))
        .route("/logout", post(log_out))
        .layer(sessions.with_secure(REDIRECT_URI.starts_with("https:")))
        .with_state(Portal { client, http, end_session });
    let port = Url::parse(REDIRECT_URI)?.port().unwrap_or(3000);
    println!("Open http://localhost:{port}/");
    Ok(axum::serve(tokio::net::TcpListener::bind(("127.0.0.1", port)).await?, app).await?)
}

async fn home(session: Session) -> Result<Html<String>, Wrong> {
    Ok(Html(match session.get::<Person>("person").await? {
        None => r#"<h1>Shop</h1><p><a href="/login">Log in</a></p>"#.to_owned(),
        Some(Person { email, refreshed, .. }) => format!(
            r#"<h1>Shop</h1><p id="who">{}</p><p id="refreshed">{refreshed}</p>
            <form method="post" action="/refresh"><button>Refresh</button></form>
            <form method="post" action="/logout"><button>Log out</button></form>"#,
            email.replace('&', "&amp;").replace('<', "&lt;"),
        ),
    }))
}

async fn log_in(State(portal): State<Portal>, session: Session) -> Result<Redirect, Wrong> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let asked = portal.client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
    let scopes = ["profile", "email", "offline_access"].map(|scope| Scope::new(scope.to_owned()));
    let (url, state, nonce) = asked.add_scopes(scopes).set_pkce_challenge(challenge).url();
    session.insert("flow", Flow { verifier, state, nonce }).await?;
    Ok(Redirect::to(url.as_str()))
}

async fn come_back(State(portal): State<Portal>, session: Session, Query(answer): Query<Answer>) -> Result<Redirect, Wrong> {
    let flow = session.remove::<Flow>("flow").await?.context("nobody is logging in")?;
    if flow.state.secret() != answer.state.secret() {
        return Err(anyhow!("another login's answer").into());
    }
    let exchange = portal.client.exchange_code(answer.code)?.set_pkce_verifier(flow.verifier);
    let tokens = exchange.request_async(&portal.http).await?;
    let id_token = tokens.id_token().context("no ID token")?;
    let claims = id_token.claims(&portal.client.id_token_verifier(), &flow.nonce)?;
    let asked = portal.client.user_info(tokens.access_token().clone(), Some(claims.subject().clone()))?;
    let info: CoreUserInfoClaims = asked.request_async(&portal.http).await?;
    let person = Person {
        email: info.email().context("no email")?.to_string(),
        id_token: id_token.to_string(),
        refresh_token: tokens.refresh_token().cloned(),
        refreshed: 0,
    };
    // A new id, so that a session that somebody else has put there is not logged in.
    session.cycle_id().await?;
    session.insert("person", person).await?;
    Ok(Redirect::to("/"))
}

async fn refresh(State(portal): State<Portal>, session: Session) -> Result<Redirect, Wrong> {
    let mut person = session.get::<Person>("person").await?.context("nobody is logged in")?;
    let token = person.refresh_token.take().context("no refresh token")?;
    let tokens = portal.client.exchange_refresh_token(&token)?.request_async(&portal.http).await?;
    person.refresh_token = tokens.refresh_token().cloned();
    person.refreshed += 1;
    session.insert("person", person).await?;
    Ok(Redirect::to("/"))
}

async fn log_out(State(portal): State<Portal>, session: Session) -> Result<Redirect, Wrong> {
    let person = session.get::<Person>("person").await?.context("nobody is logged in")?;
    session.flush().await?;
    let mut url = portal.end_session;
    let home = Url::parse(REDIRECT_URI)?.join("/")?;
    url.query_pairs_mut().append_pair("id_token_hint", &person.id_token).append_pair("post_logout_redirect_uri", home.as_str());
    Ok(Redirect::to(url.as_str()))
}

/// Whatever goes wrong.
struct Wrong(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Wrong {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        eprintln!("{:#}", self.0);
        (StatusCode::BAD_REQUEST, "That did not work. Log in again.").into_response()
    }
}
