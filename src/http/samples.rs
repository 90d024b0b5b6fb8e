//! The hosted pages with made-up content, for whoever works on a site's look. The dashboard knows no page by name; it is handed
//! them by the router.

use axum::response::Response;

use super::error::Fault;
use crate::flows::Visit;

/// What there is to see.
#[derive(Clone, Copy)]
pub struct Samples {
    /// All of it, in the order of a list to choose from.
    pub groups: fn() -> Vec<Group>,
    /// One of them, as a visit to the site shows it: the first, if the name is empty; nothing, if there is none of this name.
    pub show: fn(&Visit, &str) -> Result<Option<Response>, Fault>,
}

/// Samples that belong together.
pub struct Group {
    /// The key of the group's name.
    pub title: &'static str,
    /// What there is in it.
    pub samples: Vec<Listed>,
}

/// A sample in a list.
pub struct Listed {
    /// Its name.
    pub name: String,
    /// The key of its label.
    pub label: String,
}

/// The policy of a sample: it may stand in a frame of the portal's own, and its forms lead nowhere.
pub const SAMPLE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
/// As `SAMPLE_POLICY`, for a letter, which brings its style along.
pub const LETTER_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
