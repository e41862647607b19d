//! The layout of a certification request (RFC 2986): the only module that knows it, written and
//! read side by side.
//!
//! ```text
//! CertificationRequest ::= SEQUENCE {
//!     certificationRequestInfo CertificationRequestInfo,
//!     signatureAlgorithm       AlgorithmIdentifier,
//!     signature                BIT STRING }
//!
//! CertificationRequestInfo ::= SEQUENCE {
//!     version       INTEGER { v1(0) },
//!     subject       Name,
//!     subjectPKInfo SubjectPublicKeyInfo,
//!     attributes    [0] IMPLICIT SET OF Attribute }      -- always there, A0 00 when empty
//!
//! Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET SIZE (1..MAX) OF ANY }
//!
//! extensionRequest (RFC 2985 5.4.2): values is one Extensions (RFC 5280 4.1)
//! Extensions ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE {
//!     extnID    OBJECT IDENTIFIER,
//!     critical  BOOLEAN DEFAULT FALSE,
//!     extnValue OCTET STRING }
//! ```

pub(crate) mod certificate;
mod ecdsa_signature;
pub(crate) mod read;
pub(crate) mod write;

pub use write::BufferTooSmall;
