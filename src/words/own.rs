//! Texts of a site's own in the place of the portal's: which ones there can be, what stands there otherwise, and what they say.

use fluent_bundle::FluentValue;
use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

use super::{Locale, Words};
use crate::model::{
    look::{Look, Texts},
    text,
    theme::{Fault, Reason},
};

/// Where texts stand, and how their keys begin. The first that fits counts. What fits nowhere has no other words than ours: the
/// dashboard, the API, the days.
const PLACES: [(&str, &[&str]); 25] = [
    ("", &["account-device-known", "account-device-unknown", "error-nowhere", "problem-email-from", "problem-email-taken"]),
    ("login", &["login-", "email-or-username-label"]),
    ("signup", &["signup-", "invitation-"]),
    ("check-mail", &["check-mail-"]),
    ("verify", &["verify-", "verified-"]),
    ("reset", &["forgot-", "reset-"]),
    ("logout", &["logout-", "logged-out-"]),
    (
        "account",
        &[
            "account-",
            "profile-",
            "change-",
            "confirm-identity-",
            "current-password-label",
            "delete-account-",
            "email-change-",
            "email-undo-",
            "events-",
            "link-dead-",
            "new-email-label",
        ],
    ),
    ("notices", &["notice-"]),
    (
        "problems",
        &[
            "problem-code-",
            "problem-current-password-",
            "problem-email-",
            "problem-mail-limit",
            "problem-new-",
            "problem-password-",
            "problem-resend-",
            "problem-taken",
            "problem-terms-missing",
            "problem-too-many-attempts",
            "problem-wrong-credentials",
        ],
    ),
    (
        "shared",
        &[
            "action-",
            "email-label",
            "error-prefix",
            "footer-",
            "locale-label",
            "logged-in-as",
            "new-password-",
            "password-",
            "summary-title",
            "time-zone-label",
            "username-",
        ],
    ),
    ("errors", &["error-"]),
    ("mail-verify", &["mail-verify-"]),
    ("mail-already", &["mail-already-"]),
    ("mail-reset", &["mail-reset-"]),
    ("mail-invitation", &["mail-invitation-"]),
    ("mail-temporary-password", &["mail-temporary-password-"]),
    ("mail-password-changed", &["mail-password-changed-"]),
    ("mail-email-change-notice", &["mail-email-change-notice-"]),
    ("mail-email-change", &["mail-email-change-", "mail-email-taken-"]),
    ("mail-new-device", &["mail-new-device-"]),
    ("mail-deletion-undone", &["mail-deletion-undone-"]),
    ("mail-deletion", &["mail-deletion-"]),
    ("mail-test", &["mail-test-"]),
    ("mail-shared", &["mail-"]),
];

/// What stands where a site says nothing of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// The text; of several numbers' forms, the usual one.
    pub text: String,
    /// What is filled in there.
    pub placeholders: Vec<String>,
}

/// The places that texts stand at.
pub fn places() -> impl Iterator<Item = &'static str> {
    PLACES.iter().map(|(place, _)| *place).filter(|place| !place.is_empty())
}

fn place_of(key: &str) -> Option<&'static str> {
    let place = PLACES.iter().find(|(_, beginnings)| beginnings.iter().any(|beginning| key.starts_with(beginning)));
    place.map(|(place, _)| *place).filter(|place| !place.is_empty())
}

impl Words {
    /// A sentence in a look's own words, if it has some.
    #[must_use]
    pub fn text_of(&self, look: &Look, locale: Locale, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let own = look.text(locale.code, key).filter(|_| place_of(key).is_some()).and_then(|own| {
            let filled =
                text::fill(own, |name| arguments.iter().find(|(known, _)| *known == name).map(|(_, value)| plain(value)));
            if filled.is_none() {
                tracing::error!(
                    key,
                    locale = locale.code,
                    "a site's own text cannot be filled in; the portal's stands in for it"
                );
            }
            filled
        });
        own.unwrap_or_else(|| self.text(locale, key, arguments))
    }

    /// The keys of all texts that stand at a place, in the order of the catalogue.
    pub fn keys_at<'a>(&'a self, place: &'a str) -> impl Iterator<Item = &'a str> {
        self.keys.iter().map(String::as_str).filter(move |key| place_of(key) == Some(place))
    }

    /// What stands where a site says nothing of its own.
    #[must_use]
    pub fn default_of(&self, locale: Locale, key: &str) -> Option<Standard> {
        place_of(key)?;
        let own = self.languages.iter().find(|(known, _)| *known == locale);
        let pattern = own.into_iter().chain(&self.languages).find_map(|(_, bundle)| bundle.get_message(key)?.value())?;
        let mut default = Standard { text: String::new(), placeholders: Vec::new() };
        default.read(pattern, true);
        Some(default)
    }

    /// Reads a text that a person wrote for this place; nothing if there is no such place.
    pub fn read_own(&self, key: &str, typed: &str) -> Result<String, Reason> {
        // What is filled in is the same in every language.
        let default = self.default_of(Locale::ENGLISH, key).ok_or(Reason::Unknown)?;
        text::read(typed, &default.placeholders)
    }

