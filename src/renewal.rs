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

use alloc::{
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::{Deviation, Oid, tag};
use crate::attribute::{self, Attribute};
use crate::error::{Code, Error, Hint};
use crate::ext::oids::{self, SUBJECT_ALT_NAME};
use crate::ext::{BasicConstraints, ExtendedKeyUsage, Extension, KeyUsage};
use crate::fault::{Fault, Faults, Place};
use crate::input::Wanted;
use crate::layout::certificate::TbsFields;
use crate::layout::read::InfoFields;
use crate::name::DistinguishedName;
use crate::public_key::PublicKey;
use crate::san::GeneralName;
use crate::text::Quoted;

mod misplaced;

use misplaced::Misplaced;
pub(crate) use misplaced::belongs_to_request;

/// What of an old request or certificate a new request can ask for again: the subject, the
/// names, and what the key may be used for. Each part is held to what holds for new ones, and
/// where it fails, the others are still there.
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
    public_key: Option<PublicKey>,
    names: Vec<Result<GeneralName<'static>, Error>>,
    extensions: Vec<(Oid, Result<Extension, Error>)>,
    left_out: Vec<LeftOut>,
    kept: Vec<Fault>,
    deviations: Vec<Deviation>,
    misplaced: Vec<Misplaced>,
}

impl Renewal {
    /// The most bytes that [`read`](Self::read) takes: 1 MiB.
    pub const LIMIT: usize = 1 << 20;

    /// Reads a request or a certificate, in DER or in PEM with the label
    /// `CERTIFICATE REQUEST`, `NEW CERTIFICATE REQUEST`, `CERTIFICATE`, `X509 CERTIFICATE` or
    /// `TRUSTED CERTIFICATE`, or among the certificates of a PKCS #7 file. Of several it is the only one that is
    /// not a CA's, such as that of a server in front of its chain. Several requests are refused.
    ///
    /// # Errors
    /// What the input is instead, such as [`Code::IsPrivateKey`](crate::Code::IsPrivateKey), or
    /// why its parts cannot be read; [`Code::SeveralCertificates`](crate::Code::SeveralCertificates).
    pub fn read(input: &[u8]) -> Result<Self, Error> {
        Self::read_for(input, None)
    }

    /// [`read`](Self::read), where of several certificates the one with this key is meant, if
    /// there is one.
    ///
    /// # Errors
    /// As of [`read`](Self::read).
    pub fn read_for(input: &[u8], key: Option<&PublicKey>) -> Result<Self, Error> {
        const WANTED: Wanted = Wanted::OLD;
        if input.len() > Self::LIMIT {
            return Err(WANTED.too_large(input.len(), Self::LIMIT));
        }
        let read = |der: &Vec<u8>| {
            Self::from_der(der).map_err(|deviation| WANTED.unreadable(der, deviation))
        };
        let all = WANTED.all(input)?.iter().map(read).collect::<Result<_, _>>()?;
        Self::meant(all, key)
    }

    /// The one with the key, or the only one that is not a CA's.
    fn meant(mut all: Vec<Self>, key: Option<&PublicKey>) -> Result<Self, Error> {
        /// How many are listed in a message.
        const LISTED: usize = 10;
        let len = all.len();
        let mut list: Vec<String> = all.iter().take(LISTED).map(Self::shown).collect();
        if len > LISTED {
            list.push(format!("and {} more", len - LISTED));
        }
        let has_key = |old: &Self| key.is_some() && key == old.public_key();
        if all.iter().any(has_key) {
            all.retain(has_key);
        } else if len > 1 {
            all.retain(|old| !old.is_ca());
        }
        match (all.pop(), all.is_empty()) {
            (Some(only), true) => Ok(only),
            _ => {
                let reason = format!("is {len} certificates in one file: {}", list.join(", "));
                let error = Error::new(Code::SeveralCertificates, Wanted::OLD.subject(), reason);
                Err(error
                    .expected("one, one that has the key, or one that is not of a CA")
                    .hint_at(Hint::advice("give the file of the one that is meant")))
            }
        }
    }

    fn shown(&self) -> String {
        match &self.subject {
            Ok(subject) => format!("{}", Quoted(&format!("{subject:#}"))),
            Err(_) => "one whose subject cannot be read".into(),
        }
    }

    /// Reads what [`inspect`](crate::Inspection) reads too; only the parts are held to all rules.
    fn from_der(der: &[u8]) -> Walked<Self> {
        let mut lenient = Walk::lenient();
        let walk = &mut lenient;
        let signed = walk.only(Reader::new(der), tag::SEQUENCE)?;
        let to_be_signed = walk.expect(&mut signed.reader(), tag::SEQUENCE)?;
        let mut renewal = if is_certificate(walk, to_be_signed.reader()) {
            Self::from_certificate(walk, &to_be_signed)?
        } else {
            Self::from_request(walk, &to_be_signed)?
        };
        renewal.put_in_place();
        for deviation in lenient.into_deviations() {
            match deviation.code() {
                Code::TrailingData => return Err(deviation),
                // Certificates in use have FALSE there.
                Code::DefaultEncoded | Code::BooleanNotCanonical => {}
                _ => renewal.deviations.push(deviation),
            }
        }
        Ok(renewal)
    }

    /// The subject, to the byte, without the [`misplaced`](Self::misplaced) attributes.
    ///
    /// # Errors
    /// [`Faults`] where no new request can have it.
    pub fn subject(&self) -> Result<DistinguishedName, Faults> {
        self.subject.clone()
    }

