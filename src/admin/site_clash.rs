//! Two people at one form of a site: what it said when it was opened, and what is different now.

use super::{
    clash::{Clash, plain},
    frame::Frame,
    site_form::SiteForm,
};
use crate::model::theme::fingerprint;

/// A field, the key of its label, and the field whose presence tells that it was asked for: a box that is not ticked sends nothing.
const FIELDS: [(&str, &str, &str); 21] = [
    ("name", "admin-site-name", "name"),
    ("slug", "admin-site-slug", "slug"),
    ("domain", "admin-site-domain", "domain"),
    ("frontend_url", "admin-site-frontend", "frontend_url"),
    ("email_from", "admin-site-sender", "email_from"),
    ("email_from_name", "admin-site-sender-name", "email_from_name"),
    ("protected", "admin-protected", "domain"),
    ("settings.signup", "admin-signup", "settings.signup"),
    ("signup_domains", "admin-signup-domains-label", "signup_domains"),
    ("settings.password_minimum", "admin-password-minimum", "settings.password_minimum"),
    ("settings.ask_name", "admin-ask-name", "settings.signup"),
    ("settings.usernames", "admin-usernames", "settings.signup"),
    ("settings.temporary_passwords", "admin-temporary-passwords", "settings.signup"),
    ("settings.allowed_origins", "admin-origins", "settings.allowed_origins"),
    ("settings.signing_algorithm", "admin-algorithm", "settings.signing_algorithm"),
    ("locale", "admin-locale", "locale"),
    (LANGUAGES, "admin-languages", "locale"),
    ("settings.support_url", "admin-support-url", "settings.support_url"),
    ("settings.privacy_url", "admin-privacy-url", "settings.privacy_url"),
    ("settings.terms_url", "admin-terms-url", "settings.terms_url"),
    ("settings.terms_version", "admin-terms-version", "settings.terms_version"),
];
/// Several boxes as one field.
const LANGUAGES: &str = "settings.languages";
const TICKS: [&str; 4] = ["protected", "settings.ask_name", "settings.usernames", "settings.temporary_passwords"];
/// The field that says what the others said.
const MARK: &str = "seen";

impl SiteForm {
    /// With a mark of what it says.
    #[must_use]
    pub fn marked(self) -> Self {
        let mark = self.mark();
        self.with(MARK, mark)
    }

    /// With the mark of another one.
    #[must_use]
    pub fn marked_as(self, other: &Self) -> Self {
        self.with(MARK, other.mark())
    }

    /// Whether it was opened when the site was as it is `now`, or both say the same anyway. One without a mark asks for nothing.
    #[must_use]
    pub fn may_replace(&self, now: &Self) -> bool {
        !self.ticked(MARK) || self.get(MARK) == now.mark() || self.differences(now).next().is_none()
    }

    /// Where it says something else than the site `now`.
    #[must_use]
    pub fn clashes(&self, now: &Self, page: &Frame<'_>) -> Vec<Clash> {
        let clash = |(field, key): (&str, &str)| Clash {
            field: field.to_owned(),
            label: page.text(key),
            theirs: in_words(page, field, now.said(field)),
            yours: in_words(page, field, self.said(field)),
        };
        self.differences(now).map(clash).collect()
    }

    fn differences(&self, now: &Self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let asked = FIELDS.into_iter().filter(|(_, _, beside)| self.ticked(beside));
        asked.filter(|(field, ..)| self.said(field) != now.said(field)).map(|(field, key, _)| (field, key))
    }

    fn mark(&self) -> String {
        fingerprint(&FIELDS.map(|(field, ..)| self.said(field)).join("\n"))
    }

    fn said(&self, field: &str) -> String {
        match field {
            LANGUAGES => self.languages().join(", "),
            field => plain(self.get(field)),
        }
    }
}

fn in_words(page: &Frame<'_>, field: &str, said: String) -> String {
    match field {
        field if TICKS.contains(&field) => page.text(if said.is_empty() { "clash-off" } else { "clash-on" }),
        "settings.signup" if !said.is_empty() => page.text(&format!("admin-signup-{said}")),
        _ => said,
    }
}
