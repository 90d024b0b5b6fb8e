//! What a client is answered: a code, or what is wrong, at the address that was checked before.

use crate::{
    flows::Visit,
    model::{
        authorization_request::{AuthorizationRequest, ResponseMode},
        oauth_error::OAuthError,
        token::Token,
    },
};

/// An answer on its way through the person's browser.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Where to.
    pub redirect_uri: String,
    /// How.
    pub mode: ResponseMode,
    /// What it says.
    pub parameters: Vec<(&'static str, String)>,
}

/// Where and how to answer, when that is all that was understood of a request.
pub struct Addressee<'a> {
    /// Where to.
    pub redirect_uri: &'a str,
    /// How.
    pub mode: ResponseMode,
    /// What the client sent along.
    pub state: Option<&'a str>,
}

impl Addressee<'_> {
    /// Something is wrong.
    #[must_use]
    pub fn refuse(&self, visit: &Visit, error: OAuthError) -> Answer {
        let description = error.description.to_owned();
        self.answer(visit, vec![("error", error.code.word().to_owned()), ("error_description", description)])
    }

    /// The state comes back as it went, and the issuer says whose answer it is (RFC 9207), so that a client of several providers
    /// does not take one's answer for another's.
    fn answer(&self, visit: &Visit, mut parameters: Vec<(&'static str, String)>) -> Answer {
        parameters.extend(self.state.map(|state| ("state", state.to_owned())));
        parameters.push(("iss", visit.site.base.url("")));
        Answer { redirect_uri: self.redirect_uri.to_owned(), mode: self.mode, parameters }
    }
}

impl Answer {
    /// A code.
    #[must_use]
    pub fn code(visit: &Visit, request: &AuthorizationRequest, code: &Token) -> Self {
        addressee(request).answer(visit, vec![("code", code.reveal())])
    }

    /// Something is wrong, or the person said no.
    #[must_use]
    pub fn refusal(visit: &Visit, request: &AuthorizationRequest, error: OAuthError) -> Self {
        addressee(request).refuse(visit, error)
    }

    /// The whole address of an answer that travels in it.
    #[must_use]
    pub fn href(&self) -> String {
        extended(&self.redirect_uri, &self.parameters)
    }
}

/// An address with more parameters, otherwise as it was registered. A space becomes `%20`, which everybody reads.
#[must_use]
pub fn extended(address: &str, parameters: &[(&'static str, String)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish().replace('+', "%20");
    let joint = match address.split_once('?') {
        None => "?",
        Some((_, rest)) if rest.is_empty() || rest.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{address}{joint}{query}")
}

fn addressee(request: &AuthorizationRequest) -> Addressee<'_> {
    Addressee { redirect_uri: &request.redirect_uri, mode: request.response_mode, state: request.state.as_deref() }
}
