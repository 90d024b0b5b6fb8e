//! The operator looks at everything at once.

use anyhow::Result;

use super::Call;
use crate::{model::overview::Overview, store};

/// Counts over all sites.
pub async fn count(call: &Call) -> Result<Overview> {
    let mut tx = call.app.database.platform("numbers over all sites").await?;
    store::overview::count(&mut tx, call.now).await
}
