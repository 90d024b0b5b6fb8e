use super::super::{
    faults,
    paint::{Paint, one},
};
use super::*;
use crate::model::theme::Tokens;

/// The default theme with more laid over it.
fn theme(more: &str) -> Theme {
    let mut table: toml::Table = toml::from_str(include_str!("../../../../themes/default/theme.toml")).unwrap();
    table.remove("title");
    Theme::resolve("sample", "Sample", toml::from_str(more).unwrap(), table.try_into::<Tokens>().unwrap()).unwrap()
}

/// What is told, without the key, which is always the same.
fn told_over(more: &str, css: &str) -> Vec<String> {
    let faults = faults(css, &theme(more));
    assert!(faults.iter().all(|fault| fault.key == "custom_css"));
    faults.iter().map(|fault| fault.reason.to_string()).collect()
}

fn told(css: &str) -> Vec<String> {
    told_over("", css)
}

const BY_DAY: &str = "mode = 'light'";

/// The colour that is named as the nearest one.
fn advice(told: &[String]) -> &str {
    let [told] = told else { panic!("one line, one sentence: {told:?}") };
    told.strip_suffix(" would pass").unwrap().rsplit(' ').next().unwrap()
}

#[test]
fn a_colour_is_compared_with_what_its_part_stands_on_in_either_mode() {
    let (day, night) = (told("\n[data-part=title] { color: #999 }"), told("[data-part=title] { color: #444 }"));
    assert_eq!(day, ["line 2: title by day: #999999 with #ffffff has contrast 2.84, needs 4.5; #767676 would pass"]);
    assert!(night[0].starts_with("line 1: title by night: #444444 with #181b21 has contrast 1.77, needs 4.5; "), "{night:?}");
    let (day, night) = (advice(&day), advice(&night));
    let each = format!(
        "[data-part=title] {{ color: {day} }} @media (prefers-color-scheme: dark) {{ [data-part=title] {{ color: {night} }} }}"
    );
    assert_eq!(told(&each), [""; 0]);
    let always = told(&format!("[data-part=title] {{ color: {night} }}"));
    assert!(always.len() == 1 && always[0].contains("by day"), "{always:?}");
    assert_eq!(told_over(BY_DAY, "[data-part=title] { color: #444 }"), [""; 0], "there is no night");
}

#[test]
fn a_ground_is_compared_with_all_that_is_read_on_it() {
    let dark = told_over(BY_DAY, "[data-part=card] { background-color: #334155 }");
    assert!(dark[0].starts_with("line 1: card by day: #334155 with #4338ca has contrast 1.31"), "{dark:?}");
    let nearest = advice(&dark);
    let mended = format!("[data-part=card] {{ background-color: {nearest} }}");
    assert_eq!(told_over(BY_DAY, &mended), [""; 0], "the advice is good");
    // Links, hints and what is wrong keep their colours.
    let pair = told_over(BY_DAY, "[data-part=card] { background-color: #1e293b; color: #fff }");
    assert!(pair[0].starts_with("line 1: card by day: #1e293b with "), "{pair:?}");
    let around = told_over(BY_DAY, "[data-part=page] { background-color: #223 }");
    assert!(around.iter().all(|told| told.contains("page") || told.contains("header") || told.contains("footer")), "{around:?}");
    let whole = "[data-part=page] { background-color: #223; color: #eee }";
    assert_eq!(told_over(BY_DAY, whole), [""; 0]);
    assert!(!told_over("mode = 'light'\nlayout.variant = 'flush'", whole).is_empty(), "without a card, hints stand on the page");
}

