//! A time zone of the IANA database, which is compiled in.

use std::sync::LazyLock;

use jiff::{
    Timestamp,
    tz::{self, TimeZoneDatabase},
};
use time::{OffsetDateTime, UtcOffset};

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Where a person's clock is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone {
    name: String,
    zone: tz::TimeZone,
}

impl TimeZone {
    /// The zone of this name, such as `Europe/Madrid`.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        let zone = DATABASE.get(name).ok()?;
        Some(Self { name: zone.iana_name()?.to_owned(), zone })
    }

    /// The zones to choose from, by name. Only those named after places, and UTC.
    pub fn names() -> impl Iterator<Item = String> {
        let regions =
            ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];
        let is_place = move |name: &str| name.split_once('/').is_some_and(|(region, _)| regions.contains(&region));
        DATABASE.available().map(|name| name.as_str().to_owned()).filter(move |name| name == "UTC" || is_place(name))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its clocks show at a moment.
    #[must_use]
    pub fn local(&self, at: OffsetDateTime) -> OffsetDateTime {
        let offset = Timestamp::from_second(at.unix_timestamp()).map(|at| self.zone.to_offset(at).seconds());
        at.to_offset(UtcOffset::from_whole_seconds(offset.unwrap_or_default()).unwrap_or(UtcOffset::UTC))
    }

    /// What the zone is called at a moment, such as `CEST`; its distance from UTC where it has no letters of its own.
    #[must_use]
    pub fn label(&self, at: OffsetDateTime) -> String {
        let Ok(at) = Timestamp::from_second(at.unix_timestamp()) else { return self.name.clone() };
        let info = self.zone.to_offset_info(at);
        let letters = info.abbreviation();
        if letters.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return letters.to_owned();
        }
        let minutes = info.offset().seconds() / 60;
        let (sign, hours, rest) = (if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60);
        if rest == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{rest:02}") }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn clocks_differ_by_place_and_season() {
        let madrid = TimeZone::find("europe/madrid").unwrap();
        assert_eq!(madrid.name(), "Europe/Madrid");
        let (winter, summer) = (datetime!(2026-01-15 12:00 UTC), datetime!(2026-07-15 12:00 UTC));
        assert_eq!((madrid.local(winter).hour(), madrid.label(winter)), (13, "CET".to_owned()));
        assert_eq!((madrid.local(summer).hour(), madrid.label(summer)), (14, "CEST".to_owned()));
        let label = |name| TimeZone::find(name).unwrap().label(winter);
        assert_eq!((label("America/Sao_Paulo"), label("Asia/Kathmandu")), ("UTC-3".to_owned(), "UTC+5:45".to_owned()));
        assert!(TimeZone::find("Atlantis/Capital").is_none());
        assert!(TimeZone::names().count() > 300 && TimeZone::names().any(|name| name == "Asia/Tokyo"));
    }
}
