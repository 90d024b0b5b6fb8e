//! What a site's own CSS may say: properties that give a part another look, and none that could move it, cover another one or
//! make it disappear.

use cssparser::{BasicParseErrorKind, ParseError, Parser, ToCss, Token};

use crate::model::look::Place;

const COLORS: &[&str] = &["rgb", "rgba", "hsl", "hsla", "oklch", "oklab", "color-mix", "var"];
const IMAGES: &[&str] = &[
    ASSET,
    "rgb",
    "rgba",
    "hsl",
    "hsla",
    "oklch",
    "oklab",
    "color-mix",
    "var",
    "linear-gradient",
    "radial-gradient",
    "conic-gradient",
    "repeating-linear-gradient",
    "repeating-radial-gradient",
];
/// A picture of the look, by the name of its file.
const ASSET: &str = "asset";
const LENGTHS: &[&str] = &["min", "max", "clamp", "calc", "var"];
const NONE: &[&str] = &[];

/// What is granted to a property: the functions in its value, and whether that holds for parts that have to stay in sight.
struct Grant {
    name: &'static str,
    functions: &'static [&'static str],
    on_protected: bool,
}

const fn everywhere(name: &'static str, functions: &'static [&'static str]) -> Grant {
    Grant { name, functions, on_protected: true }
}

const fn elsewhere(name: &'static str, functions: &'static [&'static str]) -> Grant {
    Grant { name, functions, on_protected: false }
}

const GRANTS: &[Grant] = &[
    elsewhere("color", COLORS),
    elsewhere("background-color", COLORS),
    elsewhere("background-image", IMAGES),
    elsewhere("background-size", NONE),
    elsewhere("background-position", NONE),
    elsewhere("background-repeat", NONE),
    everywhere("border", COLORS),
    everywhere("border-block", COLORS),
    everywhere("border-inline", COLORS),
    everywhere("border-block-start", COLORS),
    everywhere("border-block-end", COLORS),
    everywhere("border-inline-start", COLORS),
    everywhere("border-inline-end", COLORS),
    everywhere("border-color", COLORS),
    everywhere("border-style", NONE),
    everywhere("border-width", LENGTHS),
    everywhere("border-radius", LENGTHS),
    everywhere("box-shadow", COLORS),
    everywhere("padding", LENGTHS),
    everywhere("padding-block", LENGTHS),
    everywhere("padding-inline", LENGTHS),
    everywhere("margin", NONE),
    everywhere("margin-block", NONE),
    everywhere("margin-inline", NONE),
    everywhere("margin-block-start", NONE),
    everywhere("margin-block-end", NONE),
    everywhere("gap", LENGTHS),
    everywhere("row-gap", LENGTHS),
    everywhere("column-gap", LENGTHS),
    everywhere("font-family", &["var"]),
    everywhere("font-weight", NONE),
    everywhere("font-style", NONE),
    everywhere("font-variant-caps", NONE),
    everywhere("font-size", NONE),
    everywhere("line-height", NONE),
    everywhere("letter-spacing", NONE),
    everywhere("text-align", NONE),
    everywhere("text-transform", NONE),
    everywhere("text-decoration", COLORS),
    everywhere("text-decoration-color", COLORS),
    everywhere("text-decoration-thickness", NONE),
    everywhere("text-underline-offset", NONE),
    everywhere("text-wrap", NONE),
    everywhere("align-items", NONE),
    everywhere("align-content", NONE),
    everywhere("justify-items", NONE),
    everywhere("justify-content", NONE),
    everywhere("place-items", NONE),
    everywhere("accent-color", COLORS),
];

/// Properties in which a number below zero moves nothing.
const BELOW_ZERO: [&str; 3] = ["box-shadow", "background-image", "background-position"];
/// The most tokens of one value, and the largest number in it: enough for any look, and no way to push a page out of sight.
const LONGEST: usize = 120;
const LARGEST: f32 = 2000.0;

/// The value of a property, as it may be served.
pub(super) fn read<'i>(name: &str, input: &mut Parser<'i, '_>, protected: bool) -> Result<String, ParseError<'i, ()>> {
    let granted = GRANTS.iter().find(|grant| grant.name == name && (grant.on_protected || !protected));
    let Some(grant) = granted else { return Err(input.new_error(BasicParseErrorKind::QualifiedRuleInvalid)) };
    let mut writing = Writing {
        functions: grant.functions,
        below_zero: BELOW_ZERO.contains(&name),
        quoted: name == "font-family",
        // Within a part, a shadow would be one more ground, also where there may be no other.
        refused: if name == "box-shadow" { &["inset"] } else { NONE },
        least: least(name),
        written: String::new(),
        tokens: 0,
    };
    writing.tokens(input)?;
    match writing.written.trim() {
        "" => Err(input.new_error(BasicParseErrorKind::EndOfInput)),
        value => Ok(value.to_owned()),
    }
}

/// What letters have to measure at least.
fn least(name: &str) -> Option<f32> {
    match name {
        "font-size" => Some(12.0),
        "line-height" => Some(16.0),
        _ => None,
    }
}

struct Writing {
    functions: &'static [&'static str],
    refused: &'static [&'static str],
    below_zero: bool,
    quoted: bool,
    /// In pixels.
    least: Option<f32>,
    written: String,
    tokens: usize,
}

