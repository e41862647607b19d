//! RSASSA-PSS (RFC 8017 8.1), where one hash function is used throughout.

use ::rsa::pss::{Signature, VerifyingKey};
use sha2::digest::FixedOutputReset;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use signature::hazmat::PrehashVerifier;

use crate::decode;
use crate::der::tag;
use crate::key::VerifyError;
use crate::public_key::PublicKey;
use crate::public_key::names::RSASSA_PSS;
use crate::signature_algorithm::known::Hash;
use crate::signature_algorithm::pss::{self, Params};

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
    let check = match params.only_hash() {
        Some(Hash::Sha224) => check::<Sha224>,
        Some(Hash::Sha256) => check::<Sha256>,
        Some(Hash::Sha384) => check::<Sha384>,
        Some(Hash::Sha512) => check::<Sha512>,
        _ => return Err(VerifyError::Unsupported),
    };
    let key = super::public(key)?;
    check(&key, params.salt_len, message, signature).ok_or(VerifyError::BadSignature)
}

/// What alone a key allows that is for PSS alone (RFC 4055 1.2) and says so.
fn allowed(key: &PublicKey) -> Result<Option<Params<'_>>, VerifyError> {
    if key.algorithm_oid() != RSASSA_PSS {
        return Ok(None);
    }
    let damaged = |_| VerifyError::BadKey;
    let mut fields = decode::only(key.as_der()).map_err(damaged)?.reader();
    let mut identifier = fields.expect(tag::SEQUENCE).map_err(damaged)?.reader();
    identifier.expect(tag::OBJECT_IDENTIFIER).map_err(damaged)?;
    if identifier.is_empty() {
        return Ok(None);
    }
    Params::read(identifier).map(Some).map_err(|_| VerifyError::Unsupported)
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
