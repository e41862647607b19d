//! Requests as plain files in a directory.

use alloc::{borrow::ToOwned, format, string::String, sync::Arc};
use core::{fmt, mem, num::NonZeroU64, time::Duration};
use std::fs::{self, DirEntry};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{Id, NewRequest, Store};

mod disk;
mod error;
#[cfg(test)]
mod faults;

use disk::{Unwatched, Watch};
use error::{Operation, failure};

const REQUESTS: &str = "requests";
const IDS: &str = "ids";
const UNFINISHED: &str = "unfinished";

const BODY: &str = "request.json";
const CSR: &str = "csr.pem";
const KEY: &str = "key.pem";

/// The start of the name of what is on its way out, in `unfinished`.
const GONE: &str = "gone-";

/// When a request that was never finished counts as left over by a process that was killed.
/// Writing one takes milliseconds. A process that wakes up later than this finds its directory
/// gone and fails; nothing is damaged by that.
const ABANDONED_AFTER: Duration = Duration::from_secs(60 * 60);

/// Keeps requests as files that an administrator can read and back up.
///
/// ```text
/// DIR/requests/1/csr.pem        the request
///                key.pem        its private key (PKCS #8)
///                request.json   what was asked for
/// DIR/ids/1                     empty; the id is taken, even when the request is gone
/// DIR/unfinished/               what processes are at work on
/// ```
///
/// The directory is made with the first request; its parent must exist.
/// Directories have mode 0700 and files 0600. Any number of processes and threads may use the same
/// directory at once, without locks: each step that others can see is one operation which the file
/// system does for one of them only.
///
/// * *A new request* is written and synced in `unfinished`. Then an id is taken by making its
///   file in `ids`, which works once. Then the request is moved to `requests` by a rename: it
///   is there whole or not at all. Both directories are synced before the id is given out.
/// * *Removing a request* moves it to `unfinished` by a rename and then deletes it there.
/// * *What a killed process leaves* is in `unfinished`, or is an id without a request. The next
///   [`insert`](Store::insert) or [`remove`](Store::remove) deletes what is in `unfinished` for
///   more than an hour, and what was on its way out at once.
///
/// A clone is the same store, and costs no more than two counters.
///
/// An id costs one empty file for ever. Deleting a directory of `requests` by hand leaves
/// the file in `ids`, and the id is not given again. The file system must be a local one, or
/// one that renames and makes files exclusively as POSIX wants it.
#[derive(Clone)]
pub struct DirectoryStore {
    directory: Arc<Path>,
    watch: Arc<dyn Watch>,
}

impl DirectoryStore {
    /// The store in this directory. Nothing is read or made yet.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into().into(), watch: Arc::new(Unwatched) }
    }

    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }
}

impl Store for DirectoryStore {
    type Error = io::Error;

    fn insert(&self, request: &NewRequest<'_>) -> io::Result<Id> {
        self.prepare()?;
        let unfinished = self.directory.join(UNFINISHED);
        let made = self.run(Operation::Create, &unfinished, || {
            disk::create_temporary_directory(&unfinished)
        })?;
        let result = self.write(&made, request).and_then(|()| self.publish(&made));
        if result.is_err() {
            // Where this fails too, a later sweep does it.
            let _ = self.remove_directory(&made);
        }
        result
    }

    fn csr_pem(&self, id: Id) -> io::Result<Option<String>> {
        self.read(id, CSR).map(|csr| csr.map(|mut csr| mem::take(&mut *csr)))
    }

    fn private_key_pem(&self, id: Id) -> io::Result<Option<Zeroizing<String>>> {
        self.read(id, KEY)
    }

    fn remove(&self, id: Id) -> io::Result<bool> {
        if !self.is_there(&self.request(id))? {
            return Ok(false);
        }
        self.prepare()?;
        self.withdraw(id)
    }
}

/// A new request.
impl DirectoryStore {
    /// Makes the directories that are not there and takes away what killed processes left.
    fn prepare(&self) -> io::Result<()> {
        let made = self.create_directory(&self.directory)?;
        for name in [REQUESTS, IDS, UNFINISHED] {
            self.create_directory(&self.directory.join(name))?;
        }
        self.sync(&self.directory)?;
        let parent = match self.directory.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        match self.sync(parent) {
            Err(error) if made => return Err(error),
            // A directory that another user made may be in a place that we may not read.
            _ => {}
        }
        self.sweep();
        Ok(())
    }

    /// Whether it was made here.
    fn create_directory(&self, path: &Path) -> io::Result<bool> {
        match self.run(Operation::Create, path, || disk::create_directory(path)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            result => result.map(|()| true),
        }
    }

    /// Writes the files of a request where no reader looks yet.
    fn write(&self, directory: &Path, request: &NewRequest<'_>) -> io::Result<()> {
        let files = [
            (BODY, request.body),
            (CSR, request.csr_pem.as_bytes()),
            (KEY, request.private_key_pem.as_bytes()),
        ];
        for (name, bytes) in files {
            let path = &directory.join(name);
            let mut file = self.run(Operation::Create, path, || disk::create_file(path))?;
            self.run(Operation::Write, path, || {
                disk::check_len(bytes.len()).and_then(|()| file.write_all(bytes))
            })?;
            self.run(Operation::Sync, path, || file.sync_all())?;
        }
        self.sync(directory)
    }

    /// Moves a request that is written to where it is seen.
    fn publish(&self, made: &Path) -> io::Result<Id> {
        let id = self.take_id()?;
        let moved = self
            .rename(made, &self.request(id))
            .and_then(|()| self.sync(&self.directory.join(REQUESTS)));
        if moved.is_err() {
            // Its id was not given out, so it should not stay; but it may, whole.
            let _ = self.withdraw(id);
        }
        moved.map(|()| id)
    }

