//! The statement that an owner has the private key of a public key that cannot sign.

use alloc::vec::Vec;
use core::fmt;

use crate::asn1::Deviation;
use crate::asn1::read::Reader;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write::{self as der, tag};
use crate::hex;
use crate::name::DistinguishedName;

/// The value of a statementOfPossession (RFC 9883 3): which certificate has the key that signs the request
/// in place of the request's own key, which cannot sign.
///
/// [`Certificate::statement_of_possession`](crate::reading::Certificate::statement_of_possession) makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossessionStatement {
    issuer: DistinguishedName,
    serial_number: Vec<u8>,
    certificate: Option<Vec<u8>>,
}

impl PossessionStatement {
    /// The DER of a statement that names a certificate, and holds it where its DER is given.
    pub(crate) fn to_value(
        issuer: &DistinguishedName,
        serial_number: &[u8],
        certificate: Option<&[u8]>,
    ) -> Vec<u8> {
        let mut value = Vec::new();
        der::nested(&mut value, tag::SEQUENCE, |value| {
            der::nested(value, tag::SEQUENCE, |signer| {
                signer.extend_from_slice(issuer.as_der());
                der::tlv(signer, tag::INTEGER, serial_number);
            });
            value.extend_from_slice(certificate.unwrap_or_default());
        });
        value
    }

    /// The statement in the DER of the value.
    ///
    /// # Errors
    /// [`Deviation`] where it has another layout. What the name and the certificate hold is not checked.
    pub fn from_value(value: &[u8]) -> Result<Self, Deviation> {
        Self::read(&mut Walk::strict(), Reader::new(value))
    }

    /// ```text
    /// PrivateKeyPossessionStatement ::= SEQUENCE {                              -- RFC 9883 3
    ///     signer IssuerAndSerialNumber, cert Certificate OPTIONAL }
    ///
    /// IssuerAndSerialNumber ::= SEQUENCE {                                      -- RFC 5652 10.2.4
    ///     issuer Name, serialNumber INTEGER }
    /// ```
    fn read(walk: &mut Walk, value: Reader<'_>) -> Walked<Self> {
        let mut fields = walk.only(value, tag::SEQUENCE)?.reader();
        let mut signer = walk.expect(&mut fields, tag::SEQUENCE)?.reader();
        let issuer = walk.expect(&mut signer, tag::SEQUENCE)?;
        let serial_number = walk.expect(&mut signer, tag::INTEGER)?;
        walk.finish(&signer)?;
        let certificate = walk.optional(&mut fields, tag::SEQUENCE)?;
        walk.finish(&fields)?;
        Ok(Self {
            issuer: DistinguishedName::read(&mut Walk::lenient(), &issuer)?,
            serial_number: serial_number.content.into(),
            certificate: certificate.map(|certificate| certificate.encoded.into()),
        })
    }

    /// The issuer of the certificate.
    pub const fn issuer(&self) -> &DistinguishedName {
        &self.issuer
    }

    /// The serial number of the certificate, big-endian, as its INTEGER has it.
    pub fn serial_number(&self) -> &[u8] {
        &self.serial_number
    }

    /// The DER of the certificate, where the statement holds it.
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificate.as_deref()
    }
}

/// The certificate that it names: issuer and serial number.
impl fmt::Display for PossessionStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let serial_number = hex::encode(&self.serial_number);
        write!(f, "issuer {:#}, serial number 0x{serial_number}", self.issuer)?;
        match self.serial_number.first() {
            Some(0x80..) => f.write_str(" (negative)"),
            _ => Ok(()),
        }
    }
}
