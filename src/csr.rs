//! A certification request that is whole, and one that waits for its signature.

use alloc::{string::String, vec::Vec};
use core::fmt;

use rand_core::TryCryptoRng;

use crate::decode::{self, DerError, Tlv};
use crate::encode;
use crate::input::{self, InputKind};
use crate::inspection::{self, Deviation, InspectionError};
use crate::key::{self, KeyPair, SignError, VerifyError};
use crate::pem::{self, label};
use crate::public_key::PublicKey;
use crate::request::Request;
use crate::signature_algorithm::SignatureAlgorithm;

mod digest;
mod raw_signature;

pub use raw_signature::RawSignatureError;

impl Request {
    /// The request with its public key, ready to be signed by whoever has the private one.
    pub fn prepare(&self, key: &PublicKey) -> Prepared {
        Prepared { info: self.encode(key), key: key.clone() }
    }

    /// Signs the request. RSA takes random numbers from the operating system, to hide the
    /// key from those who measure time; ECDSA takes none (RFC 6979). With the feature
    /// `aws-lc-rs`, keys that were read or made sign by aws-lc, whose ECDSA is randomised.
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
/// service, or a room behind an air gap. Its octets can be kept and read back meanwhile.
///
/// ```
/// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
/// # use pkcs10::{Algorithm, KeyPair, Prepared, Request, Subject, SysRng};
/// # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
/// let request = Request::builder().subject(Subject::builder().common_name("hsm-1")).build()?;
/// let prepared = request.prepare(key.public_key());
/// let kept = prepared.to_be_signed().to_vec();
/// assert_eq!(Prepared::from_der(&kept)?, prepared);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Prepared {
    info: Vec<u8>,
    key: PublicKey,
}

impl Prepared {
    /// Reads what [`to_be_signed`](Self::to_be_signed) gave: a CertificationRequestInfo that has
    /// no deviation at all from DER (X.690), from the layout of a request (RFC 2986) and from
    /// what its known parts may hold (RFC 5280).
    ///
    /// # Errors
    /// [`PreparedError`].
    pub fn from_der(der: &[u8]) -> Result<Self, PreparedError> {
        inspection::check_info_strictly(der)
            .map_err(|deviation| PreparedError::unreadable(der, deviation))?;
        let fields = decode::only(der).map(three).map_err(PreparedError::PublicKey)?;
        let key = fields.map_or(&[][..], |[_, _, key]| key.encoded);
        let key = PublicKey::from_der(key).map_err(PreparedError::PublicKey)?;
        Ok(Self { info: der.to_vec(), key })
    }

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

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prepared({}, {} octets)", self.key.algorithm(), self.info.len())
    }
}

/// Why octets are no request that waits for its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PreparedError {
    /// There are none.
    Empty,
    /// They are something else: a whole request, or PEM.
    Other(InputKind),
    /// They are no CertificationRequestInfo, or one that deviates from what one has to be;
    /// holds the first deviation.
    Unreadable(Deviation),
    /// The public key is in a form that [`PublicKey`] does not hold.
    PublicKey(DerError),
}

impl PreparedError {
    fn unreadable(octets: &[u8], deviation: Deviation) -> Self {
        match InputKind::of(octets) {
            _ if octets.is_empty() => Self::Empty,
            None | Some(InputKind::CertificationRequestInfo) => Self::Unreadable(deviation),
            Some(other) => Self::Other(other),
        }
    }
}

impl fmt::Display for PreparedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::Other(kind) => {
                write!(
                    f,
                    "is {kind}, not the CertificationRequestInfo of a prepared request in DER"
                )
            }
            Self::Unreadable(deviation) => write!(
                f,
                "cannot be read as the CertificationRequestInfo of a prepared request (RFC 2986): {deviation}"
            ),
            Self::PublicKey(error) => write!(f, "has a public key that cannot be used: {error}"),
        }
    }
}

impl core::error::Error for PreparedError {}

/// A certification request: the octets that were signed, with their signature.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CertificationRequest {
    der: Vec<u8>,
}

impl CertificationRequest {
    fn new(info: &[u8], algorithm: &SignatureAlgorithm, signature: &[u8]) -> Self {
        Self { der: encode::certification_request(info, algorithm.as_der(), signature) }
    }

    /// Reads a request that has no deviation at all from DER (X.690), from the layout of a
    /// request (RFC 2986) and from what its known parts may hold (RFC 5280). Whether the
    /// signature is right is [`verify`](Self::verify)'s to say.
    /// [`Inspection`](crate::Inspection) reads what is refused here, as far as it goes.
    ///
    /// ```
    /// use pkcs10::{CertificationRequest, DeviationKind, InspectionError};
    ///
    /// let refused = CertificationRequest::from_der(&[0x30, 0x81, 0x00]).unwrap_err();
    /// let InspectionError::Unreadable(deviation) = refused else { panic!("{refused}") };
    /// assert_eq!(deviation.kind(), DeviationKind::LengthNotMinimal);
    /// ```
    ///
    /// # Errors
    /// [`InspectionError::Unreadable`] with the first deviation, [`InspectionError::Other`] where
    /// it is DER of something else.
    pub fn from_der(der: &[u8]) -> Result<Self, InspectionError> {
        inspection::check_strictly(der)?;
        Ok(Self { der: der.to_vec() })
    }

    /// Reads a request in PEM, label `CERTIFICATE REQUEST` or `NEW CERTIFICATE REQUEST`: line
    /// ends of any kind, text in front and a missing final line end are fine; what is inside
    /// is read as strictly as by [`from_der`](Self::from_der). Several requests are refused.
    ///
    /// # Errors
    /// [`InspectionError`].
    pub fn from_pem(pem: &str) -> Result<Self, InspectionError> {
        let der = input::decode_pem(pem.as_bytes(), label::is_request)?;
        inspection::check_strictly(&der)?;
        Ok(Self { der })
    }

