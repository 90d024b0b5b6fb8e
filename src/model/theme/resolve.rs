//! From the colours that somebody wrote to all colours of both modes. What is derived is moved
//! until it can be read; what was written and cannot be read is refused, never changed silently.

use std::collections::BTreeMap;

use super::color::{FOR_OUTLINES, FOR_TEXT};
use super::{Backdrop, Color, ColorName, Fault, Palette, Tokens};

type Colors = BTreeMap<ColorName, Color>;

/// Colours and background of one mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Every colour.
    pub palette: Palette,
    /// What lies behind the card or fills the panel.
    pub backdrop: Backdrop,
}

struct Rule {
    name: ColorName,
    grounds: &'static [ColorName],
    ratio: f64,
}

const PAPER: &[ColorName] = &[ColorName::Page, ColorName::Surface];

const RULES: &[Rule] = &[
    text(ColorName::Text, PAPER),
    text(ColorName::Muted, PAPER),
    text(ColorName::Link, PAPER),
    text(ColorName::OnPrimary, &[ColorName::Primary]),
    outline(ColorName::PrimaryBorder),
    outline(ColorName::ControlBorder),
    outline(ColorName::Focus),
    text(ColorName::Danger, &[ColorName::Page, ColorName::Surface, ColorName::DangerBg]),
    text(ColorName::Success, &[ColorName::Page, ColorName::Surface, ColorName::SuccessBg]),
    text(ColorName::Warning, &[ColorName::Page, ColorName::Surface, ColorName::WarningBg]),
];

const fn text(name: ColorName, grounds: &'static [ColorName]) -> Rule {
    Rule { name, grounds, ratio: FOR_TEXT }
}

const fn outline(name: ColorName) -> Rule {
    Rule { name, grounds: PAPER, ratio: FOR_OUTLINES }
}

/// Both modes, complete and legible.
pub(super) fn looks(tokens: &Tokens) -> Result<(Look, Look), Fault> {
    let day = palette("color", tokens.color.light.clone())?;
    let mut night = tokens.color.dark.clone();
    if !night.contains_key(&ColorName::Brand) {
        let brand = brand_by_night(day[ColorName::Brand], paper("color.dark", &night)?);
        night.insert(ColorName::Brand, brand);
    }
    let night = palette("color.dark", night)?;
    let (light, dark) = tokens.background.resolve(&day, &night)?;
    Ok((Look { palette: day, backdrop: light }, Look { palette: night, backdrop: dark }))
}

fn palette(path: &str, mut colors: Colors) -> Result<Palette, Fault> {
    let paper = paper(path, &colors)?;
    let brand = color(path, &colors, ColorName::Brand)?;
    let moved = |color: Color, ratio| color.nearest(&paper, ratio).unwrap_or(color);
    let link = *colors.entry(ColorName::Link).or_insert_with(|| moved(brand, FOR_TEXT));
    let primary = *colors.entry(ColorName::Primary).or_insert(brand);
    colors.entry(ColorName::OnPrimary).or_insert_with(|| Color::legible_on(primary));
    colors.entry(ColorName::PrimaryBorder).or_insert_with(|| moved(primary, FOR_OUTLINES));
    colors.entry(ColorName::Focus).or_insert_with(|| moved(link, FOR_OUTLINES));
    let palette = Palette::complete(&colors).map_err(|name| missing(path, name))?;
    RULES.iter().try_for_each(|rule| rule.check(path, &palette))?;
    Ok(palette)
}

fn paper(path: &str, colors: &Colors) -> Result<[Color; 2], Fault> {
    let page = color(path, colors, ColorName::Page)?;
    let surface = color(path, colors, ColorName::Surface)?;
    if page.nearest(&[page, surface], FOR_TEXT).is_none() {
        let message = format!("{surface} and {path}.page {page} are too different for one text colour");
        return Err(Fault::new(format!("{path}.surface"), message));
    }
    Ok([page, surface])
}

fn color(path: &str, colors: &Colors, name: ColorName) -> Result<Color, Fault> {
    colors.get(&name).copied().ok_or_else(|| missing(path, name))
}

fn missing(path: &str, name: ColorName) -> Fault {
    Fault::new(format!("{path}.{}", name.key()), "missing")
}

