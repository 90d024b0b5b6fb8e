//! What the portal costs, each figure beside what the machine could do at best, taken in turns in one run, because a
//! machine is never twice the same. `bin/bench` runs it; `bench/README.md` says what it said.

mod api;
mod apps;
mod client;
mod load;
mod machine;
mod memory;
mod reference;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use apps::{App, Work};
use client::Request;
use load::Load;
use machine::{Machine, Portal};
use reference::Bare;

/// Rounds of each pair; medians are taken over them.
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(3);
const STARTS: usize = 11;
/// People who log in at the same time.
const STORM: usize = 64;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--bare", file] => reference::serve_bare(file),
        ["--bare-signing"] => reference::serve_bare_signing(),
        ["--asking", database_url] => reference::serve_asking(database_url),
        ["api", rest @ ..] => {
            let rounds = rest.iter().find_map(|argument| argument.parse().ok()).unwrap_or(ROUNDS);
            tokio::runtime::Runtime::new()?.block_on(measure_api(rounds))
        }
        // cargo says `--bench` after it.
        ["storm", ..] => tokio::runtime::Runtime::new()?.block_on(measure_storm()),
        _ => tokio::runtime::Runtime::new()?.block_on(measure()),
    }
}

async fn measure_api(rounds: usize) -> Result<()> {
    let machine = Machine::prepare(STORM + 1).await?;
    println!("{} processors, {STORM} accounts, {rounds} rounds\n", machine.threads);
    let portal = machine.portal().await?;
    api::measure(&machine, &portal, rounds).await?;
    drop(portal);
    machine.close().await
}

async fn measure_storm() -> Result<()> {
    let machine = Machine::prepare(STORM + 1).await?;
    println!("{} processors, {STORM} accounts\n", machine.threads);
    let portal = machine.portal().await?;
    storm(&machine, &portal, &Request::get("/s/bench/login")).await?;
    drop(portal);
    machine.close().await
}

async fn measure() -> Result<()> {
    let machine = Machine::prepare(STORM + 1).await?;
    println!("{} processors, Argon2id m=19456 t=2 p=1, {STORM} accounts\n", machine.threads);
    starts(&machine).await?;
    let portal = machine.portal().await?;
    let page = Request::get("/s/bench/login");
    let body = client::one(portal.port, &page).await?.body;
    println!("resident memory, idle               {:>8.1} MB", memory::resident_megabytes(&portal)?);
    pages(&portal, &page, body).await?;
    logins(&machine, &portal).await?;
    apps(&machine, &portal).await?;
    storm(&machine, &portal, &page).await?;
    drop(portal);
    machine.close().await
}

/// From the start of the process, with the database up, to the whole first page.
async fn starts(machine: &Machine) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let began = Instant::now();
        let portal = machine.portal().await?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        drop(portal);
    }
    println!("start to first page                 {:>8.0} ms   (median of {STARTS})", median(&mut times));
    Ok(())
}

/// The login page beside a bare handler that returns the same bytes.
async fn pages(portal: &Portal, page: &Request, body: Vec<u8>) -> Result<()> {
    let bare = Bare::start(&body)?;
    for connections in [1, 16] {
        let (mut ours, mut theirs) = (Load::default(), Load::default());
        for _ in 0..ROUNDS {
            theirs.add(load::run(bare.port, &[Request::get("/")], connections, ROUND).await?);
            ours.add(load::run(portal.port, std::slice::from_ref(page), connections, ROUND).await?);
        }
        println!("GET /login, {connections:>2} connections          {ours}");
        println!("  the same bytes from bare axum     {theirs}   ratio {:.2}", ours.rate() / theirs.rate());
    }
    bare.stop()
}

/// Logins beside what the same threads hash when they do nothing else.
async fn logins(machine: &Machine, portal: &Portal) -> Result<()> {
    let (mut ours, mut ceiling) = (Load::default(), Vec::new());
    for _ in 0..ROUNDS {
        ceiling.push(reference::raw_hashes_per_second(machine.threads, ROUND)?);
        ours.add(load::run(portal.port, &machine.logins[1..], STORM, ROUND).await?);
    }
    let ceiling = median(&mut ceiling);
    println!("logins, {STORM} at once                 {ours}");
    println!("  raw argon2 on as many threads     {ceiling:>8.0} /s   ratio {:.2}", ours.rate() / ceiling);
    Ok(())
}

/// People who come for an app and apps that renew what they hold, beside a bare handler that signs the same two tokens.
async fn apps(machine: &Machine, portal: &Portal) -> Result<()> {
    let app = Arc::new(App::register(machine, portal).await?);
    let bare = Bare::start_signing()?;
    for (name, work) in [("code flows", Work::Flows), ("refreshes", Work::Refreshes)] {
        let (mut ours, mut theirs) = (Load::default(), Load::default());
        for _ in 0..ROUNDS {
            theirs.add(load::run(bare.port, &[Request::get("/")], apps::AT_ONCE, ROUND).await?);
            ours.add(apps::run(&app, work, ROUND).await?);
        }
        println!("{name:<12} {} at once              {ours}", apps::AT_ONCE);
        println!("  the same two tokens from bare axum{theirs}   ratio {:.2}", ours.rate() / theirs.rate());
    }
    bare.stop()
}

/// Pages of somebody else while many people log in, beside the same pages in peace.
async fn storm(machine: &Machine, portal: &Portal, login_page: &Request) -> Result<()> {
    let account = machine.member(portal).await?;
    for (name, page) in [("GET /login", login_page), ("GET /account, logged in", &account)] {
        let (mut peace, mut storm, mut crowd, mut most) = (Load::default(), Load::default(), Load::default(), 0.0_f64);
        for _ in 0..ROUNDS {
            peace.add(load::run_paced(portal.port, page, ROUND).await?);
            let logins = load::run(portal.port, &machine.logins[1..], STORM, ROUND);
            let pages = load::run_paced(portal.port, page, ROUND);
            let memory = memory::most_resident_megabytes(portal, ROUND);
            let (logins, pages, memory) = tokio::try_join!(logins, pages, memory)?;
            storm.add(pages);
            crowd.add(logins);
            most = most.max(memory);
        }
        println!("{name:<24} in peace   {peace}");
        println!("{name:<24} in a storm {storm}   memory {most:.1} MB");
        println!("  the logins meanwhile   {crowd}");
    }
    Ok(())
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
