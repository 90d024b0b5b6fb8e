//! What every letter's template draws on: its site's look, its reader's language.

use std::sync::Arc;

use time::OffsetDateTime;

use super::letters::Circumstances;
use crate::{
    app::App,
    model::{
        look::{Asset, AssetKind, Look},
        site::Site,
        theme::MailColors,
        time_zone::TimeZone,
    },
    words::{Argument, Locale},
};

/// The most room that a logo takes, in pixels.
const LOGO_WIDTH: u32 = 240;
const LOGO_HEIGHT: u32 = 40;

/// What every letter's template draws on.
pub struct LetterPage<'a> {
    pub(super) app: &'a App,
    pub(super) site: &'a Site,
    look: Arc<Look>,
    locale: Locale,
    pub(super) site_name: &'a str,
    pub(super) monogram: String,
    pub(super) logo: Option<Logo>,
    pub(super) lang: &'static str,
    pub(super) dir: &'static str,
    pub(super) colors: MailColors,
    pub(super) radius: i64,
    pub(super) font: &'static str,
    pub(super) site_url: String,
    pub(super) address: &'a str,
}

/// A picture at the top of a letter.
pub(super) struct Logo {
    pub(super) address: String,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Logo {
    /// Mail programs draw no SVG, and make room for a picture before they have it.
    fn new(asset: &Asset, origin: &str) -> Option<Self> {
        let (width, height) = (asset.width, asset.height);
        if asset.kind == AssetKind::Svg || width == 0 || height == 0 {
            return None;
        }
        let scaled =
            |part: u32, by: u32, of: u32| u32::try_from(u64::from(part) * u64::from(by) / u64::from(of)).unwrap_or(by).max(1);
        let (width, height) = match scaled(width, LOGO_HEIGHT, height) {
            wide if wide > LOGO_WIDTH => (LOGO_WIDTH, scaled(height, LOGO_WIDTH, width)),
            fitting => (fitting, LOGO_HEIGHT),
        };
        Some(Self { address: format!("{origin}{}", asset.path()), width, height })
    }
}

impl<'a> LetterPage<'a> {
    /// The look of `site` as people see it, in the language `locale`, for a letter to `address`.
    #[must_use]
    pub fn new(app: &'a App, site: &'a Site, locale: Locale, address: &'a str) -> Self {
        Self::wearing(app.themes.look(site), app, site, locale, address)
    }

    /// As `new`, in a look that need not be published.
    #[must_use]
    pub fn wearing(look: Arc<Look>, app: &'a App, site: &'a Site, locale: Locale, address: &'a str) -> Self {
        let theme = &look.theme;
        Self {
            app,
            site,
            locale,
            site_name: &site.name,
            monogram: site.monogram(),
            logo: look.assets.mail_logo.as_ref().and_then(|asset| Logo::new(asset, &site.base.origin)),
            lang: locale.code,
            dir: locale.direction,
            colors: theme.mail_colors(),
            radius: theme.shape.radius_control,
            font: theme.lettering.font.stack(),
            site_url: site.base.url(""),
            address,
            look,
        }
    }

    /// For one of the portal's own pages to show: pictures come from where that page is, since it may show no others.
    #[must_use]
    pub fn shown_here(mut self) -> Self {
        if let Some(logo) = &mut self.logo {
            logo.address = logo.address.strip_prefix(&self.site.base.origin).unwrap_or(&logo.address).to_owned();
        }
        self
    }

    pub(super) fn text(&self, key: &str) -> String {
        self.app.words.text_of(&self.look, self.locale, key, &[])
    }

    pub(super) fn text_with(&self, key: &str, name: &str, value: impl Argument) -> String {
        self.app.words.text_of(&self.look, self.locale, key, &[(name, value.value())])
    }

    pub(super) fn text_with_two(
        &self,
        key: &str,
        name: &str,
        value: impl Argument,
        other: &str,
        other_value: impl Argument,
    ) -> String {
        self.app.words.text_of(&self.look, self.locale, key, &[(name, value.value()), (other, other_value.value())])
    }

    pub(super) fn text_with_all(&self, key: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.value())).collect();
        self.app.words.text_of(&self.look, self.locale, key, &values)
    }

    /// A link to a page that opens in the letter's own language.
    pub(super) fn link(&self, path: &str, token: &str) -> String {
        self.site.base.url(&format!("{path}?ui_locales={}&token={token}", self.lang))
    }

    /// A moment by the reader's clock.
    pub(super) fn moment(&self, at: OffsetDateTime, time_zone: Option<&str>) -> String {
        self.app.words.moment(self.locale, at, time_zone.and_then(TimeZone::find).as_ref())
    }

    /// When, with what, and from where.
    pub(super) fn circumstances(&self, when: &Circumstances) -> (String, String, String) {
        let device = self.app.words.program(self.locale, &when.agent);
        (self.moment(when.at, when.time_zone.as_deref()), device, when.address.to_string())
    }
}
