#![cfg_attr(not(doctest), doc = include_str!("../README.md"))]
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
#[cfg(feature = "x509-cert")]
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
    pub use crate::attribute::IntoAttribute;
    pub use crate::ext::{
        CertificateTemplate, ExtensionValue, IntoExtension, KeyHash, NameConstraints, NameSubtree,
        SecurityIdentifier, SubjectKeyIdentifier, TlsFeature,
    };
}

/// Bodies of management servers, as data.
pub mod profiles {
    pub use crate::profile::{Field, Target};
}

/// Algorithms of keys and signatures, and signers whose key is elsewhere.
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
