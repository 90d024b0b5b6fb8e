//! What lies behind the card or fills the panel: one colour, a gradient or a picture, and the text colour that can be read on
//! all of it.

use serde::{Deserialize, Serialize};

use super::color::FOR_TEXT;
use super::tokens::{group, is_default, required, within};
use super::{BackgroundKind, Color, ColorName, ColorTokens, Colors, Fault, Palette, Pictures, Reason};

group! {
    /// `[background.dark]`
    BackdropTokens {
        /// Nothing, a colour, a gradient or a picture.
        kind: BackgroundKind,
        /// The one colour; over a picture, that of its veil.
        color: Color,
        /// Where the gradient begins.
        from: Color,
        /// Where the gradient ends.
        to: Color,
        /// Direction of the gradient in degrees.
        angle: i64,
        /// What of the picture stays in sight, from its left edge, in percent.
        focal_x: i64,
        /// What of the picture stays in sight, from its upper edge, in percent.
        focal_y: i64,
        /// How thick the veil over the picture is, in percent.
        scrim: i64,
    }
}

/// `[background]` with its dark twin.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "as in `BackdropTokens`; serde cannot flatten it and name what is unknown")]
pub struct BackgroundTokens {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<BackgroundKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Color>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Color>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub angle: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focal_x: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focal_y: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scrim: Option<i64>,
    /// What differs in the dark.
    #[serde(skip_serializing_if = "is_default")]
    pub dark: BackdropTokens,
}

impl BackgroundTokens {
    /// The light half.
    #[must_use]
    pub fn light(&self) -> BackdropTokens {
        let Self { kind, color, from, to, angle, focal_x, focal_y, scrim, .. } = *self;
        BackdropTokens { kind, color, from, to, angle, focal_x, focal_y, scrim }
    }

    /// The same background in the hue of a layer's own brand, if it has one: what a theme was drawn with goes with the theme's
    /// brand and no other.
    pub(super) fn following(self, own: &ColorTokens, parent: &ColorTokens) -> Self {
        let new = |own: &Colors, parent: &Colors| {
            own.get(&ColorName::Brand).copied().filter(|brand| parent.get(&ColorName::Brand) != Some(brand))
        };
        let day = new(&own.light, &parent.light);
        let light = day.map_or_else(|| self.light(), |brand| self.light().dyed(brand));
        let dark = new(&own.dark, &parent.dark).or(day).map_or_else(|| self.dark.clone(), |brand| self.dark.dyed(brand));
        Self { dark, ..light.into() }
    }

    pub(super) fn over(self, parent: Self) -> Self {
        let light = self.light();
        let below = parent.light();
        // Somebody else's night does not belong to a new day.
        let inherited = if light == BackdropTokens::default() { parent.dark } else { BackdropTokens::default() };
        Self { dark: self.dark.over(inherited), ..light.over(below).into() }
    }
}

impl From<BackdropTokens> for BackgroundTokens {
    fn from(light: BackdropTokens) -> Self {
        let BackdropTokens { kind, color, from, to, angle, focal_x, focal_y, scrim } = light;
        Self { kind, color, from, to, angle, focal_x, focal_y, scrim, dark: BackdropTokens::default() }
    }
}

/// What lies behind the card or fills the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backdrop {
    /// The one colour, also where nothing else can be drawn.
    pub color: Color,
    /// What is drawn over it.
    pub drawn: Drawn,
    /// Text that can be read on all of it.
    pub on: Color,
}

impl Backdrop {
    /// The shades of what is drawn over the one colour, whatever a picture shows.
    #[must_use]
    pub fn shades(&self) -> Vec<Color> {
        let between = |from: Color, to: Color| shades(from, to).collect();
        match &self.drawn {
            Drawn::Nothing => Vec::new(),
            Drawn::Gradient(gradient) => between(gradient.from, gradient.to),
            Drawn::Picture(picture) => {
                let [darkest, lightest] = through(self.color, picture.scrim);
                between(darkest, lightest)
            }
        }
    }
}

/// From one colour to another, step by step.
fn shades(from: Color, to: Color) -> impl Iterator<Item = Color> {
    (0..=16).map(move |step| from.toward(to, f64::from(step) / 16.0))
}

/// A veil of so many percent over black and over white, between which lies whatever a picture shows.
fn through(veil: Color, scrim: i64) -> [Color; 2] {
    let part = f64::from(100 - i32::try_from(scrim).unwrap_or(100)) / 100.0;
    [veil.toward(Color::BLACK, part), veil.toward(Color::WHITE, part)]
}

/// What is drawn over the one colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Nothing.
    Nothing,
    /// From one colour to another.
    Gradient(Gradient),
    /// A picture under a veil of the one colour.
    Picture(Picture),
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

/// A picture under a veil, so that whatever it shows, text can be read on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Where it is served.
    pub address: String,
    /// What stays in sight, from the left and from above, in percent.
    pub focus: (i64, i64),
    /// How thick the veil is, in percent.
    pub scrim: i64,
}

