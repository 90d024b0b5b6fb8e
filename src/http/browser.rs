//! What a browser carries between pages: a reference to its login, a signup that waits for proof, a notice to show once
//! (tower-sessions, one encrypted cookie per site), and a mailed link's token on its way out of the address bar.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::request::Parts,
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use tower_sessions::{Expiry, Session, session::Id};
use uuid::Uuid;

use super::{
    cookies::{Cookies, Held, value},
    error::{Fault, Refusal},
    visit::{chosen_language, remember_language},
};
use crate::{
    app::App,
    flows::Visit,
    model::{
        session::{NewSession, Welcome},
        token::Token,
    },
};

/// How long a link's token waits for the button to be pressed.
const LINK_LIFETIME: Duration = Duration::minutes(30);
/// How long a browser is known; no browser keeps a cookie for longer (RFC 6265bis §5.5).
const DEVICE_LIFETIME: Duration = Duration::days(400);
/// How long a form waits for whoever sent it to prove who it is.
pub const FORM_LIFETIME: Duration = Duration::minutes(15);
const CARRIED: &str = "carried";

/// The carried things of this request's browser.
#[derive(Clone)]
pub struct Browser {
    app: Arc<App>,
    session: Session,
    link: Held,
    device: Held,
    language: Held,
    form: Held,
    now: OffsetDateTime,
}

#[derive(Default, Serialize, Deserialize)]
struct Carried {
    login: Option<String>,
    signup: Option<String>,
    /// The address that a password reset was asked for.
    reset: Option<String>,
    /// Where to go once the password is a new one.
    return_to: Option<String>,
    notice: Option<String>,
    /// The app on the device that was answered last, and whether it was let in.
    answered: Option<(Uuid, bool)>,
    /// Whether the cookie outlives the browser's window.
    remember: bool,
    /// Until when there is something to carry, in Unix seconds.
    until: i64,
}

/// Reads what the browser carries, and writes back what has changed.
pub async fn carry(
    State((app, cookies)): State<(Arc<App>, Cookies)>,
    visit: Visit,
    mut request: Request,
    next: Next,
) -> Response {
    let [session_name, link_name, device_name, form_name] =
        ["session", "link", "device", "form"].map(|purpose| cookies.name(&format!("{purpose}-{}", visit.site.slug)));
    let id = cookies.read(request.headers(), &session_name).and_then(|value| value.parse::<Id>().ok());
    let [link, device, form] = [&link_name, &device_name, &form_name].map(|name| cookies.read(request.headers(), name));
    let language = chosen_language(request.headers());
    let store = match app.database.browsers() {
        Ok(store) => Arc::new(store),
        Err(fault) => return Fault::from(fault).into_response(),
    };
    let browser = Browser {
        app: Arc::clone(&app),
        session: Session::new(id, Arc::clone(&store), None),
        link: Arc::new(Mutex::new(link.clone())),
        device: Arc::new(Mutex::new(device.clone())),
        language: Arc::new(Mutex::new(language.clone())),
        form: Arc::new(Mutex::new(form.clone())),
        now: visit.now,
    };
    request.extensions_mut().insert(browser.clone());
    let mut response = next.run(request).await;

    for (name, before, after, age) in [
        (link_name, link, &browser.link, LINK_LIFETIME),
        (device_name, device, &browser.device, DEVICE_LIFETIME),
        (form_name, form, &browser.form, FORM_LIFETIME),
    ] {
        let after = value(after);
        if after != before {
            response = cookies.write(name, after.as_deref(), Some(age), response);
        }
    }
    if let Some(chosen) = value(&browser.language).filter(|chosen| language.as_ref() != Some(chosen)) {
        response = (remember_language(&chosen, &app.config.public_url), response).into_response();
    }
    // A page that failed changes nothing, so that a database that was away costs nobody the login.
    if !browser.session.is_modified() || response.status().is_server_error() {
        return response;
    }
    match browser.save().await {
        // Ended by another request: its cookie must not come back.
        Ok(Some(_)) if store.is_gone() => response,
        Ok(Some((id, age))) => cookies.write(session_name, Some(&id), age, response),
        Ok(None) => cookies.write(session_name, None, None, response),
        Err(fault) => fault.into_response(),
    }
}

