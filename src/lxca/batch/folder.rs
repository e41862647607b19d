//! The folder of a batch: requests and keys, each there whole or not at all, keys never
//! overwritten.
//!
//! A file is written in a hidden folder of its worker: making a file locks the folder it is made
//! in, and so no worker waits for another, nor for the files that are being published. One sync
//! makes a whole window of them last; then each is moved to its own name (which fails where that
//! name is taken), and the folder is synced. So a name that can be seen always has its content,
//! whenever the power goes.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::path::{self, Path, PathBuf};
use std::string::String;
use std::{format, vec::Vec};

use tempfile::{Builder, TempPath};

/// The name of a worker's folder, before its number. What a killed run leaves there the next one
/// removes.
const TEMPORARY: &str = ".csr-batch-";

/// The folder, held by this run alone.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// The same from the root, which spares looking up the current folder for each file.
    absolute: PathBuf,
    handle: File,
}

impl Folder {
    /// Opens the folder, making it where it is missing, and removes what a killed run left.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        builder().recursive(true).create(path)?;
        let handle = lock(path)?;
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(Self { path: path.into(), absolute: path::absolute(path)?, handle })
    }

    /// Removes the folders of as many workers. All files in them are published or given up.
    pub(super) fn tidy(&self, workers: usize) {
        for worker in 0..workers {
            // One that wrote nothing has none; one that cannot be removed is left to the next run.
            let _ = fs::remove_dir(self.worker_path(worker));
        }
    }

    fn worker_path(&self, worker: usize) -> PathBuf {
        self.absolute.join(format!("{TEMPORARY}{worker}"))
    }

    pub(super) fn request_path(&self, id: &str) -> PathBuf {
        self.path.join(format!("{id}.csr.pem"))
    }

    pub(super) fn key_path(&self, id: &str) -> PathBuf {
        self.path.join(format!("{id}.key.pem"))
    }

    /// Writes a file that nobody sees yet.
    pub(super) fn stage(
        &self,
        worker: usize,
        path: PathBuf,
        text: &str,
        secret: bool,
    ) -> io::Result<Staged> {
        let mut file = Builder::new();
        #[cfg(unix)]
        file.permissions(std::os::unix::fs::PermissionsExt::from_mode(if secret {
            0o600
        } else {
            0o666
        }));
        let folder = self.worker_path(worker);
        let mut open = file.tempfile_in(&folder).or_else(|error| match error.kind() {
            // Its first file.
            io::ErrorKind::NotFound => {
                builder().create(&folder)?;
                file.tempfile_in(&folder)
            }
            _ => Err(error),
        })?;
        open.write_all(text.as_bytes())?;
        // Closed: a window has more files than a process may have open.
        Ok(Staged { file: open.into_temp_path(), path })
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

/// Makes folders that nobody but their owner can look into.
fn builder() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
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
