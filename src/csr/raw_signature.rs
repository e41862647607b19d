//! ECDSA signatures as tokens and key services give them: two numbers side by side.

use alloc::vec::Vec;
use core::fmt;

use super::Prepared;
use crate::der::{self, tag};
use crate::public_key::PublicKeyAlgorithm;

/// Octets of each number on the largest curve in use, P-521.
const NUMBER_MAX: usize = 66;

impl Prepared {
    /// An ECDSA signature as requests hold it, `SEQUENCE { r INTEGER, s INTEGER }`
    /// (RFC 3279 2.2.3), from r and s side by side (IEEE P1363), as PKCS #11 and many key
    /// services give it: 64 octets for P-256, 96 for P-384, halves of the same length for any
    /// other curve.
    ///
    /// # Errors
    /// [`RawSignatureError`] where the key is none for ECDSA, or the length not its signatures'.
    pub fn signature_from_raw(&self, raw: &[u8]) -> Result<Vec<u8>, RawSignatureError> {
        let expected = match self.public_key().algorithm() {
            PublicKeyAlgorithm::EcP256 => 64,
            PublicKeyAlgorithm::EcP384 => 96,
            PublicKeyAlgorithm::EcOther(_) => raw.len().clamp(2, 2 * NUMBER_MAX) & !1,
            _ => return Err(RawSignatureError::NotEcdsa),
        };
        if raw.len() != expected {
            return Err(RawSignatureError::Length { len: raw.len(), expected });
        }
        let (r, s) = raw.split_at(expected / 2);
        let mut out = Vec::with_capacity(raw.len() + 9);
        der::nested(&mut out, tag::SEQUENCE, |out| {
            integer(out, r);
            integer(out, s);
        });
        Ok(out)
    }
}

/// INTEGER from a big-endian number without a sign: no zeros in front but the one that keeps it
/// from being negative (X.690 8.3).
fn integer(out: &mut Vec<u8>, number: &[u8]) {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    let significant = &number[zeros..];
    let sign: &[u8] = match significant.first() {
        None | Some(0x80..) => &[0],
        Some(_) => &[],
    };
    der::header(out, tag::INTEGER, sign.len() + significant.len());
    out.extend_from_slice(sign);
    out.extend_from_slice(significant);
}

/// Why octets are no ECDSA signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RawSignatureError {
    /// The public key is none for ECDSA.
    NotEcdsa,
    /// Another length than that of the key's signatures.
    Length {
        /// Octets that there are.
        len: usize,
        /// Octets that there have to be.
        expected: usize,
    },
}

impl fmt::Display for RawSignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEcdsa => f.write_str("is not for an ECDSA key; only those sign with r and s"),
            Self::Length { len, expected } => write!(
                f,
                "has {len} octets; r and s of this key have {} octets each, {expected} together",
                expected / 2
            ),
        }
    }
}

impl core::error::Error for RawSignatureError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_their_zeros_and_keep_their_sign() {
        let cases: [(&[u8], &[u8]); 6] = [
            (&[0x00, 0x00], &[2, 1, 0]),
            (&[0x00, 0x7F], &[2, 1, 0x7F]),
            (&[0x00, 0x80], &[2, 2, 0, 0x80]),
            (&[0x01, 0x00], &[2, 2, 1, 0]),
            (&[0xFF, 0xFF], &[2, 3, 0, 0xFF, 0xFF]),
            (&[], &[2, 1, 0]),
        ];
        for (number, expected) in cases {
            let mut out = Vec::new();
            integer(&mut out, number);
            assert_eq!(out, expected, "{number:?}");
        }
    }
}
