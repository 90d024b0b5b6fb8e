//! The texts of pages and letters in a site's own words, for its admins and the operator. They belong to its look: what is
//! changed here is a draft until the look is published.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{
    administration::Admin,
    look::{self, publish, texts},
};
use crate::{
    model::{look::Layer, theme::Fault},
    words::{Locale, own::Standard},
};

/// A text.
pub struct Text {
    /// Its key.
    pub key: String,
    /// What the portal says.
    pub standard: Standard,
    /// What the site says instead.
    pub own: Option<String>,
    /// Whether that is what people see.
    pub is_live: bool,
}

/// The texts at one place, in one language.
pub struct Texts {
    /// Them.
    pub texts: Vec<Text>,
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

/// The texts at a place.
pub async fn show(admin: &Admin, locale: Locale, place: &str) -> Result<Texts> {
    let words = &admin.visit.app.words;
    let state = look::show(admin).await?;
    let live = state.published.as_ref().map(|version| version.layer.clone()).unwrap_or_default();
    let draft = state.layer();
    let text = |key: &str| {
        let own = own(&draft, locale, key);
        let standard = words.default_of(locale, key)?;
        Some(Text { key: key.to_owned(), standard, is_live: own == self::own(&live, locale, key), own: own.map(str::to_owned) })
    };
    Ok(Texts { texts: words.keys_at(place).filter_map(text).collect(), has_draft: state.draft.is_some(), seen: state.seen() })
}

fn own<'a>(layer: &'a Layer, locale: Locale, key: &str) -> Option<&'a str> {
    layer.texts.get(locale.code)?.get(key).map(String::as_str)
}

/// Takes what was typed into the draft, text by text: what will not do comes back and stands in nobody else's way. An empty text,
/// or one that is the portal's own, is none.
pub async fn submit(admin: &Admin, locale: Locale, typed: Vec<(String, String)>) -> Result<Vec<Refused>> {
    let words = &admin.visit.app.words;
    let (mut changes, mut refused) = (BTreeMap::new(), Vec::new());
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
    match texts::change(admin, locale.code, changes).await? {
        texts::Outcome::Saved(_) => {}
        texts::Outcome::Faults(faults) => {
            refused.extend(faults.into_iter().map(|fault| Refused { key: String::new(), typed: String::new(), fault }));
        }
    }
    Ok(refused)
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
