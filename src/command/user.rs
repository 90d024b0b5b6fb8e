//! `vestibule user …`

mod create;

use std::{net::Ipv4Addr, sync::Arc};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};
use secrecy::ExposeSecret;
use time::format_description::well_known::Rfc3339;

use super::{Company, Opened, ask::ask};
use crate::{
    app::App,
    config::Config,
    flows::{
        Visit,
        administration::{self, Admin},
        delete_user, disable_user, find_sites, list_users, send_letter, set_role, temporary_password,
    },
    model::{
        client::{Agent, ClientAddress},
        event::Actor,
        paging::Paging,
        problem::Problem,
        site::Site,
        user::{Kept, Role, Status},
        user_list::Wanted,
        user_record::UserRecord,
    },
    words::Locale,
};

/// The most accounts that `list` prints.
const MOST_LISTED: i64 = 10_000;
/// How a site turns temporary passwords on.
const SETTING: &str = r#"--settings '{"temporary_passwords": true}'"#;

/// What can be done with the accounts of a site.
#[derive(Subcommand)]
pub enum Command {
    /// Add an account whose address you vouch for, or invite somebody.
    Create(create::Create),
    /// List the accounts of a site.
    List(List),
    /// Make an account an admin of its site, or an ordinary one.
    SetRole {
        /// Whose.
        #[command(flatten)]
        which: Which,
        /// user or admin.
        #[arg(long)]
        role: Option<String>,
    },
    /// Keep an account from logging in, and end its logins.
    Disable(Which),
    /// Let a disabled account log in again.
    Enable(Which),
    /// Delete an account with everything that hangs on it.
    Delete(Which),
    /// Mail the owner of an account a link to choose a new password.
    SendReset(Which),
    /// Make a temporary password for an account, whose owner chooses another at the next login.
    TemporaryPassword(Which),
}

/// Which accounts.
#[derive(Args)]
pub struct List {
    /// The site's slug.
    #[arg(long)]
    site: Option<String>,
    /// An id, or words that stand in the address, the name or the username.
    #[arg(long)]
    search: Option<String>,
    /// user or admin.
    #[arg(long)]
    role: Option<Role>,
    /// active, disabled or invited.
    #[arg(long)]
    status: Option<Status>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Which account.
#[derive(Args)]
pub struct Which {
    /// Its address or its id.
    user: Option<String>,
    /// The site's slug.
    #[arg(long)]
    site: Option<String>,
    /// Print the account as JSON.
    #[arg(long)]
    json: bool,
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
        Command::Create(given) => create::run(app, given).await,
        Command::List(wanted) => list(app, wanted).await,
        Command::SetRole { which, role } => {
            let (admin, user) = find(app, &which).await?;
            let role: Role =
                ask(role, "--role", "Role (user or admin)")?.parse().map_err(|words| anyhow!("a role is {words}"))?;
            told(set_role::submit(&admin, user.id, role).await?, which.json, &format!("{} is {} now", user.email, role.word()))
        }
        Command::Disable(which) => {
            let (admin, user) = find(app, &which).await?;
            let outcome = disable_user::disable(&admin, user.id).await?;
            told(outcome, which.json, &format!("{} may not log in any more", user.email))
        }
        Command::Enable(which) => {
            let (admin, user) = find(app, &which).await?;
            told(disable_user::enable(&admin, user.id).await?, which.json, &format!("{} is enabled", user.email))
        }
        Command::Delete(which) => delete(app, &which).await,
        Command::SendReset(which) => send_reset(app, &which).await,
        Command::TemporaryPassword(which) => make_temporary_password(app, &which).await,
    }
}

async fn list(app: &Arc<App>, given: List) -> Result<()> {
    let admin = operator_at(app, given.site).await?;
    let wanted = Wanted { search: given.search, role: given.role, status: given.status, ..Wanted::default() };
    let (users, _) = list_users::page(&admin, &wanted, Paging { page: 1, per_page: MOST_LISTED }).await?;
    if given.json {
        println!("{}", serde_json::to_string_pretty(&users)?);
    } else {
        for user in users {
            println!("{}  {:<8} {:<8} {}", user.id, user.role, user.status, user.email);
        }
    }
    Ok(())
}

