//! All themes of this process: those that came with it, and the operator's own laid over them.

mod beside;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Context, Result, anyhow, bail};

use crate::{
    model::{
        look::{Layer, Look},
        site::Site,
        theme::{Fault, Theme, Tokens},
    },
    store::look_files::File,
};

pub use beside::files;

const FALLBACK: &str = "default";
/// How many looks of sites are known by their fingerprint.
const MOST_WORN: usize = 2000;

#[derive(rust_embed::Embed)]
#[folder = "themes/"]
struct Shipped;

/// The themes that sites can choose from, checked and ready to serve.
#[derive(Debug)]
pub struct Themes {
    shelf: BTreeMap<String, Ready>,
    fallback: Ready,
    /// What has to be served for the operator's themes: pictures and CSS.
    kept: Vec<File>,
    /// Looks of sites that were asked for, by the fingerprint of their stylesheet.
    worn: RwLock<HashMap<String, Arc<Look>>>,
}

/// A theme: what it and its ancestors say, and the look that comes of it.
#[derive(Clone, Debug)]
struct Ready {
    layer: Layer,
    look: Arc<Look>,
}

impl Themes {
    /// Loads the shipped themes and, over them, those of an operator's directory.
    ///
    /// # Errors
    /// A theme cannot be read or breaks a rule; the error names its file and the key.
    pub fn load(extra: Option<&Path>) -> Result<Self> {
        let mut kept = Vec::new();
        let shelves = Shelves { own: own(extra, &mut kept)?, shipped: shipped()? };
        let mut chains = shelves.names().map(|name| shelves.chain(name)).collect::<Result<Vec<_>>>()?;
        // Parents first, so that a fault is reported for the file that has it and not for a child.
        chains.sort_by_key(Vec::len);
        let shelf = chains.iter().map(|chain| resolve(chain)).collect::<Result<BTreeMap<_, _>>>()?;
        let fallback = shelf.get(FALLBACK).context("the default theme is missing")?.clone();
        let sheets = shelf.values().filter_map(|ready| ready.look.own_sheet.as_ref());
        kept.extend(sheets.map(|sheet| File::sheet(&sheet.hash, &sheet.css)));
        Ok(Self { shelf, fallback, kept, worn: RwLock::default() })
    }

    /// The theme of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Theme> {
        self.shelf.get(name).map(|ready| &ready.look.theme)
    }

    /// What has to be served for the operator's themes.
    #[must_use]
    pub fn kept(&self) -> &[File] {
        &self.kept
    }

    /// The names of all themes, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.shelf.keys().map(String::as_str)
    }

    /// What pages wear that belong to no site.
    #[must_use]
    pub fn fallback(&self) -> &Arc<Look> {
        &self.fallback.look
    }

    /// What a site's pages and letters wear: what it has published over the theme it chose.
    #[must_use]
    pub fn look(&self, site: &Site) -> Arc<Look> {
        let Some(published) = &site.look else { return Arc::clone(&self.below(site, &Layer::default()).look) };
        published.whole(|layer| {
            let (look, faults) = self.settle(site, layer.clone());
            for fault in faults {
                let (site, version) = (site.slug.as_str(), published.version);
                tracing::error!(site, version, %fault, "the site's look breaks a rule here; what comes nearest stands in for it");
            }
            self.know(&look);
            look
        })
    }

    /// The look that comes of a layer of a site, and what of that layer had to give way.
    #[must_use]
    pub fn settle(&self, site: &Site, layer: Layer) -> (Arc<Look>, Vec<Fault>) {
        let below = self.below(site, &layer);
        let theme = &below.look.theme;
        match Look::settle((&theme.name, &theme.title), layer, &below.layer) {
            Ok((look, faults)) => (Arc::new(look), faults),
            // No layer can take away what a theme says, so this is a theme that was never checked.
            Err(fault) => (Arc::clone(&below.look), vec![fault]),
        }
    }

    /// The theme that a site's layer stands on. One that is gone is replaced by the default.
    fn below(&self, site: &Site, layer: &Layer) -> &Ready {
        self.shelf.get(layer.extends.as_ref().unwrap_or(&site.theme)).unwrap_or(&self.fallback)
    }

    /// The look whose stylesheet has this fingerprint, if it was worn here.
    #[must_use]
    pub fn by_hash(&self, hash: &str) -> Option<Arc<Look>> {
        let mut themes = self.shelf.values().map(|ready| &ready.look);
        let worn = || self.worn.read().unwrap_or_else(PoisonError::into_inner).get(hash).cloned();
        themes.find(|look| look.theme.hash() == hash).cloned().or_else(worn)
    }

    fn know(&self, look: &Arc<Look>) {
        let mut worn = self.worn.write().unwrap_or_else(PoisonError::into_inner);
        if worn.len() >= MOST_WORN {
            worn.clear();
        }
        worn.insert(look.theme.hash().to_owned(), Arc::clone(look));
    }
}

#[derive(Debug)]
struct Folder {
    name: String,
    file: String,
    title: String,
    layer: Layer,
}

