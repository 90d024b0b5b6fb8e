//! Reads the folders of themes, checks them, and lays each over those that it stands on.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
    sync::Arc,
};

use anyhow::{Context, Result, anyhow, bail};

use super::beside;
use crate::{
    model::{
        look::{Layer, Look},
        theme::Tokens,
    },
    store::look_files::File,
};

const FALLBACK: &str = "default";

#[derive(rust_embed::Embed)]
#[folder = "themes/"]
struct Shipped;

/// All themes, and what has to be served for them.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) themes: BTreeMap<String, Arc<Ready>>,
    pub(super) fallback: Arc<Ready>,
    /// Pictures and CSS of the operator's themes, by fingerprint.
    pub(super) files: HashMap<String, Arc<File>>,
}

/// A theme: what it and its ancestors say, and the look that comes of it.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) layer: Layer,
    pub(super) look: Arc<Look>,
}

impl Shelf {
    /// Those that came with the portal and, over them, those of an operator's directory.
    pub(super) fn load(extra: Option<&Path>) -> Result<Self> {
        let mut kept = Vec::new();
        let shelves = Shelves { own: own(extra, &mut kept)?, shipped: shipped()? };
        let mut chains = shelves.names().map(|name| shelves.chain(name)).collect::<Result<Vec<_>>>()?;
        // Parents first, so that a fault is reported for the file that has it and not for a child.
        chains.sort_by_key(Vec::len);
        let themes = chains.iter().map(|chain| resolve(chain)).collect::<Result<BTreeMap<_, _>>>()?;
        let fallback = Arc::clone(themes.get(FALLBACK).context("the default theme is missing")?);
        let sheets = themes.values().filter_map(|ready| ready.look.own_sheet.as_ref());
        kept.extend(sheets.map(|sheet| File::sheet(&sheet.hash, &sheet.css)));
        let files = kept.into_iter().map(|file| (file.hash.clone(), Arc::new(file))).collect();
        Ok(Self { themes, fallback, files })
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

fn resolve(chain: &[&Folder]) -> Result<(String, Arc<Ready>)> {
    let (folder, ancestors) = chain.split_first().context("a theme without a folder")?;
    let below = ancestors.iter().rev().fold(Layer::default(), |below, folder| folder.layer.clone().over(below));
    let settled = Look::settle((&folder.name, &folder.title), folder.layer.clone(), &below);
    let (look, faults) = settled.map_err(|fault| anyhow!("{}: {fault}", folder.file))?;
    if let Some(fault) = faults.first() {
        bail!("{}: {fault}", folder.file);
    }
    if let Some(fault) = look.unreadable.first() {
        bail!("{}: {}", folder.file.replace("theme.toml", "custom.css"), fault.reason);
    }
    let ready = Ready { layer: folder.layer.clone().over(below), look: Arc::new(look) };
    Ok((folder.name.clone(), Arc::new(ready)))
}
