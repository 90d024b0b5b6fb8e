use super::*;

fn default_tokens() -> Tokens {
    let mut table: toml::Table = toml::from_str(include_str!("../../../../themes/default/theme.toml")).unwrap();
    table.remove("title");
    table.try_into().unwrap()
}

/// The default theme with more laid over it, and what of that had to give way.
fn settled(own: Tokens) -> (Scheme, Scheme, Vec<Fault>) {
    let mut faults = Vec::new();
    let written = own.color.clone();
    let (light, dark) = schemes(&own.over(default_tokens()), &written, &Pictures::default(), &mut faults).unwrap();
    (light, dark, faults)
}

fn settled_text(more: &str) -> (Scheme, Scheme, Vec<Fault>) {
    settled(toml::from_str(more).unwrap())
}

fn refusal(more: &str) -> String {
    settled_text(more).2.first().unwrap().to_string()
}

fn holds(scheme: &Scheme) -> bool {
    let palette = &scheme.palette;
    RULES.iter().all(|rule| rule.grounds.iter().all(|ground| palette[rule.name].contrast(palette[*ground]) >= rule.ratio))
}

/// Numbers that are the same in every run.
struct Dice(u32);

impl Dice {
    fn color(&mut self) -> Color {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("#{:06x}", self.0 >> 8).parse().unwrap()
    }
}

#[test]
fn any_brand_over_the_default_neutrals_makes_a_legible_theme() {
    let (mut dice, neutrals) = (Dice(20_260_501), default_tokens());
    for _ in 0..10_000 {
        let brand = dice.color();
        let mut own = Tokens::default();
        own.color.light.insert(ColorName::Brand, brand);
        let written = own.color.clone();
        let mut faults = Vec::new();
        let (light, dark) = schemes(&own.over(neutrals.clone()), &written, &Pictures::default(), &mut faults).unwrap();
        assert_eq!((light.palette[ColorName::Primary], faults), (brand, Vec::new()));
        assert!(holds(&light) && holds(&dark), "{brand}");
    }
}

#[test]
fn any_brand_over_any_neutrals_makes_a_legible_theme() {
    let mut dice = Dice(7);
    let mut impossible = 0;
    for round in 0..2_000 {
        let mut own = Tokens::default();
        for colors in [&mut own.color.light, &mut own.color.dark] {
            colors.insert(ColorName::Brand, dice.color());
            colors.insert(ColorName::Page, dice.color());
            // Half of them as people choose them: a surface close to the page.
            let surface = if round % 2 == 0 { dice.color() } else { colors[&ColorName::Page].toward(dice.color(), 0.1) };
            colors.insert(ColorName::Surface, surface);
        }
        let (light, dark, faults) = settled(own.clone());
        assert!(holds(&light) && holds(&dark), "{own:?}");
        assert!(faults.iter().all(|fault| matches!(fault.reason, Reason::TooDifferent { .. })), "{faults:?}");
        impossible += usize::from(!faults.is_empty());
    }
    assert!((100..1_900).contains(&impossible), "{impossible}");
}

#[test]
fn whatever_is_written_a_legible_theme_comes_out_and_what_gave_way_is_told() {
    let mut dice = Dice(99);
    for _ in 0..1_000 {
        let mut own = Tokens::default();
        for name in ColorName::ALL {
            own.color.light.insert(*name, dice.color());
            own.color.dark.insert(*name, dice.color());
        }
        let (light, dark, faults) = settled(own.clone());
        assert!(holds(&light) && holds(&dark), "{own:?}");
        for name in ColorName::ALL {
            let kept = light.palette[*name] == own.color.light[name];
            let told = faults.iter().any(|fault| fault.key == format!("color.{}", name.key()));
            let ground = ["page", "surface", "danger_bg", "success_bg", "warning_bg"].contains(&name.key());
            assert!(kept || told || ground, "{} gave way silently", name.key());
        }
    }
}

#[test]
fn what_is_written_and_illegible_is_told_with_the_nearest_that_would_pass() {
    assert_eq!(
        refusal("[color]\npage = '#ffffff'\ntext = '#cccccc'"),
        "color.text: #cccccc on color.page #ffffff has contrast 1.60, needs 4.5; #767676 would pass"
    );
    assert!(refusal("[color.dark]\nfocus = '#20242c'").starts_with("color.dark.focus: #20242c on color.dark.page"));
    assert!(refusal("[color]\nprimary = '#888888'\non_primary = '#ffffff'").contains("color.on_primary"));
    assert!(refusal("[color]\ndanger_bg = '#333333'").starts_with("color.danger: "), "no ink reads on paper and on this box");
    let (light, ..) = settled_text("[color]\npage = '#ffffff'\ntext = '#cccccc'");
    assert_eq!(light.palette[ColorName::Text].to_string(), "#767676");
}

#[test]
fn what_is_inherited_goes_along_with_new_paper() {
    let (light, _, faults) = settled_text("[color]\npage = '#101418'\nsurface = '#1a2026'");
    assert_eq!(faults, []);
    assert!(holds(&light));
    assert!(light.palette[ColorName::DangerBg].lightness() < 0.4, "a box is a shade of its paper");
}

#[test]
fn a_pale_brand_keeps_its_fill_and_gets_a_border_and_a_legible_link() {
    let (light, ..) = settled_text("[color]\nbrand = '#ffe14d'");
    let written = |name| light.palette[name].to_string();
    assert_eq!(written(ColorName::Primary), "#ffe14d");
    assert_eq!(written(ColorName::OnPrimary), "#000000");
    assert_eq!(written(ColorName::PrimaryBorder), "#a68e00");
    assert_eq!(written(ColorName::Link), "#847100");
}

#[test]
fn a_black_brand_is_a_white_one_at_night() {
    let (_, dark, _) = settled_text("[color]\nbrand = '#000000'");
    assert_eq!(dark.palette[ColorName::Brand], Color::WHITE);
    assert_eq!(dark.palette[ColorName::OnPrimary], Color::BLACK);
}

#[test]
fn grounds_without_a_common_text_colour_are_told() {
    let fault = refusal("[color]\npage = '#555555'");
    assert_eq!(fault, "color.page: #555555 and color.surface #ffffff are too different for one text colour");
    assert!(refusal("[color]\npage = '#ffffff'\nsurface = '#555555'").starts_with("color.surface: #555555"));
}
