#![cfg_attr(not(doctest), doc = include_str!("../README.md"))]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod attribute;
mod csr;
mod decode;
mod der;
mod encode;
mod error;
mod extension;
mod fault;
mod general_name;
mod general_names;
mod hex;
mod input;
mod inspection;
#[cfg(feature = "x509-cert")]
mod interop;
#[cfg(feature = "json")]
mod json;
mod key;
mod lint;
#[cfg(feature = "lxca")]
pub mod lxca;
mod oid;
mod pem;
mod profile;
mod public_key;
mod renewal;
mod request;
mod signature_algorithm;
mod signer;
mod subject;

pub use attribute::{Attribute, IntoAttribute, RequestAttributeError, RequestAttributeErrorKind};
pub use csr::{CertificationRequest, Prepared, PreparedError, RawSignatureError};
pub use decode::{DerError, DerErrorKind};
pub use encode::BufferTooSmall;
pub use extension::{
    BasicConstraints, BasicConstraintsError, CertificateTemplate, CertificateTemplateError,
    ExtendedKeyUsage, ExtendedKeyUsageError, Extension, ExtensionError, ExtensionErrorKind,
    IntoExtension, KeyHash, KeyPurpose, KeyUsage, KeyUsageError, SubjectKeyIdentifier,
    SubjectKeyIdentifierError, TlsFeature, TlsFeatureError, ValueError,
};
pub use fault::{Fault, FaultKind, Faults, Location};
pub use general_name::{
    DirectoryNameError, DnsNameError, EdiPartyNameError, GeneralName, GeneralNameError,
    GeneralNameErrorKind, GeneralNameType, IpAddressError, OtherNameError, RegisteredIdError,
    Rfc822NameError, SmtpUtf8MailboxError, UriError, X400AddressError,
};
pub use general_names::{GeneralNames, IntoGeneralName};
pub use hex::HexError;
pub use input::InputKind;
pub use inspection::{
    AttributeValue, Deviation, DeviationKind, DistinguishedName, ExtensionValue, Hash,
    InspectedAlgorithm, InspectedKey, Inspection, InspectionError, KeyMaterial, RequestedAttribute,
    RequestedExtension, Verdict,
};
#[cfg(feature = "x509-cert")]
pub use interop::CertReqError;
pub use key::{
    Algorithm, AlgorithmError, KeyError, KeyKind, KeyPair, OldEncryption, Policy, PolicyError,
    SignError, VerifyError,
};
#[cfg(feature = "json")]
pub use lint::findings_to_json;
pub use lint::{Finding, Group, GroupError, Rule, Severity, lint};
pub use oid::{Oid, OidError};
pub use pem::PemError;
pub use profile::Profile;
pub use public_key::{PublicKey, PublicKeyAlgorithm};
pub use renewal::{LeftOut, Renewal, RenewalError};
pub use request::{Request, RequestBuilder};
pub use signature_algorithm::{SignatureAlgorithm, SignatureAlgorithmError};
pub use signer::{Signer, SignerError};
pub use subject::{
    AttributeError, AttributeErrorKind, AttributeType, DistinguishedNameError, IntoSubject, Rdn,
    RdnAttribute, StringType, Subject, SubjectBuilder, SubjectDerError,
};

/// The operating system's source of random numbers.
#[cfg(feature = "std")]
pub use getrandom::SysRng;

/// The examples of the README are run where the features are that they need.
#[cfg(all(doctest, feature = "std", feature = "ecdsa", feature = "lxca"))]
#[doc = include_str!("../README.md")]
mod readme {}
