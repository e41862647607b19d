//! A request that may be faulty: everything that can be read of it, and every deviation.

use alloc::{borrow::Cow, boxed::Box, string::String, vec::Vec};

use once_cell::race::OnceBox;

use crate::algorithm::SignatureAlgorithm;
use crate::asn1::Deviation;
use crate::attribute::{Attribute, PossessionStatement};
use crate::certificate::Certificate;
use crate::csr::verification;
use crate::error::{Code, Error};
use crate::ext::Extension;
use crate::input::Wanted;
use crate::key::{Verified, VerifyError};
use crate::layout::read::{self as layout, Parts};
use crate::name::DistinguishedName;
use crate::pem::{self, label};
use crate::public_key::PublicKey;
use crate::san::GeneralNames;

#[cfg(feature = "json")]
mod json;
mod place;
pub(crate) mod text;

use crate::asn1::walk::Walk;

/// A certification request as it was received: its parts as far as they can be read, whether its
/// signature verifies, and how it deviates from DER and from RFC 2986.
///
/// Memory and time are proportional to the size of the input.
///
/// `Display` shows it in the manner of `openssl req -text`, but shorter; nothing from the
/// request reaches the reader's terminal raw.
///
/// ```
/// use pkcs10::Inspection;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
/// # use pkcs10::{Algorithm, DistinguishedName, GeneralName, KeyPair, Request, SysRng};
/// # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
/// let request = Request::builder()
///     .subject(DistinguishedName::builder().country("DE").common_name("bmc-7.example.com"))
///     .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
///     .build()?;
/// let pem = request.sign(&key)?.to_pem();
///
/// let inspection = Inspection::read(pem.as_bytes())?;
/// assert_eq!(inspection.subject().to_string(), "CN=bmc-7.example.com,C=DE");
/// assert!(inspection.verification().is_ok());
/// assert!(inspection.deviations().is_empty());
/// # }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Inspection {
    der: Vec<u8>,
    parts: Parts,
    deviations: Vec<Deviation>,
    signature_certificate: Option<Certificate>,
    /// Found when it is first asked for: it costs many times the reading.
    verification: OnceBox<Result<Verified, VerifyError>>,
}

/// All else is read of these.
impl PartialEq for Inspection {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der && self.signature_certificate == other.signature_certificate
    }
}

impl Eq for Inspection {}

impl Inspection {
    /// The most bytes that [`read`](Self::read) takes: 1 MiB.
    pub const LIMIT: usize = 1 << 20;

    /// Reads a request in DER, or in PEM with the label `CERTIFICATE REQUEST` or
    /// `NEW CERTIFICATE REQUEST`: CRLF, text in front and a missing final newline are fine.
    /// A file with several requests is refused, wherever in it the second begins: a verdict on one
    /// would pass for one on all, and programs differ in which they read. So is DER with PEM in it or
    /// behind it. [`reading::members`](crate::reading::members) parts a stream of requests.
    ///
    /// # Errors
    /// What the input is instead, such as [`Code::IsCertificate`](crate::Code::IsCertificate); the
    /// deviation where its parts cannot be read; or [`Code::TooLarge`](crate::Code::TooLarge) where
    /// it has more than [`LIMIT`](Self::LIMIT) bytes.
    pub fn read(input: &[u8]) -> Result<Self, Error> {
        Self::read_with_limit(input, Self::LIMIT)
    }

    /// Reads a request of at most `limit` bytes, else like [`read`](Self::read).
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_with_limit(input: &[u8], limit: usize) -> Result<Self, Error> {
        if input.len() > limit {
            return Err(Wanted::REQUEST.too_large(input.len(), limit));
        }
        let der = Wanted::REQUEST.received(input)?;
        let mut walk = Walk::lenient();
        let parts = layout::request(&mut walk, &der)
            .map_err(|deviation| Wanted::REQUEST.unreadable(&der, deviation))?;
        Ok(Self {
            der,
            parts,
            deviations: walk.into_deviations(),
            signature_certificate: None,
            verification: OnceBox::new(),
        })
    }

    /// The same, its signature verified under the key of this certificate where the request's own key
    /// cannot sign (RFC 9883). Any other request stays as it is.
    pub fn with_signature_certificate(mut self, certificate: &Certificate) -> Self {
        self.signature_certificate = Some(certificate.clone());
        self.verification = OnceBox::new();
        self
    }

