//! A time as lists of the dashboard show it: short, by the reader's clock, with the exact one for machines and for whoever points at it.

use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use super::frame::Frame;

/// A time.
pub struct Moment {
    /// By the reader's clock, or in UTC.
    pub text: String,
    /// In UTC, to the second (RFC 3339).
    pub exact: String,
    /// Whether nobody told the reader's clock. The page's script knows the browser's.
    pub is_utc: bool,
}

impl Moment {
    /// As this page's reader is to see it.
    #[must_use]
    pub fn new(page: &Frame<'_>, at: OffsetDateTime) -> Self {
        let utc = at.to_offset(UtcOffset::UTC).truncate_to_second();
        let shown = |at: OffsetDateTime| format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute());
        Self {
            text: page.zone().map_or_else(|| format!("{} UTC", shown(utc)), |zone| shown(zone.local(at))),
            exact: utc.format(&Rfc3339).unwrap_or_default(),
            is_utc: page.zone().is_none(),
        }
    }
}
