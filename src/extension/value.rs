//! A value that is given in DER.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::decode::{DerError, Reader, Tlv};
use crate::hex::{self, HexError};

/// Why something is not one value in DER.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueError {
    /// Nothing there.
    Empty,
    /// A text that is not hexadecimal digits.
    Hex(HexError),
    /// Octets that are not exactly one value in DER.
    Der(DerError),
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => {
                f.write_str("has an empty value; a value is one tag, length and content (X.690)")
            }
            Self::Hex(error) => write!(f, "{error}; the value is DER in hexadecimal digits"),
            Self::Der(error) => {
                write!(f, "has a value that is not exactly one value in DER: {error}")
            }
        }
    }
}

impl core::error::Error for ValueError {}

impl ValueError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Empty => Some("0500 is the value NULL".into()),
            Self::Hex(error) => error.hint(),
            Self::Der(_) => None,
        }
    }
}

/// The one value that `der` is, which has this tag.
pub(super) fn only(der: &[u8], tag: u8) -> Result<Tlv<'_>, DerError> {
    Reader::new(der).only(tag)
}

/// The octets of a value, at least one, from the hexadecimal digits of its DER.
pub(crate) fn from_hex(text: &str) -> Result<Vec<u8>, ValueError> {
    if text.is_empty() {
        Err(ValueError::Empty)
    } else {
        hex::decode(text).map_err(ValueError::Hex)
    }
}
