//! The files of the database: made under another name and renamed when whole, so that a cluster that exists is a whole one.

use std::{fs, io::ErrorKind, path::Path, process::Output};

use anyhow::{Context, Result, bail};

use super::{place::Place, programs::Programs};

/// The major version that made it; `None` when there is no cluster yet.
pub fn major(cluster: &Path) -> Result<Option<u32>> {
    match fs::read_to_string(cluster.join("PG_VERSION")) {
        Ok(text) => Ok(Some(text.trim().parse().with_context(|| format!("{} is damaged", cluster.display()))?)),
        Err(error) if error.kind() == ErrorKind::NotFound && !cluster.exists() => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} is not a whole PostgreSQL cluster", cluster.display())),
    }
}

/// In a folder whose name was not used before: the initdb of a process that was killed may still be writing to the last one.
pub fn create(place: &Place, programs: &Programs, durable: bool) -> Result<()> {
    let folder = place.home.join(format!("new-{}", remove_half_made(&place.home) + 1));
    place.give_folder(&folder)?;
    let mut output = initdb(place, programs, &folder, durable, "C.UTF-8")?;
    if !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("locale") {
        output = initdb(place, programs, &folder, durable, "C")?;
    }
    if !output.status.success() {
        let _ = fs::remove_dir_all(&folder);
        bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    fs::rename(&folder, place.cluster()).context("cannot name the new cluster")
}

/// The highest number that one of them had.
pub fn remove_half_made(home: &Path) -> u32 {
    let mut highest = 0;
    for entry in fs::read_dir(home).into_iter().flatten().flatten() {
        if let Some(number) = entry.file_name().to_str().and_then(|name| name.strip_prefix("new-")?.parse::<u32>().ok()) {
            highest = number.max(highest);
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    highest
}

fn initdb(place: &Place, programs: &Programs, folder: &Path, durable: bool, locale: &str) -> Result<Output> {
    let mut command = place.account.command(&programs.initdb());
    command.args(["--username=postgres", "--auth-local=trust", "--auth-host=reject"]);
    command.args(["--data-checksums", "--encoding=UTF8", "--locale", locale, "--pgdata"]).arg(folder);
    if !durable {
        command.arg("--no-sync");
    }
    command.output().with_context(|| format!("cannot run {}", programs.initdb().display()))
}
