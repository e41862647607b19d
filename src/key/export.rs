//! Private keys handed out, to be wiped by the caller.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::key_pair::KeyPair;
use crate::error::Error;

impl KeyPair {
    /// The key as PKCS #8 (RFC 5958) in DER, unencrypted. It is wiped when it is dropped.
    ///
    /// ```
    /// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
    /// use pkcs10::{Algorithm, KeyPair, SysRng};
    ///
    /// let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    /// let again = KeyPair::from_pkcs8_der(&key.to_pkcs8_der()?)?;
    /// assert_eq!(again.public_key(), key.public_key());
    /// # }
    /// # Ok::<(), pkcs10::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Code::KeyDamaged`](crate::Code::KeyDamaged) where the key cannot be encoded.
    pub fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.private.to_pkcs8_der()
    }
}
