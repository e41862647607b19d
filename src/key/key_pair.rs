//! The type of key pairs.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::private_key::PrivateKey;
use super::refusal::contradictory;
use super::rng::ErasedRng;
use super::sign_error::SignError;
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::error::Error;
use crate::pem;
use crate::public_key::PublicKey;

/// A private key and its public one.
///
/// It is wiped when it is dropped, and never shown: `Debug` only names the kind of key. It is not
/// `Clone`, so that it is not copied by accident:
///
/// ```compile_fail,E0599
/// fn copy(key: &pkcs10::KeyPair) -> pkcs10::KeyPair {
///     key.clone()
/// }
/// ```
pub struct KeyPair {
    pub(super) private: Box<dyn PrivateKey>,
    pub(super) public: PublicKey,
    pub(super) signature_algorithm: SignatureAlgorithm,
}

impl KeyPair {
    /// The key as PKCS #8 in PEM (RFC 5958), unencrypted. It is wiped when it is dropped; the
    /// encoder takes the same time for every key.
    ///
    /// # Errors
    /// [`Code::KeyDamaged`](crate::Code::KeyDamaged) where the key cannot be encoded.
    pub fn to_pkcs8_pem(&self) -> Result<Zeroizing<String>, Error> {
        let der = self.private.to_pkcs8_der()?;
        pem_rfc7468::encode_string(pem::label::PRIVATE_KEY, pem_rfc7468::LineEnding::LF, &der)
            .map(Zeroizing::new)
            .map_err(contradictory)
    }

    /// The key, signing by another algorithm than the usual one, such as RSA with SHA-384 or
    /// RSASSA-PSS.
    ///
    /// # Errors
    /// [`SignError::Algorithm`] where a key of this kind does not sign by it, [`SignError::Salt`] where the key is too
    /// small for its salt.
    pub fn with_signature_algorithm(
        mut self,
        algorithm: SignatureAlgorithm,
    ) -> Result<Self, SignError> {
        if let Some(longest) = algorithm.too_long_salt(&self.public) {
            return Err(SignError::Salt(longest));
        }
        if !algorithm.is_nameable() || !algorithm.fits(&self.public) {
            return Err(SignError::Algorithm);
        }
        self.signature_algorithm = algorithm;
        Ok(self)
    }

    /// The key, signing with another digest algorithm, and else as it does, such as RSA with SHA-384.
    ///
    /// # Errors
    /// [`SignError::Algorithm`] where a key of this kind does not sign with it, such as Ed25519.
    pub fn with_digest_algorithm(self, digest: DigestAlgorithm) -> Result<Self, SignError> {
        let family = self.signature_algorithm.family();
        if self.signature_algorithm.digest_algorithm() == digest {
            return Ok(self);
        }
        // The parameters of a key for RSASSA-PSS alone have its digest algorithm.
        let is_fixed = self.public.is_pss() && self.public.algorithm_parameters().is_some();
        let other = SignatureAlgorithm::nameable()
            .find(|other| other.family() == family && other.digest_algorithm() == digest)
            .filter(|_| !is_fixed);
        self.with_signature_algorithm(other.ok_or(SignError::Algorithm)?)
    }

    /// The public key.
    pub const fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// How requests are signed with it.
    pub const fn signature_algorithm(&self) -> &SignatureAlgorithm {
        &self.signature_algorithm
    }

    /// The signature of a message. RSA draws from `rng` to hide the key from those who measure
    /// time; ECDSA is deterministic (RFC 6979) and draws nothing. aws-lc draws its own for both.
    pub(crate) fn signature<R: TryCryptoRng + ?Sized>(
        &self,
        message: &[u8],
        rng: &mut R,
    ) -> Result<Vec<u8>, SignError> {
        self.private.sign(&self.signature_algorithm, message, &mut ErasedRng(rng))
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({})", self.public)
    }
}
