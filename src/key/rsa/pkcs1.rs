//! RSASSA-PKCS1-v1_5 (RFC 8017 8.2).

use ::rsa::pkcs1v15::Pkcs1v15Sign;
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::public::public;
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::key::verification::VerifyError;
use crate::public_key::PublicKey;

/// Checks a signature; `None` where its digest algorithm is not one of those that verify here.
pub(super) fn verify(
    key: &PublicKey,
    algorithm: &SignatureAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Option<Result<(), VerifyError>> {
    let digest = algorithm.digest_algorithm();
    let (padding, digest) = (padding(digest)?, digest.digest(message)?);
    Some(public(key).and_then(|key| {
        key.verify(padding, &digest, signature).map_err(|_| VerifyError::BadSignature(None))
    }))
}

/// The padding scheme with a DigestInfo of this digest algorithm.
pub(super) fn padding(digest: DigestAlgorithm) -> Option<Pkcs1v15Sign> {
    Some(match digest {
        DigestAlgorithm::Md5 => Pkcs1v15Sign::new::<Md5>(),
        DigestAlgorithm::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
        DigestAlgorithm::Sha224 => Pkcs1v15Sign::new::<Sha224>(),
        DigestAlgorithm::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        DigestAlgorithm::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        DigestAlgorithm::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
        DigestAlgorithm::Md2 | DigestAlgorithm::Other => return None,
    })
}
