//! Create, sign, read and check certificate signing requests (CSR, PKCS #10, [RFC 2986]): offline, pure Rust, no
//! `unsafe`, `no_std` with `alloc`. For management servers, firmware, provisioning tools and keys in an HSM. The program `csr` (package
//! `pkcs10-cli`) does the same on the command line. New, not audited, before 1.0; the README has measurements beside other crates, SECURITY.md
//! says how to report a vulnerability.
//!
//! * [Quick start](#quick-start)
//! * [By task](#by-task)
//! * [Features](#features)
//! * [`guide`]: a page for each task, all error codes, tables of names and algorithms, guarantees and limits
//!
//! # Quick start
//!
//! A [`Request`] is what is asked for. It is valid once it is built, holds no key, and becomes a
//! [`CertificationRequest`] when it is signed.
//!
//! ```
//! # #[cfg(all(feature = "std", feature = "ecdsa"))] {
//! use pkcs10::{Algorithm, DistinguishedName, GeneralName, KeyPair, Request, SysRng};
//!
//! let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
//! let request = Request::builder()
//!     .subject(DistinguishedName::builder().country("DE").common_name("bmc-7.example.com"))
//!     .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
//!     .subject_alt_name(GeneralName::ip([192, 0, 2, 7]))
//!     .build()?; // all faults at once, each with its place
//! let csr = request.sign(&key)?;
//! assert!(csr.to_pem().starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"));
//! assert!(csr.verify().is_ok());
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # By task
//!
//! | to | start at | page |
//! |---|---|---|
//! | make a request from values or text | [`Request::builder`], [`DistinguishedName`], [`GeneralName`] | [`guide::making`] |
//! | ask for usages and other extensions | [`KeyUsage`], [`ExtendedKeyUsage`], [`extensions`] | [`guide::making`] |
#![cfg_attr(
    feature = "lxca",
    doc = "| read the JSON body of a management server | [`lxca::BodyReader`], [`Profile`] | [`guide::json_body`] |"
)]
//! | make a key, read a key file | [`KeyPair`], [`Algorithm`], [`Policy`] | [`guide::signing`] |
//! | sign with an HSM, a token or an agent | [`RequestSigner`]; for PKCS #11 tokens the crate `pkcs10-pkcs11` | [`guide::signing`] |
//! | sign with a KMS, async, or behind an air gap | [`Request::prepare`], [`Prepared`] | [`guide::signing`] |
//! | work without an operating system | [`Request::encode_into`] | [`guide::signing`] |
//! | read and verify a request | [`CertificationRequest`] | [`guide::reading`] |
//! | see all that is wrong with one | [`Inspection`], [`lint`](crate::lint()) | [`guide::reading`] |
//! | renew from an old request or certificate | [`Renewal`] | [`guide::reading`] |
//! | see what a CA changed | [`reading::compare`] | [`guide::reading`] |
//! | show errors in one's own words | [`Error`], [`Faults`], [`Words`] | [`guide::errors`] |
//!
//! It opens no socket, issues no certificate and validates no chain: see [`guide::guarantees`].
//!
//! # Features
//!
//! | feature | default | what it brings |
//! |---|---|---|
//! | `std` | yes | signing with the operating system's random numbers |
//! | `rsa` | yes | RSA keys |
//! | `ecdsa` | yes | ECDSA keys on P-256 and P-384 |
//! | `p521` | | ECDSA keys on P-521 |
//! | `ed25519` | | Ed25519 keys |
//! | `ml-dsa` | | ML-DSA-44, -65 and -87 keys (FIPS 204); the crate that does the arithmetic is not audited |
//! | `encryption` | yes | encrypted private keys |
//! | `json` | yes | `Inspection::to_json`, `lint::findings_to_json`, and `Serialize` of what is read |
//! | `idn` | | internationalised domain names (UTS 46, RFC 5892) |
//! | `public-suffix` | | lint knows public suffixes and top-level domains |
//! | `lxca` | | the JSON body and the service behind it |
//! | `store` | | a directory that keeps requests and keys |
//! | `x509-cert` | | to and from `x509_cert::request::CertReq` |
//! | `rustcrypto` | | to and from the keys of `p256`, `p384`, `p521`, `ed25519-dalek`, `ml-dsa` and `rsa`, and `spki`; `keys::RustCryptoSigner` signs by any key with their traits |
//! | `rustls-pki-types` | | to `CertificateSigningRequestDer`, `PrivateKeyDer` and `SubjectPublicKeyInfoDer` |
//! | `serde` | | `Serialize` and `Deserialize` of requests and public keys, as PEM for readers and as DER for others |
//! | `aws-lc-rs` | | `KeyPair::with_aws_lc` and `generate_with_aws_lc`: signing, and making RSA keys, by aws-lc-rs, which needs a C compiler |
//!
//! Features only add. A key that signs by aws-lc takes aws-lc's own random numbers, and its ECDSA signatures are
//! randomised. Targets without an operating system, WebAssembly among them: [`guide::signing`].
//!
//! [RFC 2986]: https://www.rfc-editor.org/rfc/rfc2986
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
// The pages name what the default features bring.
#![cfg_attr(
    not(all(
        feature = "std",
        feature = "rsa",
        feature = "ecdsa",
        feature = "encryption",
        feature = "json"
    )),
    allow(rustdoc::broken_intra_doc_links)
)]

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
// Documentation only; its examples are run where the features are that they need.
#[cfg(all(
    doc,
    any(not(doctest), all(feature = "std", feature = "ecdsa", feature = "encryption"))
))]
pub mod guide;
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
    #[cfg(feature = "rustcrypto")]
    pub use crate::signer::RustCryptoSigner;
}

/// Requests and certificates that others made.
pub mod reading {
    pub use crate::certificate::Certificate;
    pub use crate::compare::{Difference, compare};
    pub use crate::input::{Repair, Repaired, members, password, repair, signature};
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
