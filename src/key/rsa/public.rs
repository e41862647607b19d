//! Public RSA keys as the crate `rsa` takes them.

use ::rsa::pkcs1::DecodeRsaPublicKey;

use crate::key::verification::VerifyError;
use crate::public_key::{PublicKey, bits};

/// The largest modulus that `rsa` takes, in bits: the work grows with the cube of it.
pub(super) const BITS_MAX: usize = ::rsa::PublicKey::MAX_SIZE;

/// The RSAPublicKey (RFC 8017 A.1.1), if `rsa` takes it. It says of all others that they are
/// malformed, also of those that are only larger than what it takes.
pub(super) fn public(key: &PublicKey) -> Result<::rsa::PublicKey, VerifyError> {
    /// Bits of the largest public exponent that `rsa` takes.
    const EXPONENT_BITS_MAX: usize = 33;
    ::rsa::PublicKey::from_pkcs1_der(key.subject_public_key()).map_err(|_| {
        let exceeds = |number: Option<&[u8]>, max| number.is_some_and(|number| bits(number) > max);
        match exceeds(key.rsa_modulus(), BITS_MAX) || exceeds(key.rsa_exponent(), EXPONENT_BITS_MAX)
        {
            true => VerifyError::Unsupported,
            false => VerifyError::BadKey,
        }
    })
}
