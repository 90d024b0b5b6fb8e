//! The colours of a theme by name: the few that somebody wrote, and the full palette of one mode.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Index;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Color;

macro_rules! colors {
    ($($name:ident = $key:literal,)+) => {
        /// The name of a colour.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        #[serde(try_from = "String")]
        pub enum ColorName { $(#[doc = concat!("`", $key, "`")] $name,)+ }

        impl ColorName {
            /// All of them, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The key in theme files.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }
        }
    };
}

colors! {
    Brand = "brand",
    Page = "page",
    Surface = "surface",
    Text = "text",
    Muted = "muted",
    Link = "link",
    Primary = "primary",
    OnPrimary = "on_primary",
    PrimaryBorder = "primary_border",
    ControlBorder = "control_border",
    Border = "border",
    Focus = "focus",
    Danger = "danger",
    DangerBg = "danger_bg",
    Success = "success",
    SuccessBg = "success_bg",
    Warning = "warning",
    WarningBg = "warning_bg",
}

impl ColorName {
    /// The colours that it is derived from when nobody wrote it.
    #[must_use]
    pub fn follows(self) -> &'static [Self] {
        match self {
            Self::Link => &[Self::Brand, Self::Page, Self::Surface],
            Self::Primary => &[Self::Brand],
            Self::OnPrimary => &[Self::Brand, Self::Primary],
            Self::PrimaryBorder => &[Self::Brand, Self::Primary, Self::Page, Self::Surface],
            Self::Focus => &[Self::Brand, Self::Link, Self::Page, Self::Surface],
            _ => &[],
        }
    }
}

impl TryFrom<String> for ColorName {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|name| name.key() == key).ok_or_else(|| format!("there is no colour {key:?}"))
    }
}

/// Every colour of one mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette([Color; ColorName::ALL.len()]);

impl Palette {
    /// A full palette, or the first name without a colour.
    pub(super) fn complete(colors: &BTreeMap<ColorName, Color>) -> Result<Self, ColorName> {
        let mut full = [Color::BLACK; ColorName::ALL.len()];
        for (name, place) in ColorName::ALL.iter().zip(&mut full) {
            *place = *colors.get(name).ok_or(*name)?;
        }
        Ok(Self(full))
    }
}

impl Index<ColorName> for Palette {
    type Output = Color;

    fn index(&self, name: ColorName) -> &Color {
        &self.0[name as usize]
    }
}

/// Colours that somebody wrote.
pub(super) type Colors = BTreeMap<ColorName, Color>;

/// `[color]` with `[color.dark]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColorTokens {
    /// Colours by day.
    pub light: BTreeMap<ColorName, Color>,
    /// Colours by night.
    pub dark: BTreeMap<ColorName, Color>,
}

impl ColorTokens {
    pub(super) fn over(self, parent: Self) -> Self {
        let Self { mut light, mut dark } = parent;
        // What follows from a colour must not stay behind when that colour changes: a new brand
        // would keep the links of the old one.
        light.retain(|name, _| !name.follows().iter().any(|base| self.light.contains_key(base)));
        dark.retain(|name, _| !name.follows().iter().any(|base| self.dark.contains_key(base)));
        if self.light.contains_key(&ColorName::Brand) {
            dark.retain(|name, _| *name != ColorName::Brand && !name.follows().contains(&ColorName::Brand));
        }
        light.extend(self.light);
        dark.extend(self.dark);
        Self { light, dark }
    }
}

impl Serialize for ColorName {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.key())
    }
}

impl Serialize for ColorTokens {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut table = out.serialize_map(None)?;
        for (name, color) in &self.light {
            table.serialize_entry(name, color)?;
        }
        if !self.dark.is_empty() {
            table.serialize_entry("dark", &self.dark)?;
        }
        table.end()
    }
}

// By hand, because serde loses the names of keys, and so of mistakes, when it flattens a map.
impl<'de> Deserialize<'de> for ColorTokens {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ColorTable)
    }
}

struct ColorTable;

impl<'de> Visitor<'de> for ColorTable {
    type Value = ColorTokens;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a table of colours")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut table: M) -> Result<ColorTokens, M::Error> {
        let mut colors = ColorTokens::default();
        while let Some(key) = table.next_key::<String>()? {
            if key == "dark" {
                colors.dark = table.next_value()?;
            } else {
                let name = ColorName::try_from(key).map_err(serde::de::Error::custom)?;
                colors.light.insert(name, table.next_value()?);
            }
        }
        Ok(colors)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tokens;
    use super::*;

    fn tokens(text: &str) -> Tokens {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_new_brand_leaves_nothing_of_the_old_one_behind() {
        let parent = tokens(
            "[color]\nbrand = '#111111'\nlink = '#222222'\ntext = '#333333'\n[color.dark]\nbrand = '#444444'\nfocus = '#555555'\ntext = '#666666'",
        );
        let merged = tokens("[color]\nbrand = '#777777'").over(parent).color;
        assert_eq!(merged.light.keys().copied().collect::<Vec<_>>(), [ColorName::Brand, ColorName::Text]);
        assert_eq!(merged.dark.keys().copied().collect::<Vec<_>>(), [ColorName::Text]);
    }
}
