//! The trait of external signers.

use alloc::{boxed::Box, vec::Vec};

use crate::algorithm::SignatureAlgorithm;
use crate::certificate::Certificate;
use crate::csr::{CertificationRequest, Prepared};
use crate::error::{Code, Error};
use crate::key::SignError;
use crate::public_key::PublicKey;
use crate::request::Request;

/// A signer with a key that it keeps to itself.
///
/// `keys::RustCryptoSigner` (feature `rustcrypto`) makes one of a key with the RustCrypto traits. For
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
        self.check_signer()?;
        assemble(&self.prepare(signer.public_key()), signer)
    }

    /// Signs the request for a key that cannot sign, with the key of a certificate: RFC 9883. The request
    /// has the statement of possession that the certificate gives.
    ///
    /// ```
    /// # #[cfg(all(feature = "std", feature = "ecdsa"))] {
    /// use pkcs10::{DistinguishedName, KeyPair, PublicKey, Request, reading::Certificate};
    ///
    /// fn request(
    ///     ml_kem: &PublicKey,
    ///     signature_certificate: &[u8],
    ///     signature_key: &KeyPair,
    /// ) -> Result<String, Box<dyn std::error::Error>> {
    ///     let certificate = Certificate::read_all(signature_certificate)?.swap_remove(0);
    ///     let request = Request::builder()
    ///         .subject(certificate.subject().clone())
    ///         .attribute(certificate.statement_of_possession(false))
    ///         .build()?;
    ///     let csr = request.sign_for(ml_kem, &certificate, signature_key)?;
    ///     assert!(csr.verify_with_certificate(&certificate).is_ok());
    ///     Ok(csr.to_pem())
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`SignError::Possession`] where [`prepare_for`](Self::prepare_for) refuses it, or the certificate
    /// is not that of the signer; else as [`sign_by`](Self::sign_by).
    pub fn sign_for(
        &self,
        public_key: &PublicKey,
        certificate: &Certificate,
        signer: &dyn RequestSigner,
    ) -> Result<CertificationRequest, SignError> {
        let prepared = self.prepare_for(public_key, certificate).map_err(SignError::Possession)?;
        if signer.public_key().as_der() != certificate.public_key().as_der() {
            let reason = "has another public key than the signer";
            let error = Error::new(Code::PossessionStatement, "signature certificate", reason);
            return Err(SignError::Possession(error));
        }
        assemble(&prepared, signer)
    }
}

fn assemble(
    prepared: &Prepared,
    signer: &dyn RequestSigner,
) -> Result<CertificationRequest, SignError> {
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
