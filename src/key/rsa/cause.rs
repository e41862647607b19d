//! Why an RSA signature is wrong: the public operation shows what was signed.

use alloc::vec::Vec;

use ::rsa::BoxedUint;
use ::rsa::hazmat::rsa_encrypt;
use ::rsa::traits::PublicKeyParts;

use super::pkcs1::padding;
use super::pss;
use crate::algorithm::DigestAlgorithm;
use crate::key::verification::BadSignatureCause::{self, *};

/// Why a signature that should be of PKCS #1 v1.5 with this digest algorithm is wrong.
pub(super) fn of_pkcs1(
    key: &::rsa::PublicKey,
    expected: DigestAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Option<BadSignatureCause> {
    let Some(signed) = signed(key, signature) else {
        return Some(match pss::digest_of(key, message, signature) {
            Some(_) => IsPss,
            None => of_another_key(key, signature),
        });
    };
    let digest = expected.digest(message)?;
    if signed == digest {
        return Some(NoDigestInfo);
    }
    let of = |digest: &DigestAlgorithm| {
        Some((*digest, signed.strip_prefix(&*padding(*digest)?.prefix)?))
    };
    let (found, of_message) = DigestAlgorithm::ALL.iter().find_map(of)?;
    Some(match () {
        () if found.digest(&digest).as_deref() == Some(of_message) => HashedTwice,
        () if found != expected && found.digest(message).as_deref() == Some(of_message) => {
            OtherDigest(found)
        }
        () => OtherMessage,
    })
}

/// Why a signature that should be of RSASSA-PSS with this digest algorithm is wrong.
pub(super) fn of_pss(
    key: &::rsa::PublicKey,
    expected: DigestAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Option<BadSignatureCause> {
    match pss::digest_of(key, message, signature) {
        Some(digest) if digest == expected => Some(OtherSalt),
        Some(digest) => Some(OtherDigest(digest)),
        None if signed(key, signature).is_some() => Some(IsPkcs1),
        None if pss::digest_of(key, &expected.digest(message)?, signature) == Some(expected) => {
            Some(HashedTwice)
        }
        // The padding of PSS is nothing but a digest: it cannot be distinguished from random bytes.
        None => None,
    }
}

fn of_another_key(key: &::rsa::PublicKey, signature: &[u8]) -> BadSignatureCause {
    let reversed: Vec<u8> = signature.iter().rev().copied().collect();
    if signed(key, &reversed).is_some() { Reversed } else { OtherKey }
}

/// What was signed: that which is behind the padding of PKCS #1 v1.5 (RFC 8017 9.2).
fn signed(key: &::rsa::PublicKey, signature: &[u8]) -> Option<Vec<u8>> {
    let number = BoxedUint::from_be_slice(signature, key.n().bits_precision()).ok()?;
    let encoded = (number < *key.n().as_ref()).then(|| rsa_encrypt(key, &number).ok())??;
    let encoded = encoded.to_be_bytes();
    let padded = encoded.get(encoded.len() - key.size()..)?.strip_prefix(&[0, 1])?;
    let padding = padded.iter().take_while(|byte| **byte == 0xFF).count();
    match padded.get(padding..)? {
        [0, signed @ ..] if padding >= 8 => Some(signed.to_vec()),
        _ => None,
    }
}
