//! The house rules that a machine can check: who may name whom, how large a file is, and that the tour names real places.

use std::{
    fs,
    path::{Path, PathBuf},
};

use regex::Regex;

/// What is named, and the places in `src/` that may name it.
const MAY_NAME: [(&str, &[&str]); 16] = [
    (r"\baxum(_extra)?::", &["http/", "pages/", "admin/", "api/", "oidc/", "lib.rs"]),
    (r"\bsqlx::", &["store/", "app.rs", "command/mod.rs", "lib.rs"]),
    (r"\baskama::", &["pages/", "admin/", "mail/written.rs"]),
    (r"\b(image|usvg|resvg)::", &["model/picture/"]),
    (r"\bcssparser::", &["model/css/"]),
    (r"\btar::", &["model/look/archive.rs"]),
    (r"\blettre::", &["mail/message.rs", "mail/smtp.rs"]),
    (r"\breqwest::", &["mail/mailgun.rs", "outbound/messenger.rs"]),
    (r"\b(jsonwebtoken|aws_lc_rs)::", &["model/client_assertion.rs", "model/keyring.rs", "model/signing_key.rs"]),
    (r"crate::pages|super::pages", &["lib.rs"]),
    (r"(crate|super)::admin\b", &["lib.rs"]),
    (r"crate::oidc|super::oidc", &["lib.rs"]),
    (r"crate::api|super::api", &["lib.rs"]),
    (r"\butoipa_axum::", &["api/"]),
    (r"crate::http|super::http", &["pages/", "admin/", "api/", "oidc/", "command/serve.rs", "lib.rs"]),
    (
        r"\.platform\(",
        &[
            "files.rs",
            "sites.rs",
            "mail/outbox.rs",
            "mail/senders.rs",
            "outbound/logouts.rs",
            "store/gone_sites.rs",
            "store/sweep.rs",
            "flows/all_letters.rs",
            "flows/all_logins.rs",
            "flows/bulk_users/steps.rs",
            "flows/create_site.rs",
            "flows/delete_site.rs",
            "flows/find_sites.rs",
            "flows/operator.rs",
            "flows/platform_events.rs",
            "flows/operator_session.rs",
            "flows/overview.rs",
            "flows/search.rs",
            "flows/update_site.rs",
        ],
    ),
];

#[test]
fn each_room_touches_only_what_it_may() {
    for (pattern, rooms) in MAY_NAME {
        let names = Regex::new(pattern).unwrap();
        for (file, text) in sources() {
            let trespass = text.lines().find(|line| !line.trim_start().starts_with("//") && names.is_match(line));
            let allowed = rooms.iter().any(|room| file.starts_with(room));
            assert!(allowed || trespass.is_none(), "src/{file} may not say: {}", trespass.unwrap_or_default());
        }
    }
}

#[test]
fn model_depends_on_nothing_but_chance_and_keys() {
    let names = Regex::new(r"crate::(\w+)").unwrap();
    for (file, text) in sources().into_iter().filter(|(file, _)| file.starts_with("model/")) {
        for found in names.captures_iter(&text) {
            assert!(matches!(&found[1], "model" | "random" | "seal"), "src/{file} names {}", &found[0]);
        }
    }
}

#[test]
fn no_file_is_longer_than_three_hundred_lines() {
    for (file, text) in sources() {
        assert!(text.lines().count() <= 300, "src/{file} has {} lines", text.lines().count());
    }
}

#[test]
fn templates_hold_no_style_and_no_script() {
    let inline = Regex::new("<style|style=|<script>|\\son[a-z]+=").unwrap();
    for (file, text) in files(&root().join("templates")).into_iter().filter(|(file, _)| !file.starts_with("mail/")) {
        assert!(!inline.is_match(&text), "templates/{file}");
    }
}

#[test]
fn the_tour_names_places_that_exist() {
    let named = Regex::new(r"`((?:src|templates|tests|migrations|themes|locales|static|bin|docs|bench)/[\w./-]+)`").unwrap();
    for page in ["docs/architecture.md", "README.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        for found in named.captures_iter(&text) {
            assert!(root().join(&found[1]).exists(), "{page} names {}, which is not there", &found[1]);
        }
    }
}

#[test]
fn what_is_promised_names_the_stories_that_tell_it() {
    let promises = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let named = Regex::new(r"`(tests/portal/[\w/]+\.rs)`\s\[([^\]]+)\]").unwrap();
    assert!(named.find_iter(&promises).count() > 20);
    for found in named.captures_iter(&promises) {
        let stories = fs::read_to_string(root().join(&found[1])).unwrap();
        for name in found[2].split(',').map(str::trim) {
            assert!(stories.contains(&format!("fn {name}(")), "SECURITY.md names {name}, which {} does not tell", &found[1]);
        }
    }
}

#[test]
fn every_key_in_a_template_is_in_the_catalogue() {
    let words: String = files(&root().join("locales/en")).into_iter().map(|(_, words)| words).collect();
    let said = Regex::new(r#"\.text(?:_with|_with_two)?\(\s*"([a-z-]+)""#).unwrap();
    for (file, text) in files(&root().join("templates")) {
        for found in said.captures_iter(&text) {
            assert!(
                words.lines().any(|line| line.starts_with(&format!("{} =", &found[1]))),
                "templates/{file} says {}",
                &found[1]
            );
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(String, String)> {
    files(&root().join("src"))
        .into_iter()
        .filter(|(file, _)| Path::new(file).extension().is_some_and(|kind| kind == "rs"))
        .collect()
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                found.push((path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), text));
            }
        }
    }
    found
}
