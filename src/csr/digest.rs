//! The digest of the bytes to sign, for tokens and key services that take one.

use alloc::vec::Vec;

use super::Prepared;
use crate::algorithm::SignatureAlgorithm;

impl Prepared {
    /// The digest of the bytes to sign, as this algorithm takes it: for signers that are given
    /// a digest, such as PKCS #11's CKM_ECDSA and many key services. `None` where the algorithm
    /// does not sign a digest, or is not known.
    ///
    /// RSA signers that pad without hashing (CKM_RSA_PKCS) want it within a DigestInfo
    /// (RFC 8017 9.2), which is not put around it here.
    pub fn digest(&self, algorithm: &SignatureAlgorithm) -> Option<Vec<u8>> {
        algorithm.digest(self.to_be_signed())
    }
}
