//! Whether everything can still be read where a site's own CSS gives parts other colours. Every part is worked out as browsers do
//! it, in both modes and in every case: with each state and each condition of the CSS holding or not.

use std::collections::{BTreeMap, HashMap};

use super::{
    cascade::{KEY, Setting, Value},
    paint::{Layer, Paint},
    said::Rule,
};
use crate::model::theme::{Color, FOR_OUTLINES, FOR_TEXT, Fault, Mode, Reason, Theme};

/// The most conditions, each of which may hold or not.
const MOST_CONDITIONS: usize = 10;
/// The most shades of one part, and of all that are looked at.
const MOST_SHADES: usize = 400;
const MOST_LOOKS: usize = 60_000;

/// What of these rules makes something that cannot be read over this theme.
pub(super) fn faults(rules: &[Rule], theme: &Theme) -> Vec<Fault> {
    let nights: &[bool] = match theme.mode {
        _ if rules.is_empty() => &[],
        Mode::Auto => &[false, true],
        Mode::Light => &[false],
        Mode::Dark => &[true],
    };
    let mut faults = Vec::new();
    for night in nights {
        let setting = Setting::new(theme, *night, rules, &mut faults);
        let mut looking = Looking { setting: &setting, findings: BTreeMap::new(), looks: 0 };
        if setting.conditions.len() > MOST_CONDITIONS || looking.everywhere().is_none() {
            faults.push(Fault::new(KEY, Reason::TooManyCases));
        }
        faults.extend(looking.faults());
    }
    let mut told = Vec::new();
    faults.retain(|fault| {
        let is_new = !told.contains(fault);
        told.push(fault.clone());
        is_new
    });
    faults.sort_by_key(line_of);
    faults
}

fn line_of(fault: &Fault) -> u32 {
    match fault.reason {
        Reason::InCss { line, .. } | Reason::Unclear { line, .. } | Reason::Covers { line } => line,
        _ => 0,
    }
}

/// A look at the pages in one mode.
struct Looking<'a> {
    setting: &'a Setting<'a>,
    /// What the colours of the CSS meet.
    findings: BTreeMap<Origin, Vec<Meeting>>,
    looks: usize,
}

/// A line, and what it gives a colour.
type Origin = (u32, Role);

/// What a colour is used for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Ink,
    Ground,
    Edge,
}

/// Two colours that meet, one of which the CSS says.
#[derive(Clone, Copy, PartialEq)]
struct Meeting {
    part: &'static str,
    /// The one of the CSS, as it is written.
    written: Color,
    /// As it is seen there.
    seen: Color,
    other: Color,
    /// Their contrast, and what that has to be at least.
    ratio: f64,
    needs: f64,
    /// What may stand out from the ground in place of an edge.
    fill: Option<Color>,
}

impl Meeting {
    /// How close it comes to what it has to be; 1 for just enough.
    fn quality(&self) -> f64 {
        self.ratio / self.needs
    }

    /// Whether another colour would do in the place of the written one.
    fn takes(&self, color: Color) -> bool {
        color.contrast(self.other) >= self.needs || self.fill.is_some_and(|fill| color.contrast(fill) >= self.needs)
    }
}

/// A colour, and the line that it is from if it is from the CSS.
type From<T> = (T, Option<u32>);

/// How a place comes out in one case.
#[derive(Clone)]
struct Seen {
    ink: From<Paint>,
    grounds: Vec<From<Color>>,
}

