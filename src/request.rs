//! What is asked for, without a key.

use alloc::{string::ToString, vec::Vec};
use core::{fmt, mem};

use crate::attribute::{Attribute, IntoAttribute};
use crate::error::{Code, Error};
use crate::ext::{Extension, ExtensionValue, IntoExtension, KeyHash};
use crate::fault::{Fault, Faults, Place};
use crate::layout::write::{self, BufferTooSmall, Sequence};
use crate::name::{DistinguishedName, IntoDistinguishedName};
use crate::public_key::PublicKey;
use crate::san::{GeneralName, GeneralNames, IntoGeneralName};

mod given;

use given::Given;

/// A valid request that waits for a key: subject, names, extensions and attributes, encoded.
///
/// Making one is where things can be refused. After that, nothing can fail but the signer.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The subject, then the attributes; the public key goes between, and the names among the
    /// attributes.
    encoded: Vec<u8>,
    /// Where the public key goes.
    key_at: usize,
    /// The names of the subjectAltName.
    names: GeneralNames,
    /// Where they go.
    names_at: usize,
    /// The key identifier that is to be computed from the public key: how, and how many
    /// bytes before the end it begins.
    key_hash: Option<(KeyHash, usize)>,
    has_statement: bool,
}

impl Request {
    /// Starts a request with nothing in it.
    pub const fn builder() -> RequestBuilder {
        RequestBuilder {
            subject: None,
            names: GeneralNames::new(),
            refused_names: Vec::new(),
            faults: Vec::new(),
            extensions: Given::new(),
            attributes: Given::new(),
        }
    }

    /// A request for nothing but a key: an empty subject, no names and no attributes. For CAs that take
    /// none of them from a request, such as Kubernetes' stub and CAs that issue by a token;
    /// [`RequestBuilder::build`] refuses it, since other CAs do.
    ///
    /// ```
    /// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
    /// use pkcs10::{Algorithm, CertificationRequest, KeyPair, Request, SysRng};
    ///
    /// let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    /// let csr = Request::empty().sign(&key)?;
    /// csr.verify()?;
    /// assert!(csr.subject().is_empty());
    /// assert_eq!(CertificationRequest::from_der(csr.as_der())?, csr);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn empty() -> Self {
        Self::builder().encode(false, false)
    }

    /// The DER of the subject, a Name.
    pub fn subject_der(&self) -> &[u8] {
        &self.encoded[..self.key_at]
    }

    /// The names of the subjectAltName, in their order.
    pub fn subject_alt_names(&self) -> impl Iterator<Item = GeneralName<'_>> {
        self.names.iter()
    }

    /// Whether it has a statement of possession.
    pub(crate) const fn has_statement(&self) -> bool {
        self.has_statement
    }

    /// Bytes that the CertificationRequestInfo takes with this key.
    pub fn encoded_len(&self, key: &PublicKey) -> usize {
        self.info(key).len()
    }

    /// Writes the CertificationRequestInfo, the bytes to be signed, to the front of `out`
    /// and returns how many they are. Allocates nothing.
    ///
    /// # Errors
    /// [`BufferTooSmall`], the only way in which this can fail.
    pub fn encode_into(&self, key: &PublicKey, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        let len = self.info(key).write_to(out)?;
        self.identify_key(key, &mut out[..len]);
        Ok(len)
    }

    /// The CertificationRequestInfo, the bytes to be signed, in one allocation.
    pub fn encode(&self, key: &PublicKey) -> Vec<u8> {
        let mut out = self.info(key).to_vec();
        self.identify_key(key, &mut out);
        out
    }

    fn info<'a>(&'a self, key: &'a PublicKey) -> Sequence<'a, 6> {
        let (before_names, after_names) = self.encoded.split_at(self.names_at);
        let (subject, before_names) = before_names.split_at(self.key_at);
        let names = self.names.as_bytes();
        write::certification_request_info(subject, key.as_der(), before_names, names, after_names)
    }

    /// Puts the identifier of the key where `info` has room for it, if the request asks for
    /// one.
    fn identify_key(&self, key: &PublicKey, info: &mut [u8]) {
        let Some((hash, from_end)) = self.key_hash else { return };
        let start = info.len().saturating_sub(from_end);
        if let Some(room) = info.get_mut(start..start + KeyHash::LEN) {
            hash.write(key, room);
        }
    }
}

impl fmt::Debug for Request {
    /// Without the bytes, which may hold a challengePassword.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.subject_alt_names().collect();
        let bytes = self.encoded.len() + self.names.as_bytes().len();
        write!(f, "Request({bytes} bytes, {names:?})")
    }
}

