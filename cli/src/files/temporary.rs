//! Files that have their content before they have their name.
//!
//! Such a file is locked until it has its name. The system ends the lock with the process, however
//! that ends: a file that is named as these are and is not locked was left by a process that was
//! killed, and the next that writes into the directory removes it.

use std::fs::{self, DirEntry, File, Permissions};
use std::io::{self, Write};
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

#[cfg(unix)]
use super::read::open_regular;
use crate::paths::directory;

/// The prefix and suffix of the random letters and digits of a name, and how many these are.
const PREFIX: &str = ".csr-";
const SUFFIX: &str = ".partial";
const RANDOM: usize = 12;

/// Writes a file that is not there yet, with these permissions or those that new files have. It is
/// there whole or not at all, and on the disk when this returns.
pub(super) fn write_new(
    path: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> io::Result<()> {
    write(path, bytes, permissions)?.persist_noclobber(path)?;
    sync_directory(path)
}

/// Writes a file that is on the disk, in the directory of `path` and by another name.
pub(super) fn write(
    path: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> io::Result<NamedTempFile> {
    let directory = directory(path);
    #[cfg(unix)]
    sweep(directory);
    let mut builder = Builder::new();
    builder.prefix(PREFIX).rand_bytes(RANDOM).suffix(SUFFIX);
    #[cfg(unix)]
    builder.permissions(permissions.clone().unwrap_or_else(|| PermissionsExt::from_mode(0o666)));
    let mut file = builder.tempfile_in(directory)?;
    #[cfg(unix)]
    while !is_claimed(file.as_file())? {
        file = builder.tempfile_in(directory)?;
    }
    // The mask of the process narrows what a new file has, not what an old one had.
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes the name of a new file last through a loss of power.
pub(super) fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory(path))?.sync_all() } else { Ok(()) }
}

/// Locks a new file, if no sweep was faster. Where the file system has no locks, there is no sweep.
#[cfg(unix)]
fn is_claimed(file: &File) -> io::Result<bool> {
    match lock(file) {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        _ => Ok(file.metadata()?.nlink() > 0),
    }
}

#[cfg(unix)]
pub(crate) fn lock(file: &File) -> io::Result<()> {
    use rustix::fs::{FlockOperation, flock};
    flock(file, FlockOperation::NonBlockingLockExclusive).map_err(io::Error::from)
}

#[cfg(unix)]
fn sweep(directory: &Path) {
    for entry in entries(directory, fs::FileType::is_file) {
        if is_named(&entry, PREFIX, RANDOM, SUFFIX)
            && let Ok(file) = open_regular(&entry.path())
            && lock(&file).is_ok()
        {
            // Under the lock: one that has just been made and not yet locked is made again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What is in a directory, as far as it can be read, and is of a kind. A link is none but itself.
pub(crate) fn entries(
    directory: &Path,
    kind: impl Fn(&fs::FileType) -> bool,
) -> impl Iterator<Item = DirEntry> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.filter(move |entry| entry.file_type().is_ok_and(|found| kind(&found)))
}

/// Whether a name is this beginning, so many of the letters and digits that tempfile adds, and this end.
pub(crate) fn is_named(entry: &DirEntry, beginning: &str, random: usize, end: &str) -> bool {
    let name = entry.file_name();
    let rest = name.as_encoded_bytes().strip_prefix(beginning.as_bytes());
    let middle = rest.and_then(|rest| rest.strip_suffix(end.as_bytes()));
    middle.is_some_and(|m| m.len() == random && m.iter().all(u8::is_ascii_alphanumeric))
}
