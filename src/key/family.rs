//! What a family of algorithms can do, and what its private keys can.

use super::algorithm::Algorithm;
use super::key_pair::KeyPair;
use super::private_key::AnyRng;
use super::private_key_info::PrivateKeyInfo;
use super::verification::{BadSignatureCause, VerifyError};
use crate::algorithm::SignatureAlgorithm;
use crate::error::Error;
use crate::public_key::PublicKey;

/// What a family of algorithms can do.
pub(super) trait Family: Sync {
    /// Makes a key, if the algorithm is of this family.
    fn generate(
        &self,
        algorithm: Algorithm,
        rng: &mut AnyRng<'_>,
    ) -> Option<Result<KeyPair, Error>>;

    /// Takes a key out of its wrapping, if it is of this family. A key whose parts contradict
    /// each other, the public one included, is refused.
    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<KeyPair, Error>>;

    /// Checks a signature, if key and algorithm are of this family. That the algorithm is for the
    /// key, as far as is known, is checked already.
    fn verify(
        &self,
        key: &PublicKey,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), VerifyError>>;

    /// Why a signature is wrong, where that can be seen.
    fn cause(
        &self,
        key: &PublicKey,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<BadSignatureCause>;
}
