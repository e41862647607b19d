//! Types of names, algorithms and subject attributes.
//!
//! # The nine types of GeneralName
//!
//! [`GeneralNameType`](crate::GeneralNameType), RFC 5280 4.2.1.6. In text a name is `PREFIX:VALUE`, the prefix in any
//! case.
//!
//! | type | prefix | value | refused, among others |
//! |---|---|---|---|
//! | `otherName` | `otherName` | `OID;UTF8:text`, `OID;IA5:text`, `OID;DER:hex`; `UPN` and `SmtpUTF8Mailbox` may stand for their OIDs | DER that is not exactly one value |
//! | `rfc822Name` | `email` | `local@domain` (RFC 5321) | display names, comments, address literals |
//! | `dNSName` | `DNS` | host name, at most 253 characters, labels of 63; `*` as the whole first label | `_`, a trailing dot, addresses, letters outside ASCII without the feature `idn` |
//! | `x400Address` | `x400` | `C=US;A=ADMD;P=PRMD;O=Org;S=Surname` (RFC 1685) | keys that are unknown or given twice, parts over their bounds |
//! | `directoryName` | `dirName` | RFC 4514 text, most specific first | unknown attributes, values over their bounds |
//! | `ediPartyName` | `ediPartyName` | `partyName`, or `nameAssigner;partyName`; `\;` and `\\` escape | empty parts |
//! | `uniformResourceIdentifier` | `URI` | absolute URI (RFC 3986) | relative references, wrong percent encoding |
//! | `iPAddress` | `IP` | IPv4 dotted quad, IPv6 (RFC 4291) | networks, ports, zones, leading zeros, IPv4-mapped IPv6 |
//! | `registeredID` | `RID` | dotted decimal, arcs of any size | a second arc over 39 under 0 and 1, leading zeros |
//!
//! ```
//! use pkcs10::{GeneralName, GeneralNameType};
//!
//! let values = [
//!     "UPN;UTF8:jo@example.com", "jo@example.com", "*.example.com", "C=US;A=ADMD;S=Doe", "CN=a,C=DE",
//!     "ACME;bmc-7", "spiffe://example.com/bmc-7", "2001:db8::7", "1.3.6.1.4.1.32473.7",
//! ];
//! for (name_type, value) in GeneralNameType::ALL.iter().zip(values) {
//!     let name = GeneralName::new(*name_type, value)?;
//!     assert_eq!(name.to_string().split_once(':').unwrap().0, name_type.prefix());
//! }
//! # Ok::<(), pkcs10::Error>(())
//! ```
//!
//! # Algorithms of keys
//!
//! [`Algorithm`](crate::Algorithm), with the signature that requests get.
//!
//! | name | key | signature | feature |
//! |---|---|---|---|
//! | `rsa-2048`, `rsa-3072`, `rsa-4096` | RSA, exponent 65,537 | PKCS #1 v1.5 with SHA-256 | `rsa` |
//! | `rsa-pss-2048`, `rsa-pss-3072`, `rsa-pss-4096` | RSA for RSASSA-PSS alone (RFC 4055) | RSASSA-PSS with SHA-256 | `rsa` |
//! | `ecdsa-p256` | NIST P-256 | ECDSA with SHA-256, deterministic (RFC 6979) except by aws-lc | `ecdsa` |
//! | `ecdsa-p384` | NIST P-384 | ECDSA with SHA-384, the same | `ecdsa` |
//! | `ecdsa-p521` | NIST P-521 | ECDSA with SHA-512, the same | `p521` |
//! | `ed25519` | Ed25519 | Ed25519 (RFC 8032), deterministic | `ed25519` |
//! | `ml-dsa-44`, `ml-dsa-65`, `ml-dsa-87` | ML-DSA (FIPS 204, RFC 9881) | ML-DSA, hedged; by a crate that is not audited | `ml-dsa` |
//!
//! A [`Policy`](crate::Policy) chooses key and digest: `default` is `rsa-2048` with SHA-256, `cnsa` is `rsa-3072` with
//! SHA-384, `cnsa-2` is `ml-dsa-87`.
//!
//! External signers may use any algorithm. Verified are PKCS #1 v1.5, RSASSA-PSS and ECDSA with SHA-256, SHA-384 or SHA-512,
//! Ed25519 and ML-DSA, as far as their features are on; [`SignatureAlgorithm`](crate::SignatureAlgorithm).
//!
//! # Attribute types of a subject
//!
//! [`AttributeType`](crate::AttributeType): names in text, in any case, the first of which is written; any other type by its
//! object identifier.
//!
//! | type | names | object identifier | values | at most | source of the bound |
//! |---|---|---|---|---|---|
//! | [`CommonName`](crate::AttributeType::CommonName) | `CN`, `commonName` | 2.5.4.3 | DirectoryString | 64 | RFC 5280 Appendix A.1 |
//! | [`Locality`](crate::AttributeType::Locality) | `L`, `localityName` | 2.5.4.7 | DirectoryString | 128 | RFC 5280 Appendix A.1 |
//! | [`StateOrProvince`](crate::AttributeType::StateOrProvince) | `ST`, `S`, `stateOrProvinceName` | 2.5.4.8 | DirectoryString | 128 | RFC 5280 Appendix A.1 |
//! | [`Organization`](crate::AttributeType::Organization) | `O`, `organizationName` | 2.5.4.10 | DirectoryString | 64 | RFC 5280 Appendix A.1 |
//! | [`OrganizationalUnit`](crate::AttributeType::OrganizationalUnit) | `OU`, `organizationalUnitName` | 2.5.4.11 | DirectoryString | 64 | RFC 5280 Appendix A.1 |
//! | [`Country`](crate::AttributeType::Country) | `C`, `countryName` | 2.5.4.6 | two upper-case letters | 2 | RFC 5280 Appendix A.1 |
//! | [`Street`](crate::AttributeType::Street) | `STREET`, `streetAddress` | 2.5.4.9 | DirectoryString | 128 | X.520 (2008) Annex C |
//! | [`DomainComponent`](crate::AttributeType::DomainComponent) | `DC`, `domainComponent` | 0.9.2342.19200300.100.1.25 | IA5String | 63 | RFC 1034 3.1 |
//! | [`UserId`](crate::AttributeType::UserId) | `UID`, `userId` | 0.9.2342.19200300.100.1.1 | DirectoryString | 256 | RFC 1274 9.3.1 |
//! | [`SerialNumber`](crate::AttributeType::SerialNumber) | `serialNumber` | 2.5.4.5 | PrintableString | 64 | RFC 5280 Appendix A.1 |
//! | [`EmailAddress`](crate::AttributeType::EmailAddress) | `emailAddress`, `E`, `EMAIL` | 1.2.840.113549.1.9.1 | IA5String | 255 | RFC 5280 Appendix A.1 |
//! | [`Surname`](crate::AttributeType::Surname) | `SN`, `surname` | 2.5.4.4 | DirectoryString | 32768 | RFC 5280 Appendix A.1 |
//! | [`GivenName`](crate::AttributeType::GivenName) | `GN`, `givenName`, `G` | 2.5.4.42 | DirectoryString | 32768 | RFC 5280 Appendix A.1 |
//! | [`Initials`](crate::AttributeType::Initials) | `initials`, `I` | 2.5.4.43 | DirectoryString | 32768 | RFC 5280 Appendix A.1 |
//! | [`GenerationQualifier`](crate::AttributeType::GenerationQualifier) | `generationQualifier`, `GENERATION` | 2.5.4.44 | DirectoryString | 32768 | RFC 5280 Appendix A.1 |
//! | [`Name`](crate::AttributeType::Name) | `name` | 2.5.4.41 | DirectoryString | 32768 | RFC 5280 Appendix A.1 |
//! | [`Title`](crate::AttributeType::Title) | `title`, `T` | 2.5.4.12 | DirectoryString | 64 | RFC 5280 Appendix A.1 |
//! | [`Pseudonym`](crate::AttributeType::Pseudonym) | `pseudonym` | 2.5.4.65 | DirectoryString | 128 | RFC 5280 Appendix A.1 |
//! | [`DnQualifier`](crate::AttributeType::DnQualifier) | `dnQualifier`, `DNQ` | 2.5.4.46 | PrintableString | 32768 | this crate |
//! | [`Description`](crate::AttributeType::Description) | `description` | 2.5.4.13 | DirectoryString | 1024 | X.520 (2008) Annex C |
//! | [`BusinessCategory`](crate::AttributeType::BusinessCategory) | `businessCategory` | 2.5.4.15 | DirectoryString | 128 | X.520 (2008) Annex C |
//! | [`PostalCode`](crate::AttributeType::PostalCode) | `postalCode` | 2.5.4.17 | DirectoryString | 40 | X.520 (2008) Annex C |
//! | [`OrganizationIdentifier`](crate::AttributeType::OrganizationIdentifier) | `organizationIdentifier` | 2.5.4.97 | DirectoryString | 32768 | this crate |
//! | [`JurisdictionLocality`](crate::AttributeType::JurisdictionLocality) | `jurisdictionL`, `jurisdictionLocalityName` | 1.3.6.1.4.1.311.60.2.1.1 | DirectoryString | 128 | RFC 5280 Appendix A.1 |
//! | [`JurisdictionStateOrProvince`](crate::AttributeType::JurisdictionStateOrProvince) | `jurisdictionST`, `jurisdictionStateOrProvinceName` | 1.3.6.1.4.1.311.60.2.1.2 | DirectoryString | 128 | RFC 5280 Appendix A.1 |
//! | [`JurisdictionCountry`](crate::AttributeType::JurisdictionCountry) | `jurisdictionC`, `jurisdictionCountryName` | 1.3.6.1.4.1.311.60.2.1.3 | two upper-case letters | 2 | RFC 5280 Appendix A.1 |
