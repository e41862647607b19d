//! Exchange with the key types of the RustCrypto crates.

use alloc::format;

#[cfg(feature = "ml-dsa")]
use ml_dsa::{MlDsa44, MlDsa65, MlDsa87};
use spki::DecodePublicKey;

use crate::error::{Code, Error};
use crate::key::KeyPair;
#[cfg(feature = "ecdsa")]
use crate::key::ecdsa;
#[cfg(feature = "ed25519")]
use crate::key::ed25519;
use crate::public_key::PublicKey;

/// Public and private key types of a crate, by their DER: `DecodePublicKey` and its relatives.
macro_rules! keys {
    ($kind:literal, $pkcs8:path: $($public:ty),*; $($private:ty),*) => {
        const _: () = {
            use $pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey};

            $(impl TryFrom<&$public> for PublicKey {
                type Error = Error;

                #[doc = concat!("An ", $kind, " key. [`Code::KeyDamaged`] where it cannot be encoded.")]
                fn try_from(key: &$public) -> Result<Self, Error> {
                    Self::from_der(key.to_public_key_der().map_err(damaged("public key"))?.as_bytes())
                }
            }

            impl TryFrom<&PublicKey> for $public {
                type Error = Error;

                #[doc = concat!("[`Code::KeyAlgorithm`] where the key is not an ", $kind, " key.")]
                fn try_from(key: &PublicKey) -> Result<Self, Error> {
                    Self::from_public_key_der(key.as_der()).map_err(|_| other("public key", key, $kind))
                }
            })*

            $(impl TryFrom<&$private> for KeyPair {
                type Error = Error;

                #[doc = concat!("An ", $kind, " key. As [`from_pkcs8_der`](Self::from_pkcs8_der).")]
                fn try_from(key: &$private) -> Result<Self, Error> {
                    let der = key.to_pkcs8_der().map_err(damaged("private key"))?;
                    Self::from_pkcs8_der(der.as_bytes())
                }
            }

            impl TryFrom<&KeyPair> for $private {
                type Error = Error;

                #[doc = concat!("[`Code::KeyAlgorithm`] where the key is not an ", $kind, " key.")]
                fn try_from(key: &KeyPair) -> Result<Self, Error> {
                    Self::from_pkcs8_der(&key.to_pkcs8_der()?)
                        .map_err(|_| other("private key", key.public_key(), $kind))
                }
            })*
        };
    };
}

#[cfg(feature = "ecdsa")]
keys!("ECDSA P-256", p256::pkcs8: p256::ecdsa::VerifyingKey, p256::PublicKey; p256::ecdsa::SigningKey, p256::SecretKey);
#[cfg(feature = "ecdsa")]
keys!("ECDSA P-384", p384::pkcs8: p384::ecdsa::VerifyingKey, p384::PublicKey; p384::ecdsa::SigningKey, p384::SecretKey);
#[cfg(feature = "p521")]
keys!("ECDSA P-521", p521::pkcs8: p521::ecdsa::VerifyingKey, p521::PublicKey; p521::ecdsa::SigningKey, p521::SecretKey);
#[cfg(feature = "ed25519")]
keys!("Ed25519", ed25519_dalek::pkcs8: ed25519_dalek::VerifyingKey; ed25519_dalek::SigningKey);
#[cfg(feature = "ml-dsa")]
keys!("ML-DSA-44", ml_dsa::pkcs8: ml_dsa::VerifyingKey<MlDsa44>; ml_dsa::SigningKey<MlDsa44>);
#[cfg(feature = "ml-dsa")]
keys!("ML-DSA-65", ml_dsa::pkcs8: ml_dsa::VerifyingKey<MlDsa65>; ml_dsa::SigningKey<MlDsa65>);
#[cfg(feature = "ml-dsa")]
keys!("ML-DSA-87", ml_dsa::pkcs8: ml_dsa::VerifyingKey<MlDsa87>; ml_dsa::SigningKey<MlDsa87>);
#[cfg(feature = "rsa")]
keys!("RSA", rsa::pkcs8: rsa::PublicKey; rsa::PrivateKey);

/// A private key, without the copy that one by reference takes.
#[cfg(any(feature = "ecdsa", feature = "ed25519"))]
macro_rules! taken {
    ($private:ty, $key_pair:path) => {
        impl From<$private> for KeyPair {
            fn from(key: $private) -> Self {
                $key_pair(key)
            }
        }
    };
}

#[cfg(feature = "ecdsa")]
taken!(p256::ecdsa::SigningKey, ecdsa::key_pair);
#[cfg(feature = "ecdsa")]
taken!(p384::ecdsa::SigningKey, ecdsa::key_pair);
#[cfg(feature = "p521")]
taken!(p521::ecdsa::SigningKey, ecdsa::key_pair);
#[cfg(feature = "ed25519")]
taken!(ed25519_dalek::SigningKey, ed25519::key_pair);

#[cfg(feature = "rsa")]
impl TryFrom<rsa::PrivateKey> for KeyPair {
    type Error = Error;

    /// [`Code::RsaKeySize`] where it has fewer than 2,048 or more than 8,192 bits,
    /// [`Code::RsaExponent`] where the public exponent is not 65,537, [`Code::RsaMultiPrime`] where
    /// there are more than two primes, and [`Code::KeyDamaged`] where its parts contradict one another.
    fn try_from(key: rsa::PrivateKey) -> Result<Self, Error> {
        crate::key::rsa::key_pair(key, None)
    }
}

/// The crates take every key of their kind that we hold, but for ML-DSA keys that were read expanded.
fn other(subject: &'static str, key: &PublicKey, kind: &'static str) -> Error {
    let found = format!("{key}");
    match found == kind {
        true => Error::new(Code::KeyAlgorithm, subject, format!("is {key} without its seed"))
            .expected("the seed, which the type of the crate is made from"),
        false => Error::new(Code::KeyAlgorithm, subject, format!("is {key}")).expected(kind),
    }
}

fn damaged<E>(subject: &'static str) -> impl Fn(E) -> Error {
    move |_| Error::new(Code::KeyDamaged, subject, "cannot be encoded")
}
