//! The fields of the page of a site's look. Each is named by the path of its value, so that the form, the API and a theme's file
//! speak of the same things.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::model::theme::ColorName;

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A colour; by night or by day.
    Color(ColorName, bool),
    /// A colour of what lies behind.
    Shade,
    /// A number.
    Number,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A theme.
    Theme,
    /// A line of text.
    Line,
    /// Some lines.
    Lines,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The path of its value.
    pub path: String,
    /// What it takes.
    pub kind: Kind,
}

/// Fields that belong together.
pub struct Group {
    /// Its name in message keys.
    pub name: &'static str,
    /// Its fields.
    pub fields: Vec<Field>,
}

const MODES: &[&str] = &["auto", "light", "dark"];
const SHADOWS: &[&str] = &["none", "soft", "strong"];
const FONTS: &[&str] = &["system", "humanist", "serif", "mono"];
const DENSITIES: &[&str] = &["compact", "normal", "roomy"];
const VARIANTS: &[&str] = &["center-card", "flush", "split-start", "split-end"];
const ALIGNS: &[&str] = &["start", "center"];
const LOGO_PLACES: &[&str] = &["inside", "outside", "none"];
const BACKGROUNDS: &[&str] = &["none", "solid", "gradient", "image"];

/// What lies behind, by day and, with the same names, by night.
const BACKGROUND: [(&str, Kind); 8] = [
    ("kind", Kind::Choice(BACKGROUNDS)),
    ("color", Kind::Shade),
    ("from", Kind::Shade),
    ("to", Kind::Shade),
    ("angle", Kind::Number),
    ("focal_x", Kind::Number),
    ("focal_y", Kind::Number),
    ("scrim", Kind::Number),
];

/// All fields, in groups.
#[must_use]
pub fn groups() -> Vec<Group> {
    vec![
        Group {
            name: "seed",
            fields: [
                vec![color(ColorName::Brand, false)],
                some("", &[("extends", Kind::Theme), ("tokens.mode", Kind::Choice(MODES))]),
            ]
            .concat(),
        },
        Group {
            name: "layout",
            fields: some(
                "tokens.layout.",
                &[
                    ("variant", Kind::Choice(VARIANTS)),
                    ("card_width", Kind::Number),
                    ("align", Kind::Choice(ALIGNS)),
                    ("logo_place", Kind::Choice(LOGO_PLACES)),
                    ("logo_height", Kind::Number),
                ],
            ),
        },
        Group {
            name: "shape",
            fields: [
                some(
                    "tokens.shape.",
                    &[
                        ("radius_control", Kind::Number),
                        ("radius_card", Kind::Number),
                        ("border_width", Kind::Number),
                        ("shadow", Kind::Choice(SHADOWS)),
                    ],
                ),
                some(
                    "tokens.type.",
                    &[("font", Kind::Choice(FONTS)), ("scale", Kind::Number), ("density", Kind::Choice(DENSITIES))],
                ),
            ]
            .concat(),
        },
        Group { name: "background", fields: some("tokens.background.", &BACKGROUND) },
        Group { name: "background-dark", fields: some("tokens.background.dark.", &BACKGROUND) },
        Group { name: "colors", fields: ColorName::ALL[1..].iter().map(|name| color(*name, false)).collect() },
        Group { name: "colors-dark", fields: ColorName::ALL.iter().map(|name| color(*name, true)).collect() },
        Group {
            name: "links",
            fields: some("tokens.links.", &["home", "support", "privacy", "terms", "status"].map(|name| (name, Kind::Line))),
        },
        Group {
            name: "slots",
            fields: some(
                "slots.",
                &["header", "before_form", "after_form", "footer", "split_panel"].map(|name| (name, Kind::Lines)),
            ),
        },
        Group { name: "css", fields: some("", &[("custom_css", Kind::Lines)]) },
    ]
}

fn some(path: &str, fields: &[(&str, Kind)]) -> Vec<Field> {
    fields.iter().map(|(name, kind)| Field { path: format!("{path}{name}"), kind: *kind }).collect()
}

/// The field of a colour, by night or by day.
#[must_use]
pub fn color(name: ColorName, dark: bool) -> Field {
    let mode = if dark { "dark." } else { "" };
    Field { path: format!("tokens.color.{mode}{}", name.key()), kind: Kind::Color(name, dark) }
}

impl Field {
    /// The key of its label; the same by day and by night.
    #[must_use]
    pub fn label(&self) -> String {
        let path = self.path.trim_start_matches("tokens.").replace(".dark.", ".");
        format!("look-{}", path.replace(['.', '_'], "-"))
    }
}

/// What was typed, as a layer says it; empty fields say nothing.
#[must_use]
pub fn layer(typed: &HashMap<String, String>) -> Value {
    let mut layer = Value::Object(Map::new());
    for field in groups().into_iter().flat_map(|group| group.fields) {
        let text = typed.get(&field.path).map(|text| text.trim().replace("\r\n", "\n")).unwrap_or_default();
        if text.is_empty() {
            continue;
        }
        let number = || text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<f64>().map(Value::from)).ok();
        let value = match field.kind {
            Kind::Number => number().unwrap_or_else(|| Value::from(text.as_str())),
            // What is copied from elsewhere may lack the sign.
            Kind::Color(..) | Kind::Shade if !text.starts_with('#') => Value::from(format!("#{text}")),
            _ => Value::from(text),
        };
        put(&mut layer, &field.path, value);
    }
    layer
}

fn put(into: &mut Value, path: &str, value: Value) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Value::Object(fields) = into else { return };
    match rest {
        Some(rest) => put(fields.entry(name).or_insert_with(|| Value::Object(Map::new())), rest, value),
        None => {
            fields.insert(name.to_owned(), value);
        }
    }
}

/// The value at a path, as it is typed.
#[must_use]
pub fn typed_at(layer: &Value, path: &str) -> String {
    match layer.pointer(&format!("/{}", path.replace('.', "/"))) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::look::read;

    #[test]
    fn what_is_typed_is_read_as_what_it_stands_for_and_shown_again_as_it_was() {
        let typed = [
            ("tokens.color.brand", "0b6e4f"),
            ("tokens.color.dark.text", " #ffffff "),
            ("tokens.type.scale", "1.1"),
            ("tokens.shape.radius_card", "wide"),
            ("tokens.layout.variant", ""),
            ("slots.footer", "a\r\nb"),
            ("surprise", "x"),
        ];
        let typed = typed.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
        let layer = layer(&typed);
        let expected = json!({
            "tokens": {
                "color": { "brand": "#0b6e4f", "dark": { "text": "#ffffff" } }, "type": { "scale": 1.1 }, "shape": { "radius_card": "wide" },
            },
            "slots": { "footer": "a\nb" },
        });
        assert_eq!(layer, expected);
        assert_eq!(read(layer.clone()).1[0].key, "tokens.shape.radius_card");
        assert_eq!(typed_at(&layer, "tokens.type.scale"), "1.1");
    }

    #[test]
    fn every_field_is_one_that_a_layer_has() {
        for field in groups().into_iter().flat_map(|group| group.fields) {
            let value = match field.kind {
                Kind::Color(..) | Kind::Shade => "#123456",
                Kind::Number => "1",
                Kind::Choice(words) => words[0],
                Kind::Theme | Kind::Line | Kind::Lines => "x",
            };
            let typed = HashMap::from([(field.path.clone(), value.to_owned())]);
            assert_eq!(read(layer(&typed)).1, [], "{}", field.path);
        }
    }
}
