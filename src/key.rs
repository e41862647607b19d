//! Keys: made, read, written and put to use.
//!
//! One file an algorithm family. Adding a family is one file, its variants of [`Algorithm`],
//! and one line in [`FAMILIES`].

use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use crate::pem;
use crate::public_key::PublicKey;
use crate::signature_algorithm::SignatureAlgorithm;

mod algorithm;
#[cfg(feature = "aws-lc-rs")]
mod aws_lc;
#[cfg(feature = "ecdsa")]
mod ecdsa;
#[cfg(feature = "encryption")]
mod encryption;
mod error;
mod file;
mod kind;
mod names;
mod private_key_info;
mod rng;
#[cfg(feature = "rsa")]
mod rsa;

pub use algorithm::{Algorithm, AlgorithmError, Policy, PolicyError};
pub use error::{KeyError, OldEncryption, SignError, VerifyError};
pub use kind::KeyKind;

use private_key_info::PrivateKeyInfo;
use rng::{ErasedRng, RngFailure};

/// The families that this build has. The first that knows an algorithm does the work.
const FAMILIES: &[&dyn Family] = &[
    #[cfg(feature = "aws-lc-rs")]
    &aws_lc::AwsLc,
    #[cfg(feature = "rsa")]
    &rsa::Rsa,
    #[cfg(feature = "ecdsa")]
    &ecdsa::Ecdsa,
];

/// A private key and its public one.
///
/// It is wiped when it is dropped, and shows itself nowhere: `Debug` tells the kind of key, and
/// nobody copies it by accident, since it is not `Clone`:
///
/// ```compile_fail,E0599
/// fn copy(key: &pkcs10::KeyPair) -> pkcs10::KeyPair {
///     key.clone()
/// }
/// ```
pub struct KeyPair {
    private: Box<dyn PrivateKey>,
    public: PublicKey,
    signature_algorithm: SignatureAlgorithm,
}

impl KeyPair {
    /// Makes a key with random numbers from `rng`, such as [`SysRng`](crate::SysRng): for an
    /// [`Algorithm`], or as a [`Policy`] asks. With the feature `aws-lc-rs`, RSA keys are made by
    /// aws-lc, which draws its own.
    ///
    /// # Errors
    /// [`KeyError::Random`] where the source of random numbers fails,
    /// [`KeyError::Unavailable`] where this build does not have the algorithm.
    pub fn generate<R: TryCryptoRng + ?Sized>(
        kind: impl Into<KeyKind>,
        rng: &mut R,
    ) -> Result<Self, KeyError> {
        kind.into().generate(rng)
    }

    /// Reads an unencrypted key from PEM. [`read`](Self::read) is for all that people have.
    ///
    /// # Errors
    /// [`KeyError`], which tells what the text holds instead, or what is wrong with the key.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        Self::read(text.as_bytes(), None)
    }

    /// Reads an unencrypted PKCS #8 key from DER (RFC 5958), and nothing else.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        Self::from_info(&PrivateKeyInfo::pkcs8(der).map_err(KeyError::Der)?)
    }

    fn from_info(info: &PrivateKeyInfo<'_>) -> Result<Self, KeyError> {
        FAMILIES.iter().find_map(|family| family.read(info)).unwrap_or_else(|| {
            Err(info.algorithm_oid().map_or_else(KeyError::Der, KeyError::UnknownAlgorithm))
        })
    }

    /// The key as PKCS #8 in PEM (RFC 5958), unencrypted. It is wiped when it is dropped; the
    /// encoder takes the same time whatever the key is.
    ///
    /// # Errors
    /// [`KeyError::Invalid`] where the key cannot be encoded.
    pub fn to_pkcs8_pem(&self) -> Result<Zeroizing<String>, KeyError> {
        let der = self.private.to_pkcs8_der()?;
        pem_rfc7468::encode_string(pem::label::PRIVATE_KEY, pem_rfc7468::LineEnding::LF, &der)
            .map(Zeroizing::new)
            .map_err(|_| KeyError::Invalid)
    }

    /// The key, signing by another algorithm than the usual one: RSA keys by SHA-384 or
    /// SHA-512, say.
    ///
    /// # Errors
    /// [`SignError::Algorithm`] where a key of this kind does not sign by it.
    pub fn with_signature_algorithm(
        mut self,
        algorithm: SignatureAlgorithm,
    ) -> Result<Self, SignError> {
        if matches!(algorithm, SignatureAlgorithm::Other(_)) || !algorithm.fits(&self.public) {
            return Err(SignError::Algorithm);
        }
        self.signature_algorithm = algorithm;
        Ok(self)
    }

    /// The public key.
    pub const fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// How requests are signed with it.
    pub const fn signature_algorithm(&self) -> &SignatureAlgorithm {
        &self.signature_algorithm
    }

    /// Signs a message. RSA draws from `rng` to hide the key from those who measure time;
    /// ECDSA is deterministic (RFC 6979) and draws nothing. aws-lc draws its own for both.
    pub(crate) fn sign_message<R: TryCryptoRng + ?Sized>(
        &self,
        message: &[u8],
        rng: &mut R,
    ) -> Result<Vec<u8>, SignError> {
        self.private.sign(&self.signature_algorithm, message, &mut ErasedRng(rng))
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({})", self.public.algorithm())
    }
}

/// A source of random numbers whose kind does not matter.
type AnyRng<'r> = dyn TryCryptoRng<Error = RngFailure> + 'r;

/// What a family of algorithms can do.
trait Family: Sync {
    /// Makes a key, if the algorithm is of this family.
    fn generate(
        &self,
        algorithm: Algorithm,
        rng: &mut AnyRng<'_>,
    ) -> Option<Result<KeyPair, KeyError>>;

    /// Takes a key out of its wrapping, if it is of this family. A key whose parts contradict
    /// each other, the public one included, is refused.
    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<KeyPair, KeyError>>;

    /// Checks a signature, if key and algorithm are of this family. That the algorithm is for the
    /// key, as far as is known, is checked already.
    fn verify(
        &self,
        key: &PublicKey,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), VerifyError>>;
}

/// A private key of some family. It wipes itself when it is dropped.
trait PrivateKey: Send + Sync {
    fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, KeyError>;

    fn sign(
        &self,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        rng: &mut AnyRng<'_>,
    ) -> Result<Vec<u8>, SignError>;
}

/// Checks a signature over `message`.
pub(crate) fn verify(
    key: &PublicKey,
    algorithm: &SignatureAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyError> {
    if !algorithm.fits(key) {
        return Err(VerifyError::NotForKey);
    }
    FAMILIES
        .iter()
        .find_map(|family| family.verify(key, algorithm, message, signature))
        .unwrap_or(Err(VerifyError::Unsupported))
}
