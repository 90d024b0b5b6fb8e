//! What every page of the dashboard draws on: the navigation, the reader's language and clock, and whose desk it is. Its look is
//! the default theme's; a site's has no say here.

use std::fmt::Display;

use time::OffsetDateTime;

use super::{
    desk::Desk,
    nav::{Audience, Entry, PORTAL, SITE, Section, WAY_OUT},
    office::Office,
};
use crate::{
    app::App,
    flows::Call,
    http::assets,
    model::time_zone::TimeZone,
    words::{self, Argument, Locale},
};

/// The frame of a page. Templates know it as `page`.
pub struct Frame<'a> {
    app: &'a App,
    locale: Locale,
    zone: Option<TimeZone>,
    /// The language.
    pub lang: &'static str,
    /// Its direction.
    pub dir: &'static str,
    /// The default theme's style sheet.
    pub stylesheet: String,
    /// The page's title, which is also its heading.
    pub title: String,
    /// What stands below the heading.
    pub lead: String,
    /// Where the dashboard begins.
    pub home: String,
    /// What every link to one of the site's pages in the dashboard begins with.
    pub base: String,
    /// The navigation.
    pub groups: Vec<Group>,
    /// The way here, without the page itself.
    pub crumbs: Vec<Link>,
    /// A message that the last page left.
    pub notice: Option<String>,
    /// Who sits at the desk; nobody on pages for strangers.
    pub who: Option<Who>,
    /// The site that the page is about.
    pub site: Option<SiteName>,
    /// The languages to choose from.
    pub languages: Vec<Link>,
}

/// Lines of the navigation that belong together.
pub struct Group {
    /// What they have in common; nothing for the portal's own.
    pub name: String,
    /// The lines.
    pub links: Vec<Link>,
}

/// Words that lead somewhere.
pub struct Link {
    /// Where.
    pub href: String,
    /// The words.
    pub text: String,
    /// The language of the words, where that differs from the page's.
    pub lang: &'static str,
    /// Whether the reader is there already.
    pub current: bool,
}

/// Who sits at the desk.
pub struct Who {
    /// The operator, or an admin's address.
    pub name: String,
    /// Where the button to log out leads.
    pub logout: String,
    /// An admin's own account.
    pub account: Option<String>,
    /// Whether it is the operator.
    pub is_operator: bool,
}

/// The site that a page is about.
pub struct SiteName {
    /// Its name.
    pub name: String,
    /// Its initials.
    pub monogram: String,
    /// Its login page.
    pub login: String,
    /// Whether it answers at all.
    pub disabled: bool,
}

impl<'a> Frame<'a> {
    /// A page for whoever is not known, or when nothing is known but what went wrong.
    #[must_use]
    pub fn bare(app: &'a App, locale: Locale, home: String) -> Self {
        Self {
            app,
            locale,
            zone: None,
            lang: locale.code,
            dir: locale.direction,
            stylesheet: app.themes.fallback().theme.stylesheet_path(),
            title: String::new(),
            lead: String::new(),
            base: home.clone(),
            home,
            groups: Vec::new(),
            crumbs: Vec::new(),
            notice: None,
            who: None,
            site: None,
            languages: Vec::new(),
        }
    }

    /// A page of the portal's for whoever is not logged in. `here` is its address.
    #[must_use]
    pub fn of_stranger(call: &'a Call, here: &str) -> Self {
        Self { languages: languages(&call.app, call.locale, here), ..Self::bare(&call.app, call.locale, "/admin".to_owned()) }
    }

    /// A page of the operator's that concerns no single site.
    #[must_use]
    pub fn of_portal(office: &'a Office, section: Section) -> Self {
        let frame = Self::of_stranger(&office.call, office.here());
        let groups = vec![frame.group(String::new(), PORTAL, "", section, true)];
        let who = frame.operator();
        let crumbs = if section == Section::Overview { Vec::new() } else { frame.way_to(Section::Overview, "") };
        Self { groups, crumbs, who: Some(who), notice: office.browser.take_notice(), ..frame }.titled_by(section)
    }

    /// The page in other languages lies elsewhere: this address only takes a form.
    #[must_use]
    pub fn translated_at(self, address: &str) -> Self {
        Self { languages: languages(self.app, self.locale, address), ..self }
    }

