//! Stands in for RSASSA-PSS where the build has no RSA.

use crate::key::VerifyError;

pub(super) const fn verify(
    _modulus: &[u8],
    _exponent: &[u8],
    _algorithm: &[u8],
    _message: &[u8],
    _signature: &[u8],
) -> Result<(), VerifyError> {
    Err(VerifyError::Unsupported)
}
