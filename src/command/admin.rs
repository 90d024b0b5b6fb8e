//! `vestibule admin …`

use anyhow::Result;
use clap::Subcommand;

use super::{Company, Opened};
use crate::{
    config::Config,
    flows::operator_session::{link_address, mint_link},
    model::author::Author,
};

/// What can be done about the dashboard.
#[derive(Subcommand)]
pub enum Command {
    /// Print a link that logs the operator in, once and soon. Whoever opens it is the operator.
    Link,
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Result<()> {
    let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
    let done = match command {
        Command::Link => link(&opened).await,
    };
    opened.close().await?;
    done
}

async fn link(opened: &Opened) -> Result<()> {
    let link = mint_link(&opened.app, &Author::console()).await?;
    println!("{}", link_address(&opened.app, &link));
    Ok(())
}
