//! Keys: made, read, written and put to use.
//!
//! One file an algorithm family. Adding a family is one file, its variants of [`Algorithm`],
//! and one line in [`FAMILIES`].

use alloc::{boxed::Box, string::String, vec::Vec};
use core::{fmt, str::FromStr};

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use crate::decode::DerError;
use crate::error::{Quoted, nearest};
use crate::oid::Oid;
use crate::pem::{self, PemError};
use crate::public_key::PublicKey;
use crate::signature_algorithm::SignatureAlgorithm;

#[cfg(feature = "ecdsa")]
mod ecdsa;
mod private_key_info;
mod rng;
#[cfg(feature = "rsa")]
mod rsa;

use private_key_info::PrivateKeyInfo;
use rng::{ErasedRng, RngFailure};

/// The families that this build has.
const FAMILIES: &[&dyn Family] = &[
    #[cfg(feature = "rsa")]
    &rsa::Rsa,
    #[cfg(feature = "ecdsa")]
    &ecdsa::Ecdsa,
];

/// What a key is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// RSA with 2,048 bits, PKCS #1 v1.5 with SHA-256.
    Rsa2048,
    /// ECDSA on P-256 with SHA-256.
    EcdsaP256,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Rsa2048, Self::EcdsaP256];

    /// The name, such as `rsa-2048`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa2048 => "rsa-2048",
            Self::EcdsaP256 => "ecdsa-p256",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Algorithm {
    type Err = AlgorithmError;

    fn from_str(text: &str) -> Result<Self, AlgorithmError> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.as_str() == text)
            .ok_or_else(|| AlgorithmError(text.into()))
    }
}

/// A text that is the name of no [`Algorithm`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlgorithmError(String);