impl Writing {
    fn tokens<'i>(&mut self, input: &mut Parser<'i, '_>) -> Result<(), ParseError<'i, ()>> {
        loop {
            let refused = input.new_error(BasicParseErrorKind::QualifiedRuleInvalid);
            let Ok(token) = input.next_including_whitespace().cloned() else { return Ok(()) };
            self.tokens += 1;
            let fits = match &token {
                Token::WhiteSpace(_) => {
                    self.written.push(' ');
                    continue;
                }
                Token::Function(name) => {
                    let name = name.to_ascii_lowercase();
                    if !self.functions.contains(&name.as_str()) || self.tokens > LONGEST {
                        return Err(refused);
                    }
                    if name == ASSET {
                        input.parse_nested_block(|inside| self.asset(inside))?;
                        continue;
                    }
                    self.written.extend([name.as_str(), "("]);
                    input.parse_nested_block(|inside| match name.as_str() {
                        "var" => self.property(inside),
                        _ => self.tokens(inside),
                    })?;
                    self.written.push(')');
                    continue;
                }
                Token::Ident(word) => {
                    let refused = self.refused.iter().any(|refused| word.eq_ignore_ascii_case(refused));
                    is_plain(word) && self.least.is_none() && !refused
                }
                Token::Hash(digits) | Token::IDHash(digits) => digits.bytes().all(|digit| digit.is_ascii_hexdigit()),
                Token::Number { value, .. } => self.takes(*value, 16.0),
                Token::Percentage { unit_value, .. } => self.takes(unit_value * 100.0, 0.16),
                Token::Dimension { value, unit, .. } => match unit.to_ascii_lowercase().as_str() {
                    "px" | "deg" | "turn" | "fr" => self.takes(*value, 1.0),
                    "rem" | "em" | "ch" | "lh" => self.takes(*value, 16.0),
                    _ => false,
                },
                Token::QuotedString(name) => {
                    self.quoted && name.chars().all(|sign| sign.is_alphanumeric() || " -".contains(sign))
                }
                Token::Comma => true,
                Token::Delim(sign) => matches!(sign, '/' | '+' | '-' | '*') && !self.functions.is_empty() || *sign == '/',
                _ => false,
            };
            if !fits || self.tokens > LONGEST {
                return Err(refused);
            }
            self.written += &token.to_css_string();
        }
    }

    /// A number, and how many pixels one of its kind stands for.
    fn takes(&self, value: f32, pixels: f32) -> bool {
        let sound = value.is_finite() && value.abs() <= LARGEST && (value >= 0.0 || self.below_zero);
        sound && self.least.is_none_or(|least| value * pixels >= least)
    }

    /// A picture of the look, which is nothing while there is none.
    fn asset<'i>(&mut self, input: &mut Parser<'i, '_>) -> Result<(), ParseError<'i, ()>> {
        let name = input.expect_string()?.as_ref().to_owned();
        if !Place::ALL.iter().any(|place| place.file() == name && !place.is_of_fonts()) {
            return Err(input.new_error(BasicParseErrorKind::QualifiedRuleInvalid));
        }
        self.written.push_str("var(");
        self.written.push_str(&asset(&name));
        self.written.push_str(",none)");
        input.expect_exhausted().map_err(Into::into)
    }

    /// One of the theme's own custom properties.
    fn property<'i>(&mut self, input: &mut Parser<'i, '_>) -> Result<(), ParseError<'i, ()>> {
        let name = input.expect_ident()?.as_ref().to_owned();
        let known = ["--color-", "--shape-", "--type-", "--background-o", "--background-c"];
        if !known.iter().any(|begin| name.starts_with(begin)) || !is_plain(&name) {
            return Err(input.new_error(BasicParseErrorKind::QualifiedRuleInvalid));
        }
        self.written += &name;
        input.expect_exhausted().map_err(Into::into)
    }
}

/// The custom property that holds a picture of the look.
#[must_use]
pub fn asset(file: &str) -> String {
    format!("--asset-{file}")
}

pub(super) fn is_plain(word: &str) -> bool {
    word.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-')
}
