//! Attributes of a request, as they were received.

use alloc::{string::String, vec::Vec};

use crate::attribute::{CHALLENGE_PASSWORD, EXTENSION_REQUEST, UNSTRUCTURED_NAME};
use crate::oid::Oid;

/// An attribute of the request, of whatever type (RFC 2985).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedAttribute {
    pub(super) oid: Oid,
    pub(super) values: Vec<Vec<u8>>,
    pub(super) text: Option<String>,
    pub(super) place: String,
}

/// Attributes by name (RFC 2985 5.4, MS-WCCE 2.2.2.7).
const ATTRIBUTES: [(&[u8], &str); 7] = [
    (EXTENSION_REQUEST, "extensionRequest"),
    (CHALLENGE_PASSWORD, "challengePassword"),
    (UNSTRUCTURED_NAME, "unstructuredName"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 8], "unstructuredAddress"),
    (&[0x2B, 6, 1, 4, 1, 0x82, 0x37, 13, 2, 3], "osVersion"),
    (&[0x2B, 6, 1, 4, 1, 0x82, 0x37, 21, 20], "requestClientInfo"),
    (&[0x2B, 6, 1, 4, 1, 0x82, 0x37, 13, 2, 2], "enrolmentCSP"),
];

impl RequestedAttribute {
    /// The type.
    pub const fn oid(&self) -> &Oid {
        &self.oid
    }

    /// Its name, such as `challengePassword`, if it is one that is known.
    pub fn name(&self) -> Option<&'static str> {
        attribute_name(&self.oid)
    }

    /// The values as they were received, each encoded.
    pub fn values(&self) -> &[Vec<u8>] {
        &self.values
    }

    /// The first value as text, if it is a character string.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Whether it is the extensionRequest, whose extensions are listed by themselves.
    pub fn is_extension_request(&self) -> bool {
        self.oid.as_bytes() == EXTENSION_REQUEST
    }

    pub(crate) fn place(&self) -> &str {
        &self.place
    }
}

/// The name of an attribute, if it is one that is known.
pub(crate) fn attribute_name(oid: &Oid) -> Option<&'static str> {
    ATTRIBUTES.iter().find(|(known, _)| *known == oid.as_bytes()).map(|(_, name)| *name)
}
