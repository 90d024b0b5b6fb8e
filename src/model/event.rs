//! What happened to an account, or was tried.

use std::net::IpAddr;

use time::OffsetDateTime;

/// What was done or tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The address was proven, and with it the account made.
    AddressProven,
    /// Somebody logged in.
    LoggedIn,
    /// Somebody tried to log in, in vain.
    LoginRefused,
    /// Somebody logged out.
    LoggedOut,
    /// A login was ended from another device.
    DeviceEnded,
    /// All logins but one were ended.
    OtherDevicesEnded,
    /// The password was changed.
    PasswordChanged,
    /// Somebody who was logged in gave a wrong present password.
    PasswordRefused,
    /// A forgotten password was replaced.
    PasswordReset,
}

/// One thing that happened, as its account's owner sees it.
#[derive(Debug, Clone)]
pub struct Event {
    /// What, in the word that is stored. A later version may know more words than this one.
    pub action: String,
    /// When.
    pub at: OffsetDateTime,
    /// From where.
    pub address: IpAddr,
    /// The browser's own description.
    pub agent: String,
}

const WORDS: [(Action, &str); 9] = [
    (Action::AddressProven, "address_proven"),
    (Action::LoggedIn, "logged_in"),
    (Action::LoginRefused, "login_refused"),
    (Action::LoggedOut, "logged_out"),
    (Action::DeviceEnded, "device_ended"),
    (Action::OtherDevicesEnded, "other_devices_ended"),
    (Action::PasswordChanged, "password_changed"),
    (Action::PasswordRefused, "password_refused"),
    (Action::PasswordReset, "password_reset"),
];

impl Action {
    /// The word that is stored; with hyphens, the key of its sentence.
    #[must_use]
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(action, _)| *action == self).map_or("", |(_, word)| word)
    }

    /// Whether `word` is one of those that there are sentences for.
    #[must_use]
    pub fn is_known(word: &str) -> bool {
        WORDS.iter().any(|(_, known)| *known == word)
    }
}