impl Browser {
    /// The secret of this browser's login.
    pub async fn login(&self) -> Result<Option<Token>, Fault> {
        Ok(self.read().await?.login.and_then(|token| Token::parse(&token)))
    }

    /// The secret of the signup that this browser began.
    pub async fn signup(&self) -> Result<Option<Token>, Fault> {
        Ok(self.read().await?.signup.and_then(|token| Token::parse(&token)))
    }

    /// Begins a login with a password, which makes the browser known to its account.
    pub async fn welcome(&self, welcome: &Welcome) -> Result<(), Fault> {
        *self.device.lock().unwrap_or_else(PoisonError::into_inner) = welcome.device.as_ref().map(Token::reveal);
        if let Some(locale) = &welcome.locale {
            self.language.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(locale.clone());
        }
        self.log_in(&welcome.session).await
    }

    /// Whoever was here before: from now on it is this login, under an id that nobody can have known (session fixation).
    pub async fn log_in(&self, session: &NewSession) -> Result<(), Fault> {
        if self.session.id().is_some() {
            self.session.cycle_id().await.map_err(|error| away(&error))?;
        }
        let until = session.expires_at.unix_timestamp();
        self.write(Carried { login: Some(session.token.reveal()), remember: session.remember, until, ..Carried::default() }).await
    }

    /// Forgets everything.
    pub async fn log_out(&self) -> Result<(), Fault> {
        self.hold_form(None);
        self.session.flush().await.map_err(|error| away(&error))
    }

    /// Remembers a signup that waits for proof.
    pub async fn begin_signup(&self, signup: &Token, lifetime: Duration) -> Result<(), Fault> {
        let before = self.read().await?;
        // An id that somebody else may know must not lead to this signup. With a login the id is new already, and changing it
        // once more could race with a logout.
        if before.login.is_none() && self.session.id().is_some() {
            self.session.cycle_id().await.map_err(|error| away(&error))?;
        }
        let until = before.until.max((self.now + lifetime).unix_timestamp());
        self.write(Carried { signup: Some(signup.reveal()), until, ..before }).await
    }

    /// The address that this browser asked a password reset for.
    pub async fn reset_address(&self) -> Result<Option<String>, Fault> {
        Ok(self.read().await?.reset)
    }

    /// Where to go once the password is a new one.
    pub async fn reset_return_to(&self) -> Result<Option<String>, Fault> {
        Ok(self.read().await?.return_to)
    }

    /// Remembers the address that a password reset was asked for, and where its owner wanted to go. A link that was opened before
    /// has no say any more.
    pub async fn begin_reset(&self, email: &str, return_to: Option<&str>, lifetime: Duration) -> Result<(), Fault> {
        self.hold_link(None);
        let before = self.read().await?;
        let until = before.until.max((self.now + lifetime).unix_timestamp());
        let return_to = return_to.map(str::to_owned);
        self.write(Carried { reset: Some(email.to_owned()), return_to, until, ..before }).await
    }

    /// Holds the token by which a temporary password gives way to another, and remembers where its owner wanted to go.
    pub async fn begin_choice(&self, token: &Token, return_to: Option<&str>) -> Result<(), Fault> {
        self.hold_link(Some(&token.reveal()));
        let before = self.read().await?;
        let until = before.until.max((self.now + LINK_LIFETIME).unix_timestamp());
        self.write(Carried { return_to: return_to.map(str::to_owned), until, ..before }).await
    }

    /// The app on the device that was answered last in this login, and whether it was let in.
    pub async fn answered(&self) -> Result<Option<(Uuid, bool)>, Fault> {
        Ok(self.read().await?.answered)
    }

