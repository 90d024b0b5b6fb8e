//! Schemas as tables and as examples.

use serde_json::{Map, Value, json};

use super::text;

/// How deep a table looks into objects within objects.
const DEEPEST: usize = 4;

/// The named schemas of a document.
pub struct Schemas<'a>(&'a Value);

/// One line of a table.
pub struct Row {
    /// The field, or its path.
    pub name: String,
    /// What it may hold.
    pub kind: String,
    /// Whether it has to be there.
    pub required: bool,
    /// What it means.
    pub about: String,
}

impl<'a> Schemas<'a> {
    /// Those of this document.
    pub fn of(document: &'a Value) -> Self {
        Self(&document["components"]["schemas"])
    }

    /// A parameter of an address or a query.
    pub fn parameter(&self, parameter: &Value) -> Row {
        Row {
            name: text(&parameter["name"]),
            kind: self.kind(&parameter["schema"]),
            required: parameter["required"] == true,
            about: text(&parameter["description"]),
        }
    }

    /// The fields of an object, those of inner objects by their paths.
    pub fn rows(&self, schema: &Value) -> Vec<Row> {
        let mut rows = Vec::new();
        self.collect(schema, "", 0, &mut rows);
        rows
    }

    fn collect(&self, schema: &Value, prefix: &str, depth: usize, rows: &mut Vec<Row>) {
        let object = self.inner_object(schema);
        for (name, field) in object["properties"].as_object().into_iter().flatten() {
            let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            let is_required = |required: &Value| required.as_array().is_some_and(|names| names.iter().any(|other| other == name));
            let about = [&field["description"], &self.resolved(field)["description"]].into_iter().map(text);
            rows.push(Row {
                kind: self.kind(field),
                required: is_required(&object["required"]),
                about: about.into_iter().find(|about| !about.is_empty()).unwrap_or_default(),
                name: path.clone(),
            });
            if depth + 1 < DEEPEST {
                self.collect(field, &path, depth + 1, rows);
            }
        }
    }

    /// The object behind references, lists and "or null".
    fn inner_object(&self, schema: &'a Value) -> &'a Value {
        let schema = self.resolved(schema);
        match schema.get("items") {
            Some(items) => self.inner_object(items),
            None => schema,
        }
    }

    /// A schema without its name, and without the "or null" beside it.
    fn resolved(&self, schema: &'a Value) -> &'a Value {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            return self.resolved(&self.0[name]);
        }
        let choices: Vec<&Value> = choices(schema).filter(|choice| choice["type"] != "null").collect();
        match choices[..] {
            [only] => self.resolved(only),
            _ => schema,
        }
    }

    /// What a value may be, in words.
    fn kind(&self, schema: &Value) -> String {
        let plain = self.resolved(schema);
        let is_optional = choices(schema).any(|choice| choice["type"] == "null");
        let words: Vec<String> = match (&plain["enum"], &plain["type"]) {
            (Value::Array(values), _) => values.iter().map(Value::to_string).collect(),
            (_, Value::Array(kinds)) => kinds.iter().map(text).collect(),
            (_, Value::String(kind)) if kind == "array" => vec![format!("[{}]", self.kind(&plain["items"]))],
            (_, Value::String(kind)) => vec![plain["format"].as_str().unwrap_or(kind).to_owned()],
            _ => choices(plain).map(|choice| self.kind(choice)).collect(),
        };
        let null = is_optional.then(|| "null".to_owned());
        words.into_iter().chain(null).collect::<Vec<_>>().join(" | ")
    }

    /// A value as it may look.
    pub fn example(&self, schema: &Value) -> Value {
        let plain = self.resolved(schema);
        if let Some(example) = [schema, plain].into_iter().find_map(|schema| schema.get("example").or(schema.get("default"))) {
            return example.clone();
        }
        if let Some(fields) = plain["properties"].as_object() {
            let field = |(name, field): (&String, &Value)| (name.clone(), self.example(field));
            return Value::Object(fields.iter().map(field).collect::<Map<_, _>>());
        }
        let kind = match &plain["type"] {
            Value::Array(kinds) => &kinds[0],
            kind => kind,
        };
        match (kind.as_str().unwrap_or_default(), plain["format"].as_str().unwrap_or_default()) {
            _ if plain["enum"].is_array() => plain["enum"][0].clone(),
            (_, "uuid") => json!("01938d3e-0f5a-7c1e-9d55-3c9b8f5f2a10"),
            (_, "date-time") => json!("2026-11-21T12:00:00Z"),
            ("boolean", _) => json!(false),
            ("integer" | "number", _) => json!(1),
            ("array", _) => json!([self.example(&plain["items"])]),
            ("string", _) => json!("…"),
            _ => choices(plain).next().map_or(Value::Null, |choice| self.example(choice)),
        }
    }
}

fn choices(schema: &Value) -> impl Iterator<Item = &Value> {
    ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|name| schema[name].as_array()).flatten()
}
