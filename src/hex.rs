//! Octets as hexadecimal digits, and back.

use alloc::{string::String, vec::Vec};
use core::fmt;

pub(crate) use base16ct::{HexDisplay, lower::encode_string as encode};

use crate::error::QuotedChar;

/// Why a text is not octets in hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HexError {
    /// An odd number of digits.
    OddDigits,
    /// A character that is no digit.
    Character {
        /// The character.
        character: char,
        /// Its position among the digits, in characters from 1.
        at: usize,
    },
}

impl fmt::Display for HexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OddDigits => {
                f.write_str("has an odd number of hexadecimal digits, two of which are an octet")
            }
            Self::Character { character, at } => {
                write!(f, "has {} as hexadecimal digit {at}", QuotedChar(*character))
            }
        }
    }
}

impl core::error::Error for HexError {}

impl HexError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Character { character: ':' | ' ', .. } => {
                Some("write the digits without separators".into())
            }
            _ => None,
        }
    }
}

/// The octets that hexadecimal digits stand for; upper and lower case.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, HexError> {
    let mut characters = text.chars().zip(1..);
    if let Some((character, at)) = characters.find(|(digit, _)| !digit.is_ascii_hexdigit()) {
        return Err(HexError::Character { character, at });
    }
    base16ct::mixed::decode_vec(text).map_err(|_| HexError::OddDigits)
}
