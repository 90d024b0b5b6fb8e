//! The API's description tells of everything that the API answers, and of nothing else.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::support::Portal;

async fn document(portal: &Portal) -> Value {
    portal.stranger().get("/openapi.json").await.ok(StatusCode::OK)
}

fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            let operations = item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters");
            operations.map(|(method, operation)| (path.clone(), method.to_uppercase(), operation))
        })
        .collect()
}

#[tokio::test]
async fn every_described_operation_is_answered() {
    let portal = Portal::open();
    let site = portal.site().await;
    let document = document(&portal).await;
    assert_eq!(document["openapi"], "3.1.0");
    let operations = operations(&document);
    assert!(operations.len() >= 3);
    for (path, method, _) in &operations {
        // An id that nobody has would look like an address that is not there; a method that is not taken tells them apart.
        let path = path.replace("{site}", &site.slug);
        let path = ["{id}", "{secret}"].iter().fold(path, |path, id| path.replace(id, &site.id.to_string()));
        let reply = portal.stranger().send(Method::TRACE, &path, &[], None).await;
        assert_eq!(reply.problem(), (405, "method_not_allowed"), "{method} {path}");
        assert!(reply.header("allow").split(',').any(|allowed| allowed == method), "{method} {path}");
    }
}

/// The document is made from the routes, so all it takes is that no route of the API goes another way.
#[test]
fn every_route_is_described() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
    let mut folders = vec![folder];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(!text.contains(".route(") && !text.contains(".route_service("), "{}", path.display());
            }
        }
    }
}

#[tokio::test]
async fn every_operation_says_what_it_is_for_and_what_can_go_wrong() {
    let portal = Portal::open();
    let document = document(&portal).await;
    let tags: Vec<&str> = document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = Vec::new();
    for (path, method, operation) in operations(&document) {
        let place = format!("{method} {path}");
        assert!(operation["summary"].as_str().is_some_and(|summary| summary.ends_with('.')), "{place}");
        assert!(tags.contains(&operation["tags"][0].as_str().unwrap()), "{place}");
        ids.push(operation["operationId"].as_str().unwrap());
        for (status, response) in operation["responses"].as_object().unwrap() {
            assert!(response["description"].as_str().is_some_and(|words| !words.is_empty()), "{place} {status}");
            let is_problem = status == "default" || status.starts_with(['4', '5']);
            let content = &response["content"];
            assert_eq!(content["application/problem+json"].is_object(), is_problem, "{place} {status}");
        }
        if !operation["requestBody"].is_null() {
            assert!(operation["responses"]["422"].is_object() && operation["responses"]["415"].is_object(), "{place}");
        }
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "operation ids are unique");
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let portal = Portal::open();
    let document = document(&portal).await;
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(parts) => {
                if let Some(reference) = parts.get("$ref").and_then(Value::as_str) {
                    assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
                }
                open.extend(parts.values());
            }
            Value::Array(parts) => open.extend(parts),
            _ => {}
        }
    }
    assert_eq!(document["servers"][0]["url"], "https://portal.example");
    assert_eq!(document["components"]["securitySchemes"]["masterKey"]["name"], "X-API-Key");
}

#[tokio::test]
async fn the_page_shows_every_operation_and_every_code_and_loads_nothing_from_elsewhere() {
    let portal = Portal::open();
    let site = portal.site().await;
    let document = document(&portal).await;
    let mut reader = portal.browser(&site);
    reader.visit("https://portal.example/docs").await;
    assert_eq!(reader.status, StatusCode::OK);
    assert_eq!(reader.answer_headers["content-security-policy"], vestibule::http::headers::PAGE_POLICY);
    // The page is long, and reading it once for each of its parts would take minutes.
    let named = reader.all("[id]");
    let is_once = |id: &str, kind: &str| {
        let found = named.iter().filter(|element| element.attr("id") == Some(id)).collect::<Vec<_>>();
        assert!(found.len() == 1 && (kind.is_empty() || found[0].value().name() == kind), "{id}");
    };
    for (_, _, operation) in operations(&document) {
        is_once(operation["operationId"].as_str().unwrap(), "article");
    }
    for problem in document["x-problems"].as_array().unwrap() {
        is_once(problem["code"].as_str().unwrap(), "");
    }
    for link in reader.all("[href]") {
        let href = link.attr("href").unwrap();
        match href.strip_prefix('#') {
            Some(id) => is_once(id, ""),
            None => assert!(href.starts_with('/'), "{href}"),
        }
    }
    assert!(reader.all("[src]").iter().all(|element| element.attr("src").unwrap().starts_with("/assets/")));
    let fields: Vec<String> = reader.all("#create_site tbody th code").iter().map(|cell| cell.text().collect()).collect();
    assert!(fields.contains(&"frontend_url".to_owned()) && fields.contains(&"settings.signup".to_owned()), "{fields:?}");
}

/// What a program compares with is listed word by word.
#[tokio::test]
async fn words_that_never_change_are_enumerated() {
    let portal = Portal::open();
    let document = document(&portal).await;
    let words = |name: &str| -> Vec<&str> {
        let schema = &document["components"]["schemas"][name];
        schema["enum"].as_array().unwrap_or_else(|| panic!("{name}: {schema}")).iter().filter_map(Value::as_str).collect()
    };
    assert_eq!(words("Role"), ["user", "admin"]);
    assert_eq!(words("UserStatus"), ["active", "disabled", "invited"]);
    assert_eq!(words("ActorKind"), ["person", "admin", "operator", "system"]);
    assert!(words("Action").contains(&"login_refused") && !words("Action").contains(&""));
    let listed: Vec<&str> = document["x-problems"].as_array().unwrap().iter().filter_map(|kind| kind["code"].as_str()).collect();
    assert_eq!(words("ProblemCode"), listed);
    let used = document["components"]["schemas"]["User"]["properties"]["role"].to_string();
    assert!(used.contains("#/components/schemas/Role"), "{used}");
}
