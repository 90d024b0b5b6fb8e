//! Finds Postgres's programs, of the version that made the data when there are data.

use std::{
    env, fs,
    path::{self, Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

/// Packagers put each version into a folder of its own: what stands before the version, and what after it.
const VERSIONED: [(&str, &str, &str); 8] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr/libexec", "postgresql", ""),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
    ("/home/linuxbrew/.linuxbrew/opt", "postgresql@", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
    ("/opt/local/lib", "postgresql", "bin"),
];

const INSTALL: &str = "\
Vestibule found no PostgreSQL (initdb and postgres) to run its private database with. Install it:
  Debian, Ubuntu  sudo apt install postgresql
  Fedora          sudo dnf install postgresql-server
  Alpine          sudo apk add postgresql
  Arch            sudo pacman -S postgresql
  macOS           brew install postgresql@17
If it is installed in an unusual place, name the folder of its programs in VESTIBULE_PG_BIN.
Or set DATABASE_URL to a PostgreSQL that you run yourself.";

#[derive(Debug)]
pub struct Programs {
    folder: PathBuf,
}

impl Programs {
    pub fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    pub fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    /// `postgres (Postgres) 17.2 (Debian 17.2-1)` is of major version 17.
    fn major(&self) -> Option<u32> {
        let output = Command::new(self.postgres()).arg("--version").output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        leading_number(text.split(") ").nth(1)?)
    }

    fn described(&self) -> String {
        let version = self.major().map_or_else(|| "an unknown version".to_owned(), |major| major.to_string());
        format!("{version} in {}", self.folder.display())
    }
}

/// `wanted` is the major version of the cluster, when there is one already.
pub fn find(wanted: Option<u32>, cluster: &Path) -> Result<Programs> {
    let mut found: Vec<Programs> = folders()
        .into_iter()
        .map(|folder| Programs { folder })
        .filter(|programs| programs.initdb().is_file() && programs.postgres().is_file())
        .collect();
    if found.is_empty() {
        match env::var("VESTIBULE_PG_BIN") {
            Ok(chosen) => bail!("VESTIBULE_PG_BIN is {chosen:?}, where neither initdb nor postgres is.\n{INSTALL}"),
            Err(_) => bail!(INSTALL),
        }
    }
    let Some(wanted) = wanted else { return Ok(found.remove(0)) };
    match found.iter().position(|programs| programs.major() == Some(wanted)) {
        Some(index) => Ok(found.swap_remove(index)),
        None => bail!(
            "The private database in {} was made by PostgreSQL {wanted}, but installed here is only {}. Install PostgreSQL \
             {wanted}, or take the data over with pg_upgrade.",
            cluster.display(),
            found.iter().map(Programs::described).collect::<Vec<_>>().join(", ")
        ),
    }
}

/// In the order in which they are tried.
fn folders() -> Vec<PathBuf> {
    if let Some(chosen) = env::var_os("VESTIBULE_PG_BIN") {
        return path::absolute(chosen).into_iter().collect();
    }
    let search = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&search).filter(|folder| folder.is_absolute()).collect();
    for (parent, before, after) in VERSIONED {
        folders.extend(versions(parent, before).map(|folder| folder.join(after)));
    }
    folders.push(PathBuf::from("/usr/local/pgsql/bin"));
    folders
}

/// Newest first.
fn versions(parent: &str, before: &str) -> impl Iterator<Item = PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((leading_number(entry.file_name().to_str()?.strip_prefix(before)?)?, entry.path())))
        .collect();
    found.sort_unstable_by(|left, right| right.cmp(left));
    found.into_iter().map(|(_, folder)| folder)
}

fn leading_number(text: &str) -> Option<u32> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}
