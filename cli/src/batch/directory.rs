//! The directory of a batch: requests and keys, each there whole or not at all, keys never
//! overwritten.
//!
//! A file is written in a hidden directory of its worker: making a file locks the directory it is made
//! in, and so no worker waits for another, nor for the files that are being published. One sync
//! makes a whole window of them last; then each is moved to its own name (which fails where that
//! name is taken), and the directory is synced. So a name that can be seen always has its content,
//! whenever the power goes.

use std::fs::{self, DirBuilder, DirEntry, File};
use std::io::{self, Write};
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{self, Path, PathBuf};

use tempfile::{Builder, TempDir, TempPath};

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
        sweep(path)?;
        // An earlier run may have given names that were not synced.
        sync_names(&handle)?;
        let mut hidden = Builder::new();
        hidden.prefix(HIDDEN);
        #[cfg(unix)]
        hidden.permissions(PermissionsExt::from_mode(0o700));
        // tempfile's own error repeats the path.
        let hidden = hidden.tempdir_in(path::absolute(path)?).map_err(|error| error.kind())?;
        Ok(Self { path: path.into(), hidden, handle })
    }

    pub(super) fn request_path(&self, id: &str) -> PathBuf {
        self.path.join(format!("{id}.csr.pem"))
    }

    pub(super) fn key_path(&self, id: &str) -> PathBuf {
        self.path.join(format!("{id}.key.pem"))
    }

    /// Writes a file that is not visible yet.
    pub(super) fn stage(
        &self,
        worker: usize,
        path: PathBuf,
        text: &str,
        secret: bool,
    ) -> io::Result<Staged> {
        let mut file = Builder::new();
        file.prefix(STAGED);
        #[cfg(unix)]
        file.permissions(PermissionsExt::from_mode(if secret { 0o600 } else { 0o666 }));
        let directory = self.hidden.path().join(worker.to_string());
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
        Ok(Staged { file: open.into_temp_path(), path })
    }

    /// Makes all staged files last, then visible. The result of each line stands in its place; an
    /// error has the file that it is about.
    pub(super) fn publish(
        &self,
        staged: Vec<Vec<Staged>>,
    ) -> Vec<Result<(), (PathBuf, io::Error)>> {
        if staged.iter().all(Vec::is_empty) {
            return staged.iter().map(|_| Ok(())).collect();
        }
        let mut synced = sync_content(&self.handle, &staged);
        let mut results = Vec::with_capacity(staged.len());
        for files in staged {
            let has_files = !files.is_empty();
            let published = match synced {
                Ok(()) => files.into_iter().try_for_each(Staged::publish),
                Err(_) => Ok(()),
            };
            results.push((has_files, published));
        }
        if synced.is_ok() {
            synced = sync_names(&self.handle);
        }
        let last = |(has_files, published): (bool, Result<_, _>)| match &synced {
            Err(error) if has_files => {
                published.and_then(|()| Err((self.path.clone(), copy(error))))
            }
            _ => published,
        };
        results.into_iter().map(last).collect()
    }
}

/// A file that has its content but not yet its name.
#[derive(Debug)]
pub(super) struct Staged {
    file: TempPath,
    path: PathBuf,
}

impl Staged {
    fn publish(self) -> Result<(), (PathBuf, io::Error)> {
        let Self { file, path } = self;
        file.persist_noclobber(&path).map_err(|error| (path, error.error))
    }
}

/// The same error once more; `io::Error` is not `Clone`.
fn copy(error: &io::Error) -> io::Error {
    let text: String = format!("{error}");
    io::Error::new(error.kind(), text)
}

/// Removes the staged files of runs that were killed, and their directories. What is not named as
/// ours is not touched, nor is a directory that holds something else.
fn sweep(path: &Path) -> io::Result<()> {
    for hidden in directories(path)?.iter().filter(|directory| is_named(directory, HIDDEN)) {
        for worker in directories(&hidden.path())? {
            for file in fs::read_dir(worker.path())? {
                let file = file?;
                if is_named(&file, STAGED) && file.file_type()?.is_file() {
                    fs::remove_file(file.path())?;
                }
            }
            let _ = fs::remove_dir(worker.path());
        }
        let _ = fs::remove_dir(hidden.path());
    }
    Ok(())
}

/// The directories in a directory; links to directories are none.
fn directories(path: &Path) -> io::Result<Vec<DirEntry>> {
    let mut directories = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            directories.push(entry);
        }
    }
    Ok(directories)
}

/// Whether a name is this beginning and the six letters and digits that tempfile adds.
fn is_named(entry: &DirEntry, beginning: &str) -> bool {
    let name = entry.file_name();
    let rest = name.as_encoded_bytes().strip_prefix(beginning.as_bytes());
    rest.is_some_and(|rest| rest.len() == 6 && rest.iter().all(u8::is_ascii_alphanumeric))
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
    use rustix::fs::{FlockOperation, flock};
    let handle = File::open(path)?;
    flock(&handle, FlockOperation::NonBlockingLockExclusive).map_err(
        |error| match io::Error::from(error) {
            busy if busy.kind() == io::ErrorKind::WouldBlock => {
                io::Error::new(busy.kind(), "another run is using this directory")
            }
            other => other,
        },
    )?;
    Ok(handle)
}

/// Directorys cannot be opened here; a file in it is, on Windows by one run at a time.
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
