//! Which of a look's logos goes with what it stands on.

use super::{Asset, Look};
use crate::model::theme::{ColorName, Mode, Scheme};

/// A logo as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Where it is served.
    pub address: String,
    /// The one to show by night, where that is another and the reader's system decides.
    pub by_night: Option<String>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

impl Look {
    /// The logo among those of others, on ground that is light by day and dark by night whatever this look does; the square sign
    /// where there is none.
    #[must_use]
    pub fn sign(&self) -> Option<Logo> {
        let (light, dark) = (self.assets.logo_light.as_ref(), self.assets.logo_dark.as_ref());
        let (day, night) =
            (light.or(dark).or(self.assets.icon.as_ref())?, dark.filter(|dark| light.is_some_and(|light| light != *dark)));
        Some(Logo { address: day.path(), by_night: night.map(Asset::path), width: day.width, height: day.height })
    }

    /// The logo for a card or, where the logo stands straight on what lies behind, for that.
    #[must_use]
    pub fn logo(&self, on_backdrop: bool) -> Option<Logo> {
        let by = |scheme: &Scheme| {
            let ink = if on_backdrop { scheme.backdrop.on } else { scheme.palette[ColorName::Text] };
            let (light, dark) = (self.assets.logo_light.as_ref(), self.assets.logo_dark.as_ref());
            // Light letters stand on dark ground.
            if ink.lightness() > 0.5 { dark.or(light) } else { light.or(dark) }
        };
        let (day, night) = (by(&self.theme.light)?, by(&self.theme.dark)?);
        let (shown, by_night) = match self.theme.mode {
            Mode::Auto => (day, Some(night).filter(|night| *night != day)),
            Mode::Light => (day, None),
            Mode::Dark => (night, None),
        };
        Some(Logo { address: shown.path(), by_night: by_night.map(Asset::path), width: shown.width, height: shown.height })
    }
}
