//! Which accounts a list shows, as its address says.

use serde::Deserialize;

use super::filter::{chosen, day, day_after};
use crate::{
    http::{error::Refusal, problems::question},
    model::user_list::{Order, Place, Span, Wanted},
};

/// What the address says. What it leaves out is empty.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct UserQuery {
    /// What somebody looks for.
    pub q: String,
    /// What they may do.
    pub role: String,
    /// Whether they may log in.
    pub status: String,
    /// Whether the address was proven: `yes` or `no`.
    pub verified: String,
    /// The first day that they were made on.
    pub created_from: String,
    /// The last one.
    pub created_to: String,
    /// The first day that they were last here on.
    pub seen_from: String,
    /// The last one.
    pub seen_to: String,
    /// In which order.
    pub sort: String,
    /// After which place.
    pub after: String,
}

/// The orders, as they stand in addresses.
const ORDERS: [(&str, Order); 6] = [
    ("email", Order::Email),
    ("-email", Order::EmailDescending),
    ("created_at", Order::Created),
    ("-created_at", Order::CreatedDescending),
    ("last_login_at", Order::LastLogin),
    ("-last_login_at", Order::LastLoginDescending),
];

impl UserQuery {
    /// Reads it. Whatever is not one of the words that the page itself writes is refused.
    pub fn wanted(&self) -> Result<Wanted, Refusal> {
        // Postgres cannot look for it.
        if self.q.contains('\0') {
            return Err(Refusal::BadRequest);
        }
        let verified = match self.verified.as_str() {
            "" => None,
            "yes" => Some(true),
            "no" => Some(false),
            _ => return Err(Refusal::BadRequest),
        };
        let sort = if self.sort.is_empty() { "email" } else { &self.sort };
        let order = ORDERS.iter().find(|(word, _)| *word == sort).ok_or(Refusal::BadRequest)?.1;
        Ok(Wanted {
            search: Some(self.q.clone()),
            role: chosen(&self.role)?,
            status: chosen(&self.status)?,
            verified,
            created: Span { from: day(&self.created_from)?, to: day_after(&self.created_to)? },
            seen: Span { from: day(&self.seen_from)?, to: day_after(&self.seen_to)? },
            order,
        })
    }

    /// After which place.
    pub fn place(&self) -> Result<Option<Place>, Refusal> {
        match self.after.as_str() {
            "" => Ok(None),
            cursor => Place::parse(cursor).map(Some).ok_or(Refusal::BadRequest),
        }
    }

    /// What is filtered by, as names and values of fields.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("q", &self.q),
            ("role", &self.role),
            ("status", &self.status),
            ("verified", &self.verified),
            ("created_from", &self.created_from),
            ("created_to", &self.created_to),
            ("seen_from", &self.seen_from),
            ("seen_to", &self.seen_to),
        ]
    }

    /// Whether nothing is filtered by.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.pairs().iter().all(|(_, value)| value.trim().is_empty())
    }

    /// Whether anything is filtered by that is not in plain view.
    #[must_use]
    pub fn has_days(&self) -> bool {
        [&self.created_from, &self.created_to, &self.seen_from, &self.seen_to].iter().any(|day| !day.is_empty())
    }

    /// The same list with another order or from another place on, as the end of an address.
    #[must_use]
    pub fn question(&self, sort: &str, after: &str) -> String {
        let pairs: Vec<(&str, &str)> = self.pairs().into_iter().chain([("sort", sort), ("after", after)]).collect();
        question(&pairs)
    }

    /// The order that a click on a column's heading asks for.
    #[must_use]
    pub fn turned(&self, column: &'static str, descending: &'static str) -> &'static str {
        let now = if self.sort.is_empty() { "email" } else { self.sort.as_str() };
        // Times are asked for latest first, addresses from A on.
        let rises = now == descending || (column == "email" && now != column);
        if rises { column } else { descending }
    }

    /// How a column is sorted, for whoever cannot see it; nothing if by another.
    #[must_use]
    pub fn sorted(&self, column: &str) -> &'static str {
        let now = if self.sort.is_empty() { "email" } else { self.sort.as_str() };
        match now.strip_prefix('-') {
            Some(now) if now == column => "descending",
            None if now == column => "ascending",
            Some(_) | None => "",
        }
    }
}
