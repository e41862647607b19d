//! Exchange with `spki`.

use der::{Decode, Encode};
use spki::SubjectPublicKeyInfoOwned;

use crate::error::{Code, Error};
use crate::public_key::PublicKey;

impl TryFrom<&PublicKey> for SubjectPublicKeyInfoOwned {
    type Error = Error;

    /// [`Code::KeyDamaged`] where `spki` cannot hold the key: its object identifiers are shorter.
    fn try_from(key: &PublicKey) -> Result<Self, Error> {
        Self::from_der(key.as_der()).map_err(|_| {
            Error::new(Code::KeyDamaged, "public key", "cannot be held by the crate spki")
        })
    }
}

impl TryFrom<&SubjectPublicKeyInfoOwned> for PublicKey {
    type Error = Error;

    /// As [`from_der`](Self::from_der).
    fn try_from(info: &SubjectPublicKeyInfoOwned) -> Result<Self, Error> {
        Self::from_der(&info.to_der().map_err(|_| {
            Error::new(Code::KeyDamaged, "public key", "cannot be encoded by the crate spki")
        })?)
    }
}
