//! A request that waits for its signature.

use alloc::vec::Vec;
use core::fmt;

use super::{CertificationRequest, verification};
use crate::algorithm::SignatureAlgorithm;
use crate::asn1::walk::Walk;
use crate::attribute::PossessionStatement;
use crate::error::{Code, Error};
use crate::input::Wanted;
use crate::key::{self, VerifyError};
use crate::layout::read::{self as layout, Parts};
use crate::public_key::PublicKey;

/// A request with its public key that waits for a signature: from an HSM, a TPM, a cloud
/// service, or a room behind an air gap. Its bytes can be kept and read back meanwhile.
///
/// ```
/// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
/// # use pkcs10::{Algorithm, DistinguishedName, KeyPair, Prepared, Request, SysRng};
/// # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
/// let request = Request::builder().subject(DistinguishedName::builder().common_name("hsm-1")).build()?;
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
    /// The key that signs where it is not that one, or why it is not known.
    pub(super) signer: Result<Option<PublicKey>, VerifyError>,
}

impl Prepared {
    pub(super) fn new(info: Vec<u8>, key: &PublicKey, has_statement: bool) -> Self {
        let mut prepared = Self { info, key: key.clone(), signer: Ok(None) };
        if has_statement && let Some(parts) = prepared.parts() {
            prepared.signer = signer(&parts);
        }
        prepared
    }

    /// Reads what [`to_be_signed`](Self::to_be_signed) gave: a CertificationRequestInfo that has
    /// no deviation at all from DER (X.690), from the layout of a request (RFC 2986) and from
    /// what its known parts may hold (RFC 5280).
    ///
    /// # Errors
    /// [`Code::KeyDamaged`] where no signature can verify by the public key, such as one that is not a
    /// point of its curve, else the code of the first deviation, or of what it is instead, such as
    /// [`Code::IsRequest`](crate::Code::IsRequest).
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        const WANTED: Wanted = Wanted::PREPARED;
        if der.is_empty() {
            return Err(WANTED.empty());
        }
        let parts = layout::info(&mut Walk::strict(), der)
            .map_err(|deviation| WANTED.unreadable(der, deviation))?;
        if is_damaged(&parts.key) {
            let reason = match parts.key.curve() {
                Some(_) => "has a public key that is not a point of its curve",
                None => "has a public key that is damaged, so that no signature verifies by it",
            };
            return Err(Error::new(Code::KeyDamaged, WANTED.subject(), reason));
        }
        Ok(Self { info: der.to_vec(), signer: signer(&parts), key: parts.key })
    }

    /// What is in it.
    pub(super) fn parts(&self) -> Option<Parts> {
        layout::info(&mut Walk::lenient(), &self.info).ok()
    }

    /// The statement of possession, where the key cannot sign: it names the certificate of the key that
    /// does (RFC 9883).
    ///
    /// # Errors
    /// [`VerifyError::BadStatement`] where it cannot be read.
    pub fn statement(&self) -> Option<Result<PossessionStatement, VerifyError>> {
        verification::statement(&self.parts()?)
    }

    /// The key whose signature is awaited: the one in the request, or where that cannot sign, the one of
    /// the signature certificate.
    ///
    /// # Errors
    /// [`VerifyError::CertificateMissing`] where that certificate is not in the request; give it to
    /// [`with_signature_certificate`](Self::with_signature_certificate). Else why it is not to be used.
    pub fn signing_key(&self) -> Result<&PublicKey, VerifyError> {
        let signer = self.signer.as_ref().map_err(|error| *error)?;
        Ok(signer.as_ref().unwrap_or(&self.key))
    }

    /// The bytes to sign: the CertificationRequestInfo, to the byte.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.info
    }

    /// The public key in it.
    pub const fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// The request, if the signature verifies over the bytes given out.
    ///
    /// RSA signatures are as long as the modulus, ECDSA signatures a DER
    /// `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279 2.2.3).
    ///
    /// # Errors
    /// [`VerifyError`] where the signature is wrong or its digest algorithm is broken, or where
    /// this build cannot check it; then [`assemble_unchecked`](Self::assemble_unchecked) is for
    /// those who can.
    pub fn assemble(
        &self,
        algorithm: &SignatureAlgorithm,
        signature: &[u8],
    ) -> Result<CertificationRequest, VerifyError> {
        let key = self.signing_key()?;
        // Also where the signature could not be verified.
        if algorithm.fits(key) && algorithm.digest_algorithm().is_broken() {
            return Err(VerifyError::Weak);
        }
        key::verify(key, algorithm, &self.info, signature)?;
        Ok(self.assemble_unchecked(algorithm, signature))
    }

    /// The request with a signature that was not checked. For algorithms that this crate
    /// cannot verify; a request that does not verify is refused by every CA.
    pub fn assemble_unchecked(
        &self,
        algorithm: &SignatureAlgorithm,
        signature: &[u8],
    ) -> CertificationRequest {
        CertificationRequest::new(&self.info, algorithm, signature)
    }
}

/// The key that signs in place of the request's own.
fn signer(parts: &Parts) -> Result<Option<PublicKey>, VerifyError> {
    let certificate = verification::signature_certificate(parts, None)?;
    Ok(certificate.map(|certificate| certificate.public_key().clone()))
}

/// Whether a key is none of its algorithm, such as no point of its curve or an RSA key with an even
/// modulus, as far as this build knows: nothing verifies with it, not even a signature of no bytes, which
/// is otherwise only wrong.
fn is_damaged(key: &PublicKey) -> bool {
    SignatureAlgorithm::usual_for(key)
        .is_some_and(|algorithm| key::verify(key, &algorithm, &[], &[]) == Err(VerifyError::BadKey))
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prepared({}, {} bytes)", self.key, self.info.len())
    }
}