impl Rule {
    fn check(&self, path: &str, palette: &Palette) -> Result<(), Fault> {
        let color = palette[self.name];
        let grounds: Vec<Color> = self.grounds.iter().map(|ground| palette[*ground]).collect();
        let Some(ground) = self.grounds.iter().find(|ground| color.contrast(palette[**ground]) < self.ratio) else {
            return Ok(());
        };
        let advice = match color.nearest(&grounds, self.ratio) {
            Some(passing) => format!("{passing} would pass"),
            None => "no lightness of this hue would pass".to_owned(),
        };
        let message = format!(
            "{color} on {path}.{} {} has contrast {:.2}, needs {}; {advice}",
            ground.key(),
            palette[*ground],
            rounded_down(color.contrast(palette[*ground])),
            self.ratio,
        );
        Err(Fault::new(format!("{path}.{}", self.name.key()), message))
    }
}

// 4.499 must not be refused as "4.50, needs 4.5".
fn rounded_down(ratio: f64) -> f64 {
    (ratio * 100.0).floor() / 100.0
}

fn brand_by_night(brand: Color, paper: [Color; 2]) -> Color {
    // A black brand is a white one at night: a grey button would look switched off.
    let inked = brand.is_neutral() && brand.lightness() < 0.5;
    let start = if inked { brand.with_lightness(1.0 - brand.lightness()) } else { brand };
    start.nearest(&paper, FOR_TEXT).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn default_tokens(more: &str) -> Tokens {
        let mut table: toml::Table = toml::from_str(include_str!("../../../themes/default/theme.toml")).unwrap();
        table.remove("title");
        let more: Tokens = toml::from_str(more).unwrap();
        more.over(table.try_into().unwrap())
    }

    fn refusal(more: &str) -> String {
        looks(&default_tokens(more)).unwrap_err().to_string()
    }

    #[test]
    fn any_brand_over_the_default_neutrals_makes_a_legible_theme() {
        let neutrals = default_tokens("");
        let mut seed: u32 = 20_260_501;
        for _ in 0..3000 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let brand: Color = format!("#{:06x}", seed >> 8).parse().unwrap();
            let mut own = Tokens::default();
            own.color.light.insert(ColorName::Brand, brand);
            let (light, dark) = looks(&own.over(neutrals.clone())).unwrap();
            assert_eq!(light.palette[ColorName::Primary], brand);
            for (path, look) in [("color", light), ("color.dark", dark)] {
                assert!(RULES.iter().all(|rule| rule.check(path, &look.palette).is_ok()), "{brand} {path}");
            }
        }
    }

    #[test]
    fn what_is_written_and_illegible_is_refused_with_the_nearest_that_would_pass() {
        assert_eq!(
            refusal("[color]\npage = '#ffffff'\ntext = '#cccccc'"),
            "color.text: #cccccc on color.page #ffffff has contrast 1.60, needs 4.5; #767676 would pass"
        );
        assert!(refusal("[color.dark]\nfocus = '#20242c'").starts_with("color.dark.focus: #20242c on color.dark.page"));
        assert!(refusal("[color]\nprimary = '#888888'\non_primary = '#ffffff'").contains("color.on_primary"));
    }

    #[test]
    fn a_pale_brand_keeps_its_fill_and_gets_a_border_and_a_legible_link() {
        let (light, _) = looks(&default_tokens("[color]\nbrand = '#ffe14d'")).unwrap();
        let written = |name| light.palette[name].to_string();
        assert_eq!(written(ColorName::Primary), "#ffe14d");
        assert_eq!(written(ColorName::OnPrimary), "#000000");
        assert_eq!(written(ColorName::PrimaryBorder), "#a68e00");
        assert_eq!(written(ColorName::Link), "#847100");
    }

    #[test]
    fn a_black_brand_is_a_white_one_at_night() {
        let (_, dark) = looks(&default_tokens("[color]\nbrand = '#000000'")).unwrap();
        assert_eq!(dark.palette[ColorName::Brand], Color::WHITE);
        assert_eq!(dark.palette[ColorName::OnPrimary], Color::BLACK);
    }

    #[test]
    fn grounds_without_a_common_text_colour_are_refused() {
        assert!(refusal("[color]\npage = '#555555'").contains("too different for one text colour"));
    }
}
