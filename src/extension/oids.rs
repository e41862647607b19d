//! The content octets of the identifiers of known extensions.

/// subjectKeyIdentifier, 2.5.29.14 (RFC 5280 4.2.1.2).
pub(crate) const SUBJECT_KEY_IDENTIFIER: &[u8] = &[0x55, 0x1D, 14];
/// keyUsage, 2.5.29.15 (RFC 5280 4.2.1.3).
pub(crate) const KEY_USAGE: &[u8] = &[0x55, 0x1D, 15];
/// subjectAltName, 2.5.29.17 (RFC 5280 4.2.1.6).
pub(crate) const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1D, 17];
/// basicConstraints, 2.5.29.19 (RFC 5280 4.2.1.9).
pub(crate) const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1D, 19];
/// extKeyUsage, 2.5.29.37 (RFC 5280 4.2.1.12).
pub(crate) const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1D, 37];
/// TLS feature, 1.3.6.1.5.5.7.1.24 (RFC 7633).
pub(crate) const TLS_FEATURE: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 1, 24];
/// The name of an AD CS template, 1.3.6.1.4.1.311.20.2 (MS-WCCE 2.2.2.7.7.1).
pub(crate) const TEMPLATE_NAME: &[u8] = &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 20, 2];
/// The identifier of an AD CS template, 1.3.6.1.4.1.311.21.7 (MS-WCCE 2.2.2.7.7.2).
pub(crate) const TEMPLATE: &[u8] = &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 21, 7];
