//! Whether the portal's answers tell by their time what their words keep back: whether an address has an account. Two kinds
//! of request that must look the same are sent in turns, which one first is left to chance, and no account is asked for
//! twice. `bin/bench timing` runs it; `bench/README.md` says how to read what it prints.

mod client;
mod compare;
mod machine;
mod people;
mod sides;

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use client::{Connection, Request};
use compare::Comparison;
use hyper::header::{HeaderName, HeaderValue, SET_COOKIE};
use machine::Machine;
use people::People;
use sides::Sides;
use vestibule::random::Random;

/// Pairs of each comparison that count, unless said otherwise. As many again are left out: those that took longest together,
/// because somebody else was using the machine. By the sum neither side is favoured.
const PAIRS: usize = 300;
/// Pairs before them that do not count.
const WARM_UP: usize = 20;
/// After each answer, so that what it left to do does not disturb the next: letters are posted, counts written.
const PAUSE: Duration = Duration::from_millis(4);
/// What the self-check adds to one side. A measurement that misses it proves nothing.
const LATE: Duration = Duration::from_micros(300);
/// The chance of one false alarm or more in a whole run.
const RISK: f64 = 0.05;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let pairs = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(PAIRS);
    let flow = arguments.into_iter().find(|argument| argument.parse::<usize>().is_err());
    tokio::runtime::Runtime::new()?.block_on(measure(pairs, &flow.unwrap_or_default()))
}

/// Of all flows, or of those whose names begin with `flow`; the self-check is made in any case.
async fn measure(pairs: usize, flow: &str) -> Result<()> {
    let machine = Machine::prepare(1).await?;
    let mut people = People::of(&machine, 2 * pairs + WARM_UP).await?;
    let portal = machine.portal().await?;
    let sides = sides::all(&machine, &portal, &mut people).await?;
    // The risk is shared out among the comparisons (Bonferroni); the two of the self-check are no news.
    let least = RISK / f64::from(u32::try_from(sides.len() - 1)?);
    println!("{} processors, {pairs} pairs each, medians in ms, p of a difference below {least:.4}\n", machine.threads);
    let wanted = sides.iter().enumerate().filter(|(number, both)| *number == 0 || both.flow.starts_with(flow));
    for (number, both) in wanted {
        let found = Comparison::of(&run(portal.port, both, Duration::ZERO).await?);
        print(both, &found, least);
        if number == 0 {
            let late = Comparison::of(&run(portal.port, both, LATE).await?);
            print(&both.clone().named(["the same", "0.3 ms later"]), &late, least);
            ensure!(found.p >= least, "what is the same seems to differ");
            ensure!(late.p < least, "the machine is too busy to tell {LATE:?}");
        }
    }
    drop(portal);
    machine.close().await
}

/// What each pair took, in milliseconds. The right one is made `late`.
async fn run(port: u16, sides: &Sides, late: Duration) -> Result<Vec<[f64; 2]>> {
    let mut connection = Connection::open(port).await?;
    let mut times = Vec::new();
    for pair in sides.pairs() {
        let first = usize::from(Random::system().below(2) == 1);
        let (mut both, mut lengths) = ([0.0; 2], [0; 2]);
        for side in [first, 1 - first] {
            let began = Instant::now();
            lengths[side] = size(&mut connection, pair[side]).await?;
            let until = if side == 1 { began.elapsed() + late } else { Duration::ZERO };
            while began.elapsed() < until {}
            both[side] = began.elapsed().as_secs_f64() * 1000.0;
            tokio::time::sleep(PAUSE).await;
        }
        ensure!(
            lengths[0] == lengths[1],
            "{}: {} and {} tell by their length, {lengths:?}",
            sides.flow,
            sides.names[0],
            sides.names[1]
        );
        times.push(both);
    }
    let mut counted = times.split_off(WARM_UP);
    counted.sort_by(|one, other| one.iter().sum::<f64>().total_cmp(&other.iter().sum()));
    counted.truncate(counted.len() / 2);
    Ok(counted)
}

/// How much was answered, which must not tell either. What a cookie seals has no fixed length once it is written as text.
async fn size(connection: &mut Connection, request: &Request) -> Result<usize> {
    let answer = connection.succeed(request).await?;
    let length = |name: &HeaderName, value: &HeaderValue| if name == SET_COOKIE { 0 } else { value.len() };
    let headers = answer.headers.iter().map(|(name, value)| name.as_str().len() + length(name, value));
    Ok(headers.sum::<usize>() + answer.body.len())
}

fn print(sides: &Sides, found: &Comparison, least: f64) {
    let Comparison { medians: [left, right], difference, interval: [low, high], p } = found;
    let verdict = if *p < least {
        format!("differs by {difference:+.2} ms (p={p:.1e})")
    } else {
        format!("no difference found (p={p:.2})")
    };
    let names = format!("{}: {} / {}", sides.flow, sides.names[0], sides.names[1]);
    println!("{names:<58} {left:>6.2} {right:>6.2}   {difference:>+6.3} [{low:+.3}, {high:+.3}]   {verdict}");
}
