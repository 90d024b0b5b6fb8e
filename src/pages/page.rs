//! What every page's template draws on: the site's look, the reader's language, and what is wrong with the form.

use std::sync::Arc;

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use fluent_bundle::FluentValue;
use time::Duration;

use super::takes::Takes;
pub use crate::http::problems::{Problems, query, question};
use crate::{
    app::App,
    flows::{Visit, dead_link::DeadLink, oidc::authorize},
    http::{assets, error::Fault, headers::PAGE_POLICY},
    model::{
        look::{Asset, AssetKind, Logo, Look, Sheet},
        return_to::ReturnTo,
        theme::{Fonts, Links},
    },
    words::{Argument, Locale},
};

/// The frame of a page.
pub struct Page<'a> {
    app: &'a App,
    look: Arc<Look>,
    locale: Locale,
    /// The site's name.
    pub site_name: &'a str,
    /// The site's initials.
    pub monogram: String,
    /// What every link to one of the site's pages begins with.
    pub base: &'a str,
    /// The language.
    pub lang: &'static str,
    /// Its direction.
    pub dir: &'static str,
    /// Light, dark, or as the reader's system is.
    pub mode: &'static str,
    /// How the page is laid out.
    pub layout: &'static str,
    /// How text is aligned.
    pub align: &'static str,
    /// Where the logo stands.
    pub logo_place: &'static str,
    /// The theme's style sheet.
    pub stylesheet: String,
    /// The languages to choose from.
    pub languages: Vec<Language>,
    /// A message that the last page left.
    pub notice: Option<String>,
    /// The site's own web application.
    pub front_end: Option<&'a str>,
    /// Where the site's links lead.
    pub links: Links,
    /// Whether the page belongs to no site.
    pub neutral: bool,
    takes: Takes,
}

/// The pages that mailed links lead to. Nothing on them leads to another origin, so that nothing of the link can get there.
const OF_LINKS: [&str; 4] = ["/verify", "/reset", "/email-change", "/email-change/undo"];

/// A language to choose.
pub struct Language {
    /// Its tag.
    pub code: &'static str,
    /// Its own name.
    pub name: &'static str,
    /// Where this page is in that language.
    pub href: String,
    /// Whether the page is in it already.
    pub current: bool,
}

impl<'a> Page<'a> {
    /// A page of a site. `here` is its address within the site, with the query that a change of language must keep.
    #[must_use]
    pub fn new(visit: &'a Visit, here: &str) -> Self {
        let (site, settings) = (&visit.site, &visit.site.settings);
        let look = visit.app.themes.look(site);
        let path = here.split('?').next().unwrap_or_default();
        let theme = &look.theme;
        let links = if OF_LINKS.contains(&path) { Links::default() } else { settings.links(&theme.links) };
        Self {
            site_name: &site.name,
            monogram: site.monogram(),
            base: &site.base.path,
            languages: languages(visit, here),
            front_end: site.front_end(),
            links,
            neutral: false,
            takes: Takes::of(path),
            ..Self::dressed(&visit.app, visit.locale, &look)
        }
    }

    /// A page that belongs to no site and names none.
    #[must_use]
    pub fn neutral(app: &'a App, locale: Locale) -> Self {
        Self { layout: "center-card", ..Self::dressed(app, locale, &app.themes.fallback()) }
    }

    fn dressed(app: &'a App, locale: Locale, look: &Arc<Look>) -> Self {
        let theme = &look.theme;
        Self {
            app,
            look: Arc::clone(look),
            locale,
            site_name: "",
            monogram: String::new(),
            base: "",
            lang: locale.code,
            dir: locale.direction,
            mode: theme.mode.as_str(),
            layout: theme.layout.variant.as_str(),
            align: theme.layout.align.as_str(),
            logo_place: theme.layout.logo_place.as_str(),
            stylesheet: theme.stylesheet_path(),
            languages: Vec::new(),
            notice: None,
            front_end: None,
            links: Links::default(),
            neutral: true,
            takes: Takes::NEUTRAL,
        }
    }

    /// With nothing beside what it is for: no small texts, no CSS, and nothing that leads elsewhere, not even to another language.
    #[must_use]
    pub fn bare(visit: &'a Visit) -> Self {
        Self { languages: Vec::new(), links: Links::default(), ..Self::new(visit, "/") }
    }

    /// Without the small texts: something went wrong, and that is all there is to say.
    #[must_use]
    pub fn without_slots(self) -> Self {
        Self { takes: Takes { slots: false, ..self.takes }, ..self }
    }

    /// The logo, for a card or for what lies behind.
    #[must_use]
    pub fn logo(&self, on_backdrop: &bool) -> Option<Logo> {
        self.look.logo(*on_backdrop)
    }

