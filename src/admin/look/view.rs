//! The page of a site's look as its template prints it.

use askama::Template;

use super::{
    super::{clash::Clash, desk::Desk, frame::Frame},
    Shown,
    making::Making,
};
use crate::{
    flows::look::{self, State, Version},
    http::samples::Samples,
    model::theme::Fault,
};

/// The page.
#[derive(Template)]
#[template(path = "admin/look.html")]
pub struct LookPage<'a> {
    /// The frame.
    pub page: Frame<'a>,
    /// The open form's id.
    pub form: String,
    /// The fingerprint of the draft that it shows.
    pub seen: String,
    /// What somebody else saved meanwhile.
    pub clashes: Vec<Clash>,
    /// What is wrong with what was just typed.
    pub problems: Vec<Sentence>,
    /// What would keep the draft from being published.
    pub faults: Vec<Sentence>,
    /// What of the site's own CSS is left out, line by line.
    pub dropped: Vec<String>,
    /// The fields.
    pub groups: Vec<GroupView>,
    /// What there is to see.
    pub samples: Vec<ChoiceGroup>,
    /// By day or by night.
    pub modes: Vec<Choice>,
    /// In which language.
    pub locales: Vec<Choice>,
    /// Whether there is a draft, when it was saved and by whom.
    pub draft: Option<Stamp>,
    /// What counts.
    pub live: Option<Stamp>,
    /// What was published before, newest first.
    pub versions: Vec<Stamp>,
    /// The pictures.
    pub pictures: Vec<PictureView>,
    /// The link to the draft for others.
    pub share: String,
    /// Whether other sites may be copied from.
    pub is_operator: bool,
}

/// A sentence about a field.
pub struct Sentence {
    /// The field.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What is wrong.
    pub text: String,
}

/// Fields that belong together.
pub struct GroupView {
    /// Its heading.
    pub title: String,
    /// Whether it is unfolded.
    pub open: bool,
    /// Its fields.
    pub fields: Vec<FieldView>,
}

/// A field.
pub struct FieldView {
    /// Its name and id.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What kind of input it is.
    pub kind: &'static str,
    /// What stands in it.
    pub value: String,
    /// What counts when nothing stands in it.
    pub inherited: String,
    /// What else is to be known.
    pub hint: Option<String>,
    /// What to choose from.
    pub choices: Vec<Choice>,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// How a colour comes out.
    pub reading: Option<ReadingView>,
}

/// How a colour comes out.
pub struct ReadingView {
    /// The colour that is used.
    pub used: String,
    /// Its least contrast and what it needs; nothing for what is decoration.
    pub ratio: Option<(String, String)>,
}

/// Choices that belong together.
pub struct ChoiceGroup {
    /// Its name.
    pub title: String,
    /// What there is to choose from.
    pub choices: Vec<Choice>,
}

/// One of several to choose.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// A version: its number, when and by whom.
pub struct Stamp {
    /// Its number.
    pub number: i64,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// Which one it repeats.
    pub repeats: Option<i64>,
    /// Its brand colour, as a swatch to know it by.
    pub brand: Option<String>,
}

/// A picture's or a font's place.
pub struct PictureView {
    /// Its name.
    pub place: &'static str,
    /// What it is for.
    pub label: String,
    /// Where the picture is served; nothing without one.
    pub address: Option<String>,
    /// Whether it is a font, which cannot be shown by itself.
    pub is_font: bool,
    /// Its size.
    pub size: String,
}

impl<'a> LookPage<'a> {
    /// The page as things stand, or with what was just typed.
    pub fn new(
        (desk, page, samples): (&'a Desk, Frame<'a>, Samples),
        state: &State,
        versions: &[Version],
        shown: &Shown<'_>,
        share: String,
    ) -> Self {
        let layer = state.layer();
        let stored = serde_json::to_value(&layer).unwrap_or_default();
        let (look, _) = desk.app().themes.settle(&desk.visit().site, layer);
        let (typed, wrong): (_, &[Fault]) = match *shown {
            Shown::AsItIs => (None, &[]),
            Shown::Refused(typed, faults) => (typed, faults),
            Shown::Clashing(typed) => (Some(typed), &[]),
        };
        let making = Making { desk, page: &page, look: &look, stored: &stored, typed, wrong, state };
        // A form that is shown once more stays the one that it is, unless it has to begin anew from what somebody else saved.
        let kept = |name: &str| typed.filter(|_| !matches!(shown, Shown::Clashing(_)))?.get(name).cloned();
        let visit = desk.visit();
        let sentences = |faults: &[Fault]| faults.iter().map(|fault| making.sentence(fault)).collect();
        let stamp = |version: &Version| making.stamp(version);
        Self {
            form: kept("form").unwrap_or_else(|| visit.app.random.id(visit.now).to_string()),
            seen: kept("seen").unwrap_or_else(|| state.seen_in_form()),
            clashes: if matches!(shown, Shown::Clashing(_)) { making.clashes() } else { Vec::new() },
            problems: sentences(wrong),
            faults: sentences(&state.faults),
            dropped: making.dropped(),
            groups: making.groups(),
            samples: making.samples(samples),
            modes: making.choices("mode", &["auto", "light", "dark"]),
            locales: making.locales(),
            draft: state.draft.as_ref().map(stamp),
            live: state.published.as_ref().map(stamp),
            versions: versions.iter().map(stamp).collect(),
            pictures: making.pictures(),
            share,
            is_operator: desk.is_operator(),
            page,
        }
    }
}

/// Where the link to the draft leads.
pub fn share_link(desk: &Desk) -> anyhow::Result<String> {
    let key = look::preview::share(&desk.admin)?;
    Ok(desk.visit().site.base.url(&format!("/preview?page=login&key={key}")))
}
