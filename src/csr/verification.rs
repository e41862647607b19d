//! Whether the signature of a request that may deviate is right.

use crate::algorithm::SignatureAlgorithm;
use crate::key::{self, Verified, VerifyError};
use crate::public_key::{PublicKey, PublicKeyAlgorithm};

pub(crate) fn verify(
    public: &PublicKey,
    algorithm: Option<&SignatureAlgorithm>,
    message: &[u8],
    signature: &[u8],
) -> Result<Verified, VerifyError> {
    let algorithm = algorithm.ok_or(VerifyError::Unsupported)?;
    match public.algorithm() {
        _ if !algorithm.fits(public) => Err(VerifyError::NotForKey),
        PublicKeyAlgorithm::EcUnnamed => Err(VerifyError::Unsupported),
        _ if PublicKey::found_in_der(public.as_der()).is_err() => Err(VerifyError::BadKey),
        _ => key::verify(public, &algorithm.canonical(), message, signature),
    }
}
