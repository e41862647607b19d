//! A value that is given in DER: exactly one, well-formed all the way down.

use alloc::{string::String, vec, vec::Vec};
use core::fmt;

use crate::decode::{self, DerError, Reader, Tlv};
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

/// Checks that `der` is exactly one value whose lengths are minimal and whose parts fill it,
/// down to the last constructed part. What primitive parts hold is not looked at.
pub(crate) fn check(der: &[u8]) -> Result<(), DerError> {
    const CONSTRUCTED: u8 = 0x20;
    decode::only(der)?;
    let mut open = vec![Reader::new(der)];
    while let Some(innermost) = open.last_mut() {
        if innermost.is_empty() {
            open.pop();
        } else {
            let tlv = innermost.read()?;
            if tlv.tag & CONSTRUCTED != 0 {
                open.push(tlv.reader());
            }
        }
    }
    Ok(())
}

/// The one value that `der` is, which has this tag.
pub(super) fn only(der: &[u8], tag: u8) -> Result<Tlv<'_>, DerError> {
    let mut reader = Reader::new(der);
    let tlv = reader.expect(tag)?;
    reader.finish()?;
    Ok(tlv)
}

/// The octets of a value, at least one, from the hexadecimal digits of its DER.
pub(crate) fn from_hex(text: &str) -> Result<Vec<u8>, ValueError> {
    if text.is_empty() {
        Err(ValueError::Empty)
    } else {
        hex::decode(text).map_err(ValueError::Hex)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::DerErrorKind::{self, *};

    #[test]
    fn values_are_checked_all_the_way_down() {
        type Refusal = Option<(usize, DerErrorKind)>;
        let cases: &[(&[u8], Refusal)] = &[
            (&[0x05, 0x00], None),
            (&[0x30, 0x00], None),
            (&[0x30, 0x04, 0x31, 0x02, 0x05, 0x00], None),
            (&[0x04, 0x02, 0x30, 0x80], None),
            (&[], Some((0, Truncated))),
            (&[0x05, 0x00, 0x00], Some((2, TrailingData))),
            (&[0x30, 0x04, 0x31, 0x02, 0x05, 0x01], Some((4, Truncated))),
            (&[0x30, 0x04, 0x31, 0x03, 0x05, 0x00], Some((2, Truncated))),
            (&[0x30, 0x04, 0x31, 0x80, 0x00, 0x00], Some((2, IndefiniteLength))),
            (&[0x30, 0x03, 0x04, 0x81, 0x00], Some((2, LengthNotMinimal))),
        ];
        for (der, expected) in cases {
            let refusal = check(der).err().map(|error| (error.at(), error.kind()));
            assert_eq!(refusal, *expected, "{der:02x?}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let mut der = Vec::new();
        for _ in 0..3_000 {
            crate::der::close(&mut der, crate::der::tag::SEQUENCE, 0);
        }
        assert_eq!(check(&der), Ok(()));
    }
}
