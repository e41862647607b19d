//! Octets as hexadecimal digits, and back.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

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
    let mut octets = Vec::with_capacity(text.len() / 2);
    let mut high = None;
    for (index, character) in text.chars().enumerate() {
        let digit = character
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
            .ok_or(HexError::Character { character, at: index + 1 })?;
        match high.take() {
            None => high = Some(digit << 4),
            Some(high) => octets.push(high | digit),
        }
    }
    if high.is_some() { Err(HexError::OddDigits) } else { Ok(octets) }
}

/// Octets as hexadecimal digits in lower case.
pub(crate) struct Hex<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

/// Octets as hexadecimal digits in lower case.
pub(crate) fn encode(octets: &[u8]) -> String {
    Hex(octets).to_string()
}
