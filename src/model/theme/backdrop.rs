//! What lies behind the card or fills the panel: one colour or a gradient, and the text colour
//! that can be read on all of it.

use serde::Deserialize;

use super::color::FOR_TEXT;
use super::tokens::{group, required, within};
use super::{BackgroundKind, Color, ColorName, Fault, Palette};

group! {
    /// `[background.dark]`
    BackdropTokens {
        /// Nothing, a colour or a gradient.
        kind: BackgroundKind,
        /// The one colour.
        color: Color,
        /// Where the gradient begins.
        from: Color,
        /// Where the gradient ends.
        to: Color,
        /// Direction of the gradient in degrees.
        angle: i64,
    }
}

/// `[background]` with its dark twin.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BackgroundTokens {
    /// Nothing, a colour or a gradient.
    pub kind: Option<BackgroundKind>,
    /// The one colour.
    pub color: Option<Color>,
    /// Where the gradient begins.
    pub from: Option<Color>,
    /// Where the gradient ends.
    pub to: Option<Color>,
    /// Direction of the gradient in degrees.
    pub angle: Option<i64>,
    /// What differs in the dark.
    pub dark: BackdropTokens,
}

impl BackgroundTokens {
    /// The light half.
    #[must_use]
    pub fn light(&self) -> BackdropTokens {
        let Self { kind, color, from, to, angle, .. } = *self;
        BackdropTokens { kind, color, from, to, angle }
    }

    pub(super) fn over(self, parent: Self) -> Self {
        let light = self.light();
        let below = parent.light();
        // Somebody else's night does not belong to a new day.
        let inherited = if light == BackdropTokens::default() { parent.dark } else { BackdropTokens::default() };
        let BackdropTokens { kind, color, from, to, angle } = light.over(below);
        Self { kind, color, from, to, angle, dark: self.dark.over(inherited) }
    }
}

/// What lies behind the card or fills the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backdrop {
    /// The one colour, also where a gradient cannot be drawn.
    pub color: Color,
    /// The gradient over it.
    pub gradient: Option<Gradient>,
    /// Text that can be read on all of it.
    pub on: Color,
}

/// From one colour to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gradient {
    /// Where it begins.
    pub from: Color,
    /// Where it ends.
    pub to: Color,
    /// Its direction in degrees.
    pub angle: i64,
}

impl BackgroundTokens {
    /// What lies behind by day and by night, over the palettes of both.
    pub(super) fn resolve(&self, day: &Palette, night: &Palette) -> Result<(Backdrop, Backdrop), Fault> {
        let light = self.light();
        let dark = self.dark.clone().over(light.dimmed());
        Ok((light.resolve("background", day)?, dark.resolve("background.dark", night)?))
    }
}

impl BackdropTokens {
    // A background made for the day would glare at night.
    fn dimmed(&self) -> Self {
        let dimmed = |color: Color| color.with_lightness(color.lightness().min(0.32));
        Self { color: self.color.map(dimmed), from: self.from.map(dimmed), to: self.to.map(dimmed), ..self.clone() }
    }

    fn resolve(&self, path: &str, palette: &Palette) -> Result<Backdrop, Fault> {
        match required(&format!("{path}.kind"), self.kind)? {
            BackgroundKind::None => {
                let (color, on) = (palette[ColorName::Page], palette[ColorName::Text]);
                Ok(Backdrop { color, gradient: None, on })
            }
            BackgroundKind::Solid => {
                let color = required(&format!("{path}.color"), self.color)?;
                let on = legible_on_all(&[color], palette);
                Ok(Backdrop { color, gradient: None, on })
            }
            BackgroundKind::Gradient => self.resolve_gradient(path, palette),
        }
    }

    fn resolve_gradient(&self, path: &str, palette: &Palette) -> Result<Backdrop, Fault> {
        let from = required(&format!("{path}.from"), self.from)?;
        let to = required(&format!("{path}.to"), self.to)?;
        let angle = within(&format!("{path}.angle"), self.angle, 0..=360)?;
        let shades: Vec<Color> = (0..=16).map(|step| from.toward(to, f64::from(step) / 16.0)).collect();
        let on = legible_on_all(&shades, palette);
        if !on.stands_out(&shades, FOR_TEXT) {
            let message = format!("{to} and {path}.from {from} are too different for one text colour");
            return Err(Fault::new(format!("{path}.to"), message));
        }
        Ok(Backdrop { color: from, gradient: Some(Gradient { from, to, angle }), on })
    }
}

// The text of the palette where it reads well, because it carries the tone of the theme.
fn legible_on_all(shades: &[Color], palette: &Palette) -> Color {
    let worst = |ink: Color| shades.iter().map(|shade| ink.contrast(*shade)).fold(f64::INFINITY, f64::min);
    let text = palette[ColorName::Text];
    if worst(text) >= 7.0 {
        text
    } else if worst(Color::WHITE) >= worst(Color::BLACK) {
        Color::WHITE
    } else {
        Color::BLACK
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tokens;
    use super::*;

    fn tokens(text: &str) -> Tokens {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_new_background_leaves_the_dark_one_of_its_parent_behind() {
        let parent = tokens("[background]\nkind = 'solid'\ncolor = '#111111'\n[background.dark]\ncolor = '#222222'");
        let merged = tokens("[background]\ncolor = '#333333'").over(parent.clone()).background;
        assert_eq!((merged.kind, merged.dark.color), (Some(BackgroundKind::Solid), None));
        assert_eq!(Tokens::default().over(parent.clone()), parent);
    }

    fn palette(page: &str, text: &str) -> Palette {
        let color = |name: &ColorName| if *name == ColorName::Page { page } else { text };
        let colors = ColorName::ALL.iter().map(|name| (*name, color(name).parse().unwrap()));
        Palette::complete(&colors.collect()).unwrap()
    }

    fn resolved(text: &str) -> Result<(Backdrop, Backdrop), Fault> {
        let (day, night) = (palette("#ffffff", "#101010"), palette("#101010", "#eeeeee"));
        tokens(&format!("[background]\n{text}")).background.resolve(&day, &night)
    }

    #[test]
    fn no_background_is_the_page() {
        let (light, dark) = resolved("kind = 'none'").unwrap();
        assert_eq!((light.color.to_string(), dark.color.to_string()), ("#ffffff".into(), "#101010".into()));
        assert_eq!((light.on.to_string(), light.gradient), ("#101010".into(), None));
    }

    #[test]
    fn a_background_by_day_is_dimmed_at_night_unless_its_twin_is_given() {
        let solid = "kind = 'solid'\ncolor = '#ffd9a0'\n";
        let (light, dark) = resolved(solid).unwrap();
        assert!(light.on.stands_out(&[light.color], FOR_TEXT));
        assert!(dark.color.lightness() < 0.33);
        let (_, dark) = resolved(&format!("{solid}[background.dark]\ncolor = '#112233'")).unwrap();
        assert_eq!(dark.color.to_string(), "#112233");
    }

    #[test]
    fn a_gradient_needs_one_text_colour_for_all_of_it() {
        let gradient = |to: &str| resolved(&format!("kind = 'gradient'\nfrom = '#000000'\nto = '{to}'\nangle = 90"));
        assert_eq!(gradient("#203040").unwrap().0.on, Color::WHITE);
        let fault = gradient("#ffffff").unwrap_err().to_string();
        assert_eq!(fault, "background.to: #ffffff and background.from #000000 are too different for one text colour");
        assert_eq!(resolved("kind = 'solid'").unwrap_err().to_string(), "background.color: missing");
    }
}