/// Collects the parts of a request and every fault in them.
///
/// ```
/// use pkcs10::{DistinguishedName, GeneralName, Request};
///
/// let refused = Request::builder()
///     .subject(DistinguishedName::builder().country("de").common_name("bmc-7.example.com"))
///     .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
///     .subject_alt_name(GeneralName::dns("bmc_7.example.com"))
///     .build()
///     .unwrap_err();
/// let places: Vec<String> = refused.iter().map(|fault| fault.place().to_string()).collect();
/// assert_eq!(places, ["subject.C", "subjectAltName[1]"]);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct RequestBuilder {
    subject: Option<DistinguishedName>,
    names: GeneralNames,
    /// Places in the list of names that were refused, in ascending order.
    refused_names: Vec<usize>,
    faults: Vec<Fault>,
    extensions: Given<Extension>,
    attributes: Given<Attribute>,
}

impl RequestBuilder {
    /// Sets the subject. Without one it is empty, and the subjectAltName is then critical
    /// (RFC 5280 4.2.1.6).
    pub fn subject(mut self, subject: impl IntoDistinguishedName) -> Self {
        let mut faults = Vec::new();
        self.subject = Some(subject.into_distinguished_name(&mut faults));
        faults.extend(self.faults.into_iter().filter(|fault| !fault.place().is_subject()));
        self.faults = faults;
        self
    }

    /// Adds a name to the subjectAltName. The order is kept.
    pub fn subject_alt_name(mut self, name: impl IntoGeneralName) -> Self {
        self.push_name(name);
        self
    }

    /// Adds names to the subjectAltName. The order is kept.
    pub fn subject_alt_names<N: IntoGeneralName>(
        mut self,
        names: impl IntoIterator<Item = N>,
    ) -> Self {
        let names = names.into_iter();
        self.names.reserve(names.size_hint().0);
        for name in names {
            self.push_name(name);
        }
        self
    }

    /// Asks for an extension beside the subjectAltName, which comes from the names. The order
    /// is kept. None is added unasked: some CAs refuse a request for the very extensions that
    /// others need, as the documentation of each type says.
    ///
    /// ```
    /// use pkcs10::{DistinguishedName, ExtendedKeyUsage, Hint, KeyUsage, Place, Request};
    ///
    /// let refused = Request::builder()
    ///     .subject(DistinguishedName::builder().common_name("bmc-7.example.com"))
    ///     .extension(KeyUsage::DIGITAL_SIGNATURE)
    ///     .extension("serverAuth,clientAut".parse::<ExtendedKeyUsage>())
    ///     .build()
    ///     .unwrap_err();
    /// let fault = refused.iter().next().unwrap();
    /// assert_eq!(fault.place(), &Place::Extension(1));
    /// assert_eq!(fault.error().hint(), Some(&Hint::DidYouMean("clientAuth".into())));
    /// ```
    pub fn extension(mut self, extension: impl IntoExtension) -> Self {
        if let Err((index, error)) = self.extensions.push(extension.into_extension()) {
            self.faults.push(Fault::new(Place::Extension(index), error));
        }
        self
    }

    /// Adds an attribute beside the extensionRequest, which comes from the extensions. The
    /// request sorts its attributes, as DER asks for.
    ///
    /// ```
    /// use pkcs10::{Attribute, Code, DistinguishedName, Place, Request};
    ///
    /// let refused = Request::builder()
    ///     .subject(DistinguishedName::builder().common_name("bmc-7.example.com"))
    ///     .attribute(Attribute::challenge_password("4CF4C5D57E1E3B68\n"))
    ///     .build()
    ///     .unwrap_err();
    /// let fault = refused.iter().next().unwrap();
    /// assert_eq!(fault.place(), &Place::Attribute(0));
    /// assert_eq!(fault.code(), Code::ControlCharacter);
    /// ```
    pub fn attribute(mut self, attribute: impl IntoAttribute) -> Self {
        if let Err((index, error)) = self.attributes.push(attribute.into_attribute()) {
            self.faults.push(Fault::new(Place::Attribute(index), error));
        }
        self
    }

    /// The place of the next extension.
    #[cfg(feature = "lxca")]
    pub(crate) const fn next_extension(&self) -> usize {
        self.extensions.count
    }

    /// The place of the next attribute.
    #[cfg(feature = "lxca")]
    pub(crate) const fn next_attribute(&self) -> usize {
        self.attributes.count
    }

    /// The place of the next name.
    pub(crate) const fn next_name(&self) -> usize {
        self.names.len() + self.refused_names.len()
    }

    #[inline]
    pub(crate) fn push_name(&mut self, name: impl IntoGeneralName) {
        if let Err(error) = name.append_to(&mut self.names) {
            let place = Place::SubjectAltName(self.skip_name());
            self.faults.push(Fault::new(place, error));
        }
    }

