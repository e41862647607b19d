//! Other people's signers: HSMs, TPMs, cloud services, and any key of the RustCrypto world.
//!
//! None of them is trusted: what they return becomes a request only where it verifies over the
//! octets that were to be signed.

use alloc::{boxed::Box, vec::Vec};
use core::fmt;

use rand_core::TryCryptoRng;
use signature::{Keypair, RandomizedSigner, Verifier};
use spki::der::Encode;
use spki::{DynSignatureAlgorithmIdentifier, EncodePublicKey, SignatureBitStringEncoding};

use crate::csr::CertificationRequest;
use crate::key::VerifyError;
use crate::public_key::PublicKey;
use crate::request::Request;
use crate::signature_algorithm::SignatureAlgorithm;

#[cfg(feature = "std")]
mod key_pair;

/// Something that signs with a key which it keeps to itself.
///
/// For signers of the RustCrypto traits there is [`Request::sign_with`]; for those that answer
/// later or elsewhere, [`Request::prepare`].
///
/// ```
/// use pkcs10::{PublicKey, SignatureAlgorithm, Signer};
///
/// /// A key in a hardware token.
/// struct Token {
///     public: PublicKey,
/// }
///
/// impl Signer for Token {
///     fn public_key(&self) -> &PublicKey {
///         &self.public
///     }
///
///     fn signature_algorithm(&self) -> SignatureAlgorithm {
///         SignatureAlgorithm::EcdsaWithSha256
///     }
///
///     fn try_sign(
///         &self,
///         message: &[u8],
///     ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
///         Err("the token is not plugged in".into())
///     }
/// }
///
/// fn signers(token: &Token) -> [&dyn Signer; 1] {
///     [token]
/// }
/// ```
pub trait Signer {
    /// The public key of the key that signs.
    fn public_key(&self) -> &PublicKey;

    /// How it signs.
    fn signature_algorithm(&self) -> SignatureAlgorithm;

    /// Signs the message, which is not hashed yet: for RSA the signature is as long as the
    /// modulus, for ECDSA it is the DER of a `SEQUENCE { r INTEGER, s INTEGER }`
    /// (RFC 3279 2.2.3).
    ///
    /// # Errors
    /// Whatever keeps the signer from signing. It comes back as [`SignerError::Signer`].
    fn try_sign(
        &self,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn core::error::Error + Send + Sync>>;
}

impl Request {
    /// Signs the request by a signer of any kind, and verifies the signature before it becomes
    /// a request.
    ///
    /// # Errors
    /// [`SignerError::Signer`] where the signer fails, [`SignerError::Verify`] where its
    /// signature is wrong or where this build cannot verify its algorithm; for algorithms that
    /// nobody here can verify there is
    /// [`Prepared::assemble_unchecked`](crate::Prepared::assemble_unchecked).
    pub fn sign_by(&self, signer: &dyn Signer) -> Result<CertificationRequest, SignerError> {
        let prepared = self.prepare(signer.public_key());
        let signature = signer.try_sign(prepared.to_be_signed()).map_err(SignerError::Signer)?;
        prepared.assemble(&signer.signature_algorithm(), &signature).map_err(SignerError::Verify)
    }

    /// Signs the request by a signer of the RustCrypto traits, whatever its algorithm, and
    /// verifies the signature by the signer's own verifying key.
    ///
    /// The type of the signature has to be named where a signer has several:
    /// `request.sign_with::<_, p256::ecdsa::DerSignature>(&key)`.
    ///
    /// RSA keys of the crate `rsa` sign without blinding here if its feature `getrandom` is
    /// off; a [`KeyPair`](crate::KeyPair) made of one, or
    /// [`sign_randomized_with`](Self::sign_randomized_with), always blinds.
    ///
    /// # Errors
    /// [`SignerError::Signer`] where the signer fails, [`SignerError::Encoding`] where its key,
    /// algorithm or signature has no DER, [`SignerError::Verify`] where its signature is wrong.
    pub fn sign_with<S, Sig>(&self, signer: &S) -> Result<CertificationRequest, SignerError>
    where
        S: Keypair + DynSignatureAlgorithmIdentifier + signature::Signer<Sig>,
        S::VerifyingKey: EncodePublicKey + Verifier<Sig>,
        Sig: SignatureBitStringEncoding,
    {
        self.sign_checked(signer, |message| signer.try_sign(message))
    }

    /// Like [`sign_with`](Self::sign_with), for signers that draw random numbers: to blind RSA,
    /// or to hedge others.
    ///
    /// # Errors
    /// As [`sign_with`](Self::sign_with).
    pub fn sign_randomized_with<S, Sig, R>(
        &self,
        signer: &S,
        rng: &mut R,
    ) -> Result<CertificationRequest, SignerError>
    where
        S: Keypair + DynSignatureAlgorithmIdentifier + RandomizedSigner<Sig>,
        S::VerifyingKey: EncodePublicKey + Verifier<Sig>,
        Sig: SignatureBitStringEncoding,
        R: TryCryptoRng + ?Sized,
    {
        self.sign_checked(signer, |message| signer.try_sign_with_rng(rng, message))
    }

    fn sign_checked<S, Sig>(
        &self,
        signer: &S,
        sign: impl FnOnce(&[u8]) -> Result<Sig, signature::Error>,
    ) -> Result<CertificationRequest, SignerError>
    where
        S: Keypair + DynSignatureAlgorithmIdentifier,
        S::VerifyingKey: EncodePublicKey + Verifier<Sig>,
        Sig: SignatureBitStringEncoding,
    {
        let encoding = |_| SignerError::Encoding;
        let verifying_key = signer.verifying_key();
        let key = verifying_key.to_public_key_der().map_err(encoding)?;
        let key = PublicKey::from_der(key.as_bytes()).map_err(|_| SignerError::Encoding)?;
        let algorithm = signer.signature_algorithm_identifier().map_err(encoding)?;
        let algorithm = algorithm.to_der().map_err(|_| SignerError::Encoding)?;
        let algorithm =
            SignatureAlgorithm::from_der(&algorithm).map_err(|_| SignerError::Encoding)?;
        let prepared = self.prepare(&key);
        let message = prepared.to_be_signed();
        let signature = sign(message).map_err(|error| SignerError::Signer(error.into()))?;
        verifying_key
            .verify(message, &signature)
            .map_err(|_| SignerError::Verify(VerifyError::BadSignature))?;
        let signature = signature.to_bitstring().map_err(|_| SignerError::Encoding)?;
        let signature = signature.as_bytes().ok_or(SignerError::Encoding)?;
        Ok(prepared.assemble_unchecked(&algorithm, signature))
    }
}

/// Why another's signer gave no request.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignerError {
    /// The signer failed, for this reason.
    Signer(Box<dyn core::error::Error + Send + Sync>),
    /// The signer's key, algorithm or signature has no DER.
    Encoding,
    /// The signature was not accepted, and nothing was given out.
    Verify(VerifyError),
}

impl fmt::Display for SignerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signer(error) => write!(f, "the signer failed: {error}"),
            Self::Encoding => {
                f.write_str("the signer's key, algorithm or signature cannot be encoded")
            }
            Self::Verify(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for SignerError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            // Its own text is part of ours.
            Self::Signer(error) => error.source(),
            Self::Encoding | Self::Verify(_) => None,
        }
    }
}
