//! Prints a theme: custom properties for pages, plain values for mails.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::{Backdrop, Color, ColorName, Density, Drawn, Font, Mode, Scheme, Shadow, Theme};

/// The stylesheet of a theme.
pub(super) fn print(theme: &Theme) -> String {
    let shared = [
        format!("--shape-radius-control:{}px", theme.shape.radius_control),
        format!("--shape-radius-card:{}px", theme.shape.radius_card),
        format!("--shape-border-width:{}px", theme.shape.border_width),
        format!("--type-font:{}", theme.lettering.font.stack()),
        format!("--type-scale:{}", theme.lettering.scale),
        format!("--type-density:{}", density(theme.lettering.density)),
        format!("--layout-card-width:{}px", theme.layout.card_width),
        format!("--layout-logo-height:{}px", theme.layout.logo_height),
    ]
    .join(";");
    let light = by_mode(&theme.light, "light", day_shadow(theme.shape.shadow));
    let dark = by_mode(&theme.dark, "dark", night_shadow(theme.shape.shadow));
    let (faces, fonts) = own_fonts(theme);
    format!(
        "{faces}:root{{{shared};{light}}}\n{fonts}\
         [data-mode=dark]{{{dark}}}\n\
         @media (prefers-color-scheme:dark){{[data-mode=auto]{{{dark}}}}}\n"
    )
}

/// The theme's own fonts, and what has pages use them that say that they take them. Letters between the two weights are drawn with
/// the plain one; while its file is on its way, with those of the system.
fn own_fonts(theme: &Theme) -> (String, String) {
    let face = |address: &Option<String>, weights: &str| match address {
        Some(address) => format!(
            "@font-face{{font-family:own;src:url({address}) format(\"woff2\");font-weight:{weights};font-display:swap}}\n"
        ),
        None => String::new(),
    };
    let faces = face(&theme.fonts.plain, "100 500") + &face(&theme.fonts.bold, "501 900");
    let fonts = match faces.is_empty() {
        true => String::new(),
        false => format!("[data-own-font]{{--type-font:own,{}}}\n", theme.lettering.font.stack()),
    };
    (faces, fonts)
}

/// The fingerprint of a text; half of a SHA-256 is plenty to tell stylesheets apart.
pub(crate) fn hash(text: &str) -> String {
    Sha256::digest(text).iter().take(16).fold(String::new(), |mut hash, byte| {
        // Writing into a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

fn by_mode(look: &Scheme, scheme: &str, shadow: &str) -> String {
    let colors = ColorName::ALL.iter().map(|name| format!("--color-{}:{}", name.key().replace('_', "-"), look.palette[*name]));
    let mut lines = vec![format!("color-scheme:{scheme}")];
    lines.extend(colors);
    lines.push(format!("--shape-shadow:{shadow}"));
    let (image, place) = image(&look.backdrop);
    lines.push(format!("--background-image:{image}"));
    lines.push(format!("--background-place:{place}"));
    lines.push(format!("--background-color:{}", look.backdrop.color));
    lines.push(format!("--background-on:{}", look.backdrop.on));
    lines.join(";")
}

/// What is drawn, and which part of it stays in sight.
fn image(backdrop: &Backdrop) -> (String, String) {
    let anywhere = || "0 0".to_owned();
    match &backdrop.drawn {
        Drawn::Nothing => ("none".to_owned(), anywhere()),
        Drawn::Gradient(gradient) => {
            (format!("linear-gradient({}deg,{},{})", gradient.angle, gradient.from, gradient.to), anywhere())
        }
        Drawn::Picture(picture) => {
            let veil = backdrop.color.veil(picture.scrim);
            let veil = format!("linear-gradient({veil},{veil})");
            (format!("{veil},url({})", picture.address), format!("{}% {}%", picture.focus.0, picture.focus.1))
        }
    }
}

fn density(density: Density) -> &'static str {
    match density {
        Density::Compact => ".85",
        Density::Normal => "1",
        Density::Roomy => "1.2",
    }
}

fn day_shadow(shadow: Shadow) -> &'static str {
    match shadow {
        Shadow::None => "none",
        Shadow::Soft => "0 1px 2px rgb(0 0 0/.06),0 8px 24px rgb(0 0 0/.08)",
        Shadow::Strong => "0 2px 6px rgb(0 0 0/.12),0 20px 56px rgb(0 0 0/.24)",
    }
}

// On dark ground only a deeper shadow is seen at all.
fn night_shadow(shadow: Shadow) -> &'static str {
    match shadow {
        Shadow::None => "none",
        Shadow::Soft => "0 1px 2px rgb(0 0 0/.4),0 8px 24px rgb(0 0 0/.35)",
        Shadow::Strong => "0 2px 6px rgb(0 0 0/.5),0 20px 56px rgb(0 0 0/.65)",
    }
}

