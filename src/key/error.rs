//! Why keys are refused, and signatures.

use alloc::string::String;
use core::fmt;

use super::Algorithm;
use super::names::{Name, cannot_sign};
use crate::decode::DerError;
use crate::error::Quoted;
use crate::input::NoDer;
use crate::oid::Oid;
use crate::pem::PemError;
use crate::public_key::{EC_PUBLIC_KEY, RSA_ENCRYPTION};

/// Why a key cannot be made, read or written. It never holds a part of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// Nothing there.
    Empty,
    /// The input ends before the key does.
    Truncated,
    /// Neither PEM nor DER.
    Unrecognised,
    /// Text in UTF-16, as some Windows tools write it.
    Utf16,
    /// A PEM block that cannot be read.
    Pem(PemError),
    /// DER of none of the forms that hold a key, or damaged.
    Der(DerError),
    /// A PEM block of a kind that holds no key; holds its label.
    Label(String),
    /// DER of a kind that holds no key.
    NoKey,
    /// A public key, where a private one is needed.
    PublicKey,
    /// A certificate, where a private key is needed.
    Certificate,
    /// A certification request, where a private key is needed.
    CertificationRequest,
    /// A PKCS #12 store, which may hold a key within.
    Pkcs12,
    /// PKCS #7 (CMS), which holds certificates and no keys.
    Pkcs7,
    /// A private key in OpenSSH's own form.
    OpenSsh,
    /// A key for an algorithm that this build does not have.
    UnknownAlgorithm(Oid),
    /// An elliptic-curve key on a curve that this build does not have.
    UnknownCurve(Oid),
    /// An elliptic-curve key whose curve is spelt out rather than named.
    ExplicitCurve,
    /// An elliptic-curve key that names no curve.
    NoCurve,
    /// An RSA key with fewer than 2,048 bits, which no CA accepts.
    RsaTooSmall {
        /// Bits of its modulus.
        bits: usize,
    },
    /// An RSA key with more than 8,192 bits, which takes too long to use.
    RsaTooLarge {
        /// Bits of its modulus.
        bits: usize,
    },
    /// An RSA key whose public exponent is not 65,537.
    RsaExponent,
    /// An RSA key with more than two primes (RFC 8017 3.2).
    RsaMultiPrime,
    /// A key whose parts contradict each other.
    Invalid,
    /// An encrypted key, and no password for it.
    PasswordMissing,
    /// The password does not open the key. Damage to the file can look the same.
    WrongPassword,
    /// An encryption that is no longer in use.
    OldEncryption(OldEncryption),
    /// An encryption that this crate does not have.
    UnknownEncryption(Oid),
    /// An encrypted key whose password would take too long to try, or too much memory.
    TooCostly {
        /// What is too much: iterations of PBKDF2, or octets of scrypt's memory or work.
        cost: u64,
        /// The most that is tried.
        limit: u64,
    },
    /// An encrypted key, in a build without the feature `encryption`.
    EncryptionUnavailable,
    /// This build does not have the algorithm.
    Unavailable(Algorithm),
    /// The source of random numbers failed.
    Random,
}

impl From<NoDer> for KeyError {
    fn from(reason: NoDer) -> Self {
        match reason {
            NoDer::Empty => Self::Empty,
            NoDer::Utf16 => Self::Utf16,
            // Several keys are never refused.
            NoDer::NeitherPemNorDer | NoDer::Several(_) => Self::Unrecognised,
            NoDer::Label(label) => Self::Label(label),
            NoDer::Pem(error) => Self::Pem(error),
        }
    }
}

/// An encryption of private keys that is no longer in use.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OldEncryption {
    /// OpenSSL's own of before 2000: `Proc-Type: 4,ENCRYPTED`, with a key out of one round of
    /// MD5.
    ProcType,
    /// PBES1 (RFC 8018 6.1), PKCS #12's own (RFC 7292 C), or DES, 3DES or RC2 in PBES2.
    Scheme(Oid),
}

impl fmt::Display for OldEncryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ProcType => f.write_str("Proc-Type: 4,ENCRYPTED"),
            Self::Scheme(oid) => Name(oid).fmt(f),
        }
    }
}

