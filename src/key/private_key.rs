//! What the private keys of every family can do.

use alloc::vec::Vec;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::rng::RngFailure;
use super::sign_error::SignError;
use crate::algorithm::SignatureAlgorithm;
use crate::error::Error;

/// A random number generator of any type.
pub(super) type AnyRng<'r> = dyn TryCryptoRng<Error = RngFailure> + 'r;

/// A private key of some family. It wipes itself when it is dropped.
pub(super) trait PrivateKey: Send + Sync {
    fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error>;

    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError>;
}
