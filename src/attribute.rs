//! Attributes of a request beside the extensionRequest (RFC 2985), none by default.

use alloc::vec::Vec;

use crate::oid::Oid;

/// An attribute: its type and its values, encoded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attribute {
    oid: Oid,
    der: Vec<u8>,
}

impl Attribute {
    /// The type.
    pub const fn oid(&self) -> &Oid {
        &self.oid
    }

    /// The DER of the Attribute: one SEQUENCE of type and values.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }
}
