//! Which entries of a record are shown, as its address says.

use std::net::IpAddr;

use serde::Deserialize;
use uuid::Uuid;

use super::{
    filter::{Choice, chosen, day, day_after},
    frame::Frame,
    user_words::choices,
};
use crate::{
    http::{error::Refusal, problems::question},
    model::{
        audit::{Acting, Place, Wanted},
        event::Action,
        problem::Field,
    },
};

/// What the address says. What it leaves out is empty.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// Who did it: a kind of people, or an account's id.
    pub by: String,
    /// Whose account it is about: an address or an id. In the operator's record, a site's short name.
    pub about: String,
    /// Which app it is about: a client id. Nothing in the operator's record.
    pub client: String,
    /// What happened.
    pub action: String,
    /// Whether it came off.
    pub result: String,
    /// From where.
    pub address: String,
    /// The first day.
    pub from: String,
    /// The last one.
    pub to: String,
    /// After which place.
    pub after: String,
}

/// Who may have done something, and the keys of their words.
pub const ACTORS: [(&str, &str); 4] = [
    ("person", "audit-by-person"),
    ("admin", "audit-by-admin"),
    ("operator", "audit-by-operator"),
    ("system", "audit-by-system"),
];

impl AuditQuery {
    /// Reads it, but for what it is about, which only its record can tell. Whatever is not one of the words that the page itself
    /// writes is refused.
    pub fn wanted(&self) -> Result<Wanted, Refusal> {
        let actor = match chosen::<Acting>(&self.by)? {
            Some(Acting::Kind(kind)) if ACTORS.iter().all(|(word, _)| *word != kind) => return Err(Refusal::BadRequest),
            actor => actor,
        };
        let is_word = |word: &str, words: &[&str]| word.is_empty() || words.contains(&word);
        if !is_word(&self.result, &["done", "refused"]) || !(self.action.is_empty() || Action::is_known(&self.action)) {
            return Err(Refusal::BadRequest);
        }
        let given = |word: &String| Some(word.clone()).filter(|word| !word.is_empty());
        Ok(Wanted {
            actor,
            client: chosen(&self.client)?,
            action: given(&self.action),
            result: given(&self.result),
            address: chosen(&self.address)?,
            from: day(&self.from)?,
            to: day_after(&self.to)?,
            after: self.place()?,
            ..Wanted::default()
        })
    }

    /// What was typed, and not chosen, and cannot be read.
    #[must_use]
    pub fn unreadable(&self) -> Vec<Field> {
        let typed = [
            (Field::Address, chosen::<IpAddr>(&self.address).is_err()),
            (Field::From, day(&self.from).is_err()),
            (Field::To, day_after(&self.to).is_err()),
        ];
        typed.into_iter().filter_map(|(field, is_unreadable)| is_unreadable.then_some(field)).collect()
    }

    /// The same without what cannot be read.
    #[must_use]
    pub fn readable(&self, unreadable: &[Field]) -> Self {
        let kept = |field: Field, typed: &String| if unreadable.contains(&field) { String::new() } else { typed.clone() };
        Self {
            address: kept(Field::Address, &self.address),
            from: kept(Field::From, &self.from),
            to: kept(Field::To, &self.to),
            ..self.clone()
        }
    }

    fn place(&self) -> Result<Option<Place>, Refusal> {
        match self.after.as_str() {
            "" => Ok(None),
            cursor => Place::parse(cursor).map(Some).ok_or(Refusal::BadRequest),
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("by", &self.by),
            ("about", &self.about),
            ("client", &self.client),
            ("action", &self.action),
            ("result", &self.result),
            ("address", &self.address),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }

    /// Whether nothing is filtered by.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.pairs().iter().all(|(_, value)| value.trim().is_empty())
    }

    /// The same entries from another place on, as the end of an address.
    #[must_use]
    pub fn question(&self, after: &str) -> String {
        let pairs: Vec<(&str, &str)> = self.pairs().into_iter().chain([("after", after)]).collect();
        question(&pairs)
    }

    /// Who may have done it, to choose from. An account that a link led to is among them.
    #[must_use]
    pub fn actors(&self, page: &Frame<'_>) -> Vec<Choice> {
        let mut all = choices(page, &self.by, "audit-by-anybody", &ACTORS);
        if self.by.parse::<Uuid>().is_ok() {
            all.push(Choice {
                value: self.by.clone(),
                label: page.text_with("audit-by-account", "id", &self.by),
                selected: true,
            });
        }
        all
    }

    /// What may have happened, to choose from: those of `actions`, by their words.
    #[must_use]
    pub fn actions(&self, page: &Frame<'_>, actions: impl Iterator<Item = Action>) -> Vec<Choice> {
        let mut all: Vec<Choice> = actions
            .map(Action::word)
            .map(|word| Choice { value: word.to_owned(), label: page.text(&key(word)), selected: word == self.action })
            .collect();
        all.sort_by(|one, other| one.label.cmp(&other.label));
        all.insert(0, Choice { value: String::new(), label: page.text("audit-any-action"), selected: self.action.is_empty() });
        all
    }

    /// Which app, to choose from. One that is gone is among them if a link led to it.
    #[must_use]
    pub fn apps(&self, page: &Frame<'_>, apps: &[(Uuid, String)]) -> Vec<Choice> {
        let wanted: Option<Uuid> = self.client.trim().parse().ok();
        let choice = |id: Uuid, label: String| Choice { value: id.to_string(), label, selected: wanted == Some(id) };
        let mut all: Vec<Choice> = apps.iter().map(|(id, name)| choice(*id, name.clone())).collect();
        if let Some(id) = wanted.filter(|id| apps.iter().all(|(app, _)| app != id)) {
            all.push(choice(id, page.text_with("audit-app-of-id", "id", id.to_string())));
        }
        if !all.is_empty() {
            let any = page.text("audit-any-app");
            all.insert(0, Choice { value: String::new(), label: any, selected: wanted.is_none() });
        }
        all
    }

    /// Whether it came off, to choose from.
    #[must_use]
    pub fn results(&self, page: &Frame<'_>) -> Vec<Choice> {
        choices(page, &self.result, "people-either", &[("done", "audit-done"), ("refused", "audit-refused")])
    }
}

/// What happened, in words; a word of a later version stays as it is.
#[must_use]
pub fn told(page: &Frame<'_>, action: &str) -> String {
    if Action::is_known(action) { page.text(&key(action)) } else { action.to_owned() }
}

/// Whether the operator's record may hold it.
#[must_use]
pub fn is_of_portal(action: Action) -> bool {
    ["site_", "operator_", "entry_link_", "key_rotated", "record_exported"].iter().any(|word| action.word().starts_with(word))
}

/// Whether a site's record may hold it.
#[must_use]
pub fn is_of_site(action: Action) -> bool {
    let elsewhere = ["site_created", "site_deleted", "operator_", "entry_link_"];
    !elsewhere.iter().any(|word| action.word().starts_with(word))
}

fn key(action: &str) -> String {
    format!("did-{}", action.replace('_', "-"))
}
