//! A certification request that is whole, and one that waits for its signature.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Range;
use core::str::FromStr;

use once_cell::race::OnceBox;
use rand_core::TryCryptoRng;

use crate::algorithm::SignatureAlgorithm;
use crate::asn1::read::Reader;
use crate::asn1::walk::Walk;
use crate::attribute::Attribute;
use crate::certificate::Certificate;
use crate::error::{Code, Error};
use crate::ext::Extension;
use crate::input::Wanted;
use crate::key::{KeyPair, SignError, Verified, VerifyError};
use crate::layout::read::{self as layout, Parts};
use crate::layout::write;
use crate::name::DistinguishedName;
use crate::pem::{self, label};
use crate::public_key::PublicKey;
use crate::request::Request;
use crate::san::GeneralNames;

mod digest;
mod possession;
mod prepared;
mod raw_signature;
#[cfg(test)]
mod tests;
pub(crate) mod verification;

pub use prepared::Prepared;

impl Request {
    /// The request with its public key, ready to be signed with the private key.
    ///
    /// Where the request has a statement of possession, this is the key that cannot sign, and
    /// [`Prepared::with_signature_certificate`] says whose signature is awaited.
    pub fn prepare(&self, key: &PublicKey) -> Prepared {
        Prepared::new(self.encode(key), key, self.has_statement())
    }

    /// Signs the request. RSA takes random numbers from the operating system, to hide the
    /// key from those who measure time; ECDSA takes none (RFC 6979).
    ///
    /// # Errors
    /// [`SignError`].
    #[cfg(feature = "std")]
    pub fn sign(&self, key: &KeyPair) -> Result<CertificationRequest, SignError> {
        self.sign_with_rng(key, &mut getrandom::SysRng)
    }

    /// Signs the request, with random numbers of the caller's.
    ///
    /// # Errors
    /// [`SignError`].
    pub fn sign_with_rng<R: TryCryptoRng + ?Sized>(
        &self,
        key: &KeyPair,
        rng: &mut R,
    ) -> Result<CertificationRequest, SignError> {
        self.check_signer()?;
        let info = self.encode(key.public_key());
        let signature = key.signature(&info, rng)?;
        Ok(CertificationRequest::new(&info, key.signature_algorithm(), &signature))
    }
}

/// A certification request: the bytes that were signed, with their signature.
#[derive(Clone)]
pub struct CertificationRequest {
    der: Vec<u8>,
    /// The CertificationRequestInfo, within the DER.
    info: Range<usize>,
    algorithm: SignatureAlgorithm,
    /// What is in it: of a request that was received at once, else when it is first asked for.
    parts: OnceBox<Parts>,
}

impl CertificationRequest {
    /// A request with a signature.
    fn new(info: &[u8], algorithm: &SignatureAlgorithm, signature: &[u8]) -> Self {
        let der = write::certification_request(info, algorithm.as_der(), signature);
        let start = Reader::new(&der).next().map_or(0, |whole| der.len() - whole.content.len());
        let info = start..start + info.len();
        Self { der, info, algorithm: algorithm.clone(), parts: OnceBox::new() }
    }

    /// What is in it. One that was made here is read by the same reader as those that were received,
    /// so that both give the same parts.
    fn parts(&self) -> &Parts {
        self.parts.get_or_init(|| {
            let parts = layout::request(&mut Walk::lenient(), &self.der);
            Box::new(parts.unwrap_or_else(|_| Parts::new(self.info.clone(), 0..self.der.len())))
        })
    }

