//! `vestibule site …`

use std::mem;

use anyhow::{Result, bail};
use clap::Subcommand;
use uuid::Uuid;

use super::{
    Company, Opened,
    ask::{ask, ask_offering},
    user::explain,
};
use crate::{
    config::Config,
    flows::{
        create_site::{self, NewSite},
        delete_site, find_sites,
        site_changes::SiteChanges,
        update_site,
    },
    model::{
        author::Author,
        site_record::{SiteRecord, Status},
    },
};

/// What can be done with sites.
#[derive(Subcommand)]
pub enum Command {
    /// Add a site; at a terminal, what is left out is asked for.
    Create {
        /// The site.
        #[command(flatten)]
        site: Box<NewSite>,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
    },
    /// List all sites.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show one site, as JSON.
    Show {
        /// Its slug or its id.
        site: String,
        /// As JSON, which it is anyway.
        #[arg(long)]
        json: bool,
    },
    /// Change what is given about a site, and nothing else; an empty login host takes it away.
    Update {
        /// Its slug or its id.
        site: String,
        /// What changes.
        #[command(flatten)]
        changes: Box<SiteChanges>,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Delete a site with everything that belongs to it, unless it is protected.
    Delete {
        /// Its slug or its id.
        site: String,
        /// Print it, as it was, as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Does it.
pub async fn run(config: Config, mut command: Command) -> Result<()> {
    if let Command::Create { site, .. } = &mut command {
        complete(site)?;
    }
    let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
    let done = perform(&opened, command).await;
    opened.close().await?;
    done
}

async fn perform(opened: &Opened, command: Command) -> Result<()> {
    match command {
        Command::Create { site, json } => match create_site::submit(&opened.app, &Author::console(), *site).await? {
            create_site::Outcome::Created(site) => print(&site, json, &format!("{} is at {}/login", site.name, site.url)),
            create_site::Outcome::Problems(problems) => bail!("{}", explain(&opened.app, &problems)),
        },
        Command::List { json } => list(opened, json).await,
        Command::Show { site, json: _ } => print(&find(opened, &site).await?, true, ""),
        Command::Update { site, changes, json } => {
            let id = find(opened, &site).await?.id;
            match update_site::submit(&opened.app, &Author::console(), id, *changes).await? {
                update_site::Outcome::Updated(site) => print(&site, json, &format!("{} is as wanted", site.name)),
                update_site::Outcome::Problems(problems) => bail!("{}", explain(&opened.app, &problems)),
                update_site::Outcome::Missing => bail!(nothing(&site)),
            }
        }
        Command::Delete { site, json } => delete(opened, &site, json).await,
    }
}

/// Asks for what was left out, and offers what most sites have.
fn complete(site: &mut NewSite) -> Result<()> {
    let given = |text: &mut String| Some(mem::take(text)).filter(|text| !text.is_empty());
    site.name = ask(given(&mut site.name), "--name", "Name")?;
    site.domain = ask(given(&mut site.domain), "--domain", "Domain of its front end")?;
    let (front_end, sender) = (format!("https://{}", site.domain), format!("hello@{}", site.domain));
    let (frontend_url, email_from) = (given(&mut site.frontend_url), given(&mut site.email_from));
    site.frontend_url = ask_offering(frontend_url, "--frontend-url", "Address of its front end", &front_end)?;
    site.email_from = ask_offering(email_from, "--email-from", "Address that its mail comes from", &sender)?;
    let email_from_name = given(&mut site.email_from_name);
    site.email_from_name = ask_offering(email_from_name, "--email-from-name", "Name that its mail comes from", &site.name)?;
    Ok(())
}

async fn list(opened: &Opened, json: bool) -> Result<()> {
    let sites = find_sites::all(&opened.app).await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&sites)?);
        return Ok(());
    }
    for site in sites {
        let mark = if site.status == Status::Disabled { "  (disabled)" } else { "" };
        println!("{:<20} {:<30} {}/login{mark}", site.slug, site.name, site.url);
    }
    Ok(())
}

async fn delete(opened: &Opened, named: &str, json: bool) -> Result<()> {
    let site = find(opened, named).await?;
    match delete_site::submit(&opened.app, &Author::console(), site.id).await? {
        delete_site::Outcome::Deleted => print(&site, json, &format!("{} is gone", site.name)),
        delete_site::Outcome::Protected => {
            bail!("{} is protected; `vestibule site update {} --protected false` takes that off", site.name, site.slug)
        }
        delete_site::Outcome::Missing => bail!(nothing(named)),
    }
}

/// Disabled ones included, which are not kept in memory.
async fn find(opened: &Opened, named: &str) -> Result<SiteRecord> {
    let id: Option<Uuid> = named.parse().ok();
    let mut sites = find_sites::all(&opened.app).await?.into_iter();
    sites.find(|site| site.slug == named || Some(site.id) == id).ok_or_else(|| anyhow::anyhow!(nothing(named)))
}

fn nothing(named: &str) -> String {
    format!("there is no site {named:?}; `vestibule site list` shows those that exist")
}

fn print(site: &SiteRecord, json: bool, sentence: &str) -> Result<()> {
    match json {
        true => println!("{}", serde_json::to_string_pretty(site)?),
        false => println!("{sentence}"),
    }
    Ok(())
}
