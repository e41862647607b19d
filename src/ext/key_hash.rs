//! Key identifiers computed from the public key.

use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::public_key::PublicKey;

/// How a key identifier comes from the public key. Both hash the bytes of the
/// subjectPublicKey: the BIT STRING without tag, length and number of unused bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyHash {
    /// The leftmost 160 bits of SHA-256, `sha256` as text (RFC 7093 2, method 1).
    #[default]
    Sha256,
    /// SHA-1, `sha1` as text (RFC 5280 4.2.1.2, method 1): what most CAs and tools compute.
    /// Its strength does not matter: the identifier only helps to find a key.
    Sha1,
}

impl KeyHash {
    /// Bytes of a key identifier made by either.
    pub const LEN: usize = 20;

    pub(super) const ALL: &[Self] = &[Self::Sha256, Self::Sha1];

    /// The name, such as `sha256`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha1 => "sha1",
        }
    }

    /// The hash of this name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|hash| hash.as_str() == name).copied()
    }

    /// Fills `out` with the identifier of `key`.
    pub(crate) fn write(self, key: &PublicKey, out: &mut [u8]) {
        let bytes = key.subject_public_key();
        let copy = |hash: &[u8], out: &mut [u8]| {
            out.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
        };
        match self {
            Self::Sha256 => copy(&Sha256::digest(bytes), out),
            Self::Sha1 => copy(&Sha1::digest(bytes), out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bit_string_is_hashed_without_its_header() {
        // A key of an unknown algorithm: SEQUENCE { SEQUENCE { 2.999.1 }, BIT STRING "abc" }.
        let spki = [0x30, 13, 0x30, 5, 6, 3, 0x88, 0x37, 1, 3, 4, 0, b'a', b'b', b'c'];
        let key = PublicKey::from_der(&spki).unwrap();
        // FIPS 180-4 examples: SHA-256("abc") and SHA-1("abc").
        let cases = [
            (KeyHash::Sha256, [0xBA, 0x78, 0x16, 0xBF, 0x8F, 0x01, 0xCF, 0xEA]),
            (KeyHash::Sha1, [0xA9, 0x99, 0x3E, 0x36, 0x47, 0x06, 0x81, 0x6A]),
        ];
        for (hash, expected) in cases {
            let mut out = [0; KeyHash::LEN];
            hash.write(&key, &mut out);
            assert_eq!(out[..8], expected, "{hash:?}");
        }
    }
}
