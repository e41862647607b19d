//! What tokens and key services sign that want a digest in place of the octets.

use alloc::vec::Vec;

use sha2::{Digest, Sha256, Sha384, Sha512};

use super::Prepared;
use crate::signature_algorithm::SignatureAlgorithm;

impl Prepared {
    /// The digest of the octets to sign, as this algorithm takes it: for signers that are given
    /// a digest, such as PKCS #11's CKM_ECDSA and many key services. `None` where the algorithm
    /// is none of the known ones.
    ///
    /// RSA signers that pad without hashing (CKM_RSA_PKCS) want it within a DigestInfo
    /// (RFC 8017 9.2), which is not put around it here.
    pub fn digest(&self, algorithm: &SignatureAlgorithm) -> Option<Vec<u8>> {
        let message = self.to_be_signed();
        Some(match algorithm {
            SignatureAlgorithm::Sha256WithRsa | SignatureAlgorithm::EcdsaWithSha256 => {
                Sha256::digest(message).to_vec()
            }
            SignatureAlgorithm::Sha384WithRsa | SignatureAlgorithm::EcdsaWithSha384 => {
                Sha384::digest(message).to_vec()
            }
            SignatureAlgorithm::Sha512WithRsa | SignatureAlgorithm::EcdsaWithSha512 => {
                Sha512::digest(message).to_vec()
            }
            SignatureAlgorithm::Other(_) => return None,
        })
    }
}
