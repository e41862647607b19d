//! What an old request or certificate says, so that a new request can say it again.
//!
//! Of either only the parts are read that a request has a place for:
//!
//! ```text
//! TBSCertificate ::= SEQUENCE {                                             -- RFC 5280 4.1
//!     version [0] EXPLICIT INTEGER DEFAULT v1, serialNumber INTEGER,
//!     signature SEQUENCE, issuer SEQUENCE, validity SEQUENCE, subject Name,
//!     subjectPublicKeyInfo SEQUENCE, issuerUniqueID [1] IMPLICIT BIT STRING OPTIONAL,
//!     subjectUniqueID [2] IMPLICIT BIT STRING OPTIONAL,
//!     extensions [3] EXPLICIT SEQUENCE OF Extension OPTIONAL }
//!
//! CertificationRequestInfo ::= SEQUENCE {                                   -- RFC 2986 4.1
//!     version INTEGER, subject Name, subjectPKInfo SEQUENCE,
//!     attributes [0] IMPLICIT SET OF Attribute }
//! ```

use alloc::{format, vec::Vec};
use core::fmt;

use crate::attribute::EXTENSION_REQUEST;
use crate::decode::{DerError, Reader, Tlv};
use crate::der::tag;
use crate::extension::oids::SUBJECT_ALT_NAME;
use crate::extension::{
    BasicConstraints, ExtendedKeyUsage, Extension, ExtensionError, ExtensionErrorKind, KeyUsage,
    ValueError,
};
use crate::general_name::{GeneralName, GeneralNameError};
use crate::input;
use crate::inspection;
use crate::oid::Oid;
use crate::pem::label;
use crate::subject::{Subject, SubjectDerError};

mod error;

pub use error::RenewalError;

/// Extensions of certificates that no request needs to ask for.
const CERTIFICATE_EXTENSIONS: [(&[u8], &str); 7] = [
    (&[0x55, 0x1D, 30], "nameConstraints"),
    (&[0x55, 0x1D, 31], "cRLDistributionPoints"),
    (&[0x55, 0x1D, 32], "certificatePolicies"),
    (&[0x55, 0x1D, 35], "authorityKeyIdentifier"),
    (&[0x55, 0x1D, 46], "freshestCRL"),
    (&[0x2B, 6, 1, 5, 5, 7, 1, 1], "authorityInfoAccess"),
    (&[0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 2], "signedCertificateTimestamps"),
];

/// What of an old request or certificate a new request can ask for again: the subject, the
/// names, and what the key may be used for. Each part is held to what holds for new ones, and
/// where it fails, the others are there all the same.
///
/// Neither signatures nor dates are looked at: an expired certificate is what this is for.
///
/// ```
/// use pkcs10::{Inspection, Renewal, Request};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
/// # use pkcs10::{Algorithm, GeneralName, KeyPair, Subject, SysRng};
/// # let [old_key, new_key] = [(); 2].map(|()| KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng).unwrap());
/// # let old = Request::builder()
/// #     .subject(Subject::builder().country("DE").common_name("bmc-7.example.com"))
/// #     .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
/// #     .build()?
/// #     .sign(&old_key)?
/// #     .to_pem();
/// let old = Renewal::read(old.as_bytes())?;
/// let csr = Request::builder()
///     .subject(old.subject()?)
///     .subject_alt_names(old.subject_alt_names())
///     .build()?
///     .sign(&new_key)?;
/// assert_eq!(Inspection::read(csr.as_der())?.subject().to_string(), "CN=bmc-7.example.com,C=DE");
/// # }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Renewal {
    subject: Result<Subject, SubjectDerError>,
    names: Vec<Result<GeneralName<'static>, GeneralNameError>>,
    extensions: Vec<(Oid, Result<Extension, ExtensionError>)>,
    left_out: Vec<LeftOut>,
}

impl Renewal {
    /// The most octets that [`read`](Self::read) takes: 1 MiB.
    pub const LIMIT: usize = 1 << 20;

    /// Reads a request or a certificate, in DER or in PEM with the label
    /// `CERTIFICATE REQUEST`, `NEW CERTIFICATE REQUEST`, `CERTIFICATE` or `X509 CERTIFICATE`.
    /// The first such block of a file counts: that of the server, where a chain follows. Several
    /// requests are refused.
    ///
    /// # Errors
    /// [`RenewalError`] where the parts cannot be told.
    pub fn read(input: &[u8]) -> Result<Self, RenewalError> {
        if input.len() > Self::LIMIT {
            return Err(RenewalError::TooLarge { len: input.len() });
        }
        let der = input::received(input, |label| {
            label::is_request(label) || label::is_certificate(label)
        })?;
        Self::from_der(&der).map_err(|error| RenewalError::unreadable(&der, error))
    }

    fn from_der(der: &[u8]) -> Result<Self, DerError> {
        let signed = Reader::new(der).only(tag::SEQUENCE)?;
        let fields = signed.reader().expect(tag::SEQUENCE)?.reader();
        if is_certificate(fields) {
            Self::from_certificate(fields)
        } else {
            Self::from_request(fields)
        }
    }

    /// The subject, to the octet.
    ///
    /// # Errors
    /// [`SubjectDerError`] where no new request can have it.
    pub fn subject(&self) -> Result<Subject, SubjectDerError> {
        self.subject.clone()
    }

