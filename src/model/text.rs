//! A text of a site's own in the place of one of the portal's. `{site}` in it stands for what is filled in; everything else is
//! what it is, wherever it ends up.

use super::theme::Reason;

/// The most characters of a text.
pub const LONGEST: usize = 1000;

/// Reads a text that a person wrote for a place where `known` can be filled in. Names may be written as the catalogue writes
/// them, `{ $site }`.
pub fn read(typed: &str, known: &[String]) -> Result<String, Reason> {
    let typed = typed.trim();
    if typed.chars().count() > LONGEST {
        return Err(Reason::TooLong(LONGEST));
    }
    if typed.chars().any(is_unusable) {
        return Err(Reason::Unusable);
    }
    let mut text = String::new();
    for piece in pieces(typed).ok_or(Reason::Braces)? {
        match piece {
            Piece::Plain(plain) => text.push_str(plain),
            Piece::Name(name) if known.iter().any(|known| known == name) => text.extend(["{", name, "}"]),
            Piece::Name(name) => return Err(Reason::Placeholder(name.to_owned())),
        }
    }
    Ok(text)
}

/// The text with everything filled in; nothing if `value` does not know a name, which nobody who wrote the text was allowed to use.
#[must_use]
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut filled = String::new();
    for piece in pieces(text)? {
        match piece {
            Piece::Plain(plain) => filled.push_str(plain),
            Piece::Name(name) => filled.push_str(&value(name)?),
        }
    }
    Some(filled)
}

enum Piece<'a> {
    Plain(&'a str),
    Name(&'a str),
}

/// Nothing if a brace is on its own.
fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if plain.contains('}') || name.contains('{') {
            return None;
        }
        let name = name.trim();
        pieces.extend([Piece::Plain(plain), Piece::Name(name.strip_prefix('$').unwrap_or(name))]);
        rest = after;
    }
    pieces.push(Piece::Plain(rest));
    (!rest.contains('}')).then_some(pieces)
}

/// A line's end may begin a header or a line of its own in a letter; marks of direction would turn what follows around.
fn is_unusable(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        vec!["site".to_owned(), "minutes".to_owned()]
    }

    #[test]
    fn names_are_filled_in_and_everything_else_stays() {
        let text = read("  Welcome to { $site }, {site}! <b>5 %</b> ", &known()).unwrap();
        assert_eq!(text, "Welcome to {site}, {site}! <b>5 %</b>");
        let filled = fill(&text, |name| (name == "site").then(|| "{minutes}".to_owned()));
        assert_eq!(
            filled.unwrap(),
            "Welcome to {minutes}, {minutes}! <b>5 %</b>",
            "what is filled in is not filled in once more"
        );
        assert_eq!(read("No names at all", &known()).unwrap(), "No names at all");
    }

    #[test]
    fn what_cannot_be_filled_in_is_refused_by_its_name() {
        for (text, name) in [("{code}", "code"), ("a { $link } b", "link"), ("{}", ""), ("{ site name }", "site name")] {
            assert_eq!(read(text, &known()).unwrap_err(), Reason::Placeholder(name.to_owned()), "{text}");
        }
        for text in ["{site", "site}", "{{site}}", "a } b { site }", "{ a { b }"] {
            assert_eq!(read(text, &known()).unwrap_err(), Reason::Braces, "{text}");
        }
        assert_eq!(fill("{code}", |_| None), None);
        assert_eq!(fill("}", |_| None), None);
    }

    #[test]
    fn a_text_is_one_line_of_sensible_length() {
        for text in ["a\r\nBcc: x@evil.example", "a\nb", "a\0b", "a\u{202E}b", "a\u{2028}b", "\u{7f}x"] {
            assert_eq!(read(text, &known()).unwrap_err(), Reason::Unusable, "{text:?}");
        }
        assert_eq!(read(&"x".repeat(LONGEST + 1), &known()).unwrap_err(), Reason::TooLong(LONGEST));
        assert!(read(&"é".repeat(LONGEST), &known()).is_ok());
        assert!(read("می\u{200c}خواهم", &known()).is_ok(), "marks that writing needs");
    }
}
