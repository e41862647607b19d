//! Extensions that a request asks for (RFC 5280 4.2), none by default.
//!
//! Each known extension has one type, which is made from Rust values or from text, written as DER,
//! and read from it, strictly or leniently. Other extensions are given by their object identifier
//! and DER.

mod basic_constraints;
mod certificate_template;
mod extended_key_usage;
mod extension;
mod into_extension;
mod key_hash;
mod key_purpose;
mod key_usage;
mod name_constraints;
pub(crate) mod oids;
mod read;
mod security_identifier;
mod subject_key_identifier;
pub(crate) mod text;
mod tls_feature;
mod usages;
mod value;

pub use basic_constraints::BasicConstraints;
pub use certificate_template::CertificateTemplate;
pub use extended_key_usage::ExtendedKeyUsage;
pub use extension::Extension;
pub(crate) use extension::{find_key_usage, find_subject_alt_names};
pub use into_extension::IntoExtension;
pub use key_hash::KeyHash;
pub use key_purpose::KeyPurpose;
pub use key_usage::KeyUsage;
pub use name_constraints::{NameConstraints, NameSubtree};
pub use security_identifier::SecurityIdentifier;
pub use subject_key_identifier::SubjectKeyIdentifier;
pub use tls_feature::TlsFeature;
pub(crate) use usages::Usages;
pub use value::ExtensionValue;
