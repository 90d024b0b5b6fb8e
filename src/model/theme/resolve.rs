//! From the colours that somebody wrote to all colours of both modes. What is derived or inherited is moved until it can be
//! read; what was written and cannot be read is told, and a colour that can be read stands in for it.

use super::color::{FOR_OUTLINES, FOR_TEXT};
use super::{Backdrop, Color, ColorName, ColorTokens, Colors, Fault, Palette, Pictures, Reason, Tokens};

/// Colours and background of one mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Every colour.
    pub palette: Palette,
    /// What lies behind the card or fills the panel.
    pub backdrop: Backdrop,
}

/// How well a colour can be told from what it stands on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The least contrast.
    pub ratio: f64,
    /// What that has to be at least.
    pub needs: f64,
}

impl Scheme {
    /// How a colour comes out; nothing for one that may be anything.
    #[must_use]
    pub fn reading(&self, name: ColorName) -> Option<Reading> {
        let rule = RULES.iter().find(|rule| rule.name == name)?;
        let contrasts = rule.grounds.iter().map(|ground| self.palette[name].contrast(self.palette[*ground]));
        Some(Reading { ratio: contrasts.fold(f64::INFINITY, f64::min), needs: rule.ratio })
    }
}

/// What a colour has to be told from, and how well.
pub(super) struct Rule {
    pub(super) name: ColorName,
    pub(super) grounds: &'static [ColorName],
    pub(super) ratio: f64,
}

const PAPER: &[ColorName] = &[ColorName::Page, ColorName::Surface];

/// In an order in which none that is moved is a ground of one before it.
pub(super) const RULES: &[Rule] = &[
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

const TINTS: [(ColorName, ColorName); 3] = [
    (ColorName::DangerBg, ColorName::Danger),
    (ColorName::SuccessBg, ColorName::Success),
    (ColorName::WarningBg, ColorName::Warning),
];

const fn text(name: ColorName, grounds: &'static [ColorName]) -> Rule {
    Rule { name, grounds, ratio: FOR_TEXT }
}

const fn outline(name: ColorName) -> Rule {
    Rule { name, grounds: PAPER, ratio: FOR_OUTLINES }
}

/// Both modes, complete and legible. `written` is what the uppermost layer itself says.
pub(super) fn schemes(
    tokens: &Tokens,
    written: &ColorTokens,
    pictures: &Pictures,
    faults: &mut Vec<Fault>,
) -> Result<(Scheme, Scheme), Fault> {
    let day = Mixing { path: "color", written: &written.light, colors: tokens.color.light.clone() }.palette(faults)?;
    let mut night = Mixing { path: "color.dark", written: &written.dark, colors: tokens.color.dark.clone() };
    if !night.colors.contains_key(&ColorName::Brand) {
        let brand = brand_by_night(day[ColorName::Brand], night.paper(faults)?);
        night.colors.insert(ColorName::Brand, brand);
    }
    let night = night.palette(faults)?;
    let (light, dark) = tokens.background.resolve(pictures, (&day, &night), faults)?;
    Ok((Scheme { palette: day, backdrop: light }, Scheme { palette: night, backdrop: dark }))
}

/// The colours of one mode on their way to a palette.
struct Mixing<'a> {
    path: &'static str,
    written: &'a Colors,
    colors: Colors,
}