#[test]
fn what_one_rule_says_counts_together_and_what_may_come_between_counts_too() {
    let pair = "[data-part=title] { color: #fff; background-color: #123 }";
    assert_eq!(told(pair), [""; 0]);
    for more in [
        "[data-part=title]:hover { background-color: #eee }",
        "[data-part=card]:focus-within [data-part=title] { background-color: #eee }",
        "@media (min-width: 40rem) { [data-part=title] { background-color: #eee } }",
        "@media not (prefers-color-scheme: dark) { [data-part=title] { background-color: #eee } }",
        "@supports (gap: 1px) { [data-part=title] { background-color: #eee } }",
        "[dir=rtl] [data-part=title] { background-color: #eee }",
        "[data-part=card] > [data-part=title] { background-color: #eee }",
        "[data-part=title] { background-color: #eee }",
        "[data-part=title] { background-image: linear-gradient(#123, #eee) }",
        "[data-part=title] { background-image: repeating-radial-gradient(circle at left 10px, #fff 0 5px, #123 0 9px) }",
    ] {
        assert!(!told(&format!("{pair}\n{more}")).is_empty(), "{more}");
    }
    for more in [
        "[data-part=title]:hover { background-color: #eee; color: #111 }",
        "[data-mode=dark] [data-part=title] { background-color: #eee }",
        "[data-layout=flush] [data-part=title] { background-color: #eee }",
        "[data-part=panel] [data-part=title] { background-color: #eee }",
        "[data-part=card] [data-part=title] { background-color: #eee; color: #111 }",
        "@media (min-width: 40rem) { [data-part=title] { background-color: #eee; color: #111 } }",
        "@supports (gap: 1px) { @media (hover) { [data-part=title]:hover { color: #eee } } }",
        "[data-part=title] { background-image: linear-gradient(to right, #123 10%, #112) }",
    ] {
        assert_eq!(told(&format!("{pair}\n{more}")), [""; 0], "{more}");
    }
    let weaker = "[data-part=card] [data-part=title] { background-color: #123; color: #fff } [data-part=title] { color: #111 }";
    assert_eq!(told(weaker), [""; 0], "the heavier selector counts, wherever it stands");
}

#[test]
fn what_can_be_seen_through_is_laid_over_what_lies_below() {
    assert_eq!(told_over(BY_DAY, "[data-part=title] { color: rgb(0 0 0 / .7) }"), [""; 0]);
    assert!(!told_over(BY_DAY, "[data-part=title] { color: rgb(0 0 0 / .4) }").is_empty());
    assert!(!told_over(BY_DAY, "[data-part=title] { color: transparent }").is_empty());
    assert_eq!(told_over(BY_DAY, "[data-part=card] { background-color: rgb(0 0 0 / 2%) }"), [""; 0]);
    let thin = told_over("mode = 'dark'\nlayout.variant = 'flush'", "[data-part=page] { background-color: rgb(25 58 32 / .9) }");
    assert!(thin.len() == 1 && thin[0].contains("#304e36"), "a browser's paper may be white by night: {thin:?}");
    let veil = "[data-part=card] { background-image: linear-gradient(color-mix(in srgb, var(--color-surface) 97%, transparent), \
        color-mix(in srgb, var(--color-surface) 97%, transparent)), asset('bg-light') }";
    assert_eq!(told(veil), [""; 0]);
    let aside = format!("{veil} [data-part=card] {{ background-size: 1px 1px; background-repeat: no-repeat }}");
    assert!(!told(&aside).is_empty(), "the veil may lie elsewhere");
    let bare = told("[data-part=card] { background-image: asset('bg-light') }");
    assert!(bare[0].contains("card by day: "), "a picture may show anything: {bare:?}");
}

#[test]
fn an_edge_is_seen_unless_what_it_surrounds_is() {
    let edge = "[data-part=submit] { border: 2px solid #fff } [data-part=field], [data-part=card] { border-color: #fff }";
    assert_eq!(told_over(BY_DAY, edge), [""; 0], "the button stands out by itself");
    let pale = told_over("mode = 'light'\ncolor.brand = '#ffe14d'", edge);
    assert!(
        pale.len() == 1 && pale[0].starts_with("line 1: submit by day: #ffffff with #ffffff") && pale[0].contains("needs 3"),
        "{pale:?}"
    );
    let ring = told_over("mode = 'light'\ncolor.focus = '#8f8f8f'", "[data-part=card] { background-color: #e4e4e4 }");
    assert!(ring.len() == 1 && ring[0].contains("needs 3"), "{ring:?}");
}

#[test]
fn a_shadow_covers_nothing_beside_its_part() {
    for shadow in ["none", "0 0 0 3px #000", "0 8px 32px rgb(0 0 0 / .2)", "0 1px 2px #000, 0 20px 56px #0002, 0 2px 9px #0002"] {
        assert_eq!(told(&format!("[data-part=submit] {{ box-shadow: {shadow} }}")), [""; 0], "{shadow}");
    }
    for shadow in
        ["0 0 0 2000px #fff", "0 -60px", "0 0 1em var(--color-page)", "0 0 9px #0004, 0 0 9px #0004, 0 0 9px #0004", "inherit"]
    {
        let told = told(&format!("[data-part=submit] {{\n box-shadow: {shadow} }}"));
        assert!(told.len() == 1 && told[0].starts_with("line 2: this shadow may cover"), "{shadow}: {told:?}");
    }
}

