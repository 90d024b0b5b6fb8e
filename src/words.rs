//! Every word a person reads, from `locales/{language}/*.ftl` (Fluent), and which language to use.

mod catalogue;
mod faults;
pub mod own;

use std::fmt::Display;

use anyhow::Result;
use catalogue::Bundle;
use fluent_bundle::{FluentArgs, FluentValue};
use time::OffsetDateTime;

use crate::model::{agent::Program, time_zone::TimeZone};

/// A language that pages and mails come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    /// BCP 47 tag.
    pub code: &'static str,
    /// Its own name for itself.
    pub name: &'static str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The folder its words come from.
    source: &'static str,
    /// Spoken to developers only, and shown to whoever works on a look: it proves that pages hold no fixed words and survive longer
    /// or right-to-left ones.
    pseudo: bool,
}

impl Locale {
    /// The language that every message exists in.
    pub const ENGLISH: Self = Self { code: "en", name: "English", direction: "ltr", source: "en", pseudo: false };
}

const LOCALES: [Locale; 4] = [
    Locale::ENGLISH,
    Locale { code: "es", name: "Español", direction: "ltr", source: "es", pseudo: false },
    Locale { code: "en-XA", name: "Ḗḗƞɠŀīīşħ", direction: "ltr", source: "en", pseudo: true },
    Locale { code: "ar-XB", name: "Right to left", direction: "rtl", source: "en", pseudo: true },
];

/// What a sentence can be filled with.
pub trait Argument {
    /// As Fluent takes it.
    fn value(&self) -> FluentValue<'static>;
}

impl Argument for str {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::from(self.to_owned())
    }
}

impl Argument for String {
    fn value(&self) -> FluentValue<'static> {
        self.as_str().value()
    }
}

impl Argument for i64 {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::from(*self)
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

/// The catalogue of all languages.
pub struct Words {
    languages: Vec<(Locale, Bundle)>,
    /// Whether people may be spoken to in the pseudo-locales.
    speaks_pseudo: bool,
    /// Every key, in the order of the files.
    keys: Vec<String>,
}

impl Words {
    /// Reads the catalogue. People are spoken to in the pseudo-locales in development and tests only.
    pub fn load(speaks_pseudo: bool) -> Result<Self> {
        Ok(Self { languages: catalogue::read(&LOCALES)?, speaks_pseudo, keys: catalogue::keys(Locale::ENGLISH.source)? })
    }

    /// The languages there are, pseudo-locales apart.
    pub fn offered(&self) -> impl Iterator<Item = Locale> {
        self.all().filter(|locale| !locale.pseudo)
    }

    /// All languages, with the pseudo-locales: to look at what others would read.
    pub fn all(&self) -> impl Iterator<Item = Locale> {
        self.languages.iter().map(|(locale, _)| *locale)
    }

    /// The language with this tag, or with its primary part (`es` for `es-MX`), if people may be spoken to in it.
    #[must_use]
    pub fn find(&self, tag: &str) -> Option<Locale> {
        let by = |wanted: &str| {
            self.all()
                .find(|locale| locale.code.eq_ignore_ascii_case(wanted))
                .filter(|locale| self.speaks_pseudo || !locale.pseudo)
        };
        by(tag).or_else(|| by(tag.split(['-', '_']).next().unwrap_or_default()))
    }

    /// The first of these languages that there is, else English.
    #[must_use]
    pub fn first_of(&self, tags: &[&str]) -> Locale {
        tags.iter().find_map(|tag| self.find(tag)).unwrap_or(Locale::ENGLISH)
    }

    /// The first language of an `Accept-Language` header (RFC 9110 §12.5.4) that there is, by the sender's own order.
    #[must_use]
    pub fn negotiate(&self, accept: &str) -> Option<Locale> {
        let mut wanted: Vec<(&str, f32)> = accept
            .split(',')
            .take(20)
            .map(|part| {
                let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
                // Spaces may stand around the semicolon, and the q may be a capital (RFC 9110 §12.4.2).
                let quality = weight.trim().strip_prefix(['q', 'Q']).and_then(|weight| weight.strip_prefix('='));
                (tag.trim(), quality.and_then(|quality| quality.parse().ok()).unwrap_or(0.0))
            })
            .filter(|(_, quality)| *quality > 0.0)
            .collect();
        wanted.sort_by(|a, b| b.1.total_cmp(&a.1));
        wanted.into_iter().find_map(|(tag, _)| self.find(tag))
    }