    /// Where the square sign is served that stands beside the name when there is no logo.
    #[must_use]
    pub fn icon(&self) -> Option<String> {
        self.look.assets.icon.as_ref().map(Asset::path)
    }

    /// The sign in the browser's tab: its address and its type.
    #[must_use]
    pub fn favicon(&self) -> (String, &'static str) {
        let own = self.look.assets.favicon.as_ref().or(self.look.assets.icon.as_ref());
        let shipped = || (self.asset("favicon.svg").to_owned(), AssetKind::Svg.media_type());
        own.map_or_else(shipped, |own| (own.path(), own.kind.media_type()))
    }

    /// Where the site's own CSS is served, on pages that take it.
    #[must_use]
    pub fn own_sheet(&self) -> Option<String> {
        self.look.own_sheet.as_ref().filter(|_| self.takes.css).map(Sheet::path)
    }

    /// Whether its letters are drawn with the look's own font.
    #[must_use]
    pub fn has_own_font(&self) -> bool {
        self.takes.words && self.look.theme.fonts != Fonts::default()
    }

    /// The site's own small text for a place, as HTML that was made here, on pages that take it.
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<&str> {
        self.look.slots.get(name).filter(|_| self.takes.slots)
    }

    /// The links of the footer: the key of each one's text, and where it leads.
    #[must_use]
    pub fn footer(&self) -> Vec<(&'static str, &str)> {
        let Links { home, support, status, privacy, terms } = &self.links;
        let links = [
            ("footer-home", home),
            ("footer-support", support),
            ("footer-status", status),
            ("footer-privacy", privacy),
            ("footer-terms", terms),
        ];
        links.into_iter().filter_map(|(key, href)| Some((key, href.as_deref()?))).collect()
    }

    /// With the message that the last page left.
    #[must_use]
    pub fn with_notice(self, notice: Option<String>) -> Self {
        Self { notice, ..self }
    }

    /// A sentence.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A sentence with something filled in.
    #[must_use]
    pub fn text_with(&self, key: &str, name: &str, value: impl Argument) -> String {
        self.say(key, &[(name, value.value())])
    }

    /// A sentence with two things filled in.
    #[must_use]
    pub fn text_with_two(&self, key: &str, name: &str, value: impl Argument, other: &str, other_value: impl Argument) -> String {
        self.say(key, &[(name, value.value()), (other, other_value.value())])
    }

    fn say(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        match self.takes.words {
            true => self.app.words.text_of(&self.look, self.locale, key, arguments),
            false => self.app.words.text(self.locale, key, arguments),
        }
    }

    /// Where a file of `static/` is served.
    #[must_use]
    pub fn asset(&self, file: &str) -> &'static str {
        assets::address(file)
    }
}

fn languages(visit: &Visit, here: &str) -> Vec<Language> {
    let allowed = &visit.site.settings.languages;
    let offered = visit.app.words.offered().filter(|locale| allowed.is_empty() || allowed.iter().any(|code| code == locale.code));
    let joint = if here.contains('?') { '&' } else { '?' };
    let languages: Vec<Language> = offered
        .map(|locale| Language {
            code: locale.code,
            name: locale.name,
            href: format!("{}{here}{joint}ui_locales={}", visit.site.base.path, locale.code),
            current: locale == visit.locale,
        })
        .collect();
    if languages.len() > 1 { languages } else { Vec::new() }
}

/// A page as an answer.
pub fn respond(status: StatusCode, template: &impl Template) -> Result<Response, Fault> {
    Ok((status, Html(template.render()?)).into_response())
}

/// As `respond`, with the time after which to try again.
pub fn respond_later(wait: Duration, template: &impl Template) -> Result<Response, Fault> {
    let mut response = respond(StatusCode::TOO_MANY_REQUESTS, template)?;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.whole_seconds().max(1)));
    Ok(response)
}

/// As `respond`, for a link that counts for nothing.
pub fn respond_dead(link: &DeadLink, template: &impl Template) -> Result<Response, Fault> {
    match link.wait {
        Some(wait) => respond_later(wait, template),
        None => respond(StatusCode::UNPROCESSABLE_ENTITY, template),
    }
}

/// Lets the page's form end at another origin: browsers hold a form's redirect against `form-action`, too. On the way to an app
/// that is the app's, which was checked when it sent the person here.
#[must_use]
pub fn leading_to(visit: &Visit, return_to: Option<&ReturnTo>, mut response: Response) -> Response {
    let of_app = |target: &ReturnTo| authorize::origin(visit, &target.flow(&visit.site)?);
    let origin = return_to.and_then(|target| target.foreign_origin().map(str::to_owned).or_else(|| of_app(target)));
    let policy = origin.map(|origin| format!("{PAGE_POLICY} {origin}"));
    if let Some(policy) = policy.and_then(|policy| HeaderValue::try_from(policy).ok()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