    /// The names of the subjectAltName in their order; [`GeneralNameError`] in place of each
    /// that no new request can have.
    pub fn subject_alt_names(
        &self,
    ) -> impl ExactSizeIterator<Item = Result<GeneralName<'static>, GeneralNameError>> {
        self.names.iter().cloned()
    }

    /// keyUsage, extKeyUsage and basicConstraints, critical where they were;
    /// [`ExtensionError`] in place of each that cannot be read.
    pub fn extensions(
        &self,
    ) -> impl ExactSizeIterator<Item = (&Oid, Result<Extension, ExtensionError>)> {
        self.extensions.iter().map(|(oid, extension)| (oid, extension.clone()))
    }

    /// What else there was and is not carried over.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    fn new(subject: &Tlv<'_>) -> Self {
        Self {
            subject: Subject::from_der(subject.encoded),
            names: Vec::new(),
            extensions: Vec::new(),
            left_out: Vec::new(),
        }
    }

    fn from_certificate(mut fields: Reader<'_>) -> Result<Self, DerError> {
        fields.optional(tag::context_constructed(0))?;
        fields.expect(tag::INTEGER)?;
        for _signature_issuer_validity in 0..3 {
            fields.expect(tag::SEQUENCE)?;
        }
        let mut renewal = Self::new(&fields.expect(tag::SEQUENCE)?);
        fields.expect(tag::SEQUENCE)?;
        fields.optional(tag::context(1))?;
        fields.optional(tag::context(2))?;
        if let Some(wrapped) = fields.optional(tag::context_constructed(3))? {
            renewal.add_extensions(wrapped.reader())?;
        }
        fields.finish()?;
        Ok(renewal)
    }

    fn from_request(mut fields: Reader<'_>) -> Result<Self, DerError> {
        fields.expect(tag::INTEGER)?;
        let mut renewal = Self::new(&fields.expect(tag::SEQUENCE)?);
        fields.expect(tag::SEQUENCE)?;
        let mut attributes = fields.expect(tag::context_constructed(0))?.reader();
        while !attributes.is_empty() {
            let mut attribute = attributes.expect(tag::SEQUENCE)?.reader();
            let oid = oid(&mut attribute)?;
            let values = attribute.expect(tag::SET)?;
            attribute.finish()?;
            if oid.as_bytes() == EXTENSION_REQUEST {
                renewal.add_extensions(values.reader())?;
            } else {
                renewal.left_out.push(LeftOut::Attribute(oid));
            }
        }
        fields.finish()?;
        Ok(renewal)
    }

    /// Takes what it can of the one SEQUENCE OF Extension in `wrapped`.
    fn add_extensions(&mut self, wrapped: Reader<'_>) -> Result<(), DerError> {
        let mut extensions = wrapped.only(tag::SEQUENCE)?.reader();
        while !extensions.is_empty() {
            let mut extension = extensions.expect(tag::SEQUENCE)?.reader();
            let oid = oid(&mut extension)?;
            let critical = extension.optional(tag::BOOLEAN)?;
            let critical = critical.is_some_and(|critical| critical.content != [0]);
            let value = extension.expect(tag::OCTET_STRING)?;
            extension.finish()?;
            if oid.as_bytes() == SUBJECT_ALT_NAME {
                self.add_names(value.reader())?;
                continue;
            }
            let known = if oid == KeyUsage::OID {
                KeyUsage::from_value(value.content).map(Extension::from)
            } else if oid == ExtendedKeyUsage::OID {
                ExtendedKeyUsage::from_value(value.content).map(Extension::from)
            } else if oid == BasicConstraints::OID {
                BasicConstraints::from_value(value.content).map(Extension::from)
            } else {
                self.left_out.push(LeftOut::Extension(oid));
                continue;
            };
            let known = known.map(|known| known.with_critical(critical)).map_err(|error| {
                let kind = ExtensionErrorKind::Value(ValueError::Der(error));
                ExtensionError::new(&format!("{oid}"), kind)
            });
            self.extensions.push((oid, known));
        }
        Ok(())
    }

    fn add_names(&mut self, value: Reader<'_>) -> Result<(), DerError> {
        let mut names = value.only(tag::SEQUENCE)?.reader();
        while !names.is_empty() {
            let name = GeneralName::from_der(names.read()?.encoded);
            self.names.push(name.and_then(|name| name.checked()));
        }
        Ok(())
    }
}

/// Whether these are the fields of a TBSCertificate: it has an explicit version or, in version
/// 1, five SEQUENCEs behind the number where a request has two.
fn is_certificate(mut fields: Reader<'_>) -> bool {
    fields.peek() == Some(tag::context_constructed(0))
        || ((0..3).all(|_| fields.read().is_ok()) && fields.peek() == Some(tag::SEQUENCE))
}

fn oid(reader: &mut Reader<'_>) -> Result<Oid, DerError> {
    use crate::decode::DerErrorKind;
    let tlv = reader.expect(tag::OBJECT_IDENTIFIER)?;
    Oid::from_content(tlv.content).map_err(|_| tlv.error(DerErrorKind::Content))
}

/// A part of an old request or certificate that a new request does not get from it.
///
/// `Display` is its name where it is one that is known, else its identifier.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LeftOut {
    /// An extension: one that CAs add to certificates, or one that is not known.
    Extension(Oid),
    /// An attribute of a request, such as a challengePassword, which is for one request only.
    Attribute(Oid),
}

impl LeftOut {
    /// The identifier.
    pub const fn oid(&self) -> &Oid {
        match self {
            Self::Extension(oid) | Self::Attribute(oid) => oid,
        }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Extension(oid) => inspection::extension_name(oid).or_else(|| {
                let mut known = CERTIFICATE_EXTENSIONS.iter();
                known.find(|(known, _)| *known == oid.as_bytes()).map(|(_, name)| *name)
            }),
            Self::Attribute(oid) => inspection::attribute_name(oid),
        };
        match name {
            Some(name) => f.write_str(name),
            None => self.oid().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests;
