//! A client sends a person here. What is left to ask decides which page comes next; when nothing is, the client gets a code.

use anyhow::Result;
use time::Duration;

use super::{
    answer::Answer,
    push,
    request::{self, Read},
    trial,
};
use crate::{
    flows::{Visit, session},
    model::{
        authorization_request::{AuthorizationRequest, Expected},
        oauth_client::Client,
        oauth_error::ErrorCode,
        parameters::Parameters,
        redirect_uri,
        scope::{self, OFFLINE},
        session::Session,
        token::Token,
    },
    store::{self, SiteTx, oauth_codes::NewCode},
};

/// How long a code waits to be exchanged (RFC 9700 §2.1.1 wants it short).
const CODE_LIFETIME: Duration = Duration::seconds(60);

/// What comes next.
pub enum Outcome {
    /// The client is answered.
    Answer(Answer),
    /// The person has to log in.
    LogIn(OnTheWay),
    /// Somebody else has to log in than who is logged in.
    LogInAsAnother(OnTheWay),
    /// The person has to give the password once more.
    ConfirmIdentity(OnTheWay),
    /// The person is to sign up.
    SignUp(OnTheWay),
    /// The person has to say whether the client may know that.
    Consent(OnTheWay),
    /// The same request, to be made by the browser once more as if it had come from the site's own page.
    Again(OnTheWay),
    /// The person took too long; the request can be begun anew.
    Stale {
        /// The request.
        flow: String,
        /// The client.
        client: Box<Client>,
    },
    /// No client of the site, or it is disabled.
    UnknownClient,
    /// No address where that client may be answered.
    UnknownAddress,
    /// Nothing that this site has sealed.
    UnknownRequest,
}

/// A request that waits for its person.
pub struct OnTheWay {
    /// The request, sealed.
    pub flow: String,
    /// The address that the person probably logs in with.
    pub login_hint: Option<String>,
}

/// A request that arrives. `login` is that of the browser that brings it.
pub async fn begin(visit: &Visit, parameters: &Parameters, login: Option<&Token>) -> Result<Outcome> {
    let Some(parameters) = push::resolve(visit, parameters).await? else { return Ok(Outcome::UnknownRequest) };
    let ring = request::ring(visit, &parameters).await?;
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    match request::read(visit, &mut tx, &parameters, ring.as_deref()).await? {
        Read::Understood(read) => decide(visit, tx, &read.1, &read.0, login).await,
        Read::Refused(answer, _) => Ok(Outcome::Answer(answer)),
        Read::UnknownClient => Ok(Outcome::UnknownClient),
        Read::UnknownAddress => Ok(Outcome::UnknownAddress),
    }
}

/// A request that arrives as a form, from another site's page, and so without this one's cookies: it is understood, and then made
/// once more by the browser itself.
pub async fn hold(visit: &Visit, parameters: &Parameters) -> Result<Outcome> {
    let Some(parameters) = push::resolve(visit, parameters).await? else { return Ok(Outcome::UnknownRequest) };
    let ring = request::ring(visit, &parameters).await?;
    let mut tx = visit.begin().await?;
    Ok(match request::read(visit, &mut tx, &parameters, ring.as_deref()).await? {
        Read::Understood(read) => Outcome::Again(on_the_way(visit, &read.0)?),
        Read::Refused(answer, _) => Outcome::Answer(answer),
        Read::UnknownClient => Outcome::UnknownClient,
        Read::UnknownAddress => Outcome::UnknownAddress,
    })
}

/// A request that comes back from one of the pages on the way.
pub async fn go_on(visit: &Visit, flow: &str, login: Option<&Token>) -> Result<Outcome> {
    let mut tx = visit.app.database.site_unsynced(visit.site.id).await?;
    match resume(visit, &mut tx, flow).await? {
        Ok((request, client)) => decide(visit, tx, &client, &request, login).await,
        Err(outcome) => Ok(outcome),
    }
}

/// A request whose person took too long, from its beginning.
pub async fn begin_anew(visit: &Visit, flow: &str) -> Result<Outcome> {
    let Some(mut request) = open(visit, flow) else { return Ok(Outcome::UnknownRequest) };
    request.begun_at = visit.now;
    Ok(Outcome::Again(on_the_way(visit, &request)?))
}

/// The origin where a request's answer will go, which the policy of the pages on the way has to allow; none when it goes on by a
/// link.
#[must_use]
pub fn origin(visit: &Visit, flow: &str) -> Option<String> {
    let address = open(visit, flow)?.redirect_uri;
    if redirect_uri::leaves_the_web(&address) { None } else { redirect_uri::origin(&address) }
}

/// The app whose request it is, also when it is too old to go on: somebody is on the way to it still.
pub async fn app(visit: &Visit, flow: &str) -> Result<Option<Client>> {
    let Some(request) = open(visit, flow) else { return Ok(None) };
    let mut tx = visit.begin().await?;
    Ok(store::oauth_clients::find(&mut tx, request.client).await?.filter(Client::is_active))
}

