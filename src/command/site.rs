//! `vestibule site …`

use anyhow::{Result, bail};
use clap::Subcommand;
use serde_json::{Value, json};

use super::{Company, Opened, user::explain};
use crate::{
    config::Config,
    flows::create_site::{self, NewSite, Outcome},
    model::site::Site,
};

/// What can be done with sites.
#[derive(Subcommand)]
pub enum Command {
    /// Add a site.
    Create(Box<NewSite>),
    /// List all sites.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show one site, as JSON.
    Show {
        /// Its slug.
        slug: String,
    },
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Result<()> {
    let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
    let done = perform(&opened, command).await;
    opened.close().await?;
    done
}

async fn perform(opened: &Opened, command: Command) -> Result<()> {
    match command {
        Command::Create(site) => match create_site::submit(&opened.app, *site).await? {
            Outcome::Created(site) => println!("{} is at {}", site.name, site.base.url("/login")),
            Outcome::Problems(problems) => bail!("{}", explain(&opened.app, &problems)),
        },
        Command::List { json: true } => {
            println!("{:#}", opened.app.sites.all().iter().map(|site| describe(site)).collect::<Value>());
        }
        Command::List { json: false } => {
            for site in opened.app.sites.all() {
                println!("{:<20} {:<30} {}", site.slug, site.name, site.base.url("/login"));
            }
        }
        Command::Show { slug } => println!("{:#}", describe(&*opened.site(&slug)?)),
    }
    Ok(())
}

fn describe(site: &Site) -> Value {
    json!({
        "id": site.id, "slug": site.slug, "name": site.name, "domain": site.domain, "login_host": site.login_host,
        "frontend_url": site.frontend_url, "email_from": site.email_from, "email_from_name": site.email_from_name,
        "theme": site.theme, "locale": site.locale, "settings": site.settings, "url": site.base.url(""),
    })
}
