//! The object identifiers (content bytes) and names of attributes of a request.

use crate::asn1::{Oid, tag};

/// extensionRequest, 1.2.840.113549.1.9.14 (RFC 2985 5.4.2).
const EXTENSION_REQUEST: &[u8] = EXTENSION_REQUEST_TLV.split_at(2).1;
/// The same as a TLV.
pub(crate) const EXTENSION_REQUEST_TLV: &[u8] =
    &[tag::OBJECT_IDENTIFIER, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 14];
/// challengePassword, 1.2.840.113549.1.9.7 (RFC 2985 5.4.1).
pub(super) const CHALLENGE_PASSWORD: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 7];
/// unstructuredName, 1.2.840.113549.1.9.2 (RFC 2985 5.2.2).
pub(super) const UNSTRUCTURED_NAME: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 2];
/// id-at-statementOfPossession, 1.3.6.1.4.1.22112.2.1 (RFC 9883 3).
pub(super) const STATEMENT_OF_POSSESSION: &[u8] = &[0x2B, 6, 1, 4, 1, 0x81, 0xAC, 0x60, 2, 1];

/// szOID_CERT_EXTENSIONS, 1.3.6.1.4.1.311.2.1.14: the extensionRequest by Microsoft's older name
/// (MS-WCCE 2.2.2.7.7).
const MS_EXTENSION_REQUEST: &[u8] = &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 2, 1, 14];

/// Attributes by name (RFC 2985 5.4, RFC 9883, MS-WCCE 2.2.2.7).
const NAMES: [(&[u8], &str); 10] = [
    (EXTENSION_REQUEST, "extensionRequest"),
    (MS_EXTENSION_REQUEST, "msExtensionRequest"),
    (&[0x2B, 6, 1, 4, 1, 0x82, 0x37, 13, 2, 1], "enrolmentNameValuePair"),
    (CHALLENGE_PASSWORD, "challengePassword"),
    (UNSTRUCTURED_NAME, "unstructuredName"),
    (STATEMENT_OF_POSSESSION, "statementOfPossession"),
    (&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 8], "unstructuredAddress"),
    (&[0x2B, 6, 1, 4, 1, 0x82, 0x37, 13, 2, 3], "osVersion"),
    (&[0x2B, 6, 1, 4, 1, 0x82, 0x37, 21, 20], "requestClientInfo"),
    (&[0x2B, 6, 1, 4, 1, 0x82, 0x37, 13, 2, 2], "enrolmentCSP"),
];

/// The name of an attribute, if it is known.
pub(crate) fn name(oid: &Oid) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| *known == oid.as_bytes()).map(|(_, name)| *name)
}

/// Whether this is the extensionRequest, which holds the extensions, by either of its identifiers.
pub(crate) fn is_extension_request(oid: &Oid) -> bool {
    oid.as_bytes() == EXTENSION_REQUEST || is_ms_extension_request(oid)
}

/// Whether this is the extensionRequest by Microsoft's identifier.
pub(crate) fn is_ms_extension_request(oid: &Oid) -> bool {
    oid.as_bytes() == MS_EXTENSION_REQUEST
}
