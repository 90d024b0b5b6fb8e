//! `vestibule keys …`

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{Company, Opened};
use crate::{
    config::Config,
    flows::keys::{self, Rotation},
    model::{
        author::Author,
        keyring::{Description, State},
    },
};

/// What can be done with signing keys.
#[derive(Subcommand)]
pub enum Command {
    /// Publish a new key, which takes over a few minutes later; nobody's token is lost.
    Rotate(Which),
    /// List the keys that are published.
    List(Which),
}

/// Whose keys.
#[derive(Args)]
pub struct Which {
    /// The site's slug.
    #[arg(long)]
    site: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Result<()> {
    let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
    let done = match command {
        Command::Rotate(which) => rotate(&opened, &which).await,
        Command::List(which) => list(&opened, &which).await,
    };
    opened.close().await?;
    done
}

async fn rotate(opened: &Opened, which: &Which) -> Result<()> {
    let key = match keys::rotate(&opened.app, &Author::console(), &*opened.site(&which.site)?).await? {
        Rotation::Begun(key) => key,
        Rotation::Waiting(key) => bail!("key {} is waiting already; it signs from {}", key.kid, text(key.active_at)?),
        Rotation::Unreadable => {
            bail!("none of the site's keys can be read with this SECRET_KEY; is it the one that the portal runs with?")
        }
    };
    if which.json {
        println!("{:#}", describe(&key)?);
    } else if key.state == State::Next {
        println!("{} is published now and signs from {}", key.kid, text(key.active_at)?);
    } else {
        println!("{} is the site's first key and signs from now on", key.kid);
    }
    Ok(())
}

async fn list(opened: &Opened, which: &Which) -> Result<()> {
    let keys = keys::list(&opened.app, &*opened.site(&which.site)?).await?;
    if which.json {
        println!("{:#}", keys.iter().map(describe).collect::<Result<Value>>()?);
        return Ok(());
    }
    for key in keys {
        let end = key.retires_at.map(text).transpose()?.map(|end| format!(" until {end}")).unwrap_or_default();
        println!(
            "{}  {:<6} {:<9} signs from {}, published{end}",
            key.kid,
            key.algorithm.name(),
            key.state.word(),
            text(key.active_at)?
        );
    }
    Ok(())
}

fn describe(key: &Description) -> Result<Value> {
    Ok(json!({
        "kid": key.kid, "algorithm": key.algorithm, "state": key.state.word(), "created_at": text(key.created_at)?,
        "active_at": text(key.active_at)?, "retires_at": key.retires_at.map(text).transpose()?,
    }))
}

fn text(time: OffsetDateTime) -> Result<String> {
    Ok(time.replace_nanosecond(0)?.format(&Rfc3339)?)
}
