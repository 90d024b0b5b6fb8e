use std::{collections::BTreeSet, fs};

use tempfile::TempDir;

use super::*;
use crate::model::theme::{Color, ColorName, Mode};

fn directory(themes: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in themes {
        fs::create_dir(directory.path().join(name)).unwrap();
        fs::write(directory.path().join(name).join("theme.toml"), text).unwrap();
    }
    directory
}

fn refusal(themes: &[(&str, &str)]) -> String {
    let directory = directory(themes);
    let message = Themes::load(Some(directory.path())).unwrap_err().to_string();
    message.replace(&format!("{}/", directory.path().display()), "")
}

#[test]
fn every_shipped_theme_loads_and_looks_different() {
    let themes = Themes::load(None).unwrap();
    assert_eq!(themes.names(), ["default", "ledger", "meadow", "midnight", "placard"]);
    let looks: BTreeSet<String> = themes
        .shelf()
        .themes
        .values()
        .map(|ready| &ready.look.theme)
        .map(|theme| format!("{:?} {:?} {}", theme.shape, theme.layout, theme.lettering.scale))
        .collect();
    assert_eq!(looks.len(), 5);
    assert_eq!(themes.fallback().theme.name, "default");
    assert_eq!(themes.get("midnight").unwrap().theme.mode, Mode::Dark);
    assert!(themes.get("none").is_none());
}

#[test]
fn text_of_shipped_themes_can_be_read_on_coloured_boxes_too() {
    let themes = Themes::load(None).unwrap();
    for palette in themes
        .shelf()
        .themes
        .values()
        .map(|ready| &ready.look.theme)
        .flat_map(|theme| [&theme.light.palette, &theme.dark.palette])
    {
        let boxes = [ColorName::DangerBg, ColorName::SuccessBg, ColorName::WarningBg].map(|name| palette[name]);
        assert!(palette[ColorName::Text].stands_out(&boxes, 7.0));
    }
}

#[test]
fn a_stylesheet_is_found_by_its_fingerprint() {
    let themes = Themes::load(None).unwrap();
    let ledger = themes.get("ledger").unwrap();
    assert_eq!(themes.by_hash(ledger.theme.hash()).unwrap().theme.stylesheet(), ledger.theme.stylesheet());
    assert!(themes.by_hash("0").is_none());
}

#[test]
fn a_theme_of_the_operator_extends_a_shipped_one() {
    let directory = directory(&[("acme", "title = 'Acme'\nextends = 'ledger'\n[shape]\nradius_card = 5"), (".git", "")]);
    let themes = Themes::load(Some(directory.path())).unwrap();
    let (acme, ledger) = (themes.get("acme").unwrap(), themes.get("ledger").unwrap());
    let (acme, ledger) = (&acme.theme, &ledger.theme);
    assert_eq!((acme.title.as_str(), acme.shape.radius_card, acme.shape.radius_control), ("Acme", 5, 0));
    assert_eq!(acme.light.palette, ledger.light.palette);
}

#[test]
fn a_default_of_the_operator_lies_over_the_shipped_one_and_under_all_others() {
    let directory = directory(&[("default", "title = 'Ours'\n[links]\nterms = 'https://a.example/terms'")]);
    let themes = Themes::load(Some(directory.path())).unwrap();
    assert_eq!(themes.fallback().theme.title, "Ours");
    let meadow = themes.get("meadow").unwrap();
    assert_eq!(meadow.theme.links.terms.as_deref(), Some("https://a.example/terms"));
}

#[test]
fn a_mistake_is_named_with_its_file_and_key() {
    for (text, expected) in [
        ("title = 'A'\n[color]\nbrand = 'blue'", "a/theme.toml: \"blue\" is not a colour like #4f46e5 in `color.brand`"),
        ("title = 'A'\n[color]\nbrnd = '#123456'", "a/theme.toml: there is no colour \"brnd\" in `color`"),
        ("title = 'A'\n[shape]\nradius_card = 40", "a/theme.toml: shape.radius_card: 40 is out of range, 0 to 28"),
        ("title = 'A'\n[links]\nhome = 'javascript:x'", "a/theme.toml: links.home: \"javascript:x\" is not"),
        ("title = 'A'\nextends = 'b'", "a/theme.toml: extends: there is no theme \"b\""),
        (
            "title = 'A'\n[color]\nmuted = '#cccccc'",
            "a/theme.toml: color.muted: #cccccc on color.page #f6f7f9 has contrast 1.49, needs 4.5; #",
        ),
        ("title = 3", "a/theme.toml: title: not a text"),
        ("mode = 'dark'", "a/theme.toml: title: missing"),
        ("title = ", "a/theme.toml: TOML parse error at line 1"),
    ] {
        let message = refusal(&[("a", text)]);
        assert!(message.starts_with(expected), "{message}");
    }
    let unknown = refusal(&[("a", "title = 'A'\n[shape]\nradius = 4")]);
    assert!(unknown.starts_with("a/theme.toml: unknown field `radius`") && unknown.ends_with("in `shape`"), "{unknown}");
}

