//! What is wrong with a value of a look: which one, why, and where possible what would be right.

use std::fmt;

use super::Color;

/// What is wrong with a value, and with which one.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The path of the value, for example `color.dark.text`.
    pub key: String,
    /// What is wrong.
    pub reason: Reason,
}

/// Why a value will not do.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Nothing is there, and nothing to fall back on.
    Missing,
    /// There is no value of this name.
    Unknown,
    /// It is not of the form that is needed; the words of whoever read it.
    Malformed(String),
    /// A number that is too small or too large.
    OutOfRange {
        /// What was given.
        value: String,
        /// The least that will do.
        least: String,
        /// The most that will do.
        most: String,
    },
    /// A colour that cannot be told from what it stands on.
    Contrast {
        /// The colour.
        color: Color,
        /// The path of what it stands on.
        ground: String,
        /// The colour of what it stands on.
        on: Color,
        /// Their contrast.
        ratio: f64,
        /// What it has to be at least.
        needs: f64,
        /// The nearest colour that would pass, if any does.
        nearest: Option<Color>,
    },
    /// Two grounds that no one colour of text can be read on.
    TooDifferent {
        /// The one.
        color: Color,
        /// The path of the other.
        other: String,
        /// The other.
        other_color: Color,
    },
    /// Colours of a site's own CSS that cannot be told apart.
    InCss {
        /// The line that says the colour.
        line: u32,
        /// The part where they meet.
        part: &'static str,
        /// Whether that is so by night.
        night: bool,
        /// The colour.
        color: Color,
        /// The other one.
        on: Color,
        /// Their contrast.
        ratio: f64,
        /// What it has to be at least.
        needs: f64,
        /// The nearest colour that would pass, if any does.
        nearest: Option<Color>,
    },
    /// A colour of a site's own CSS that cannot be told beforehand.
    Unclear {
        /// Its line.
        line: u32,
        /// What is said there.
        value: String,
    },
    /// A shadow in a site's own CSS that may cover what is beside it.
    Covers {
        /// Its line.
        line: u32,
    },
    /// The colours of a site's own CSS depend on more than can be gone through.
    TooManyCases,
    /// An address that is neither `https:` nor `mailto:`.
    NotALink(String),
    /// Longer than so many characters.
    TooLong(usize),
    /// It names a file that is not there.
    NoSuchFile,
    /// More than so many kilobytes.
    TooLarge(usize),
    /// There are so many files already.
    TooManyFiles(i64),
    /// It is no tar with a theme in it.
    NotAnArchive,
    /// It is none of the kinds of pictures that are read.
    NotAPicture,
    /// It is no font of the kind that is read.
    NotAFont,
    /// A side has more than so many pixels.
    TooManyPixels(u32),
    /// A drawing with more in it than can be drawn safely.
    Drawing,
    /// A drawing whose letters are letters: nobody knows their font.
    DrawingText,
    /// A text names something that is not filled in there.
    Placeholder(String),
    /// A text has a brace on its own.
    Braces,
    /// A text has a character that cannot be used.
    Unusable,
}

impl Fault {
    /// This reason at this path.
    pub(crate) fn new(key: impl Into<String>, reason: Reason) -> Self {
        Self { key: key.into(), reason }
    }

    /// The same fault, with its path below another one.
    #[must_use]
    pub fn below(self, path: &str) -> Self {
        Self { key: format!("{path}.{}", self.key), ..self }
    }
}

impl Reason {
    /// The word for it, which never changes.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::Malformed(_) | Self::NotALink(_) => "malformed",
            Self::OutOfRange { .. } => "out-of-range",
            Self::Contrast { .. } | Self::InCss { .. } => "low-contrast",
            Self::TooDifferent { .. } => "too-different",
            Self::Unclear { .. } => "unclear",
            Self::Covers { .. } => "covers",
            Self::TooManyCases => "too-many-cases",
            Self::TooLong(_) => "too-long",
            Self::NoSuchFile => "no-such-file",
            Self::TooLarge(_) => "too-large",
            Self::TooManyFiles(_) => "too-many-files",
            Self::NotAnArchive => "not-an-archive",
            Self::NotAPicture => "not-a-picture",
            Self::NotAFont => "not-a-font",
            Self::TooManyPixels(_) => "too-many-pixels",
            Self::Drawing => "drawing",
            Self::DrawingText => "drawing-text",
            Self::Placeholder(_) => "unknown-placeholder",
            Self::Braces => "braces",
            Self::Unusable => "unusable",
        }
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.key, self.reason)
    }
}

// For operators at a terminal and in the log; people at a page read the same in their language.
impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => out.write_str("missing"),
            Self::Unknown => out.write_str("there is no such key"),
            Self::Malformed(words) => out.write_str(words),
            Self::OutOfRange { value, least, most } => write!(out, "{value} is out of range, {least} to {most}"),
            Self::Contrast { color, ground, on, ratio, needs, nearest } => {
                write!(out, "{color} on {ground} {on} has contrast {}, needs {needs}; ", shown(*ratio))?;
                advice(out, *nearest)
            }
            Self::InCss { line, part, night, color, on, ratio, needs, nearest } => {
                let mode = if *night { "by night" } else { "by day" };
                write!(out, "line {line}: {part} {mode}: {color} with {on} has contrast {}, needs {needs}; ", shown(*ratio))?;
                advice(out, *nearest)
            }
            Self::Unclear { line, value } => {
                write!(
                    out,
                    "line {line}: what can be read on {value} cannot be told; write it as #rrggbb, rgb(), hsl() or var(--color-…)"
                )
            }
            Self::Covers { line } => {
                write!(
                    out,
                    "line {line}: this shadow may cover what is beside it; let it reach 4px at most, or cover 30% at most, twice"
                )
            }
            Self::TooManyCases => out.write_str("its colours depend on more conditions than can be gone through"),
            Self::TooDifferent { color, other, other_color } => {
                write!(out, "{color} and {other} {other_color} are too different for one text colour")
            }
            Self::NotALink(link) => write!(out, "{link:?} is not an https: or mailto: address"),
            Self::TooLong(most) => write!(out, "longer than {most} characters"),
            Self::NoSuchFile => out.write_str("there is no such file"),
            Self::TooLarge(most) => write!(out, "larger than {most} KB"),
            Self::TooManyFiles(most) => write!(out, "there are {most} files already"),
            Self::NotAnArchive => out.write_str("not a tar with a theme.toml in it"),
            Self::NotAPicture => out.write_str("not a PNG, JPEG, WebP or SVG"),
            Self::NotAFont => out.write_str("not a WOFF2 with one whole font in it"),
            Self::TooManyPixels(most) => write!(out, "a side has more than {most} pixels"),
            Self::Drawing => out.write_str("an SVG that is empty, or larger than can be drawn safely"),
            Self::DrawingText => out.write_str("an SVG with text; convert its text to paths"),
            Self::Placeholder(name) => write!(out, "{{{name}}} is not filled in here"),
            Self::Braces => out.write_str("a brace on its own"),
            Self::Unusable => out.write_str("a character that cannot be used"),
        }
    }
}

fn advice(out: &mut fmt::Formatter<'_>, nearest: Option<Color>) -> fmt::Result {
    match nearest {
        Some(passing) => write!(out, "{passing} would pass"),
        None => out.write_str("no lightness of this hue would pass"),
    }
}

/// A contrast as it is told, rounded down: 4.499 must not be refused as "4.50, needs 4.5".
#[must_use]
pub fn shown(ratio: f64) -> String {
    format!("{:.2}", (ratio * 100.0).floor() / 100.0)
}
