//! Public keys: SubjectPublicKeyInfo (RFC 5280 4.1.2.7), made and read.
//!
//! ```text
//! SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier,
//!                                     subjectPublicKey BIT STRING }
//! RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }     -- RFC 8017 A.1.1
//! ECPoint ::= OCTET STRING, without its header                              -- RFC 5480 2.2
//! ```

mod algorithm;
mod encode;
mod key;
mod pem;
mod read;

pub use algorithm::PublicKeyAlgorithm;
#[cfg(feature = "ecdsa")]
pub(crate) use encode::ec_identifier;
pub(crate) use key::POINT;
pub use key::PublicKey;
pub(crate) use read::{bits, key_bytes};
