//! Bars for what happened day by day or hour by hour, and the same in a table.

use super::{frame::Frame, moment::Moment};
use crate::model::{overview::Hour, stats::Day};

/// The height of the highest bar, and the width of each with the gap beside it, in the picture's own units.
const HEIGHT: i64 = 100;
const STEP: i64 = 10;

/// A chart of some days or hours.
pub struct Chart {
    /// What is counted.
    pub title: String,
    /// What each bar stands for.
    pub unit: String,
    /// All in one sentence.
    pub sum: String,
    /// One for each.
    pub bars: Vec<Bar>,
    /// The width of the picture.
    pub width: i64,
    /// The first and the last.
    pub ends: (String, String),
    /// What the highest bar stands for; nothing where there is none.
    pub highest: Option<String>,
    /// Whether it counts what had better not be.
    pub is_bad: bool,
}

/// A day or an hour.
pub struct Bar {
    /// Where it begins.
    pub x: i64,
    /// Where its top is.
    pub y: i64,
    /// How high it is.
    pub height: i64,
    /// When, for machines.
    pub at: String,
    /// When, in words.
    pub name: String,
    /// How many.
    pub count: String,
}

impl Chart {
    /// Of one of the counts of some days. `key` begins the keys of its words.
    #[must_use]
    pub fn of_days(page: &Frame<'_>, key: &str, days: &[Day], of: impl Fn(&Day) -> i64) -> Self {
        let point = |day: &Day| (day.day.to_string(), page.date(day.day.midnight().assume_utc()), of(day));
        Self::new(page, key, "chart-day", days.iter().map(point).collect())
    }

    /// Of one of the counts of some hours.
    #[must_use]
    pub fn of_hours(page: &Frame<'_>, key: &str, hours: &[Hour], of: impl Fn(&Hour) -> i64) -> Self {
        let point = |hour: &Hour| {
            let at = Moment::new(page, hour.at);
            (at.exact, at.text, of(hour))
        };
        let ends = (page.text("chart-hours-ago"), page.text("chart-now"));
        Self { ends, ..Self::new(page, key, "chart-hour", hours.iter().map(point).collect()) }
    }

    /// The same, of what had better not be.
    #[must_use]
    pub fn bad(self) -> Self {
        Self { is_bad: true, ..self }
    }

    /// Of times, for machines and in words, with what is counted in each.
    fn new(page: &Frame<'_>, key: &str, unit: &str, points: Vec<(String, String, i64)>) -> Self {
        let total: i64 = points.iter().map(|(_, _, count)| count).sum();
        let highest = points.iter().map(|(_, _, count)| *count).max().unwrap_or_default();
        let bar = |(place, (at, name, count)): (usize, (String, String, i64))| {
            // Even one in a million is seen.
            let height = if count == 0 { 0 } else { (count * HEIGHT / highest).max(2) };
            let x = i64::try_from(place).unwrap_or_default() * STEP;
            Bar { x, y: HEIGHT - height, height, at, name, count: page.number(count) }
        };
        let bars: Vec<Bar> = points.into_iter().enumerate().map(bar).collect();
        let end = |bar: Option<&Bar>| bar.map(|bar| bar.name.clone()).unwrap_or_default();
        Self {
            title: page.text(key),
            unit: page.text(unit),
            sum: page.text_with(&format!("{key}-sum"), "number", page.number(total)),
            width: i64::try_from(bars.len()).unwrap_or_default() * STEP,
            highest: (highest > 0).then(|| page.text_with("chart-highest", "number", page.number(highest))),
            is_bad: false,
            ends: (end(bars.first()), end(bars.last())),
            bars,
        }
    }
}