    /// Reads a request that has no deviation at all from DER (X.690), from the layout of a
    /// request (RFC 2986) and from what its known parts may hold (RFC 5280). Whether the
    /// signature is right is [`verify`](Self::verify)'s to say.
    /// [`Inspection`](crate::Inspection) reads what is refused here, as far as it goes.
    ///
    /// ```
    /// use pkcs10::{CertificationRequest, Code};
    ///
    /// let refused = CertificationRequest::from_der(&[0x30, 0x81, 0x00]).unwrap_err();
    /// assert_eq!(refused.code(), Code::LengthNotMinimal);
    /// ```
    ///
    /// # Errors
    /// The code of the first deviation, or of what it is instead, such as
    /// [`Code::IsCertificate`](crate::Code::IsCertificate).
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        Self::read_strictly(der.to_vec())
    }

    /// Reads a request in PEM, label `CERTIFICATE REQUEST` or `NEW CERTIFICATE REQUEST`: line
    /// endings of any kind, text in front and a missing final newline are fine; what is inside
    /// is read as strictly as by [`from_der`](Self::from_der). Several requests are refused.
    ///
    /// # Errors
    /// As [`from_der`](Self::from_der), or why there is no request in PEM.
    pub fn from_pem(pem: &str) -> Result<Self, Error> {
        Self::read_strictly(Wanted::REQUEST.decode_pem(pem.as_bytes())?)
    }

    fn read_strictly(der: Vec<u8>) -> Result<Self, Error> {
        const WANTED: Wanted = Wanted::REQUEST;
        let parts = layout::request(&mut Walk::strict(), &der)
            .map_err(|deviation| WANTED.unreadable(&der, deviation))?;
        match parts.algorithm.clone() {
            Some(algorithm) => {
                let (info, parts) = (parts.info.clone(), OnceBox::with_value(Box::new(parts)));
                Ok(Self { der, info, algorithm, parts })
            }
            None => Err(WANTED.refuse(Code::Structure, "has no signature algorithm")),
        }
    }

    /// The bytes that were signed: the CertificationRequestInfo.
    pub fn to_be_signed(&self) -> &[u8] {
        self.der.get(self.info.clone()).unwrap_or_default()
    }

    /// The subject.
    pub fn subject(&self) -> &DistinguishedName {
        &self.parts().subject
    }

    /// The public key.
    pub fn public_key(&self) -> &PublicKey {
        &self.parts().key
    }

    /// The attributes in their order, the extensionRequest among them.
    pub fn attributes(&self) -> &[Attribute] {
        &self.parts().attributes
    }

    /// The extensions that the request asks for, in their order.
    pub fn extensions(&self) -> &[Extension] {
        &self.parts().extensions
    }

    /// The names of the subjectAltName, if there is one.
    pub fn subject_alt_names(&self) -> Option<&GeneralNames> {
        self.parts().subject_alt_names()
    }

    /// The signature algorithm.
    pub const fn signature_algorithm(&self) -> &SignatureAlgorithm {
        &self.algorithm
    }

    /// The bytes of the signature.
    pub fn signature(&self) -> &[u8] {
        self.der.get(self.parts().signature.clone()).unwrap_or_default()
    }

    /// Checks the signature over the bytes of the request as they are, under the public key
    /// in it: proof that the request was made with the private key. Where that key cannot sign, under
    /// the key of the certificate in the statement of possession: proof that its owner says so (RFC 9883).
    ///
    /// # Errors
    /// [`VerifyError`], which distinguishes a wrong signature from an algorithm that this
    /// build does not have.
    pub fn verify(&self) -> Result<Verified, VerifyError> {
        let (message, signature) = (self.to_be_signed(), self.signature());
        verification::verify(self.parts(), Some(&self.algorithm), message, signature, None)
    }

    /// The same for a request whose own key cannot sign: under the key of the signature certificate that
    /// its statement of possession names (RFC 9883). Any other request is verified under its own key.
    ///
    /// # Errors
    /// [`VerifyError`], such as [`OtherCertificate`](VerifyError::OtherCertificate).
    pub fn verify_with_certificate(
        &self,
        certificate: &Certificate,
    ) -> Result<Verified, VerifyError> {
        let algorithm = Some(&self.algorithm);
        let (message, signature) = (self.to_be_signed(), self.signature());
        verification::verify(self.parts(), algorithm, message, signature, Some(certificate))
    }

    /// The DER.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The DER, without a copy.
    pub fn into_der(self) -> Vec<u8> {
        self.der
    }

    /// PEM: label `CERTIFICATE REQUEST`, 64 columns, LF, a final newline.
    pub fn to_pem(&self) -> String {
        pem::encode(label::CERTIFICATION_REQUEST, &self.der)
    }

    /// The DER in base64url without padding: the member `csr` of what ACME finalizes an order with
    /// (RFC 8555 7.4).
    ///
    /// ```
    /// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
    /// # use pkcs10::{Algorithm, CertificationRequest, KeyPair, Request, SysRng};
    /// # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    /// let csr = Request::empty().sign(&key)?;
    /// let text = csr.to_base64url();
    /// assert!(text.starts_with("MI") && !text.contains(['+', '/', '=', '\n']));
    /// let der = pkcs10::reading::repair(text.as_bytes()).unwrap().into_bytes();
    /// assert_eq!(CertificationRequest::from_der(&der)?, csr);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_base64url(&self) -> String {
        base64_simd::URL_SAFE_NO_PAD.encode_to_string(&self.der)
    }
}

/// Requests are equal if their DER is.
impl PartialEq for CertificationRequest {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for CertificationRequest {}

impl Hash for CertificationRequest {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.der.hash(state);
    }
}

crate::asn1::der_conversions!(CertificationRequest, Error);

impl FromStr for CertificationRequest {
    type Err = Error;

    /// As [`from_pem`](Self::from_pem).
    fn from_str(pem: &str) -> Result<Self, Error> {
        Self::from_pem(pem)
    }
}

/// The PEM of [`to_pem`](CertificationRequest::to_pem).
impl fmt::Display for CertificationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_pem())
    }
}

impl fmt::Debug for CertificationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificationRequest({} bytes)", self.der.len())
    }
}
