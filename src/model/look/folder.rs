//! A look as a folder of a theme, and back: what an operator keeps in files and what an admin clicks together are the same.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{AssetKind, Layer, Place, Texts, read};
use crate::model::theme::{Fault, Reason};

/// Files by their path in the folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a folder says.
#[derive(Debug, Default)]
pub struct Folder {
    /// The theme's name for people.
    pub title: String,
    /// What it says, without its pictures.
    pub layer: Layer,
    /// Its pictures, as they are in their files.
    pub pictures: Vec<(Place, Vec<u8>)>,
}

impl Folder {
    /// Reads a folder.
    ///
    /// # Errors
    /// What of it cannot be understood. The key of each fault begins with the file.
    pub fn read(files: &Files) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut table = table(files, "theme.toml", &mut faults);
        let title = table.remove("title").and_then(|title| Some(title.as_str()?.to_owned())).unwrap_or_default();
        let mut whole = json!({});
        for name in ["extends", "slots"] {
            if let Some(value) = table.remove(name).and_then(|value| serde_json::to_value(value).ok()) {
                whole[name] = value;
            }
        }
        if !table.is_empty() {
            whole["tokens"] = serde_json::to_value(table).unwrap_or_default();
        }
        let (mut layer, wrong) = read(whole);
        faults.extend(wrong.into_iter().map(|fault| fault.below("theme.toml")));
        layer.texts = texts(files, &mut faults);
        layer.custom_css = files.get("custom.css").map(|css| String::from_utf8_lossy(css).into_owned());
        match faults.is_empty() {
            true => Ok(Self { title, layer, pictures: pictures(files) }),
            false => Err(faults),
        }
    }

    /// Writes a folder.
    #[must_use]
    pub fn write(title: &str, layer: &Layer, pictures: Vec<(Place, AssetKind, Vec<u8>)>) -> Files {
        let mut table = toml::Table::try_from(&layer.tokens).unwrap_or_default();
        table.insert("title".to_owned(), title.into());
        if let Some(parent) = &layer.extends {
            table.insert("extends".to_owned(), parent.as_str().into());
        }
        if let Some(slots) =
            toml::Value::try_from(&layer.slots).ok().filter(|slots| slots.as_table().is_some_and(|slots| !slots.is_empty()))
        {
            table.insert("slots".to_owned(), slots);
        }
        let mut files = Files::from([("theme.toml".to_owned(), table.to_string().into_bytes())]);
        for (locale, texts) in &layer.texts {
            let texts = toml::to_string(texts).unwrap_or_default();
            files.insert(format!("texts/{locale}.toml"), texts.into_bytes());
        }
        if let Some(css) = &layer.custom_css {
            files.insert("custom.css".to_owned(), css.clone().into_bytes());
        }
        for (place, kind, content) in pictures {
            files.insert(format!("assets/{}.{}", place.file(), kind.ending()), content);
        }
        files
    }
}

fn table(files: &Files, name: &str, faults: &mut Vec<Fault>) -> toml::Table {
    let Some(content) = files.get(name) else {
        faults.push(Fault::new(name, Reason::NoSuchFile));
        return toml::Table::new();
    };
    toml::from_str(&String::from_utf8_lossy(content)).unwrap_or_else(|error: toml::de::Error| {
        faults.push(Fault::new(name, Reason::Malformed(error.to_string().trim_end().replace('\n', " "))));
        toml::Table::new()
    })
}

fn texts(files: &Files, faults: &mut Vec<Fault>) -> Texts {
    let mut texts = Texts::new();
    for name in files.keys() {
        let Some(locale) = name.strip_prefix("texts/").and_then(|name| name.strip_suffix(".toml")) else { continue };
        let said = serde_json::to_value(table(files, name, faults)).unwrap_or(Value::Null);
        let (layer, wrong) = read(json!({ "texts": { locale: said } }));
        faults.extend(wrong.into_iter().map(|fault| fault.below(name)));
        texts.extend(layer.texts);
    }
    texts
}

/// By the names of the files, whatever they end in: what a picture is, its content tells.
fn pictures(files: &Files) -> Vec<(Place, Vec<u8>)> {
    let file = |place: &Place| {
        let mut found = files.iter().filter(|(name, _)| {
            name.strip_prefix("assets/").and_then(|name| name.rsplit_once('.')).is_some_and(|(name, _)| name == place.file())
        });
        Some((*place, found.next()?.1.clone()))
    };
    // A light logo brings one for letters along, which one of its own then replaces.
    Place::ALL.iter().filter_map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_as_it_was_written() {
        let stored = json!({
            "extends": "ledger", "tokens": { "mode": "dark", "color": { "brand": "#0b6e4f", "dark": { "text": "#ffffff" } }, "type": { "scale": 1.1 } },
            "texts": { "en": { "login-title": "Come \"in\"" }, "es": { "login-title": "Pasa" } },
            "slots": { "footer": "- a\n- b" }, "custom_css": "[data-part=card]{gap:1px}",
        });
        let (layer, faults) = super::super::read(stored);
        assert_eq!(faults, []);
        let files = Folder::write("Acme", &layer, vec![(Place::LogoLight, AssetKind::Svg, b"<svg/>".to_vec())]);
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(names, ["assets/logo-light.svg", "custom.css", "texts/en.toml", "texts/es.toml", "theme.toml"]);
        let folder = Folder::read(&files).unwrap();
        assert_eq!((folder.title.as_str(), &folder.layer), ("Acme", &layer));
        assert_eq!(folder.pictures, [(Place::LogoLight, b"<svg/>".to_vec())]);
    }

    #[test]
    fn what_cannot_be_understood_is_told_with_its_file() {
        let files = |theme: &str| Files::from([("theme.toml".to_owned(), theme.as_bytes().to_vec())]);
        for (theme, key) in [
            ("title = 'x'\n[color]\nbrand = 'blue'", "theme.toml.tokens.color.brand"),
            ("title = 'x'\nsurprise = 1", "theme.toml.tokens.surprise"),
            ("title = ", "theme.toml"),
        ] {
            assert_eq!(Folder::read(&files(theme)).unwrap_err()[0].key, key);
        }
        assert_eq!(Folder::read(&Files::new()).unwrap_err()[0].reason, Reason::NoSuchFile);
        let mut texts = files("title = 'x'");
        texts.insert("texts/en.toml".to_owned(), b"login-title = 5".to_vec());
        assert_eq!(Folder::read(&texts).unwrap_err()[0].key, "texts/en.toml.texts.en.login-title");
    }
}
