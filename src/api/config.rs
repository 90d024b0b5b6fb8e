//! What a site's front end has to know to draw its own forms. Public, so it holds nothing that the pages would not show.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    flows::Visit,
    http::json::Json,
    model::{
        look::Asset,
        password::Password,
        site::{Settings, SignupPolicy},
        theme::{self, ColorName, Density, Mode, Scheme, Theme, Variant},
    },
};

/// A site, as everybody may see it.
#[derive(Serialize, ToSchema)]
pub struct Config {
    /// Its name.
    #[schema(example = "Acme Cycles")]
    name: String,
    /// Its short name.
    #[schema(example = "acme-cycles")]
    slug: String,
    /// Where its pages are; also what its tokens name as their issuer.
    #[schema(example = "https://login.example.com/s/acme-cycles")]
    url: String,
    /// The language of people who state no preference.
    #[schema(example = "en")]
    locale: String,
    /// The languages it offers.
    languages: Vec<String>,
    /// Its look.
    look: Look,
    /// The address of its logo on light ground, if it has one.
    logo: Option<String>,
    /// The address of its logo on dark ground, if that is another.
    logo_dark: Option<String>,
    /// The address of its square sign, if it has one.
    icon: Option<String>,
    /// One or two letters that stand for a logo.
    #[schema(example = "AC")]
    monogram: String,
    /// How people can sign in.
    sign_in: SignIn,
    /// What it asks of them.
    policies: Policies,
    /// Where it explains itself.
    links: Links,
}

/// A look: colours, shapes and letters with everything worked out.
#[derive(Serialize, ToSchema)]
struct Look {
    #[schema(example = "default")]
    theme: String,
    /// Light, dark, or as the reader's system is.
    mode: Mode,
    /// A style sheet with all of this as custom properties.
    stylesheet: String,
    light: Palette,
    dark: Palette,
    /// In pixels.
    radius_control: i64,
    /// In pixels.
    radius_card: i64,
    /// In pixels.
    border_width: i64,
    /// A CSS `font-family`.
    font: &'static str,
    /// A factor on all sizes.
    scale: f64,
    density: Density,
    layout: Variant,
}

/// Colours by name, as `#rrggbb`.
#[derive(Serialize, ToSchema)]
struct Palette {
    #[schema(example = json!({ "brand": "#0b6e4f", "on_primary": "#ffffff" }))]
    colors: BTreeMap<&'static str, String>,
    /// What lies behind the form.
    background: String,
    /// What can be read on it.
    on_background: String,
}

/// The ways to sign in that are on.
#[derive(Serialize, ToSchema)]
struct SignIn {
    password: bool,
    /// Whether a chosen name will do in place of the address.
    username: bool,
}

/// What the site asks of people.
#[derive(Serialize, ToSchema)]
struct Policies {
    /// Who may sign up.
    signup: Signup,
    /// In characters.
    #[schema(example = 10)]
    password_minimum: u8,
    /// In bytes.
    #[schema(example = 1024)]
    password_maximum: usize,
    /// Whether signup asks for a name.
    ask_name: bool,
    /// The version of the terms that people agree to at signup; without it nobody is asked.
    terms_version: Option<String>,
}

/// Who may sign up.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Signup {
    /// Anybody.
    Open,
    /// Who has an address of certain domains; which ones is the site's own business.
    Domains,
    /// Who was invited.
    Invitation,
    /// Nobody.
    Closed,
}

/// Where the site explains itself.
#[derive(Serialize, ToSchema)]
struct Links {
    /// The site itself.
    home: Option<String>,
    support: Option<String>,
    /// Whether everything is up.
    status: Option<String>,
    privacy: Option<String>,
    terms: Option<String>,
}

/// What a front end needs to draw its own forms.
///
/// Name, look, languages, ways to sign in and rules of a site. Public; holds no secret.
#[utoipa::path(get, path = "/api/config", tag = "Site", operation_id = "site_config", responses((status = 200, body = Config)))]
pub async fn show(visit: Visit) -> Json<Config> {
    let (app, site) = (&visit.app, &visit.site);
    let whole = app.themes.look(site);
    let theme = &whole.theme;
    let address = |asset: Option<&Asset>| asset.map(|asset| format!("{}{}", site.base.origin, asset.path()));
    Json(Config {
        name: site.name.clone(),
        slug: site.slug.clone(),
        url: site.base.url(""),
        locale: site.locale.clone(),
        languages: languages(&visit),
        look: look(theme, &site.base.origin),
        logo: address(whole.assets.logo_light.as_ref().or(whole.assets.logo_dark.as_ref())),
        logo_dark: address(whole.assets.logo_dark.as_ref()),
        icon: address(whole.assets.icon.as_ref()),
        monogram: site.monogram(),
        sign_in: SignIn { password: true, username: site.settings.usernames },
        policies: policies(&site.settings),
        links: links(site.settings.links(&theme.links)),
    })
}

fn languages(visit: &Visit) -> Vec<String> {
    let allowed = &visit.site.settings.languages;
    let offered = visit.app.words.offered().map(|locale| locale.code.to_owned());
    offered.filter(|code| allowed.is_empty() || allowed.contains(code)).collect()
}

fn look(theme: &Theme, origin: &str) -> Look {
    Look {
        theme: theme.name.clone(),
        mode: theme.mode,
        stylesheet: format!("{origin}{}", theme.stylesheet_path()),
        light: palette(&theme.light),
        dark: palette(&theme.dark),
        radius_control: theme.shape.radius_control,
        radius_card: theme.shape.radius_card,
        border_width: theme.shape.border_width,
        font: theme.lettering.font.stack(),
        scale: theme.lettering.scale,
        density: theme.lettering.density,
        layout: theme.layout.variant,
    }
}

fn palette(look: &Scheme) -> Palette {
    Palette {
        colors: ColorName::ALL.iter().map(|name| (name.key(), look.palette[*name].to_string())).collect(),
        background: look.backdrop.color.to_string(),
        on_background: look.backdrop.on.to_string(),
    }
}

fn policies(settings: &Settings) -> Policies {
    Policies {
        signup: match settings.signup {
            SignupPolicy::Open => Signup::Open,
            SignupPolicy::Closed => Signup::Closed,
            SignupPolicy::Invitation => Signup::Invitation,
            SignupPolicy::Domains(_) => Signup::Domains,
        },
        password_minimum: settings.least_password(),
        password_maximum: Password::MOST_BYTES,
        ask_name: settings.ask_name,
        terms_version: settings.terms_version.clone(),
    }
}

fn links(links: theme::Links) -> Links {
    let theme::Links { home, support, privacy, terms, status } = links;
    Links { home, support, status, privacy, terms }
}
