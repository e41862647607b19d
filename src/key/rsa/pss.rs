//! RSASSA-PSS (RFC 8017 8.1), with one digest algorithm throughout.

use ::rsa::pss::{Signature, VerifyingKey};
use sha2::digest::FixedOutputReset;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use signature::hazmat::PrehashVerifier;

use super::public::public;
use crate::algorithm::DigestAlgorithm;
use crate::algorithm::pss::{self, Params};
use crate::key::verification::VerifyError;
use crate::public_key::PublicKey;

/// Checks a signature; `None` where the algorithm is another one.
pub(super) fn verify(
    key: &PublicKey,
    algorithm: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Option<Result<(), VerifyError>> {
    let params = pss::of_identifier(algorithm)?.map_err(|_| VerifyError::Unsupported);
    Some(params.and_then(|params| verify_by(&params, key, message, signature)))
}

fn verify_by(
    params: &Params<'_>,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyError> {
    if allowed(key)?.is_some_and(|allowed| !allowed.allow(params)) {
        return Err(VerifyError::ForbiddenByKey);
    }
    let check = match params.only_digest_algorithm() {
        Some(DigestAlgorithm::Sha224) => check::<Sha224>,
        Some(DigestAlgorithm::Sha256) => check::<Sha256>,
        Some(DigestAlgorithm::Sha384) => check::<Sha384>,
        Some(DigestAlgorithm::Sha512) => check::<Sha512>,
        _ => return Err(VerifyError::Unsupported),
    };
    let key = public(key)?;
    check(&key, params.salt_len, message, signature).ok_or(VerifyError::BadSignature)
}

/// What a key for PSS only (RFC 4055 1.2) allows, where it says so.
fn allowed(key: &PublicKey) -> Result<Option<Params<'_>>, VerifyError> {
    if !key.is_pss() {
        return Ok(None);
    }
    let allowed = key.algorithm_parameters().map(|given| Params::in_der(given.encoded));
    allowed.transpose().map_err(|_| VerifyError::Unsupported)
}

fn check<D: Digest + FixedOutputReset>(
    key: &::rsa::PublicKey,
    salt_len: usize,
    message: &[u8],
    signature: &[u8],
) -> Option<()> {
    let signature = Signature::try_from(signature).ok()?;
    VerifyingKey::<D>::new_with_salt_len(key.clone(), salt_len)
        .verify_prehash(&D::digest(message), &signature)
        .ok()
}
