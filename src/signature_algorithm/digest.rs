//! Which hash function an algorithm begins with.

use alloc::vec::Vec;

use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{NAMED, SignatureAlgorithm};

impl SignatureAlgorithm {
    /// The digest of a message, where the algorithm is known to sign one.
    pub(crate) fn digest(&self, message: &[u8]) -> Option<Vec<u8>> {
        let [sha256, sha384, sha512, ..] = NAMED.map(|(_, der)| der);
        Some(match self {
            Self::Sha256WithRsa | Self::EcdsaWithSha256 => Sha256::digest(message).to_vec(),
            Self::Sha384WithRsa | Self::EcdsaWithSha384 => Sha384::digest(message).to_vec(),
            Self::Sha512WithRsa | Self::EcdsaWithSha512 => Sha512::digest(message).to_vec(),
            Self::Other(der) if der == sha256 => Sha256::digest(message).to_vec(),
            Self::Other(der) if der == sha384 => Sha384::digest(message).to_vec(),
            Self::Other(der) if der == sha512 => Sha512::digest(message).to_vec(),
            Self::Other(_) => return None,
        })
    }
}
