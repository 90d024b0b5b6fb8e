//! The look of a site: what the site itself says, sparse, laid over the theme it chose; and the whole that comes of it.

pub mod archive;
mod asset;
mod folder;
mod logo;
mod published;
mod read;
mod slots;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    css,
    theme::{Fault, Fonts, Pictures, Sources, Theme, Tokens, fingerprint},
};
use crate::model::{text, theme::is_default};

pub use asset::{Asset, AssetKind, Assets, Place};
pub use folder::{Files, Folder};
pub use logo::Logo;
pub use published::Published;
pub use read::{merge, read};
pub use slots::{Slots, markup};

/// Texts that replace the portal's own, by language and key.
pub type Texts = BTreeMap<String, BTreeMap<String, String>>;

/// One layer of a look: a folder of themes says as much, and a site over it. Whatever it does not say comes from below.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Layer {
    /// The theme that it stands on; a site that names none stands on the one in its settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// Colours, shapes, letters, layout, background, links.
    #[serde(skip_serializing_if = "is_default")]
    pub tokens: Tokens,
    /// Texts of pages and letters.
    #[serde(skip_serializing_if = "is_default")]
    pub texts: Texts,
    /// Small texts in places that are empty otherwise.
    #[serde(skip_serializing_if = "is_default")]
    pub slots: Slots,
    /// CSS on documented hooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_css: Option<String>,
    /// Logos, icons, pictures and fonts.
    #[serde(skip_serializing_if = "is_default")]
    pub assets: Assets,
}

/// Whether a text may stand where the portal's own would: in pages, in letters, in the line of a subject.
#[must_use]
pub fn is_text(words: &str) -> bool {
    words.chars().count() <= text::LONGEST && !words.chars().any(|sign| sign.is_control() && sign != '\n')
}

impl Layer {
    /// Lays this layer over another one.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        let mut texts = below.texts;
        for (locale, own) in self.texts {
            texts.entry(locale).or_default().extend(own);
        }
        Self {
            extends: self.extends.or(below.extends),
            tokens: self.tokens.over(below.tokens),
            texts,
            slots: self.slots.over(below.slots),
            custom_css: self.custom_css.or(below.custom_css),
            assets: self.assets.over(below.assets),
        }
    }

    /// Where the files are served that its style sheet speaks of.
    #[must_use]
    pub fn sources(&self) -> Sources {
        let address = |asset: &Option<Asset>| asset.as_ref().map(Asset::path);
        let assets = &self.assets;
        Sources {
            pictures: Pictures { light: address(&assets.background_light), dark: address(&assets.background_dark) },
            fonts: Fonts { plain: address(&assets.font), bold: address(&assets.font_bold) },
        }
    }
}

/// A finished look: a theme, and all that is no token.
#[derive(Clone, Debug)]
pub struct Look {
    /// Colours, shapes, letters, layout.
    pub theme: Theme,
    /// Texts that replace the portal's own.
    pub texts: Texts,
    /// Small texts, as HTML that may stand in a page as it is.
    pub slots: Slots,
    /// Logos, icons, pictures and fonts.
    pub assets: Assets,
    /// What may be served of the site's own CSS.
    pub own_sheet: Option<Sheet>,
    /// What of it cannot be read over the theme.
    pub unreadable: Vec<Fault>,
}

/// A style sheet and the fingerprint it is served by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its fingerprint.
    pub hash: String,
    /// What is in it.
    pub css: String,
}

impl Sheet {
    /// What may be served of somebody's CSS, if anything. The pictures that it names come first.
    #[must_use]
    pub fn of(custom: &str, assets: &Assets) -> Option<Self> {
        let css = css::clean(custom).css;
        if css.is_empty() {
            return None;
        }
        let named = assets.all().map(|(place, asset)| (css::asset(place.file()), asset.path()));
        let named = named.filter(|(name, _)| css.contains(&format!("{name},")));
        let named: Vec<String> = named.map(|(name, path)| format!("{name}:url({path});")).collect();
        let css = if named.is_empty() { css } else { format!("[data-site]{{{}}}\n{css}", named.concat()) };
        Some(Self { hash: fingerprint(&css), css })
    }

    /// Where it is served, for ever the same content.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/assets/t/{}.css", self.hash)
    }
}

impl Look {
    /// Lays a layer over what it stands on, and tells what of it had to give way.
    ///
    /// # Errors
    /// Something is missing that no layer says.
    pub fn settle((name, title): (&str, &str), own: Layer, below: &Layer) -> Result<(Self, Vec<Fault>), Fault> {
        let written = own.tokens.clone();
        let whole = own.over(below.clone());
        let sources = whole.sources();
        let (theme, faults) = Theme::settle((name, title), written, below.tokens.clone(), &sources)?;
        let custom = whole.custom_css.as_deref();
        let own_sheet = custom.and_then(|custom| Sheet::of(custom, &whole.assets));
        let unreadable = custom.map(|custom| css::faults(custom, &theme)).unwrap_or_default();
        let mut texts = whole.texts;
        for texts in texts.values_mut() {
            texts.retain(|_, text| is_text(text));
        }
        let look = Self { theme, texts, slots: whole.slots.marked_up(), assets: whole.assets, own_sheet, unreadable };
        Ok((look, faults))
    }

    /// The text that replaces one of the portal's own.
    #[must_use]
    pub fn text(&self, locale: &str, key: &str) -> Option<&str> {
        self.texts.get(locale)?.get(key).map(String::as_str)
    }
}
