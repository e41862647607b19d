//! A request that may be faulty: everything that can be told of it, and every deviation.

use alloc::{format, string::String, vec::Vec};

use crate::csr::CertificationRequest;
use crate::general_names::GeneralNames;
use crate::input;
use crate::key::VerifyError;
use crate::pem::{self, label};
pub use crate::signature_algorithm::known::Hash;

mod algorithm;
mod attribute;
mod deviation;
mod error;
mod extension;
#[cfg(feature = "json")]
mod json;
mod key;
mod layout;
mod name;
mod names;
mod text;
mod verdict;
mod walk;

pub use algorithm::InspectedAlgorithm;
pub use attribute::RequestedAttribute;
pub(crate) use attribute::attribute_name;
pub use deviation::{Deviation, DeviationKind};
pub use error::InspectionError;
pub(crate) use extension::name as extension_name;
pub use extension::{ExtensionValue, RequestedExtension};
pub use key::{InspectedKey, KeyMaterial};
pub use name::{AttributeValue, DistinguishedName};
pub use verdict::Verdict;

use layout::Parts;
use walk::Walk;

/// A certification request looked at: its parts as far as they can be told, the verdict on
/// its signature, and how it deviates from DER and from RFC 2986.
///
/// Memory and time are proportional to the size of the input.
///
/// `Display` shows it in the manner of `openssl req -text`, but shorter; nothing from the
/// request reaches the reader's terminal raw.
///
/// ```
/// use pkcs10::{Inspection, Verdict};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
/// # use pkcs10::{Algorithm, GeneralName, KeyPair, Request, Subject, SysRng};
/// # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
/// let request = Request::builder()
///     .subject(Subject::builder().country("DE").common_name("bmc-7.example.com"))
///     .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
///     .build()?;
/// let pem = request.sign(&key)?.to_pem();
///
/// let inspection = Inspection::read(pem.as_bytes())?;
/// assert_eq!(inspection.subject().to_string(), "CN=bmc-7.example.com,C=DE");
/// assert_eq!(inspection.verdict(), Verdict::Verifies);
/// assert!(inspection.deviations().is_empty());
/// # }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    der: Vec<u8>,
    parts: Parts,
    verdict: Verdict,
    deviations: Vec<Deviation>,
}

impl Inspection {
    /// The most octets that [`read`](Self::read) takes: 1 MiB.
    pub const LIMIT: usize = 1 << 20;

    /// Reads a request in DER, or in PEM with the label `CERTIFICATE REQUEST` or
    /// `NEW CERTIFICATE REQUEST`: CRLF, text in front and a missing final line end are fine.
    /// A file with several requests is refused: a verdict on one would pass for one on all.
    ///
    /// # Errors
    /// [`InspectionError`] where nothing can be made of the input, or where it has more than
    /// [`LIMIT`](Self::LIMIT) octets.
    pub fn read(input: &[u8]) -> Result<Self, InspectionError> {
        Self::read_with_limit(input, Self::LIMIT)
    }

    /// Reads a request of at most `limit` octets, else like [`read`](Self::read).
    ///
    /// # Errors
    /// [`InspectionError`].
    pub fn read_with_limit(input: &[u8], limit: usize) -> Result<Self, InspectionError> {
        if input.len() > limit {
            return Err(InspectionError::TooLarge { len: input.len(), limit });
        }
        let der = input::received(input, label::is_request)?;
        let mut walk = Walk::new(false);
        let parts = layout::walk(&mut walk, &der)
            .map_err(|deviation| InspectionError::unreadable(&der, deviation))?;
        let message = &der[parts.info.clone()];
        let verdict = Verdict::from(verdict::verify(
            &parts.key,
            parts.algorithm.as_ref(),
            message,
            &parts.signature,
        ));
        Ok(Self { der, parts, verdict, deviations: walk.into_deviations() })
    }

    /// The DER as it was received, with whatever follows the request.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The request in PEM, without whatever followed it.
    pub fn to_pem(&self) -> String {
        pem::encode(label::CERTIFICATION_REQUEST, &self.der[self.parts.whole.clone()])
    }

    /// The octets that were signed, the CertificationRequestInfo, as they were received.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.der[self.parts.info.clone()]
    }

    /// The version, if it is a number of at most 63 bits; 0 is the only one there is.
    pub fn version(&self) -> Option<u64> {
        match self.parts.version.as_slice() {
            [] | [0x80..=0xFF, ..] => None,
            octets if octets.len() > 8 => None,
            octets => Some(octets.iter().fold(0, |value, octet| (value << 8) | u64::from(*octet))),
        }
    }

    /// The subject.
    pub const fn subject(&self) -> &DistinguishedName {
        &self.parts.subject
    }

    /// The public key.
    pub const fn public_key(&self) -> &InspectedKey {
        &self.parts.key
    }

    /// The attributes in their order, the extensionRequest among them.
    pub fn attributes(&self) -> &[RequestedAttribute] {
        &self.parts.attributes
    }

    /// The extensions in their order, of all extensionRequests if there are several.
    pub fn extensions(&self) -> &[RequestedExtension] {
        &self.parts.extensions
    }

    /// The names of the (first) subjectAltName, if there is one that can be read.
    pub fn subject_alt_names(&self) -> Option<&GeneralNames> {
        self.parts.extensions.iter().find_map(|extension| match extension.value() {
            ExtensionValue::SubjectAltName(names) => Some(names),
            _ => None,
        })
    }

    /// The signature algorithm, if it can be read.
    pub const fn signature_algorithm(&self) -> Option<&InspectedAlgorithm> {
        self.parts.algorithm.as_ref()
    }

    /// The octets of the signature.
    pub fn signature(&self) -> &[u8] {
        &self.parts.signature
    }

    /// Whether the signature is right: over the octets that were received, never over a
    /// re-encoding of them.
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Every deviation from DER and from the layout of a request, in the order in which they
    /// were met; at most a hundred of one kind.
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
}

/// Checks that `der` is a request without any deviation.
pub(crate) fn check_strictly(der: &[u8]) -> Result<(), InspectionError> {
    layout::walk(&mut Walk::new(true), der)
        .map(drop)
        .map_err(|deviation| InspectionError::unreadable(der, deviation))
}

/// Checks that `der` is a CertificationRequestInfo without any deviation.
pub(crate) fn check_info_strictly(der: &[u8]) -> Result<(), Deviation> {
    layout::walk_only_info(&mut Walk::new(true), der)
}

/// Checks the signature of a request that has no deviation.
pub(crate) fn verify(request: &CertificationRequest) -> Result<(), VerifyError> {
    let parts = layout::walk(&mut Walk::new(false), request.as_der())
        .map_err(|_| VerifyError::Unsupported)?;
    let message = request.to_be_signed();
    verdict::verify(&parts.key, parts.algorithm.as_ref(), message, &parts.signature)
}

/// A text for a value that nobody knows.
fn shown(name: Option<&'static str>, oid: &crate::oid::Oid) -> String {
    name.map_or_else(|| format!("{oid}"), Into::into)
}
