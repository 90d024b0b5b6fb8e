//! A person says whether a client may know who they are, and what else it asked for.

use anyhow::Result;
use serde::Deserialize;

use super::{
    answer::Answer,
    authorize::{self, Outcome},
};
use crate::{
    flows::{Visit, events, session},
    model::{
        authorization_request::AuthorizationRequest, event::Action, oauth_client::Client, oauth_error::ErrorCode,
        session::Session, token::Token,
    },
    store::{self, SiteTx},
};

/// What was answered.
#[derive(Deserialize)]
pub struct Consent {
    /// `allow`, or anything else.
    #[serde(default)]
    pub answer: String,
    /// The account that was asked.
    #[serde(default)]
    pub user: String,
}

/// What the person is asked.
pub struct Question {
    /// Who asks.
    pub client: Client,
    /// For what, and where the answer goes.
    pub request: AuthorizationRequest,
    /// Whose login it is.
    pub session: Session,
}

/// Whether there is something to ask.
pub enum Looked {
    /// There is.
    Question(Box<Question>),
    /// Something else comes first.
    Elsewhere(Outcome),
}

/// Looks up what to ask. Changes nothing.
pub async fn look(visit: &Visit, flow: &str, login: Option<&Token>) -> Result<Looked> {
    let mut tx = visit.begin().await?;
    Ok(match find(visit, &mut tx, flow, login).await? {
        Ok(question) => Looked::Question(Box::new(question)),
        Err(outcome) => Looked::Elsewhere(outcome),
    })
}

/// Takes the answer.
pub async fn submit(visit: &Visit, flow: &str, form: &Consent, login: Option<&Token>) -> Result<Outcome> {
    let mut tx = visit.begin().await?;
    let Question { client, request, session } = match find(visit, &mut tx, flow, login).await? {
        Ok(question) => question,
        Err(outcome) => return Ok(outcome),
    };
    // Somebody else has logged in since the page was shown.
    if form.user != session.user.id.to_string() {
        return Ok(Outcome::Consent(authorize::on_the_way(visit, &request)?));
    }
    if form.answer != "allow" {
        let error = ErrorCode::AccessDenied.because("The person did not agree.");
        return Ok(Outcome::Answer(Answer::refusal(visit, &request, error)));
    }
    store::oauth_consents::allow(&mut tx, session.user.id, client.id, &request.scopes, visit.now).await?;
    let Some(answer) = authorize::grant(visit, &mut tx, &client, &request, &session).await? else {
        // The login ended, or the client was disabled, since the question was looked up.
        return Ok(Outcome::LogIn(authorize::on_the_way(visit, &request)?));
    };
    events::note_about(visit, &mut tx, Some(session.user.id), Action::AppAllowed, Some(client.id)).await?;
    tx.commit().await?;
    Ok(Outcome::Answer(answer))
}

async fn find(visit: &Visit, tx: &mut SiteTx, flow: &str, login: Option<&Token>) -> Result<Result<Question, Outcome>> {
    let (request, client) = match authorize::resume(visit, tx, flow).await? {
        Ok(found) => found,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let session = match login {
        Some(token) => session::find_in(visit, tx, token).await?,
        None => None,
    };
    Ok(authorize::who(visit, &request, session)?.map(|session| Question { client, request, session }))
}
