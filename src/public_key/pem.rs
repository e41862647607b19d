//! Public keys in PEM.

use alloc::string::String;

use super::key::PublicKey;
use crate::error::Error;
use crate::input::Wanted;
use crate::pem::{self, label};

impl PublicKey {
    /// Reads a key in PEM with the label `PUBLIC KEY` (RFC 7468 13); [`find`](Self::find) reads what
    /// else holds a key.
    ///
    /// ```
    /// use pkcs10::{Code, PublicKey};
    ///
    /// let key = PublicKey::from_rsa_numbers(&[0xC5; 256], &[1, 0, 1])?;
    /// assert!(key.to_pem().starts_with("-----BEGIN PUBLIC KEY-----\n"));
    /// assert_eq!(PublicKey::from_pem(&key.to_pem())?, key);
    /// let other = key.to_pem().replace("PUBLIC KEY", "CERTIFICATE");
    /// assert_eq!(PublicKey::from_pem(&other).unwrap_err().code(), Code::IsCertificate);
    /// # Ok::<(), pkcs10::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_der`](Self::from_der), or why there is no public key in PEM.
    pub fn from_pem(pem: &str) -> Result<Self, Error> {
        Self::from_der(&Wanted::PUBLIC_KEY_INFO.decode_pem(pem.as_bytes())?)
    }

    /// PEM: label `PUBLIC KEY`, 64 columns, LF, a final newline.
    pub fn to_pem(&self) -> String {
        pem::encode(label::PUBLIC_KEY, self.as_der())
    }
}
