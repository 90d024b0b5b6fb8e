//! Tokens as somebody wrote them: all optional, laid over a parent, and checked for range when
//! the last layer is on. A theme file and a site's own override have the same structure.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::{
    Align, BackgroundTokens, ColorTokens, Density, Fault, Font, Layout, Lettering, Links, LogoPlace, Mode, Reason, Shadow, Shape,
    Variant,
};

/// One layer of tokens.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tokens {
    /// Light, dark or automatic.
    #[serde(skip_serializing_if = "is_default")]
    pub mode: Option<Mode>,
    /// Colours of both modes.
    #[serde(skip_serializing_if = "is_default")]
    pub color: ColorTokens,
    /// Corners, borders and shadow.
    #[serde(skip_serializing_if = "is_default")]
    pub shape: ShapeTokens,
    /// Font, size and spacing.
    #[serde(rename = "type", skip_serializing_if = "is_default")]
    pub lettering: TypeTokens,
    /// Where things stand.
    #[serde(skip_serializing_if = "is_default")]
    pub layout: LayoutTokens,
    /// What lies behind.
    #[serde(skip_serializing_if = "is_default")]
    pub background: BackgroundTokens,
    /// Where the footer leads.
    #[serde(skip_serializing_if = "is_default")]
    pub links: Links,
}

impl Tokens {
    /// Lays these tokens over those of a parent.
    #[must_use]
    pub fn over(self, parent: Self) -> Self {
        let below = parent.background.clone().following(&self.color, &parent.color);
        Self {
            mode: self.mode.or(parent.mode),
            color: self.color.over(parent.color),
            shape: self.shape.over(parent.shape),
            lettering: self.lettering.over(parent.lettering),
            layout: self.layout.over(parent.layout),
            background: self.background.over(below),
            links: self.links.over(parent.links),
        }
    }
}

// A group of optional tokens, and how it lies over another one.
macro_rules! group {
    ($(#[$about:meta])* $name:ident { $($(#[$meaning:meta])* $token:ident: $kind:ty,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$meaning])* #[serde(skip_serializing_if = "Option::is_none")] pub $token: Option<$kind>,)+
        }

        impl $name {
            pub(super) fn over(self, parent: Self) -> Self {
                Self { $($token: self.$token.or(parent.$token),)+ }
            }
        }
    };
}

pub(super) use group;

group! {
    /// `[shape]`
    ShapeTokens {
        /// Corner of fields and buttons.
        radius_control: i64,
        /// Corner of cards.
        radius_card: i64,
        /// Width of borders.
        border_width: i64,
        /// Shadow under cards.
        shadow: Shadow,
    }
}
group! {
    /// `[type]`
    TypeTokens {
        /// The family.
        font: Font,
        /// Factor on all sizes.
        scale: f64,
        /// How much air there is.
        density: Density,
    }
}
group! {
    /// `[layout]`
    LayoutTokens {
        /// The arrangement of the whole page.
        variant: Variant,
        /// Width of the card.
        card_width: i64,
        /// Alignment of headings and logo.
        align: Align,
        /// Where the logo stands.
        logo_place: LogoPlace,
        /// Height of the logo.
        logo_height: i64,
    }
}
/// Whether nothing was said.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The value of a token that has to be there once all layers are on.
pub(super) fn required<T>(key: &str, value: Option<T>) -> Result<T, Fault> {
    value.ok_or_else(|| Fault::new(key, Reason::Missing))
}

/// A number in its range. One that is not is told, and the nearest end stands in for it.
pub(super) fn within<T: PartialOrd + Display + Copy>(
    key: &str,
    value: Option<T>,
    range: RangeInclusive<T>,
    faults: &mut Vec<Fault>,
) -> Result<T, Fault> {
    let value = required(key, value)?;
    if range.contains(&value) {
        return Ok(value);
    }
    let (least, most) = (*range.start(), *range.end());
    let reason = Reason::OutOfRange { value: value.to_string(), least: least.to_string(), most: most.to_string() };
    faults.push(Fault::new(key, reason));
    Ok(if value > most { most } else { least })
}

