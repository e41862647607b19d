//! The directory of a batch: requests and keys, each there whole or not at all, keys never
//! overwritten.
//!
//! A file is written in a hidden directory of its worker: making a file locks the directory it is made
//! in, and so no worker waits for another, nor for the files that are being published. One sync
//! makes a whole window of them last; then each is moved to its own name (which fails where that
//! name is taken), and the directory is synced. So a name that can be seen always has its content,
//! whenever the power goes.

use std::fs::{self, DirBuilder, File, FileType};
use std::io::{self, Write};
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{self, Path, PathBuf};

use tempfile::{Builder, TempDir, TempPath};

use super::fault::LineFault;
use crate::files::temporary::{entries, is_named};

/// The hidden directory of a run is named so, and six letters and digits more. Its workers' directories
/// in it are named by their numbers.
const HIDDEN: &str = ".csr-batch-";

/// A file that has no name yet is named so, and more.
const STAGED: &str = "staged-";

/// The directory, held by this run alone.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    /// Where files are staged. Its name is random and it is made by this run, so no other
    /// program can have put anything there; absolute, which spares looking up the current directory for each file.
    hidden: TempDir,
    handle: File,
}

impl Directory {
    /// Opens the directory, making it where it is missing, and removes what a killed run left.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        private_directories().recursive(true).create(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                io::Error::new(io::ErrorKind::NotADirectory, "is not a directory")
            }
            _ => error,
        })?;
        let handle = lock(path)?;
        sweep(path);
        // An earlier run may have given names that were not synced.
        sync_names(&handle)?;
        let mut hidden = Builder::new();
        hidden.prefix(HIDDEN);
        #[cfg(unix)]
        hidden.permissions(PermissionsExt::from_mode(0o700));
        let hidden = hidden.tempdir_in(path::absolute(path)?)?;
        Ok(Self { path: path.into(), hidden, handle })
    }

    pub(super) fn request_path(&self, id: &str) -> PathBuf {
        self.path.join(format!("{id}.csr.pem"))
    }

    pub(super) fn key_path(&self, id: &str) -> PathBuf {
        self.path.join(format!("{id}.key.pem"))
    }

    /// Where a worker writes the files of a line.
    pub(super) const fn stage(&self, worker: usize) -> Stage<'_> {
        Stage { directory: self, worker, files: Vec::new() }
    }

    /// Makes the files of some lines last, then visible. The result of each line is in its place.
    pub(super) fn publish(&self, staged: Vec<Vec<Staged>>) -> Vec<Result<(), LineFault>> {
        let synced = sync_content(&self.handle, &staged);
        let publish = |files: Vec<Staged>| match synced {
            Ok(()) => files.into_iter().try_for_each(Staged::publish),
            Err(_) => Ok(()),
        };
        let published: Vec<_> = staged.into_iter().map(publish).collect();
        let Err(error) = synced.and_then(|()| sync_names(&self.handle)) else {
            return published;
        };
        // `io::Error` is not `Clone`.
        let error = || io::Error::new(error.kind(), error.to_string());
        let fault = || LineFault::File(self.path.clone(), error());
        published.into_iter().map(|published| published.and_then(|()| Err(fault()))).collect()
    }
}

/// The files of a line, while they are written.
pub(super) struct Stage<'a> {
    directory: &'a Directory,
    worker: usize,
    pub(super) files: Vec<Staged>,
}

impl Stage<'_> {
    /// Writes a file that is not visible yet. The mode is narrowed by the mask of the process.
    pub(super) fn write(&mut self, path: &Path, text: &str, mode: u32) -> Result<(), LineFault> {
        let file = self.create(text, mode);
        let file = file.map_err(|error| LineFault::File(path.into(), error))?;
        self.files.push(Staged { file, path: path.into() });
        Ok(())
    }

    #[cfg_attr(not(unix), expect(unused_variables))]
    fn create(&self, text: &str, mode: u32) -> io::Result<TempPath> {
        let mut file = Builder::new();
        file.prefix(STAGED);
        #[cfg(unix)]
        file.permissions(PermissionsExt::from_mode(mode));
        let directory = self.directory.hidden.path().join(self.worker.to_string());
        let mut open = file.tempfile_in(&directory).or_else(|error| match error.kind() {
            // Its first file.
            io::ErrorKind::NotFound => {
                private_directories().recursive(true).create(&directory)?;
                file.tempfile_in(&directory)
            }
            _ => Err(error),
        })?;
        open.write_all(text.as_bytes())?;
        // Closed: a window has more files than a process may have open.
        Ok(open.into_temp_path())
    }
}

/// A file that has its content but not yet its name.
#[derive(Debug)]
pub(super) struct Staged {
    file: TempPath,
    path: PathBuf,
}

impl Staged {
    fn publish(self) -> Result<(), LineFault> {
        let Self { file, path } = self;
        file.persist_noclobber(&path).map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => LineFault::Exists(path),
            _ => LineFault::File(path, error.error),
        })
    }
}

/// Removes the staged files of runs that were killed, and their directories. What is not named as
/// ours is not touched, nor is a directory that holds something else.
fn sweep(path: &Path) {
    for hidden in entries(path, FileType::is_dir).filter(|entry| is_named(entry, HIDDEN, 6, "")) {
        for worker in entries(&hidden.path(), FileType::is_dir) {
            for file in entries(&worker.path(), FileType::is_file) {
                if is_named(&file, STAGED, 6, "") {
                    let _ = fs::remove_file(file.path());
                }
            }
            let _ = fs::remove_dir(worker.path());
        }
        let _ = fs::remove_dir(hidden.path());
    }
}

/// Makes directories that only their owner can look into.
fn private_directories() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Opens the directory and keeps other runs out of it until this one ends, however it ends.
#[cfg(unix)]
fn lock(path: &Path) -> io::Result<File> {
    let handle = File::open(path)?;
    crate::files::temporary::lock(&handle).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => {
            io::Error::new(error.kind(), "another run is using this directory")
        }
        _ => error,
    })?;
    Ok(handle)
}

/// Directories cannot be opened here; a file in it is, on Windows by one run at a time.
#[cfg(not(unix))]
fn lock(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, 0);
    options.open(path.join(".csr-lock"))
}

/// One call for the file system instead of one for each file.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn sync_content(directory: &File, _staged: &[Vec<Staged>]) -> io::Result<()> {
    rustix::fs::syncfs(directory).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn sync_content(_directory: &File, staged: &[Vec<Staged>]) -> io::Result<()> {
    let sync = |staged: &Staged| File::options().write(true).open(&staged.file)?.sync_all();
    staged.iter().flatten().try_for_each(sync)
}

#[cfg(unix)]
fn sync_names(directory: &File) -> io::Result<()> {
    directory.sync_all()
}

#[cfg(not(unix))]
fn sync_names(_directory: &File) -> io::Result<()> {
    Ok(())
}