impl Font {
    /// The families to try, for pages and mails alike.
    #[must_use]
    pub fn stack(self) -> &'static str {
        match self {
            Self::System => "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,sans-serif",
            Self::Humanist => "Optima,'Gill Sans','Gill Sans Nova',Candara,Ubuntu,'Noto Sans','DejaVu Sans',sans-serif",
            Self::Serif => "'Iowan Old Style',Charter,'Palatino Linotype',Palatino,Georgia,'Noto Serif',serif",
            Self::Mono => "ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace",
        }
    }
}

/// The colours of a theme as text, for mails.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the tokens, `on_brand` is text on the brand")]
pub struct MailColors {
    pub page: String,
    pub surface: String,
    pub text: String,
    pub muted: String,
    pub link: String,
    pub primary: String,
    pub on_primary: String,
    pub primary_border: String,
    pub border: String,
    pub brand: String,
    pub on_brand: String,
    pub dark_page: String,
    pub dark_surface: String,
    pub dark_text: String,
    pub dark_muted: String,
    pub dark_link: String,
    pub dark_primary: String,
    pub dark_on_primary: String,
    pub dark_primary_border: String,
    pub dark_border: String,
    pub dark_brand: String,
    pub dark_on_brand: String,
}

impl MailColors {
    /// The colours of a theme; one that is always light or always dark has the same by day and by night.
    pub(super) fn of(theme: &Theme) -> Self {
        let (light, dark) = match theme.mode {
            Mode::Auto => (&theme.light.palette, &theme.dark.palette),
            Mode::Light => (&theme.light.palette, &theme.light.palette),
            Mode::Dark => (&theme.dark.palette, &theme.dark.palette),
        };
        let day = |name: ColorName| light[name].to_string();
        let night = |name: ColorName| dark[name].to_string();
        Self {
            page: day(ColorName::Page),
            surface: day(ColorName::Surface),
            text: day(ColorName::Text),
            muted: day(ColorName::Muted),
            link: day(ColorName::Link),
            primary: day(ColorName::Primary),
            on_primary: day(ColorName::OnPrimary),
            primary_border: day(ColorName::PrimaryBorder),
            border: day(ColorName::Border),
            brand: day(ColorName::Brand),
            on_brand: Color::legible_on(light[ColorName::Brand]).to_string(),
            dark_page: night(ColorName::Page),
            dark_surface: night(ColorName::Surface),
            dark_text: night(ColorName::Text),
            dark_muted: night(ColorName::Muted),
            dark_link: night(ColorName::Link),
            dark_primary: night(ColorName::Primary),
            dark_on_primary: night(ColorName::OnPrimary),
            dark_primary_border: night(ColorName::PrimaryBorder),
            dark_border: night(ColorName::Border),
            dark_brand: night(ColorName::Brand),
            dark_on_brand: Color::legible_on(dark[ColorName::Brand]).to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Fonts, Sources, Tokens};
    use super::*;

    fn theme(more: &str) -> Theme {
        let mut table: toml::Table = toml::from_str(include_str!("../../../themes/default/theme.toml")).unwrap();
        table.remove("title");
        let more: Tokens = toml::from_str(more).unwrap();
        Theme::resolve("sample", "Sample", more, table.try_into().unwrap()).unwrap()
    }

    #[test]
    fn the_stylesheet_holds_every_custom_property_in_every_mode() {
        let by_mode = "color-brand color-page color-surface color-text color-muted color-link color-primary \
            color-on-primary color-primary-border color-control-border color-border color-focus color-danger \
            color-danger-bg color-success color-success-bg color-warning color-warning-bg shape-shadow \
            background-image background-place background-color background-on";
        let once = "shape-radius-control shape-radius-card shape-border-width type-font type-scale type-density \
            layout-card-width layout-logo-height";
        let theme = theme("");
        let count = |name: &str| theme.stylesheet().matches(&format!("--{name}:")).count();
        assert!(by_mode.split_whitespace().all(|name| count(name) == 3));
        assert!(once.split_whitespace().all(|name| count(name) == 1));
        assert!(theme.stylesheet().contains("[data-mode=dark]{color-scheme:dark;--color-brand:"));
        assert!(theme.stylesheet().contains("@media (prefers-color-scheme:dark){[data-mode=auto]{color-scheme:dark;"));
        assert_eq!(theme.stylesheet().matches('{').count(), theme.stylesheet().matches('}').count());
    }

    #[test]
    fn equal_themes_share_a_stylesheet_and_different_ones_do_not() {
        assert_eq!(theme("").hash(), theme("[shape]\nradius_card = 14").hash());
        assert_ne!(theme("").hash(), theme("[shape]\nradius_card = 13").hash());
        assert_eq!(theme("").stylesheet_path(), format!("/assets/t/{}.css", theme("").hash()));
    }

    #[test]
    fn a_gradient_is_printed_with_its_direction() {
        let theme = theme("[background]\nkind = 'gradient'\nfrom = '#101820'\nto = '#203040'\nangle = 90");
        assert!(theme.stylesheet().contains("--background-image:linear-gradient(90deg,#101820,#203040)"));
        assert!(theme.stylesheet().contains("--background-on:#ffffff"));
    }

    #[test]
    fn own_fonts_stand_before_those_of_systems_where_a_page_takes_them() {
        assert!(!theme("").stylesheet().contains("own"));
        let fonts = Fonts { plain: Some("/a.woff2".to_owned()), bold: Some("/b.woff2".to_owned()) };
        let sources = Sources { fonts, ..Sources::default() };
        let (theme, _) = Theme::settle(("own", "Own"), Tokens::default(), theme("").tokens, &sources).unwrap();
        let sheet = theme.stylesheet();
        assert!(sheet.starts_with("@font-face{font-family:own;src:url(/a.woff2) format(\"woff2\");font-weight:100 500;"));
        assert!(sheet.contains("url(/b.woff2) format(\"woff2\");font-weight:501 900;"));
        assert!(sheet.contains("\n[data-own-font]{--type-font:own,system-ui,"));
        assert_eq!(sheet.matches('{').count(), sheet.matches('}').count());
    }

    #[test]
    fn mails_of_a_dark_theme_are_dark_by_day_too() {
        let colors = theme("mode = 'dark'").mail_colors();
        assert_eq!(colors.page, colors.dark_page);
        assert_ne!(colors.page, theme("").mail_colors().page);
    }

    #[test]
    fn a_site_lays_its_own_tokens_over_a_finished_theme() {
        let parent = theme("[shape]\nradius_card = 3");
        let own: Tokens = toml::from_str("[color]\nbrand = '#0a7d55'").unwrap();
        let site = Theme::resolve("site", "Site", own, parent.tokens).unwrap();
        assert_eq!(site.shape.radius_card, 3);
        assert_eq!(site.light.palette[ColorName::Link].to_string(), "#0a7d55");
    }
}
