//! The running server: one child process, and one thread that is there only for it.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read as _, Seek as _, SeekFrom},
    os::unix::{fs::OpenOptionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc,
    thread,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tokio::{sync::watch, time::timeout};

use super::{PORT, place::Place, programs::Programs};

const LARGEST_LOG: u64 = 8 << 20;
const STOP_PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub struct Server {
    process: Pid,
    /// How it ended, in words.
    end: watch::Receiver<Option<String>>,
    log: Log,
}

#[derive(Debug)]
struct Log {
    path: PathBuf,
    /// Where this run begins.
    start: u64,
}

impl Server {
    pub fn start(place: &Place, programs: &Programs, socket: &Path, durable: bool) -> Result<Self> {
        let (log, file) = Log::open(&place.home)?;
        let mut command = command(place, programs);
        command.arg("-D").arg(place.cluster());
        for (name, value) in settings(place, socket, durable) {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        // A process group of its own: Ctrl-C is meant for us, and we still need the database to finish.
        command.stdout(file.try_clone()?).stderr(file).process_group(0);
        let (process, end) = spawn(command).with_context(|| format!("cannot run {}", programs.postgres().display()))?;
        Ok(Self { process, end, log })
    }

    pub fn ended(&self) -> Option<String> {
        self.end.borrow().clone()
    }

    pub async fn stop(mut self) -> Result<()> {
        for signal in [Signal::INT, Signal::QUIT] {
            self.send(signal);
            if timeout(STOP_PATIENCE, self.end.wait_for(Option::is_some)).await.is_ok() {
                break;
            }
        }
        ensure!(self.ended().is_some(), "The private PostgreSQL (process {}) does not stop.", self.process.as_raw_pid());
        Ok(())
    }

    /// Returns when it has ended, whoever ended it.
    pub async fn end(&self) {
        // An error means that nobody watches any more, because it has ended.
        let _ = self.end.clone().wait_for(Option::is_some).await;
    }

    /// What it said since it was started, for a message about why it does not run.
    pub fn last_words(&self) -> String {
        let said = self.log.read().unwrap_or_default();
        let lines: Vec<&str> = said.lines().collect();
        let last = &lines[lines.len().saturating_sub(12)..];
        format!(" Its log, {}, ends:\n  {}", self.log.path.display(), last.join("\n  "))
    }

    fn send(&self, signal: Signal) {
        if self.ended().is_none() {
            let _ = kill_process(self.process, signal);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.send(Signal::INT);
    }
}

impl Log {
    /// As ourselves and not as the server, which must not choose what we open.
    fn open(home: &Path) -> Result<(Self, File)> {
        let path = home.join("server.log");
        if fs::metadata(&path).is_ok_and(|log| log.len() > LARGEST_LOG) {
            fs::rename(&path, home.join("server.log.old"))?;
        }
        let mut options = OpenOptions::new();
        let file = options.append(true).create(true).mode(0o600).open(&path);
        let file = file.with_context(|| format!("cannot open {}", path.display()))?;
        let start = file.metadata()?.len();
        Ok((Self { path, start }, file))
    }

    fn read(&self) -> Result<String> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.start))?;
        let mut said = Vec::new();
        file.read_to_end(&mut said)?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    }
}

/// `setpriv` (of util-linux; the one of busybox cannot) makes the kernel tell the server to stop when we die.
fn command(place: &Place, programs: &Programs) -> Command {
    let able = fs::canonicalize("/usr/bin/setpriv").ok().filter(|path| path.ends_with("setpriv"));
    let Some(setpriv) = able.filter(|_| cfg!(target_os = "linux")) else {
        return place.account.command(&programs.postgres());
    };
    let mut command = place.account.command(&setpriv);
    command.args(["--pdeathsig", "INT", "--"]).arg(programs.postgres());
    command
}

fn settings(place: &Place, socket: &Path, durable: bool) -> Vec<(&'static str, String)> {
    // The setting is a list, in which a quoted name may hold commas and blanks.
    let socket = format!("\"{}\"", socket.display().to_string().replace('"', "\"\""));
    let mut settings = vec![
        ("listen_addresses", String::new()),
        ("port", PORT.to_string()),
        ("unix_socket_directories", socket),
        ("unix_socket_permissions", "0700".to_owned()),
        ("cluster_name", place.name()),
        ("logging_collector", "off".to_owned()),
        ("log_timezone", "UTC".to_owned()),
        ("timezone", "UTC".to_owned()),
        ("max_connections", "100".to_owned()),
        ("shared_buffers", "64MB".to_owned()),
        // A refused duplicate would be logged with its address.
        ("log_error_verbosity", "terse".to_owned()),
        // Our statements are short; compiling one would take longer than running it.
        ("jit", "off".to_owned()),
    ];
    if !durable {
        settings.extend(["fsync", "synchronous_commit", "full_page_writes"].map(|name| (name, "off".to_owned())));
    }
    settings
}

/// The kernel counts the end of the thread that forked as the death of the parent, so the thread stays until the server ends.
fn spawn(mut command: Command) -> Result<(Pid, watch::Receiver<Option<String>>)> {
    let (sender, started) = mpsc::channel();
    let (end, ended) = watch::channel(None);
    thread::Builder::new().name("postgres".to_owned()).spawn(move || {
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => return drop(sender.send(Err(error))),
        };
        let _ = sender.send(Ok(child.id()));
        let how = match child.wait() {
            Ok(status) if status.success() => "it stopped".to_owned(),
            Ok(status) => {
                tracing::error!(%status, "the private PostgreSQL ended");
                status.to_string()
            }
            Err(error) => error.to_string(),
        };
        end.send_replace(Some(how));
    })?;
    let id = started.recv()??;
    let process = i32::try_from(id).ok().and_then(Pid::from_raw).context("a process without an id")?;
    Ok((process, ended))
}
