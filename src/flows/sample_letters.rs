//! Every letter as it would be sent now, with made-up particulars and in the look that is being worked on.

use std::sync::Arc;

use anyhow::Result;

use super::{administration::Admin, look};
use crate::{
    mail::{letter_page::LetterPage, writing::Said, written::Written},
    model::look::Look,
    words::Locale,
};

/// Who a sample is written to, where nobody reads it but on a page.
const READER: &str = "ada.lovelace@example.com";

/// The letter of this name, in this language; nothing if there is none.
pub async fn show(admin: &Admin, name: &str, locale: Locale) -> Result<Option<Written>> {
    let visit = &admin.visit;
    let Some(said) = Said::sample(name, visit.now) else { return Ok(None) };
    let page = LetterPage::wearing(draft(admin).await?, &visit.app, &visit.site, locale, READER).shown_here();
    said.fill(&page).map(Some)
}

/// The look that is being worked on.
pub async fn draft(admin: &Admin) -> Result<Arc<Look>> {
    let layer = look::show(admin).await?.layer();
    Ok(admin.visit.app.themes.settle(&admin.visit.site, layer).0)
}
