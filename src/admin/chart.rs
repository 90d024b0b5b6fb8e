//! Bars for what happened day by day, and the same in a table.

use super::frame::Frame;
use crate::model::stats::Day;

/// The height of the highest bar, and the width of each with the gap beside it, in the picture's own units.
const HEIGHT: i64 = 100;
const STEP: i64 = 10;

/// A chart of some days.
pub struct Chart {
    /// What is counted.
    pub title: String,
    /// All in one sentence.
    pub sum: String,
    /// One for each day.
    pub bars: Vec<Bar>,
    /// The width of the picture.
    pub width: i64,
    /// The first and the last day.
    pub ends: (String, String),
}

/// A day.
pub struct Bar {
    /// Where it begins.
    pub x: i64,
    /// Where its top is.
    pub y: i64,
    /// How high it is.
    pub height: i64,
    /// The day, for machines.
    pub day: String,
    /// The day, in words.
    pub name: String,
    /// How many.
    pub count: String,
}

impl Chart {
    /// Of one of the counts of some days. `key` begins the keys of its words.
    #[must_use]
    pub fn new(page: &Frame<'_>, key: &str, days: &[Day], of: impl Fn(&Day) -> i64) -> Self {
        let highest = days.iter().map(&of).max().unwrap_or_default().max(1);
        let bar = |(place, day): (usize, &Day)| {
            let count = of(day);
            // Even one in a million is seen.
            let height = if count == 0 { 0 } else { (count * HEIGHT / highest).max(2) };
            let x = i64::try_from(place).unwrap_or_default() * STEP;
            let name = page.date(day.day.midnight().assume_utc());
            Bar { x, y: HEIGHT - height, height, day: day.day.to_string(), name, count: page.number(count) }
        };
        let bars: Vec<Bar> = days.iter().enumerate().map(bar).collect();
        let end = |bar: Option<&Bar>| bar.map(|bar| bar.name.clone()).unwrap_or_default();
        let total = page.number(days.iter().map(&of).sum::<i64>());
        Self {
            title: page.text(key),
            sum: page.text_with(&format!("{key}-sum"), "number", total),
            width: i64::try_from(bars.len()).unwrap_or_default() * STEP,
            ends: (end(bars.first()), end(bars.last())),
            bars,
        }
    }
}
