//! The way through a list that comes in pages.

use crate::{http::problems::question, model::paging::Paging};

/// What stands below a list.
pub struct Pager {
    /// The first entry shown, counted from 1.
    pub first: i64,
    /// The last entry shown.
    pub last: i64,
    /// How many there are in all.
    pub total: i64,
    /// Where the page before this one is.
    pub previous: Option<String>,
    /// Where the next one is.
    pub next: Option<String>,
}

impl Pager {
    /// For a list at `path`, which keeps what else its query says.
    #[must_use]
    pub fn new(path: &str, kept: &[(&str, &str)], paging: Paging, total: i64) -> Self {
        let to = |page: i64| {
            let page = page.to_string();
            let number = if page == "1" { "" } else { page.as_str() };
            let pairs: Vec<(&str, &str)> = kept.iter().copied().chain([("page", number)]).collect();
            format!("{path}{}", question(&pairs))
        };
        let last = (paging.offset() + paging.per_page).min(total);
        Self {
            first: (paging.offset() + 1).min(total),
            last,
            total,
            previous: (paging.page > 1).then(|| to(paging.page - 1)),
            next: (last < total).then(|| to(paging.page + 1)),
        }
    }
}
