//! `…/look`: a site's own look, from draft to what counts.

pub mod folders;
pub mod pictures;
pub mod versions;

use axum::{extract::DefaultBodyLimit, http::StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    api::{kind::Kind, problem::Refused},
    app::App,
    flows::{
        administration::Admin,
        look::{self, State, Version, copy, draft},
    },
    http::json::Json,
    model::{
        css::Dropped,
        look::archive,
        picture,
        theme::{Fault, Reason},
    },
    words::Locale,
};

/// The endpoints.
pub fn endpoints<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S> {
    let pictures = OpenApiRouter::new().routes(routes!(pictures::upload)).layer(DefaultBodyLimit::max(picture::MOST_BYTES + 1));
    let folders = OpenApiRouter::new().routes(routes!(folders::export, folders::import));
    let folders = folders.layer(DefaultBodyLimit::max(archive::MOST_BYTES + 1));
    OpenApiRouter::new()
        .merge(pictures)
        .merge(folders)
        .routes(routes!(show, change))
        .routes(routes!(discard))
        .routes(routes!(take_over))
        .routes(routes!(versions::publish))
        .routes(routes!(versions::list))
        .routes(routes!(versions::restore))
}

/// A site's own look.
#[derive(Serialize, ToSchema)]
pub struct LookState {
    /// What has been changed and not published.
    draft: Option<LookVersion>,
    /// What counts; none while the site wears its theme as it is.
    published: Option<LookVersion>,
    /// What keeps the draft from being published.
    faults: Vec<LookFault>,
    /// What of the site's own CSS is left out.
    dropped: Vec<LookDropped>,
    /// A fingerprint of the draft, to publish nothing that was not seen.
    #[schema(example = "0a1b2c3d4e5f6071")]
    seen: String,
}

/// Something that is left out of a site's own CSS.
#[derive(Serialize, ToSchema)]
pub struct LookDropped {
    /// Its line, from 1.
    #[schema(example = 3)]
    line: u32,
    /// How it begins.
    #[schema(example = "position: fixed")]
    text: String,
}

/// A version of a site's own look.
#[derive(Serialize, ToSchema)]
pub struct LookVersion {
    /// Its number; 0 for the draft.
    #[schema(example = 3)]
    version: i32,
    /// What it says over the theme: `extends`, `tokens`, `texts`, `slots`, `custom_css`, `assets`.
    #[schema(value_type = Object, example = json!({ "tokens": { "color": { "brand": "#0b6e4f" } } }))]
    look: Value,
    /// Who made it: `admin` or `operator`.
    #[schema(example = "admin")]
    actor: String,
    /// The admin's account.
    actor_id: Option<Uuid>,
    /// Which older version it repeats.
    restored_from: Option<i32>,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
}

/// One value that keeps a look from being published.
#[derive(Serialize, ToSchema)]
pub struct LookFault {
    /// Its path.
    #[schema(example = "tokens.color.text")]
    field: String,
    /// What is wrong, in a word that never changes.
    #[schema(example = "low_contrast")]
    code: String,
    /// The same as a sentence.
    detail: String,
    /// The nearest colour that can be read.
    #[schema(example = "#767676")]
    nearest: Option<String>,
}

/// Whose look to take over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CopyFrom {
    /// The other site's short name.
    #[schema(example = "acme-cycles")]
    from: String,
}

/// Show the look.
///
/// What the site says of its own look, over its theme: the draft and what counts.
#[utoipa::path(get, path = "/look", tag = "Administration", operation_id = "look",
    security(("bearer" = []), ("masterKey" = [])), responses((status = 200, body = LookState)))]
pub async fn show(admin: Admin) -> Result<Json<LookState>, Refused> {
    let state = look::show(&admin).await?;
    Ok(Json(LookState::of(&admin, state)?))
}

/// Change the draft.
///
/// Only what is named changes; `null` takes away (RFC 7396). Colours may be saved that cannot be read: `faults` tells them, and
/// they cannot be published. What cannot be understood at all is refused.
#[utoipa::path(patch, path = "/look", tag = "Administration", operation_id = "change_look",
    security(("bearer" = []), ("masterKey" = [])),
    request_body(content = Object, example = json!({ "tokens": { "color": { "brand": "#0b6e4f" } } })),
    responses((status = 200, body = LookState)))]
pub async fn change(admin: Admin, Json(changes): Json<Value>) -> Result<Json<LookState>, Refused> {
    match draft::save(&admin, changes).await? {
        draft::Outcome::Saved(state) => Ok(Json(LookState::of(&admin, *state)?)),
        draft::Outcome::Faults(faults) => Err(Refused::faults(faults)),
    }
}

/// Discard the draft.
#[utoipa::path(delete, path = "/look/draft", tag = "Administration", operation_id = "discard_look",
    security(("bearer" = []), ("masterKey" = [])), responses((status = 204, description = "There is no draft any more.")))]
pub async fn discard(admin: Admin) -> Result<StatusCode, Refused> {
    draft::discard(&admin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take another site's look over.
///
/// Into the draft. For the operator; to a site's own admins other sites do not exist.
#[utoipa::path(post, path = "/look/copy", tag = "Administration", operation_id = "copy_look",
    security(("bearer" = []), ("masterKey" = [])), request_body = CopyFrom,
    responses((status = 200, body = LookState), (status = 404, description = "`not_found`")))]
pub async fn take_over(admin: Admin, Json(CopyFrom { from }): Json<CopyFrom>) -> Result<Json<LookState>, Refused> {
    match copy::submit(&admin, &from).await? {
        copy::Outcome::Copied(state) => Ok(Json(LookState::of(&admin, *state)?)),
        copy::Outcome::Missing => Err(Kind::NotFound.into()),
    }
}

impl LookState {
    /// As it is told to this admin.
    pub fn of(admin: &Admin, state: State) -> Result<Self, Refused> {
        let (app, locale) = (&admin.visit.app, admin.visit.locale);
        Ok(Self {
            seen: state.seen(),
            dropped: state.dropped().into_iter().map(|Dropped { line, text }| LookDropped { line, text }).collect(),
            faults: state.faults.iter().map(|fault| LookFault::of(app, locale, fault)).collect(),
            draft: state.draft.map(LookVersion::of).transpose()?,
            published: state.published.map(LookVersion::of).transpose()?,
        })
    }
}

impl LookVersion {
    fn of(version: Version) -> Result<Self, Refused> {
        let Version { number, layer, actor, actor_id, restored_from, at } = version;
        Ok(Self { version: number, look: serde_json::to_value(&layer)?, actor, actor_id, restored_from, at })
    }
}

impl LookFault {
    fn of(app: &App, locale: Locale, fault: &Fault) -> Self {
        let nearest = match &fault.reason {
            Reason::Contrast { nearest, .. } | Reason::InCss { nearest, .. } => nearest.map(|color| color.to_string()),
            _ => None,
        };
        let code = fault.reason.word().replace('-', "_");
        Self { field: fault.key.clone(), code, detail: app.words.fault(locale, fault), nearest }
    }
}
