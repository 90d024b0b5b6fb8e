//! What was left out on the command line: asked for where somebody sits at a terminal, refused elsewhere.

use std::io::{IsTerminal, Write, stderr, stdin};

use anyhow::Result;

/// Something is missing on the command line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(String);

/// What was given, or what is typed now. `name` is how the command line calls it.
pub fn ask(given: Option<String>, name: &str, question: &str) -> Result<String> {
    ask_offering(given, name, question, "")
}

/// As `ask`; whoever only presses enter takes what is offered.
pub fn ask_offering(given: Option<String>, name: &str, question: &str, offer: &str) -> Result<String> {
    if let Some(given) = given {
        return Ok(given);
    }
    if !(stdin().is_terminal() && stderr().is_terminal()) {
        return Err(Usage(format!("{name} is missing; `--help` lists what there is")).into());
    }
    match offer {
        "" => write!(stderr(), "{question}: ")?,
        offer => write!(stderr(), "{question} [{offer}]: ")?,
    }
    stderr().flush()?;
    let mut typed = String::new();
    stdin().read_line(&mut typed)?;
    let typed = typed.trim();
    Ok(if typed.is_empty() { offer } else { typed }.to_owned())
}
