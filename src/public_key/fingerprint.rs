//! What people compare keys by.

use sha2::{Digest, Sha256};

use super::PublicKey;

impl PublicKey {
    /// The SHA-256 of the DER of the SubjectPublicKeyInfo: the same for a key, its requests and
    /// its certificates. `openssl pkey -pubout -outform DER | openssl dgst -sha256` gives it too.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.as_der()).into()
    }
}