impl ShapeTokens {
    pub(super) fn resolve(&self, faults: &mut Vec<Fault>) -> Result<Shape, Fault> {
        Ok(Shape {
            radius_control: within("shape.radius_control", self.radius_control, 0..=28, faults)?,
            radius_card: within("shape.radius_card", self.radius_card, 0..=28, faults)?,
            border_width: within("shape.border_width", self.border_width, 1..=3, faults)?,
            shadow: required("shape.shadow", self.shadow)?,
        })
    }
}

impl TypeTokens {
    pub(super) fn resolve(&self, faults: &mut Vec<Fault>) -> Result<Lettering, Fault> {
        Ok(Lettering {
            font: required("type.font", self.font)?,
            scale: within("type.scale", self.scale, 0.9..=1.25, faults)?,
            density: required("type.density", self.density)?,
        })
    }
}

impl LayoutTokens {
    pub(super) fn resolve(&self, faults: &mut Vec<Fault>) -> Result<Layout, Fault> {
        Ok(Layout {
            variant: required("layout.variant", self.variant)?,
            card_width: within("layout.card_width", self.card_width, 320..=560, faults)?,
            align: required("layout.align", self.align)?,
            logo_place: required("layout.logo_place", self.logo_place)?,
            logo_height: within("layout.logo_height", self.logo_height, 24..=96, faults)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Tokens {
        toml::from_str(text).unwrap()
    }

    fn refusal(text: &str) -> String {
        let table: toml::Table = toml::from_str(text).unwrap();
        table.try_into::<Tokens>().unwrap_err().to_string()
    }

    #[test]
    fn a_layer_lies_over_its_parent_token_by_token() {
        let parent = tokens("mode = 'dark'\n[shape]\nradius_card = 3\nborder_width = 2\n[links]\nhome = 'https://a.example'");
        let merged = tokens("[shape]\nradius_card = 9").over(parent);
        assert_eq!(merged.mode, Some(Mode::Dark));
        assert_eq!((merged.shape.radius_card, merged.shape.border_width), (Some(9), Some(2)));
        assert_eq!(merged.links.home.as_deref(), Some("https://a.example"));
    }

    #[test]
    fn a_mistake_is_named_with_its_key() {
        for (text, expected) in [
            ("[color]\nbrand = 'blue'", "color.brand"),
            ("[color.dark]\ntext = '#12345'", "color.dark.text"),
            ("[color]\nbrnd = '#123456'", "brnd"),
            ("[color.dark]\nbrnd = '#123456'", "brnd"),
            ("[shape]\nradius = 4", "radius"),
            ("[type]\nfont = 'comic'", "type.font"),
            ("[background.dark.dark]", "dark"),
            ("colour = 1", "colour"),
        ] {
            let message = refusal(text);
            assert!(message.contains(expected), "{text}: {message}");
        }
    }

    #[test]
    fn a_number_out_of_range_is_told_and_the_nearest_end_stands_in_for_it() {
        let mut faults = Vec::new();
        let shape = TypeTokens { scale: Some(f64::NAN), ..tokens("[type]\nfont = 'mono'\ndensity = 'normal'").lettering };
        assert!((shape.resolve(&mut faults).unwrap().scale - 0.9).abs() < f64::EPSILON);
        let width = within("shape.radius_card", Some(29), 0..=28, &mut faults).unwrap();
        assert_eq!(width, 28);
        assert_eq!(faults[0].key, "type.scale");
        assert_eq!(faults[1].to_string(), "shape.radius_card: 29 is out of range, 0 to 28");
    }

    #[test]
    fn tokens_are_written_as_they_are_read() {
        let text = "mode = \"dark\"\n\n[color]\nbrand = \"#123456\"\n\n[color.dark]\ntext = \"#ffffff\"\n\n[type]\nscale = 1.1\n\n[background.dark]\nangle = 7\n";
        let read = tokens(text);
        assert_eq!(toml::to_string(&read).unwrap(), text);
        assert_eq!(serde_json::from_value::<Tokens>(serde_json::to_value(&read).unwrap()).unwrap(), read);
        assert_eq!(toml::to_string(&Tokens::default()).unwrap(), "");
    }
}
