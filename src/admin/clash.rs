//! Two people at one form: what one of them saved meanwhile, beside what the other one typed.

/// A field in which the two differ.
pub struct Clash {
    /// The field's id.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What was saved meanwhile.
    pub theirs: String,
    /// What was typed here.
    pub yours: String,
}

impl Clash {
    /// Whether there is anything to tell.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.theirs != self.yours
    }
}

/// A field's value on one line.
#[must_use]
pub fn plain(value: &str) -> String {
    value.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
}