    /// Leaves out a name that was refused elsewhere, so that the others keep their places.
    /// Returns its place.
    pub(crate) fn skip_name(&mut self) -> usize {
        let index = self.next_name();
        self.refused_names.push(index);
        index
    }

    /// The request.
    ///
    /// # Errors
    /// [`Faults`]: everything that is wrong, each with its place: values and names that were
    /// refused, names, extensions or attributes given twice, or neither subject nor names.
    pub fn build(mut self) -> Result<Request, Faults> {
        self.report_duplicates();
        self.report_repeated_extensions_and_attributes();
        let has_statement = self.attributes.items.iter().any(Attribute::is_possession_statement);
        if has_statement {
            self.report_signature_usages();
        }
        self.faults.sort_by_key(|fault| match fault.place() {
            Place::SubjectAltName(index) => (1, *index),
            Place::Extension(index) => (2, *index),
            Place::Attribute(index) => (3, *index),
            _ => (0, 0),
        });
        let has_subject = self.subject.as_ref().is_some_and(|subject| !subject.is_empty());
        if self.faults.is_empty() && self.names.is_empty() && !has_subject {
            self.faults.push(Fault::new(Place::Request, no_identity()));
        }
        Faults::check(mem::take(&mut self.faults))?;
        Ok(self.encode(has_subject, has_statement))
    }

    /// The request, of parts that are right.
    fn encode(self, has_subject: bool, has_statement: bool) -> Request {
        // The subject's own buffer grows to the request: it often has the room already.
        let mut encoded = self.subject.unwrap_or_default().into_der();
        let key_at = encoded.len();
        let places = write::attributes(
            &mut encoded,
            self.names.as_bytes(),
            !has_subject,
            &self.extensions.items,
            &self.attributes.items,
        );
        let key_hash = places.key_hash.map(|(hash, at)| (hash, encoded.len() - at));
        let (names, names_at) = (self.names, places.names);
        Request { encoded, key_at, names, names_at, key_hash, has_statement }
    }

    fn report_duplicates(&mut self) {
        let places: Vec<usize> = match self.refused_names.as_slice() {
            [] => Vec::new(),
            refused => {
                let mut refused = refused.iter().copied().peekable();
                let total = self.names.len() + self.refused_names.len();
                (0..total).filter(|place| refused.next_if_eq(place).is_none()).collect()
            }
        };
        let place = |index: usize| places.get(index).copied().unwrap_or(index);
        let duplicates = self.names.duplicates();
        if duplicates.is_empty() {
            return;
        }
        let mut again = duplicates.iter().peekable();
        for (index, name) in self.names.iter().enumerate() {
            if let Some((first, _)) = again.next_if(|(_, again)| *again == index) {
                let error = Error::new(Code::SanRepeated, name.name_type().as_str(), DUPLICATE);
                self.faults.push(Fault::duplicate(
                    Place::SubjectAltName(place(index)),
                    Place::SubjectAltName(place(*first)),
                    error.value(&name.value()),
                ));
            }
        }
    }

    /// Refuses the statement of possession in a request for signatures.
    fn report_signature_usages(&mut self) {
        for (extension, place) in self.extensions.items.iter().zip(&self.extensions.places) {
            let ExtensionValue::KeyUsage(usage) = extension.parsed() else { continue };
            if usage.is_for_signatures() {
                let reason = "is for signatures, and the request has a statementOfPossession";
                let error = Error::new(Code::PossessionUsage, "keyUsage", reason)
                    .value(&usage.to_string())
                    .expected("keyEncipherment or keyAgreement (RFC 9883 6)");
                self.faults.push(Fault::new(Place::Extension(*place), error));
            }
        }
    }

    fn report_repeated_extensions_and_attributes(&mut self) {
        for (oid, first, again) in self.extensions.repeated(Extension::oid) {
            let error = Error::new(Code::ExtensionRepeated, "extension", DUPLICATE);
            self.faults.push(Fault::duplicate(
                Place::Extension(again),
                Place::Extension(first),
                error.value(&oid.to_string()),
            ));
        }
        for (oid, first, again) in self.attributes.repeated(Attribute::oid) {
            let error = Error::new(Code::AttributeRepeated, "attribute", DUPLICATE);
            self.faults.push(Fault::duplicate(
                Place::Attribute(again),
                Place::Attribute(first),
                error.value(&oid.to_string()),
            ));
        }
    }
}

/// The reason of a duplicate, which its first place follows.
const DUPLICATE: &str = "is a duplicate";

fn no_identity() -> Error {
    Error::new(Code::IdentityMissing, "request", "has neither a subject nor a subjectAltName")
        .expected("at least one of them (RFC 5280 4.1.2.6)")
}
