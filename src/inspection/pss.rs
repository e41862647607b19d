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
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use signature::hazmat::PrehashVerifier;

use crate::decode::{self, Reader, Tlv};
use crate::der::tag;
use crate::key::VerifyError;

const SHA224: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 4];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 1];
const SHA384: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 2];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 3];
/// id-mgf1, 1.2.840.113549.1.1.8.
const MGF1: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 8];

pub(super) fn verify(
    modulus: &[u8],
    exponent: &[u8],
    algorithm: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyError> {
    let Some((hash, salt_len)) = parameters(algorithm) else {
        return Err(VerifyError::Unsupported);
    };
    let number = ::rsa::BoxedUint::from_be_slice_vartime;
    let Ok(key) = ::rsa::PublicKey::new(number(modulus), number(exponent)) else {
        return Err(VerifyError::BadKey);
    };
    let Ok(signature) = Signature::try_from(signature) else {
        return Err(VerifyError::BadSignature);
    };
    let checked = match hash {
        SHA224 => VerifyingKey::<Sha224>::new_with_salt_len(key, salt_len)
            .verify_prehash(&Sha224::digest(message), &signature),
        SHA256 => VerifyingKey::<Sha256>::new_with_salt_len(key, salt_len)
            .verify_prehash(&Sha256::digest(message), &signature),
        SHA384 => VerifyingKey::<Sha384>::new_with_salt_len(key, salt_len)
            .verify_prehash(&Sha384::digest(message), &signature),
        SHA512 => VerifyingKey::<Sha512>::new_with_salt_len(key, salt_len)
            .verify_prehash(&Sha512::digest(message), &signature),
        _ => return Err(VerifyError::Unsupported),
    };
    checked.map_err(|_| VerifyError::BadSignature)
}

/// The hash function and the length of the salt, if the mask is made by the same function.
fn parameters(algorithm: &[u8]) -> Option<(&[u8], usize)> {
    let mut fields = decode::only(algorithm).ok()?.reader();
    fields.expect(tag::OBJECT_IDENTIFIER).ok()?;
    let mut fields = fields.expect(tag::SEQUENCE).ok()?.reader();
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
