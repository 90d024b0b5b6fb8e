//! What the operator's browser carries at the dashboard: its login, a link on its way out of the address bar, and a notice for
//! the next page, in a cookie each. None of them is read anywhere else, and nothing of a site's is read here.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::request::Parts,
    middleware::Next,
    response::{IntoResponse, Response},
};
use time::Duration;

use super::{
    cookies::{Cookies, Held, value},
    error::Refusal,
    visit::{asked_locale, call, remember_language},
};
use crate::{app::App, flows::Call, model::token::Token};

/// How long a link waits for its button to be pressed, a notice for its page, and a form for a proof.
const SHORT: Duration = Duration::minutes(15);

/// The carried things of this request's browser.
#[derive(Clone)]
pub struct OperatorBrowser {
    login: Held,
    link: Held,
    notice: Held,
    form: Held,
}

/// Gathers what is to be known about a request to the portal's own dashboard, reads what the browser carries, and writes back
/// what has changed.
pub async fn carry_operator(State((app, cookies)): State<(Arc<App>, Cookies)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let names = ["operator", "operator-link", "operator-notice", "operator-form"].map(|purpose| cookies.name(purpose));
    let before = names.each_ref().map(|name| cookies.read(&parts.headers, name));
    let [login, link, notice, form] = before.clone().map(|held| Arc::new(Mutex::new(held)));
    let browser = OperatorBrowser { login, link, notice, form };
    let call = call(&app, &parts);
    let asked = asked_locale(&app, &parts.uri).filter(|asked| *asked == call.locale);
    parts.extensions.insert(call);
    parts.extensions.insert(browser.clone());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    // A page that failed changes nothing, so that a database that was away costs nobody the login.
    if response.status().is_server_error() {
        return response;
    }
    let after = [(browser.login, None), (browser.link, Some(SHORT)), (browser.notice, Some(SHORT)), (browser.form, Some(SHORT))];
    for ((name, before), (held, age)) in names.into_iter().zip(before).zip(after) {
        let now = value(&held);
        if now != before {
            response = cookies.write(name, now.as_deref(), age, response);
        }
    }
    match asked {
        Some(locale) => (remember_language(locale.code, &app.config.public_url), response).into_response(),
        None => response,
    }
}

impl OperatorBrowser {
    /// The secret of this browser's login.
    #[must_use]
    pub fn login(&self) -> Option<Token> {
        value(&self.login).as_deref().and_then(Token::parse)
    }

    /// From now on it is this login; `None` ends what is known here.
    pub fn log_in(&self, token: Option<&Token>) {
        put(&self.login, token.map(Token::reveal));
    }

    /// The link that was opened last.
    #[must_use]
    pub fn link(&self) -> Option<Token> {
        value(&self.link).as_deref().and_then(Token::parse)
    }

    /// Keeps a link, so that it can leave the address bar; `None` when it is done with.
    pub fn hold_link(&self, link: Option<&Token>) {
        put(&self.link, link.map(Token::reveal));
    }

    /// What opens the form that waits for a proof.
    #[must_use]
    pub fn form(&self) -> Option<Token> {
        value(&self.form).as_deref().and_then(Token::parse)
    }

    /// Keeps what opens such a form; `None` when it is done with.
    pub fn hold_form(&self, form: Option<&Token>) {
        put(&self.form, form.map(Token::reveal));
    }

    /// Leaves a message for the next page.
    pub fn leave_notice(&self, key: &str) {
        put(&self.notice, Some(key.to_owned()));
    }

    /// The message the last page left, which is shown once.
    #[must_use]
    pub fn take_notice(&self) -> Option<String> {
        self.notice.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

fn put(held: &Held, value: Option<String>) {
    *held.lock().unwrap_or_else(PoisonError::into_inner) = value;
}

impl<S: Send + Sync> FromRequestParts<S> for OperatorBrowser {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get().cloned().ok_or(Refusal::Internal)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Call {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get().cloned().ok_or(Refusal::Internal)
    }
}
