//! `vestibule mail …`

use anyhow::{Result, bail};
use clap::Subcommand;
use serde_json::json;

use super::{Company, Opened, ask::ask};
use crate::{
    config::Config,
    mail::{
        senders::{self, Sender},
        transport::{Failure, Outgoing},
        written::Written,
    },
    model::email::Email,
};

/// What can be done about mail.
#[derive(Subcommand)]
pub enum Command {
    /// Send a letter at once, past the outbox, and print what the mail server says.
    Test {
        /// To whom.
        #[arg(long)]
        to: Option<String>,
        /// The slug of the site that it comes from; otherwise it comes from the portal.
        #[arg(long)]
        site: Option<String>,
        /// Print the dialogue with the mail server, too.
        #[arg(long)]
        verbose: bool,
        /// As JSON, with the dialogue.
        #[arg(long)]
        json: bool,
    },
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Result<()> {
    let opened = Opened::with_sites(config, Company::BesideAPortal).await?;
    let done = match command {
        Command::Test { to, site, verbose, json } => test(&opened, to, site.as_deref(), (verbose, json)).await,
    };
    opened.close().await?;
    done
}

async fn test(opened: &Opened, to: Option<String>, slug: Option<&str>, (verbose, json): (bool, bool)) -> Result<()> {
    let app = &opened.app;
    let Ok(to) = Email::parse(&ask(to, "--to", "To (an email)")?) else { bail!("that is no email address") };
    let site = slug.map(|slug| opened.site(slug)).transpose()?;
    let sender = match &site {
        Some(site) => senders::of(app, site)?,
        None => Sender::Portal(&app.transport),
    };
    if sender.mailbox().is_some() {
        bail!("MAIL_URL is not set, so letters go to the mailbox of the portal that is running and nowhere else");
    }
    let host = app.config.public_url.host_str().unwrap_or("localhost");
    let portal = ("Vestibule", format!("vestibule@{host}"));
    let from = site.as_ref().map_or((portal.0, portal.1.as_str()), |site| (&site.email_from_name, &site.email_from));
    let reply_to = site.as_ref().and_then(|site| site.reply_to.as_deref());
    let now = app.clock.now();
    let words = format!("This letter was sent by `vestibule mail test` at {host}. Mail leaves the portal.");
    let written = Written { subject: "Test".to_owned(), html: format!("<p>{words}</p>"), text: words };
    let letter = Outgoing { id: app.random.id(now), from, reply_to, to: to.as_str(), locale: "en", at: now, written };
    let rehearsal = sender.rehearse(&letter).await;
    if verbose {
        eprintln!("{}", rehearsal.dialogue.join("\n"));
    }
    if json {
        let (is_taken, said) = match &rehearsal.outcome {
            Ok(said) => (true, said),
            Err(Failure::ForNow(said) | Failure::ForGood(said) | Failure::Closed(said)) => (false, said),
        };
        println!("{:#}", json!({ "to": to.as_str(), "taken": is_taken, "answer": said, "dialogue": rehearsal.dialogue }));
    }
    match rehearsal.outcome {
        Ok(_) if json => {}
        Ok(said) => println!("Taken: {said}"),
        Err(Failure::ForNow(said)) => bail!("not taken, though it may be later: {said}"),
        Err(Failure::ForGood(said)) => bail!("refused for good: {said}"),
        Err(Failure::Closed(said)) => bail!("no letter leaves this way until it is mended: {said}"),
    }
    Ok(())
}
