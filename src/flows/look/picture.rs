//! An admin uploads a picture for a site's look. It goes into the draft, as whatever else is changed.

use anyhow::Result;
use time::Duration;

use super::{State, draft::keep, state};
use crate::{
    flows::administration::Admin,
    model::{
        look::{Asset, Place},
        picture::Picture,
        theme::{Fault, Reason},
    },
    store::{self, look_files::File},
};

/// The most pictures of a site, those of older versions included.
pub const MOST: i64 = 200;
/// How long a picture stays that nothing shows.
pub const LINGER: Duration = Duration::days(1);

/// What came of it.
pub enum Outcome {
    /// It is part of the draft.
    Saved(Box<State>),
    /// It cannot be taken.
    Faults(Vec<Fault>),
}

/// Takes an uploaded file for a place.
pub async fn upload(admin: &Admin, place: Place, file: Vec<u8>) -> Result<Outcome> {
    let visit = &admin.visit;
    let refused = |reason| Ok(Outcome::Faults(vec![Fault { key: format!("assets.{}", place.word()), reason }]));
    let pictures = match visit.app.files.read_picture(place, file).await? {
        Ok(pictures) => pictures,
        Err(reason) => return refused(reason),
    };
    let mut tx = visit.begin().await?;
    store::looks::lock(&mut tx).await?;
    store::look_files::forget_unused_pictures(&mut tx, visit.now - LINGER).await?;
    if store::look_files::count_pictures(&mut tx).await? >= MOST {
        return refused(Reason::TooManyFiles(MOST));
    }
    let mut layer = state(visit, &mut tx).await?.layer();
    for (place, picture) in &pictures {
        let asset = picture.asset();
        store::look_files::keep(&mut tx, &file_of(picture, &asset)?, visit.now).await?;
        layer.assets.set(*place, Some(asset));
    }
    keep(admin, &mut tx, &layer).await?;
    let state = state(visit, &mut tx).await?;
    tx.commit().await?;
    Ok(Outcome::Saved(Box::new(state)))
}

/// A picture as a file.
pub fn file_of(picture: &Picture, asset: &Asset) -> Result<File> {
    Ok(File {
        hash: asset.hash.clone(),
        kind: picture.kind.media_type().to_owned(),
        content: picture.content.clone(),
        width: picture.width.try_into()?,
        height: picture.height.try_into()?,
    })
}
