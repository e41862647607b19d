//! RSASSA-PSS (RFC 8017 8.1), with one digest algorithm throughout.

use alloc::vec::Vec;

use ::rsa::pss::{Pss, Signature, VerifyingKey};
use ::rsa::signature::hazmat::PrehashVerifier;
use sha1::Sha1;
use sha2::digest::FixedOutputReset;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use super::public::public;
use crate::algorithm::pss::{self, Params};
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::key::family::Signed;
use crate::key::private_key::AnyRng;
use crate::key::verification::VerifyError;
use crate::public_key::PublicKey;

/// Checks a signature; `None` where the algorithm is another one.
pub(super) fn verify(signed: &Signed<'_>) -> Option<Result<(), VerifyError>> {
    let params = pss::of_identifier(signed.algorithm.as_der())?;
    Some(match params {
        Ok(params) => verify_by(&params, signed),
        Err(_) => Err(VerifyError::BadParameters),
    })
}

fn verify_by(params: &Params<'_>, signed: &Signed<'_>) -> Result<(), VerifyError> {
    if allowed(signed.key)?.is_some_and(|allowed| !allowed.allow(params)) {
        return Err(VerifyError::ForbiddenByKey);
    }
    let expected = params.only_digest_algorithm().ok_or(VerifyError::UnsupportedMask)?;
    let (key, salt_len) = (public(signed.key)?, Some(params.salt_len));
    match check(expected, salt_len, &key, signed.message, signed.signature) {
        Some(true) => Ok(()),
        Some(false) => Err(VerifyError::BadSignature(None)),
        None => Err(VerifyError::Unsupported),
    }
}

/// Signs a digest; `None` where the key does not allow the algorithm, or it is another one.
pub(super) fn sign(
    key: &::rsa::PrivateKey,
    public: &PublicKey,
    algorithm: &SignatureAlgorithm,
    digest: &[u8],
    rng: &mut AnyRng<'_>,
) -> Option<::rsa::Result<Vec<u8>>> {
    let params = pss::of_identifier(algorithm.as_der())?.ok()?;
    if allowed(public).ok()?.is_some_and(|allowed| !allowed.allow(&params)) {
        return None;
    }
    let salt_len = params.salt_len;
    Some(match params.only_digest_algorithm()? {
        DigestAlgorithm::Sha256 => {
            key.sign_with_rng(rng, Pss::<Sha256>::new_with_salt(salt_len), digest)
        }
        DigestAlgorithm::Sha384 => {
            key.sign_with_rng(rng, Pss::<Sha384>::new_with_salt(salt_len), digest)
        }
        DigestAlgorithm::Sha512 => {
            key.sign_with_rng(rng, Pss::<Sha512>::new_with_salt(salt_len), digest)
        }
        _ => return None,
    })
}

/// What a key for PSS only (RFC 4055 1.2) allows, where it says so.
fn allowed(key: &PublicKey) -> Result<Option<Params<'_>>, VerifyError> {
    if !key.is_pss() {
        return Ok(None);
    }
    let allowed = key.algorithm_parameters().map(|given| Params::in_der(given.encoded));
    allowed.transpose().map_err(|_| VerifyError::BadKey)
}

/// The digest algorithm with which a signature verifies, with a salt of any length.
pub(super) fn digest_of(
    key: &::rsa::PublicKey,
    message: &[u8],
    signature: &[u8],
) -> Option<DigestAlgorithm> {
    let verifies = |digest: &DigestAlgorithm| check(*digest, None, key, message, signature);
    DigestAlgorithm::ALL.iter().find(|digest| verifies(digest) == Some(true)).copied()
}

/// Whether a signature verifies, with a salt of this length or of any; `None` where the digest algorithm
/// is not one of those that verify here.
fn check(
    digest: DigestAlgorithm,
    salt_len: Option<usize>,
    key: &::rsa::PublicKey,
    message: &[u8],
    signature: &[u8],
) -> Option<bool> {
    let check = match digest {
        DigestAlgorithm::Sha1 => check_by::<Sha1>,
        DigestAlgorithm::Sha224 => check_by::<Sha224>,
        DigestAlgorithm::Sha256 => check_by::<Sha256>,
        DigestAlgorithm::Sha384 => check_by::<Sha384>,
        DigestAlgorithm::Sha512 => check_by::<Sha512>,
        _ => return None,
    };
    Some(check(key, salt_len, &digest.digest(message)?, signature).is_some())
}

fn check_by<D: Digest + FixedOutputReset>(
    key: &::rsa::PublicKey,
    salt_len: Option<usize>,
    digest: &[u8],
    signature: &[u8],
) -> Option<()> {
    let signature = Signature::try_from(signature).ok()?;
    let key = match salt_len {
        Some(len) => VerifyingKey::<D>::new_with_salt_len(key.clone(), len),
        None => VerifyingKey::<D>::new_with_auto_salt_len(key.clone()),
    };
    key.verify_prehash(digest, &signature).ok()
}