impl Mixing<'_> {
    fn palette(mut self, faults: &mut Vec<Fault>) -> Result<Palette, Fault> {
        let paper = self.paper(faults)?;
        self.derive(paper)?;
        if PAPER.iter().any(|name| self.written.contains_key(name)) {
            self.tint(paper[1])?;
        }
        for rule in RULES {
            self.hold(rule, faults)?;
        }
        Palette::complete(&self.colors).map_err(|name| self.missing(name))
    }

    /// Page and surface, on both of which some colour of text can be read.
    fn paper(&mut self, faults: &mut Vec<Fault>) -> Result<[Color; 2], Fault> {
        let (page, surface) = (self.color(ColorName::Page)?, self.color(ColorName::Surface)?);
        if page.nearest(&[page, surface], FOR_TEXT).is_some() {
            return Ok([page, surface]);
        }
        // Whichever was written stands; the other one follows it.
        let keeps_page = self.written.contains_key(&ColorName::Page);
        let only_surface_is_inherited = keeps_page && !self.written.contains_key(&ColorName::Surface);
        let (told, other) = match only_surface_is_inherited {
            true => (ColorName::Page, ColorName::Surface),
            false => (ColorName::Surface, ColorName::Page),
        };
        let reason = Reason::TooDifferent { color: self.colors[&told], other: self.key(other), other_color: self.colors[&other] };
        let fault = Fault::new(self.key(told), reason);
        if !faults.contains(&fault) {
            faults.push(fault);
        }
        let kept = if keeps_page { page } else { surface };
        self.colors.insert(ColorName::Page, kept);
        self.colors.insert(ColorName::Surface, kept);
        Ok([kept, kept])
    }

    /// What nobody wrote follows from the brand.
    fn derive(&mut self, paper: [Color; 2]) -> Result<(), Fault> {
        let brand = self.color(ColorName::Brand)?;
        let moved = |color: Color, ratio| color.nearest(&paper, ratio).unwrap_or(color);
        let link = *self.colors.entry(ColorName::Link).or_insert_with(|| moved(brand, FOR_TEXT));
        let primary = *self.colors.entry(ColorName::Primary).or_insert(brand);
        self.colors.entry(ColorName::OnPrimary).or_insert_with(|| Color::legible_on(primary));
        self.colors.entry(ColorName::PrimaryBorder).or_insert_with(|| moved(primary, FOR_OUTLINES));
        self.colors.entry(ColorName::Focus).or_insert_with(|| moved(link, FOR_OUTLINES));
        Ok(())
    }

    /// On new paper, coloured boxes of the old one would be holes.
    fn tint(&mut self, surface: Color) -> Result<(), Fault> {
        for (ground, ink) in TINTS.into_iter().filter(|(ground, _)| !self.written.contains_key(ground)) {
            let tinted = surface.toward(self.color(ink)?, 0.1);
            self.colors.insert(ground, tinted);
        }
        Ok(())
    }

    fn hold(&mut self, rule: &Rule, faults: &mut Vec<Fault>) -> Result<(), Fault> {
        let color = self.color(rule.name)?;
        let grounds = rule.grounds.iter().map(|name| self.color(*name)).collect::<Result<Vec<_>, _>>()?;
        let Some(at) = grounds.iter().position(|ground| color.contrast(*ground) < rule.ratio) else { return Ok(()) };
        let nearest = color.nearest(&grounds, rule.ratio);
        // An inherited ink moves silently. If no ink is left to move to, a written box is what has to give way.
        let own_box = rule.grounds.get(2).filter(|name| nearest.is_none() && self.written.contains_key(name));
        if self.written.contains_key(&rule.name) || own_box.is_some() {
            let (ground, on, ratio) = (self.key(rule.grounds[at]), grounds[at], color.contrast(grounds[at]));
            let reason = Reason::Contrast { color, ground, on, ratio, needs: rule.ratio, nearest };
            faults.push(Fault::new(self.key(rule.name), reason));
        }
        let passing = match (nearest, rule.grounds.get(2)) {
            (Some(passing), _) => passing,
            (None, Some(tint)) => {
                self.colors.insert(*tint, grounds[1]);
                color.nearest(&grounds[..2], rule.ratio).unwrap_or(color)
            }
            (None, None) => Color::legible_on(grounds[0]),
        };
        self.colors.insert(rule.name, passing);
        Ok(())
    }

    fn color(&self, name: ColorName) -> Result<Color, Fault> {
        self.colors.get(&name).copied().ok_or_else(|| self.missing(name))
    }

    fn key(&self, name: ColorName) -> String {
        format!("{}.{}", self.path, name.key())
    }

    fn missing(&self, name: ColorName) -> Fault {
        Fault::new(self.key(name), Reason::Missing)
    }
}

fn brand_by_night(brand: Color, paper: [Color; 2]) -> Color {
    // A black brand is a white one at night: a grey button would look switched off.
    let inked = brand.is_neutral() && brand.lightness() < 0.5;
    let start = if inked { brand.with_lightness(1.0 - brand.lightness()) } else { brand };
    start.nearest(&paper, FOR_TEXT).unwrap_or(start)
}

#[cfg(test)]
mod tests;
