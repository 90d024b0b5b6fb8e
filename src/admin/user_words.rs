//! What accounts are, in words.

use super::{filter::Choice, frame::Frame};
use crate::model::user_record::UserRecord;

/// Whatever stands out about an account: the kind of each badge, and its words.
#[must_use]
pub fn standing(page: &Frame<'_>, user: &UserRecord) -> Vec<(&'static str, String)> {
    let mut badges = match user.status.as_str() {
        "disabled" => vec![("bad", page.text("people-disabled"))],
        "invited" => vec![("warn", page.text("people-invited"))],
        _ if !user.email_verified => vec![("warn", page.text("people-unverified"))],
        _ => vec![("good", page.text("people-active"))],
    };
    if user.role == "admin" {
        badges.push(("plain", page.text("people-admin")));
    }
    if user.protected {
        badges.push(("plain", page.text("people-protected")));
    }
    badges
}

/// The roles to choose from.
#[must_use]
pub fn roles(page: &Frame<'_>, chosen: &str) -> Vec<Choice> {
    choices(page, chosen, "people-any-role", &[("user", "people-member"), ("admin", "people-admin")])
}

/// The states to choose from.
#[must_use]
pub fn statuses(page: &Frame<'_>, chosen: &str) -> Vec<Choice> {
    let words = [("active", "people-active"), ("disabled", "people-disabled"), ("invited", "people-invited")];
    choices(page, chosen, "people-any-status", &words)
}

/// Yes, no, or either. The keys of the words begin with `key`.
#[must_use]
pub fn yes_no(page: &Frame<'_>, key: &str, chosen: &str) -> Vec<Choice> {
    choices(page, chosen, "people-either", &[("yes", &format!("{key}-yes")), ("no", &format!("{key}-no"))])
}

/// A choice of words, the first of which means any.
#[must_use]
pub fn choices(page: &Frame<'_>, chosen: &str, any: &str, words: &[(&str, &str)]) -> Vec<Choice> {
    let all = [("", any)].into_iter().chain(words.iter().copied());
    all.map(|(value, key)| Choice { value: value.to_owned(), label: page.text(key), selected: value == chosen }).collect()
}
