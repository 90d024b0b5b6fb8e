//! Pictures and fonts of a look, known by the fingerprint of their content.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A picture or a font: the fingerprint it is served by, and what a page has to know of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Its fingerprint: 32 hexadecimal digits.
    #[schema(example = "5f2b5c3b6d6f4f0ea5a0c6c2f6a1f6b4")]
    pub hash: String,
    /// What it is.
    pub kind: AssetKind,
    /// Its width in pixels; 0 for a font.
    pub width: u32,
    /// Its height in pixels; 0 for a font.
    pub height: u32,
}

/// What a picture or a font is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum AssetKind {
    /// Of points, with transparency.
    #[serde(rename = "image/png")]
    Png,
    /// A photograph.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// Of lines.
    #[serde(rename = "image/svg+xml")]
    Svg,
    /// A font.
    #[serde(rename = "font/woff2")]
    Woff2,
}

impl AssetKind {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Png, Self::Jpeg, Self::Svg, Self::Woff2];

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
            Self::Woff2 => "font/woff2",
        }
    }

    /// What its file's name ends in.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Svg => "svg",
            Self::Woff2 => "woff2",
        }
    }
}

impl Asset {
    /// Where it is served, for ever the same content.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/assets/f/{}.{}", self.hash, self.kind.ending())
    }

    /// Whether this could be a fingerprint.
    #[must_use]
    pub fn is_hash(text: &str) -> bool {
        text.len() == 32 && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    }
}

macro_rules! places {
    ($($(#[$meaning:meta])* $name:ident = $field:ident $word:literal,)+) => {
        /// What a picture or a font is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = LookAssetPlace)]
        pub enum Place { $($(#[$meaning])* $name,)+ }

        impl Place {
            /// All there are.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word for it in JSON and in addresses.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => stringify!($field),)+ }
            }

            /// Its file's name in the folder of a theme, without the ending.
            #[must_use]
            pub fn file(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The one of this word.
            #[must_use]
            pub fn find(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|place| place.word() == word)
            }
        }

        /// A look's pictures and fonts.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
        #[serde(default, deny_unknown_fields)]
        pub struct Assets {
            $($(#[$meaning])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<Asset>,)+
        }

        impl Assets {
            pub(super) fn over(self, below: Self) -> Self {
                Self { $($field: self.$field.or(below.$field),)+ }
            }

            /// What is in a place.
            #[must_use]
            pub fn get(&self, place: Place) -> Option<&Asset> {
                match place { $(Place::$name => self.$field.as_ref(),)+ }
            }

            /// Puts something into its place, or takes it away.
            pub fn set(&mut self, place: Place, asset: Option<Asset>) {
                match place { $(Place::$name => self.$field = asset,)+ }
            }

            /// All of them, each with its place.
            pub fn all(&self) -> impl Iterator<Item = (Place, &Asset)> {
                Place::ALL.iter().filter_map(|place| Some((*place, self.get(*place)?)))
            }
        }
    };
}

places! {
    /// The logo on light ground.
    LogoLight = logo_light "logo-light",
    /// The logo on dark ground; without one, that on light ground.
    LogoDark = logo_dark "logo-dark",
    /// A square sign where the logo has no room.
    Icon = icon "icon",
    /// The sign in the browser's tab; without one, the icon.
    Favicon = favicon "favicon",
    /// The logo in letters; made from the logo unless it is given.
    MailLogo = mail_logo "mail-logo",
    /// The picture behind pages by day.
    BackgroundLight = background_light "bg-light",
    /// The picture behind pages by night; without one, that of the day.
    BackgroundDark = background_dark "bg-dark",
    /// The font of all text; one of several weights brings the bold one along.
    Font = font "font",
    /// The font of what is bold; without one, browsers thicken the other.
    FontBold = font_bold "font-bold",
}

impl Place {
    /// Whether it takes a font, and no picture.
    #[must_use]
    pub fn is_of_fonts(self) -> bool {
        matches!(self, Self::Font | Self::FontBold)
    }

    /// Whether something of this kind may stand there.
    #[must_use]
    pub fn takes(self, kind: AssetKind) -> bool {
        self.is_of_fonts() == (kind == AssetKind::Woff2)
    }
}
