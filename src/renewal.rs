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

use alloc::vec::Vec;
use core::fmt;

use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::{Oid, tag};
use crate::attribute::{self, Attribute};
use crate::error::{Code, Error};
use crate::ext::oids::{self, SUBJECT_ALT_NAME};
use crate::ext::{BasicConstraints, ExtendedKeyUsage, Extension, KeyUsage};
use crate::fault::Faults;
use crate::input::Wanted;
use crate::layout::certificate::TbsFields;
use crate::layout::read::InfoFields;
use crate::name::DistinguishedName;
use crate::san::GeneralName;

/// What of an old request or certificate a new request can ask for again: the subject, the
/// names, and what the key may be used for. Each part is held to what holds for new ones, and
/// where it fails, the others are there nevertheless.
///
/// Neither signatures nor dates are looked at: an expired certificate is what this is for.
///
/// ```
/// use pkcs10::{Inspection, Renewal, Request};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
/// # use pkcs10::{Algorithm, GeneralName, KeyPair, DistinguishedName, SysRng};
/// # let [old_key, new_key] = [(); 2].map(|()| KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng).unwrap());
/// # let old = Request::builder()
/// #     .subject(DistinguishedName::builder().country("DE").common_name("bmc-7.example.com"))
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
    subject: Result<DistinguishedName, Faults>,
    names: Vec<Result<GeneralName<'static>, Error>>,
    extensions: Vec<(Oid, Result<Extension, Error>)>,
    left_out: Vec<LeftOut>,
}

impl Renewal {
    /// The most bytes that [`read`](Self::read) takes: 1 MiB.
    pub const LIMIT: usize = 1 << 20;

    /// Reads a request or a certificate, in DER or in PEM with the label
    /// `CERTIFICATE REQUEST`, `NEW CERTIFICATE REQUEST`, `CERTIFICATE` or `X509 CERTIFICATE`.
    /// The first such block of a file counts: that of the server, where a chain follows. Several
    /// requests are refused.
    ///
    /// # Errors
    /// What the input is instead, such as [`Code::IsPrivateKey`](crate::Code::IsPrivateKey), or
    /// why its parts cannot be read.
    pub fn read(input: &[u8]) -> Result<Self, Error> {
        const WANTED: Wanted = Wanted::OLD;
        if input.len() > Self::LIMIT {
            return Err(WANTED.too_large(input.len(), Self::LIMIT));
        }
        let der = WANTED.received(input)?;
        Self::from_der(&mut Walk::strict(), &der)
            .map_err(|deviation| WANTED.unreadable(&der, deviation))
    }

    fn from_der(walk: &mut Walk, der: &[u8]) -> Walked<Self> {
        let signed = walk.only(Reader::new(der), tag::SEQUENCE)?;
        let to_be_signed = walk.expect(&mut signed.reader(), tag::SEQUENCE)?;
        if is_certificate(walk, to_be_signed.reader()) {
            Self::from_certificate(walk, &to_be_signed)
        } else {
            Self::from_request(walk, &to_be_signed)
        }
    }

    /// The subject, to the byte.
    ///
    /// # Errors
    /// [`Faults`] where no new request can have it.
    pub fn subject(&self) -> Result<DistinguishedName, Faults> {
        self.subject.clone()
    }

