//! What can go wrong with files.

use core::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::string::ToString;

/// An operation on the files of a store that failed: the inner error of an [`io::Error`] of the same kind.
#[derive(Debug)]
struct Failure {
    operation: Operation,
    path: PathBuf,
    error: io::Error,
}

/// What was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    /// Making a file or a directory.
    Create,
    /// Reading a file, or looking whether it is there.
    Read,
    /// Writing to a file.
    Write,
    /// Waiting until it is on the medium.
    Sync,
    /// Moving a directory.
    Rename,
    /// Deleting a directory.
    Remove,
}

/// The path is within the directory of the store; empty for that directory itself.
pub(super) fn failure(operation: Operation, path: PathBuf, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), Failure { operation, path, error })
}

impl fmt::Display for Failure {
    /// Where the store is on its machine is not said, since this text may be sent to others.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path == Path::new("") {
            f.write_str("the directory of the store")?;
        } else {
            write!(f, "{}", self.path.display())?;
        }
        // Without the number, which is of no use to a user, and the path of a temporary file.
        let error = self.error.to_string();
        let words = error.split_once(" (os error").map_or(&*error, |(words, _)| words);
        write!(f, " cannot be {}: {words}", self.operation)
    }
}

impl core::error::Error for Failure {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "made",
            Self::Read => "read",
            Self::Write => "written",
            Self::Sync => "synced",
            Self::Rename => "moved",
            Self::Remove => "removed",
        })
    }
}