impl Looking<'_> {
    /// Looks at every place in every case; nothing if those are too many.
    fn everywhere(&mut self) -> Option<()> {
        let setting = self.setting;
        let relevant: Vec<u32> = (0..setting.places.len()).map(|at| setting.relevant(at)).collect();
        let mut known: HashMap<(usize, u32), Seen> = HashMap::new();
        for case in 0..1_u32 << setting.conditions.len() {
            for (at, place) in setting.places.iter().enumerate() {
                if known.contains_key(&(at, case & relevant[at])) {
                    continue;
                }
                let outer = place.within.and_then(|part| setting.places.iter().position(|place| place.part == part));
                let around = outer.and_then(|outer| known.get(&(outer, case & relevant[outer])));
                let seen = self.seen(at, case, around)?;
                self.looks += seen.grounds.len();
                if self.looks > MOST_LOOKS {
                    return None;
                }
                self.judge(at, case, &seen);
                known.insert((at, case & relevant[at]), seen);
            }
        }
        Some(())
    }

    /// How a place comes out; nothing if its shades are too many.
    fn seen(&self, at: usize, case: u32, around: Option<&Seen>) -> Option<Seen> {
        let place = &self.setting.places[at];
        // Under the page lies the browser's own paper, which is dark by night in most.
        let ink = if self.setting.night { Color::WHITE } else { Color::BLACK };
        let bare = Seen { ink: (ink.into(), None), grounds: vec![(Color::WHITE, None), (Color::BLACK, None)] };
        let Seen { ink: inherited, mut grounds } = around.cloned().unwrap_or(bare);
        let mut ink = place.ink.map_or(inherited, |ink| (ink.into(), None));
        let (mut ground, mut image, mut is_spread) = (place.ground.map(|paint| (paint, None)), None, false);
        for applied in self.setting.said[at].iter().filter(|applied| applied.when & !case == 0) {
            let line = Some(applied.line);
            match &applied.value {
                Value::Ink(Some(paint)) => ink = (*paint, line),
                Value::Ink(None) => ink = (inherited.0, inherited.1.or(line)),
                Value::Ground(paint) => ground = Some((*paint, line)),
                Value::Image(layers) => image = Some((layers, line)),
                Value::Spread => is_spread = true,
                Value::Edge(_) | Value::Shadow => {}
            }
        }
        if let Some((paint, line)) = ground {
            grounds = grounds.into_iter().map(|(color, from)| (paint.over(color), line.or(from))).collect();
        }
        let drawn = match image {
            None => place.drawn.iter().map(|shade| (*shade, None)).collect(),
            Some((layers, line)) => drawn(layers, &grounds, line, is_spread)?,
        };
        // Where nothing can be drawn, what lies below is seen: it counts too.
        grounds.extend(drawn);
        once(&mut grounds);
        Some(Seen { ink, grounds })
    }

    /// Compares whatever has to be told apart at a place.
    fn judge(&mut self, at: usize, case: u32, seen: &Seen) {
        let setting = self.setting;
        let place = &setting.places[at];
        let edges =
            setting.said[at].iter().filter(|applied| applied.when & !case == 0).filter_map(|applied| match &applied.value {
                Value::Edge(paints) => Some(paints.iter().map(|paint| (*paint, Some(applied.line)))),
                Value::Ink(_) | Value::Ground(_) | Value::Image(_) | Value::Spread | Value::Shadow => None,
            });
        let edges: Vec<From<Paint>> = edges.flatten().collect();
        let fixed = |color: Color| (Paint::from(color), None);
        for ground in &seen.grounds {
            for ink in place.is_read.then_some(seen.ink).into_iter().chain(place.inks.iter().copied().map(fixed)) {
                self.compare(place.part, ink, *ground, (FOR_TEXT, None));
            }
            if let Some(ring) = place.ring.map(fixed) {
                self.compare(place.part, ring, *ground, (FOR_OUTLINES, None));
            }
            for [edge, fill] in place.control.iter().chain(&place.button) {
                self.compare(place.part, fixed(*edge), *ground, (FOR_OUTLINES, Some(*fill)));
            }
            for (edge, [_, fill]) in edges.iter().filter_map(|edge| place.button.map(|button| (edge, button))) {
                self.compare(place.part, *edge, *ground, (FOR_OUTLINES, Some(fill)));
            }
        }
    }

    fn compare(
        &mut self,
        part: &'static str,
        (ink, written): From<Paint>,
        (ground, below): From<Color>,
        (needs, fill): (f64, Option<Color>),
    ) {
        let over = ink.over(ground);
        let ratio = over.contrast(ground);
        let (line, role, meeting) = match (written, below) {
            // An edge is needed by what does not stand out itself.
            (Some(_), _) if fill.is_some_and(|fill| fill.contrast(ground) >= needs) => return,
            (Some(line), _) => {
                let role = if needs < FOR_TEXT { Role::Edge } else { Role::Ink };
                (line, role, Meeting { part, written: ink.color, seen: over, other: ground, ratio, needs, fill: None })
            }
            (None, Some(line)) => {
                (line, Role::Ground, Meeting { part, written: ground, seen: ground, other: over, ratio, needs, fill })
            }
            // What the theme says by itself is checked where it is said.
            (None, None) => return,
        };
        let meetings = self.findings.entry((line, role)).or_default();
        if !meetings.contains(&meeting) {
            meetings.push(meeting);
        }
    }

    /// Of each colour, where it is worst.
    fn faults(self) -> Vec<Fault> {
        let night = self.setting.night;
        let told = |((line, _), meetings): (Origin, Vec<Meeting>)| {
            let wrong = meetings.iter().filter(|meeting| !meeting.takes(meeting.seen));
            let worst = wrong.min_by(|one, other| one.quality().total_cmp(&other.quality()))?;
            let nearest = worst.written.nearest_that(|color| meetings.iter().all(|meeting| meeting.takes(color)));
            let Meeting { part, seen: color, other: on, ratio, needs, .. } = *worst;
            Some(Fault::new(KEY, Reason::InCss { line, part, night, color, on, ratio, needs, nearest }))
        };
        self.findings.into_iter().filter_map(told).collect()
    }
}

/// What is seen of layers over what lies below; nothing if that is too much.
fn drawn(layers: &[Layer], grounds: &[From<Color>], line: Option<u32>, is_spread: bool) -> Option<Vec<From<Color>>> {
    let mut shades: Vec<From<Color>> = grounds.to_vec();
    for layer in layers {
        let over = shades.iter().flat_map(|(shade, _)| layer.over(*shade)).map(|shade| (shade, line));
        let mut over: Vec<_> = over.collect();
        // What is beside it, or there without it.
        if is_spread || matches!(layer, Layer::Picture) {
            over.extend(&shades);
        }
        once(&mut over);
        if over.len() > MOST_SHADES {
            return None;
        }
        shades = over;
    }
    Some(shades)
}

/// Leaves out what is there already.
fn once(shades: &mut Vec<From<Color>>) {
    let mut known = Vec::new();
    shades.retain(|(color, _)| {
        let is_new = !known.contains(color);
        known.push(*color);
        is_new
    });
}

#[cfg(test)]
mod tests;
