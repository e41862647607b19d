//! Stands in for encrypted keys where the feature `encryption` is off: they are refused.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::KeyError;

pub(super) fn decrypt(
    _der: &[u8],
    _password: Option<&[u8]>,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    Err(KeyError::EncryptionUnavailable)
}
