//! The layout of a certificate (RFC 5280 4.1), as far as it shares parts with a request.
//!
//! ```text
//! TBSCertificate ::= SEQUENCE {
//!     version              [0] EXPLICIT INTEGER DEFAULT v1,
//!     serialNumber         INTEGER,
//!     signature            AlgorithmIdentifier,
//!     issuer               Name,
//!     validity             SEQUENCE { notBefore Time, notAfter Time },
//!     subject              Name,
//!     subjectPublicKeyInfo SubjectPublicKeyInfo,
//!     issuerUniqueID       [1] IMPLICIT BIT STRING OPTIONAL,
//!     subjectUniqueID      [2] IMPLICIT BIT STRING OPTIONAL,
//!     extensions           [3] EXPLICIT Extensions OPTIONAL }
//! ```

use crate::asn1::read::{Reader, Tlv};
use crate::asn1::tag;
use crate::asn1::walk::{Walk, Walked};

/// The fields of a TBSCertificate, one after the other.
pub(crate) struct TbsFields<'a>(Reader<'a>);

impl<'a> TbsFields<'a> {
    pub(crate) fn of(to_be_signed: &Tlv<'a>) -> Self {
        Self(to_be_signed.reader())
    }

    pub(crate) fn issuer_and_serial_number(&mut self, walk: &mut Walk) -> Walked<[Tlv<'a>; 2]> {
        walk.optional(&mut self.0, tag::context_constructed(0))?;
        let serial_number = walk.expect(&mut self.0, tag::INTEGER)?;
        let _signature = walk.expect(&mut self.0, tag::SEQUENCE)?;
        Ok([walk.expect(&mut self.0, tag::SEQUENCE)?, serial_number])
    }

    /// The subject, behind the issuer and the validity.
    pub(crate) fn subject(&mut self, walk: &mut Walk) -> Walked<Tlv<'a>> {
        let _validity = walk.expect(&mut self.0, tag::SEQUENCE)?;
        walk.expect(&mut self.0, tag::SEQUENCE)
    }

    pub(crate) fn subject_pk_info(&mut self, walk: &mut Walk) -> Walked<Tlv<'a>> {
        walk.expect(&mut self.0, tag::SEQUENCE)
    }

    /// The value with the tag `[3]`, in which the extensions are; nothing may follow it.
    pub(crate) fn extensions(mut self, walk: &mut Walk) -> Walked<Option<Tlv<'a>>> {
        walk.optional(&mut self.0, tag::context(1))?;
        walk.optional(&mut self.0, tag::context(2))?;
        let explicit = walk.optional(&mut self.0, tag::context_constructed(3))?;
        walk.finish(&self.0)?;
        Ok(explicit)
    }
}
