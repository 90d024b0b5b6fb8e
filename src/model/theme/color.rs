//! A colour, how well two of them can be told apart, and the smallest change that makes one legible.
//! Contrast follows WCAG 2.x. Changes move only the lightness in OKLCH, so that a brand keeps its hue.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

use super::oklch::Oklch;

/// Contrast that text needs against what it stands on.
pub const FOR_TEXT: f64 = 4.5;
/// Contrast that borders of controls and focus rings need.
pub const FOR_OUTLINES: f64 = 3.0;

/// An opaque sRGB colour, written `#rrggbb` and in no other way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

/// The text that should have been a colour.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not a colour like #4f46e5")]
pub struct NotAColor(String);

impl FromStr for Color {
    type Err = NotAColor;

    fn from_str(text: &str) -> Result<Self, NotAColor> {
        let refused = || NotAColor(text.to_owned());
        let digits = text.strip_prefix('#').ok_or_else(refused)?;
        // `from_str_radix` alone would take a sign for a digit.
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(refused());
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| refused())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl TryFrom<String> for Color {
    type Error = NotAColor;

    fn try_from(text: String) -> Result<Self, NotAColor> {
        text.parse()
    }
}

impl fmt::Display for Color {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl Color {
    /// `#ffffff`
    pub const WHITE: Self = Self { red: 255, green: 255, blue: 255 };
    /// `#000000`
    pub const BLACK: Self = Self { red: 0, green: 0, blue: 0 };

    /// The colour of these channels: red, green, blue.
    #[must_use]
    pub const fn of([red, green, blue]: [u8; 3]) -> Self {
        Self { red, green, blue }
    }

    /// Relative luminance, 0 for black to 1 for white.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio with another colour, 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Whether it has this contrast with every one of the grounds.
    #[must_use]
    pub fn stands_out(self, grounds: &[Self], ratio: f64) -> bool {
        grounds.iter().all(|ground| self.contrast(*ground) >= ratio)
    }

    /// White or black, whichever is easier to read on this fill: never below 4.58.
    #[must_use]
    pub fn legible_on(fill: Self) -> Self {
        // Black has to be pure: with #111111 the worst fill would leave 4.35.
        if Self::WHITE.contrast(fill) >= Self::BLACK.contrast(fill) { Self::WHITE } else { Self::BLACK }
    }

    /// The colour with the smallest move in lightness that stands out on all grounds, if there is one.
    #[must_use]
    pub fn nearest(self, grounds: &[Self], ratio: f64) -> Option<Self> {
        self.nearest_that(|color| color.stands_out(grounds, ratio))
    }

    /// The colour with the smallest move in lightness that will do, if there is one.
    #[must_use]
    pub fn nearest_that(self, will_do: impl Fn(Self) -> bool) -> Option<Self> {
        const STEP: f64 = 1.0 / 64.0;
        if will_do(self) {
            return Some(self);
        }
        let start = self.lightness();
        let moved = |distance: f64| self.with_lightness(start + distance);
        let distances = (1..=64).map(|step| f64::from(step) * STEP);
        let mut far = distances.flat_map(|distance| [-distance, distance]).find(|distance| will_do(moved(*distance)))?;
        let mut near = far - STEP.copysign(far);
        for _ in 0..7 {
            let middle = f64::midpoint(near, far);
            if will_do(moved(middle)) {
                far = middle;
            } else {
                near = middle;
            }
        }
        Some(moved(far))
    }

    /// OKLCH lightness, 0 to 1.
    #[must_use]
    pub fn lightness(self) -> f64 {
        Oklch::from(self).lightness
    }

    /// The same hue at another lightness, with as much of its chroma as a screen can show there.
    #[must_use]
    pub fn with_lightness(self, lightness: f64) -> Self {
        // A trace of chroma at either end would cost the last hundredths of contrast.
        match lightness {
            lightness if lightness <= 0.0 => Self::BLACK,
            lightness if lightness >= 1.0 => Self::WHITE,
            lightness => Oklch { lightness, ..Oklch::from(self) }.displayed(),
        }
    }