/// The request and its client, as long as the one is not too old and the other may still be answered there.
pub(super) async fn resume(
    visit: &Visit,
    tx: &mut SiteTx,
    flow: &str,
) -> Result<Result<(AuthorizationRequest, Client), Outcome>> {
    let Some(mut request) = open(visit, flow) else { return Ok(Err(Outcome::UnknownRequest)) };
    let found = store::oauth_clients::find(tx, request.client).await?;
    let Some(client) = found.filter(Client::is_active) else { return Ok(Err(Outcome::UnknownClient)) };
    if !trial::may_be_answered_at(visit, &client, &request.redirect_uri) {
        return Ok(Err(Outcome::UnknownAddress));
    }
    if request.is_stale(visit.now) {
        return Ok(Err(Outcome::Stale { flow: flow.to_owned(), client: Box::new(client) }));
    }
    request.scopes.retain(|scope| scope::has(&client.scopes, scope));
    Ok(Ok((request, client)))
}

async fn decide(
    visit: &Visit,
    mut tx: SiteTx,
    client: &Client,
    request: &AuthorizationRequest,
    login: Option<&Token>,
) -> Result<Outcome> {
    let session = match login {
        Some(token) => session::find_in(visit, &mut tx, token).await?,
        None => None,
    };
    let session = match who(visit, request, session)? {
        Ok(session) => session,
        Err(outcome) => return Ok(outcome),
    };
    let unknown = || refuse(visit, request, ErrorCode::ConsentRequired, "The person has not agreed to this yet.");
    // Nobody can tell an app on a device from another that answers to the same address (RFC 8252 §8.6): so no code without
    // somebody who has just done something for it.
    let unproven = client.is_unproven_at(&request.redirect_uri) && !request.was_answered_by(session.proven_at);
    if request.prompt.consent || unproven {
        return Ok(if request.prompt.none { unknown() } else { Outcome::Consent(on_the_way(visit, request)?) });
    }
    let code = grant(visit, &mut tx, client, request, &session).await?;
    tx.commit().await?;
    Ok(match code {
        Some(answer) => Outcome::Answer(answer),
        None if request.prompt.none => unknown(),
        None => Outcome::Consent(on_the_way(visit, request)?),
    })
}

/// The login that answers a request, or what has to happen first.
pub(super) fn who(visit: &Visit, request: &AuthorizationRequest, session: Option<Session>) -> Result<Result<Session, Outcome>> {
    let login_required = |why| Ok(Err(refuse(visit, request, ErrorCode::LoginRequired, why)));
    let on_the_way = || on_the_way(visit, request);
    let signs_up = request.prompt.create && visit.site.settings.signup.is_offered();
    let Some(session) = session else {
        return match request.prompt.none {
            true => login_required("Nobody is logged in."),
            false if signs_up => Ok(Err(Outcome::SignUp(on_the_way()?))),
            false => Ok(Err(Outcome::LogIn(on_the_way()?))),
        };
    };
    let just_now = request.was_answered_by(session.proven_at);
    let expected = match request.expected {
        Expected::Anybody => true,
        Expected::Person(user) => user == session.user.id,
        // Nobody can tell; so a person decides, if one may be asked.
        Expected::Unknown => !request.prompt.none,
    };
    match () {
        () if !expected && (request.prompt.none || just_now) => login_required("Somebody else is logged in."),
        () if !expected => Ok(Err(Outcome::LogInAsAnother(on_the_way()?))),
        () if signs_up && !just_now => Ok(Err(Outcome::SignUp(on_the_way()?))),
        () if request.is_content_with(session.proven_at) => Ok(Ok(session)),
        () if request.prompt.none => login_required("The password was given too long ago."),
        () => Ok(Err(Outcome::ConfirmIdentity(on_the_way()?))),
    }
}

/// Stores a code, unless the person still has to agree. The statement that stores it is what decides.
pub(super) async fn grant(
    visit: &Visit,
    tx: &mut SiteTx,
    client: &Client,
    request: &AuthorizationRequest,
    session: &Session,
) -> Result<Option<Answer>> {
    let code = Token::new(&visit.app.random);
    let offline = scope::has(&request.scopes, OFFLINE).then(|| visit.now + visit.app.config.lifetimes.app_access);
    let new = NewCode {
        id: visit.app.random.id(visit.now),
        client: client.id,
        session: session.id,
        scopes: &request.scopes,
        offline_until: offline,
        redirect_uri: Some(&request.redirect_uri),
        nonce: request.nonce.as_deref(),
        code_challenge: request.code_challenge.as_deref(),
        code: &code.hash(),
        expires_at: visit.now + CODE_LIFETIME,
    };
    store::oauth_codes::make_room(tx, session.user.id, client.id).await?;
    let granted = store::oauth_codes::insert(tx, &new, visit.now).await?;
    Ok(granted.then(|| Answer::code(visit, request, &code)))
}

pub(super) fn on_the_way(visit: &Visit, request: &AuthorizationRequest) -> Result<OnTheWay> {
    let flow = request.seal(&visit.app.seal, &visit.app.random, visit.site.id)?;
    Ok(OnTheWay { flow, login_hint: request.login_hint.clone() })
}

fn open(visit: &Visit, flow: &str) -> Option<AuthorizationRequest> {
    AuthorizationRequest::open(flow, &visit.app.seal, visit.site.id)
}

fn refuse(visit: &Visit, request: &AuthorizationRequest, code: ErrorCode, why: &'static str) -> Outcome {
    Outcome::Answer(Answer::refusal(visit, request, code.because(why)))
}
