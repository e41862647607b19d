//! The wrapping of a private key (RFC 5958), read only as far as needed to tell whose it is.
//!
//! ```text
//! OneAsymmetricKey ::= SEQUENCE {
//!     version             INTEGER { v1(0), v2(1) },
//!     privateKeyAlgorithm AlgorithmIdentifier,
//!     privateKey          OCTET STRING,
//!     attributes      [0] Attributes OPTIONAL,
//!     publicKey       [1] PublicKey OPTIONAL }
//! ```

use crate::decode::{self, DerError, DerErrorKind, Reader};
use crate::der::tag;
use crate::oid::Oid;

/// A key in its wrapping.
pub(super) struct PrivateKeyInfo<'a> {
    /// The whole, for the family's own reader.
    pub(super) der: &'a [u8],
    pub(super) algorithm: Oid,
}

impl<'a> PrivateKeyInfo<'a> {
    pub(super) fn read(der: &'a [u8]) -> Result<Self, DerError> {
        Reader::new(der).expect(tag::SEQUENCE)?;
        let mut fields = decode::only(der)?.reader();
        fields.expect(tag::INTEGER)?;
        let oid = fields.expect(tag::SEQUENCE)?.reader().expect(tag::OBJECT_IDENTIFIER)?;
        fields.expect(tag::OCTET_STRING)?;
        let algorithm =
            Oid::from_content(oid.content).map_err(|_| oid.error(DerErrorKind::Content))?;
        Ok(Self { der, algorithm })
    }
}
