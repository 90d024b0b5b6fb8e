//! What a Vestibule that was killed may have left behind: a running server, and files that keep the next one from starting.
//!
//! The process ids in those files prove nothing. They may be recycled, or belong to a zombie that nobody reaps, and
//! Postgres would then refuse to start for ever; so we look for processes that work in the cluster's folder.

use std::{
    fs,
    io::{self, ErrorKind},
    os::unix::fs::MetadataExt,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use super::socket_file;

/// Call it with the lock held: then nobody starts a server meanwhile.
pub fn clear(cluster: &Path, socket: &Path, name: &str) -> Result<()> {
    stop_server(cluster, name)?;
    let socket = socket_file(socket);
    let lock = socket.with_added_extension("lock");
    for stale in [cluster.join("postmaster.pid"), socket, lock] {
        match fs::remove_file(&stale) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot remove {}", stale.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A server without its parent usually is on its way out already. First politely, then not: nothing committed is lost.
fn stop_server(cluster: &Path, name: &str) -> Result<()> {
    for (signal, patience) in [(Signal::INT, Duration::from_secs(15)), (Signal::QUIT, Duration::from_secs(5))] {
        let mut left = running(cluster, name);
        if !left.is_empty() {
            tracing::info!(processes = left.len(), ?signal, "stopping a database server that was left behind");
        }
        for process in &left {
            let _ = kill_process(*process, signal);
        }
        let start = Instant::now();
        while !left.is_empty() && start.elapsed() < patience {
            thread::sleep(Duration::from_millis(5));
            left = running(cluster, name);
        }
        if left.is_empty() {
            return Ok(());
        }
    }
    bail!("A database server that was left behind in {} does not stop.", cluster.display())
}

fn running(cluster: &Path, name: &str) -> Vec<Pid> {
    if !Path::new("/proc/self").exists() {
        return listed_by_ps(cluster, name).unwrap_or_default();
    }
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| works_in(&entry.path(), cluster, name))
        .filter_map(|entry| Pid::from_raw(entry.file_name().to_str()?.parse().ok()?))
        .collect()
}

/// By the folder itself and not by its path, which in a container may be that of another folder. Sometimes we may not see
/// in which folder a process works, as root in most containers: then its title has to do.
fn works_in(process: &Path, cluster: &Path, name: &str) -> bool {
    let is_postgres = fs::read_to_string(process.join("comm")).is_ok_and(|program| program.trim() == "postgres");
    if !is_postgres {
        return false;
    }
    let title = || fs::read(process.join("cmdline")).map(|title| String::from_utf8_lossy(&title).into_owned());
    match (fs::metadata(process.join("cwd")), fs::metadata(cluster)) {
        (Ok(work), Ok(cluster)) => (work.dev(), work.ino()) == (cluster.dev(), cluster.ino()),
        (Err(error), _) if error.kind() == ErrorKind::PermissionDenied => {
            title().is_ok_and(|title| is_titled(&title, cluster, name))
        }
        _ => false,
    }
}

fn is_titled(title: &str, cluster: &Path, name: &str) -> bool {
    title.contains(name) || title.contains(&*cluster.to_string_lossy())
}

/// Where there is no `/proc`, as on macOS.
fn listed_by_ps(cluster: &Path, name: &str) -> io::Result<Vec<Pid>> {
    let output = Command::new("ps").args(["-axww", "-o", "pid=,command="]).output()?;
    let listed = String::from_utf8_lossy(&output.stdout);
    Ok(listed
        .lines()
        .filter(|line| line.contains("postgres") && is_titled(line, cluster, name))
        .filter_map(|line| Pid::from_raw(line.split_whitespace().next()?.parse().ok()?))
        .collect())
}
