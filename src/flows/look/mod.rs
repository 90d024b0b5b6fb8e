//! The life of a site's own look: a draft that may be anything, and versions of which the newest counts. What is published
//! has been checked, so that nobody who only looks at a page meets a colour that cannot be read.

pub mod copy;
pub mod draft;
pub mod folder;
pub mod picture;
pub mod preview;
pub mod publish;
pub mod texts;

use anyhow::Result;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Visit, administration::Admin};
use crate::{
    model::{
        css::{self, Dropped},
        event::Action,
        look::{Assets, Layer, Texts, is_text, read},
        text,
        theme::{Fault, Reason},
    },
    store::{self, SiteTx, events::NewEvent, looks::Row},
};

/// The most bytes of a layer.
const MOST_BYTES: usize = 256 * 1024;
/// How many versions are kept.
const KEPT: i64 = 100;

/// A version of a site's own look.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its number; 0 for the draft.
    pub number: i32,
    /// What it says.
    pub layer: Layer,
    /// Who made it: `admin` or `operator`.
    pub actor: String,
    /// The admin's account.
    pub actor_id: Option<Uuid>,
    /// Which older version it repeats.
    pub restored_from: Option<i32>,
    /// When it was made.
    pub at: OffsetDateTime,
}

/// A site's own look as it stands.
#[derive(Debug, Clone)]
pub struct State {
    /// What has been changed and not published.
    pub draft: Option<Version>,
    /// What counts.
    pub published: Option<Version>,
    /// What would keep the draft from being published, or would have to give way in what is published.
    pub faults: Vec<Fault>,
    /// Which open form wrote the draft last.
    form: Option<Uuid>,
}

impl State {
    /// What is being worked on: the draft, or else what counts.
    #[must_use]
    pub fn layer(&self) -> Layer {
        self.draft.as_ref().or(self.published.as_ref()).map(|version| version.layer.clone()).unwrap_or_default()
    }

    /// What of the site's own CSS is left out.
    #[must_use]
    pub fn dropped(&self) -> Vec<Dropped> {
        self.layer().custom_css.map(|text| css::clean(&text).dropped).unwrap_or_default()
    }

    /// A fingerprint of what is being worked on, so that nobody publishes what they have not seen.
    #[must_use]
    pub fn seen(&self) -> String {
        fingerprint(&self.layer())
    }

    /// As `seen`, of what is typed in the form of the look: texts and pictures are changed elsewhere.
    #[must_use]
    pub fn seen_in_form(&self) -> String {
        fingerprint(&typed(self.layer()))
    }
}

impl From<Row> for Version {
    fn from(row: Row) -> Self {
        // What cannot be read was told when the site was loaded.
        let (layer, _) = read(row.look);
        let Row { version, actor, actor_id, restored_from, at, .. } = row;
        Self { number: version, layer, actor, actor_id, restored_from, at }
    }
}

/// A site's own look as it stands.
pub async fn show(admin: &Admin) -> Result<State> {
    let mut tx = admin.visit.begin().await?;
    state(&admin.visit, &mut tx).await
}

async fn state(visit: &Visit, tx: &mut SiteTx) -> Result<State> {
    let draft = store::looks::find(tx, store::looks::DRAFT).await?;
    let form = draft.as_ref().and_then(|draft| draft.form);
    let published: Option<Version> = store::looks::published(tx).await?.map(Version::from);
    let mut state = State { draft: draft.map(Version::from), published, faults: Vec::new(), form };
    state.faults = faults(visit, &state.layer());
    Ok(state)
}

/// The versions that were published, newest first.
pub async fn history(admin: &Admin) -> Result<Vec<Version>> {
    let mut tx = admin.visit.begin().await?;
    Ok(store::looks::history(&mut tx, KEPT).await?.into_iter().map(Version::from).collect())
}

/// Everything that keeps a layer from being published at this site.
#[must_use]
pub fn faults(visit: &Visit, layer: &Layer) -> Vec<Fault> {
    let themes = &visit.app.themes;
    let mut faults = Vec::new();
    if layer.extends.as_ref().is_some_and(|theme| themes.get(theme).is_none()) {
        faults.push(Fault { key: "extends".to_owned(), reason: Reason::Unknown });
    }
    let (look, tokens) = themes.settle(&visit.site, layer.clone());
    faults.extend(tokens.into_iter().map(|fault| fault.below("tokens")));
    faults.extend(look.unreadable.iter().cloned());
    for (locale, texts) in &layer.texts {
        let wrong = texts.iter().filter(|(_, text)| !is_text(text));
        let reason = || Reason::TooLong(text::LONGEST);
        faults.extend(wrong.map(|(key, _)| Fault { key: format!("texts.{locale}.{key}"), reason: reason() }));
    }
    layer.slots.check(&mut faults);
    if layer.custom_css.as_ref().is_some_and(|css| css.len() > css::MOST_BYTES) {
        faults.push(Fault { key: "custom_css".to_owned(), reason: Reason::TooLong(css::MOST_BYTES) });
    }
    faults
}

/// What a layer is known by.
#[must_use]
pub fn fingerprint(layer: &Layer) -> String {
    let text = serde_json::to_string(layer).unwrap_or_default();
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What of a layer is typed in the form of the look.
fn typed(layer: Layer) -> Layer {
    Layer { texts: Texts::default(), assets: Assets::default(), ..layer }
}

fn stored(layer: &Layer) -> Result<Value> {
    Ok(serde_json::to_value(layer)?)
}

/// Notes what an admin did to the look.
async fn note(admin: &Admin, tx: &mut SiteTx, action: Action, version: i32, from: Option<i32>) -> Result<()> {
    let visit = &admin.visit;
    let event = NewEvent {
        id: visit.app.random.id(visit.now),
        user: None,
        actor: admin.actor,
        action,
        target: None,
        address: visit.client.ip(),
        agent: visit.agent.as_str(),
        details: Some(json!({ "version": version, "restored_from": from })),
    };
    store::events::insert(tx, &event, visit.now).await?;
    let (site, actor) = (visit.site.slug.as_str(), admin.actor.word());
    tracing::info!(site, actor, version, action = action.word(), "the look of a site");
    Ok(())
}
