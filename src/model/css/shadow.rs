//! Shadows in a site's own CSS. They are drawn over what stands beside their part, letters and all.

use cssparser::{ParseError, Parser, Token};

use super::paint::{color, unclear, whole};
use crate::model::theme::Scheme;

/// Whether shadows leave alone what stands beside their part: most of it shines through those that reach it, and they are few.
pub(super) fn leave_alone(text: &str, scheme: &Scheme) -> bool {
    /// In pixels.
    const NEAR: f64 = 4.0;
    const THIN: f64 = 0.3;
    const MOST: usize = 2;
    let Some(shadows) = whole(text, |input| input.parse_comma_separated(|input| shadow(input, scheme))) else { return false };
    let far: Vec<_> = shadows.into_iter().filter(|(reach, _)| *reach > NEAR).collect();
    far.len() <= MOST && far.iter().all(|(_, cover)| *cover <= THIN)
}

/// How far a shadow may reach, and how much it covers there.
fn shadow<'i>(input: &mut Parser<'i, '_>, scheme: &Scheme) -> Result<(f64, f64), ParseError<'i, ()>> {
    let (mut reach, mut cover) = (0.0, 1.0);
    while !input.is_exhausted() {
        if let Ok(paint) = input.try_parse(|input| color(input, scheme)) {
            cover = paint.cover;
            continue;
        }
        reach += match input.next()?.clone() {
            Token::Number { .. } => 0.0,
            Token::Dimension { value, unit, .. } if unit.eq_ignore_ascii_case("px") => f64::from(value).abs(),
            Token::Dimension { .. } => f64::INFINITY,
            Token::Ident(word) if word.eq_ignore_ascii_case("none") => 0.0,
            _ => return Err(unclear(input)),
        };
    }
    Ok((reach, cover))
}
