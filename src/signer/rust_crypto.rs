//! Keys with the RustCrypto traits as request signers.

use alloc::{boxed::Box, vec::Vec};
use core::cell::RefCell;

use rand_core::TryCryptoRng;
use signature::{Keypair, RandomizedSigner, Verifier};
use spki::der::Encode;
use spki::{DynSignatureAlgorithmIdentifier, EncodePublicKey, SignatureBitStringEncoding};

use super::request_signer::RequestSigner;
use crate::algorithm::SignatureAlgorithm;
use crate::key::{SignError, VerifyError};
use crate::public_key::PublicKey;

/// Signs a message.
type Sign<'k> = Box<dyn Fn(&[u8]) -> Result<Vec<u8>, SignError> + 'k>;

/// A key with the RustCrypto traits, of any algorithm, as a [`RequestSigner`]. Each signature
/// is verified by the key's own verifying key.
///
/// The type of the signature has to be named where a key has several:
/// `RustCryptoSigner::new::<_, p256::ecdsa::DerSignature>(&key)`.
///
/// ```
/// use pkcs10::RequestSigner;
/// use pkcs10::keys::RustCryptoSigner;
///
/// let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
/// let signer = RustCryptoSigner::new::<_, ed25519_dalek::Signature>(&key)?;
/// assert_eq!(signer.signature_algorithm().name(), "Ed25519");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RustCryptoSigner<'k> {
    public: PublicKey,
    algorithm: SignatureAlgorithm,
    sign: Sign<'k>,
}

impl<'k> RustCryptoSigner<'k> {
    /// Takes a key that draws no random numbers, or draws its own.
    ///
    /// RSA keys of the crate `rsa` sign without blinding here if its feature `getrandom` is
    /// off; [`randomized`](Self::randomized), and a [`KeyPair`](crate::KeyPair) made of one, always
    /// blind.
    ///
    /// # Errors
    /// [`SignError::Encoding`] where the key or its algorithm has no DER.
    pub fn new<S, Sig>(key: &'k S) -> Result<Self, SignError>
    where
        S: Keypair + DynSignatureAlgorithmIdentifier + signature::Signer<Sig>,
        S::VerifyingKey: EncodePublicKey + Verifier<Sig>,
        Sig: SignatureBitStringEncoding,
    {
        Self::of(key, move |message| key.try_sign(message))
    }

    /// Takes a key that signs with random numbers: to blind RSA, or to hedge others.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn randomized<S, Sig, R>(key: &'k S, rng: R) -> Result<Self, SignError>
    where
        S: Keypair + DynSignatureAlgorithmIdentifier + RandomizedSigner<Sig>,
        S::VerifyingKey: EncodePublicKey + Verifier<Sig>,
        Sig: SignatureBitStringEncoding,
        R: TryCryptoRng + 'k,
    {
        let rng = RefCell::new(rng);
        Self::of(key, move |message| {
            let mut rng = rng.try_borrow_mut().map_err(|_| signature::Error::new())?;
            key.try_sign_with_rng(&mut *rng, message)
        })
    }

    fn of<S, Sig>(
        key: &'k S,
        sign: impl Fn(&[u8]) -> Result<Sig, signature::Error> + 'k,
    ) -> Result<Self, SignError>
    where
        S: Keypair + DynSignatureAlgorithmIdentifier,
        S::VerifyingKey: EncodePublicKey + Verifier<Sig>,
        Sig: SignatureBitStringEncoding,
    {
        let spki = key.verifying_key().to_public_key_der().map_err(encoding)?;
        let algorithm = key.signature_algorithm_identifier().map_err(encoding)?;
        let algorithm = algorithm.to_der().map_err(encoding)?;
        let sign = move |message: &[u8]| {
            let signature = sign(message).map_err(|error| SignError::Signer(error.into()))?;
            key.verifying_key()
                .verify(message, &signature)
                .map_err(|_| SignError::Verify(VerifyError::BadSignature(None)))?;
            let bits = signature.to_bitstring().map_err(encoding)?;
            bits.as_bytes().map(<[u8]>::to_vec).ok_or(SignError::Encoding)
        };
        Ok(Self {
            public: PublicKey::from_der(spki.as_bytes()).map_err(encoding)?,
            algorithm: SignatureAlgorithm::from_der(&algorithm).map_err(encoding)?,
            sign: Box::new(sign),
        })
    }
}

fn encoding<T>(_: T) -> SignError {
    SignError::Encoding
}

impl RequestSigner for RustCryptoSigner<'_> {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.algorithm.clone()
    }

    fn sign_message(
        &self,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn core::error::Error + Send + Sync>> {
        (self.sign)(message).map_err(Into::into)
    }

    fn verifies(&self) -> bool {
        true
    }
}

impl core::fmt::Debug for RustCryptoSigner<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "RustCryptoSigner({}, {})", self.public, self.algorithm)
    }
}