const NOT_PRIVATE: &str = "not a private key";

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::Truncated => f.write_str("is cut off: it ends before the key does"),
            Self::Unrecognised => {
                f.write_str("is neither PEM (-----BEGIN …) nor DER; keys are read in either")
            }
            Self::Utf16 => f.write_str("is text in UTF-16; save it as ASCII or UTF-8"),
            Self::Pem(error) => error.fmt(f),
            Self::Der(error) => write!(f, "is no key in DER, or damaged: {error}"),
            Self::Label(label) => write!(
                f,
                "holds {} in PEM, which is no key; keys have the label \"PRIVATE KEY\", \"ENCRYPTED PRIVATE KEY\", \"RSA PRIVATE KEY\" or \"EC PRIVATE KEY\"",
                Quoted(label)
            ),
            Self::NoKey => {
                f.write_str("is DER without a key; keys are PKCS #8, PKCS #1 or SEC 1")
            }
            Self::PublicKey => write!(f, "is a public key, {NOT_PRIVATE}"),
            Self::Certificate => write!(f, "is a certificate, {NOT_PRIVATE}"),
            Self::CertificationRequest => write!(f, "is a certification request, {NOT_PRIVATE}"),
            Self::Pkcs12 => f.write_str("is a PKCS #12 store"),
            Self::Pkcs7 => write!(f, "is PKCS #7, which holds certificates, {NOT_PRIVATE}"),
            Self::OpenSsh => f.write_str("is a key in OpenSSH's own form"),
            Self::UnknownAlgorithm(oid) => unknown_algorithm(f, oid),
            Self::UnknownCurve(oid) => {
                write!(f, "is a key on the curve {}; P-256 and P-384 are supported", Name(oid))
            }
            Self::ExplicitCurve => f.write_str(
                "is an elliptic-curve key with its curve spelt out, which certificates must not have (RFC 5480 2.1.1)",
            ),
            Self::NoCurve => f.write_str(
                "is an elliptic-curve key that names no curve (RFC 5915 3), so what it is cannot be told",
            ),
            Self::RsaTooSmall { bits } => write!(
                f,
                "is an RSA key with {bits} bits; at least 2048 are needed (CA/Browser Forum Baseline Requirements 6.1.5)"
            ),
            Self::RsaTooLarge { bits } => {
                write!(f, "is an RSA key with {bits} bits; at most 8192 are supported")
            }
            Self::RsaExponent => f.write_str(
                "is an RSA key with an unusual public exponent; 65537 is the one that every CA accepts",
            ),
            Self::RsaMultiPrime => f.write_str(
                "is an RSA key with more than two primes (RFC 8017 3.2); two are supported",
            ),
            Self::Invalid => f.write_str("is a key whose parts contradict each other"),
            Self::PasswordMissing => f.write_str("is encrypted; its password is needed"),
            Self::WrongPassword => {
                f.write_str("does not open with this password (or the file is damaged)")
            }
            Self::OldEncryption(old) => {
                write!(f, "is encrypted in an old way, {old}, which is not read")
            }
            Self::UnknownEncryption(oid) => write!(
                f,
                "is encrypted with {}, which is not read; PBES2 with AES-CBC and PBKDF2 or scrypt is (RFC 8018)",
                Name(oid)
            ),
            Self::TooCostly { cost, limit } => write!(
                f,
                "asks for more work to open it than is done ({cost}; at most {limit})"
            ),
            Self::EncryptionUnavailable => {
                f.write_str("is encrypted, and this build is without the feature encryption")
            }
            Self::Unavailable(algorithm) => {
                write!(f, "{algorithm} is not in this build; it needs the feature ")?;
                f.write_str(match algorithm {
                    Algorithm::Rsa2048 | Algorithm::Rsa3072 | Algorithm::Rsa4096 => "rsa",
                    Algorithm::EcdsaP256 | Algorithm::EcdsaP384 => "ecdsa",
                })
            }
            Self::Random => f.write_str("the source of random numbers failed"),
        }
    }
}

fn unknown_algorithm(f: &mut fmt::Formatter<'_>, oid: &Oid) -> fmt::Result {
    let name = Name(oid);
    match oid.as_bytes() {
        RSA_ENCRYPTION => f.write_str("is an RSA key; this build is without the feature rsa"),
        EC_PUBLIC_KEY => {
            f.write_str("is an elliptic-curve key; this build is without the feature ecdsa")
        }
        _ if cannot_sign(oid) => write!(
            f,
            "is a key for {name}, which agrees on secrets and cannot sign; a request is signed with RSA or ECDSA here"
        ),
        _ => write!(
            f,
            "is a key for {name}, which is not supported; RSA and ECDSA on P-256 and P-384 are"
        ),
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
    /// Keys of this kind do not sign by this algorithm.
    NotForKey,
    /// The public key's own parameters do not allow it: a key for RSASSA-PSS may name the one hash
    /// function that it is for, and the shortest salt (RFC 4055 3.3).
    ForbiddenByKey,
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
            Self::NotForKey => "keys of this kind do not sign by this algorithm",
            Self::ForbiddenByKey => {
                "the public key allows RSASSA-PSS only with another hash function or a longer salt (RFC 4055 3.3)"
            }
            Self::Weak => "the signature's hash function is broken; it proves nothing",
        })
    }
}

impl core::error::Error for VerifyError {}