    /// Remembers what a device was answered, until another is or the login ends.
    pub async fn note_answer(&self, app: Uuid, allowed: bool) -> Result<(), Fault> {
        let before = self.read().await?;
        let until = before.until.max((self.now + LINK_LIFETIME).unix_timestamp());
        self.write(Carried { answered: Some((app, allowed)), until, ..before }).await
    }

    /// Leaves a message for the next page.
    pub async fn leave_notice(&self, key: &str) -> Result<(), Fault> {
        let before = self.read().await?;
        let until = before.until.max((self.now + LINK_LIFETIME).unix_timestamp());
        self.write(Carried { notice: Some(key.to_owned()), until, ..before }).await
    }

    /// The message the last page left, which is shown once.
    pub async fn take_notice(&self) -> Result<Option<String>, Fault> {
        let mut carried = self.read().await?;
        let Some(notice) = carried.notice.take() else { return Ok(None) };
        self.write(carried).await?;
        Ok(Some(notice))
    }

    /// The token of the mailed link that was opened last.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        value(&self.link)
    }

    /// Keeps a mailed link's token, so that it can leave the address bar; `None` when it is done with.
    pub fn hold_link(&self, token: Option<&str>) {
        let token = token.and_then(Token::parse).map(|token| token.reveal());
        *self.link.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }

    /// What opens the form of the dashboard that waits for a proof.
    #[must_use]
    pub fn form(&self) -> Option<Token> {
        value(&self.form).as_deref().and_then(Token::parse)
    }

    /// Keeps what opens such a form; `None` when it is done with.
    pub fn hold_form(&self, form: Option<&Token>) {
        *self.form.lock().unwrap_or_else(PoisonError::into_inner) = form.map(Token::reveal);
    }

    /// From now on pages are in this language.
    pub fn speak(&self, locale: &str) {
        *self.language.lock().unwrap_or_else(PoisonError::into_inner) = Some(locale.to_owned());
    }

    /// What accounts know this browser by, also after a logout.
    #[must_use]
    pub fn device(&self) -> Option<Token> {
        value(&self.device).as_deref().and_then(Token::parse)
    }

    async fn read(&self) -> Result<Carried, Fault> {
        let sealed: Option<String> = self.session.get(CARRIED).await.map_err(|error| away(&error))?;
        let open = |sealed: String| self.app.seal.open(CARRIED, &STANDARD.decode(sealed).ok()?);
        // Sealed with a key that is gone means nobody is known any more.
        Ok(sealed.and_then(open).and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default())
    }

    async fn write(&self, carried: Carried) -> Result<(), Fault> {
        // Sealed, because the secrets of logins and signups are nowhere else stored but hashed.
        let sealed = self.app.seal.seal(&self.app.random, CARRIED, &serde_json::to_vec(&carried)?)?;
        self.session.insert(CARRIED, STANDARD.encode(sealed)).await.map_err(|error| away(&error))
    }

    /// The cookie's value and age; `None` when there is nothing to carry any more.
    async fn save(&self) -> Result<Option<(String, Option<Duration>)>, Fault> {
        if self.session.is_empty().await {
            return Ok(None);
        }
        let carried = self.read().await?;
        let until = OffsetDateTime::from_unix_timestamp(carried.until)?;
        self.session.set_expiry(Some(Expiry::AtDateTime(until)));
        self.session.save().await.map_err(|error| away(&error))?;
        Ok(self
            .session
            .id()
            .map(|id| (id.to_string(), carried.remember.then(|| Duration::seconds(carried.until - self.now.unix_timestamp())))))
    }
}

/// The store fails only when the database does, and hands on no more than its words.
pub(super) fn away(error: &impl ToString) -> Fault {
    Fault::from(crate::store::Away(error.to_string()))
}

impl<S: Send + Sync> FromRequestParts<S> for Browser {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get().cloned().ok_or(Refusal::Internal)
    }
}
