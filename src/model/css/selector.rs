//! Which parts of a page a site's own CSS may speak of: the documented ones, and nothing by its tag, its class, its id or what
//! stands in it.

use cssparser::{BasicParseErrorKind, ParseError, Parser, Token};

/// The parts of pages that may be spoken of, as `[data-part=…]`. They stay: templates may gain some and lose none.
pub const HOOKS: &[&str] = &[
    "page",
    "panel",
    "split-panel",
    "card",
    "logo",
    "header",
    "title",
    "before-form",
    "after-form",
    "field",
    "submit",
    "notice",
    "error-summary",
    "identity",
    "footer-text",
    "footer",
];

/// The parts that people have to see whatever a site says.
pub const PROTECTED: &[&str] = &["error-summary", "notice", "identity", "field", "submit", "footer"];

/// What the page as a whole says of itself.
const ROOT: [(&str, &[&str]); 3] = [
    ("data-mode", &["auto", "light", "dark"]),
    ("data-layout", &["center-card", "flush", "split-start", "split-end"]),
    ("dir", &["ltr", "rtl"]),
];

const STATES: [&str; 6] = ["hover", "focus", "focus-visible", "focus-within", "active", "disabled"];
/// The most parts of one selector.
const LONGEST: usize = 6;

/// A selector that may be served.
pub(super) struct Selector {
    pub(super) text: String,
    pub(super) protected: bool,
    /// What it says of the page as a whole.
    pub(super) root: Vec<(String, String)>,
    /// The parts within one another, the one that it is about last.
    pub(super) parts: Vec<String>,
    /// What besides has to be so: states, and parts that stand right within others.
    pub(super) conditions: Vec<String>,
}

impl Selector {
    /// How much it counts against others.
    pub(super) fn weight(&self) -> usize {
        self.text.matches(['[', ':']).count()
    }
}

#[derive(Default)]
struct Compound {
    text: String,
    part: Option<String>,
    root: Vec<(String, String)>,
}

/// Reads one. It is written so that it holds only within pages that say that they take a site's CSS.
pub(super) fn parse<'i>(input: &mut Parser<'i, '_>) -> Result<Selector, ParseError<'i, ()>> {
    let mut compounds = vec![(' ', Compound::default())];
    input.skip_whitespace();
    loop {
        let refused = input.new_error(BasicParseErrorKind::QualifiedRuleInvalid);
        let Ok(token) = input.next_including_whitespace().cloned() else { break };
        let last = compounds.len() - 1;
        match token {
            Token::SquareBracketBlock => {
                let (name, value) = input.parse_nested_block(attribute)?;
                let compound = &mut compounds[last].1;
                compound.text.extend(["[", &name, "=", &value, "]"]);
                match (name.as_str(), &compound.part) {
                    ("data-part", None) => compound.part = Some(value),
                    // Nothing is two parts at once.
                    ("data-part", Some(_)) => return Err(refused),
                    _ => compound.root.push((name, value)),
                }
            }
            Token::Colon => {
                let state = input.expect_ident()?.to_ascii_lowercase();
                if !STATES.contains(&state.as_str()) || compounds[last].1.text.is_empty() {
                    return Err(refused);
                }
                compounds[last].1.text.extend([":", &state]);
            }
            Token::WhiteSpace(_) if compounds[last].1.text.is_empty() => {}
            Token::WhiteSpace(_) => compounds.push((' ', Compound::default())),
            Token::Delim('>') if compounds[last].1.text.is_empty() && last > 0 => compounds[last].0 = '>',
            Token::Delim('>') if last > 0 || !compounds[last].1.text.is_empty() => compounds.push(('>', Compound::default())),
            _ => return Err(refused),
        }
    }
    if compounds.len() > 1 && compounds.last().is_some_and(|(joint, compound)| *joint == ' ' && compound.text.is_empty()) {
        compounds.pop();
    }
    written(&compounds).ok_or_else(|| input.new_error(BasicParseErrorKind::QualifiedRuleInvalid))
}

fn written(compounds: &[(char, Compound)]) -> Option<Selector> {
    let (_, first) = compounds.first()?;
    let sound = |(place, (_, compound)): (usize, &(char, Compound))| {
        // What is said of the whole page stands first and by itself.
        let is_root = !compound.root.is_empty() && compound.part.is_none() && place == 0 && compounds.len() > 1;
        is_root || (compound.root.is_empty() && compound.part.is_some())
    };
    if compounds.len() > LONGEST || !compounds.iter().enumerate().all(sound) {
        return None;
    }
    let mut text = if first.root.is_empty() { "[data-site] ".to_owned() } else { "[data-site]".to_owned() };
    for (place, (joint, compound)) in compounds.iter().enumerate() {
        if place > 0 {
            text.push(*joint);
        }
        text += &compound.text;
    }
    let states = compounds.iter().map(|(_, compound)| &compound.text).filter(|text| text.contains(':'));
    let joints = Some(&text).filter(|text| text.contains('>'));
    let conditions = states.chain(joints).cloned().collect();
    let parts: Vec<String> = compounds.iter().filter_map(|(_, compound)| compound.part.clone()).collect();
    let protected = PROTECTED.contains(&parts.last()?.as_str());
    Some(Selector { protected, root: first.root.clone(), parts, conditions, text })
}

/// The name and the value within brackets.
fn attribute<'i>(input: &mut Parser<'i, '_>) -> Result<(String, String), ParseError<'i, ()>> {
    let name = input.expect_ident()?.to_ascii_lowercase();
    input.expect_delim('=')?;
    let value = input.expect_ident_or_string()?.as_ref().to_owned();
    input.expect_exhausted()?;
    let known = match name.as_str() {
        "data-part" => HOOKS.contains(&value.as_str()),
        _ => ROOT.iter().any(|(root, values)| *root == name && values.contains(&value.as_str())),
    };
    if known { Ok((name, value)) } else { Err(input.new_error(BasicParseErrorKind::QualifiedRuleInvalid)) }
}
