//! What can be wrong with a line beside its body.

use std::io;
use std::path::PathBuf;

use pkcs10::lxca::{BodyFault, BodyFaultKind};
use pkcs10::{KeyError, SignError};

use crate::files::plain;

/// A fault of a line.
#[derive(Debug)]
pub(crate) enum LineFault {
    /// A fault of its body.
    Body(Box<BodyFault>),
    /// The line is longer than a line may be.
    TooLong {
        /// Octets that a line may have.
        max: u64,
    },
    /// The line could not be read.
    Read(io::Error),
    /// The id of an earlier line.
    IdUsed {
        /// The id.
        id: String,
        /// The line that has it, from 1.
        line: u64,
    },
    /// A file of that name is there already, from an earlier run or, far behind, an earlier line.
    Exists(PathBuf),
    /// The request that is there is not what the line asks for.
    OtherRequest(PathBuf),
    /// The request that is there is damaged, or was signed by another key.
    DamagedRequest(PathBuf),
    /// The request is there, its key is not.
    KeyMissing(PathBuf),
    /// The key that is there cannot be used.
    Key(PathBuf, Box<KeyError>),
    /// The key that is there is not of the kind that is made, by algorithm or policy.
    OtherKey(PathBuf),
    /// A key cannot be made.
    NewKey(Box<KeyError>),
    /// The request cannot be signed.
    Sign(SignError),
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
}

impl LineFault {
    /// The path within the line, or the file; empty for the line as a whole.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Body(fault) => fault.path().into(),
            Self::IdUsed { .. } => "id".into(),
            Self::TooLong { .. } | Self::Read(_) | Self::NewKey(_) | Self::Sign(_) => String::new(),
            Self::Exists(path)
            | Self::OtherRequest(path)
            | Self::DamagedRequest(path)
            | Self::KeyMissing(path)
            | Self::Key(path, _)
            | Self::OtherKey(path)
            | Self::File(path, _) => path.display().to_string(),
        }
    }

    /// The fault in words, without its path.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Body(fault) => match fault.kind() {
                // It is in the first line of a text that is one line.
                BodyFaultKind::Syntax(error) => {
                    format!("column {}: not JSON: {}", error.column(), error.expected())
                }
                _ => fault.text(),
            },
            Self::IdUsed { id, line } => format!(
                "{} was used by line {line}; each line has an id of its own, its number where it gives none",
                quoted(id)
            ),
            Self::TooLong { max } => format!("is longer than {max} octets"),
            Self::Read(error) => format!("cannot be read: {}", plain(error)),
            Self::Exists(_) => "exists already, and is not overwritten; hint: to go on where an earlier run ended, use --resume".into(),
            Self::OtherRequest(_) => "is there, but asks for something else than this line; hint: move it and its key away, or give the line another id".into(),
            Self::DamagedRequest(_) => "is there, but is not a request that verifies under its key; hint: move it away, and it is made again with the same key".into(),
            Self::KeyMissing(_) => "is missing, while its request is there; hint: move the request away, and both are made again".into(),
            Self::Key(_, error) => error.to_string(),
            Self::OtherKey(_) => "is there, but is a key of another kind than is asked for; hint: ask for its kind, or move it and its request away".into(),
            Self::NewKey(error) => format!("a key cannot be made: {error}"),
            Self::Sign(error) => error.to_string(),
            Self::File(_, error) => plain(error),
        }
    }
}

/// An id between quotation marks, a long one cut. It consists of characters that all show.
fn quoted(id: &str) -> String {
    const SHOWN: usize = 80;
    match id.split_at_checked(SHOWN) {
        Some((shown, rest)) if !rest.is_empty() => {
            format!("\"{shown}\"… ({} more characters)", rest.len())
        }
        _ => format!("\"{id}\""),
    }
}