    /// A page of one site.
    #[must_use]
    pub fn of_site(desk: &'a Desk, section: Section) -> Self {
        let site = &desk.visit().site;
        let home = if desk.is_operator() { "/admin".to_owned() } else { desk.path("") };
        let mut frame = Self::bare(desk.app(), desk.locale, home).translated_at(desk.here());
        frame.base = desk.path("");
        frame.zone = desk.zone();
        if desk.is_operator() {
            frame.groups.push(frame.group(String::new(), WAY_OUT, "", Section::Sites, true));
            frame.crumbs.extend(frame.way_to(Section::Sites, ""));
        }
        frame.groups.push(frame.group(site.name.clone(), SITE, &frame.base, section, desk.is_operator()));
        if section != Section::Home {
            frame.crumbs.push(link(frame.base.clone(), site.name.clone()));
        }
        frame.who = Some(match desk.member() {
            None => frame.operator(),
            Some(session) => Who {
                name: session.user.email.clone(),
                logout: format!("{}/logout", site.base.path),
                account: Some(format!("{}/account", site.base.path)),
                is_operator: false,
            },
        });
        frame.site = Some(SiteName {
            name: site.name.clone(),
            monogram: site.monogram(),
            login: site.base.url("/login"),
            disabled: desk.disabled,
        });
        frame.titled_by(section)
    }

    /// With another title, for a page below one of the navigation's; that one joins the way here.
    #[must_use]
    pub fn below(mut self, section: Section, title: String) -> Self {
        // What concerns no single site has its whole address in the navigation.
        let base = self.site.as_ref().map(|_| self.base.clone()).unwrap_or_default();
        self.crumbs.extend(self.way_to(section, &base));
        Self { title, ..self }
    }

    /// With the message that the last page left.
    #[must_use]
    pub fn with_notice(self, notice: Option<String>) -> Self {
        Self { notice, ..self }
    }

    /// With another title.
    #[must_use]
    pub fn titled(self, title: String) -> Self {
        Self { title, ..self }
    }

    /// With a sentence below the heading.
    #[must_use]
    pub fn led_by(self, lead: String) -> Self {
        Self { lead, ..self }
    }

    /// As `led_by`, with a sentence of the catalogue.
    #[must_use]
    pub fn led_by_text(self, key: &str) -> Self {
        let lead = self.text(key);
        self.led_by(lead)
    }

    /// A sentence.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.app.words.text(self.locale, key, &[])
    }

    /// A sentence with something filled in.
    #[must_use]
    pub fn text_with(&self, key: &str, name: &str, value: impl Argument) -> String {
        self.app.words.text(self.locale, key, &[(name, value.value())])
    }

    /// A sentence with two things filled in.
    #[must_use]
    pub fn text_with_two(&self, key: &str, name: &str, value: impl Argument, other: &str, other_value: impl Argument) -> String {
        self.app.words.text(self.locale, key, &[(name, value.value()), (other, other_value.value())])
    }

    /// A day, written out.
    #[must_use]
    pub fn date(&self, at: OffsetDateTime) -> String {
        self.app.words.date(self.locale, at)
    }

    /// The reader's clock, if it was told.
    #[must_use]
    pub fn zone(&self) -> Option<&TimeZone> {
        self.zone.as_ref()
    }

    /// A day and its time by the reader's clock, or in UTC.
    #[must_use]
    pub fn moment(&self, at: OffsetDateTime) -> String {
        self.app.words.moment(self.locale, at, self.zone.as_ref())
    }

    /// A number as people read it.
    #[must_use]
    pub fn number(&self, number: impl Display) -> String {
        words::number(number)
    }

    /// Where a file of `static/` is served.
    #[must_use]
    pub fn asset(&self, file: &str) -> &'static str {
        assets::address(file)
    }

    fn titled_by(mut self, section: Section) -> Self {
        if let Some(entry) = section.entry() {
            self.title = self.text(entry.key);
        }
        self
    }

    fn way_to(&self, section: Section, base: &str) -> Vec<Link> {
        section.entry().into_iter().map(|entry| link(format!("{base}{}", entry.path), self.text(entry.key))).collect()
    }

    fn group(&self, name: String, entries: &[Entry], base: &str, current: Section, operator: bool) -> Group {
        let found = entries.iter().filter(|entry| operator || entry.audience == Audience::Everybody);
        let links = found.map(|entry| Link {
            current: entry.section == current,
            ..link(format!("{base}{}", entry.path), self.text(entry.key))
        });
        Group { name, links: links.collect() }
    }

    fn operator(&self) -> Who {
        Who { name: self.text("admin-operator"), logout: "/admin/logout".to_owned(), account: None, is_operator: true }
    }
}

fn link(href: String, text: String) -> Link {
    Link { href, text, lang: "", current: false }
}

fn languages(app: &App, now: Locale, here: &str) -> Vec<Link> {
    let joint = if here.contains('?') { '&' } else { '?' };
    let of = |locale: Locale| Link {
        href: format!("{here}{joint}ui_locales={}", locale.code),
        text: locale.name.to_owned(),
        lang: locale.code,
        current: locale == now,
    };
    app.words.offered().map(of).collect()
}