#[test]
fn what_cannot_be_told_beforehand_is_refused() {
    for value in [
        "oklch(50% 0.1 20)",
        "color-mix(in oklab, red, blue)",
        "canvastext",
        "revert-layer",
        "rgb(from red r g b)",
        "var(--shape-shadow)",
    ] {
        let told = told(&format!("[data-part=title] {{ color: {value} }}"));
        assert!(told.len() == 1 && told[0].starts_with("line 1: what can be read on "), "{value}: {told:?}");
    }
    for declaration in [
        "background-color: currentcolor",
        "background-color: inherit",
        "background-image: inherit",
        "background-image: linear-gradient(in oklch, red, blue)",
        "background-image: linear-gradient(currentcolor, red)",
        "background-image: linear-gradient(90deg)",
        "background-image: rgb(0 0 0)",
    ] {
        assert!(told(&format!("[data-part=title] {{ {declaration} }}"))[0].contains("cannot be told"), "{declaration}");
    }
    for harmless in ["color: inherit", "color: unset", "background-color: unset", "background-image: none", "border: 0 none"] {
        assert_eq!(told(&format!("[data-part=title] {{ {harmless} }}")), [""; 0], "{harmless}");
    }
    let states: String =
        (1..=11).map(|width| format!("@media (min-width: {width}px) {{ [data-part=title] {{ color: #fff }} }}")).collect();
    assert!(told(&states).iter().any(|told| told.contains("more conditions")));
    let layers = ["linear-gradient(rgb(1 2 3/.5), rgb(9 8 7/.1), red)"; 4].join(",");
    assert!(
        told(&format!("[data-part=page] {{ background-image: {layers} }}")).iter().any(|told| told.contains("more conditions"))
    );
}

#[test]
fn the_example_of_the_guide_can_be_read_in_every_layout() {
    let guide = include_str!("../../../../docs/guides/theming.md");
    let css = guide.split("```css\n").nth(1).unwrap().split("```").next().unwrap();
    for layout in ["center-card", "split-start"] {
        assert_eq!(told_over(&format!("layout.variant = '{layout}'"), css), [""; 0], "{layout}");
    }
}

#[test]
fn colours_are_read_as_browsers_read_them() {
    let theme = theme("");
    for (text, color, cover) in [
        ("#abc", "#aabbcc", 1.0),
        ("#AABBCC80", "#aabbcc", 128.0 / 255.0),
        ("RebeccaPurple", "#663399", 1.0),
        ("rgb(1, 2, 3)", "#010203", 1.0),
        ("rgba(10%, 20%, 30%, .25)", "#1a334d", 0.25),
        ("rgb(300 2.4 3 / 50%)", "#ff0203", 0.5),
        ("hsl(210 50% 40%)", "#336699", 1.0),
        ("hsla(-0.25turn, 50%, 50%, 1)", "#8040bf", 1.0),
        ("hsl(0 0% 100%)", "#ffffff", 1.0),
        ("var(--color-control-border)", "#767b85", 1.0),
        ("color-mix(in srgb, #ff0000 25%, #0000ff)", "#4000bf", 1.0),
        ("color-mix(in srgb, red, transparent)", "#ff0000", 0.5),
        ("color-mix(in srgb, red 20%, blue 20%)", "#800080", 0.4),
    ] {
        let Paint { color: read, cover: covers } = one(text, &theme.light).unwrap();
        assert_eq!((read.to_string().as_str(), (covers * 1000.0).round()), (color, (cover * 1000.0_f64).round()), "{text}");
    }
}

#[test]
fn whatever_is_written_something_is_told_soon() {
    let conditions: String = (1..=10).map(|width| format!("@media (min-width: {width}px) {{ [data-part=page] {{ background-image: linear-gradient(#{width:03}, red, blue) }} }}")).collect();
    let many = "[data-part=card],[data-part=title]{color:#fff}".repeat(1200);
    for css in [
        conditions.as_str(),
        &many,
        "[data-part=card]",
        "[data-part=title]{color:}",
        "[data-part=page]{background-image:asset('bg-light')}",
    ] {
        let begun = std::time::Instant::now();
        let _ = told(css);
        assert!(begun.elapsed().as_secs() < 5, "{}", &css[..30.min(css.len())]);
    }
}
