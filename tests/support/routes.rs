//! Every route of the portal, read from the sources that name them: whoever adds one adds it to the stories that hold for all.

use std::{fs, path::Path};

use axum::http::Method;
use regex::Regex;
use serde_json::Value;

/// An address, with placeholders, and the methods that are answered there.
#[derive(Debug, Clone)]
pub struct Route {
    pub path: String,
    pub methods: Vec<Method>,
}

/// The files that name routes, the API's apart: those are read from its description.
pub const FILES: [&str; 9] = [
    "lib.rs",
    "admin/clients/mod.rs",
    "admin/look/mod.rs",
    "admin/mod.rs",
    "http/assets.rs",
    "http/deadline.rs",
    "oidc/mod.rs",
    "pages/mailbox.rs",
    "pages/mod.rs",
];

/// The hosted pages, at their addresses within a site.
pub fn pages() -> Vec<Route> {
    named("pages/mod.rs", "pub fn router")
}

/// Where browsers come with a client's wish, within a site.
pub fn on_the_way() -> Vec<Route> {
    named("oidc/mod.rs", "pub fn for_browsers")
}

/// Where clients come themselves, within a site.
pub fn for_clients() -> Vec<Route> {
    named("oidc/mod.rs", "pub fn for_programs")
}

/// The dashboard's pages about one site, below either of their two places.
pub fn desk() -> Vec<Route> {
    let files =
        [("admin/mod.rs", "fn of_a_site"), ("admin/clients/mod.rs", "pub fn pages"), ("admin/look/mod.rs", "pub fn router")];
    let routes = files.into_iter().flat_map(|(file, function)| named(file, function));
    routes.map(|route| Route { path: route.path.trim_end_matches('/').to_owned(), ..route }).collect()
}

/// The dashboard's pages about all sites, at the portal.
pub fn office() -> Vec<Route> {
    named("admin/mod.rs", "pub fn platform")
}

/// What belongs to no site and to nobody.
pub fn portal() -> Vec<Route> {
    let files = [("pages/mod.rs", "pub fn platform"), ("pages/mailbox.rs", "pub fn router"), ("lib.rs", "pub fn router")];
    files.into_iter().flat_map(|(file, function)| named(file, function)).collect()
}

/// The API's, by its description.
pub fn api(document: &Value) -> Vec<Route> {
    let methods = |item: &Value| {
        let names = item.as_object().unwrap().keys().filter(|name| *name != "parameters");
        names.map(|name| name.to_uppercase().parse().unwrap()).collect()
    };
    let paths = document["paths"].as_object().unwrap();
    paths.iter().map(|(path, item)| Route { path: path.clone(), methods: methods(item) }).collect()
}

/// The routes that a function names.
fn named(file: &str, function: &str) -> Vec<Route> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file)).unwrap();
    let (_, rest) = text.split_once(&format!("{function}(")).unwrap_or_else(|| panic!("src/{file} has no {function}"));
    let body = rest.split("\n}\n").next().unwrap();
    let methods = Regex::new(r"\b(get|post|put|patch|delete)\(").unwrap();
    let routes: Vec<Route> = body.split(".route(").skip(1).map(|call| one(&call[..end(call)], &methods)).collect();
    assert!(!routes.is_empty(), "{function} in src/{file} names no route");
    routes
}

fn one(call: &str, methods: &Regex) -> Route {
    let path = call.split('"').nth(1).unwrap().to_owned();
    let methods = methods.captures_iter(call).map(|found| found[1].to_uppercase().parse().unwrap()).collect();
    Route { path, methods }
}

/// Where the parenthesis closes that was open at the beginning.
fn end(call: &str) -> usize {
    let mut open = 1;
    let closes = |c: char| {
        open += i32::from(c == '(') - i32::from(c == ')');
        open == 0
    };
    call.find(closes).unwrap()
}
