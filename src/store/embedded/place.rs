//! Where the cluster, its log, its lock and its socket lie: in `DATA_DIR`, unless the server's account cannot get there.

use std::{
    env,
    fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError},
    io::{ErrorKind, Read as _, Write as _},
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, lchown},
    },
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use super::{account::Account, socket_file};

/// What fits into the address of a Unix socket everywhere but on macOS and the BSDs, which have four bytes less.
const LONGEST_SOCKET: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// Long enough for one that was told to stop a moment ago.
const LOCK_PATIENCE: Duration = Duration::from_secs(3);

#[derive(Debug)]
pub struct Place {
    /// Belongs to us; in it only the cluster and the socket's folder belong to the server's account.
    pub home: PathBuf,
    pub account: Account,
}

impl Place {
    pub fn choose(data_dir: &Path) -> Result<Self> {
        fs::create_dir_all(data_dir).with_context(|| format!("cannot make the folder {}", data_dir.display()))?;
        let data_dir = fs::canonicalize(data_dir)?;
        let home = if Account::own().is_root() { home_for_root(&data_dir)? } else { data_dir.join("postgres") };
        let place = Self { account: account_for(&home)?, home };

        let mode = if Account::own().is_root() { 0o711 } else { 0o700 };
        if let Some(parent) = place.home.parent() {
            make_folder(parent, mode)?;
        }
        make_folder(&place.home, mode)?;
        ensure!(
            place.account.may_enter(&place.home),
            "The private database lies in {}, but some folder above it does not let user {} pass, as whom PostgreSQL runs. \
             Allow it (chmod o+x), or set DATABASE_URL.",
            place.home.display(),
            place.account.uid
        );
        Ok(place)
    }

    pub fn cluster(&self) -> PathBuf {
        self.home.join("cluster")
    }

    /// Every process of the server carries it in its title.
    pub fn name(&self) -> String {
        format!("vestibule-{}", short_hash(&self.home))
    }

    pub fn lock(&self, data_dir: &Path) -> Result<File> {
        let path = self.home.join("lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .with_context(|| format!("cannot open {}", path.display()))?;
        let start = Instant::now();
        while let Err(error) = file.try_lock() {
            if let TryLockError::Error(error) = error {
                return Err(error).with_context(|| format!("cannot lock {}", path.display()));
            }
            if start.elapsed() > LOCK_PATIENCE {
                let mut process = String::new();
                file.read_to_string(&mut process)?;
                let data_dir = data_dir.display();
                bail!(
                    "Another Vestibule (process {process}) is running with the same DATA_DIR, {data_dir}. \
                     Stop it, or give this one another DATA_DIR or a DATABASE_URL."
                );
            }
            thread::sleep(Duration::from_millis(10));
        }
        file.set_len(0)?;
        write!(file, "{}", std::process::id())?;
        Ok(file)
    }

    /// A folder for the socket, with a path short enough for one.
    pub fn socket(&self) -> Result<PathBuf> {
        let fits = |folder: &Path| socket_file(folder).as_os_str().len() <= LONGEST_SOCKET;
        let own = self.home.join("socket");
        if fits(&own) {
            self.give_folder(&own)?;
            return Ok(own);
        }
        let folder = [env::temp_dir(), PathBuf::from("/tmp")]
            .into_iter()
            .filter(|parent| self.account.may_enter(parent))
            .map(|parent| parent.join(self.name()))
            .find(|folder| fits(folder))
            .context("found no folder for the private database's socket")?;
        self.give_folder(&folder)?;
        Ok(folder)
    }

    /// Makes a folder that only the server's account may enter. One that exists must not be a trap laid by somebody else.
    pub fn give_folder(&self, folder: &Path) -> Result<()> {
        make_folder(folder, 0o700)?;
        let found = fs::symlink_metadata(folder)?;
        let ours = found.uid() == self.account.uid || found.uid() == Account::own().uid;
        ensure!(found.is_dir() && ours, "{} belongs to user {}. Remove it.", folder.display(), found.uid());
        if Account::own().is_root() {
            lchown(folder, Some(self.account.uid), Some(self.account.gid))?;
        }
        fs::set_permissions(folder, Permissions::from_mode(0o700))?;
        Ok(())
    }
}

/// A cluster stays where it once was made, even when the permissions above it change: a second, empty one would look
/// like the loss of everything.
fn home_for_root(data_dir: &Path) -> Result<PathBuf> {
    let inside = data_dir.join("postgres");
    let outside = Path::new("/var/lib/vestibule").join(short_hash(data_dir));
    if inside.exists() || (!outside.exists() && Account::unprivileged()?.may_enter(data_dir)) {
        return Ok(inside);
    }
    let note = format!(
        "The private PostgreSQL of this folder keeps its files in\n{}\nbecause its user may not enter the folders above here.\n",
        outside.display()
    );
    fs::write(data_dir.join("where-the-database-is.txt"), note)?;
    Ok(outside)
}

fn account_for(home: &Path) -> Result<Account> {
    let cluster = home.join("cluster");
    let own = Account::own();
    if !cluster.exists() {
        return if own.is_root() { Account::unprivileged() } else { Ok(own) };
    }
    let owner = Account::owning(&cluster)?;
    let path = cluster.display();
    ensure!(!owner.is_root(), "{path} belongs to root, as whom PostgreSQL refuses to run: chown -R it to another user.");
    ensure!(own.is_root() || own.uid == owner.uid, "{path} belongs to user {}: start Vestibule as that user.", owner.uid);
    Ok(if own.is_root() { owner } else { own })
}

/// With this mode, whatever the umask; one that exists keeps its own.
fn make_folder(folder: &Path, mode: u32) -> Result<()> {
    match DirBuilder::new().mode(mode).create(folder) {
        Ok(()) => fs::set_permissions(folder, Permissions::from_mode(mode)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
    .with_context(|| format!("cannot make the folder {}", folder.display()))
}

fn short_hash(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    format!("{:016x}", u64::from_be_bytes(first))
}
