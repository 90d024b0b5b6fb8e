//! Where the files of a look are served that its style sheet speaks of.

/// Where the pictures behind a page are served.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures {
    /// By day.
    pub light: Option<String>,
    /// By night; without one, that of the day.
    pub dark: Option<String>,
}

/// Where a look's own fonts are served.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fonts {
    /// The font of all text.
    pub plain: Option<String>,
    /// The font of what is bold.
    pub bold: Option<String>,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The pictures behind its pages.
    pub pictures: Pictures,
    /// Its fonts.
    pub fonts: Fonts,
}
