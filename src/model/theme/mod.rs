//! The look of a site as data: sparse tokens are laid over each other, resolved into two full
//! palettes in which everything can be read, and printed once as one stylesheet.

mod backdrop;
mod color;
mod fault;
mod links;
mod oklch;
mod palette;
mod resolve;
mod sources;
mod stylesheet;
mod tokens;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::vocabulary::described;

pub use backdrop::{Backdrop, BackdropTokens, BackgroundTokens, Drawn, Gradient, Picture};
pub use color::{Color, FOR_OUTLINES, FOR_TEXT, NotAColor};
pub use fault::{Fault, Reason, shown};
pub use links::Links;
pub(crate) use links::leads_somewhere_safe;
use palette::Colors;
pub use palette::{ColorName, ColorTokens, Palette};
pub use resolve::{Reading, Scheme};
pub use sources::{Fonts, Pictures, Sources};
pub use stylesheet::MailColors;
pub(crate) use stylesheet::hash as fingerprint;
pub(crate) use tokens::is_default;
pub use tokens::{LayoutTokens, ShapeTokens, Tokens, TypeTokens};

/// A finished theme: every value present, every rule held.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The name of its folder.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Whether it follows the visitor's system or is always light or dark.
    pub mode: Mode,
    /// Corners, borders and shadow.
    pub shape: Shape,
    /// Font, size and spacing.
    pub lettering: Lettering,
    /// Where fonts of its own are served.
    pub fonts: Fonts,
    /// Where things stand.
    pub layout: Layout,
    /// Colours and background by day.
    pub light: Scheme,
    /// Colours and background by night.
    pub dark: Scheme,
    /// Where the footer leads.
    pub links: Links,
    /// What it was made from, so that a site can lay its own tokens over it.
    pub tokens: Tokens,
    hash: String,
    stylesheet: String,
}

impl Theme {
    /// Makes a theme of tokens laid over those of a parent, or says which token stands in the way.
    ///
    /// # Errors
    /// A token is missing or out of range, or a colour could not be read where it stands.
    pub fn resolve(name: &str, title: &str, own: Tokens, parent: Tokens) -> Result<Self, Fault> {
        let (theme, faults) = Self::settle((name, title), own, parent, &Sources::default())?;
        faults.into_iter().next().map_or(Ok(theme), Err)
    }

    /// Makes a theme in any case, and tells what of the layer itself had to give way so that everything can be read. What was
    /// inherited and does not go with the layer is moved and not told.
    ///
    /// # Errors
    /// A token is missing from both.
    pub fn settle(
        (name, title): (&str, &str),
        own: Tokens,
        parent: Tokens,
        sources: &Sources,
    ) -> Result<(Self, Vec<Fault>), Fault> {
        let mut faults = Vec::new();
        let written = own.color.clone();
        let tokens = own.over(parent);
        let (light, dark) = resolve::schemes(&tokens, &written, &sources.pictures, &mut faults)?;
        let mut theme = Self {
            name: name.to_owned(),
            title: title.to_owned(),
            mode: tokens::required("mode", tokens.mode)?,
            shape: tokens.shape.resolve(&mut faults)?,
            lettering: tokens.lettering.resolve(&mut faults)?,
            fonts: sources.fonts.clone(),
            layout: tokens.layout.resolve(&mut faults)?,
            light,
            dark,
            links: tokens.links.clone().checked(&mut faults),
            tokens,
            hash: String::new(),
            stylesheet: String::new(),
        };
        theme.stylesheet = stylesheet::print(&theme);
        theme.hash = stylesheet::hash(&theme.stylesheet);
        Ok((theme, faults))
    }

    /// The custom properties that `app.css` uses.
    #[must_use]
    pub fn stylesheet(&self) -> &str {
        &self.stylesheet
    }

    /// The fingerprint of the stylesheet.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Where the stylesheet is served, for ever the same content.
    #[must_use]
    pub fn stylesheet_path(&self) -> String {
        format!("/assets/t/{}.css", self.hash)
    }

    /// The colours for mails, which cannot use custom properties.
    #[must_use]
    pub fn mail_colors(&self) -> MailColors {
        MailColors::of(self)
    }
}

/// Corners, borders and shadow; lengths in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Corner of fields and buttons.
    pub radius_control: i64,
    /// Corner of cards.
    pub radius_card: i64,
    /// Width of borders.
    pub border_width: i64,
    /// Shadow under cards.
    pub shadow: Shadow,
}

/// Font, size and spacing.
#[derive(Clone, Debug, PartialEq)]
pub struct Lettering {
    /// The family.
    pub font: Font,
    /// Factor on all sizes.
    pub scale: f64,
    /// How much air there is.
    pub density: Density,
}

/// Where things stand; lengths in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The arrangement of the whole page.
    pub variant: Variant,
    /// Width of the card.
    pub card_width: i64,
    /// Alignment of headings and logo.
    pub align: Align,
    /// Where the logo stands.
    pub logo_place: LogoPlace,
    /// Height of the logo.
    pub logo_height: i64,
}

// An enum and the one word for each of its values: in theme files, in attributes of pages.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$meaning:meta])* $value:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
        pub enum $name { $($(#[$meaning])* #[serde(rename = $word)] $value,)+ }

        impl $name {
            /// The word for it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$value => $word,)+ }
            }
        }

        described!($name, stringify!($name), [$($word),+]);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.as_str())
            }
        }
    };
}

choice! {
    /// Light, dark, or as the visitor's system says.
    Mode {
        /// As the visitor's system says.
        Auto = "auto",
        /// Always light.
        Light = "light",
        /// Always dark.
        Dark = "dark",
    }
}
choice! {
    /// The arrangement of the whole page.
    Variant {
        /// A card in the middle.
        CenterCard = "center-card",
        /// No card: the form stands on the page itself.
        Flush = "flush",
        /// A coloured panel first, the form beside it.
        SplitStart = "split-start",
        /// The form first, a coloured panel beside it.
        SplitEnd = "split-end",
    }
}
choice! {
    /// Alignment of headings and logo.
    Align {
        /// At the beginning of the line.
        Start = "start",
        /// In the middle.
        Center = "center",
    }
}
choice! {
    /// Where the logo stands.
    LogoPlace {
        /// In the card.
        Inside = "inside",
        /// Above the card, or on the panel.
        Outside = "outside",
        /// Nowhere.
        None = "none",
    }
}
choice! {
    /// Shadow under cards.
    Shadow {
        /// None.
        None = "none",
        /// Hardly seen.
        Soft = "soft",
        /// The card floats.
        Strong = "strong",
    }
}
choice! {
    /// A family of fonts that systems bring along.
    Font {
        /// What the system itself uses.
        System = "system",
        /// Warm sans serif.
        Humanist = "humanist",
        /// Book face.
        Serif = "serif",
        /// All letters equally wide.
        Mono = "mono",
    }
}
choice! {
    /// How much air there is.
    Density {
        /// Little.
        Compact = "compact",
        /// Usual.
        Normal = "normal",
        /// Much.
        Roomy = "roomy",
    }
}
choice! {
    /// What lies behind the card or fills the panel.
    BackgroundKind {
        /// The page colour.
        None = "none",
        /// One colour.
        Solid = "solid",
        /// From one colour to another.
        Gradient = "gradient",
        /// A picture under a veil.
        Image = "image",
    }
}
