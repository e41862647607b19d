//! Extensions that a request asks for (RFC 5280 4.2), none by default.

use alloc::vec::Vec;

use crate::oid::Oid;

/// An extension: its identifier, whether it is critical, and its value in DER.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Extension {
    oid: Oid,
    critical: bool,
    value: Vec<u8>,
}

impl Extension {
    /// The identifier, extnID.
    pub const fn oid(&self) -> &Oid {
        &self.oid
    }

    /// Whether a reader that does not know it must refuse the certificate.
    pub const fn is_critical(&self) -> bool {
        self.critical
    }

    /// The DER inside the OCTET STRING, extnValue.
    pub fn value(&self) -> &[u8] {
        &self.value
    }
}
