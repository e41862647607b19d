//! RSASSA-PKCS1-v1_5 (RFC 8017 8.2).

use ::rsa::pkcs1v15::Pkcs1v15Sign;
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::public::public;
use crate::algorithm::DigestAlgorithm;
use crate::key::family::Signed;
use crate::key::verification::VerifyError;

/// Checks a signature; `None` where its digest algorithm is not one of those that verify here.
pub(super) fn verify(signed: &Signed<'_>) -> Option<Result<(), VerifyError>> {
    let digest = signed.algorithm.digest_algorithm();
    let (padding, digest) = (padding(digest)?, digest.digest(signed.message)?);
    Some(public(signed.key).and_then(|key| {
        let verified = key.verify(padding, &digest, signed.signature);
        verified.map_err(|_| VerifyError::BadSignature(None))
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
        DigestAlgorithm::Md2 | DigestAlgorithm::Md4 | DigestAlgorithm::Other => return None,
    })
}
