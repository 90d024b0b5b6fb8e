//! What a site's own CSS says of colours, with the lines that it says it in.

use super::selector::Selector;

/// What of a part is given a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    /// Its letters.
    Ink,
    /// What it stands on.
    Ground,
    /// What is drawn over that.
    Image,
    /// Where that is drawn.
    Spread,
    /// A line around it.
    Edge,
    /// What falls on what is beside it.
    Shadow,
}

impl Property {
    /// By the name of a property; most have nothing to do with colours.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name {
            "color" => Some(Self::Ink),
            "background-color" => Some(Self::Ground),
            "background-image" => Some(Self::Image),
            "background-size" | "background-position" | "background-repeat" => Some(Self::Spread),
            "box-shadow" => Some(Self::Shadow),
            "border-color" => Some(Self::Edge),
            name => {
                let sides = name.strip_prefix("border")?;
                ["", "-block", "-inline", "-block-start", "-block-end", "-inline-start", "-inline-end"]
                    .contains(&sides)
                    .then_some(Self::Edge)
            }
        }
    }
}

/// One declaration.
pub(super) struct Says {
    /// Its line, from 1.
    pub(super) line: u32,
    pub(super) property: Property,
    pub(super) value: String,
}

/// Some declarations, what they are about, and when they hold.
pub(super) struct Rule {
    pub(super) selectors: Vec<Selector>,
    /// The conditions around it.
    pub(super) within: Vec<String>,
    pub(super) says: Vec<Says>,
}
