//! Values that cannot be wrong: whatever holds one of these types has been checked.

pub mod access_token;
pub mod agent;
pub mod audit;
pub mod author;
pub mod authorization_request;
pub mod bulk_change;
pub mod client;
pub mod client_assertion;
pub mod client_record;
pub mod connected_app;
pub mod css;
pub mod csv;
pub mod difference;
pub mod email;
pub mod email_typo;
pub mod event;
pub mod found;
pub mod id_token;
pub mod keyring;
pub mod logout_token;
pub mod look;
pub mod mail_code;
pub mod mail_url;
pub mod mailed;
pub mod name;
pub mod oauth_client;
pub mod oauth_error;
pub mod operator_session;
pub mod outbox;
pub mod overview;
pub mod paging;
pub mod parameters;
pub mod password;
pub mod person;
pub mod picture;
pub mod pkce;
pub mod problem;
pub mod public_address;
pub mod redirect_uri;
pub mod refresh_token;
pub mod return_to;
pub mod scope;
pub mod session;
pub mod shared_secret;
pub mod signing_key;
pub mod site;
pub mod site_list;
pub mod site_record;
pub mod stats;
pub mod temporary_password;
pub mod text;
pub mod theme;
pub mod time_zone;
pub mod token;
pub mod user;
pub mod user_code;
pub mod user_list;
pub mod user_record;
pub mod username;
pub mod vocabulary;

/// Drops white space around typed text and the characters no eye can see inside it (zero-width and direction marks,
/// which come along when text is copied).
#[must_use]
pub fn without_invisible(typed: &str) -> String {
    typed
        .trim()
        .chars()
        .filter(|c| !matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'))
        .collect()
}
