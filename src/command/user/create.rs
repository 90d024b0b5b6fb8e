//! `vestibule user create`

use std::{io::Read, sync::Arc};

use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clap::Args;
use secrecy::SecretString;

use super::{explain, operator_at, print, too_many};
use crate::{
    app::App,
    command::ask::ask,
    flows::{
        create_user::{self, Given},
        invite_user::{self, Invitation},
    },
    model::user::Role,
};

/// An account to be made.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag on the command line")]
#[derive(Args)]
pub struct Create {
    /// The site's slug.
    #[arg(long)]
    site: Option<String>,
    /// The address.
    #[arg(long)]
    email: Option<String>,
    /// The name.
    #[arg(long, default_value = "")]
    name: String,
    /// Let it administer the site.
    #[arg(long)]
    admin: bool,
    /// Mail an invitation: its owner proves the address and chooses the password.
    #[arg(long, conflicts_with = "password_stdin")]
    invite: bool,
    /// Read the password from standard input; otherwise one is made and printed.
    #[arg(long, requires_all = ["site", "email"])]
    password_stdin: bool,
    /// Print the account as JSON.
    #[arg(long)]
    json: bool,
}

/// Does it.
pub(super) async fn run(app: &Arc<App>, given: Create) -> Result<()> {
    match given.invite {
        true => invite(app, given).await,
        false => vouch(app, given).await,
    }
}

async fn vouch(app: &Arc<App>, given: Create) -> Result<()> {
    let admin = operator_at(app, given.site).await?;
    let email = ask(given.email, "--email", "Email")?;
    let mut password = URL_SAFE_NO_PAD.encode(app.random.bytes::<15>());
    if given.password_stdin {
        password.clear();
        std::io::stdin().read_to_string(&mut password).context("the password on standard input is no text")?;
        password.truncate(password.trim_end_matches(['\r', '\n']).len());
    }
    let role = if given.admin { Role::Admin } else { Role::User };
    let account = Given { email, name: given.name, role, password: SecretString::from(password.clone()) };
    let id = match create_user::submit(&admin, account).await? {
        create_user::Outcome::Created(id) => id,
        create_user::Outcome::Problems(problems) => bail!("{}", explain(app, &problems)),
    };
    match (given.json, given.password_stdin) {
        (true, false) => println!("{:#}", serde_json::json!({ "id": id, "password": password })),
        (true, true) => println!("{:#}", serde_json::json!({ "id": id })),
        (false, true) => println!("{id}"),
        (false, false) => println!("{id}\nPassword, shown this once: {password}"),
    }
    Ok(())
}

async fn invite(app: &Arc<App>, given: Create) -> Result<()> {
    let admin = operator_at(app, given.site).await?;
    let email = ask(given.email, "--email", "Email")?;
    let role = given.admin.then_some(Role::Admin);
    let form = Invitation { email, name: Some(given.name).filter(|name| !name.is_empty()), username: None, role };
    match invite_user::submit(&admin, &form).await? {
        invite_user::Outcome::Invited { user, .. } => {
            print(&user, given.json, &format!("{}\nAn invitation is on its way to {}", user.id, user.email))
        }
        invite_user::Outcome::Problems(problems) => bail!("{}", explain(app, &problems)),
        invite_user::Outcome::TooMany(wait) => bail!(too_many(wait)),
    }
}
