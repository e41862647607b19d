//! Key identifiers computed from the public key, in a build without any hash function.

use crate::public_key::PublicKey;

/// How a key identifier comes from the public key. This build has no hash function, so there
/// is no value of this type; the features `rsa` and `ecdsa` bring them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyHash {}

impl KeyHash {
    /// Octets of a key identifier.
    pub const LEN: usize = 20;

    pub(super) const ALL: &[Self] = &[];

    /// The name.
    pub const fn as_str(self) -> &'static str {
        match self {}
    }

    pub(crate) fn write(self, _key: &PublicKey, _out: &mut [u8]) {
        match self {}
    }
}
