//! What lies beside the `theme.toml` of an operator's theme: texts, pictures, CSS.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, anyhow, bail};

use crate::{
    model::{
        look::{Files, Folder, Layer},
        picture,
    },
    store::look_files::File,
};

/// The most bytes of a file that is read.
const MOST_BYTES: u64 = 1024 * 1024;

/// The files of a folder, and of the folders in it that a theme has.
pub fn files(folder: &Path) -> Result<Files> {
    let mut files = BTreeMap::new();
    for inside in ["", "texts", "assets"] {
        let place = folder.join(inside);
        if !place.is_dir() && !inside.is_empty() {
            continue;
        }
        for entry in fs::read_dir(&place).with_context(|| place.display().to_string())? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with('.') || !path.is_file() {
                continue;
            }
            if path.metadata()?.len() > MOST_BYTES {
                bail!("{} is larger than {} KB", path.display(), MOST_BYTES / 1024);
            }
            let name = if inside.is_empty() { name } else { format!("{inside}/{name}") };
            files.insert(name, fs::read(&path).with_context(|| path.display().to_string())?);
        }
    }
    Ok(files)
}

/// Adds to a theme what lies beside its `theme.toml`, and to `kept` what has to be served for it.
pub(super) fn add(path: &Path, layer: &mut Layer, kept: &mut Vec<File>) -> Result<()> {
    let folder = Folder::read(&files(path)?).map_err(|faults| told(path, &faults[0].to_string()))?;
    let mut faults = Vec::new();
    folder.layer.slots.check(&mut faults);
    if let Some(fault) = faults.first() {
        return Err(told(path, &format!("theme.toml: {fault}")));
    }
    layer.texts = folder.layer.texts;
    layer.slots = folder.layer.slots;
    layer.custom_css = folder.layer.custom_css;
    for (place, content) in folder.pictures {
        let read = picture::read(place, &content);
        for (place, picture) in read.map_err(|reason| told(path, &format!("assets/{}: {reason}", place.file())))? {
            let asset = picture.asset();
            let kind = picture.kind.media_type().to_owned();
            let (width, height) = (picture.width.try_into()?, picture.height.try_into()?);
            kept.push(File { hash: asset.hash.clone(), kind, content: picture.content, width, height });
            layer.assets.set(place, Some(asset));
        }
    }
    Ok(())
}

fn told(path: &Path, what: &str) -> anyhow::Error {
    anyhow!("{}/{what}", path.display())
}
