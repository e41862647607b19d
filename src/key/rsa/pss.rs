//! RSASSA-PSS (RFC 8017 8.1), as far as its parameters are the usual ones.
//!
//! ```text
//! RSASSA-PSS-params ::= SEQUENCE {                                          -- RFC 4055 3.1
//!     hashAlgorithm    [0] HashAlgorithm    DEFAULT sha1,
//!     maskGenAlgorithm [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
//!     saltLength       [2] INTEGER          DEFAULT 20,
//!     trailerField     [3] INTEGER          DEFAULT 1 }
//! ```

use ::rsa::pss::{Signature, VerifyingKey};
use sha2::digest::FixedOutputReset;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use signature::hazmat::PrehashVerifier;

use crate::decode::{self, Reader, Tlv};
use crate::der::tag;
use crate::key::VerifyError;

/// id-RSASSA-PSS, 1.2.840.113549.1.1.10.
const RSASSA_PSS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10];
const SHA224: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 4];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 1];
const SHA384: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 2];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 3];
/// id-mgf1, 1.2.840.113549.1.1.8.
const MGF1: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 8];

/// Checks a signature; `None` where the algorithm is another one.
pub(super) fn verify(
    key: &::rsa::PublicKey,
    algorithm: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Option<Result<(), VerifyError>> {
    let mut fields = decode::only(algorithm).ok()?.reader();
    if fields.expect(tag::OBJECT_IDENTIFIER).ok()?.content != RSASSA_PSS {
        return None;
    }
    let Some((hash, salt_len)) = parameters(fields) else {
        return Some(Err(VerifyError::Unsupported));
    };
    let check = match hash {
        SHA224 => check::<Sha224>,
        SHA256 => check::<Sha256>,
        SHA384 => check::<Sha384>,
        SHA512 => check::<Sha512>,
        _ => return Some(Err(VerifyError::Unsupported)),
    };
    Some(check(key, salt_len, message, signature).ok_or(VerifyError::BadSignature))
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

/// The hash function and the length of the salt, if the mask is made by the same function.
fn parameters(mut parameters: Reader<'_>) -> Option<(&[u8], usize)> {
    let mut fields = parameters.expect(tag::SEQUENCE).ok()?.reader();
    let mut explicit = |number| fields.optional(tag::context_constructed(number)).ok()?;
    let (hash, _) = identifier(explicit(0)?.reader())?;
    let (mask, mut mask_hash) = identifier(explicit(1)?.reader())?;
    let (mask_hash, _) = identifier_in(&mut mask_hash)?;
    let salt = explicit(2).map(|tlv| tlv.reader().expect(tag::INTEGER).ok());
    let salt_len = match salt {
        None => 20,
        Some(tlv) => match tlv?.content {
            [short @ 0..=0x7F] => usize::from(*short),
            [0, long @ 0x80..=0xFF] => usize::from(*long),
            [high @ 0..=0x7F, low] => usize::from(u16::from_be_bytes([*high, *low])),
            _ => return None,
        },
    };
    let trailer = explicit(3).is_none_or(|tlv| tlv.content == [tag::INTEGER, 1, 1]);
    (mask == MGF1 && mask_hash == hash && trailer).then_some((hash, salt_len))
}

fn identifier(mut reader: Reader<'_>) -> Option<(&[u8], Reader<'_>)> {
    identifier_in(&mut reader)
}

/// The object identifier of the next AlgorithmIdentifier, and its parameters.
fn identifier_in<'a>(reader: &mut Reader<'a>) -> Option<(&'a [u8], Reader<'a>)> {
    let sequence: Tlv<'a> = reader.expect(tag::SEQUENCE).ok()?;
    let mut fields = sequence.reader();
    let oid = fields.expect(tag::OBJECT_IDENTIFIER).ok()?;
    Some((oid.content, fields))
}
