//! What the API costs a program that is logged in, beside a bare handler that asks the database once, and changes it once, by
//! its primary key. `bin/bench api` runs it.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::{
    ROUND, STORM,
    client::{self, Answer, Body, Connection, Request},
    load::{self, Load, Worker},
    machine::{Machine, PASSWORD, Portal},
    reference::Bare,
};

/// How many connections, and whether people log in meanwhile.
const CIRCUMSTANCES: [(usize, bool); 3] = [(8, false), (64, false), (8, true)];

impl Request {
    /// Sends JSON.
    fn json(path: &str, value: &Value) -> Self {
        Self { body: Some(Body { kind: "application/json", text: value.to_string() }), ..Self::get(path) }
    }

    /// From the program that has this access token.
    fn with_bearer(self, token: &str) -> Self {
        Self { bearer: Some(token.to_owned()), ..self }
    }
}

/// A program that is logged in.
struct Member {
    id: String,
    access_token: String,
    refresher: Refresher,
}

/// Trades a refresh token for the next one.
struct Refresher {
    connection: Connection,
    token: String,
}

impl Worker for Refresher {
    async fn work(&mut self) -> Result<()> {
        let request = Request::json("/s/bench/api/auth/refresh", &json!({ "refresh_token": self.token }));
        self.token = word(&read(&self.connection.succeed(&request).await?)?, "/refresh_token")?;
        Ok(())
    }
}

/// Each figure is taken `rounds` times.
pub async fn measure(machine: &Machine, portal: &Portal, rounds: usize) -> Result<()> {
    let bare = Bare::asking(&machine.database_url)?;
    let mut members = Vec::new();
    for number in 0..STORM {
        members.push(log_in(portal, number).await?);
    }
    let reads = [
        members.iter().map(|member| Request::get(&format!("/{}", member.id))).collect::<Vec<_>>(),
        members.iter().map(|member| Request::get("/s/bench/api/auth/me").with_bearer(&member.access_token)).collect(),
    ];
    let changes: Vec<Request> = members.iter().map(|member| Request::json(&format!("/{}", member.id), &json!({}))).collect();
    for (connections, storm) in CIRCUMSTANCES {
        let (mut theirs, mut ours) = (Load::default(), Load::default());
        for _ in 0..rounds {
            theirs.add(beside(machine, portal, storm, load::run(bare.port, &reads[0], connections, ROUND)).await?);
            ours.add(beside(machine, portal, storm, load::run(portal.port, &reads[1], connections, ROUND)).await?);
        }
        print("GET /api/auth/me", connections, storm, &ours);
        print("  bare axum, one select", connections, storm, &theirs);
    }
    let mut refreshers: Vec<Refresher> = members.into_iter().map(|member| member.refresher).collect();
    for (connections, storm) in CIRCUMSTANCES {
        let (mut theirs, mut ours) = (Load::default(), Load::default());
        for _ in 0..rounds {
            theirs.add(beside(machine, portal, storm, load::run(bare.port, &changes, connections, ROUND)).await?);
            let rest = refreshers.split_off(connections);
            let (load, back) = beside(machine, portal, storm, load::drive(refreshers, ROUND)).await?;
            ours.add(load);
            refreshers = back.into_iter().chain(rest).collect();
        }
        print("POST /api/auth/refresh", connections, storm, &ours);
        print("  bare axum, one update", connections, storm, &theirs);
    }
    bare.stop()
}

/// In a storm of logins, or in peace.
async fn beside<T>(machine: &Machine, portal: &Portal, storm: bool, work: impl Future<Output = Result<T>>) -> Result<T> {
    if !storm {
        return work.await;
    }
    let logins = load::run(portal.port, &machine.logins[1..], STORM, ROUND);
    Ok(tokio::try_join!(work, logins)?.0)
}

async fn log_in(portal: &Portal, number: usize) -> Result<Member> {
    let credentials = json!({ "email": format!("user-{number}@bench.example"), "password": PASSWORD });
    let session = read(&client::one(portal.port, &Request::json("/s/bench/api/auth/login", &credentials)).await?)?;
    let connection = Connection::open(portal.port).await?;
    Ok(Member {
        id: word(&session, "/user/id")?,
        access_token: word(&session, "/access_token")?,
        refresher: Refresher { connection, token: word(&session, "/refresh_token")? },
    })
}

fn read(answer: &Answer) -> Result<Value> {
    Ok(serde_json::from_slice(&answer.body)?)
}

fn word(session: &Value, pointer: &str) -> Result<String> {
    Ok(session.pointer(pointer).and_then(Value::as_str).context(pointer.to_owned())?.to_owned())
}

fn print(name: &str, connections: usize, storm: bool, load: &Load) {
    let about = if storm { "in a storm" } else { "in peace" };
    println!("{name:<24}{connections:>3} connections, {about:<10} {load}");
}
