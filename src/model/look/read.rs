//! Reads a layer value by value: what will not do is told and left out, and everything else counts. For people any fault is
//! a reason to refuse; from the database, which somebody may have written to, the rest still makes a look.

use serde_json::{Map, Value};

use super::Layer;
use crate::model::theme::{Fault, Reason};

/// A layer, and what of it could not be read.
#[must_use]
pub fn read(mut stored: Value) -> (Layer, Vec<Fault>) {
    if !holds_list(&stored)
        && stored.is_object()
        && let Ok(layer) = serde_json::from_value(stored.clone())
    {
        return (layer, Vec::new());
    }
    let mut faults = Vec::new();
    if !stored.is_object() {
        return (Layer::default(), vec![Fault::new("look", Reason::Malformed("not an object".to_owned()))]);
    }
    prune(&mut stored, &mut Vec::new(), &mut faults);
    let layer = serde_json::from_value(stored).unwrap_or_else(|error| {
        faults.push(Fault::new("look", Reason::Malformed(error.to_string())));
        Layer::default()
    });
    (layer, faults)
}

/// Lays changes over stored values as RFC 7396 has it: what is not named stays, null takes away.
pub fn merge(stored: &mut Value, changes: Value) {
    let Value::Object(changes) = changes else {
        *stored = changes;
        return;
    };
    if !stored.is_object() {
        *stored = Value::Object(Map::new());
    }
    let Value::Object(stored) = stored else { return };
    for (name, change) in changes {
        if change.is_null() {
            stored.remove(&name);
        } else {
            merge(stored.entry(name).or_insert(Value::Null), change);
        }
    }
}

/// Takes out each value that a layer holding nothing else could not be read with.
fn prune(value: &mut Value, path: &mut Vec<String>, faults: &mut Vec<Fault>) {
    let Value::Object(fields) = value else { return };
    fields.retain(|name, inner| {
        path.push(name.clone());
        // A picture is one value, of several parts.
        let is_branch = matches!(inner, Value::Object(parts) if !parts.is_empty()) && !(path.len() == 2 && path[0] == "assets");
        let kept = if is_branch {
            prune(inner, path, faults);
            inner.as_object().is_some_and(|left| !left.is_empty())
        } else {
            let fault = fault_of(path, inner);
            let kept = fault.is_none();
            faults.extend(fault);
            kept
        };
        path.pop();
        kept
    });
}

/// A look knows no lists, while serde would take one for an object without names.
fn holds_list(value: &Value) -> bool {
    match value {
        Value::Array(_) => true,
        Value::Object(fields) => fields.values().any(holds_list),
        _ => false,
    }
}

fn fault_of(path: &[String], value: &Value) -> Option<Fault> {
    if holds_list(value) {
        return Some(Fault::new(path.join("."), Reason::Malformed("a list".to_owned())));
    }
    let lonely = path.iter().rev().fold(value.clone(), |inner, name| Value::Object(Map::from_iter([(name.clone(), inner)])));
    let error = serde_json::from_value::<Layer>(lonely).err()?.to_string();
    let unknown = error.starts_with("unknown field") || error.starts_with("there is no colour");
    let reason = if unknown { Reason::Unknown } else { Reason::Malformed(error) };
    Some(Fault::new(path.join("."), reason))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_counts() {
        let (layer, faults) = read(json!({
            "tokens": {
                "color": { "brand": "#123456", "link": "blue", "dark": { "brnd": "#000000", "text": "#ffffff" } },
                "shape": { "radius_card": "x" }, "type": 7, "layout": {},
            },
            "texts": { "en": { "login-title": "Come in", "signup-title": 5 } },
            "surprise": { "deep": [1] },
            "assets": { "icon": { "hash": "x" } },
        }));
        let told: Vec<&str> = faults.iter().map(|fault| fault.key.as_str()).collect();
        let expected = [
            "assets.icon",
            "surprise.deep",
            "texts.en.signup-title",
            "tokens.color.dark.brnd",
            "tokens.color.link",
            "tokens.shape.radius_card",
            "tokens.type",
        ];
        assert!(expected.iter().all(|key| told.contains(key)) && told.len() == expected.len(), "{told:?}");
        assert_eq!(layer.tokens.color.light.len(), 1);
        assert_eq!(layer.tokens.color.dark.len(), 1);
        assert_eq!(layer.texts["en"].len(), 1);
        assert_eq!(faults.iter().find(|fault| fault.key.ends_with("brnd")).unwrap().reason, Reason::Unknown);
    }

    #[test]
    fn whatever_stands_in_the_database_something_is_read() {
        for stored in [json!(null), json!([]), json!("x"), json!({ "tokens": null }), json!({ "tokens": { "color": [] } })] {
            let (layer, faults) = read(stored.clone());
            assert_eq!((layer, faults.len()), (Layer::default(), 1), "{stored}");
        }
    }

    #[test]
    fn changes_name_what_changes_and_null_takes_away() {
        let mut stored = json!({ "tokens": { "mode": "dark", "shape": { "radius_card": 3 } }, "slots": { "header": "a" } });
        merge(&mut stored, json!({ "tokens": { "shape": { "radius_card": 4 }, "mode": null }, "slots": null }));
        assert_eq!(stored, json!({ "tokens": { "shape": { "radius_card": 4 } } }));
    }
}
