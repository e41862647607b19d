//! Names for what keys are, in one table for all who speak of them.

use core::fmt;

use super::{SECP256R1, SECP384R1};
use crate::oid::Oid;

/// id-RSASSA-PSS, 1.2.840.113549.1.1.10: an RSA key for PSS only (RFC 4055 3.1).
pub(crate) const RSASSA_PSS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10];

/// id-dsa, 1.2.840.10040.4.1 (RFC 3279 2.3.2).
pub(crate) const DSA: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 1];

/// secp521r1, 1.3.132.0.35 (RFC 5480).
pub(crate) const SECP521R1: &[u8] = &[0x2B, 0x81, 0x04, 0, 35];

/// Named curves, with the size of their field in bits.
const CURVES: [(&[u8], &str, usize); 10] = [
    (SECP256R1, "P-256", 256),
    (SECP384R1, "P-384", 384),
    (SECP521R1, "P-521", 521),
    (&[0x2B, 0x81, 0x04, 0, 33], "P-224", 224),
    (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 1], "P-192", 192),
    (&[0x2B, 0x81, 0x04, 0, 10], "secp256k1", 256),
    (&[0x2B, 0x24, 3, 3, 2, 8, 1, 1, 7], "brainpoolP256r1", 256),
    (&[0x2B, 0x24, 3, 3, 2, 8, 1, 1, 11], "brainpoolP384r1", 384),
    (&[0x2B, 0x24, 3, 3, 2, 8, 1, 1, 13], "brainpoolP512r1", 512),
    (&[0x2A, 0x81, 0x1C, 0xCF, 0x55, 1, 0x82, 0x2D], "SM2", 256),
];

/// Algorithms of keys without parts that we look into: name, size in bits, and whether the
/// parameters have to be absent (RFC 8410 3, RFC 9881 4).
const ALGORITHMS: [(&[u8], &str, Option<usize>, bool); 10] = [
    (&[0x2B, 101, 112], "Ed25519", Some(256), true),
    (&[0x2B, 101, 113], "Ed448", Some(456), true),
    (&[0x2B, 101, 110], "X25519", Some(256), true),
    (RSASSA_PSS, "RSA-PSS", None, false),
    (DSA, "DSA", None, false),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 3, 1], "Diffie-Hellman", None, false),
    (&[0x2A, 0x85, 3, 2, 2, 19], "GOST R 34.10-2001", None, false),
    (&[0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 17], "ML-DSA-44", None, true),
    (&[0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 18], "ML-DSA-65", None, true),
    (&[0x60, 0x86, 0x48, 1, 101, 3, 4, 3, 19], "ML-DSA-87", None, true),
];

/// The name of a curve, and the size of its field in bits.
pub(crate) fn curve(oid: &Oid) -> Option<(&'static str, usize)> {
    let known = CURVES.iter().find(|(known, ..)| *known == oid.as_bytes());
    known.map(|(_, name, bits)| (*name, *bits))
}

/// An algorithm by the content octets of its identifier: its name, the size of its keys in bits,
/// and whether its parameters have to be absent.
pub(crate) fn algorithm(oid: &[u8]) -> Option<(&'static str, Option<usize>, bool)> {
    let known = ALGORITHMS.iter().find(|(known, ..)| *known == oid);
    known.map(|(_, name, bits, bare)| (*name, *bits, *bare))
}

/// An elliptic-curve key on this curve: `ECDSA P-521`.
pub(crate) struct OnCurve<'a>(pub(crate) &'a Oid);

impl fmt::Display for OnCurve<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match curve(self.0) {
            Some((name, _)) => write!(f, "ECDSA {name}"),
            None => write!(f, "ECDSA on the curve {}", self.0),
        }
    }
}
