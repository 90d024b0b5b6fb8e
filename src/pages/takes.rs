//! What of a site's own making its pages wear.

/// The pages that take a site's own CSS. Those where something is at stake for an account are none of them, nor is any page that
/// comes to be later, until somebody names it here.
const TAKE_CSS: [&str; 7] = ["/login", "/signup", "/check-mail", "/verify", "/forgot", "/reset", "/logout"];

/// The pages whose words are the portal's own whatever a site says: where somebody lets a program in. A font that draws other letters
/// than it is given would change them as well, and the code that is compared there.
const OWN_WORDS: [&str; 3] = ["/consent", "/device", "/device/done"];

/// The pages that take a site's small texts, whose links lead elsewhere and whose words could talk people into something: where
/// people come and go. By the same rule.
const TAKE_SLOTS: [&str; 5] = ["/login", "/signup", "/check-mail", "/forgot", "/logout"];

/// What one page takes.
#[derive(Clone, Copy)]
pub(super) struct Takes {
    /// The site's own CSS.
    pub css: bool,
    /// Its words, and the font they are drawn in.
    pub words: bool,
    /// Its small texts.
    pub slots: bool,
}

impl Takes {
    /// What a page that belongs to no site takes of the look it wears.
    pub const NEUTRAL: Self = Self { css: false, words: true, slots: false };

    /// What the page at `path` takes.
    pub fn of(path: &str) -> Self {
        Self { css: TAKE_CSS.contains(&path), words: !OWN_WORDS.contains(&path), slots: TAKE_SLOTS.contains(&path) }
    }
}
