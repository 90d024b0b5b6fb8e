//! What is wrong with a look, in words.

use fluent_bundle::FluentValue;

use super::{Locale, Words};
use crate::model::theme::{Fault, Reason, shown};

impl Words {
    /// What is wrong, and what would be right.
    #[must_use]
    pub fn fault(&self, locale: Locale, fault: &Fault) -> String {
        let said = |key: &str, arguments: &[(&str, String)]| {
            let arguments: Vec<_> = arguments.iter().map(|(name, value)| (*name, FluentValue::from(value.as_str()))).collect();
            self.text(locale, &format!("look-fault-{key}"), &arguments)
        };
        match &fault.reason {
            Reason::Missing => said("missing", &[]),
            Reason::Unknown => said("unknown", &[]),
            Reason::Malformed(_) if fault.key.starts_with("tokens.color") => said("color", &[]),
            Reason::Malformed(_) => said("malformed", &[]),
            Reason::OutOfRange { least, most, .. } => said("out-of-range", &[("least", least.clone()), ("most", most.clone())]),
            Reason::Contrast { color, ground, on, ratio, needs, nearest } => {
                let told = [
                    ("color", color.to_string()),
                    ("ground", format!("{on} ({ground})")),
                    ("ratio", shown(*ratio)),
                    ("needs", needs.to_string()),
                    ("nearest", nearest.map(|passing| passing.to_string()).unwrap_or_default()),
                ];
                said(if nearest.is_some() { "contrast" } else { "contrast-hopeless" }, &told)
            }
            Reason::InCss { line, part, night, color, on, ratio, needs, nearest } => {
                let told = [
                    ("line", line.to_string()),
                    ("part", (*part).to_owned()),
                    ("mode", if *night { "night" } else { "day" }.to_owned()),
                    ("color", color.to_string()),
                    ("other", on.to_string()),
                    ("ratio", shown(*ratio)),
                    ("needs", needs.to_string()),
                    ("nearest", nearest.map(|passing| passing.to_string()).unwrap_or_default()),
                ];
                said(if nearest.is_some() { "in-css" } else { "in-css-hopeless" }, &told)
            }
            Reason::Unclear { line, value } => said("unclear", &[("line", line.to_string()), ("value", value.clone())]),
            Reason::Covers { line } => said("covers", &[("line", line.to_string())]),
            Reason::TooDifferent { color, other, other_color } => {
                said("too-different", &[("color", color.to_string()), ("other", format!("{other_color} ({other})"))])
            }
            Reason::NotALink(_) => said("not-a-link", &[]),
            Reason::TooLong(most) => said("too-long", &[("number", most.to_string())]),
            Reason::TooLarge(most) => said("too-large", &[("number", most.to_string())]),
            Reason::TooManyFiles(most) => said("too-many-files", &[("number", most.to_string())]),
            Reason::TooManyPixels(most) => said("too-many-pixels", &[("number", most.to_string())]),
            Reason::TooManyCases
            | Reason::NoSuchFile
            | Reason::NotAnArchive
            | Reason::NotAPicture
            | Reason::NotAFont
            | Reason::Drawing
            | Reason::DrawingText
            | Reason::Braces
            | Reason::Unusable => said(fault.reason.word(), &[]),
            Reason::Placeholder(name) => said("unknown-placeholder", &[("name", name.clone())]),
        }
    }
}
