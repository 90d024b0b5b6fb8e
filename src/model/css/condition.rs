//! The conditions of `@media` and `@supports` in a site's own CSS, as far as they are about the window, the reader's preferences,
//! or what a browser can do.

use cssparser::{BasicParseErrorKind, ParseError, Parser, ToCss, Token};

use super::value::is_plain;

/// Reads one.
pub(super) fn read<'i>(input: &mut Parser<'i, '_>, media: bool) -> Result<String, ParseError<'i, ()>> {
    let mut written = String::new();
    let mut tokens = 0;
    conditions(input, media, &mut written, &mut tokens)?;
    match written.trim() {
        "" => Err(input.new_error(BasicParseErrorKind::EndOfInput)),
        condition => Ok(condition.to_owned()),
    }
}

fn conditions<'i>(
    input: &mut Parser<'i, '_>,
    media: bool,
    written: &mut String,
    tokens: &mut usize,
) -> Result<(), ParseError<'i, ()>> {
    const FEATURES: [&str; 10] = [
        "width",
        "min-width",
        "max-width",
        "prefers-color-scheme",
        "prefers-reduced-motion",
        "prefers-contrast",
        "forced-colors",
        "orientation",
        "hover",
        "pointer",
    ];
    const WORDS: [&str; 20] = [
        "and",
        "or",
        "not",
        "only",
        "screen",
        "all",
        "light",
        "dark",
        "reduce",
        "no-preference",
        "more",
        "less",
        "active",
        "none",
        "portrait",
        "landscape",
        "hover",
        "fine",
        "coarse",
        "print",
    ];
    loop {
        let refused = input.new_error(BasicParseErrorKind::AtRuleBodyInvalid);
        let Ok(token) = input.next_including_whitespace().cloned() else { return Ok(()) };
        *tokens += 1;
        let fits = match &token {
            Token::WhiteSpace(_) => {
                written.push(' ');
                continue;
            }
            Token::ParenthesisBlock if *tokens < 40 => {
                written.push('(');
                input.parse_nested_block(|inside| conditions(inside, media, written, tokens))?;
                written.push(')');
                continue;
            }
            Token::Ident(word) => {
                let word = word.to_ascii_lowercase();
                match media {
                    true => WORDS.contains(&word.as_str()) || FEATURES.contains(&word.as_str()),
                    false => is_plain(&word),
                }
            }
            Token::Dimension { value, unit, .. } => value.is_finite() && matches!(&**unit, "px" | "rem" | "em"),
            Token::Delim(sign) => media && matches!(sign, '<' | '>' | '='),
            Token::Colon | Token::Comma => true,
            _ => false,
        };
        if !fits || *tokens > 40 {
            return Err(refused);
        }
        *written += &token.to_css_string();
    }
}
