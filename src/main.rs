//! The command line. Exit codes: 0 done, 1 refused with a reason on stderr, 2 usage.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use vestibule::{command, config::Config};

/// The hosted front door for every site you run.
#[derive(Parser)]
#[command(version, about, infer_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    config: Config,
}

#[derive(Subcommand)]
enum Command {
    /// Run the portal (what happens without a command).
    Serve,
    /// Bring the database's schema up to this version.
    Migrate,
    /// Manage sites.
    #[command(subcommand)]
    Site(command::site::Command),
    /// Manage the accounts of a site.
    #[command(subcommand)]
    User(command::user::Command),
    /// Manage the clients of a site: the apps that its people log in to.
    #[command(subcommand)]
    Client(command::client::Command),
    /// Try the way that letters leave by.
    #[command(subcommand)]
    Mail(command::mail::Command),
    /// Manage the keys that sign a site's tokens.
    #[command(subcommand)]
    Keys(command::keys::Command),
    /// Look after themes, and take the looks of sites in and out.
    #[command(subcommand)]
    Theme(command::theme::Command),
    /// Get into the dashboard.
    #[command(subcommand)]
    Admin(command::admin::Command),
}

fn main() -> ExitCode {
    // Before any thread exists: it changes this process's environment.
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        eprintln!("vestibule: .env cannot be read: {error}");
        return ExitCode::from(1);
    }
    let CommandLine { command, config } = CommandLine::parse();
    let run = async {
        match command.unwrap_or(Command::Serve) {
            Command::Serve => command::serve::run(config).await,
            Command::Migrate => command::migrate(config).await,
            Command::Site(command) => command::site::run(config, command).await,
            Command::User(command) => command::user::run(config, command).await,
            Command::Client(command) => command::client::run(config, command).await,
            Command::Mail(command) => command::mail::run(config, command).await,
            Command::Keys(command) => command::keys::run(config, command).await,
            Command::Theme(command) => command::theme::run(config, command).await,
            Command::Admin(command) => command::admin::run(config, command).await,
        }
    };
    let runtime = tokio::runtime::Runtime::new().map_err(anyhow::Error::from);
    match runtime.and_then(|runtime| runtime.block_on(run)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            eprintln!("vestibule: {refusal:#}");
            ExitCode::from(if refusal.is::<command::ask::Usage>() { 2 } else { 1 })
        }
    }
}
