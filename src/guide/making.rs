//! What goes into a request.
//!
//! * [From values](#from-values)
//! * [From text](#from-text)
//! * [Extensions](#extensions)
//! * [Attributes](#attributes)
//! * [Parts that have no method](#parts-that-have-no-method)
//!
//! A [`Request`](crate::Request) is valid from the moment it exists: what can be refused is refused by
//! [`build`](crate::RequestBuilder::build), all of it at once. See [`errors`](super::errors) for what is in a
//! refusal.
//!
//! # From values
//!
//! ```
//! use pkcs10::{DistinguishedName, GeneralName, Request};
//!
//! let request = Request::builder()
//!     .subject(
//!         DistinguishedName::builder()
//!             .country("DE")
//!             .organization("ACME GmbH")
//!             .organizational_unit("Firmware")
//!             .organizational_unit("BMC") // an attribute may be there several times
//!             .common_name("bmc-7.example.com"),
//!     )
//!     .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
//!     .subject_alt_name(GeneralName::ip([192, 0, 2, 7]))
//!     .build()?;
//! let names: Vec<_> = request.subject_alt_names().map(|name| name.to_string()).collect();
//! assert_eq!(names, ["DNS:bmc-7.example.com", "IP:192.0.2.7"]);
//! # Ok::<(), pkcs10::Faults>(())
//! ```
//!
//! The order of names and attributes is kept. A value is data: a comma or `DNS:` in it never begins another name.
//! See [`DistinguishedNameBuilder`](crate::names::DistinguishedNameBuilder) and
//! [`GeneralName`](crate::GeneralName); [`tables`](super::tables) lists the types of both.
//!
//! # From text
//!
//! A subject is RFC 4514 text, most specific attribute first; a name is `PREFIX:VALUE`. A failed parse can be handed
//! to the builder as it is, which reports it with its place.
//!
//! ```
//! use pkcs10::{DistinguishedName, GeneralName, Request};
//!
//! let request = Request::builder()
//!     .subject("CN=bmc-7.example.com,O=ACME\\, Inc.,C=US".parse::<DistinguishedName>())
//!     .subject_alt_names(
//!         ["DNS:bmc-7.example.com", "email:ops@example.com", "IP:2001:db8::7"]
//!             .map(|name| name.parse::<GeneralName>()),
//!     )
//!     .build()?;
//! assert_eq!(request.subject_alt_names().count(), 3);
//!
//! // The prefix may be left out of a host name or an IP address.
//! assert_eq!(GeneralName::host("192.0.2.7")?, GeneralName::ip([192, 0, 2, 7])?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`DistinguishedName::from_either_order`](crate::DistinguishedName::from_either_order) also reads the order of
//! OpenSSL, and says which one it was.
//!
//! # Extensions
//!
//! None is added unasked but the subjectAltName, which is made of the names.
//!
//! ```
//! use pkcs10::{DistinguishedName, ExtendedKeyUsage, KeyPurpose, KeyUsage, Request};
//!
//! let request = Request::builder()
//!     .subject(DistinguishedName::builder().common_name("bmc-7.example.com"))
//!     .extension(KeyUsage::DIGITAL_SIGNATURE)
//!     .extension(ExtendedKeyUsage::new([KeyPurpose::SERVER_AUTH]))
//!     .build();
//! assert!(request.is_ok());
//! ```
//!
//! [`KeyUsage`](crate::KeyUsage), [`ExtendedKeyUsage`](crate::ExtendedKeyUsage) and
//! [`BasicConstraints`](crate::BasicConstraints) are at the root; [`extensions`](crate::extensions) has the others:
//! [`SubjectKeyIdentifier`](crate::extensions::SubjectKeyIdentifier),
//! [`TlsFeature`](crate::extensions::TlsFeature) (must-staple), the
//! [`CertificateTemplate`](crate::extensions::CertificateTemplate) of AD CS.
//!
//! # Attributes
//!
//! ```
//! use pkcs10::{Attribute, DistinguishedName, Request};
//!
//! let request = Request::builder()
//!     .subject(DistinguishedName::builder().common_name("scep-client"))
//!     .attribute(Attribute::challenge_password("4CF4C5D57E1E3B68"))
//!     .build();
//! assert!(request.is_ok());
//! ```
//!
//! # Parts that have no method
//!
//! What this crate does not know by name is given by its object identifier and its DER:
//!
//! ```
//! use pkcs10::{AttributeType, DistinguishedName, Extension, Oid, Request};
//!
//! let inventory: Oid = "1.3.6.1.4.1.32473.7".parse()?;
//! let request = Request::builder()
//!     .subject(
//!         DistinguishedName::builder()
//!             .common_name("bmc-7")
//!             .attribute(AttributeType::from_oid(&inventory), "rack 7"),
//!     )
//!     .extension(Extension::new(inventory, false, &[0x05, 0x00]))
//!     .build();
//! assert!(request.is_ok());
//! # Ok::<(), pkcs10::Error>(())
//! ```
