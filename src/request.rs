//! What is asked for, without a key.

use alloc::{string::ToString, vec::Vec};
use core::ops::Range;

use crate::attribute::Attribute;
use crate::encode::{self, BufferTooSmall, Sequence};
use crate::error::{Fault, FaultKind, Faults, Location};
use crate::extension::Extension;
use crate::general_name::GeneralName;
use crate::general_names::{self, GeneralNames, IntoGeneralName};
use crate::public_key::PublicKey;
use crate::subject::{IntoSubject, Subject};

/// A valid request that waits for a key: subject, names, extensions and attributes, encoded.
///
/// Making one is where things can be refused. After that, nothing can fail but the signer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Version and subject, then the attributes; the public key goes between.
    encoded: Vec<u8>,
    /// Where the public key goes.
    key_at: usize,
    /// The encoded names, within `encoded`.
    names: Range<usize>,
}

impl Request {
    /// Starts a request with nothing in it.
    pub const fn builder() -> RequestBuilder {
        RequestBuilder {
            subject: None,
            names: GeneralNames::new(),
            refused_names: Vec::new(),
            faults: Vec::new(),
            extensions: Vec::new(),
            attributes: Vec::new(),
        }
    }

    /// The DER of the subject, a Name.
    pub fn subject_der(&self) -> &[u8] {
        &self.encoded[encode::VERSION.len()..self.key_at]
    }

    /// The names of the subjectAltName, in their order.
    pub fn subject_alt_names(&self) -> impl Iterator<Item = GeneralName<'_>> {
        general_names::names(&self.encoded[self.names.clone()])
    }

    /// Octets that the CertificationRequestInfo takes with this key.
    pub fn encoded_len(&self, key: &PublicKey) -> usize {
        self.info(key).len()
    }

    /// Writes the CertificationRequestInfo, the octets to be signed, to the front of `out`
    /// and returns how many they are. Allocates nothing.
    ///
    /// # Errors
    /// [`BufferTooSmall`], the only way in which this can fail.
    pub fn encode_into(&self, key: &PublicKey, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        self.info(key).write_to(out)
    }

    /// The CertificationRequestInfo, the octets to be signed, in one allocation.
    pub fn encode(&self, key: &PublicKey) -> Vec<u8> {
        self.info(key).to_vec()
    }

    fn info<'a>(&'a self, key: &'a PublicKey) -> Sequence<'a, 3> {
        let (before_key, after_key) = self.encoded.split_at(self.key_at);
        encode::certification_request_info(before_key, key.as_der(), after_key)
    }
}

/// Collects the parts of a request and every fault in them.
///
/// ```
/// use pkcs10::{GeneralName, Request, Subject};
///
/// let refused = Request::builder()
///     .subject(Subject::builder().country("de").common_name("bmc-7.example.com"))
///     .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
///     .subject_alt_name(GeneralName::dns("bmc_7.example.com"))
///     .build()
///     .unwrap_err();
/// let places: Vec<String> = refused.iter().map(|fault| fault.location().to_string()).collect();
/// assert_eq!(places, ["subject.C", "subjectAltName[1]"]);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct RequestBuilder {
    subject: Option<Subject>,
    names: GeneralNames,
    /// Places in the list of names that were refused, in ascending order.
    refused_names: Vec<usize>,
    faults: Vec<Fault>,
    extensions: Vec<Extension>,
    attributes: Vec<Attribute>,
}

impl RequestBuilder {
    /// Sets the subject. Without one it is empty, and the subjectAltName is then critical
    /// (RFC 5280 4.2.1.6).
    pub fn subject(mut self, subject: impl IntoSubject) -> Self {
        let mut faults = Vec::new();
        self.subject = Some(subject.into_subject(&mut faults));
        self.faults.retain(|fault| !matches!(fault.location(), Location::Subject { .. }));
        self.faults.splice(0..0, faults);
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

    fn push_name(&mut self, name: impl IntoGeneralName) {
        if let Err(error) = name.append_to(&mut self.names) {
            let index = self.names.len() + self.refused_names.len();
            self.refused_names.push(index);
            let location = Location::SubjectAltName(index);
            self.faults.push(Fault::new(location, FaultKind::GeneralName(error)));
        }
    }

    /// The request.
    ///
    /// # Errors
    /// [`Faults`]: everything that is wrong, each with its place: values and names that were
    /// refused, names given twice, or neither subject nor names.
    pub fn build(mut self) -> Result<Request, Faults> {
        self.report_duplicates();
        let has_subject = self.subject.as_ref().is_some_and(|subject| !subject.is_empty());
        if !has_subject && self.names.is_empty() && self.faults.is_empty() {
            self.faults.push(Fault::new(Location::Request, FaultKind::NoIdentity));
        }
        Faults::check(self.faults)?;

        let subject = self.subject.as_ref().map_or(&[0x30, 0x00][..], Subject::as_der);
        let names = self.names.as_bytes();
        let mut encoded = Vec::with_capacity(subject.len() + names.len() + 64);
        encoded.extend_from_slice(encode::VERSION);
        encoded.extend_from_slice(subject);
        let key_at = encoded.len();
        let names = encode::attributes(
            &mut encoded,
            names,
            !has_subject,
            &self.extensions,
            &self.attributes,
        );
        Ok(Request { encoded, key_at, names })
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
                self.faults.push(Fault::new(
                    Location::SubjectAltName(place(index)),
                    FaultKind::DuplicateName {
                        name: name.to_string(),
                        first: Location::SubjectAltName(place(*first)),
                    },
                ));
            }
        }
        self.faults.sort_by_key(|fault| match fault.location() {
            Location::SubjectAltName(index) => index + 1,
            _ => 0,
        });
    }
}