    /// The names of the subjectAltName in their order; [`Error`] in place of each
    /// that no new request can have.
    pub fn subject_alt_names(
        &self,
    ) -> impl ExactSizeIterator<Item = Result<GeneralName<'static>, Error>> {
        self.names.iter().cloned()
    }

    /// keyUsage, extKeyUsage and basicConstraints, critical where they were;
    /// [`Error`] in place of each that cannot be read.
    pub fn extensions(&self) -> impl ExactSizeIterator<Item = (&Oid, Result<Extension, Error>)> {
        self.extensions.iter().map(|(oid, extension)| (oid, extension.clone()))
    }

    /// What else there was and is not carried over.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    fn new(subject: &Tlv<'_>) -> Self {
        Self {
            subject: DistinguishedName::from_der(subject.encoded),
            names: Vec::new(),
            extensions: Vec::new(),
            left_out: Vec::new(),
        }
    }

    fn from_certificate(walk: &mut Walk, to_be_signed: &Tlv<'_>) -> Walked<Self> {
        let mut fields = TbsFields::of(to_be_signed);
        let mut renewal = Self::new(&fields.subject(walk)?);
        fields.subject_pk_info(walk)?;
        if let Some(explicit) = fields.extensions(walk)? {
            renewal.add_extensions(walk, explicit.reader())?;
        }
        Ok(renewal)
    }

    fn from_request(walk: &mut Walk, info: &Tlv<'_>) -> Walked<Self> {
        let mut fields = InfoFields::of(info);
        fields.version(walk)?;
        let mut renewal = Self::new(&fields.subject(walk)?);
        fields.subject_pk_info(walk)?;
        let Some(set) = fields.attributes(walk)? else { return Ok(renewal) };
        let mut attributes = set.reader();
        while !attributes.is_empty() {
            let attribute = walk.expect(&mut attributes, tag::SEQUENCE)?;
            let (oid, values) = Attribute::read_fields(walk, &attribute)?;
            if attribute::is_extension_request(&oid) {
                renewal.add_extensions(walk, values.reader())?;
            } else {
                renewal.left_out.push(LeftOut::Attribute(oid));
            }
        }
        Ok(renewal)
    }

    /// Takes what it can of the one SEQUENCE OF Extension in `wrapped`.
    fn add_extensions(&mut self, walk: &mut Walk, wrapped: Reader<'_>) -> Walked<()> {
        let mut extensions = walk.only(wrapped, tag::SEQUENCE)?.reader();
        while !extensions.is_empty() {
            let extension = walk.expect(&mut extensions, tag::SEQUENCE)?;
            let (oid, critical, value) = extension_fields(&extension)?;
            if oid.as_bytes() == SUBJECT_ALT_NAME {
                self.add_names(walk, value.reader())?;
            } else if [KeyUsage::OID, ExtendedKeyUsage::OID, BasicConstraints::OID].contains(&oid) {
                let extension = Extension::new(oid.clone(), critical, value.content);
                self.extensions.push((oid, extension));
            } else {
                self.left_out.push(LeftOut::Extension(oid));
            }
        }
        Ok(())
    }

    fn add_names(&mut self, walk: &mut Walk, value: Reader<'_>) -> Walked<()> {
        let mut names = walk.only(value, tag::SEQUENCE)?.reader();
        while !names.is_empty() {
            let name = GeneralName::from_der(walk.read(&mut names)?.encoded);
            self.names.push(name.and_then(|name| name.checked()));
        }
        Ok(())
    }
}

/// The fields of an Extension, strictly but for `critical`: certificates in use have FALSE there.
fn extension_fields<'a>(extension: &Tlv<'a>) -> Walked<(Oid, bool, Tlv<'a>)> {
    let mut walk = Walk::lenient();
    let fields = Extension::read_fields(&mut walk, extension)?;
    let accepted = [Code::DefaultEncoded, Code::BooleanNotCanonical];
    let mut deviations = walk.into_deviations().into_iter();
    match deviations.find(|deviation| !accepted.contains(&deviation.code())) {
        Some(deviation) => Err(deviation),
        None => Ok(fields),
    }
}

/// Whether these are the fields of a TBSCertificate: it has an explicit version or, in version
/// 1, five SEQUENCEs behind the number where a request has two.
fn is_certificate(walk: &mut Walk, mut fields: Reader<'_>) -> bool {
    fields.peek() == Some(tag::context_constructed(0))
        || ((0..3).all(|_| walk.read(&mut fields).is_ok()) && fields.peek() == Some(tag::SEQUENCE))
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
            Self::Extension(oid) => oids::name_in_certificate(oid),
            Self::Attribute(oid) => attribute::name(oid),
        };
        match name {
            Some(name) => f.write_str(name),
            None => self.oid().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests;
