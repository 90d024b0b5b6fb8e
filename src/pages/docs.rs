//! `/docs`: the API's description as a page to read. It is made from the same document that programs get, and loads nothing
//! from elsewhere.

mod schema;

use std::sync::{Arc, OnceLock};

use askama::Template;
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};
use serde_json::Value;

use self::schema::{Row, Schemas};
use super::page::{Page, respond};
use crate::{
    app::App,
    http::{error::Fault, json::LazyDocument, visit::locale},
};

/// Methods in the order in which people look for them.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

#[derive(Template)]
#[template(path = "pages/docs.html")]
struct DocsPage<'a> {
    page: Page<'a>,
    docs: &'a Layout,
}

/// The document and, once somebody has asked for it, its layout.
#[derive(Clone)]
pub struct Docs {
    document: LazyDocument,
    laid_out: Arc<OnceLock<Layout>>,
}

/// The document, laid out for reading. In English, as it is written.
struct Layout {
    version: String,
    about: Vec<String>,
    sections: Vec<Section>,
    codes: Vec<Code>,
}

struct Section {
    name: String,
    about: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    about: String,
    /// How the caller proves who it is: `masterKey`, `bearer`, or nothing.
    proof: String,
    parameters: Vec<Row>,
    request: Option<Body>,
    answers: Vec<Answer>,
}

struct Body {
    rows: Vec<Row>,
    example: String,
}

struct Answer {
    status: String,
    about: String,
    codes: Vec<String>,
    body: Option<Body>,
}

struct Code {
    word: String,
    status: String,
    key: String,
}

/// Shows it.
pub async fn show(
    State(app): State<Arc<App>>,
    Extension(docs): Extension<Docs>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let page = Page::neutral(&app, locale(&app, None, &uri, &headers));
    let docs = docs.laid_out.get_or_init(|| Layout::new(&docs.document));
    respond(StatusCode::OK, &DocsPage { page, docs })
}

impl Docs {
    /// Those of an OpenAPI document.
    #[must_use]
    pub fn new(document: LazyDocument) -> Self {
        Self { document, laid_out: Arc::default() }
    }
}

impl Layout {
    fn new(document: &Value) -> Self {
        let tags = document["tags"].as_array().into_iter().flatten();
        let codes = document["x-problems"].as_array().into_iter().flatten();
        Self {
            version: text(&document["info"]["version"]),
            about: text(&document["info"]["description"]).split("\n\n").map(str::to_owned).collect(),
            sections: tags.map(|tag| section(document, tag)).collect(),
            codes: codes.map(code).collect(),
        }
    }
}

fn section(document: &Value, tag: &Value) -> Section {
    let schemas = Schemas::of(document);
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| METHODS.iter().map(move |method| (path, item, *method)));
    let described = operations.filter(|(_, item, method)| item[*method]["tags"][0] == tag["name"]);
    Section {
        name: text(&tag["name"]),
        about: text(&tag["description"]),
        operations: described.map(|(path, item, method)| operation(&schemas, path, item, method)).collect(),
    }
}

fn operation(schemas: &Schemas<'_>, path: &str, item: &Value, method: &str) -> Operation {
    let described = &item[method];
    let parameters = [&item["parameters"], &described["parameters"]].into_iter().filter_map(Value::as_array).flatten();
    let answers = described["responses"].as_object().into_iter().flatten().filter(|(status, _)| *status != "default");
    Operation {
        id: text(&described["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&described["summary"]),
        about: text(&described["description"]),
        proof: described["security"][0].as_object().and_then(|proof| proof.keys().next().cloned()).unwrap_or_default(),
        parameters: parameters.map(|parameter| schemas.parameter(parameter)).collect(),
        request: body(schemas, &described["requestBody"]["content"]),
        answers: answers.map(|(status, answer)| self::answer(schemas, status, answer)).collect(),
    }
}

fn body(schemas: &Schemas<'_>, content: &Value) -> Option<Body> {
    let schema = content.get("application/json")?.get("schema")?;
    let example = serde_json::to_string_pretty(&schemas.example(schema)).unwrap_or_default();
    let rows = schemas.rows(schema);
    (!rows.is_empty()).then_some(Body { rows, example })
}

fn answer(schemas: &Schemas<'_>, status: &str, answer: &Value) -> Answer {
    let problem = &answer["content"]["application/problem+json"];
    let codes = problem["examples"].as_object().into_iter().flatten().map(|(word, _)| word.clone());
    Answer {
        status: status.to_owned(),
        about: if problem.is_null() { text(&answer["description"]) } else { String::new() },
        codes: codes.collect(),
        body: body(schemas, &answer["content"]),
    }
}

fn code(problem: &Value) -> Code {
    let word = text(&problem["code"]);
    Code { key: format!("api-{}", word.replace('_', "-")), status: problem["status"].to_string(), word }
}

/// Without the marks around names, which are for readers of the document itself.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().replace('`', "")
}
