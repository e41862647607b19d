//! What can be wrong with a line beside its body.

use std::io;
use std::path::PathBuf;

use pkcs10::{Error, SignError};

use crate::files::plain;

/// A fault of a line.
#[derive(Debug)]
pub(crate) enum LineFault {
    /// A fault of what it asks for: the member or the column, and what is wrong there.
    Content { path: String, text: String },
    /// The same, of what leaves open which id the line has.
    Id { path: String, text: String },
    /// A quotation mark of a table that cannot be right.
    Quotation(&'static str),
    /// What is between two elements of an array is wrong, or behind the last.
    Array(&'static str),
    /// The line is longer than a line may be.
    TooLong {
        /// Bytes that a line may have.
        max: usize,
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
    Key(PathBuf, Error),
    /// The key that is there is not encrypted, and new ones are.
    KeyNotEncrypted(PathBuf),
    /// The key that is there is not of the kind that is made, by algorithm or policy.
    OtherKey(PathBuf),
    /// A key cannot be made.
    NewKey(Error),
    /// The request cannot be signed.
    Sign(SignError),
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
}

impl LineFault {
    /// The path within the line, or the file; empty for the line as a whole.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Content { path, .. } | Self::Id { path, .. } => path.clone(),
            Self::IdUsed { .. } => "id".into(),
            Self::Array(_)
            | Self::Quotation(_)
            | Self::TooLong { .. }
            | Self::Read(_)
            | Self::NewKey(_)
            | Self::Sign(_) => String::new(),
            Self::Exists(path)
            | Self::OtherRequest(path)
            | Self::DamagedRequest(path)
            | Self::KeyMissing(path)
            | Self::Key(path, _)
            | Self::KeyNotEncrypted(path)
            | Self::OtherKey(path)
            | Self::File(path, _) => path.display().to_string(),
        }
    }

    /// The fault in words, without its path.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Content { text, .. } | Self::Id { text, .. } => text.clone(),
            Self::Array(text) | Self::Quotation(text) => (*text).into(),
            Self::IdUsed { id, line } => {
                format!("id {id:?} is used by line {line}; expected another id on each line")
            }
            Self::TooLong { max } => format!("line is longer than {max} bytes"),
            Self::Read(error) => format!("line cannot be read: {}", plain(error)),
            Self::Exists(_) => {
                "file exists already; hint: use --resume to continue an earlier run".into()
            }
            Self::OtherRequest(_) => "file holds another request than this line describes; hint: move it and its key away, or use another id".into(),
            Self::DamagedRequest(_) => "file does not hold a request that verifies under its key; hint: move it away to make it again with the same key".into(),
            Self::KeyMissing(_) => "key is missing, but its request exists; hint: move the request away to make both again".into(),
            Self::KeyNotEncrypted(_) => "key is not encrypted, but new keys are to be; hint: move it and its request away, or leave --encrypt-key-with out".into(),
            Self::OtherKey(_) => "file holds another kind of key than requested; hint: request that kind, or move it and its request away".into(),
            Self::Key(_, error) => error.to_string(),
            Self::NewKey(error) => format!("key cannot be generated: {error}"),
            Self::Sign(error) => error.to_string(),
            Self::File(_, error) => plain(error),
        }
    }

    /// Whether it is a fault of the line, not of what it is read from, written to or signed with.
    pub(crate) const fn is_of_line(&self) -> bool {
        !matches!(
            self,
            Self::Array(_) | Self::Read(_) | Self::NewKey(_) | Self::Sign(_) | Self::File(..)
        )
    }

    /// Whether it leaves open what would name the files of the line.
    pub(super) const fn hides_id(&self) -> bool {
        matches!(self, Self::Id { .. })
    }

    /// Adds to the text of a fault of the content.
    pub(super) fn add(&mut self, more: &str) {
        if let Self::Content { text, .. } | Self::Id { text, .. } = self {
            text.push_str(more);
        }
    }
}
