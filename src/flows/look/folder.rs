//! A site's look as a folder of a theme, to keep in files or to take elsewhere, and back into a draft.

use anyhow::Result;

use super::{
    State,
    draft::{keep, lacking},
    picture::file_of,
    show, state,
};
use crate::{
    flows::administration::Admin,
    model::{
        look::{Asset, Files, Folder, Place},
        picture::Picture,
        theme::{Fault, Reason},
    },
    store,
};

/// What came of reading a folder.
pub enum Outcome {
    /// It is the draft now.
    Imported(Box<State>),
    /// These values cannot be understood; the draft is as it was.
    Faults(Vec<Fault>),
}

/// What counts as a folder; while nothing is published, what is being worked on.
pub async fn export(admin: &Admin) -> Result<Files> {
    let visit = &admin.visit;
    let state = show(admin).await?;
    let mut layer = state.published.as_ref().map_or_else(|| state.layer(), |version| version.layer.clone());
    layer.extends = layer.extends.or_else(|| Some(visit.site.theme.clone()));
    let mut tx = visit.begin().await?;
    let mut pictures = Vec::new();
    for (place, asset) in layer.assets.all() {
        if let Some(file) = store::look_files::find(&mut tx, &asset.hash).await? {
            pictures.push((place, asset.kind, file.content));
        }
    }
    Ok(Folder::write(&visit.site.name, &layer, pictures))
}

/// Puts a folder in the place of the draft.
pub async fn import(admin: &Admin, files: &Files) -> Result<Outcome> {
    let visit = &admin.visit;
    let Folder { mut layer, pictures, .. } = match Folder::read(files) {
        Ok(folder) => folder,
        Err(faults) => return Ok(Outcome::Faults(faults)),
    };
    let mut read: Vec<(Place, Picture)> = Vec::new();
    for (place, content) in pictures {
        match visit.app.files.read_picture(place, content).await? {
            Ok(pictures) => read.extend(pictures),
            Err(reason) => return Ok(Outcome::Faults(vec![Fault { key: format!("assets/{}", place.file()), reason }])),
        }
    }
    if layer.extends.as_ref().is_some_and(|theme| visit.app.themes.get(theme).is_none()) {
        return Ok(Outcome::Faults(vec![Fault { key: "theme.toml.extends".to_owned(), reason: Reason::Unknown }]));
    }
    layer.extends = layer.extends.filter(|theme| *theme != visit.site.theme);
    let mut tx = visit.begin().await?;
    store::looks::lock(&mut tx).await?;
    for (place, picture) in &read {
        let asset: Asset = picture.asset();
        store::look_files::keep(&mut tx, &file_of(picture, &asset)?, visit.now).await?;
        layer.assets.set(*place, Some(asset));
    }
    let before = state(visit, &mut tx).await?.layer();
    let mut wrong = lacking(&mut tx, &layer).await?;
    wrong.extend(visit.app.words.faults_of(&layer.texts, &before.texts));
    if !wrong.is_empty() {
        return Ok(Outcome::Faults(wrong));
    }
    keep(admin, &mut tx, &layer).await?;
    let state = state(visit, &mut tx).await?;
    tx.commit().await?;
    Ok(Outcome::Imported(Box::new(state)))
}
