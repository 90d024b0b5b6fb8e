//! A site's own CSS. It is read by a real parser and written anew from what was understood: whatever is not on a list here
//! is left out, and told with its line. So no trick of spelling gets on, because no spelling does.

mod condition;
mod selector;
mod value;

use cssparser::{
    AtRuleParser, BasicParseErrorKind, CowRcStr, DeclarationParser, ParseError, Parser, ParserInput, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};

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
    let mut input = ParserInput::new(text);
    let mut reader = Reader { dropped: Vec::new(), depth: 0 };
    let css = reader.rules(&mut Parser::new(&mut input));
    let css = if css.is_empty() { css } else { format!("@layer site{{{css}}}\n") };
    Cleaned { css, dropped: reader.dropped }
}

/// Why something is left out; its place in the text says the rest.
type Refused<'i> = ParseError<'i, ()>;

struct Reader {
    dropped: Vec<Dropped>,
    depth: usize,
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

/// The selectors of a rule, and whether they speak of something that has to stay in sight.
struct Selectors {
    text: String,
    protected: bool,
}

impl<'i> QualifiedRuleParser<'i> for Reader {
    type Prelude = Selectors;
    type QualifiedRule = String;
    type Error = ();

    fn parse_prelude<'t>(&mut self, input: &mut Parser<'i, 't>) -> Result<Selectors, Refused<'i>> {
        let parsed = input.parse_comma_separated(selector::parse)?;
        let texts: Vec<String> = parsed.iter().map(|one| one.text.clone()).collect();
        Ok(Selectors { text: texts.join(","), protected: parsed.iter().any(|one| one.protected) })
    }

    fn parse_block<'t>(
        &mut self,
        prelude: Selectors,
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<String, Refused<'i>> {
        let mut css = String::new();
        for declaration in RuleBodyParser::new(input, &mut Declarations { protected: prelude.protected }) {
            match declaration {
                Ok(declaration) => css += &declaration,
                Err((error, text)) => self.tell(error.location.line, text),
            }
        }
        Ok(if css.is_empty() { css } else { format!("{}{{{css}}}", prelude.text) })
    }
}

impl<'i> AtRuleParser<'i> for Reader {
    type Prelude = String;
    type AtRule = String;
    type Error = ();

    fn parse_prelude<'t>(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i, 't>) -> Result<String, Refused<'i>> {
        // The name comes with its escapes resolved: `@\69 mport` is `import`.
        let name = name.to_ascii_lowercase();
        if !matches!(name.as_str(), "media" | "supports") || self.depth >= DEEPEST {
            return Err(input.new_error(BasicParseErrorKind::AtRuleBodyInvalid));
        }
        Ok(format!("@{name} {}", condition::read(input, name == "media")?))
    }

    fn parse_block<'t>(&mut self, prelude: String, _: &ParserState, input: &mut Parser<'i, 't>) -> Result<String, Refused<'i>> {
        self.depth += 1;
        let css = self.rules(input);
        self.depth -= 1;
        Ok(if css.is_empty() { css } else { format!("{prelude}{{{css}}}") })
    }
}

struct Declarations {
    protected: bool,
}

impl<'i> DeclarationParser<'i> for Declarations {
    type Declaration = String;
    type Error = ();

    fn parse_value<'t>(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i, 't>,
        _: &ParserState,
    ) -> Result<String, Refused<'i>> {
        value::declaration(&name.to_ascii_lowercase(), input, self.protected)
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
