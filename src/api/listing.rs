//! Lists that come in pages.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::model::{paging::Paging, problem::Problem};

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub struct Listing<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Which page this is, counted from 1.
    #[schema(example = 1)]
    pub page: i64,
    /// How many entries a page has.
    #[schema(example = 25)]
    pub per_page: i64,
    /// How many entries there are in all.
    #[schema(example = 1)]
    pub total: i64,
}

/// Which page of a list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Which page, counted from 1.
    #[param(minimum = 1, default = 1)]
    page: Option<i64>,
    /// How many entries a page has.
    #[param(minimum = 1, maximum = 100, default = 25)]
    per_page: Option<i64>,
    /// Words that an entry must contain.
    pub search: Option<String>,
}

impl ListQuery {
    /// The page that is asked for.
    pub fn paging(&self) -> Result<Paging, Vec<Problem>> {
        Paging::parse(self.page, self.per_page)
    }
}

impl<T> Listing<T> {
    /// The answer to a query.
    #[must_use]
    pub fn new(items: Vec<T>, Paging { page, per_page }: Paging, total: i64) -> Self {
        Self { items, page, per_page, total }
    }
}