    /// Takes the first id that is free, for ever.
    fn take_id(&self) -> io::Result<Id> {
        let ids = self.directory.join(IDS);
        let mut next = self.first_free_id()?;
        loop {
            let Some(number) = next else {
                let full = io::ErrorKind::StorageFull.into();
                return Err(self.error(Operation::Create, &ids)(full));
            };
            let id = Id::new(number);
            let path = self.id(id);
            match self.run(Operation::Create, &path, || disk::create_file(&path)) {
                // A request without its id comes from a backup; it stays where it is.
                Ok(_) if self.is_there(&self.request(id))? => {}
                Ok(_) => return self.sync(&ids).map(|()| id),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
            next = number.checked_add(1);
        }
    }

    /// An id is tried only when the one before it is taken, so the taken ones are 1, 2, 3 …
    /// without a gap, and their end is found by halving. `None` where all are taken.
    fn first_free_id(&self) -> io::Result<Option<NonZeroU64>> {
        let is_taken = |number: NonZeroU64| self.is_there(&self.id(Id::new(number)));
        let mut free = NonZeroU64::MIN;
        while is_taken(free)? {
            match free.checked_mul(NonZeroU64::MIN.saturating_add(1)) {
                Some(double) => free = double,
                None => return Ok(None),
            }
        }
        let mut taken = free.get() / 2;
        while let Some(middle) =
            NonZeroU64::new(taken + (free.get() - taken) / 2).filter(|middle| middle.get() > taken)
        {
            if is_taken(middle)? {
                taken = middle.get();
            } else {
                free = middle;
            }
        }
        Ok(Some(free))
    }
}

/// Ways out.
impl DirectoryStore {
    /// Moves a request out of sight and deletes it. `false` where it is gone already.
    fn withdraw(&self, id: Id) -> io::Result<bool> {
        let to = self.directory.join(UNFINISHED).join(gone(id));
        match self.rename(&self.request(id), &to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            result => result.and_then(|()| self.discard(&to)).map(|()| true),
        }
    }

    /// Deletes a directory that was moved out of sight, once it is certain that a loss of power
    /// does not move it back.
    fn discard(&self, gone: &Path) -> io::Result<()> {
        self.sync(&self.directory.join(REQUESTS))?;
        self.sync(&self.directory.join(UNFINISHED))?;
        match self.remove_directory(gone) {
            // Another process has swept it away.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    /// Deletes what killed processes left. What cannot be deleted now is left to the next sweep.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(self.directory.join(UNFINISHED)) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(GONE.as_bytes()) {
                let _ = self.discard(&entry.path());
            } else if is_abandoned(&entry) {
                // Its process may be alive after all. The rename decides: either that process
                // moves its directory to `requests`, whole, or we move it away, whole.
                let gone = self.directory.join(UNFINISHED).join(gone(name.to_string_lossy()));
                if self.rename(&entry.path(), &gone).is_ok() {
                    let _ = self.discard(&gone);
                }
            }
        }
    }
}

fn gone(what: impl fmt::Display) -> String {
    format!("{GONE}{what}")
}

fn is_abandoned(entry: &DirEntry) -> bool {
    entry
        .metadata()
        .and_then(|metadata| metadata.modified())
        .is_ok_and(|time| time.elapsed().is_ok_and(|age| age > ABANDONED_AFTER))
}

/// Single steps, with the error of each.
impl DirectoryStore {
    /// The directory of a request. Only ids become names of files, never texts of callers.
    fn request(&self, id: Id) -> PathBuf {
        self.directory.join(REQUESTS).join(format!("{id}"))
    }

    /// The file that says that an id is taken.
    fn id(&self, id: Id) -> PathBuf {
        self.directory.join(IDS).join(format!("{id}"))
    }

    fn read(&self, id: Id, name: &str) -> io::Result<Option<Zeroizing<String>>> {
        let request = self.request(id);
        let path = request.join(name);
        match disk::check_directory(&request).and_then(|()| disk::read_file(&path)) {
            // No request, unless only this file of it is missing.
            Err(error)
                if error.kind() == io::ErrorKind::NotFound && !self.is_there(&request)? =>
            {
                Ok(None)
            }
            result => result.map(Some).map_err(self.error(Operation::Read, &path)),
        }
    }

    /// Whether anything has this name, be it a symbolic link to nothing.
    fn is_there(&self, path: &Path) -> io::Result<bool> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            result => result.map(|_| true).map_err(self.error(Operation::Read, path)),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.run(Operation::Rename, from, || fs::rename(from, to))
    }

    fn remove_directory(&self, path: &Path) -> io::Result<()> {
        self.run(Operation::Remove, path, || disk::remove(path))
    }

    fn sync(&self, directory: &Path) -> io::Result<()> {
        self.run(Operation::Sync, directory, || disk::sync_directory(directory))
    }

    /// Runs an operation that changes something on the disk.
    fn run<T>(
        &self,
        operation: Operation,
        path: &Path,
        run: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        let done = self.watch.before(operation, path).and_then(|()| run());
        done.and_then(|value| self.watch.after(operation, path).map(|()| value))
            .map_err(self.error(operation, path))
    }

    fn error(&self, operation: Operation, path: &Path) -> impl FnOnce(io::Error) -> io::Error {
        let within = path.strip_prefix(&self.directory).unwrap_or(Path::new("")).to_owned();
        move |error| failure(operation, within, error)
    }
}

impl fmt::Debug for DirectoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryStore").field("directory", &self.directory).finish_non_exhaustive()
    }
}