    /// A sentence. A key that is missing in one language is taken from English; one missing there shows itself.
    #[must_use]
    pub fn text(&self, locale: Locale, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let own = self.languages.iter().find(|(known, _)| *known == locale);
        own.into_iter().chain(&self.languages).find_map(|(_, bundle)| format(bundle, key, arguments)).unwrap_or_else(|| {
            tracing::error!(key, "a message is missing from every catalogue");
            key.to_owned()
        })
    }

    /// A day, written out.
    #[must_use]
    pub fn date(&self, locale: Locale, at: OffsetDateTime) -> String {
        let number = |number: i64| FluentValue::from(number);
        let parts = [
            ("day", number(at.day().into())),
            ("month", number(u8::from(at.month()).into())),
            ("year", number(at.year().into())),
        ];
        self.text(locale, "date", &parts)
    }

    /// A day and its time by a clock in `zone`, or in UTC, written out.
    #[must_use]
    pub fn moment(&self, locale: Locale, at: OffsetDateTime, zone: Option<&TimeZone>) -> String {
        let (at, zone) = zone.map_or((at, "UTC".to_owned()), |zone| (zone.local(at), zone.label(at)));
        format!("{}, {:02}:{:02} {zone}", self.date(locale, at), at.hour(), at.minute())
    }

    /// What a browser's description of itself means to people.
    #[must_use]
    pub fn program(&self, locale: Locale, agent: &str) -> String {
        match Program::of(agent) {
            Program { browser: Some(browser), system: Some(system) } => {
                self.text(locale, "account-device-known", &[("browser", browser.value()), ("system", system.value())])
            }
            Program { browser: Some(name), .. } | Program { system: Some(name), .. } => name.to_owned(),
            Program { browser: None, system: None } => self.text(locale, "account-device-unknown", &[]),
        }
    }
}

/// A number as people read it, with its thousands apart by a narrow space, which every language takes (ISO 80000-1).
#[must_use]
pub fn number(number: impl Display) -> String {
    let digits = number.to_string();
    let mut apart = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) && digits.len() > 4 {
            apart.push('\u{202f}');
        }
        apart.push(digit);
    }
    apart
}

fn format(bundle: &Bundle, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a message lacks an argument");
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_s_order_of_languages_counts() {
        let words = Words::load(false).unwrap();
        let negotiated = |accept: &str| words.negotiate(accept).map(|locale| locale.code);
        assert_eq!(negotiated("fr, es-MX;q=0.8, en;q=0.9"), Some("en"));
        assert_eq!(negotiated("es-419,es;q=0.9"), Some("es"));
        assert_eq!(negotiated("fr, es; q=0.9 , en ;Q=0.8"), Some("es"), "spaces are allowed around a semicolon");
        assert_eq!(negotiated("es ; q=0, en\t;\tq=0.1"), Some("en"));
        assert_eq!(negotiated("fr;q=1, de"), None);
        assert_eq!(negotiated("en;q=0, ;;;,q=,*"), None);
        assert_eq!(negotiated("en-XA"), Some("en"), "pseudo-locales are for developers");
        assert_eq!(words.find("ar-XB"), None);
    }

    #[test]
    fn pseudo_locales_can_be_looked_at_where_nobody_is_spoken_to_in_them() {
        let words = Words::load(false).unwrap();
        let right_to_left = words.all().find(|locale| locale.direction == "rtl").unwrap();
        assert_eq!(words.text(right_to_left, "action-login", &[]), words.text(Locale::ENGLISH, "action-login", &[]));
        assert!(words.offered().all(|locale| !locale.pseudo));
    }

    #[test]
    fn days_are_written_as_people_do() {
        let words = Words::load(false).unwrap();
        let day = time::macros::datetime!(2026-11-21 12:00 UTC);
        assert_eq!(words.date(LOCALES[0], day), "November 21, 2026");
        assert_eq!(words.date(LOCALES[1], day), "21 de noviembre de 2026");
    }
}