    /// The names of the subjectAltName in their order, to the byte; [`Error`] in place of each that is
    /// no GeneralName.
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

    /// What else there was and is not copied.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// What the subject holds though it belongs elsewhere, as OpenBMC writes it: names and usages, which are
    /// among the others here, a challengePassword, or words about the key, which are
    /// [left out](Self::left_out).
    pub fn misplaced(&self) -> impl Iterator<Item = &Oid> {
        self.misplaced.iter().map(|(oid, _)| oid)
    }

    /// What is copied as it was, though a new request cannot be asked for it in text, and
    /// why: a host name with an underscore, for example, or a country in lower case.
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// Where the old request or certificate is not as the standard has it.
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }

    /// The old public key, where it can be read.
    pub const fn public_key(&self) -> Option<&PublicKey> {
        self.public_key.as_ref()
    }

    /// Whether basicConstraints say that it is for a CA.
    pub fn is_ca(&self) -> bool {
        let mut readable = self.extensions.iter().filter_map(|(_, of)| of.as_ref().ok());
        readable.any(|extension| extension.parsed().is_of_ca())
    }

    fn new(walk: &mut Walk, subject: &Tlv<'_>, key: &Tlv<'_>) -> Walked<Self> {
        let mut kept = Vec::new();
        let (subject, misplaced) = misplaced::take_out(subject);
        let subject = match DistinguishedName::from_der(&subject) {
            Err(faults) if faults.iter().all(|fault| fault.code() == Code::CountryCase) => {
                kept.extend(faults);
                let subject = walk.only(Reader::new(&subject), tag::SEQUENCE)?;
                Ok(DistinguishedName::read(walk, &subject)?)
            }
            subject => subject,
        };
        Ok(Self {
            subject,
            public_key: PublicKey::found_in_der(key.encoded).ok(),
            names: Vec::new(),
            extensions: Vec::new(),
            left_out: Vec::new(),
            kept,
            deviations: Vec::new(),
            misplaced,
        })
    }

    /// Adds names and usages that were in the subject to those that are in their places, unless they
    /// are there already.
    fn put_in_place(&mut self) {
        let places = misplaced::places(&self.misplaced);
        let key = |name: &Result<GeneralName<'_>, Error>| match name {
            Ok(name) => Ok(name.as_der().to_vec()),
            Err(error) => Err(error.to_string()),
        };
        let mut known: BTreeSet<_> = self.names.iter().map(key).collect();
        self.names.extend(places.names.into_iter().filter(|name| known.insert(key(name))));
        for (oid, extension) in places.extensions {
            if extension.is_err() || self.extensions.iter().all(|(known, _)| *known != oid) {
                self.extensions.push((oid, extension));
            }
        }
        self.left_out.extend(places.left_out.into_iter().map(LeftOut::InSubject));
    }

    fn from_certificate(walk: &mut Walk, to_be_signed: &Tlv<'_>) -> Walked<Self> {
        let mut fields = TbsFields::of(to_be_signed);
        fields.issuer_and_serial_number(walk)?;
        let (subject, key) = (fields.subject(walk)?, fields.subject_pk_info(walk)?);
        let mut renewal = Self::new(walk, &subject, &key)?;
        if let Some(explicit) = fields.extensions(walk)? {
            renewal.add_extensions(walk, explicit.reader())?;
        }
        Ok(renewal)
    }

    fn from_request(walk: &mut Walk, info: &Tlv<'_>) -> Walked<Self> {
        let mut fields = InfoFields::of(info);
        fields.version(walk)?;
        let (subject, key) = (fields.subject(walk)?, fields.subject_pk_info(walk)?);
        let mut renewal = Self::new(walk, &subject, &key)?;
        let Some(set) = fields.attributes(walk)? else { return Ok(renewal) };
        let mut attributes = set.reader();
        let mut requested: Option<(Oid, &[u8])> = None;
        while !attributes.is_empty() {
            let attribute = walk.expect(&mut attributes, tag::SEQUENCE)?;
            let (oid, values) = Attribute::read_fields(walk, &attribute)?;
            if attribute::is_extension_request(&oid) {
                // The same by both identifiers, that of RFC 2985 and Microsoft's, is one.
                let is_read = |(other, its): &(Oid, &[u8])| *other != oid && *its == values.content;
                if requested.as_ref().is_some_and(is_read) {
                    continue;
                }
                renewal.add_extensions(walk, values.reader())?;
                requested = Some((oid, values.content));
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
            let (oid, critical, value) = Extension::read_fields(walk, &extension)?;
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
            if let Err(error) = name.as_ref().map_or(Ok(()), |name| name.checked().map(drop)) {
                self.kept.push(Fault::new(Place::SubjectAltName(self.names.len()), error));
            }
            self.names.push(name.map(GeneralName::into_owned));
        }
        Ok(())
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
    /// An attribute of the subject that belongs neither there nor in a new request: a password, or a word
    /// about the key.
    InSubject(Oid),
}

impl LeftOut {
    /// The identifier.
    pub const fn oid(&self) -> &Oid {
        match self {
            Self::Extension(oid) | Self::Attribute(oid) | Self::InSubject(oid) => oid,
        }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Extension(oid) => oids::name(oid),
            Self::Attribute(oid) => attribute::name(oid),
            Self::InSubject(oid) if misplaced::is_key_word(oid) => {
                return write!(f, "key algorithm ({oid})");
            }
            Self::InSubject(oid) => attribute::name(oid).or_else(|| oids::name(oid)),
        };
        match name {
            Some(name) => f.write_str(name),
            None => self.oid().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests;