#[test]
fn a_fault_is_reported_for_the_file_that_has_it() {
    let parent = ("zebra", "title = 'Z'\n[type]\nscale = 2");
    let message = refusal(&[("a", "title = 'A'\nextends = 'zebra'"), parent]);
    assert_eq!(message, "zebra/theme.toml: type.scale: 2 is out of range, 0.9 to 1.25");
}

#[test]
fn themes_that_extend_each_other_are_refused() {
    let message = refusal(&[("a", "title = 'A'\nextends = 'b'"), ("b", "title = 'B'\nextends = 'a'")]);
    assert_eq!(message, "b/theme.toml: extends: \"a\" leads back to where it began");
    assert!(refusal(&[("a", "title = 'A'\nextends = 'a'")]).contains("leads back"));
}

#[test]
fn a_directory_that_is_no_theme_is_refused() {
    assert!(refusal(&[("No Name", "title = 'A'")]).contains("named with a-z"));
    let empty = tempfile::tempdir().unwrap();
    fs::create_dir(empty.path().join("a")).unwrap();
    assert!(Themes::load(Some(empty.path())).unwrap_err().to_string().contains("a/theme.toml: No such file"));
    assert!(Themes::load(Some(&empty.path().join("gone"))).is_err());
}

#[test]
fn themes_are_read_anew_unless_something_is_wrong() {
    let directory = directory(&[("acme", "title = 'Acme'")]);
    let themes = Themes::load(Some(directory.path())).unwrap();
    let file = directory.path().join("acme/theme.toml");
    fs::write(&file, "title = 'Acme & Sons'").unwrap();
    themes.reload(Some(directory.path())).unwrap();
    assert_eq!(themes.get("acme").unwrap().theme.title, "Acme & Sons");
    fs::write(&file, "title = ").unwrap();
    assert!(themes.reload(Some(directory.path())).is_err());
    assert_eq!(themes.get("acme").unwrap().theme.title, "Acme & Sons");
}

#[test]
fn any_brand_reaches_what_lies_behind_in_every_theme_and_can_be_written_on() {
    let themes = Themes::load(None).unwrap();
    let site = |ready: &Ready, brand: Color| {
        let mut own = Layer::default();
        own.tokens.color.light.insert(ColorName::Brand, brand);
        Look::settle(("site", "Site"), own, &ready.layer).unwrap()
    };
    let shelf = themes.shelf();
    for (name, ready) in &shelf.themes {
        for number in (0_u32..=0x00ff_ffff).step_by(65_521) {
            let [_, red, green, blue] = number.to_be_bytes();
            let brand = Color::of([red, green, blue]);
            let (look, faults) = site(ready, brand);
            assert_eq!(faults, [], "{name} in {brand}");
            for (own, shipped) in [(&look.theme.light, &ready.look.theme.light), (&look.theme.dark, &ready.look.theme.dark)] {
                let (own, shipped) = (&own.backdrop, &shipped.backdrop);
                assert!(own.on.stands_out(&own.shades(), 4.5) && own.on.stands_out(&[own.color], 4.5), "{name} in {brand}");
                assert_eq!(
                    own.shades().is_empty(),
                    shipped.shades().is_empty(),
                    "{name} in {brand}: the same kind of thing is drawn"
                );
            }
        }
        let own = ready.layer.tokens.color.light[&ColorName::Brand];
        let (look, _) = site(ready, own);
        assert_eq!(look.theme.light.backdrop, ready.look.theme.light.backdrop, "{name}: its own brand changes nothing");
    }
    let (look, _) = site(&shelf.themes["meadow"], "#4f46e5".parse().unwrap());
    assert_ne!(look.theme.light.backdrop, shelf.themes["meadow"].look.theme.light.backdrop);
}
