//! What a change has changed, for the record.

use serde_json::{Map, Value, json};

/// The fields that are not the same before and after, as `{"before": {…}, "after": {…}}`. Objects within are looked into.
#[must_use]
pub fn difference(before: Value, after: Value) -> Value {
    let (before, after) = sides(before, after);
    json!({ "before": before, "after": after })
}

fn sides(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(mut old), Value::Object(new)) = (before, after) else { return (Value::Null, Value::Null) };
    let (mut was, mut is) = (Map::new(), Map::new());
    for (field, after) in new {
        let before = old.remove(&field).unwrap_or_default();
        let (before, after) = match before == after {
            true => continue,
            false if before.is_object() && after.is_object() => sides(before, after),
            false => (before, after),
        };
        was.insert(field.clone(), before);
        is.insert(field, after);
    }
    (Value::Object(was), Value::Object(is))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_changed_is_told_at_every_depth() {
        let before = json!({ "name": "Acme", "slug": "acme", "settings": { "signup": "open", "ask_name": false, "signing": { "domains": ["a"] } } });
        let after = json!({ "name": "Acme", "slug": "acme-2", "settings": { "signup": { "domains": ["b"] }, "ask_name": false, "signing": { "domains": [] } } });
        let expected = json!({
            "before": { "slug": "acme", "settings": { "signup": "open", "signing": { "domains": ["a"] } } },
            "after": { "slug": "acme-2", "settings": { "signup": { "domains": ["b"] }, "signing": { "domains": [] } } },
        });
        assert_eq!(difference(before, after), expected);
    }
}
