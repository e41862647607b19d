//! A request that waits for its signature.

use alloc::vec::Vec;
use core::fmt;

use super::CertificationRequest;
use crate::algorithm::SignatureAlgorithm;
use crate::asn1::walk::Walk;
use crate::error::{Code, Error};
use crate::input::Wanted;
use crate::key::{self, VerifyError};
use crate::layout::read as layout;
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
}

impl Prepared {
    pub(super) fn new(info: Vec<u8>, key: PublicKey) -> Self {
        Self { info, key }
    }

    /// Reads what [`to_be_signed`](Self::to_be_signed) gave: a CertificationRequestInfo that has
    /// no deviation at all from DER (X.690), from the layout of a request (RFC 2986) and from
    /// what its known parts may hold (RFC 5280).
    ///
    /// # Errors
    /// [`Code::KeyDamaged`] where the public key is not a point of its curve, else the code of the
    /// first deviation, or of what it is instead, such as
    /// [`Code::IsRequest`](crate::Code::IsRequest).
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        const WANTED: Wanted = Wanted::PREPARED;
        if der.is_empty() {
            return Err(WANTED.empty());
        }
        let parts = layout::info(&mut Walk::strict(), der)
            .map_err(|deviation| WANTED.unreadable(der, deviation))?;
        if is_off_its_curve(&parts.key) {
            let reason = "has a public key that is not a point of its curve";
            return Err(Error::new(Code::KeyDamaged, WANTED.subject(), reason));
        }
        Ok(Self { info: der.to_vec(), key: parts.key })
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
        // Also where the signature could not be verified.
        if algorithm.fits(&self.key) && algorithm.digest_algorithm().is_broken() {
            return Err(VerifyError::Weak);
        }
        key::verify(&self.key, algorithm, &self.info, signature)?;
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

/// Whether a key is not a point of its curve, where this build knows the curve: nothing verifies with
/// it, not even a signature of no bytes, which is otherwise only wrong.
fn is_off_its_curve(key: &PublicKey) -> bool {
    let algorithm = SignatureAlgorithm::usual_for(key).filter(|_| key.curve().is_some());
    algorithm
        .is_some_and(|algorithm| key::verify(key, &algorithm, &[], &[]) == Err(VerifyError::BadKey))
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prepared({}, {} bytes)", self.key, self.info.len())
    }
}
