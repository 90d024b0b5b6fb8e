//! The documented parts as they are without a site's own CSS: what each stands on, in which colour its letters are, and what else
//! is to be seen there.

use super::paint::Paint;
use crate::model::theme::{Color, ColorName, LogoPlace, Scheme, Theme, Variant};

/// A part at its place.
#[derive(Clone, Default)]
pub(super) struct Place {
    pub(super) part: &'static str,
    /// The part around it.
    pub(super) within: Option<&'static str>,
    /// What it stands on, if not on what the part around it does.
    pub(super) ground: Option<Paint>,
    /// What is drawn over that.
    pub(super) drawn: Vec<Color>,
    /// The colour of its letters, if not that of the part around it.
    pub(super) ink: Option<Color>,
    /// Whether letters of that colour stand in it.
    pub(super) is_read: bool,
    /// Letters of other colours: of links, of hints, of what is wrong.
    pub(super) inks: Vec<Color>,
    /// The ring around what is chosen by keyboard.
    pub(super) ring: Option<Color>,
    /// Fields and buttons in it: their edge and what they are filled with, one of which has to stand out.
    pub(super) control: Option<[Color; 2]>,
    /// The same of a part that is a button itself.
    pub(super) button: Option<[Color; 2]>,
}

/// The parts of the pages that take a site's CSS, each after the one around it.
pub(super) fn places(theme: &Theme, scheme: &Scheme) -> Vec<Place> {
    let color = |name: ColorName| scheme.palette[name];
    let text = color(ColorName::Text);
    let ring = Some(color(ColorName::Focus));
    let place = |part, within| Place { part, within: Some(within), ..Place::default() };
    let read = |part, within| Place { is_read: true, ..place(part, within) };
    let behind = Place {
        ground: Some(scheme.backdrop.color.into()),
        drawn: scheme.backdrop.shades(),
        ink: Some(scheme.backdrop.on),
        ..Place::default()
    };
    let paper = |name| Place { part: "page", ground: Some(color(name).into()), ink: Some(text), ..Place::default() };
    let card = Place {
        inks: vec![text, color(ColorName::Muted), color(ColorName::Link), color(ColorName::Danger)],
        ring,
        control: Some([ColorName::ControlBorder, ColorName::Surface].map(color)),
        ..read("card", "page")
    };
    let slot = |part| Place { inks: vec![color(ColorName::Link)], ring, ..read(part, "card") };
    // On what lies behind, a ring has the colour of the letters.
    let (page, card, ring) = match theme.layout.variant {
        Variant::CenterCard => {
            let ground = Some(color(ColorName::Surface).into());
            (Place { part: "page", ..behind.clone() }, Place { ground, ink: Some(text), ..card }, None)
        }
        Variant::Flush => (paper(ColorName::Page), card, ring),
        Variant::SplitStart | Variant::SplitEnd => (paper(ColorName::Surface), card, ring),
    };
    let footer = ring.map(|_| color(ColorName::Muted));
    let mut places = vec![page, card];
    let logo = match (theme.layout.variant, theme.layout.logo_place) {
        (Variant::SplitStart | Variant::SplitEnd, _) => {
            places.extend([Place { part: "panel", within: Some("page"), ..behind }, read("split-panel", "panel")]);
            Some("panel")
        }
        (Variant::CenterCard | Variant::Flush, LogoPlace::Outside) => Some("page"),
        (Variant::CenterCard | Variant::Flush, LogoPlace::Inside) => Some("card"),
        (Variant::CenterCard | Variant::Flush, LogoPlace::None) => None,
    };
    places.extend(logo.map(|within| read("logo", within)));
    places.extend([
        Place { ring, ..read("header", "page") },
        read("title", "card"),
        slot("before-form"),
        slot("after-form"),
        Place { ground: Some(Paint { color: text, cover: 0.07 }), ..read("identity", "card") },
        Place { button: Some([ColorName::PrimaryBorder, ColorName::Primary].map(color)), ..place("submit", "card") },
        Place { ink: footer, ring, ..read("footer", "page") },
        Place { ring, ..read("footer-text", "footer") },
    ]);
    places
}
