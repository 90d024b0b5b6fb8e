//! A folder of a theme as one file, to be downloaded and uploaded: a tar, because every system has a program for it and it
//! cannot unfold into more than it is.

use std::io::{Cursor, Read};

use tar::{Archive, Builder, EntryType, Header};

use super::Files;
use crate::model::theme::Reason;

/// The most bytes of an archive.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The most files in it.
const MOST_FILES: usize = 100;

/// Packs a folder, below its name.
pub fn pack(name: &str, files: &Files) -> std::io::Result<Vec<u8>> {
    let mut builder = Builder::new(Vec::new());
    for (path, content) in files {
        let mut header = Header::new_ustar();
        header.set_size(content.len().try_into().unwrap_or(u64::MAX));
        header.set_mode(0o644);
        header.set_entry_type(EntryType::Regular);
        builder.append_data(&mut header, format!("{name}/{path}"), content.as_slice())?;
    }
    builder.into_inner()
}

/// The files of an archive by their path in the folder of the theme, which may lie at its top or one level below.
///
/// # Errors
/// It is no archive, or one with too much in it.
pub fn unpack(bytes: &[u8]) -> Result<Files, Reason> {
    if bytes.len() > MOST_BYTES {
        return Err(Reason::TooLarge(MOST_BYTES / 1024));
    }
    let not_one = |_| Reason::NotAnArchive;
    let mut files = Files::new();
    for entry in Archive::new(Cursor::new(bytes)).entries().map_err(not_one)? {
        let mut entry = entry.map_err(not_one)?;
        // Links, devices and whatever else a tar may hold are nothing that a theme is made of.
        if entry.header().entry_type() != EntryType::Regular {
            continue;
        }
        let path = entry.path().map_err(not_one)?.to_string_lossy().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(not_one)?;
        files.insert(path.trim_start_matches("./").to_owned(), content);
        if files.len() > MOST_FILES {
            return Err(Reason::TooManyFiles(100));
        }
    }
    let theme = files.keys().find(|path| path.split('/').next_back() == Some("theme.toml") && path.matches('/').count() < 2);
    let Some(folder) = theme.and_then(|path| path.strip_suffix("theme.toml")).map(str::to_owned) else {
        return Err(Reason::NotAnArchive);
    };
    Ok(files.into_iter().filter_map(|(path, content)| Some((path.strip_prefix(&folder)?.to_owned(), content))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let files: Files =
            [("theme.toml", "title = 'x'"), ("assets/icon.png", "y")].map(|(p, c)| (p.to_owned(), c.into())).into();
        let packed = pack("acme", &files).unwrap();
        assert_eq!(unpack(&packed), Ok(files.clone()));
        assert_eq!(unpack(&pack(".", &files).unwrap()), Ok(files));
    }

    #[test]
    fn what_is_no_archive_is_refused_and_links_are_left_out() {
        for bytes in [&b""[..], b"PK\x03\x04", &[7; 1024], &[0; 1024]] {
            assert_eq!(unpack(bytes), Err(Reason::NotAnArchive));
        }
        let mut builder = Builder::new(Vec::new());
        let mut link = Header::new_ustar();
        link.set_entry_type(EntryType::Symlink);
        link.set_size(0);
        builder.append_link(&mut link, "theme.toml", "/etc/passwd").unwrap();
        assert_eq!(unpack(&builder.into_inner().unwrap()), Err(Reason::NotAnArchive));
        assert_eq!(unpack(&vec![0; MOST_BYTES + 1]), Err(Reason::TooLarge(4096)));
    }
}
