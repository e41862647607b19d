//! The object identifiers (content bytes) and names of extensions.

use alloc::{format, string::String};

use crate::asn1::read::Tlv;
use crate::asn1::{Oid, tag};

macro_rules! extensions {
    ($($(#[$doc:meta])* $constant:ident, $name:literal, $content:expr;)*) => {
        $($(#[$doc])* pub(crate) const $constant: &[u8] = &$content;)*

        /// The extensions that are read.
        const READ: &[(&[u8], &str)] = &[$(($constant, $name),)*];
    };
}

extensions! {
    /// RFC 5280 4.2.1.2.
    SUBJECT_KEY_IDENTIFIER, "subjectKeyIdentifier", [0x55, 0x1D, 14];
    /// RFC 5280 4.2.1.3.
    KEY_USAGE, "keyUsage", [0x55, 0x1D, 15];
    /// RFC 5280 4.2.1.6.
    SUBJECT_ALT_NAME, "subjectAltName", [0x55, 0x1D, 17];
    /// RFC 5280 4.2.1.9.
    BASIC_CONSTRAINTS, "basicConstraints", [0x55, 0x1D, 19];
    /// RFC 5280 4.2.1.12.
    EXTENDED_KEY_USAGE, "extKeyUsage", [0x55, 0x1D, 37];
    /// RFC 7633.
    TLS_FEATURE, "tlsFeature", [0x2B, 6, 1, 5, 5, 7, 1, 24];
    /// RFC 5280 4.2.1.10.
    NAME_CONSTRAINTS, "nameConstraints", [0x55, 0x1D, 30];
    /// szOID_NTDS_CA_SECURITY_EXT: the security identifier of an account (MS-WCCE 2.2.2.7.7.4).
    SECURITY_IDENTIFIER, "ntdsCaSecurityExt", [0x2B, 6, 1, 4, 1, 0x82, 0x37, 25, 2];
    /// The name of an AD CS template (MS-WCCE 2.2.2.7.7.1).
    TEMPLATE_NAME, "certificateTemplateName", [0x2B, 6, 1, 4, 1, 0x82, 0x37, 20, 2];
    /// The object identifier of an AD CS template (MS-WCCE 2.2.2.7.7.2).
    TEMPLATE, "certificateTemplate", [0x2B, 6, 1, 4, 1, 0x82, 0x37, 21, 7];
}

/// Extensions that are known by name only, most of them such as CAs add to certificates. Their values are
/// of one type, and have so many bytes of content at least: of the lists, most have an element
/// (RFC 5280 4.2.1, 4.2.2; RFC 3739 3.2.6; RFC 6962 3.3).
const NAMED: [(&[u8], &str, u8, usize); 15] = [
    (&[0x55, 0x1D, 16], "privateKeyUsagePeriod", tag::SEQUENCE, 0),
    (&[0x55, 0x1D, 18], "issuerAltName", tag::SEQUENCE, 1),
    (&[0x55, 0x1D, 31], "cRLDistributionPoints", tag::SEQUENCE, 1),
    (&[0x55, 0x1D, 32], "certificatePolicies", tag::SEQUENCE, 1),
    (&[0x55, 0x1D, 33], "policyMappings", tag::SEQUENCE, 1),
    (&[0x55, 0x1D, 35], "authorityKeyIdentifier", tag::SEQUENCE, 0),
    (&[0x55, 0x1D, 36], "policyConstraints", tag::SEQUENCE, 1),
    (&[0x55, 0x1D, 46], "freshestCRL", tag::SEQUENCE, 1),
    (&[0x55, 0x1D, 54], "inhibitAnyPolicy", tag::INTEGER, 1),
    (&[0x55, 0x1D, 9], "subjectDirectoryAttributes", tag::SEQUENCE, 1),
    (&[0x2B, 6, 1, 5, 5, 7, 1, 3], "qcStatements", tag::SEQUENCE, 0),
    (&[0x2B, 6, 1, 5, 5, 7, 1, 11], "subjectInfoAccess", tag::SEQUENCE, 1),
    (&[0x2B, 6, 1, 4, 1, 0x82, 0x37, 21, 10], "applicationCertPolicies", tag::SEQUENCE, 1),
    (&[0x2B, 6, 1, 5, 5, 7, 1, 1], "authorityInfoAccess", tag::SEQUENCE, 1),
    (&[0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 2], "signedCertificateTimestamps", tag::OCTET_STRING, 1),
];

/// What is against its definition in a value of an extension that is known by name only: its type, or
/// that it is empty.
pub(crate) fn fault(oid: &Oid, value: &Tlv<'_>) -> Option<String> {
    let (.., tag, min) = NAMED.iter().find(|(known, ..)| *known == oid.as_bytes())?;
    match value.tag {
        found if found != *tag => Some(format!("with the tag {found:#04x}, expected {tag:#04x}")),
        _ if value.content.len() < *min => Some("without content".into()),
        _ => None,
    }
}

/// The name of an extension that is read, such as `keyUsage`.
pub(super) fn name_of_read(oid: &Oid) -> Option<&'static str> {
    READ.iter().find(|(known, _)| *known == oid.as_bytes()).map(|(_, name)| *name)
}

/// The name of an extension, read or not.
pub(crate) fn name(oid: &Oid) -> Option<&'static str> {
    let mut named = NAMED.iter();
    name_of_read(oid)
        .or_else(|| named.find(|(known, ..)| *known == oid.as_bytes()).map(|(_, name, ..)| *name))
}
