//! The object identifiers (content bytes) and names of extensions.

use crate::asn1::Oid;

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

/// Extensions that are known by name only, most of them such as CAs add to certificates.
const NAMED: [(&[u8], &str); 15] = [
    (&[0x55, 0x1D, 16], "privateKeyUsagePeriod"),
    (&[0x55, 0x1D, 18], "issuerAltName"),
    (&[0x55, 0x1D, 31], "cRLDistributionPoints"),
    (&[0x55, 0x1D, 32], "certificatePolicies"),
    (&[0x55, 0x1D, 33], "policyMappings"),
    (&[0x55, 0x1D, 35], "authorityKeyIdentifier"),
    (&[0x55, 0x1D, 36], "policyConstraints"),
    (&[0x55, 0x1D, 46], "freshestCRL"),
    (&[0x55, 0x1D, 54], "inhibitAnyPolicy"),
    (&[0x55, 0x1D, 9], "subjectDirectoryAttributes"),
    (&[0x2B, 6, 1, 5, 5, 7, 1, 3], "qcStatements"),
    (&[0x2B, 6, 1, 5, 5, 7, 1, 11], "subjectInfoAccess"),
    (&[0x2B, 6, 1, 4, 1, 0x82, 0x37, 21, 10], "applicationCertPolicies"),
    (&[0x2B, 6, 1, 5, 5, 7, 1, 1], "authorityInfoAccess"),
    (&[0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 2], "signedCertificateTimestamps"),
];

/// The name of an extension that is read, such as `keyUsage`.
pub(super) fn name_of_read(oid: &Oid) -> Option<&'static str> {
    name_in(READ, oid)
}

/// The name of an extension, read or not.
pub(crate) fn name(oid: &Oid) -> Option<&'static str> {
    name_of_read(oid).or_else(|| name_in(&NAMED, oid))
}

fn name_in(table: &[(&[u8], &'static str)], oid: &Oid) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == oid.as_bytes()).map(|(_, name)| *name)
}
