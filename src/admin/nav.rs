//! What there is to be found in the dashboard, and in which order. A new page is a line here.

/// A part of the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Everything at a glance.
    Overview,
    /// All sites.
    Sites,
    /// The letters of all sites.
    AllLetters,
    /// The logins of all sites.
    Logins,
    /// What the operator did.
    Record,
    /// One site at a glance.
    Home,
    /// What a site is and how people get in.
    Settings,
    /// The host that a site's pages are at.
    LoginHost,
    /// The keys that sign a site's tokens.
    Keys,
    /// What a site does not come back from.
    Danger,
    /// How a site looks.
    Look,
    /// What its pages and letters say.
    Texts,
    /// Its letters, to look at.
    Letters,
    /// The apps that a site's people log in to.
    Clients,
    /// A site's people.
    Users,
    /// Who is invited to a site.
    Invitations,
    /// What happened at a site.
    Audit,
    /// Who sends a site's letters.
    Mail,
    /// A site's letters.
    Outbox,
}

/// Who finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Whoever administers the site.
    Everybody,
    /// The operator only.
    Operator,
}

/// A line of the navigation. Its words, which are also its page's title, are `admin-nav-…`.
pub struct Entry {
    /// Which part.
    pub section: Section,
    /// Its address: below the portal, or below the site's place in the dashboard.
    pub path: &'static str,
    /// The key of its words.
    pub key: &'static str,
    /// Who finds it.
    pub audience: Audience,
}

/// What concerns all sites.
pub const PORTAL: &[Entry] = &[
    for_operator(Section::Overview, "/admin", "admin-nav-overview"),
    for_operator(Section::Sites, "/admin/sites", "admin-nav-sites"),
    for_operator(Section::AllLetters, "/admin/outbox", "admin-nav-outbox"),
    for_operator(Section::Logins, "/admin/logins", "admin-nav-logins"),
    for_operator(Section::Record, "/admin/audit", "admin-nav-record"),
];

/// As much of it as is at hand within a site: the overview, and the sites.
pub const WAY_OUT: &[Entry] = PORTAL.split_at(2).0;

/// What concerns one site.
pub const SITE: &[Entry] = &[
    for_everybody(Section::Home, "", "admin-nav-home"),
    for_everybody(Section::Users, "/users", "admin-nav-users"),
    for_everybody(Section::Invitations, "/invitations", "admin-nav-invitations"),
    for_everybody(Section::Clients, "/clients", "admin-nav-clients"),
    for_everybody(Section::Look, "/look", "admin-nav-look"),
    for_everybody(Section::Texts, "/texts", "admin-nav-texts"),
    for_everybody(Section::Letters, "/letters", "admin-nav-letters"),
    for_everybody(Section::Mail, "/mail", "admin-nav-mail"),
    for_everybody(Section::Outbox, "/outbox", "admin-nav-outbox"),
    for_everybody(Section::Settings, "/settings", "admin-nav-settings"),
    for_operator(Section::LoginHost, "/host", "admin-nav-host"),
    for_everybody(Section::Keys, "/keys", "admin-nav-keys"),
    for_everybody(Section::Audit, "/audit", "admin-nav-audit"),
    for_operator(Section::Danger, "/danger", "admin-nav-danger"),
];

impl Section {
    /// Its line in the navigation.
    #[must_use]
    pub fn entry(self) -> Option<&'static Entry> {
        PORTAL.iter().chain(SITE).find(|entry| entry.section == self)
    }
}

const fn for_operator(section: Section, path: &'static str, key: &'static str) -> Entry {
    Entry { section, path, key, audience: Audience::Operator }
}

const fn for_everybody(section: Section, path: &'static str, key: &'static str) -> Entry {
    Entry { section, path, key, audience: Audience::Everybody }
}
