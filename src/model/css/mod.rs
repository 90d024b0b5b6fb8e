//! A site's own CSS. It is read by a real parser and written anew from what was understood: whatever is not on a list here
//! is left out, and told with its line. So no trick of spelling gets on, because no spelling does.

mod cascade;
mod condition;
mod contrast;
mod paint;
mod places;
mod said;
mod selector;
mod shadow;
mod value;

use cssparser::{
    AtRuleParser, BasicParseErrorKind, CowRcStr, DeclarationParser, ParseError, Parser, ParserInput, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};

use crate::model::theme::{Fault, Theme};
use said::{Property, Rule, Says};
use selector::Selector;

pub use selector::{HOOKS, PROTECTED};
pub use value::asset;

/// The most bytes of it.
pub const MOST_BYTES: usize = 64 * 1024;
/// How deep `@media` and `@supports` may stand in one another.
const DEEPEST: usize = 4;
/// The most things that are told of what was left out.
const MOST_TOLD: usize = 50;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// What may be served.
    pub css: String,
    /// What was left out.
    pub dropped: Vec<Dropped>,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its line, from 1.
    pub line: u32,
    /// How it begins.
    pub text: String,
}

/// Reads a site's own CSS, and writes what of it may be served: in a layer of its own, for pages that say that they take it.
#[must_use]
pub fn clean(text: &str) -> Cleaned {
    let (css, Reader { dropped, .. }) = read(text);
    let css = if css.is_empty() { css } else { format!("@layer site{{{css}}}\n") };
    Cleaned { css, dropped }
}

/// What of a site's own CSS makes something that cannot be read over this theme.
#[must_use]
pub fn faults(text: &str, theme: &Theme) -> Vec<Fault> {
    contrast::faults(&read(text).1.rules, theme)
}

fn read(text: &str) -> (String, Reader) {
    let mut input = ParserInput::new(text);
    let mut reader = Reader::default();
    let css = reader.rules(&mut Parser::new(&mut input));
    (css, reader)
}

/// Why something is left out; its place in the text says the rest.
type Refused<'i> = ParseError<'i, ()>;

#[derive(Default)]
struct Reader {
    dropped: Vec<Dropped>,
    /// The conditions around what is read.
    within: Vec<String>,
    /// What is said of colours.
    rules: Vec<Rule>,
}

impl Reader {
    fn rules(&mut self, input: &mut Parser<'_, '_>) -> String {
        let mut css = String::new();
        let mut refused = Vec::new();
        for rule in StyleSheetParser::new(input, self) {
            match rule {
                Ok(rule) => css += &rule,
                Err((error, text)) => refused.push((error.location.line, text.to_owned())),
            }
        }
        for (line, text) in refused {
            self.tell(line, &text);
        }
        css
    }

    fn tell(&mut self, line: u32, text: &str) {
        if self.dropped.len() < MOST_TOLD {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.dropped.push(Dropped { line: line + 1, text: text.chars().take(60).collect() });
            self.dropped.sort_by_key(|dropped| dropped.line);
        }
    }
}

impl<'i> QualifiedRuleParser<'i> for Reader {
    type Prelude = Vec<Selector>;
    type QualifiedRule = String;
    type Error = ();

    fn parse_prelude<'t>(&mut self, input: &mut Parser<'i, 't>) -> Result<Vec<Selector>, Refused<'i>> {
        input.parse_comma_separated(selector::parse)
    }

    fn parse_block<'t>(
        &mut self,
        selectors: Vec<Selector>,
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<String, Refused<'i>> {
        let mut css = String::new();
        let mut declarations = Declarations { protected: selectors.iter().any(|one| one.protected), says: Vec::new() };
        for declaration in RuleBodyParser::new(input, &mut declarations) {
            match declaration {
                Ok(declaration) => css += &declaration,
                Err((error, text)) => self.tell(error.location.line, text),
            }
        }
        let texts: Vec<&str> = selectors.iter().map(|one| one.text.as_str()).collect();
        let css = if css.is_empty() { css } else { format!("{}{{{css}}}", texts.join(",")) };
        if !declarations.says.is_empty() {
            self.rules.push(Rule { selectors, within: self.within.clone(), says: declarations.says });
        }
        Ok(css)
    }
}

impl<'i> AtRuleParser<'i> for Reader {
    type Prelude = String;
    type AtRule = String;
    type Error = ();

    fn parse_prelude<'t>(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i, 't>) -> Result<String, Refused<'i>> {
        // The name comes with its escapes resolved: `@\69 mport` is `import`.
        let name = name.to_ascii_lowercase();
        if !matches!(name.as_str(), "media" | "supports") || self.within.len() >= DEEPEST {
            return Err(input.new_error(BasicParseErrorKind::AtRuleBodyInvalid));
        }
        Ok(format!("@{name} {}", condition::read(input, name == "media")?))
    }

    fn parse_block<'t>(&mut self, prelude: String, _: &ParserState, input: &mut Parser<'i, 't>) -> Result<String, Refused<'i>> {
        self.within.push(prelude.trim_start_matches("@media ").to_owned());
        let css = self.rules(input);
        self.within.pop();
        Ok(if css.is_empty() { css } else { format!("{prelude}{{{css}}}") })
    }
}

struct Declarations {
    protected: bool,
    says: Vec<Says>,
}

impl<'i> DeclarationParser<'i> for Declarations {
    type Declaration = String;
    type Error = ();

    fn parse_value<'t>(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i, 't>,
        start: &ParserState,
    ) -> Result<String, Refused<'i>> {
        let name = name.to_ascii_lowercase();
        let value = value::read(&name, input, self.protected)?;
        let written = format!("{name}:{value};");
        if let Some(property) = Property::of(&name) {
            self.says.push(Says { line: start.source_location().line + 1, property, value });
        }
        Ok(written)
    }
}

impl AtRuleParser<'_> for Declarations {
    type Prelude = ();
    type AtRule = String;
    type Error = ();
}

impl QualifiedRuleParser<'_> for Declarations {
    type Prelude = ();
    type QualifiedRule = String;
    type Error = ();
}

impl RuleBodyItemParser<'_, String, ()> for Declarations {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests;
