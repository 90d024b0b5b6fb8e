//! Encrypted cookies that no page of another host can set (RFC 6265bis §4.1.3.2), and what they hold while a request lasts.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, Key, PrivateCookieJar, SameSite};
use time::Duration;

use crate::app::App;

/// What makes and reads cookies. Cheap to clone.
#[derive(Clone)]
pub struct Cookies {
    keys: Arc<Vec<Key>>,
    secure: bool,
}

/// What a cookie of its own holds, as long as a request lasts.
pub type Held = Arc<Mutex<Option<String>>>;

/// What it holds now.
pub fn value(held: &Held) -> Option<String> {
    held.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

impl Cookies {
    /// From `SECRET_KEY`; secure unless browsers reach the portal without TLS.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let keys = app.seal.cookie_keys().map(|key| Key::from(&key)).collect();
        Self { keys: Arc::new(keys), secure: app.config.public_url.scheme() == "https" }
    }

    /// The name of the cookie for one use. `__Host-` keeps it from other hosts; it needs TLS.
    #[must_use]
    pub fn name(&self, purpose: &str) -> String {
        let prefix = if self.secure { "__Host-" } else { "" };
        format!("{prefix}{purpose}")
    }

    /// What a cookie holds, whichever of the keys it was encrypted with.
    #[must_use]
    pub fn read(&self, headers: &HeaderMap, name: &str) -> Option<String> {
        self.keys.iter().find_map(|key| Some(PrivateCookieJar::from_headers(headers, key.clone()).get(name)?.value().to_owned()))
    }

    /// Adds a cookie to an answer; without a value it removes the cookie, without an age it ends with the browser.
    #[must_use]
    pub fn write(&self, name: String, value: Option<&str>, age: Option<Duration>, response: Response) -> Response {
        let Some(key) = self.keys.first() else { return response };
        let cookie = Cookie::build((name, value.unwrap_or_default().to_owned())).path("/").http_only(true);
        let mut cookie = cookie.same_site(SameSite::Lax).secure(self.secure).build();
        match value {
            Some(_) => cookie.set_max_age(age),
            None => cookie.make_removal(),
        }
        (PrivateCookieJar::new(key.clone()).add(cookie), response).into_response()
    }
}
