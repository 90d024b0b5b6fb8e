//! `…/look/publish`, `…/look/versions`

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{LookState, LookVersion};
use crate::{
    api::{kind::Kind, problem::Refused},
    flows::{
        administration::Admin,
        look::{
            self,
            publish::{self as flow, Outcome},
        },
    },
    http::{json::Json, path::Path},
};

/// Which draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// The draft's fingerprint, to publish nothing that was not seen.
    #[schema(example = "0a1b2c3d4e5f6071")]
    seen: Option<String>,
}

/// All versions that are kept.
#[derive(Serialize, ToSchema)]
pub struct LookVersions {
    /// Newest first.
    items: Vec<LookVersion>,
}

/// Which version.
#[derive(Deserialize)]
pub struct VersionPath {
    version: i32,
}

/// Publish the draft.
///
/// From then on every page and letter wears it. Colours that cannot be read are refused, each with the nearest that could.
#[utoipa::path(post, path = "/look/publish", tag = "Administration", operation_id = "publish_look",
    security(("bearer" = []), ("masterKey" = [])), request_body = Publication,
    responses((status = 200, body = LookState), (status = 409, description = "`look_changed`, `nothing_to_publish`")))]
pub async fn publish(admin: Admin, Json(publication): Json<Publication>) -> Result<Json<LookState>, Refused> {
    answer(&admin, flow::submit(&admin, publication.seen.as_deref()).await?)
}

/// List what was published.
#[utoipa::path(get, path = "/look/versions", tag = "Administration", operation_id = "look_versions",
    security(("bearer" = []), ("masterKey" = [])), responses((status = 200, body = LookVersions)))]
pub async fn list(admin: Admin) -> Result<Json<LookVersions>, Refused> {
    let versions = look::history(&admin).await?;
    Ok(Json(LookVersions { items: versions.into_iter().map(LookVersion::of).collect::<Result<_, _>>()? }))
}

/// Bring an older version back.
///
/// It is published once more, as the newest version. The draft stays as it is.
#[utoipa::path(post, path = "/look/versions/{version}/restore", tag = "Administration", operation_id = "restore_look",
    security(("bearer" = []), ("masterKey" = [])), params(("version" = i32, Path, description = "The version's number.")),
    responses((status = 200, body = LookState), (status = 404, description = "`not_found`"),
    (status = 422, description = "`validation_failed`")))]
pub async fn restore(admin: Admin, Path(VersionPath { version }): Path<VersionPath>) -> Result<Json<LookState>, Refused> {
    answer(&admin, flow::restore(&admin, version).await?)
}

fn answer(admin: &Admin, outcome: Outcome) -> Result<Json<LookState>, Refused> {
    match outcome {
        Outcome::Published(state) => Ok(Json(LookState::of(admin, *state)?)),
        Outcome::Faults(faults) => Err(Refused::faults(faults)),
        Outcome::Nothing => Err(Kind::NothingToPublish.into()),
        Outcome::Missing => Err(Kind::NotFound.into()),
        Outcome::Changed => Err(Kind::LookChanged.into()),
    }
}
