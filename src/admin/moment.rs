//! A time as pages of the dashboard show it: by the reader's clock, with the exact one for machines and for whoever points at it.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::frame::Frame;

/// A time.
pub struct Moment {
    /// By the reader's clock, or in UTC.
    pub text: String,
    /// In UTC, to the second (RFC 3339).
    pub exact: String,
}

impl Moment {
    /// As this page's reader is to see it.
    #[must_use]
    pub fn new(page: &Frame<'_>, at: OffsetDateTime) -> Self {
        let exact = at.to_offset(time::UtcOffset::UTC).truncate_to_second().format(&Rfc3339).unwrap_or_default();
        Self { text: page.moment(at), exact }
    }
}
