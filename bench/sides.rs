//! The kinds of request that nobody must be able to tell apart, two and two.

use anyhow::Result;
use hyper::StatusCode;

use crate::{
    client::Request,
    machine::{Machine, Portal},
    people::{People, forgot, signup, wrong_login},
};

/// Two kinds of request.
#[derive(Clone)]
pub struct Sides {
    pub flow: &'static str,
    pub names: [&'static str; 2],
    requests: [Vec<Request>; 2],
}

impl Sides {
    pub fn named(self, names: [&'static str; 2]) -> Self {
        Self { names, ..self }
    }

    /// One of each, and never the same address twice.
    pub fn pairs(&self) -> impl Iterator<Item = [&Request; 2]> {
        self.requests[0].iter().zip(&self.requests[1]).map(<[_; 2]>::from)
    }
}

/// All comparisons. The first is of the same with the same.
pub async fn all(machine: &Machine, portal: &Portal, people: &mut People) -> Result<Vec<Sides>> {
    let mut all = vec![logins(people, "aa", ["no account", "no account"])];
    all.extend(existing_accounts(people).await?);
    all.extend(waiting_signups(portal, people).await?);
    all.extend(letters(machine, portal, people).await?);
    people.settle().await?;
    Ok(all)
}

/// Logins with a wrong password. What is on the right has yet to be given something to tell.
fn logins(people: &People, group: &str, names: [&'static str; 2]) -> Sides {
    sides("login", names, group, |group| people.addresses(group).iter().map(|email| wrong_login(email)).collect())
}

async fn existing_accounts(people: &mut People) -> Result<Vec<Sides>> {
    people.accounts("ab-r", "status = 'active'").await?;
    people.accounts("ac-r", "status = 'disabled'").await?;
    people.accounts("ad-r", "password_hash = null").await?;
    people.accounts("ae-r", "status = 'active'").await?;
    let by_username = |group: &str| people.usernames(group).iter().map(|name| wrong_login(name)).collect();
    Ok(vec![
        logins(people, "ab", ["no account", "wrong password"]),
        logins(people, "ac", ["no account", "disabled"]),
        logins(people, "ad", ["no account", "without a password"]),
        sides("login by username", ["unknown", "known"], "ae", by_username),
    ])
}

async fn waiting_signups(portal: &Portal, people: &mut People) -> Result<Vec<Sides>> {
    people.accounts("bb-r", "status = 'active'").await?;
    people.accounts("bc-r", "status = 'active'").await?;
    for group in ["ba-r", "bb-l", "bb-r", "bd-r"] {
        people.sign_up(portal, group).await?;
    }
    let signups = |group: &str| people.addresses(group).iter().map(|email| signup(email)).collect::<Vec<_>>();
    Ok(vec![
        logins(people, "ba", ["no account", "signup waits"]),
        logins(people, "bb", ["signup waits", "account, and a signup waits"]),
        sides("signup", ["free", "taken"], "bc", signups),
        sides("signup", ["free", "signup waits"], "bd", signups),
    ])
}

async fn letters(machine: &Machine, portal: &Portal, people: &mut People) -> Result<Vec<Sides>> {
    for group in ["ca-r", "cb-r", "cc-r"] {
        people.accounts(group, "status = 'active'").await?;
    }
    let mut resends = Vec::new();
    for group in ["cb-l", "cb-r"] {
        let again = Request::post("/s/bench/check-mail/resend", &[], StatusCode::SEE_OTHER);
        resends.push(people.sign_up(portal, group).await?.iter().map(|answer| again.clone().after(answer)).collect::<Vec<_>>());
    }
    let member = machine.member(portal).await?;
    let change = |email: &String| Request {
        cookie: member.cookie.clone(),
        ..Request::post("/s/bench/account/email", &[("new_email", email)], StatusCode::SEE_OTHER)
    };
    Ok(vec![
        sides("forgot", ["unknown", "known"], "ca", |group| people.addresses(group).iter().map(|email| forgot(email)).collect()),
        sides("another letter", ["free", "taken"], "cb", |group| resends[usize::from(group.ends_with('r'))].clone()),
        sides("change of address", ["free", "taken"], "cc", |group| people.addresses(group).iter().map(change).collect()),
    ])
}

fn sides(flow: &'static str, names: [&'static str; 2], group: &str, requests: impl Fn(&str) -> Vec<Request>) -> Sides {
    Sides { flow, names, requests: ["l", "r"].map(|side| requests(&format!("{group}-{side}"))) }
}
