//! What a family of algorithms can do, and what its private keys can.

use super::algorithm::Algorithm;
use super::key_pair::KeyPair;
use super::private_key::AnyRng;
use super::private_key_info::PrivateKeyInfo;
use super::verification::{BadSignatureCause, VerifyError};
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::error::Error;
use crate::public_key::PublicKey;

/// A message with its signature, and the key and the algorithm that it should be signed by.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "without a family, nothing is verified")]
pub(super) struct Signed<'a> {
    pub(super) key: &'a PublicKey,
    pub(super) algorithm: &'a SignatureAlgorithm,
    pub(super) message: &'a [u8],
    pub(super) signature: &'a [u8],
}

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
    fn verify(&self, signed: &Signed<'_>) -> Option<Result<(), VerifyError>>;

    /// Why a signature is wrong, where that can be seen: of algorithms that take the message itself,
    /// whether it is over a digest.
    fn cause(&self, signed: &Signed<'_>) -> Option<BadSignatureCause> {
        let is_over = |digest: &DigestAlgorithm| {
            let digest = digest.digest(signed.message);
            digest.is_some_and(|digest| {
                self.verify(&Signed { message: &digest, ..*signed }) == Some(Ok(()))
            })
        };
        DigestAlgorithm::ALL.iter().any(is_over).then_some(BadSignatureCause::HashedTwice)
    }
}
