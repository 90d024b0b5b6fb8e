//! Which declarations of a site's own CSS are about which part, and when.

use super::{
    paint::{self, Layer, Paint},
    places::{Place, places},
    said::{Property, Rule, Says},
    selector::Selector,
    shadow,
};
use crate::model::theme::{Color, Fault, Mode, Reason, Scheme, Theme};

/// The path of the value that is at fault.
pub(super) const KEY: &str = "custom_css";

/// The pages in one mode.
pub(super) struct Setting<'a> {
    pub(super) theme: &'a Theme,
    pub(super) scheme: &'a Scheme,
    pub(super) night: bool,
    pub(super) places: Vec<Place>,
    /// What is said of each place, what counts most last.
    pub(super) said: Vec<Vec<Applied>>,
    /// What may hold or not.
    pub(super) conditions: Vec<String>,
}

/// A declaration at a place.
pub(super) struct Applied {
    pub(super) line: u32,
    pub(super) value: Value,
    pub(super) weight: usize,
    /// The conditions that have to hold, one bit for each.
    pub(super) when: u32,
}

pub(super) enum Value {
    /// Letters of a colour, or of that of the part around.
    Ink(Option<Paint>),
    Ground(Paint),
    Image(Vec<Layer>),
    /// Somewhere, so that what lies below may be seen beside it.
    Spread,
    Edge(Vec<Paint>),
    /// One that covers nothing.
    Shadow,
}

impl<'a> Setting<'a> {
    /// The pages by day or by night, with what these rules say of them. What of it cannot be told is added to the faults.
    pub(super) fn new(theme: &'a Theme, night: bool, rules: &[Rule], faults: &mut Vec<Fault>) -> Self {
        let scheme = if night { &theme.dark } else { &theme.light };
        let places = places(theme, scheme);
        let said = places.iter().map(|_| Vec::new()).collect();
        let mut setting = Self { theme, scheme, night, places, said, conditions: Vec::new() };
        for rule in rules {
            setting.apply(rule, faults);
        }
        for said in &mut setting.said {
            said.sort_by_key(|applied| applied.weight);
        }
        setting
    }

    /// Finds the places that a rule is about.
    fn apply(&mut self, rule: &Rule, faults: &mut Vec<Fault>) {
        for selector in &rule.selectors {
            let Some(at) = self.place_of(selector) else { continue };
            let Some(when) = self.when(rule, selector) else { continue };
            for says in &rule.says {
                match self.value(says) {
                    Ok(value) => self.said[at].push(Applied { line: says.line, value, weight: selector.weight(), when }),
                    Err(reason) => {
                        let fault = Fault::new(KEY, reason);
                        if !faults.contains(&fault) {
                            faults.push(fault);
                        }
                    }
                }
            }
        }
    }

    fn place_of(&self, selector: &Selector) -> Option<usize> {
        let is = |(name, value): &(String, String)| match name.as_str() {
            "data-mode" => value == self.theme.mode.as_str(),
            "data-layout" => value == self.theme.layout.variant.as_str(),
            _ => true,
        };
        let (subject, around) = selector.parts.split_last()?;
        let at = self.places.iter().position(|place| place.part == subject)?;
        let mut outer = self.chain(at).skip(1);
        let stands_there = around.iter().rev().all(|part| outer.any(|place| place.part == part));
        (stands_there && selector.root.iter().all(is)).then_some(at)
    }

    /// A place and those around it.
    fn chain(&self, at: usize) -> impl Iterator<Item = &Place> {
        let around = |place: &&Place| place.within.and_then(|part| self.places.iter().find(|place| place.part == part));
        std::iter::successors(self.places.get(at), move |place| around(place))
    }

    /// The conditions that have to hold for a rule; nothing if one never does.
    fn when(&mut self, rule: &Rule, selector: &Selector) -> Option<u32> {
        let directions = selector.root.iter().filter(|(name, _)| name == "dir").map(|(_, value)| value.clone());
        let media = rule.within.iter().flat_map(|condition| conjuncts(condition));
        let mut when = 0;
        for condition in media.chain(selector.conditions.iter().cloned()).chain(directions) {
            match self.certain(&condition) {
                Some(true) => {}
                Some(false) => return None,
                None => {
                    let known = self.conditions.iter().position(|known| *known == condition);
                    let at = known.unwrap_or_else(|| {
                        self.conditions.push(condition);
                        self.conditions.len() - 1
                    });
                    when |= 1_u32.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or_default();
                }
            }
        }
        Some(when)
    }

    /// Whether a condition is known to hold.
    fn certain(&self, condition: &str) -> Option<bool> {
        match condition {
            "all" | "screen" => Some(true),
            "(prefers-color-scheme:dark)" if self.theme.mode == Mode::Auto => Some(self.night),
            "(prefers-color-scheme:light)" if self.theme.mode == Mode::Auto => Some(!self.night),
            _ => None,
        }
    }

    /// What a declaration says, or why that will not do.
    fn value(&self, says: &Says) -> Result<Value, Reason> {
        let word = says.value.to_ascii_lowercase();
        let transparent = Paint { color: Color::BLACK, cover: 0.0 };
        let known = match (says.property, word.as_str()) {
            (Property::Ink, "inherit" | "unset" | "currentcolor") => Some(Value::Ink(None)),
            (Property::Ink, _) => paint::one(&says.value, self.scheme).map(|paint| Value::Ink(Some(paint))),
            (Property::Ground, "initial" | "unset") => Some(Value::Ground(transparent)),
            (Property::Ground, _) => paint::one(&says.value, self.scheme).map(Value::Ground),
            (Property::Image, "none" | "initial" | "unset") => Some(Value::Image(Vec::new())),
            (Property::Image, _) => paint::layers(&says.value, self.scheme).map(Value::Image),
            (Property::Spread, _) => Some(Value::Spread),
            (Property::Edge, _) => paint::edges(&says.value, self.scheme).map(Value::Edge),
            (Property::Shadow, _) if shadow::leave_alone(&says.value, self.scheme) => Some(Value::Shadow),
            (Property::Shadow, _) => return Err(Reason::Covers { line: says.line }),
        };
        known.ok_or_else(|| Reason::Unclear { line: says.line, value: says.value.clone() })
    }

    /// The conditions that how a place comes out depends on.
    pub(super) fn relevant(&self, at: usize) -> u32 {
        let parts: Vec<&str> = self.chain(at).map(|place| place.part).collect();
        let said = self.places.iter().zip(&self.said).filter(|(place, _)| parts.contains(&place.part));
        said.flat_map(|(_, said)| said).fold(0, |all, applied| all | applied.when)
    }
}

/// The parts of a condition that all have to hold.
fn conjuncts(condition: &str) -> Vec<String> {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>().to_ascii_lowercase();
    let words = format!(" {} ", condition.to_ascii_lowercase());
    let is_plain = ![" or ", " not ", "(not ", ","].iter().any(|sign| words.contains(sign));
    if is_plain { words.split(" and ").map(squeezed).collect() } else { vec![squeezed(condition)] }
}
