//! The colours in a site's own CSS as numbers, as far as they can be told beforehand.

use cssparser::{
    BasicParseErrorKind, ParseError, Parser, ParserInput, Token,
    color::{parse_hash_color, parse_named_color},
};

use crate::model::theme::{Color, ColorName, Scheme};

/// A colour, and how much of it covers what lies below: 1 for all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Paint {
    pub(super) color: Color,
    pub(super) cover: f64,
}

impl Paint {
    /// As it is seen over something else.
    pub(super) fn over(self, ground: Color) -> Color {
        ground.toward(self.color, self.cover)
    }
}

impl From<Color> for Paint {
    fn from(color: Color) -> Self {
        Self { color, cover: 1.0 }
    }
}

/// One of several things that are drawn over one another.
pub(super) enum Layer {
    /// The colours that it goes through.
    Gradient(Vec<Paint>),
    /// A picture, which may show anything, and may be missing.
    Picture,
}

/// How fine gradients are looked at.
const STEPS: u32 = 16;
/// The words that say where in a gradient its colours lie.
const PLACES: [&str; 13] = [
    "to",
    "left",
    "right",
    "top",
    "bottom",
    "center",
    "at",
    "from",
    "circle",
    "ellipse",
    "closest-side",
    "farthest-side",
    "farthest-corner",
];

/// The value of `color` or `background-color`; nothing if it cannot be told.
pub(super) fn one(text: &str, scheme: &Scheme) -> Option<Paint> {
    whole(text, |input| color(input, scheme))
}

/// The layers of `background-image`, the lowest first.
pub(super) fn layers(text: &str, scheme: &Scheme) -> Option<Vec<Layer>> {
    let mut layers = whole(text, |input| input.parse_comma_separated(|input| layer(input, scheme)))?;
    layers.reverse();
    Some(layers)
}

/// The colours of a border.
pub(super) fn edges(text: &str, scheme: &Scheme) -> Option<Vec<Paint>> {
    /// What a border says besides its colour.
    const LINES: [&str; 16] = [
        "none",
        "hidden",
        "solid",
        "dashed",
        "dotted",
        "double",
        "groove",
        "ridge",
        "inset",
        "outset",
        "thin",
        "medium",
        "thick",
        "initial",
        "unset",
        "currentcolor",
    ];
    whole(text, |input| {
        let mut colors = Vec::new();
        while !input.is_exhausted() {
            if let Ok(paint) = input.try_parse(|input| color(input, scheme)) {
                colors.push(paint);
                continue;
            }
            match input.next()?.clone() {
                Token::Ident(word) if LINES.contains(&&*word.to_ascii_lowercase()) => {}
                Token::Number { .. } | Token::Dimension { .. } => {}
                _ => return Err(unclear(input)),
            }
        }
        Ok(colors)
    })
}

impl Layer {
    /// What is seen where it covers something.
    pub(super) fn over(&self, ground: Color) -> Vec<Color> {
        let stops: Vec<Color> = match self {
            Self::Picture => vec![Color::BLACK, Color::WHITE],
            Self::Gradient(stops) => stops.iter().map(|paint| paint.over(ground)).collect(),
        };
        let between = |pair: &[Color]| {
            let (from, to) = (pair[0], pair[1]);
            (0..=STEPS).map(move |step| from.toward(to, f64::from(step) / f64::from(STEPS))).collect::<Vec<_>>()
        };
        match stops.as_slice() {
            [only] => vec![*only],
            stops => stops.windows(2).flat_map(between).collect(),
        }
    }
}

/// A value as a whole.
pub(super) fn whole<T>(text: &str, read: impl for<'i> FnOnce(&mut Parser<'i, '_>) -> Result<T, ParseError<'i, ()>>) -> Option<T> {
    let mut input = ParserInput::new(text);
    Parser::new(&mut input).parse_entirely(read).ok()
}

pub(super) fn unclear<'i>(input: &Parser<'i, '_>) -> ParseError<'i, ()> {
    input.new_error(BasicParseErrorKind::QualifiedRuleInvalid)
}

/// The next colour.
pub(super) fn color<'i>(input: &mut Parser<'i, '_>, scheme: &Scheme) -> Result<Paint, ParseError<'i, ()>> {
    let refused = unclear(input);
    let found = match input.next()?.clone() {
        Token::Hash(digits) | Token::IDHash(digits) => parse_hash_color(digits.as_bytes())
            .ok()
            .map(|(red, green, blue, cover)| Paint { color: Color::of([red, green, blue]), cover: cover.into() }),
        Token::Ident(word) if word.eq_ignore_ascii_case("transparent") => Some(Paint { color: Color::BLACK, cover: 0.0 }),
        Token::Ident(word) => parse_named_color(&word).ok().map(|(red, green, blue)| Color::of([red, green, blue]).into()),
        Token::Function(name) => {
            let name = name.to_ascii_lowercase();
            input.parse_nested_block(|inside| match name.as_str() {
                "rgb" | "rgba" => Ok(mixed(&numbers(inside)?, rgb)),
                "hsl" | "hsla" => Ok(mixed(&numbers(inside)?, hsl)),
                "color-mix" => mix(inside, scheme).map(Some),
                "var" => Ok(token(inside.expect_ident()?, scheme).map(Paint::from)),
                _ => Err(unclear(inside)),
            })?
        }
        _ => None,
    };
    found.ok_or(refused)
}

/// One of the theme's own custom properties that is a colour.
fn token(property: &str, scheme: &Scheme) -> Option<Color> {
    match property {
        "--background-on" => Some(scheme.backdrop.on),
        "--background-color" => Some(scheme.backdrop.color),
        property => {
            let key = property.strip_prefix("--color-")?.replace('-', "_");
            ColorName::ALL.iter().find(|name| name.key() == key).map(|name| scheme.palette[*name])
        }
    }
}

