#![cfg_attr(not(doctest), doc = include_str!("../README.md"))]
//!
//! # Targets
//!
//! Without default features it needs `alloc` alone. For `wasm32-unknown-unknown`, where there is no operating
//! system to ask for random numbers, the feature `std` needs the program's word on where they come from, or
//! `getrandom` does not compile. In a browser or in Node.js it is Web Crypto; add to the program (not to a
//! library):
//!
//! ```toml
//! [target.'cfg(all(target_arch = "wasm32", target_os = "unknown"))'.dependencies]
//! getrandom = { version = "0.4", features = ["wasm_js"] }
//! ```
//!
//! Elsewhere leave `std` out, and give a generator to `KeyPair::generate` and `Request::sign_with_rng`. The
//! feature `store` writes files, and is not for that target.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod algorithm;
mod asn1;
mod attribute;
mod certificate;
mod compare;
mod csr;
mod error;
mod ext;
mod fault;
mod hex;
mod input;
mod inspect;
mod interop;
#[cfg(feature = "json")]
mod json;
mod key;
mod layout;
pub mod lint;
#[cfg(feature = "lxca")]
pub mod lxca;
mod name;
mod pem;
mod profile;
mod public_key;
mod renewal;
mod request;
mod san;
mod signer;
mod text;

/// Names: their parts, lists of them, and what can be made into them.
pub mod names {
    pub use crate::asn1::StringType;
    pub use crate::name::{
        AttributeValue, DistinguishedNameBuilder, IntoDistinguishedName, Rdn, TextOrder,
    };
    pub use crate::san::{GeneralNames, IntoGeneralName};
}

/// Extensions and attributes of a request: the less common ones, and what can be made into them.
pub mod extensions {
    pub use crate::attribute::{IntoAttribute, PossessionStatement};
    pub use crate::ext::{
        CertificateTemplate, ExtensionValue, IntoExtension, KeyHash, NameConstraints, NameSubtree,
        SecurityIdentifier, SubjectKeyIdentifier, TlsFeature,
    };
}

/// Bodies of management servers, as data.
pub mod profiles {
    pub use crate::profile::{Envelope, Field, Target};
}

/// Algorithms of keys and signatures, and signers whose key is elsewhere.
///
/// With the feature `rustcrypto`, keys are exchanged with the types of `p256`, `p384`, `p521`,
/// `ed25519-dalek`, `ml-dsa` and `rsa`, as far as the features of their algorithms are on, and public keys
/// with `SubjectPublicKeyInfoOwned` of `spki`:
///
/// ```
/// # #[cfg(all(feature = "rustcrypto", feature = "std", feature = "ecdsa"))] {
/// use p256::ecdsa::{SigningKey, VerifyingKey};
/// use pkcs10::{Algorithm, Code, KeyPair, PublicKey, SysRng};
/// use spki::SubjectPublicKeyInfoOwned;
///
/// let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
/// let signing = SigningKey::try_from(&key)?;
/// assert_eq!(KeyPair::try_from(&signing)?.public_key(), key.public_key());
///
/// let verifying = VerifyingKey::try_from(key.public_key())?;
/// assert_eq!(verifying, *signing.verifying_key());
/// assert_eq!(PublicKey::try_from(&verifying)?, *key.public_key());
///
/// let info = SubjectPublicKeyInfoOwned::try_from(key.public_key())?;
/// assert_eq!(PublicKey::try_from(&info)?, *key.public_key());
///
/// let refused = p384::PublicKey::try_from(key.public_key()).unwrap_err();
/// assert_eq!(refused.code(), Code::KeyAlgorithm);
/// assert_eq!(refused.to_string(), "public key is ECDSA P-256; expected ECDSA P-384");
/// # }
/// # Ok::<(), pkcs10::Error>(())
/// ```
pub mod keys {
    pub use crate::algorithm::DigestAlgorithm;
    pub use crate::key::{DerivationBudget, KeyKind};
    pub use crate::public_key::PublicKeyAlgorithm;
    pub use crate::signer::RustCryptoSigner;
}

/// Requests and certificates that others made.
pub mod reading {
    pub use crate::certificate::Certificate;
    pub use crate::compare::{Difference, compare};
    pub use crate::input::{Repair, Repaired, members, repair};
    pub use crate::key::BadSignatureCause;
    pub use crate::renewal::LeftOut;
}

pub use algorithm::SignatureAlgorithm;
pub use asn1::{Deviation, Oid};
pub use attribute::Attribute;
pub use csr::{CertificationRequest, Prepared};
pub use error::{Code, Error, Hint};
pub use ext::{BasicConstraints, ExtendedKeyUsage, Extension, KeyPurpose, KeyUsage};
pub use fault::{Fault, Faults, Place, Words};
pub use inspect::Inspection;
#[cfg(feature = "x509-cert")]
pub use interop::CertReqError;
pub use key::{Algorithm, KeyPair, Policy, SignError, Verified, VerifyError};
pub use layout::BufferTooSmall;
pub use lint::lint;
pub use name::{AttributeType, DistinguishedName};
pub use profile::Profile;
pub use public_key::PublicKey;
pub use renewal::Renewal;
pub use request::{Request, RequestBuilder};
pub use san::{GeneralName, GeneralNameType};
pub use signer::RequestSigner;

/// The operating system's source of random numbers.
#[cfg(feature = "std")]
pub use getrandom::SysRng;

/// The examples of the README are run where the features are that they need.
#[cfg(all(doctest, feature = "std", feature = "ecdsa", feature = "lxca"))]
#[doc = include_str!("../README.md")]
mod readme {}
