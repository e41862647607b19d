//! The folder of a batch: requests and keys, each there whole or not at all, keys never
//! overwritten.
//!
//! A file is written under a temporary name. One sync makes a whole window of them last; then
//! each gets its own name (which fails where that name is taken), and the folder is synced.
//! So a name that can be seen always has its content, whenever the power goes.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::string::String;
use std::{format, vec::Vec};

use tempfile::{Builder, TempPath};

/// What a killed run leaves behind starts like this; the next run removes it.
const TEMPORARY: &str = ".csr-batch-";

/// The folder, held by this run alone.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    handle: File,
}

impl Folder {
    /// Opens the folder, making it where it is missing, and removes what a killed run left.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        create(path)?;
        let handle = lock(path)?;
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(Self { path: path.into(), handle })
    }

    pub(super) fn request_path(&self, id: &str) -> PathBuf {
        self.path.join(format!("{id}.csr.pem"))
    }

    pub(super) fn key_path(&self, id: &str) -> PathBuf {
        self.path.join(format!("{id}.key.pem"))
    }

    /// Writes a file that nobody sees yet.
    pub(super) fn stage(&self, path: PathBuf, text: &str, secret: bool) -> io::Result<Staged> {
        let mut builder = Builder::new();
        builder.prefix(TEMPORARY);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(if secret {
            0o600
        } else {
            0o666
        }));
        let mut file = builder.tempfile_in(&self.path)?;
        file.write_all(text.as_bytes())?;
        // Closed: a window has more files than a process may have open.
        Ok(Staged { file: file.into_temp_path(), path })
    }

    /// Makes all staged files last, then visible. The result of each stands in its place.
    pub(super) fn publish(&self, staged: Vec<Vec<Staged>>) -> Vec<io::Result<()>> {
        if staged.iter().all(Vec::is_empty) {
            return staged.iter().map(|_| Ok(())).collect();
        }
        if let Err(error) = sync_content(&self.handle, &staged) {
            return staged.iter().map(|_| Err(copy(&error))).collect();
        }
        let results: Vec<io::Result<()>> = staged
            .into_iter()
            .map(|files| files.into_iter().try_for_each(Staged::publish))
            .collect();
        match sync_names(&self.handle) {
            Ok(()) => results,
            Err(error) => results.into_iter().map(|result| result.and(Err(copy(&error)))).collect(),
        }
    }
}

/// A file that has its content but not yet its name.
#[derive(Debug)]
pub(super) struct Staged {
    file: TempPath,
    path: PathBuf,
}

impl Staged {
    fn publish(self) -> io::Result<()> {
        self.file.persist_noclobber(&self.path).map_err(|error| error.error)
    }
}

/// The same error once more; `io::Error` is no `Clone`.
fn copy(error: &io::Error) -> io::Error {
    let text: String = format!("{error}");
    io::Error::new(error.kind(), text)
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Opens the folder and keeps other runs out of it until this one ends, however it ends.
#[cfg(unix)]
fn lock(path: &Path) -> io::Result<File> {
    use rustix::fs::{FlockOperation, flock};
    let handle = File::open(path)?;
    flock(&handle, FlockOperation::NonBlockingLockExclusive).map_err(
        |error| match io::Error::from(error) {
            busy if busy.kind() == io::ErrorKind::WouldBlock => {
                io::Error::new(busy.kind(), "another run is at work in this folder")
            }
            other => other,
        },
    )?;
    Ok(handle)
}

/// Folders cannot be opened here; a file in it serves for the lock's lifetime.
#[cfg(not(unix))]
fn lock(path: &Path) -> io::Result<File> {
    File::create(path.join(".csr-lock"))
}

/// One call for the file system instead of one for each file.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn sync_content(folder: &File, _staged: &[Vec<Staged>]) -> io::Result<()> {
    rustix::fs::syncfs(folder).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn sync_content(_folder: &File, staged: &[Vec<Staged>]) -> io::Result<()> {
    let sync = |staged: &Staged| File::options().write(true).open(&staged.file)?.sync_all();
    staged.iter().flatten().try_for_each(sync)
}

#[cfg(unix)]
fn sync_names(folder: &File) -> io::Result<()> {
    folder.sync_all()
}

#[cfg(not(unix))]
fn sync_names(_folder: &File) -> io::Result<()> {
    Ok(())
}
