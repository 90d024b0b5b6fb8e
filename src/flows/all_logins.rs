//! The logins of all sites, for the operator: those that came off, and those that were refused.

use anyhow::Result;

use super::Call;
use crate::{
    model::audit::{Place, PlatformEntry, Wanted},
    store,
};

/// How many are shown at once.
const MOST: usize = 50;

/// Some logins, and where the next ones begin, if there are more.
pub struct Part {
    /// The entries.
    pub entries: Vec<PlatformEntry>,
    /// The place of the last one, if others follow.
    pub next: Option<Place>,
}

/// The newest of those wanted.
pub async fn read(call: &Call, wanted: &Wanted) -> Result<Part> {
    let mut tx = call.app.database.platform("logins that the operator looks at").await?;
    let mut entries = store::audit::logins(&mut tx, wanted, i64::try_from(MOST)? + 1).await?;
    let has_more = entries.len() > MOST;
    entries.truncate(MOST);
    Ok(Part { next: entries.last().filter(|_| has_more).map(|found| found.entry.place()), entries })
}
