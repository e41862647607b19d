//! Which hash function an algorithm begins with.

use alloc::vec::Vec;

use sha2::{Digest, Sha256, Sha384, Sha512};

use super::known::Hash;
use super::{SignatureAlgorithm, pss};

impl SignatureAlgorithm {
    /// The digest of a message, where the algorithm is known to sign one.
    pub(crate) fn digest(&self, message: &[u8]) -> Option<Vec<u8>> {
        let hash = match self {
            Self::Sha256WithRsa | Self::EcdsaWithSha256 => Hash::Sha256,
            Self::Sha384WithRsa | Self::EcdsaWithSha384 => Hash::Sha384,
            Self::Sha512WithRsa | Self::EcdsaWithSha512 => Hash::Sha512,
            Self::Other(der) => pss::named_hash(der)?,
        };
        Some(match hash {
            Hash::Sha256 => Sha256::digest(message).to_vec(),
            Hash::Sha384 => Sha384::digest(message).to_vec(),
            Hash::Sha512 => Sha512::digest(message).to_vec(),
            _ => return None,
        })
    }
}
