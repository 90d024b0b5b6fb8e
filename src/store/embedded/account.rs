//! Whom the server runs as. Postgres refuses root, so root lends it the account `postgres`, else `nobody`.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub uid: u32,
    pub gid: u32,
}

impl Account {
    pub fn own() -> Self {
        Self { uid: rustix::process::geteuid().as_raw(), gid: rustix::process::getegid().as_raw() }
    }

    pub fn is_root(self) -> bool {
        self.uid == 0
    }

    pub fn owning(path: &Path) -> Result<Self> {
        let metadata = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self { uid: metadata.uid(), gid: metadata.gid() })
    }

    pub fn unprivileged() -> Result<Self> {
        let users = fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
        ["postgres", "nobody"].iter().find_map(|name| listed(&users, name)).context(
            "PostgreSQL refuses to run as root, and this machine has neither a user `postgres` nor `nobody` to run it as. \
             Start Vestibule as another user, or set DATABASE_URL.",
        )
    }

    /// Whether the folder and all above it let this account through, as far as mode bits tell. We ourselves need not ask.
    pub fn may_enter(self, folder: &Path) -> bool {
        self == Self::own()
            || folder.ancestors().all(|step| {
                fs::metadata(step).is_ok_and(|metadata| {
                    let needed = match () {
                        () if metadata.uid() == self.uid => 0o100,
                        () if metadata.gid() == self.gid => 0o010,
                        () => 0o001,
                    };
                    metadata.mode() & needed != 0
                })
            })
    }

    /// A program that starts as this account, with nothing of our environment: it holds our secrets.
    pub fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").env("TZ", "UTC").current_dir("/").stdin(Stdio::null());
        if Self::own().is_root() {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }
}

fn listed(users: &str, name: &str) -> Option<Account> {
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some(Account { uid: fields.next()?.parse().ok()?, gid: fields.next()?.parse().ok()? })
}