impl fmt::Display for AlgorithmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no algorithm; there are ", Quoted(&self.0))?;
        for (index, algorithm) in Algorithm::ALL.iter().enumerate() {
            write!(f, "{}{algorithm}", if index > 0 { ", " } else { "" })?;
        }
        match nearest(&self.0, Algorithm::ALL.map(Algorithm::as_str)) {
            Some(meant) => write!(f, "; hint: did you mean {meant}?"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for AlgorithmError {}

/// A private key and its public one. It is wiped when it is dropped, and shows itself nowhere.
pub struct KeyPair {
    private: Box<dyn PrivateKey>,
    public: PublicKey,
    signature_algorithm: SignatureAlgorithm,
}

impl KeyPair {
    /// Makes a key with random numbers from `rng`, such as [`SysRng`](crate::SysRng).
    ///
    /// # Errors
    /// [`KeyError::Random`] where the source of random numbers fails,
    /// [`KeyError::Unavailable`] where this build does not have the algorithm.
    pub fn generate<R: TryCryptoRng + ?Sized>(
        algorithm: Algorithm,
        rng: &mut R,
    ) -> Result<Self, KeyError> {
        let mut rng = ErasedRng(rng);
        FAMILIES
            .iter()
            .find_map(|family| family.generate(algorithm, &mut rng))
            .ok_or(KeyError::Unavailable(algorithm))?
            .and_then(Self::new)
    }

    /// Reads an unencrypted PKCS #8 key from PEM (RFC 5958, label `PRIVATE KEY`).
    ///
    /// # Errors
    /// [`KeyError`], which tells a file of another kind from a key that is refused.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let block = pem::decode(text, |_| true).map_err(KeyError::Pem)?;
        match block.label {
            "PRIVATE KEY" => Self::from_pkcs8_der(&block.der),
            label => Err(KeyError::Label(label.into())),
        }
    }

    /// Reads an unencrypted PKCS #8 key from DER (RFC 5958).
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        let info = PrivateKeyInfo::read(der).map_err(KeyError::Der)?;
        FAMILIES
            .iter()
            .find_map(|family| family.read(&info))
            .unwrap_or_else(|| Err(KeyError::UnknownAlgorithm(info.algorithm.clone())))
            .and_then(Self::new)
    }

    /// The key as PKCS #8 in PEM. It is wiped when it is dropped.
    ///
    /// # Errors
    /// [`KeyError::Invalid`] where the key cannot be encoded.
    pub fn to_pkcs8_pem(&self) -> Result<Zeroizing<String>, KeyError> {
        let der = self.private.to_pkcs8_der()?;
        pem_rfc7468::encode_string("PRIVATE KEY", pem_rfc7468::LineEnding::LF, &der)
            .map(Zeroizing::new)
            .map_err(|_| KeyError::Invalid)
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
    /// ECDSA is deterministic (RFC 6979) and draws nothing.
    pub(crate) fn sign_message<R: TryCryptoRng + ?Sized>(
        &self,
        message: &[u8],
        rng: &mut R,
    ) -> Result<Vec<u8>, SignError> {
        self.private.sign(&self.signature_algorithm, message, &mut ErasedRng(rng))
    }

    fn new(private: Box<dyn PrivateKey>) -> Result<Self, KeyError> {
        let public = private.public_key()?;
        let signature_algorithm =
            SignatureAlgorithm::usual_for(&public).ok_or(KeyError::Invalid)?;
        Ok(Self { private, public, signature_algorithm })
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
    ) -> Option<Result<Box<dyn PrivateKey>, KeyError>>;

    /// Takes a key out of its PKCS #8 wrapping, if it is of this family.
    fn read(&self, info: &PrivateKeyInfo<'_>) -> Option<Result<Box<dyn PrivateKey>, KeyError>>;

    /// Checks a signature, if key and algorithm are of this family.
    fn verify(
        &self,
        key: &PublicKey,
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), VerifyError>>;
}

/// A private key of some family.
trait PrivateKey: Send + Sync {
    fn public_key(&self) -> Result<PublicKey, KeyError>;

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
    FAMILIES
        .iter()
        .find_map(|family| family.verify(key, algorithm, message, signature))
        .unwrap_or(Err(VerifyError::Unsupported))
}

/// Why a key cannot be made, read or written. It never holds a part of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// No PEM block that can be read.
    Pem(PemError),
    /// A PEM block of another kind than a key; holds its label.
    Label(String),
    /// Not the DER of a PKCS #8 key.
    Der(DerError),
    /// A key for an algorithm that this build does not have.
    UnknownAlgorithm(Oid),
    /// An RSA key with fewer than 2,048 bits, which no CA accepts.
    RsaTooSmall {
        /// Bits of its modulus.
        bits: usize,
    },
    /// An RSA key whose public exponent is not 65,537.
    RsaExponent,
    /// A key whose parts contradict each other.
    Invalid,
    /// This build does not have the algorithm.
    Unavailable(Algorithm),
    /// The source of random numbers failed.
    Random,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pem(error) => error.fmt(f),
            Self::Label(label) => write!(
                f,
                "holds {}, not a private key; an unencrypted PKCS #8 key has the label \"PRIVATE KEY\"",
                Quoted(label)
            ),
            Self::Der(error) => write!(f, "is no PKCS #8 private key (RFC 5958): {error}"),
            Self::UnknownAlgorithm(oid) => {
                write!(f, "is a key for the algorithm {oid}, which this build does not have")
            }
            Self::RsaTooSmall { bits } => {
                write!(f, "is an RSA key with {bits} bits; at least 2048 are needed")
            }
            Self::RsaExponent => f.write_str(
                "is an RSA key with an unusual public exponent; 65537 is the one that every CA accepts",
            ),
            Self::Invalid => f.write_str("is a key whose parts contradict each other"),
            Self::Unavailable(algorithm) => {
                write!(f, "{algorithm} is not in this build")
            }
            Self::Random => f.write_str("the source of random numbers failed"),
        }
    }
}

impl core::error::Error for KeyError {}

/// Why something cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The source of random numbers failed.
    Random,
    /// The key does not sign by this algorithm.
    Algorithm,
    /// The signature did not come out right, and was not given out.
    Failed,
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Random => "the source of random numbers failed",
            Self::Algorithm => "the key does not sign by this algorithm",
            Self::Failed => "the signature did not come out right and was not given out",
        })
    }
}

impl core::error::Error for SignError {}

/// Why a signature is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The signature is wrong: over other octets, by another key, or damaged.
    BadSignature,
    /// This build does not have the algorithm, so it cannot tell.
    Unsupported,
    /// The public key is damaged.
    BadKey,
    /// The hash function is broken (MD5, SHA-1): the signature proves nothing, and was not
    /// checked.
    Weak,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadSignature => {
                "the signature does not verify under the public key of the request"
            }
            Self::Unsupported => "this build cannot verify signatures of this algorithm",
            Self::BadKey => "the public key is damaged",
            Self::Weak => "the signature's hash function is broken; it proves nothing",
        })
    }
}

impl core::error::Error for VerifyError {}