    /// The octets that were signed: the CertificationRequestInfo.
    pub fn to_be_signed(&self) -> &[u8] {
        self.parts().map_or(&[], |[info, ..]| info.encoded)
    }

    /// The DER of the subject, a Name.
    pub fn subject_der(&self) -> &[u8] {
        self.info().map_or(&[], |[_, subject, _]| subject.encoded)
    }

    /// The DER of the public key, a SubjectPublicKeyInfo.
    pub fn public_key_der(&self) -> &[u8] {
        self.info().map_or(&[], |[_, _, key]| key.encoded)
    }

    /// The public key.
    ///
    /// # Errors
    /// [`DerError`] where it is in a form that [`PublicKey`] does not hold.
    pub fn public_key(&self) -> Result<PublicKey, DerError> {
        PublicKey::from_der(self.public_key_der())
    }

    /// The signature algorithm.
    ///
    /// # Errors
    /// [`DerError`] where it is in a form that [`SignatureAlgorithm`] does not hold.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, DerError> {
        let der = self.parts().map_or(&[][..], |[_, algorithm, _]| algorithm.encoded);
        SignatureAlgorithm::from_der(der)
    }

    /// The octets of the signature.
    pub fn signature(&self) -> &[u8] {
        let octets = self.parts().map_or(&[][..], |[.., signature]| signature.content);
        octets.split_first().map_or(&[], |(_, octets)| octets)
    }

    /// Checks the signature over the octets of the request as they are, under the public key
    /// in it: proof that whoever made the request has the private key.
    ///
    /// # Errors
    /// [`VerifyError`], which tells a signature that is wrong from an algorithm that this
    /// build does not have.
    pub fn verify(&self) -> Result<(), VerifyError> {
        inspection::verify(self)
    }

    /// certificationRequestInfo, signatureAlgorithm, signature.
    fn parts(&self) -> Option<[Tlv<'_>; 3]> {
        three(decode::only(&self.der).ok()?)
    }

    /// version, subject, subjectPKInfo.
    fn info(&self) -> Option<[Tlv<'_>; 3]> {
        three(self.parts()?[0])
    }

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
        pem::encode(label::CERTIFICATION_REQUEST, &self.der)
    }
}

/// The first three values in a SEQUENCE.
fn three(sequence: Tlv<'_>) -> Option<[Tlv<'_>; 3]> {
    let mut fields = sequence.reader();
    Some([fields.read().ok()?, fields.read().ok()?, fields.read().ok()?])
}

impl fmt::Debug for CertificationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificationRequest({} octets)", self.der.len())
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString};

    use super::*;
    use crate::subject::Subject;

    /// A key for Ed25519, which needs no feature.
    const KEY: [u8; 44] = {
        let mut key = [0xAA; 44];
        let start = [0x30, 42, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 33, 0];
        let mut index = 0;
        while index < start.len() {
            key[index] = start[index];
            index += 1;
        }
        key
    };

    fn prepared() -> Prepared {
        let subject = Subject::builder().common_name("bmc-7");
        let request = Request::builder().subject(subject).build().unwrap();
        request.prepare(&PublicKey::from_der(&KEY).unwrap())
    }

    fn ed25519() -> SignatureAlgorithm {
        "Ed25519".parse().unwrap()
    }

    #[test]
    fn what_was_prepared_reads_back() {
        let prepared = prepared();
        assert_eq!(Prepared::from_der(prepared.to_be_signed()), Ok(prepared));
    }

    #[test]
    fn what_deviates_from_what_can_be_prepared_is_refused() {
        let octets = prepared().to_be_signed().to_vec();
        assert_eq!(Prepared::from_der(&[]), Err(PreparedError::Empty));
        for len in 0..octets.len() {
            assert!(Prepared::from_der(&octets[..len]).is_err(), "{len}");
        }
        let error = Prepared::from_der(&[&octets[..], &[0, 0]].concat()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "cannot be read as the CertificationRequestInfo of a prepared request (RFC 2986): trailing-data: certificationRequestInfo is followed by 2 octets more, at octet {}",
                octets.len()
            )
        );
    }

    #[test]
    fn an_ed25519_key_signs_neither_with_two_numbers_nor_over_a_digest() {
        let prepared = prepared();
        assert_eq!(prepared.signature_from_raw(&[1; 64]), Err(RawSignatureError::NotEcdsa));
        assert_eq!(prepared.digest(&ed25519()), None);
    }

    #[test]
    fn the_digest_is_that_of_the_octets_to_sign() {
        use sha2::Digest;
        let prepared = prepared();
        let digest = sha2::Sha256::digest(prepared.to_be_signed());
        let given = prepared.digest(&SignatureAlgorithm::EcdsaWithSha256);
        assert_eq!(given.as_deref(), Some(&digest[..]));
    }

    #[test]
    fn a_request_shows_its_parts() {
        let csr = prepared().assemble_unchecked(&ed25519(), &[0xAA; 64]);
        assert_eq!(csr.signature(), [0xAA; 64]);
        let pem = csr.to_pem();
        assert!(pem.starts_with("-----BEGIN CERTIFICATE REQUEST-----\nMIG"), "{pem}");
        assert_eq!(CertificationRequest::from_pem(&pem).as_ref(), Ok(&csr));
        let len = csr.as_der().len();
        assert_eq!(format!("{csr:?}"), format!("CertificationRequest({len} octets)"));
    }

    #[test]
    fn debug_shows_no_octets() {
        assert_eq!(format!("{:?}", prepared()), "Prepared(Ed25519, 69 octets)");
    }
}
