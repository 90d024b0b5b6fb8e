//! `vestibule client …`

use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    Company, Opened,
    user::{explain, operator_at},
};
use crate::{
    app::App,
    config::Config,
    flows::{
        administration::Admin,
        clients::{
            self,
            changes::ClientChanges,
            create::{self, NewClient},
            delete,
            secrets::{self, NewSecret},
            update,
        },
    },
    model::{client_record::ClientRecord, paging::Paging},
};

/// The most clients that `list` prints.
const MOST_LISTED: i64 = 10_000;

/// What can be done with the clients of a site.
#[derive(Subcommand)]
pub enum Command {
    /// Register a client; its secret, if it has one, is shown this once.
    Create {
        /// The client.
        #[command(flatten)]
        client: Box<NewClient>,
        /// The site's slug.
        #[arg(long)]
        site: Option<String>,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the clients of a site.
    List {
        /// The site's slug.
        #[arg(long)]
        site: Option<String>,
        /// An id, or words that stand in the name.
        #[arg(long)]
        search: Option<String>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show one client, as JSON.
    Show(Which),
    /// Change what is given about a client, and nothing else; an empty address takes it away.
    Update {
        /// Which client.
        #[command(flatten)]
        which: Which,
        /// What changes.
        #[command(flatten)]
        changes: Box<ClientChanges>,
    },
    /// Delete a client with everything that it holds of people.
    Delete(Which),
    /// Manage a client's secrets.
    #[command(subcommand)]
    Secret(SecretCommand),
}

/// What can be done with a client's secrets.
#[derive(Subcommand)]
pub enum SecretCommand {
    /// Give a client another secret, which is shown this once. The others stay good.
    Add {
        /// Which client.
        #[command(flatten)]
        which: Which,
        /// When it ends, such as 2027-06-01T00:00:00Z; never unless given.
        #[arg(long, value_parser = moment)]
        expires_at: Option<OffsetDateTime>,
    },
    /// List what is known of a client's secrets.
    List(Which),
    /// Take a secret away at once.
    Revoke {
        /// Which client.
        #[command(flatten)]
        which: Which,
        /// The secret's id.
        #[arg(long)]
        secret: Uuid,
    },
}

/// Which client.
#[derive(Args)]
pub struct Which {
    /// The client id.
    client: Uuid,
    /// The site's slug.
    #[arg(long)]
    site: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

fn moment(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339).map_err(|_| "a time is written like 2027-06-01T00:00:00Z".to_owned())
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Result<()> {
    let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
    let done = perform(&opened.app, command).await;
    opened.close().await?;
    done
}

async fn perform(app: &Arc<App>, command: Command) -> Result<()> {
    match command {
        Command::Create { client, site, json } => create(app, *client, site, json).await,
        Command::List { site, search, json } => list(app, site, search.as_deref(), json).await,
        Command::Show(which) => {
            let (_, client) = find(app, &which).await?;
            print(&client, true, "")
        }
        Command::Update { which, changes } => {
            let (admin, client) = find(app, &which).await?;
            match update::submit(&admin, client.client_id, *changes).await? {
                update::Outcome::Updated(client) => print(&client, which.json, &format!("{} is as wanted", client.name)),
                update::Outcome::Problems(problems) => bail!("{}", explain(app, &problems)),
                update::Outcome::Missing => bail!(nothing(client.client_id)),
            }
        }
        Command::Delete(which) => {
            let (admin, client) = find(app, &which).await?;
            match delete::submit(&admin, client.client_id).await? {
                true => print(&client, which.json, &format!("{} is gone", client.name)),
                false => bail!(nothing(client.client_id)),
            }
        }
        Command::Secret(SecretCommand::Add { which, expires_at }) => add_secret(app, &which, expires_at).await,
        Command::Secret(SecretCommand::List(which)) => list_secrets(app, &which).await,
        Command::Secret(SecretCommand::Revoke { which, secret }) => {
            let (admin, client) = find(app, &which).await?;
            if !secrets::revoke(&admin, client.client_id, secret).await? {
                bail!("{} has no secret {secret}; `vestibule client secret list` shows those that it has", client.name);
            }
            let (_, client) = find(app, &which).await?;
            print(&client, which.json, "It is worth nothing any more")
        }
    }
}

async fn create(app: &Arc<App>, given: NewClient, site: Option<String>, as_json: bool) -> Result<()> {
    let admin = operator_at(app, site).await?;
    let (client, secret) = match create::submit(&admin, given).await? {
        create::Outcome::Created { client, secret } => (client, secret),
        create::Outcome::Problems(problems) => bail!("{}", explain(app, &problems)),
    };
    if as_json {
        let mut printed = serde_json::to_value(&*client)?;
        printed["issuer"] = json!(admin.visit.site.base.url(""));
        if let Some(secret) = &secret {
            printed["client_secret"] = json!(secret.expose_secret());
        }
        println!("{printed:#}");
        return Ok(());
    }
    println!("Issuer: {}\nClient id: {}", admin.visit.site.base.url(""), client.client_id);
    if let Some(secret) = &secret {
        show_once(secret);
    }
    Ok(())
}

async fn list(app: &Arc<App>, site: Option<String>, search: Option<&str>, as_json: bool) -> Result<()> {
    let admin = operator_at(app, site).await?;
    let (clients, _) = clients::page(&admin, search, Paging { page: 1, per_page: MOST_LISTED }).await?;
    if as_json {
        println!("{}", serde_json::to_string_pretty(&clients)?);
        return Ok(());
    }
    for client in clients {
        println!("{}  {:<8} {:<9} {}", client.client_id, client.kind.word(), client.status.word(), client.name);
    }
    Ok(())
}

async fn add_secret(app: &Arc<App>, which: &Which, expires_at: Option<OffsetDateTime>) -> Result<()> {
    let (admin, client) = find(app, which).await?;
    match secrets::add(&admin, client.client_id, &NewSecret { expires_at }).await? {
        secrets::Outcome::Added { record, secret } if which.json => {
            let mut printed = serde_json::to_value(&record)?;
            printed["client_secret"] = json!(secret.expose_secret());
            println!("{printed:#}");
        }
        secrets::Outcome::Added { record, secret } => {
            println!("{}", record.id);
            show_once(&secret);
        }
        secrets::Outcome::Problem(problem) => bail!("{}", explain(app, &[problem])),
        secrets::Outcome::Missing => bail!(nothing(client.client_id)),
    }
    Ok(())
}

async fn list_secrets(app: &Arc<App>, which: &Which) -> Result<()> {
    let (_, client) = find(app, which).await?;
    if which.json {
        println!("{}", serde_json::to_string_pretty(&client.secrets)?);
        return Ok(());
    }
    let shown = |moment: Option<OffsetDateTime>, none: &str| match moment {
        Some(moment) => moment.format(&Rfc3339),
        None => Ok(none.to_owned()),
    };
    for secret in client.secrets {
        let (ends, used) = (shown(secret.expires_at, "never")?, shown(secret.last_used_at, "never")?);
        println!("{}  …{}  ends {ends}  last used {used}", secret.id, secret.hint);
    }
    Ok(())
}

async fn find(app: &Arc<App>, which: &Which) -> Result<(Admin, ClientRecord)> {
    let admin = operator_at(app, which.site.clone()).await?;
    let client = clients::find(&admin, which.client).await?.ok_or_else(|| anyhow!(nothing(which.client)))?;
    Ok((admin, client))
}

fn nothing(id: Uuid) -> String {
    format!("there is no client {id} at this site; `vestibule client list` shows those that exist")
}

fn show_once(secret: &SecretString) {
    println!("Client secret, shown this once: {}", secret.expose_secret());
}

fn print(client: &ClientRecord, as_json: bool, sentence: &str) -> Result<()> {
    match as_json {
        true => println!("{}", serde_json::to_string_pretty(client).context("a client cannot be printed")?),
        false => println!("{sentence}"),
    }
    Ok(())
}