/// A number of a colour: as it is, or in hundredths.
#[derive(Clone, Copy)]
enum Number {
    Plain(f64),
    Percent(f64),
}

impl Number {
    /// With what a hundred percent stand for.
    fn of(self, whole: f64) -> f64 {
        match self {
            Self::Plain(value) => value,
            Self::Percent(value) => value / 100.0 * whole,
        }
    }
}

/// The numbers of a colour, however they are separated.
fn numbers<'i>(input: &mut Parser<'i, '_>) -> Result<Vec<Number>, ParseError<'i, ()>> {
    let mut numbers = Vec::new();
    while !input.is_exhausted() {
        numbers.push(match input.next()?.clone() {
            Token::Number { value, .. } => Number::Plain(value.into()),
            Token::Percentage { unit_value, .. } => Number::Percent(f64::from(unit_value) * 100.0),
            Token::Dimension { value, unit, .. } if unit.eq_ignore_ascii_case("deg") => Number::Plain(value.into()),
            Token::Dimension { value, unit, .. } if unit.eq_ignore_ascii_case("turn") => Number::Plain(f64::from(value) * 360.0),
            Token::Comma | Token::Delim('/') => continue,
            _ => return Err(unclear(input)),
        });
    }
    Ok(numbers)
}

fn mixed(numbers: &[Number], color: fn([Number; 3]) -> Color) -> Option<Paint> {
    let (channels, cover) = match *numbers {
        [one, two, three] => ([one, two, three], 1.0),
        [one, two, three, cover] => ([one, two, three], cover.of(1.0).clamp(0.0, 1.0)),
        _ => return None,
    };
    Some(Paint { color: color(channels), cover })
}

fn rgb(channels: [Number; 3]) -> Color {
    Color::of(channels.map(|channel| byte(channel.of(255.0))))
}

fn hsl([hue, saturation, lightness]: [Number; 3]) -> Color {
    let part = |number: Number| {
        (match number {
            Number::Plain(value) | Number::Percent(value) => value,
        } / 100.0)
            .clamp(0.0, 1.0)
    };
    let (hue, saturation, lightness) = (hue.of(360.0).rem_euclid(360.0) / 30.0, part(saturation), part(lightness));
    let reach = saturation * lightness.min(1.0 - lightness);
    Color::of([0.0, 8.0, 4.0].map(|offset| {
        let place = (offset + hue) % 12.0;
        byte(255.0 * (lightness - reach * (place - 3.0).min(9.0 - place).clamp(-1.0, 1.0)))
    }))
}

/// Two colours mixed as screens do it; other ways are not followed.
fn mix<'i>(input: &mut Parser<'i, '_>, scheme: &Scheme) -> Result<Paint, ParseError<'i, ()>> {
    input.expect_ident_matching("in")?;
    input.expect_ident_matching("srgb")?;
    let ((one, first), (other, second)) = (share(input, scheme)?, share(input, scheme)?);
    let (first, second) = match (first, second) {
        (Some(first), Some(second)) => (first, second),
        (Some(first), None) => (first, 1.0 - first),
        (None, Some(second)) => (1.0 - second, second),
        (None, None) => (0.5, 0.5),
    };
    let (whole, cover) = (first + second, one.cover * first + other.cover * second);
    if !(0.0..=1.0).contains(&first) || !(0.0..=1.0).contains(&second) || whole <= 0.0 {
        return Err(unclear(input));
    }
    let part = if cover > 0.0 { other.cover * second / cover } else { 0.0 };
    Ok(Paint { color: one.color.toward(other.color, part), cover: cover / whole * whole.min(1.0) })
}

/// A colour of a mixture, and how much there is of it.
fn share<'i>(input: &mut Parser<'i, '_>, scheme: &Scheme) -> Result<(Paint, Option<f64>), ParseError<'i, ()>> {
    input.expect_comma()?;
    let before = input.try_parse(Parser::expect_percentage).ok();
    let paint = color(input, scheme)?;
    let part = before.or_else(|| input.try_parse(Parser::expect_percentage).ok());
    Ok((paint, part.map(f64::from)))
}

fn layer<'i>(input: &mut Parser<'i, '_>, scheme: &Scheme) -> Result<Layer, ParseError<'i, ()>> {
    let refused = unclear(input);
    let Token::Function(name) = input.next()?.clone() else { return Err(refused) };
    let name = name.to_ascii_lowercase();
    input.parse_nested_block(|inside| match name.as_str() {
        "var" if inside.expect_ident()?.starts_with("--asset-") => {
            while inside.next().is_ok() {}
            Ok(Layer::Picture)
        }
        name if name.ends_with("gradient") => stops(inside, scheme).map(Layer::Gradient),
        _ => Err(unclear(inside)),
    })
}

/// The colours that a gradient goes through.
fn stops<'i>(input: &mut Parser<'i, '_>, scheme: &Scheme) -> Result<Vec<Paint>, ParseError<'i, ()>> {
    let mut stops = Vec::new();
    while !input.is_exhausted() {
        if let Ok(paint) = input.try_parse(|input| color(input, scheme)) {
            stops.push(paint);
            continue;
        }
        match input.next()?.clone() {
            Token::Ident(word) if PLACES.contains(&&*word.to_ascii_lowercase()) => {}
            Token::Number { .. } | Token::Percentage { .. } | Token::Dimension { .. } | Token::Comma => {}
            _ => return Err(unclear(input)),
        }
    }
    if stops.is_empty() { Err(unclear(input)) } else { Ok(stops) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a byte holds")]
fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}
