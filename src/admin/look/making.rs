//! Makes of a look, and of what was typed, what the page shows.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    super::{
        clash::{Clash, plain},
        desk::Desk,
        frame::Frame,
    },
    fields::{self, Field, Kind},
    view::{Choice, ChoiceGroup, FieldView, GroupView, PictureView, ReadingView, Sentence, Stamp},
};
use crate::{
    flows::look::{State, Version},
    http::samples::{Group, Listed, Samples},
    model::{
        css::Dropped,
        look::{Asset, Look, Place},
        theme::{ColorName, Fault, shown},
    },
    words::Locale,
};

/// What the page is made of.
pub struct Making<'a> {
    pub(super) desk: &'a Desk,
    pub(super) page: &'a Frame<'a>,
    pub(super) look: &'a Look,
    pub(super) stored: &'a Value,
    pub(super) typed: Option<&'a HashMap<String, String>>,
    pub(super) wrong: &'a [Fault],
    pub(super) state: &'a State,
}

impl Making<'_> {
    pub(super) fn groups(&self) -> Vec<GroupView> {
        let whole = serde_json::to_value(&self.look.theme.tokens).unwrap_or_default();
        let view = |group: fields::Group| {
            let fields: Vec<FieldView> = group.fields.iter().map(|field| self.field(field, &whole)).collect();
            let touched = fields.iter().any(|field| !field.value.is_empty() || field.problem.is_some());
            let open = group.name == "seed" || touched;
            GroupView { title: self.page.text(&format!("look-group-{}", group.name)), open, fields }
        };
        fields::groups().into_iter().map(view).collect()
    }

    /// Some fields, whichever group they are in.
    pub(super) fn some(&self, wanted: impl Fn(&Field) -> bool) -> Vec<FieldView> {
        let whole = serde_json::to_value(&self.look.theme.tokens).unwrap_or_default();
        let fields = fields::groups().into_iter().flat_map(|group| group.fields);
        fields.filter(|field| wanted(field)).map(|field| self.field(&field, &whole)).collect()
    }

    /// What was typed, where something else is saved.
    pub(super) fn clashes(&self) -> Vec<Clash> {
        let typed = self.typed.map(fields::layer).unwrap_or_default();
        let fields = fields::groups().into_iter().flat_map(|group| group.fields);
        let clash = |field: Field| Clash {
            theirs: plain(&fields::typed_at(self.stored, &field.path)),
            yours: plain(&fields::typed_at(&typed, &field.path)),
            label: self.page.text(&field.label()),
            field: field.path,
        };
        fields.map(clash).filter(Clash::is_one).collect()
    }

    fn field(&self, field: &Field, whole: &Value) -> FieldView {
        let value = match self.typed {
            Some(typed) => typed.get(&field.path).cloned().unwrap_or_default(),
            None => fields::typed_at(self.stored, &field.path),
        };
        let reading = self.reading(field.kind);
        let inherited = match (&reading, field.path.strip_prefix("tokens.")) {
            (Some(reading), _) => reading.used.clone(),
            (None, Some(path)) => fields::typed_at(whole, path),
            (None, None) => String::new(),
        };
        let fault = self.wrong.iter().chain(&self.state.faults).find(|fault| fault.key == field.path);
        FieldView {
            kind: match field.kind {
                Kind::Color(..) | Kind::Shade => "color",
                Kind::Number => "number",
                Kind::Choice(_) | Kind::Theme => "choice",
                Kind::Line => "line",
                Kind::Lines => "lines",
            },
            choices: self.options(field.kind, &value, &inherited),
            problem: fault.map(|fault| self.desk.app().words.fault(self.desk.locale, fault)),
            hint: (field.path == "custom_css").then(|| self.page.text("look-css-hint")),
            name: field.path.clone(),
            label: self.page.text(&field.label()),
            value,
            inherited,
            reading,
        }
    }

    fn reading(&self, kind: Kind) -> Option<ReadingView> {
        let Kind::Color(name, dark) = kind else { return None };
        Some(self.comes_out(name, dark))
    }

    /// How a colour comes out, by night or by day.
    pub(super) fn comes_out(&self, name: ColorName, dark: bool) -> ReadingView {
        let scheme = if dark { &self.look.theme.dark } else { &self.look.theme.light };
        let ratio = scheme.reading(name).map(|reading| (shown(reading.ratio), reading.needs.to_string()));
        ReadingView { used: scheme.palette[name].to_string(), ratio }
    }

    fn options(&self, kind: Kind, value: &str, inherited: &str) -> Vec<Choice> {
        let word = |word: &str| self.page.text(&format!("look-choice-{word}"));
        let choice = |given: &str, label| Choice { value: given.to_owned(), label, selected: given == value };
        match kind {
            Kind::Choice(words) => {
                let none = if inherited.is_empty() || !value.is_empty() {
                    self.page.text("look-inherited")
                } else {
                    self.page.text_with("look-inherited-as", "value", word(inherited))
                };
                [choice("", none)].into_iter().chain(words.iter().map(|given| choice(given, word(given)))).collect()
            }
            Kind::Theme => {
                let themes = &self.desk.app().themes;
                let title = |name: &str| themes.get(name).map_or_else(|| name.to_owned(), |look| look.theme.title.clone());
                let none = self.page.text_with("look-inherited-as", "value", title(&self.desk.visit().site.theme));
                [choice("", none)].into_iter().chain(themes.names().iter().map(|name| choice(name, title(name)))).collect()
            }
            Kind::Color(..) | Kind::Shade | Kind::Number | Kind::Line | Kind::Lines => Vec::new(),
        }
    }

    pub(super) fn choices(&self, name: &str, values: &[&str]) -> Vec<Choice> {
        let chosen = self.typed(name).unwrap_or(values[0]);
        let choice = |value: &&str| Choice {
            value: (*value).to_owned(),
            label: self.page.text(&format!("look-choice-{value}")),
            selected: *value == chosen,
        };
        values.iter().map(choice).collect()
    }

    pub(super) fn samples(&self, samples: Samples) -> Vec<ChoiceGroup> {
        let chosen = self.typed("view");
        let choice = |listed: Listed| Choice {
            selected: chosen == Some(&listed.name),
            label: self.page.text(&listed.label),
            value: listed.name,
        };
        let group = |group: Group| ChoiceGroup {
            title: self.page.text(group.title),
            choices: group.samples.into_iter().map(choice).collect(),
        };
        (samples.groups)().into_iter().map(group).collect()
    }

    /// Those that only developers read are among them: whether a look survives longer words, or words from right to left, is
    /// seen before anybody speaks such a language.
    pub(super) fn locales(&self) -> Vec<Choice> {
        let chosen = self.typed("language").unwrap_or(self.desk.locale.code);
        let choice = |locale: Locale| Choice {
            value: locale.code.to_owned(),
            label: locale.name.to_owned(),
            selected: locale.code == chosen,
        };
        self.desk.app().words.all().map(choice).collect()
    }

    fn typed(&self, name: &str) -> Option<&str> {
        self.typed?.get(name).map(String::as_str)
    }

    pub(super) fn dropped(&self) -> Vec<String> {
        let told = |part: Dropped| self.page.text_with_two("look-css-line", "number", i64::from(part.line), "text", part.text);
        self.state.dropped().into_iter().map(told).collect()
    }

    pub(super) fn sentence(&self, fault: &Fault) -> Sentence {
        let mut fields = fields::groups().into_iter().flat_map(|group| group.fields);
        let label = fields.find(|field| field.path == fault.key).map(|field| self.page.text(&field.label()));
        let place = || Some(self.place(Place::find(fault.key.strip_prefix("assets.")?)?));
        let folder = || (fault.key == "folder").then(|| self.page.text("look-import"));
        Sentence {
            field: fault.key.clone(),
            label: label.or_else(place).or_else(folder).unwrap_or_else(|| fault.key.clone()),
            text: self.desk.app().words.fault(self.desk.locale, fault),
        }
    }

    pub(super) fn stamp(&self, version: &Version) -> Stamp {
        let who = if version.actor == "operator" { "look-by-operator" } else { "look-by-admin" };
        Stamp {
            number: version.number.into(),
            at: self.page.moment(version.at),
            who: self.page.text(who),
            repeats: version.restored_from.map(i64::from),
            brand: version.layer.tokens.color.light.get(&ColorName::Brand).map(ToString::to_string),
        }
    }

    pub(super) fn pictures(&self) -> Vec<PictureView> {
        let size = |asset: &Asset| format!("{} × {}", asset.width, asset.height);
        let view = |place: &Place| {
            let asset = self.look.assets.get(*place);
            PictureView {
                place: place.word(),
                label: self.place(*place),
                address: asset.map(Asset::path),
                is_font: place.is_of_fonts(),
                size: asset.filter(|asset| asset.width > 0).map(size).unwrap_or_default(),
            }
        };
        Place::ALL.iter().map(view).collect()
    }

    fn place(&self, place: Place) -> String {
        self.page.text(&format!("look-place-{}", place.word().replace('_', "-")))
    }
}
