//! `vestibule theme …`

use std::{
    fs,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use serde_json::{Value, json};

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
        look::Files,
        theme::{ColorName, Scheme, Theme, shown},
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
    },
    /// Write a site's published look into a folder.
    Export {
        /// The site's slug.
        site: String,
        /// The folder, which must not exist yet.
        folder: PathBuf,
    },
    /// Read a folder into a site's draft. Nobody sees it until it is published.
    Import {
        /// The site's slug.
        site: String,
        /// The folder.
        folder: PathBuf,
    },
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Result<()> {
    match command {
        Command::List { json } => {
            list(&Themes::load(config.themes_dir.as_deref())?, json);
            Ok(())
        }
        Command::Check { theme } => check(&Themes::load(config.themes_dir.as_deref())?, theme.as_deref()),
        Command::New { folder, extends, brand } => begin(&Themes::load(config.themes_dir.as_deref())?, &folder, &extends, &brand),
        Command::Export { site, folder } => {
            let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
            let done = export(&opened, &site, &folder).await;
            opened.close().await?;
            done
        }
        Command::Import { site, folder } => {
            let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
            let done = import(&opened, &site, &folder).await;
            opened.close().await?;
            done
        }
    }
}

fn list(themes: &Themes, json: bool) {
    let all: Vec<&Theme> = themes.names().filter_map(|name| themes.get(name)).collect();
    if json {
        let told = |theme: &&Theme| json!({ "name": theme.name, "title": theme.title, "mode": theme.mode.as_str() });
        return println!("{:#}", Value::from(all.iter().map(told).collect::<Vec<_>>()));
    }
    for theme in all {
        println!("{:<20} {}", theme.name, theme.title);
    }
}

/// Loading them has checked them.
fn check(themes: &Themes, named: Option<&str>) -> Result<()> {
    let Some(name) = named else {
        println!("{} themes, all sound", themes.names().count());
        return Ok(());
    };
    let theme = themes.get(name).with_context(|| format!("there is no theme {name:?}; `vestibule theme list` shows them"))?;
    println!("{:<16} {:>8} {:>6} {:>6}   {:>8} {:>6} {:>6}", "", "light", "has", "needs", "dark", "has", "needs");
    for color in ColorName::ALL {
        let (light, dark) = (row(&theme.light, *color), row(&theme.dark, *color));
        println!("{:<16} {light}   {dark}", color.key());
    }
    Ok(())
}

fn row(scheme: &Scheme, name: ColorName) -> String {
    let told = |ratio: Option<String>| ratio.unwrap_or_else(|| "–".to_owned());
    let reading = scheme.reading(name);
    let (has, needs) = (reading.map(|reading| shown(reading.ratio)), reading.map(|reading| reading.needs.to_string()));
    let color = scheme.palette[name].to_string();
    format!("{color:>8} {:>6} {:>6}", told(has), told(needs))
}

fn begin(themes: &Themes, folder: &Path, extends: &str, brand: &str) -> Result<()> {
    if themes.get(extends).is_none() {
        bail!("there is no theme {extends:?}; `vestibule theme list` shows them");
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = format!("title = {name:?}\nextends = {extends:?}\n\n[color]\nbrand = {brand:?}\n");
    let files = Files::from([("theme.toml".to_owned(), text.into_bytes())]);
    if let Err(faults) = crate::model::look::Folder::read(&files) {
        bail!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
    write(folder, &files)
}

async fn export(opened: &Opened, site: &str, folder: &Path) -> Result<()> {
    write(folder, &folder::export(&admin(opened, site)?).await?)
}

async fn import(opened: &Opened, site: &str, folder: &Path) -> Result<()> {
    let files = themes::files(folder)?;
    match folder::import(&admin(opened, site)?, &files).await? {
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

fn write(folder: &Path, files: &Files) -> Result<()> {
    if folder.exists() {
        bail!("{} exists already", folder.display());
    }
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, content).with_context(|| path.display().to_string())?;
        println!("{}", path.display());
    }
    Ok(())
}
