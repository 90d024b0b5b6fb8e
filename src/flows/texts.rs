//! The texts of pages and letters in a site's own words, for its admins and the operator. They belong to its look: what is
//! changed here is a draft until the look is published.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{
    administration::Admin,
    look::{self, publish, texts},
};
use crate::{
    model::{
        look::Layer,
        theme::{Fault, fingerprint},
    },
    words::{
        Locale,
        own::{Standard, places},
    },
};

/// The most texts that a search shows.
const MOST: usize = 60;

/// Which texts.
#[derive(Clone, Copy)]
pub enum Which<'a> {
    /// Those that stand at a place.
    At(&'a str),
    /// Those that say this, wherever they stand: the portal's words, the site's, or the key.
    Saying(&'a str),
}

/// A text.
pub struct Text {
    /// Its key.
    pub key: String,
    /// Where it stands.
    pub place: &'static str,
    /// What the portal says.
    pub standard: Standard,
    /// What the site says instead.
    pub own: Option<String>,
    /// Whether that is what people see.
    pub is_live: bool,
}

/// Some texts, in one language.
pub struct Texts {
    /// Them.
    pub texts: Vec<Text>,
    /// Whether there are more that fit.
    pub more: bool,
    /// A fingerprint of what the site says in their place, to write over nothing that was not seen.
    pub mark: String,
    /// Whether something of the look, texts included, is not published.
    pub has_draft: bool,
    /// A fingerprint of the draft, to publish nothing that was not seen.
    pub seen: String,
}

/// A text that was not taken.
pub struct Refused {
    /// Its key.
    pub key: String,
    /// What was typed.
    pub typed: String,
    /// Why not.
    pub fault: Fault,
}

/// What came of saving.
pub enum Saved {
    /// It is in the draft, except for what was refused.
    Done(Vec<Refused>),
    /// Somebody else has changed one of the texts meanwhile, and to something else. Nothing is saved.
    Changed,
}

/// What came of publishing.
pub enum Published {
    /// It is what people see.
    Done,
    /// There was nothing to publish.
    Nothing,
    /// Somebody has changed the draft meanwhile.
    Changed,
    /// Something of the look has to be put right first.
    Faults(Vec<Fault>),
}

/// Some texts.
pub async fn show(admin: &Admin, locale: Locale, which: Which<'_>) -> Result<Texts> {
    let words = &admin.visit.app.words;
    let state = look::show(admin).await?;
    let live = state.published.as_ref().map(|version| version.layer.clone()).unwrap_or_default();
    let draft = state.layer();
    let all = places().flat_map(|place| words.keys_at(place).map(move |key| (place, key)));
    let text = |(place, key): (&'static str, &str)| {
        let own = own(&draft, locale, key);
        let standard = words.default_of(locale, key)?;
        let is_live = own == self::own(&live, locale, key);
        Some(Text { key: key.to_owned(), place, standard, is_live, own: own.map(str::to_owned) })
    };
    let mut texts: Vec<Text> = match which {
        Which::At(wanted) => all.filter(|(place, _)| *place == wanted).filter_map(text).collect(),
        Which::Saying(words) => {
            let words = words.to_lowercase();
            all.filter_map(text).filter(|text| text.says(&words)).take(MOST + 1).collect()
        }
    };
    let more = matches!(which, Which::Saying(_)) && texts.len() > MOST;
    if more {
        texts.truncate(MOST);
    }
    let mark = mark(&draft, locale, texts.iter().map(|text| text.key.as_str()));
    Ok(Texts { texts, more, mark, has_draft: state.draft.is_some(), seen: state.seen() })
}

impl Text {
    /// Whether it has these words, which are in small letters.
    fn says(&self, words: &str) -> bool {
        let own = self.own.as_deref().unwrap_or_default();
        [&self.key, &self.standard.text, own].iter().any(|text| text.to_lowercase().contains(words))
    }
}

fn own<'a>(layer: &'a Layer, locale: Locale, key: &str) -> Option<&'a str> {
    layer.texts.get(locale.code)?.get(key).map(String::as_str)
}

fn mark<'a>(layer: &Layer, locale: Locale, keys: impl Iterator<Item = &'a str>) -> String {
    let said: BTreeMap<&str, Option<&str>> = keys.map(|key| (key, own(layer, locale, key))).collect();
    fingerprint(&serde_json::to_string(&said).unwrap_or_default())
}

/// Takes what was typed into the draft, text by text: what will not do comes back and stands in nobody else's way. An empty text,
/// or one that is the portal's own, is none. What stands at no place is not taken. With the `mark` of what was seen, nothing is
/// written over that somebody else has saved since.
pub async fn submit(admin: &Admin, locale: Locale, typed: Vec<(String, String)>, seen: Option<&str>) -> Result<Saved> {
    let words = &admin.visit.app.words;
    let (mut changes, mut refused) = (BTreeMap::new(), Vec::new());
    let typed: Vec<_> = typed.into_iter().filter(|(key, _)| words.default_of(locale, key).is_some()).collect();
    let keys: Vec<String> = typed.iter().map(|(key, _)| key.clone()).collect();
    for (key, typed) in typed {
        match words.read_own(&key, &typed) {
            Ok(text) => {
                let is_ours = text.is_empty() || words.default_of(locale, &key).is_some_and(|standard| standard.text == text);
                changes.insert(key, (!is_ours).then_some(text));
            }
            Err(reason) => {
                let fault = Fault { key: format!("texts.{}.{key}", locale.code), reason };
                refused.push(Refused { key, typed, fault });
            }
        }
    }
    let is_as_seen = |now: &Layer, changes: &BTreeMap<String, Option<String>>| {
        seen.is_none_or(|seen| seen == mark(now, locale, keys.iter().map(String::as_str)))
            || changes.iter().all(|(key, text)| own(now, locale, key) == text.as_deref())
    };
    match texts::change(admin, locale.code, changes, is_as_seen).await? {
        texts::Outcome::Saved(_) => {}
        texts::Outcome::Faults(faults) => {
            refused.extend(faults.into_iter().map(|fault| Refused { key: String::new(), typed: String::new(), fault }));
        }
        texts::Outcome::Changed => return Ok(Saved::Changed),
    }
    Ok(Saved::Done(refused))
}

/// Publishes the look, texts included, if it is still as it was `seen`.
pub async fn publish(admin: &Admin, seen: &str) -> Result<Published> {
    Ok(match publish::submit(admin, Some(seen)).await? {
        publish::Outcome::Published(_) => Published::Done,
        publish::Outcome::Nothing | publish::Outcome::Missing => Published::Nothing,
        publish::Outcome::Changed => Published::Changed,
        publish::Outcome::Faults(faults) => Published::Faults(faults),
    })
}
