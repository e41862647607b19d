//! Digest algorithms, as far as signatures need them.

use alloc::vec::Vec;

use sha2::{Digest, Sha256, Sha384, Sha512};

/// A digest algorithm (hash function).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DigestAlgorithm {
    /// MD2 or MD5: broken.
    Md5,
    /// SHA-1: broken.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// Another one, or the signature algorithm's own.
    Other,
}

impl DigestAlgorithm {
    /// Whether two messages with the same digest can be found (RFC 6151, RFC 6194).
    pub const fn is_broken(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    /// The digest of a message, for the digest algorithms that requests are signed with here.
    pub(super) fn digest(self, message: &[u8]) -> Option<Vec<u8>> {
        Some(match self {
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
            _ => return None,
        })
    }
}
