//! `vestibule serve`: the portal itself, from start to orderly end.

use std::{
    io::{self, Write},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    task::JoinSet,
};
use tracing_subscriber::EnvFilter;

use super::{Company, Opened, checked, development};
use crate::{
    app::App,
    config::Config,
    flows::{bulk_users, clients::samples, delete_site, operator_session},
    http, mail,
    model::{author::Author, oauth_client::Kind},
    outbound,
    store::{self, embedded::Embedded},
};

/// How often rows whose time has passed are deleted.
const SWEEP: Duration = Duration::from_mins(5);

/// Runs until told to stop by SIGTERM or SIGINT; a second one ends it at once.
pub async fn run(config: Config) -> Result<()> {
    log(&config);
    let config = checked(config)?;
    let listener = TcpListener::bind(config.listen).await.with_context(|| {
        format!("cannot listen on {}; is another Vestibule running? LISTEN=127.0.0.1:8081 would move this one", config.listen)
    })?;
    let opened = Opened::with_sites(config, Company::Alone).await?;
    let app = Arc::clone(&opened.app);
    refuse_bypass(&app).await?;
    if app.config.is_development() {
        development::demo_sites(&app).await?;
        greet(&app).await?;
    }
    let renewed = mail::senders::renew(&app).await?;
    if renewed > 0 {
        tracing::info!(renewed, "sites' own mail servers are encrypted with the new SECRET_KEY");
    }
    let mut work = JoinSet::new();
    work.spawn(app.sites.clone().follow(app.database.clone(), app.config.public_url.clone()));
    work.spawn(app.keys.clone().follow(app.database.clone()));
    work.spawn(mail::outbox::work(Arc::clone(&app)));
    work.spawn(outbound::logouts::work(Arc::clone(&app)));
    work.spawn(bulk_users::steps::work(Arc::clone(&app)));
    work.spawn(delete_site::work(Arc::clone(&app)));
    work.spawn(sweep(Arc::clone(&app)));
    if app.config.is_development() {
        work.spawn(development::follow_themes(Arc::clone(&app)));
    }
    let (asked, alone) = (stop_signal()?, database_end(opened.embedded.as_ref()));
    let mut abandoned = false;
    let stop = async {
        tokio::select! {
            () = asked => {}
            () = alone => abandoned = true,
        }
    };
    tracing::info!(listen = %app.config.listen, url = %app.config.public_url, "ready");
    http::serve::serve(listener, crate::router(&app), stop).await?;
    // A letter that is being posted right now is posted again by the next start.
    work.shutdown().await;
    opened.close().await?;
    if abandoned {
        bail!("the private PostgreSQL has ended by itself; its log lies in DATA_DIR. Start the portal again");
    }
    tracing::info!("stopped");
    Ok(())
}

/// For people in development, as JSON lines in production.
fn log(config: &Config) {
    // The session library logs each error that is handled further up once more; the mail library, every byte of a dialogue.
    let filter = EnvFilter::new(format!("sqlx=warn,tower_sessions_core=off,lettre=info,{}", config.log));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.is_development() {
        builder.with_target(false).init();
    } else {
        builder.json().flatten_event(true).init();
    }
}

/// Row-level security is the wall between sites; a role that walks through it must not run the portal.
async fn refuse_bypass(app: &App) -> Result<()> {
    let Some(role) = app.database.bypasses_row_security().await? else { return Ok(()) };
    let advice = format!(
        "the database role {role:?} is a superuser or has BYPASSRLS, so row-level security would not keep sites apart. \
         Use another role in DATABASE_URL: `create role vestibule login password '…'; alter database … owner to vestibule;` \
         and, once, as a superuser: `create role vestibule_site; create role vestibule_platform; \
         grant vestibule_site, vestibule_platform to vestibule;`"
    );
    if !app.config.is_development() {
        bail!(advice);
    }
    tracing::warn!("{advice}");
    Ok(())
}

/// Whether anybody reads it or not, the portal goes on.
async fn greet(app: &App) -> Result<()> {
    let link = operator_session::mint_link(app, &Author::system()).await?;
    let dashboard = ("Dashboard, once".to_owned(), operator_session::link_address(app, &link));
    let url = app.config.public_url.as_str().trim_end_matches('/');
    let sites = app.sites.all().into_iter().map(|site| (site.name.clone(), site.base.url("/login")));
    let mailbox = ("Mailbox".to_owned(), format!("{url}/dev/mailbox"));
    let docs = ("API".to_owned(), format!("{url}/docs"));
    let key = ("Master API key".to_owned(), development::secrets_file(&app.config.data_dir).display().to_string());
    // They ask for this address, and no other.
    let is_asked = app.sites.all().iter().any(|site| site.base.url("") == samples::ISSUER);
    let of_web = samples::SAMPLES.iter().filter(|sample| is_asked && sample.kind != Kind::Native);
    let samples = of_web.filter_map(|sample| Some((format!("examples/{}", sample.folder), sample.home?.to_owned())));
    let lines: String = [dashboard]
        .into_iter()
        .chain(sites)
        .chain([mailbox, docs, key])
        .chain(samples)
        .map(|(name, place)| format!("  {name:<18}{place}\n"))
        .collect();
    let _ = write!(io::stdout(), "\nVestibule is running, for development on this machine.\n\n{lines}\n");
    Ok(())
}

async fn sweep(app: Arc<App>) {
    loop {
        tokio::time::sleep(SWEEP).await;
        match store::sweep::expired(&app.database, app.clock.now()).await {
            Ok(gone) => tracing::debug!(gone, "swept"),
            Err(fault) => tracing::warn!(fault = format!("{fault:#}"), "could not sweep; trying again later"),
        }
    }
}

/// Without its private database the portal has nothing to say: whoever watches over it had better start both anew.
async fn database_end(embedded: Option<&Embedded>) {
    match embedded {
        Some(embedded) => embedded.end().await,
        None => std::future::pending().await,
    }
}

fn stop_signal() -> Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            std::process::exit(1);
        });
    })
}