    /// The hue of another colour, as light as this one, and as strong as that one within what goes with this one.
    #[must_use]
    pub fn in_hue_of(self, other: Self) -> Self {
        const MOST: f64 = 2.0;
        let (own, other) = (Oklch::from(self), Oklch::from(other));
        Oklch { chroma: other.chroma.min(own.chroma * MOST), lightness: own.lightness, hue: other.hue }.displayed()
    }

    /// Whether it is black, white or a grey to the eye.
    #[must_use]
    pub fn is_neutral(self) -> bool {
        Oklch::from(self).chroma < 0.03
    }

    /// The colour a part of the way to another one, as browsers draw gradients.
    #[must_use]
    pub fn toward(self, other: Self, part: f64) -> Self {
        let between = |from: u8, to: u8| byte(f64::from(from) + (f64::from(to) - f64::from(from)) * part);
        Self { red: between(self.red, other.red), green: between(self.green, other.green), blue: between(self.blue, other.blue) }
    }

    /// The colour as a veil through which so many percent of what lies below cannot be seen.
    pub(super) fn veil(self, percent: i64) -> String {
        format!("rgb({} {} {}/{percent}%)", self.red, self.green, self.blue)
    }

    pub(super) fn linear(self) -> [f64; 3] {
        [self.red, self.green, self.blue].map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    pub(super) fn from_linear(channels: [f64; 3]) -> Self {
        let [red, green, blue] = channels.map(|value| {
            let encoded = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
            byte(encoded * 255.0)
        });
        Self { red, green, blue }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a byte holds")]
fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(text: &str) -> Color {
        text.parse().unwrap()
    }

    #[test]
    fn a_colour_is_six_hexadecimal_digits_and_nothing_else() {
        assert_eq!(color("#4F46e5").to_string(), "#4f46e5");
        for text in ["", "#fff", "4f46e5", "#4f46e", "#4f46e5ff", "#+f46e5", "red", "#4f46eg", " #4f46e5", "#ééé"] {
            assert!(text.parse::<Color>().is_err(), "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((Color::WHITE.contrast(Color::BLACK) - 21.0).abs() < 1e-9);
        assert!((color("#767676").contrast(Color::WHITE) - 4.54).abs() < 0.005);
        assert!((color("#cc7400").contrast(Color::WHITE) - 3.46).abs() < 0.005);
        assert!((color("#cc7400").contrast(Color::BLACK) - 6.07).abs() < 0.005);
    }

    #[test]
    fn white_or_black_is_legible_on_any_fill() {
        for number in (0_u32..=0x00ff_ffff).step_by(499) {
            let [_, red, green, blue] = number.to_be_bytes();
            let fill = Color { red, green, blue };
            assert!(Color::legible_on(fill).contrast(fill) >= 4.58, "{fill}");
        }
    }

    #[test]
    fn the_nearest_legible_colour_keeps_its_hue() {
        let grounds = [color("#f6f7f9"), Color::WHITE];
        for text in ["#ffe14d", "#cc7400", "#00e0a0", "#ff66cc"] {
            let moved = color(text).nearest(&grounds, FOR_TEXT).unwrap();
            assert!(moved.stands_out(&grounds, FOR_TEXT));
            let turned = (Oklch::from(moved).hue - Oklch::from(color(text)).hue).abs();
            assert!(turned < 0.04, "{text} became {moved}");
        }
        assert_eq!(color("#4338ca").nearest(&grounds, FOR_TEXT), Some(color("#4338ca")));
    }

    #[test]
    fn there_is_no_text_colour_for_two_grounds_that_are_too_different() {
        assert_eq!(color("#4f46e5").nearest(&[Color::WHITE, color("#555555")], FOR_TEXT), None);
    }
}
