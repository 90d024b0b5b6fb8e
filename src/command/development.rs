//! What a developer's own machine is spared: secrets, sites, and a place to read mail are simply there.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretString;
use tokio::{task::spawn_blocking, time::sleep};

use crate::{
    app::App,
    config::Config,
    flows::{
        clients::samples,
        create_site::{self, NewSite, Outcome},
    },
    model::author::Author,
    random::Random,
};

/// The file that keeps generated secrets, in the form of a `.env` file.
#[must_use]
pub fn secrets_file(data_dir: &Path) -> PathBuf {
    data_dir.join("secrets.env")
}

/// Fills in whatever development may leave unset.
pub fn complete(config: &mut Config) -> Result<()> {
    // LISTEN alone moves the portal: browsers reach it where it listens.
    if config.public_url.as_str() == "http://localhost:8080/" {
        let moved = config.public_url.set_port(Some(config.listen.port()));
        moved.map_err(|()| anyhow::anyhow!("PUBLIC_URL cannot take the port of LISTEN"))?;
    }
    if config.secret_key.is_some() && config.master_api_key.is_some() {
        return Ok(());
    }
    let file = secrets_file(&config.data_dir);
    if !file.exists() {
        let master_key = generate(&file)?;
        if config.master_api_key.is_none() {
            let _ = writeln!(std::io::stdout(), "Master API key, shown this once: {master_key}");
        }
    }
    let kept = dotenvy::from_path_iter(&file).with_context(|| format!("cannot read {}", file.display()))?;
    for entry in kept {
        let (name, value) = entry.with_context(|| format!("cannot read {}", file.display()))?;
        match name.as_str() {
            "SECRET_KEY" if config.secret_key.is_none() => config.secret_key = Some(SecretString::from(value)),
            "MASTER_API_KEY" if config.master_api_key.is_none() => config.master_api_key = Some(SecretString::from(value)),
            _ => {}
        }
    }
    Ok(())
}

/// Writes new secrets, and hands back the master key.
fn generate(file: &Path) -> Result<String> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let secret = || URL_SAFE_NO_PAD.encode(Random::system().bytes::<36>());
    let (secret_key, master_key) = (secret(), secret());
    let mut out = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .with_context(|| format!("cannot write {}", file.display()))?;
    write!(out, "SECRET_KEY={secret_key}\nMASTER_API_KEY={master_key}\n")?;
    Ok(master_key)
}

/// Two sites to look at, if there is none. The programs in `examples/` are clients of the first.
pub async fn demo_sites(app: &App) -> Result<()> {
    if app.sites.all().is_empty() {
        for (slug, name, theme) in [("acme", "Acme Cycles", "meadow"), ("nightjar", "Nightjar Radio", "midnight")] {
            let site = NewSite {
                slug: Some(slug.to_owned()),
                name: name.to_owned(),
                domain: format!("{slug}.example"),
                frontend_url: format!("https://{slug}.example/"),
                email_from: format!("hello@{slug}.example"),
                email_from_name: name.to_owned(),
                theme: Some(theme.to_owned()),
                ..NewSite::default()
            };
            // Another instance that starts at the same moment may have been quicker.
            let created = create_site::submit(app, &Author::system(), site).await?;
            if let (Outcome::Created(site), "acme") = (created, slug) {
                samples::register(app, site.id).await?;
            }
        }
    }
    Ok(())
}

/// How often it is looked whether a theme was changed.
const GLANCE: Duration = Duration::from_secs(1);
/// How deep the files of a theme lie below `THEMES_DIR`.
const DEEPEST: usize = 2;

/// Reads the operator's themes anew whenever one of their files is changed, for as long as the process lives. What is wrong is told,
/// and all stays as it was.
pub async fn follow_themes(app: Arc<App>) {
    let Some(folder) = app.config.themes_dir.clone() else { return };
    let mut seen = stamps(&folder);
    loop {
        sleep(GLANCE).await;
        let now = stamps(&folder);
        if now == seen {
            continue;
        }
        seen = now;
        match read_themes(&app, folder.clone()).await {
            Ok(()) => tracing::info!("the themes were read anew"),
            Err(fault) => tracing::error!("the themes stay as they were: {fault:#}"),
        }
    }
}

async fn read_themes(app: &Arc<App>, folder: PathBuf) -> Result<()> {
    let reader = Arc::clone(app);
    spawn_blocking(move || reader.themes.reload(Some(&folder))).await??;
    // What sites made of the former themes goes with them.
    app.sites.load(&app.database, &app.config.public_url).await
}

/// When each file of the themes was changed.
fn stamps(folder: &Path) -> BTreeMap<PathBuf, Option<SystemTime>> {
    let mut stamps = BTreeMap::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((next, depth)) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && depth < DEEPEST {
                folders.push((path, depth + 1));
            } else {
                stamps.insert(path, entry.metadata().and_then(|about| about.modified()).ok());
            }
        }
    }
    stamps
}
