//! `vestibule user …`

use std::{io::Read, net::Ipv4Addr, sync::Arc};

use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clap::Subcommand;
use secrecy::SecretString;

use super::{Company, Opened};
use crate::{
    app::App,
    config::Config,
    flows::{
        Visit,
        create_user::{self, Given, Outcome},
    },
    model::{
        client::{Agent, ClientAddress},
        problem::Problem,
        site::Site,
    },
    store,
    words::Locale,
};

/// The most accounts that `list` prints.
const MOST_LISTED: i64 = 10_000;

/// What can be done with the accounts of a site.
#[derive(Subcommand)]
pub enum Command {
    /// Add an account whose address you vouch for.
    Create {
        /// The site's slug.
        #[arg(long)]
        site: String,
        /// The address.
        #[arg(long)]
        email: String,
        /// The name.
        #[arg(long, default_value = "")]
        name: String,
        /// Let it administer the site.
        #[arg(long)]
        admin: bool,
        /// Read the password from standard input; otherwise one is made and printed.
        #[arg(long)]
        password_stdin: bool,
    },
    /// List the accounts of a site.
    List {
        /// The site's slug.
        #[arg(long)]
        site: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Result<()> {
    let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
    let done = match command {
        Command::Create { site, email, name, admin, password_stdin } => {
            create(&opened, &site, email, name, admin, password_stdin).await
        }
        Command::List { site, json } => list(&opened, &site, json).await,
    };
    opened.close().await?;
    done
}

async fn create(opened: &Opened, slug: &str, email: String, name: String, admin: bool, password_stdin: bool) -> Result<()> {
    let mut password = URL_SAFE_NO_PAD.encode(opened.app.random.bytes::<15>());
    if password_stdin {
        password.clear();
        std::io::stdin().read_to_string(&mut password).context("the password on standard input is no text")?;
        password.truncate(password.trim_end_matches(['\r', '\n']).len());
    }
    let given = Given { email, name, admin, password: SecretString::from(password.clone()) };
    match create_user::submit(&visit(&opened.app, opened.site(slug)?), given).await? {
        Outcome::Created(id) if password_stdin => println!("{id}"),
        Outcome::Created(id) => println!("{id}\nPassword, shown this once: {password}"),
        Outcome::Problems(problems) => bail!("{}", explain(&opened.app, &problems)),
    }
    Ok(())
}

async fn list(opened: &Opened, slug: &str, json: bool) -> Result<()> {
    let mut tx = opened.app.database.site(opened.site(slug)?.id).await?;
    let users = store::users::list(&mut tx, MOST_LISTED).await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&users)?);
    } else {
        for user in users {
            println!("{}  {:<8} {:<8} {}", user.id, user.role, user.status, user.email);
        }
    }
    Ok(())
}

/// The command line's own visit to a site.
fn visit(app: &Arc<App>, site: Arc<Site>) -> Visit {
    Visit {
        app: Arc::clone(app),
        site,
        client: ClientAddress::new(Ipv4Addr::LOCALHOST.into()),
        agent: Agent::new("vestibule (command line)"),
        locale: Locale::ENGLISH,
        now: app.clock.now(),
        request_id: "command line".to_owned(),
    }
}

/// Problems as sentences, each after the name of its field.
pub(super) fn explain(app: &App, problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let number = i64::try_from(problem.number).unwrap_or(i64::MAX);
        let sentence = app.words.text(Locale::ENGLISH, &problem.message_key(), &[("number", number.into())]);
        format!("{}: {sentence}", problem.field.name())
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n  ")
}
