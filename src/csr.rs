//! A certification request that is whole, and one that waits for its signature.

use alloc::{string::String, vec::Vec};
use core::fmt;

use rand_core::TryCryptoRng;

use crate::encode;
use crate::key::{self, KeyPair, SignError, VerifyError};
use crate::pem;
use crate::public_key::PublicKey;
use crate::request::Request;
use crate::signature_algorithm::SignatureAlgorithm;

/// The label of a request in PEM (RFC 7468 7).
pub(crate) const LABEL: &str = "CERTIFICATE REQUEST";

impl Request {
    /// The request with its public key, ready to be signed by whoever has the private one.
    pub fn prepare(&self, key: &PublicKey) -> Prepared {
        Prepared { info: self.encode(key), key: key.clone() }
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
        let info = self.encode(key.public_key());
        let signature = key.sign_message(&info, rng)?;
        Ok(CertificationRequest::new(&info, key.signature_algorithm(), &signature))
    }
}

/// A request with its public key that waits for a signature: from an HSM, a TPM, a cloud
/// service, or a room behind an air gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    info: Vec<u8>,
    key: PublicKey,
}

impl Prepared {
    /// The octets to sign: the CertificationRequestInfo, to the octet.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.info
    }

    /// The public key in it.
    pub const fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// The request, if the signature verifies over the octets given out.
    ///
    /// RSA signatures are as long as the modulus, ECDSA signatures a DER
    /// `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279 2.2.3).
    ///
    /// # Errors
    /// [`VerifyError`] where the signature is wrong, or where this build cannot tell; then
    /// [`assemble_unchecked`](Self::assemble_unchecked) is for those who can.
    pub fn assemble(
        &self,
        algorithm: &SignatureAlgorithm,
        signature: &[u8],
    ) -> Result<CertificationRequest, VerifyError> {
        key::verify(&self.key, algorithm, &self.info, signature)?;
        Ok(self.assemble_unchecked(algorithm, signature))
    }

    /// The request with a signature that nobody has checked. For algorithms that this crate
    /// cannot verify; a request that does not verify is refused by every CA.
    pub fn assemble_unchecked(
        &self,
        algorithm: &SignatureAlgorithm,
        signature: &[u8],
    ) -> CertificationRequest {
        CertificationRequest::new(&self.info, algorithm, signature)
    }
}

/// A certification request: the octets that were signed, with their signature.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CertificationRequest {
    der: Vec<u8>,
}

impl CertificationRequest {
    fn new(info: &[u8], algorithm: &SignatureAlgorithm, signature: &[u8]) -> Self {
        Self { der: encode::certification_request(info, algorithm.as_der(), signature) }
    }

    // TEMP-BEGIN
    /// Temporary.
    pub fn from_pem(pem: &str) -> Result<Self, pem::PemError> {
        let block = pem::decode(pem, |label| label == LABEL)?;
        Ok(Self { der: block.der.to_vec() })
    }
    fn part(&self, n: usize) -> crate::decode::Tlv<'_> {
        let mut r = crate::decode::only(&self.der).unwrap().reader();
        let mut t = r.read().unwrap();
        for _ in 0..n {
            t = r.read().unwrap();
        }
        t
    }
    /// Temporary.
    pub fn to_be_signed(&self) -> &[u8] {
        self.part(0).encoded
    }
    /// Temporary.
    pub fn public_key_der(&self) -> &[u8] {
        let mut r = self.part(0).reader();
        r.read().unwrap();
        r.read().unwrap();
        r.read().unwrap().encoded
    }
    /// Temporary.
    pub fn verify(&self) -> Result<(), VerifyError> {
        let key = PublicKey::from_der(self.public_key_der()).unwrap();
        let alg = SignatureAlgorithm::from_der(self.part(1).encoded).unwrap();
        key::verify(&key, &alg, self.to_be_signed(), &self.part(2).content[1..])
    }
    // TEMP-END

    /// The DER.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The DER, without a copy.
    pub fn into_der(self) -> Vec<u8> {
        self.der
    }

    /// PEM: label `CERTIFICATE REQUEST`, 64 columns, LF, a final line end.
    pub fn to_pem(&self) -> String {
        pem::encode(LABEL, &self.der)
    }
}

impl fmt::Debug for CertificationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificationRequest({} octets)", self.der.len())
    }
}
