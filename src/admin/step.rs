//! Something to be done before people depend on a site, or on the whole portal.

use super::frame::{Frame, Link};

/// A step.
pub struct Step {
    /// Whether it is done.
    pub done: bool,
    /// What is to be done.
    pub text: String,
    /// Why, and how.
    pub hint: String,
    /// Where, if that is in the dashboard.
    pub link: Option<Link>,
}

/// Those that are done or not; none at all once all are done. Each has its words after `admin-step-`, and where it is done.
#[must_use]
pub fn steps(page: &Frame<'_>, list: &[(bool, &str, Option<String>)]) -> Vec<Step> {
    if list.iter().all(|(done, ..)| *done) {
        return Vec::new();
    }
    let step = |(done, name, href): &(bool, &str, Option<String>)| {
        let text = page.text(&format!("admin-step-{name}"));
        let link = |href: &String| Link { href: href.clone(), text: text.clone(), lang: "", current: false };
        Step {
            done: *done,
            hint: page.text(&format!("admin-step-{name}-hint")),
            link: href.as_ref().map(link),
            text: text.clone(),
        }
    };
    list.iter().map(step).collect()
}