async fn delete(app: &Arc<App>, which: &Which) -> Result<()> {
    let (admin, user) = find(app, which).await?;
    match delete_user::submit(&admin, user.id).await? {
        delete_user::Outcome::Deleted => print(&user, which.json, &format!("{} is gone", user.email)),
        delete_user::Outcome::Kept(kept) => bail!(why(kept)),
        delete_user::Outcome::WrongStatus => bail!("{} is not invited any more", user.email),
        delete_user::Outcome::Missing => bail!(nobody(&user.email)),
    }
}

async fn send_reset(app: &Arc<App>, which: &Which) -> Result<()> {
    let (admin, user) = find(app, which).await?;
    match send_letter::reset(&admin, user.id).await? {
        send_letter::Outcome::Sent => print(&user, which.json, &format!("A mail is on its way to {}", user.email)),
        send_letter::Outcome::WrongStatus => bail!("{} is {} and cannot choose a new password", user.email, user.status),
        send_letter::Outcome::Missing => bail!(nobody(&user.email)),
        send_letter::Outcome::TooMany(wait) => bail!(too_many(wait)),
    }
}

async fn make_temporary_password(app: &Arc<App>, which: &Which) -> Result<()> {
    let (admin, user) = find(app, which).await?;
    match temporary_password::submit(&admin, user.id).await? {
        temporary_password::Outcome::Made { password, until } => {
            let (password, until) = (password.expose_secret(), until.format(&Rfc3339)?);
            match which.json {
                true => println!("{:#}", serde_json::json!({ "password": password, "expires_at": until })),
                false => println!("Temporary password, shown this once and good until {until}: {password}"),
            }
            Ok(())
        }
        temporary_password::Outcome::NotOffered => {
            bail!(
                "this site has not turned temporary passwords on; `vestibule site update {}` with {SETTING} does",
                admin.visit.site.slug
            )
        }
        temporary_password::Outcome::WrongStatus => bail!("{} is {} and cannot log in", user.email, user.status),
        temporary_password::Outcome::Kept(kept) => bail!(why(kept)),
        temporary_password::Outcome::Missing => bail!(nobody(&user.email)),
        temporary_password::Outcome::TooMany(wait) => bail!(too_many(wait)),
    }
}

/// The operator at a site, a disabled one included.
pub(super) async fn operator_at(app: &Arc<App>, slug: Option<String>) -> Result<Admin> {
    let slug = ask(slug, "--site", "Site (its slug)")?;
    let record = find_sites::all(app).await?.into_iter().find(|site| site.slug == slug);
    let site = match record {
        Some(record) => find_sites::to_administer(app, record.id).await?,
        None => None,
    };
    let site = site.with_context(|| format!("there is no site {slug:?}; `vestibule site list` shows those that exist"))?;
    Ok(Admin { visit: visit(app, site), actor: Actor::Operator })
}

async fn find(app: &Arc<App>, which: &Which) -> Result<(Admin, UserRecord)> {
    let admin = operator_at(app, which.site.clone()).await?;
    let named = ask(which.user.clone(), "the account", "Account (its email or id)")?;
    let user = administration::find_named(&admin, &named).await?.ok_or_else(|| anyhow!(nobody(&named)))?;
    Ok((admin, user))
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

fn told(outcome: administration::Outcome, json: bool, sentence: &str) -> Result<()> {
    match outcome {
        administration::Outcome::Done(user) => print(&user, json, sentence),
        administration::Outcome::Kept(kept) => bail!(why(kept)),
        administration::Outcome::Missing => bail!("the account is gone"),
    }
}

fn why(kept: Kept) -> &'static str {
    match kept {
        Kept::LastAdmin => "it is the site's last admin who can log in; make somebody else an admin first",
        Kept::Protected => "the account is protected; take that off through the operator's API first",
    }
}

fn too_many(wait: time::Duration) -> String {
    format!("this address has been sent enough mails for now; try again in {} minutes", wait.whole_minutes() + 1)
}

fn nobody(named: &str) -> String {
    format!("there is no account {named:?} at this site; `vestibule user list` shows those that exist")
}

fn print(user: &UserRecord, json: bool, sentence: &str) -> Result<()> {
    match json {
        true => println!("{}", serde_json::to_string_pretty(user)?),
        false => println!("{sentence}"),
    }
    Ok(())
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
