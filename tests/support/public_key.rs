//! A public key for requests whose key does not matter.

use pkcs10::PublicKey;

/// An Ed25519 key, with which nothing here signs.
pub(crate) fn public_key() -> PublicKey {
    let mut spki = vec![0x30, 42, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 33, 0];
    spki.extend([7; 32]);
    PublicKey::from_der(&spki).unwrap()
}
