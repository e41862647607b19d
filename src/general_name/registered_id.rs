//! registeredID (RFC 5280 4.2.1.6).

use alloc::{string::String, vec::Vec};
use core::fmt;

/// Why a text is not a `registeredID`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegisteredIdError {
    /// This version of the crate does not read this type from text.
    Unsupported,
}

impl fmt::Display for RegisteredIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is of a type that this version does not read from text")
    }
}

impl core::error::Error for RegisteredIdError {}

impl RegisteredIdError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self, _text: &str) -> Option<String> {
        None
    }
}

/// Appends the TLV of the name in `text`.
pub(super) fn encode(_text: &str, _out: &mut Vec<u8>) -> Result<(), RegisteredIdError> {
    Err(RegisteredIdError::Unsupported)
}

/// The text of the content octets, where the syntax can express them.
pub(super) fn text(_content: &[u8]) -> Option<String> {
    None
}
