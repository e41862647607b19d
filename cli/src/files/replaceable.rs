//! Files that may be replaced: what is replaced is what was looked at.

#[cfg(unix)]
use std::fs::File;
use std::fs::{self, Metadata};
use std::io;
#[cfg(unix)]
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use super::read::{failed, open_regular, read_all, refuse, unread};
use super::temporary;
use crate::failure::Failure;
use crate::inputs::Inputs;
use crate::private_keys;

/// Why a file is not written to that was looked at before.
pub(super) const CHANGED: &str = "has changed while the result was made";

/// A file that was looked at, and that the command line lets be replaced.
///
/// It is replaced only while it is the same file with the same length and time of modification. On
/// Linux, this is checked when the two files have been exchanged: anything else that had come there
/// is put back. Where the file system or another system cannot exchange files, it is checked right
/// before the file is renamed, and what comes there in the moment between is lost; so is, on all
/// systems, what another process writes into the file from then on.
pub(crate) struct Replaceable {
    /// What a link leads to is replaced, not the link.
    path: PathBuf,
    /// Open, so that no other file gets its number; locked, so that no sweep takes it for abandoned when it
    /// has been exchanged. (Windows does not replace a file that is open.)
    #[cfg(unix)]
    file: File,
    seen: Metadata,
}

impl Replaceable {
    /// Checks that an existing file may be replaced: with --force, not an input, not a private key.
    pub(super) fn check(path: &Path, force: bool, inputs: &Inputs<'_>) -> Result<Self, Failure> {
        let look = || {
            let path = fs::canonicalize(path)?;
            let file = open_regular(&path)?;
            let seen = file.metadata()?;
            let content = Zeroizing::new(read_all(&file, seen.len())?);
            let replaceable = Self {
                path,
                #[cfg(unix)]
                file,
                seen,
            };
            Ok((replaceable, content))
        };
        let (file, content) = look().map_err(unread(path))?;
        if private_keys::holds_one(&content) {
            return Err(refuse(path, "contains a private key; a key is never replaced"));
        }
        if let Some(option) = inputs.option_of(path) {
            let why =
                format!("is also the file of {option}; a file that is read is never replaced");
            return Err(refuse(path, why));
        }
        if force {
            return Ok(file);
        }
        Err(refuse(path, "already exists").hint("use --force to replace it, or another name"))
    }

    /// Writes the new file. Users that could not read the old one cannot read it either.
    pub(super) fn replace(&self, bytes: &[u8]) -> Result<(), Failure> {
        temporary::write(&self.path, bytes, Some(self.seen.permissions()))
            .and_then(|new| self.give_place(new))
            .and_then(|()| temporary::sync_directory(&self.path))
            .map_err(failed(&self.path))
    }

    fn give_place(&self, mut new: NamedTempFile) -> io::Result<()> {
        #[cfg(unix)]
        let _ = temporary::lock(&self.file);
        self.check_unchanged(&self.path)?;
        if !exchange(new.path(), &self.path)? {
            new.persist(&self.path)?;
            return Ok(());
        }
        // The old file has the name of the new one now, and goes with it.
        self.check_unchanged(new.path()).inspect_err(|_| {
            let is_back = exchange(new.path(), &self.path);
            new.disable_cleanup(is_back.is_err());
        })
    }

    /// Checks that the file with this name is the one that was looked at, and as it was then.
    fn check_unchanged(&self, path: &Path) -> io::Result<()> {
        let now = fs::symlink_metadata(path)?;
        #[cfg(unix)]
        let is_same = (now.dev(), now.ino()) == (self.seen.dev(), self.seen.ino());
        #[cfg(not(unix))]
        let is_same = now.created().ok() == self.seen.created().ok();
        let is_as_it_was =
            now.len() == self.seen.len() && now.modified()? == self.seen.modified()?;
        if is_same && is_as_it_was { Ok(()) } else { Err(io::Error::other(CHANGED)) }
    }
}

/// Exchanges the names of two files; `false` where that is not possible.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}
