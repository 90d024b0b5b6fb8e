//! `vestibule theme …`

use std::{
    fs,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use serde_json::{Map, Value, json};

use super::{Company, Opened};
use crate::{
    config::Config,
    flows::{
        Visit,
        administration::Admin,
        look::folder::{self, Outcome},
    },
    model::{
        client::{Agent, ClientAddress},
        event::Actor,
        look::{Files, Look},
        theme::{ColorName, Fault, Scheme, Theme, shown},
    },
    themes::{self, Themes},
    words::Locale,
};

/// What can be done with themes and looks.
#[derive(Subcommand)]
pub enum Command {
    /// List the themes that sites can choose from.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check all themes, those of THEMES_DIR included, and print how well the colours of one can be read.
    Check {
        /// Which one; all of them are checked in any case.
        theme: Option<String>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Begin a theme: a folder with a theme.toml to fill in.
    New {
        /// The folder, whose name is the theme's.
        folder: PathBuf,
        /// The theme it stands on.
        #[arg(long, default_value = "default")]
        extends: String,
        /// The brand colour, as #rrggbb.
        #[arg(long, default_value = "#4f46e5")]
        brand: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write a site's published look into a folder.
    Export {
        /// The site's slug.
        site: String,
        /// The folder, which must not exist yet.
        folder: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Read a folder into a site's draft. Nobody sees it until it is published.
    Import {
        /// The site's slug.
        site: String,
        /// The folder.
        folder: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Result<()> {
    match command {
        Command::List { json } => {
            list(&Themes::load(config.themes_dir.as_deref())?, json);
            Ok(())
        }
        Command::Check { theme, json } => check(&Themes::load(config.themes_dir.as_deref())?, theme.as_deref(), json),
        Command::New { folder, extends, brand, json } => {
            begin(&Themes::load(config.themes_dir.as_deref())?, &folder, (&extends, &brand), json)
        }
        Command::Export { site, folder, json } => {
            let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
            let done = export(&opened, &site, &folder, json).await;
            opened.close().await?;
            done
        }
        Command::Import { site, folder, json } => {
            let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
            let done = import(&opened, &site, &folder, json).await;
            opened.close().await?;
            done
        }
    }
}

fn list(themes: &Themes, json: bool) {
    let all: Vec<Arc<Look>> = themes.names().iter().filter_map(|name| themes.get(name)).collect();
    if json {
        let told = |theme: &Theme| json!({ "name": theme.name, "title": theme.title, "mode": theme.mode.as_str() });
        return println!("{:#}", Value::from(all.iter().map(|look| told(&look.theme)).collect::<Vec<_>>()));
    }
    for theme in all.iter().map(|look| &look.theme) {
        println!("{:<20} {}", theme.name, theme.title);
    }
}

/// Loading them has checked them.
fn check(themes: &Themes, named: Option<&str>, json: bool) -> Result<()> {
    let missing = |name: &str| format!("there is no theme {name:?}; `vestibule theme list` shows them");
    let named = named.map(|name| themes.get(name).with_context(|| missing(name))).transpose()?;
    if json {
        let chosen = match named {
            Some(look) => vec![look],
            None => themes.names().iter().filter_map(|name| themes.get(name)).collect(),
        };
        println!("{:#}", Value::from(chosen.iter().map(|look| readings(&look.theme)).collect::<Vec<_>>()));
        return Ok(());
    }
    let Some(look) = named else {
        println!("{} themes, all sound", themes.names().len());
        return Ok(());
    };
    let theme = &look.theme;
    println!("{:<16} {:>8} {:>6} {:>6}   {:>8} {:>6} {:>6}", "", "light", "has", "needs", "dark", "has", "needs");
    for color in ColorName::ALL {
        let (light, dark) = (row(&theme.light, *color), row(&theme.dark, *color));
        println!("{:<16} {light}   {dark}", color.key());
    }
    Ok(())
}

/// How well each of a theme's colours can be read; those that are decoration need nothing.
fn readings(theme: &Theme) -> Value {
    let told = |scheme: &Scheme, name: ColorName| {
        let reading = scheme.reading(name);
        let (has, needs) = (reading.map(|reading| reading.ratio), reading.map(|reading| reading.needs));
        json!({ "color": scheme.palette[name].to_string(), "has": has, "needs": needs })
    };
    let color = |name: &ColorName| {
        (name.key().to_owned(), json!({ "light": told(&theme.light, *name), "dark": told(&theme.dark, *name) }))
    };
    json!({ "name": theme.name, "colors": ColorName::ALL.iter().map(color).collect::<Map<_, _>>() })
}

fn row(scheme: &Scheme, name: ColorName) -> String {
    let told = |ratio: Option<String>| ratio.unwrap_or_else(|| "–".to_owned());
    let reading = scheme.reading(name);
    let (has, needs) = (reading.map(|reading| shown(reading.ratio)), reading.map(|reading| reading.needs.to_string()));
    let color = scheme.palette[name].to_string();
    format!("{color:>8} {:>6} {:>6}", told(has), told(needs))
}

fn begin(themes: &Themes, folder: &Path, (extends, brand): (&str, &str), json: bool) -> Result<()> {
    if themes.get(extends).is_none() {
        bail!("there is no theme {extends:?}; `vestibule theme list` shows them");
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = format!("title = {name:?}\nextends = {extends:?}\n\n[color]\nbrand = {brand:?}\n");
    let files = Files::from([("theme.toml".to_owned(), text.into_bytes())]);
    if let Err(faults) = crate::model::look::Folder::read(&files) {
        bail!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
    write(folder, &files, json)
}

async fn export(opened: &Opened, site: &str, folder: &Path, json: bool) -> Result<()> {
    write(folder, &folder::export(&admin(opened, site)?).await?, json)
}

async fn import(opened: &Opened, site: &str, folder: &Path, json: bool) -> Result<()> {
    let files = themes::files(folder)?;
    match folder::import(&admin(opened, site)?, &files).await? {
        Outcome::Imported(state) if json => {
            let told =
                |fault: &Fault| json!({ "field": fault.key, "code": fault.reason.word(), "reason": fault.reason.to_string() });
            println!("{:#}", json!({ "site": site, "faults": state.faults.iter().map(told).collect::<Vec<_>>() }));
            Ok(())
        }
        Outcome::Imported(state) => {
            println!("the draft of {site} is as the folder has it; publish it in the dashboard or through the API");
            for fault in state.faults {
                println!("before that, put right: {fault}");
            }
            Ok(())
        }
        Outcome::Faults(faults) => {
            let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
            bail!("{}: {}", folder.display(), told.join("\n  "))
        }
    }
}

/// The command line acts as the operator.
fn admin(opened: &Opened, site: &str) -> Result<Admin> {
    let visit = Visit {
        app: Arc::clone(&opened.app),
        site: opened.site(site)?,
        client: ClientAddress::new(Ipv4Addr::LOCALHOST.into()),
        agent: Agent::new("vestibule (command line)"),
        locale: Locale::ENGLISH,
        now: opened.app.clock.now(),
        request_id: "command line".to_owned(),
    };
    Ok(Admin { visit, actor: Actor::Operator })
}

fn write(folder: &Path, files: &Files, json: bool) -> Result<()> {
    if folder.exists() {
        bail!("{} exists already", folder.display());
    }
    let paths: Vec<PathBuf> = files.keys().map(|name| folder.join(name)).collect();
    for (path, content) in paths.iter().zip(files.values()) {
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, content).with_context(|| path.display().to_string())?;
    }
    match json {
        true => println!("{:#}", json!({ "files": paths })),
        false => paths.iter().for_each(|path| println!("{}", path.display())),
    }
    Ok(())
}
