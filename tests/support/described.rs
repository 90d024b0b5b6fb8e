//! Holds every answer that a story gets from the API against the API's own description.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, OnceLock},
};

use jsonschema::Validator;
use serde_json::{Value, json};

use super::Reply;

static DOCUMENT: OnceLock<Value> = OnceLock::new();
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// Whether the description is still to be had.
pub fn is_unknown() -> bool {
    DOCUMENT.get().is_none()
}

/// Keeps the description.
pub fn learn(document: Value) {
    let _ = DOCUMENT.set(document);
}

/// An answer has a status that is described, and a body of the shape that is described for it.
pub fn check(method: &str, path: &str, reply: &Reply) {
    let Some(document) = DOCUMENT.get() else { return };
    let path = path.split('?').next().unwrap_or_default();
    let templates = document["paths"].as_object().unwrap().keys();
    // A name beats a placeholder, as in the router.
    let template = templates.filter(|template| fits(template, path)).min_by_key(|template| template.matches('{').count());
    let Some(template) = template else { return };
    let operation = &document["paths"][template][method.to_lowercase()];
    if operation.is_null() {
        return;
    }
    let responses = operation["responses"].as_object().unwrap();
    let status = reply.status.as_str();
    let described = if responses.contains_key(status) { status } else { "default" };
    assert!(described != "default" || !reply.status.is_success(), "{method} {template} does not describe {status}");
    let kind = reply.header("content-type");
    let is_kind = |other: &str| other.split(';').next() == kind.split(';').next();
    let mut contents = responses[described]["content"].as_object().into_iter().flatten();
    let Some((_, content)) = contents.find(|(other, _)| is_kind(other)) else {
        assert!(reply.text.is_empty(), "{method} {template} {status} does not describe {kind}: {}", reply.text);
        return;
    };
    if !kind.contains("json") {
        return;
    }
    let validator = validator(document, &content["schema"]);
    let problems: Vec<String> =
        validator.iter_errors(&reply.body).map(|error| format!("{} {error}", error.instance_path())).collect();
    assert!(problems.is_empty(), "{method} {template} {status}: {problems:?}\n{}", reply.text);
}

fn fits(template: &str, path: &str) -> bool {
    let (parts, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    parts.len() == given.len() && parts.iter().zip(given).all(|(part, given)| part.starts_with('{') || *part == given)
}

fn validator(document: &Value, schema: &Value) -> Arc<Validator> {
    let mut known = VALIDATORS.lock().unwrap();
    let made = known.entry(schema.to_string()).or_insert_with(|| {
        // References in the schema begin at the document's root.
        let root = json!({ "allOf": [schema], "components": document["components"] });
        Arc::new(jsonschema::validator_for(&root).unwrap())
    });
    Arc::clone(made)
}
