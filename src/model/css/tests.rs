use super::*;

fn css(text: &str) -> String {
    clean(text).css.trim_end().strip_prefix("@layer site{").and_then(|css| css.strip_suffix('}')).unwrap_or_default().to_owned()
}

#[test]
fn what_gives_a_part_another_look_comes_through_in_a_layer_of_its_own() {
    let text = "[data-part=card] { border-radius: 4px; color: var(--color-link) }\n\
        [data-mode=dark] [data-part=title]:hover, [data-part='logo']>[data-part=header]{letter-spacing:.1em}\n\
        @media (min-width: 40rem) and (prefers-color-scheme: dark) { [data-part=panel] { background-image: linear-gradient(45deg, #fff, rgb(0 0 0/.5)) } }";
    let cleaned = clean(text);
    assert_eq!(cleaned.dropped, []);
    assert_eq!(
        cleaned.css,
        "@layer site{[data-site] [data-part=card]{border-radius:4px;color:var(--color-link);}\
         [data-site][data-mode=dark] [data-part=title]:hover,[data-site] [data-part=logo]>[data-part=header]{letter-spacing:0.1em;}\
         @media (min-width: 40rem) and (prefers-color-scheme: dark){[data-site] [data-part=panel]\
         {background-image:linear-gradient(45deg, #fff, rgb(0 0 0/0.5));}}}\n"
    );
}

#[test]
fn nothing_leads_elsewhere_however_it_is_spelt() {
    for text in [
        "@import 'https://evil.example/x.css';",
        "@\\69 mport 'https://evil.example/x.css';",
        "@IMPORT url(//evil.example);",
        "@font-face { font-family: x; src: url(//evil.example) }",
        "@namespace 'x';",
        "@layer base { [data-part=card] { color: red } }",
        "@property --x { syntax: '*' }",
        "@scope ([data-part=card]) { [data-part=card] { color: red } }",
        "[data-part=card] { background-image: url(https://evil.example/x) }",
        "[data-part=card] { background-image: u\\72l(https://evil.example/x) }",
        "[data-part=card] { background-image: image-set('https://evil.example/x' 1x) }",
        "[data-part=card] { background-image: -webkit-image-set('https://evil.example/x' 1x) }",
        "[data-part=card] { background-image: src('https://evil.example/x') }",
        "[data-part=card] { background-image: attr(href) }",
        "[data-part=card] { background-image: element(#x) }",
        "[data-part=card] { background-image: linear-gradient(#fff, url(x)) }",
        "[data-part=card] { background: url(x) }",
        "[data-part=card] { background-image: asset(url(x)) }",
        "[data-part=card] { background-image: asset('//evil.example/x') }",
        "[data-part=card] { background-image: asset('bg-light', url(x)) }",
        "[data-part=card] { background-image: asset(bg-light) }",
        "[data-part=card] { background-image: asset('font') }",
        "[data-part=card] { background-image: linear-gradient(asset('nowhere'), #fff) }",
        "[data-part=card] { color: asset('bg-light') }",
        "[data-part=submit] { background-image: asset('bg-light') }",
        "[data-part=card] { background-image: var(--asset-bg-light) }",
        "[data-part=card] { color: var(--x, url(x)) }",
        "[data-part=card] { color: var(--secret) }",
        "[data-part=card] { font-family: 'x\"</style><script>' }",
        "[data-part=card] { -moz-binding: url(x) }",
        "[data-part=card] { behavior: url(x) }",
        "[data-part=card] { color: expression(alert(1)) }",
        "[data-part=card] { --color-link: url(x) }",
    ] {
        let cleaned = clean(text);
        assert_eq!((cleaned.css.as_str(), cleaned.dropped.len()), ("", 1), "{text}: {cleaned:?}");
    }
}

#[test]
fn pictures_of_the_look_are_spoken_of_by_their_names() {
    let text = "[data-part=panel]{background-image:linear-gradient(#fff,#000),AS\\SET('bg-dark')}";
    assert_eq!(
        css(text),
        "[data-site] [data-part=panel]{background-image:linear-gradient(#fff,#000),var(--asset-bg-dark,none);}"
    );
}