type Folders = BTreeMap<String, Folder>;

fn shipped() -> Result<Folders> {
    let mut folders = Folders::new();
    for path in Shipped::iter() {
        let Some(name) = path.strip_suffix("/theme.toml") else {
            continue;
        };
        let file = format!("themes/{path}");
        let content = Shipped::get(&path).with_context(|| file.clone())?;
        let text = std::str::from_utf8(&content.data).with_context(|| file.clone())?;
        folders.insert(name.to_owned(), read(name, file, text)?);
    }
    Ok(folders)
}

fn own(directory: Option<&Path>, kept: &mut Vec<File>) -> Result<Folders> {
    let mut folders = Folders::new();
    let Some(directory) = directory else {
        return Ok(folders);
    };
    let entries = fs::read_dir(directory).map_err(|error| anyhow!("{}: {error}", directory.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // `.git`, and what Kubernetes puts into mounted directories.
        if name.starts_with('.') || !path.is_dir() {
            continue;
        }
        let file = path.join("theme.toml");
        let text = fs::read_to_string(&file).map_err(|error| anyhow!("{}: {error}", file.display()))?;
        let mut folder = read(&name, file.display().to_string(), &text)?;
        beside::add(&path, &mut folder.layer, kept)?;
        folders.insert(name, folder);
    }
    Ok(folders)
}

fn read(name: &str, file: String, text: &str) -> Result<Folder> {
    let named = !name.is_empty() && name.bytes().all(|sign| matches!(sign, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if !named {
        bail!("{file}: the folder of a theme is named with a-z, 0-9 and - only");
    }
    let parsed = toml::from_str::<toml::Table>(text).map_err(|error| anyhow!("{file}: {error}"));
    let mut table = parsed?;
    let mut word = |key: &str| match table.remove(key) {
        None => Ok(None),
        Some(toml::Value::String(word)) => Ok(Some(word)),
        Some(_) => Err(anyhow!("{file}: {key}: not a text")),
    };
    let title = word("title")?.with_context(|| format!("{file}: title: missing"))?;
    let parent = word("extends")?;
    // Read with what lies beside the file.
    table.remove("slots");
    let tokens: Tokens = table.try_into().map_err(|error| anyhow!("{file}: {}", one_line(&error)))?;
    Ok(Folder { name: name.to_owned(), file, title, layer: Layer { extends: parent, tokens, ..Layer::default() } })
}

// The library writes the message, then the path of the key on a line of its own.
fn one_line(error: &toml::de::Error) -> String {
    error.to_string().trim_end().replace('\n', " ")
}

struct Shelves {
    own: Folders,
    shipped: Folders,
}

impl Shelves {
    fn names(&self) -> impl Iterator<Item = &str> {
        let replaced = |name: &&String| !self.own.contains_key(*name);
        self.own.keys().chain(self.shipped.keys().filter(replaced)).map(String::as_str)
    }

    fn find(&self, name: &str) -> Option<&Folder> {
        self.own.get(name).or_else(|| self.shipped.get(name))
    }

    // A theme and its ancestors up to the shipped default, which all others stand on.
    fn chain(&self, name: &str) -> Result<Vec<&Folder>> {
        let mut chain: Vec<&Folder> = self.find(name).into_iter().collect();
        while let Some(folder) = chain.last().copied() {
            let Some(parent) = self.parent(folder)? else {
                break;
            };
            if chain.iter().any(|seen| seen.file == parent.file) {
                bail!("{}: extends: {:?} leads back to where it began", folder.file, parent.name);
            }
            chain.push(parent);
        }
        Ok(chain)
    }

    fn parent(&self, folder: &Folder) -> Result<Option<&Folder>> {
        let is_own = self.own.contains_key(&folder.name) && self.own[&folder.name].file == folder.file;
        let name = match &folder.layer.extends {
            Some(name) => name.as_str(),
            None if folder.name == FALLBACK && !is_own => return Ok(None),
            None => FALLBACK,
        };
        // An operator's theme that has the name of a shipped one stands on that one.
        let namesake = self.shipped.get(name).filter(|_| is_own && name == folder.name);
        let parent = namesake.or_else(|| self.find(name));
        parent.map(Some).with_context(|| format!("{}: extends: there is no theme {name:?}", folder.file))
    }
}

fn resolve(chain: &[&Folder]) -> Result<(String, Ready)> {
    let (folder, ancestors) = chain.split_first().context("a theme without a folder")?;
    let below = ancestors.iter().rev().fold(Layer::default(), |below, folder| folder.layer.clone().over(below));
    let settled = Look::settle((&folder.name, &folder.title), folder.layer.clone(), &below);
    let (look, faults) = settled.map_err(|fault| anyhow!("{}: {fault}", folder.file))?;
    if let Some(fault) = faults.first() {
        bail!("{}: {fault}", folder.file);
    }
    Ok((folder.name.clone(), Ready { layer: folder.layer.clone().over(below), look: Arc::new(look) }))
}

#[cfg(test)]
mod tests;
