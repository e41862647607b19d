//! The trait of external signers.

use alloc::{boxed::Box, vec::Vec};

use crate::algorithm::SignatureAlgorithm;
use crate::csr::CertificationRequest;
use crate::key::SignError;
use crate::public_key::PublicKey;
use crate::request::Request;

/// A signer with a key that it keeps to itself.
///
/// [`RustCryptoSigner`](crate::keys::RustCryptoSigner) makes one of a key with the RustCrypto traits. For
/// signers that answer later or elsewhere there is [`Request::prepare`].
///
/// ```
/// use pkcs10::{PublicKey, RequestSigner, SignatureAlgorithm};
///
/// /// A key in a hardware token.
/// struct Token {
///     public: PublicKey,
/// }
///
/// impl RequestSigner for Token {
///     fn public_key(&self) -> &PublicKey {
///         &self.public
///     }
///
///     fn signature_algorithm(&self) -> SignatureAlgorithm {
///         SignatureAlgorithm::EcdsaWithSha256
///     }
///
///     fn sign_message(
///         &self,
///         message: &[u8],
///     ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
///         Err("the token is not plugged in".into())
///     }
/// }
///
/// fn signers(token: &Token) -> [&dyn RequestSigner; 1] {
///     [token]
/// }
/// ```
pub trait RequestSigner {
    /// The public key of the key that signs.
    fn public_key(&self) -> &PublicKey;

    /// How it signs.
    fn signature_algorithm(&self) -> SignatureAlgorithm;

    /// Signs the message, which is not hashed yet: for RSA the signature is as long as the
    /// modulus, for ECDSA it is the DER of a `SEQUENCE { r INTEGER, s INTEGER }`
    /// (RFC 3279 2.2.3).
    ///
    /// # Errors
    /// What keeps the signer from signing: the `source` of [`SignError::Signer`]. A
    /// [`SignError`] is returned as it is.
    fn sign_message(
        &self,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn core::error::Error + Send + Sync>>;

    /// Whether [`sign_message`](Self::sign_message) verifies each signature itself. Where it does
    /// not, which is the default, [`Request::sign_by`] does. Only for algorithms that this crate
    /// cannot verify.
    fn verifies(&self) -> bool {
        false
    }
}

impl Request {
    /// Signs the request by a signer of any kind, and verifies the signature before it becomes
    /// a request.
    ///
    /// # Errors
    /// [`SignError::Signer`] where the signer fails, [`SignError::Verify`] where its
    /// signature is wrong, or where this build cannot verify its algorithm; for such algorithms
    /// there is [`Prepared::assemble_unchecked`](crate::Prepared::assemble_unchecked).
    pub fn sign_by(&self, signer: &dyn RequestSigner) -> Result<CertificationRequest, SignError> {
        let prepared = self.prepare(signer.public_key());
        let signature = signer.sign_message(prepared.to_be_signed());
        let signature = signature.map_err(|error| match error.downcast() {
            Ok(error) => *error,
            Err(error) => SignError::Signer(error),
        })?;
        let algorithm = signer.signature_algorithm();
        match signer.verifies() {
            true => Ok(prepared.assemble_unchecked(&algorithm, &signature)),
            false => prepared.assemble(&algorithm, &signature).map_err(SignError::Verify),
        }
    }
}