    /// The certificate of the key that signs in place of the request's own (RFC 9883), the one given or the
    /// one in the request, if it is the one that the request names.
    pub fn signature_certificate(&self) -> Option<Cow<'_, Certificate>> {
        let given = self.signature_certificate.as_ref();
        verification::signature_certificate(&self.parts, given).ok().flatten()
    }

    /// The statement of possession of a request whose own key cannot sign: it names the certificate of
    /// the key that did (RFC 9883).
    ///
    /// # Errors
    /// [`VerifyError::BadStatement`] where it cannot be read.
    pub fn statement(&self) -> Option<Result<PossessionStatement, VerifyError>> {
        verification::statement(&self.parts)
    }

    /// The DER as it was received, with what follows the request.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The request in PEM, without what followed it.
    pub fn to_pem(&self) -> String {
        pem::encode(label::CERTIFICATION_REQUEST, &self.der[self.parts.whole.clone()])
    }

    /// The bytes that were signed, the CertificationRequestInfo, as they were received.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.der[self.parts.info.clone()]
    }

    /// The version, if it is a number of at most 63 bits; 0 is the only one there is.
    pub fn version(&self) -> Option<u64> {
        match &self.der[self.parts.version.clone()] {
            [] | [0x80..=0xFF, ..] => None,
            bytes if bytes.len() > 8 => None,
            bytes => Some(bytes.iter().fold(0, |value, byte| (value << 8) | u64::from(*byte))),
        }
    }

    /// The subject.
    pub const fn subject(&self) -> &DistinguishedName {
        &self.parts.subject
    }

    /// The public key.
    pub const fn public_key(&self) -> &PublicKey {
        &self.parts.key
    }

    /// The attributes in their order, the extensionRequest among them.
    pub fn attributes(&self) -> &[Attribute] {
        &self.parts.attributes
    }

    /// The extensions in their order, of all extensionRequests if there are several.
    pub fn extensions(&self) -> &[Extension] {
        &self.parts.extensions
    }

    /// The attributes, each with its place.
    pub(crate) fn placed_attributes(&self) -> impl Iterator<Item = (String, &Attribute)> {
        self.parts.placed_attributes()
    }

    /// The extensions, each with its place.
    pub(crate) fn placed_extensions(&self) -> impl Iterator<Item = (String, &Extension)> {
        self.parts.placed_extensions()
    }

    /// The names of the (first) subjectAltName, if there is one that can be read.
    pub fn subject_alt_names(&self) -> Option<&GeneralNames> {
        self.parts.subject_alt_names()
    }

    /// The signature algorithm, if it can be read.
    pub const fn signature_algorithm(&self) -> Option<&SignatureAlgorithm> {
        self.parts.algorithm.as_ref()
    }

    /// The bytes of the signature.
    pub fn signature(&self) -> &[u8] {
        &self.der[self.parts.signature.clone()]
    }

    /// Whether the signature is right: over the bytes that were received, never over a
    /// re-encoding of them.
    ///
    /// # Errors
    /// [`VerifyError`], which distinguishes a wrong signature from one that this build cannot check.
    pub fn verification(&self) -> Result<Verified, VerifyError> {
        let verify = || {
            let (algorithm, certificate) =
                (self.signature_algorithm(), self.signature_certificate.as_ref());
            let (message, signature) = (self.to_be_signed(), self.signature());
            verification::verify(&self.parts, algorithm, message, signature, certificate)
        };
        *self.verification.get_or_init(|| Box::new(verify()))
    }

    /// The first deviation for which some programs do not read the request at all, so that a signature
    /// that verifies is of no use to them: bytes behind the request other than a newline, an element too
    /// many in it, or parameters that the signature algorithm does not have, such as the NULL of ECDSA or
    /// Ed25519, which OpenSSL reads and pyca/cryptography refuses. That RSA lacks its NULL is none: all
    /// have to accept that (RFC 4055 5).
    pub fn refused_elsewhere(&self) -> Option<&Deviation> {
        let is_newline = |at| {
            at == self.parts.whole.end && self.der[at..].iter().all(|byte| b"\r\n".contains(byte))
        };
        let lacks_null = self.signature_algorithm().is_some_and(SignatureAlgorithm::lacks_null);
        self.deviations.iter().find(|deviation| match (deviation.code(), deviation.place()) {
            (Code::TrailingData, "certificationRequest") => !is_newline(deviation.at()),
            (Code::DefaultEncoded | Code::LengthNotMinimal, _) => false,
            (Code::AlgorithmParameters, "signatureAlgorithm") => !lacks_null,
            (_, place) => place.starts_with("signatureAlgorithm"),
        })
    }

    /// Every deviation from DER and from the layout of a request, in the order in which they
    /// were met; at most a hundred of one kind in what is signed, and as many behind it.
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
}
