//! The operator, logged in at the dashboard, on a page that concerns no single site.

use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};

use super::{
    frame::Frame,
    go_on::{Asked, GO_ON},
    nav::Section,
};
use crate::{
    flows::{Call, operator_session},
    http::{error::Fault, operator_browser::OperatorBrowser, problems::question},
    model::{author::Author, event::Actor, operator_session::OperatorSession},
};

/// Everything that a handler of the operator's needs. Whoever is not logged in is led to the login page, and back.
pub struct Office {
    /// The request.
    pub call: Call,
    /// The operator's login.
    pub session: OperatorSession,
    /// What the browser carries.
    pub browser: OperatorBrowser,
    here: String,
}

/// As `Office`, and the master key was given a short while ago. A handler that takes this cannot be reached otherwise: whoever
/// comes too late is asked for the key, and led back to the same address, which has to answer a GET as well.
pub struct FreshOffice(pub Office);

impl Office {
    /// The page's frame, with the message that the last page left.
    #[must_use]
    pub fn frame(&self, section: Section) -> Frame<'_> {
        Frame::of_portal(self, section)
    }

    /// Where the browser is, with the query.
    #[must_use]
    pub fn here(&self) -> &str {
        &self.here
    }

    /// To another page of the operator's, by GET, with a message if there is something to say.
    #[must_use]
    pub fn see_other(&self, page: &str, notice: Option<&str>) -> Response {
        if let Some(key) = notice {
            self.browser.leave_notice(key);
        }
        Redirect::to(page).into_response()
    }

    /// Whose doing it is, for the record.
    #[must_use]
    pub fn author(&self) -> Author {
        Author { actor: Actor::Operator, address: Some(self.call.client.ip()), agent: self.call.agent.clone() }
    }

    /// Whether the master key was given a short while ago.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        operator_session::is_fresh(&self.call, &self.session)
    }

    /// To the page that asks for the key once more, and from there back to here.
    #[must_use]
    pub fn confirm_first(&self) -> Response {
        let asked = Asked { login: Some(self.session.id.into()), owner: None, here: &self.here };
        asked.at("/admin/confirm", GO_ON.to_owned())
    }
}

/// To a page that asks for something first, and from there back to `page`.
pub(super) fn led_to(first: &str, page: &str) -> Response {
    Redirect::to(&format!("{first}{}", question(&[("return_to", page)]))).into_response()
}

/// The whole address below the host, as the browser knows it.
pub(super) fn here(parts: &Parts) -> String {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
    uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string)
}

impl<S: Send + Sync> FromRequestParts<S> for Office {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let call = Call::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let browser = OperatorBrowser::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let here = here(parts);
        let session = match browser.login() {
            Some(token) => operator_session::find(&call, &token).await.map_err(|fault| Fault::from(fault).into_response())?,
            None => None,
        };
        let Some(session) = session else {
            let ended = browser.login().map(|token| token.hash().0.into());
            browser.log_in(None);
            return Err(Asked { login: ended, owner: None, here: &here }.at("/admin/login", GO_ON.to_owned()));
        };
        Ok(Self { call, session, browser, here })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for FreshOffice {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let office = Office::from_request_parts(parts, state).await?;
        if office.is_fresh() { Ok(Self(office)) } else { Err(office.confirm_first()) }
    }
}