#[test]
fn only_documented_parts_can_be_spoken_of() {
    for selector in [
        "*",
        "body",
        "input",
        ".button",
        "#password",
        "html [data-part=card]",
        "input[value^=a]",
        "[value^=a]",
        "[data-part^=a]",
        "[data-part=secret]",
        "[data-part=card] input",
        "[data-part=card]::before",
        "[data-part=card]:has([data-part=field])",
        "[data-part=card]:not([data-part=field])",
        "[data-part=card] + [data-part=card]",
        "[data-part=card] ~ [data-part=card]",
        "[data-part=card] [data-mode=dark]",
        "[data-mode=dark]",
        "[data-part=card i]",
        "[data-part=card]>",
        ">[data-part=card]",
        ":hover",
        "&",
        "[data-part=card]|x",
        "</style><script>alert(1)</script>",
        "[data-part=card] [data-part=card] [data-part=card] [data-part=card] [data-part=card] [data-part=card] [data-part=card]",
    ] {
        assert_eq!(css(&format!("{selector} {{ color: red }}")), "", "{selector}");
    }
}

#[test]
fn nothing_can_be_moved_covered_or_made_to_disappear() {
    for declaration in [
        "position: fixed",
        "position: absolute",
        "display: none",
        "visibility: hidden",
        "opacity: 0",
        "transform: scale(0)",
        "translate: 0 -100vh",
        "clip-path: inset(50%)",
        "filter: opacity(0)",
        "z-index: -1",
        "content: 'x'",
        "font-size: 0",
        "font-size: 1px",
        "font-size: 5%",
        "font-size: calc(0px)",
        "font-size: smaller",
        "font: 0/0 a",
        "line-height: 0",
        "margin: -100px",
        "margin: calc(0px - 100px)",
        "padding: 99999px",
        "text-indent: -9999px",
        "inline-size: 0",
        "width: 0",
        "max-height: 0",
        "overflow: hidden",
        "pointer-events: none",
        "letter-spacing: -1em",
        "animation: x 1s",
        "cursor: none",
        "all: unset",
        "color: red !important",
        "padding: 1e40px",
        "box-shadow: 0 0 0 4px #000, inset 0 0 0 999px #000",
        "box-shadow: INSET 0 9px #000",
    ] {
        assert_eq!(css(&format!("[data-part=card] {{ {declaration} }}")), "", "{declaration}");
    }
    for declaration in ["color: transparent", "background-color: #000", "background-image: none"] {
        assert_eq!(css(&format!("[data-part=error-summary] {{ {declaration} }}")), "", "{declaration}");
        assert_eq!(
            css(&format!("[data-part=card], [data-part=card] [data-part=field] {{ {declaration} }}")),
            "",
            "{declaration}"
        );
    }
}

#[test]
fn what_is_left_out_is_told_with_its_line_and_the_rest_stays() {
    let cleaned =
        clean("[data-part=card] {\n  padding: 1rem;\n  position: fixed;\n  gap: 2px\n}\n\nbody { color: red }\n@import 'x';");
    assert_eq!(cleaned.css, "@layer site{[data-site] [data-part=card]{padding:1rem;gap:2px;}}\n");
    let told: Vec<(u32, &str)> = cleaned.dropped.iter().map(|dropped| (dropped.line, dropped.text.as_str())).collect();
    assert_eq!(told.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 7, 8], "{told:?}");
    assert!(told[0].1.starts_with("position: fixed"));
}

#[test]
fn whatever_comes_in_something_sound_comes_out() {
    let deep = "@media all {".repeat(5000) + "[data-part=card] { color: red }";
    let parentheses = format!("[data-part=card] {{ padding: {}1px }}", "calc(".repeat(5000));
    let conditions = format!("@media {}(hover) {{ [data-part=card] {{ color: red }} }}", "(".repeat(5000));
    let long = format!("[data-part=card] {{ box-shadow: {} }}", "0 0 #000,".repeat(5000));
    for text in
        [deep.as_str(), &parentheses, &conditions, &long, "}}}}", "{{{{", "/*", "\"", "\\", "@", "\u{0}", "<!-- -->", "</style>"]
    {
        assert_eq!(css(text), "", "{}", text.chars().take(40).collect::<String>());
    }
    let once = clean("[data-part=card]{color:red;border:1px solid #abc}@supports (gap:1px){[data-part=logo]{gap:4px}}").css;
    assert!(once.matches('{').count() == once.matches('}').count() && once.contains("@supports (gap:1px)"));
}