    /// What is wrong with those texts that are not as they were.
    #[must_use]
    pub fn faults_of(&self, texts: &Texts, before: &Texts) -> Vec<Fault> {
        let changed = texts.iter().flat_map(|(language, texts)| {
            let before = before.get(language);
            let new = texts.iter().filter(move |(key, text)| before.and_then(|before| before.get(*key)) != Some(*text));
            new.map(move |(key, text)| (language, key, text))
        });
        let fault = |(language, key, text): (&String, &String, &String)| {
            let is_spoken = self.offered().any(|locale| locale.code == language);
            let read = if is_spoken { self.read_own(key, text) } else { Err(Reason::Unknown) };
            // As it would be stored by the page for it.
            let reason = match read {
                Ok(read) if read == *text && !read.is_empty() => return None,
                Ok(_) => Reason::Malformed("not as a text is written, such as {site}".to_owned()),
                Err(reason) => reason,
            };
            Some(Fault { key: format!("texts.{language}.{key}"), reason })
        };
        changed.filter_map(fault).collect()
    }
}

fn plain(value: &FluentValue<'_>) -> String {
    match value {
        FluentValue::String(text) => text.to_string(),
        FluentValue::Number(number) => number.as_string().into_owned(),
        FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => String::new(),
    }
}

impl Standard {
    /// Adds a pattern's names and, of what is `shown`, its words.
    fn read(&mut self, pattern: &Pattern<&str>, shown: bool) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.say(value, shown),
                PatternElement::Placeable { expression } => self.read_expression(expression, shown),
            }
        }
    }

    fn read_expression(&mut self, expression: &Expression<&str>, shown: bool) {
        match expression {
            Expression::Inline(inline) => self.read_inline(inline, shown),
            Expression::Select { selector, variants } => {
                self.read_inline(selector, false);
                for variant in variants {
                    self.read(&variant.value, shown && variant.default);
                }
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>, shown: bool) {
        match inline {
            InlineExpression::VariableReference { id } => {
                if !self.placeholders.iter().any(|known| known == id.name) {
                    self.placeholders.push(id.name.to_owned());
                }
                self.say(&format!("{{{}}}", id.name), shown);
            }
            InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => self.say(value, shown),
            InlineExpression::Placeable { expression } => self.read_expression(expression, shown),
            // The catalogue has none of these.
            InlineExpression::FunctionReference { .. }
            | InlineExpression::MessageReference { .. }
            | InlineExpression::TermReference { .. } => {}
        }
    }

    fn say(&mut self, words: &str, shown: bool) {
        if shown {
            self.text.push_str(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_tells_what_is_filled_in_and_its_usual_form() {
        let words = Words::load(false).unwrap();
        let default = words.default_of(Locale::ENGLISH, "mail-verify-preheader").unwrap();
        assert_eq!(default.text, "Your code is {code}. It works for {minutes} minutes.");
        let mut names = default.placeholders;
        names.sort();
        assert_eq!(names, ["code", "minutes"]);
        let spanish = words.find("es").unwrap();
        assert!(words.default_of(spanish, "login-title").is_some_and(|default| default.text == "Iniciar sesión"));
        for key in ["admin-skip", "api-forbidden", "date", "account-device-known", "no-such-key"] {
            assert_eq!(words.default_of(Locale::ENGLISH, key), None, "{key}");
        }
    }

    #[test]
    fn every_default_may_be_typed_as_it_is_shown_in_every_language() {
        let words = Words::load(false).unwrap();
        for locale in words.offered() {
            for key in places().flat_map(|place| words.keys_at(place)) {
                let default = words.default_of(locale, key).unwrap();
                assert_eq!(words.read_own(key, &default.text), Ok(default.text.clone()), "{key} in {}", locale.code);
            }
        }
        assert!(places().all(|place| words.keys_at(place).next().is_some()), "no place without texts");
    }

    #[test]
    fn texts_that_will_not_do_are_named() {
        let words = Words::load(false).unwrap();
        let of = |language: &str, key: &str, text: &str| {
            Texts::from([(language.to_owned(), [(key.to_owned(), text.to_owned())].into())])
        };
        let faults = |texts: &Texts| words.faults_of(texts, &Texts::new()).into_iter().map(|fault| fault.reason).next();
        assert_eq!(faults(&of("en", "signup-closed-text", "{site} is closed")), None);
        assert_eq!(faults(&of("en", "login-title", "{site}")), Some(Reason::Placeholder("site".to_owned())));
        assert_eq!(faults(&of("en", "admin-skip", "x")), Some(Reason::Unknown));
        assert_eq!(faults(&of("tlh", "login-title", "x")), Some(Reason::Unknown));
        assert!(matches!(faults(&of("en", "login-title", " x")), Some(Reason::Malformed(_))));
        let old = of("en", "gone", "x");
        assert_eq!(words.faults_of(&old, &old), [], "what was there before stands in nobody's way");
    }
}
