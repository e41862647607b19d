//! Public RSA keys as the crate `rsa` takes them.

use ::rsa::pkcs1::DecodeRsaPublicKey;

use crate::key::verification::VerifyError;
use crate::public_key::{PublicKey, bits};

/// The sizes of a modulus that `rsa` takes, in bits: the work grows with the cube of it.
const BITS_MIN: usize = ::rsa::PublicKey::MIN_SIZE;
pub(super) const BITS_MAX: usize = ::rsa::PublicKey::MAX_SIZE;
/// The size of the largest public exponent that `rsa` takes, in bits.
const EXPONENT_BITS_MAX: usize = 33;

/// The RSAPublicKey (RFC 8017 A.1.1), if `rsa` takes it. It says of all others that they are
/// malformed, also of those that only have another size than what it takes.
pub(super) fn public(key: &PublicKey) -> Result<::rsa::PublicKey, VerifyError> {
    match (key.rsa_modulus().map(bits), key.rsa_exponent().map(bits)) {
        (Some(BITS_MIN..=BITS_MAX), Some(..=EXPONENT_BITS_MAX)) => {
            ::rsa::PublicKey::from_pkcs1_der(key.subject_public_key())
                .map_err(|_| VerifyError::BadKey)
        }
        (Some(_), Some(_)) => Err(VerifyError::KeySize),
        _ => Err(VerifyError::BadKey),
    }
}
