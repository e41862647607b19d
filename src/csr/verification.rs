//! Whether the signature of a request that may deviate is right.

use core::ops::RangeInclusive;

use crate::algorithm::SignatureAlgorithm;
use crate::key::{self, Verified, VerifyError};
use crate::public_key::{PublicKey, PublicKeyAlgorithm};

/// Sizes of RSA keys that are checked, in bits: what `rsa` takes.
const RSA_BITS: RangeInclusive<usize> = 1_024..=8_192;

pub(crate) fn verify(
    public: &PublicKey,
    algorithm: Option<&SignatureAlgorithm>,
    message: &[u8],
    signature: &[u8],
) -> Result<Verified, VerifyError> {
    let algorithm = algorithm.ok_or(VerifyError::Unsupported)?;
    key::check_algorithm(public, algorithm)?;
    match public.algorithm() {
        PublicKeyAlgorithm::Unreadable => return Err(VerifyError::BadKey),
        PublicKeyAlgorithm::EcUnnamed => return Err(VerifyError::Unsupported),
        PublicKeyAlgorithm::Rsa | PublicKeyAlgorithm::RsaPss
            if public.bits().is_none_or(|bits| !RSA_BITS.contains(&bits)) =>
        {
            return Err(VerifyError::Unsupported);
        }
        _ if PublicKey::found_in_der(public.as_der()).is_err() => return Err(VerifyError::BadKey),
        _ => {}
    }
    key::verify(public, &algorithm.canonical(), message, signature)
}