impl BackgroundTokens {
    /// What lies behind by day and by night, over the palettes of both.
    pub(super) fn resolve(
        &self,
        pictures: &Pictures,
        (day, night): (&Palette, &Palette),
        faults: &mut Vec<Fault>,
    ) -> Result<(Backdrop, Backdrop), Fault> {
        let light = self.light();
        let dark = self.dark.clone().over(light.dimmed());
        let by_night = pictures.dark.as_ref().or(pictures.light.as_ref());
        let day = Setting { path: "background", palette: day, picture: pictures.light.as_ref() };
        let night = Setting { path: "background.dark", palette: night, picture: by_night };
        Ok((light.resolve(&day, faults)?, dark.resolve(&night, faults)?))
    }
}

/// Where a backdrop stands: its path, the colours around it, and the picture that there is for it.
struct Setting<'a> {
    path: &'static str,
    palette: &'a Palette,
    picture: Option<&'a String>,
}

impl Setting<'_> {
    fn key(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    fn empty(&self) -> Backdrop {
        Backdrop { color: self.palette[ColorName::Page], drawn: Drawn::Nothing, on: self.palette[ColorName::Text] }
    }
}

impl BackdropTokens {
    // A background made for the day would glare at night.
    fn dimmed(&self) -> Self {
        self.recolored(|color| color.with_lightness(color.lightness().min(0.32)))
    }

    /// Each colour in the hue of a brand, as light as it was, and as easy to read on.
    pub(super) fn dyed(&self, brand: Color) -> Self {
        self.recolored(|color| color.in_hue_of(brand).nearest(&[Color::legible_on(color)], FOR_TEXT).unwrap_or(color))
    }

    fn recolored(&self, change: impl Fn(Color) -> Color) -> Self {
        Self { color: self.color.map(&change), from: self.from.map(&change), to: self.to.map(&change), ..self.clone() }
    }

    fn resolve(&self, setting: &Setting<'_>, faults: &mut Vec<Fault>) -> Result<Backdrop, Fault> {
        // A layer may ask for a colour or a picture and forget to say which: that is told, and nothing is drawn.
        let mut lacking = |name: &str, reason: Reason| {
            faults.push(Fault::new(setting.key(name), reason));
            Ok(setting.empty())
        };
        match required(&setting.key("kind"), self.kind)? {
            BackgroundKind::None => Ok(setting.empty()),
            BackgroundKind::Solid => match self.color {
                Some(color) => Ok(Backdrop { color, drawn: Drawn::Nothing, on: legible_on_all(&[color], setting.palette) }),
                None => lacking("color", Reason::Missing),
            },
            BackgroundKind::Gradient => match (self.from, self.to) {
                (Some(from), Some(to)) => self.gradient(from, to, setting, faults),
                (None, _) => lacking("from", Reason::Missing),
                (_, None) => lacking("to", Reason::Missing),
            },
            BackgroundKind::Image => match setting.picture {
                Some(address) => self.picture(address, setting, faults),
                None => lacking("kind", Reason::NoSuchFile),
            },
        }
    }

    fn gradient(&self, from: Color, to: Color, setting: &Setting<'_>, faults: &mut Vec<Fault>) -> Result<Backdrop, Fault> {
        let angle = within(&setting.key("angle"), self.angle, 0..=360, faults)?;
        let shades: Vec<Color> = shades(from, to).collect();
        let on = legible_on_all(&shades, setting.palette);
        if !on.stands_out(&shades, FOR_TEXT) {
            let reason = Reason::TooDifferent { color: to, other: setting.key("from"), other_color: from };
            faults.push(Fault::new(setting.key("to"), reason));
            return Ok(Backdrop { color: from, drawn: Drawn::Nothing, on: legible_on_all(&[from], setting.palette) });
        }
        Ok(Backdrop { color: from, drawn: Drawn::Gradient(Gradient { from, to, angle }), on })
    }

    fn picture(&self, address: &str, setting: &Setting<'_>, faults: &mut Vec<Fault>) -> Result<Backdrop, Fault> {
        let color = self.color.unwrap_or(setting.palette[ColorName::Page]);
        let seen = |scrim: i64| {
            let [darkest, lightest] = through(color, scrim);
            [darkest, lightest, color]
        };
        let reads = |scrim: &i64| legible_on_all(&seen(*scrim), setting.palette).stands_out(&seen(*scrim), FOR_TEXT);
        let least = (0..=100).find(reads).unwrap_or(100);
        let scrim = match self.scrim {
            Some(_) => within(&setting.key("scrim"), self.scrim, least..=100, faults)?,
            None => least,
        };
        let focal =
            |name, value: Option<i64>, faults: &mut Vec<Fault>| within(&setting.key(name), value.or(Some(50)), 0..=100, faults);
        let focus = (focal("focal_x", self.focal_x, faults)?, focal("focal_y", self.focal_y, faults)?);
        let on = legible_on_all(&seen(scrim), setting.palette);
        Ok(Backdrop { color, drawn: Drawn::Picture(Picture { address: address.to_owned(), focus, scrim }), on })
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
mod tests;
