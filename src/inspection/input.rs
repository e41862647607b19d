//! The DER in an input, which may be PEM; and what else an input can be.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use crate::csr::LABEL;
use crate::key::Shape;
use crate::pem::{self, PemError};

/// The other label under which requests go about (RFC 7468 7).
const OLD_LABEL: &str = "NEW CERTIFICATE REQUEST";

/// Why there is no DER in an input, whatever is looked for in it.
pub(crate) enum NoDer {
    Empty,
    Utf16,
    NeitherPemNorDer,
    Label(String),
    Pem(PemError),
    Several(usize),
}

/// The DER in an input, which may be PEM with a label that `wanted` accepts.
pub(crate) fn received(input: &[u8], wanted: fn(&str) -> bool) -> Result<Vec<u8>, NoDer> {
    if is_der(input) {
        return Ok(input.to_vec());
    }
    match input {
        // With a byte order mark, or dashes of two octets each.
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'-', 0, ..] | [0, b'-', ..] => Err(NoDer::Utf16),
        _ => decode_pem(&String::from_utf8_lossy(input), wanted),
    }
}

/// Whether an input is DER, not PEM.
fn is_der(input: &[u8]) -> bool {
    const BEGIN: &[u8] = b"-----BEGIN ";
    let has_frame = input.windows(BEGIN.len()).any(|window| window == BEGIN);
    // DER of more than 127 octets is no UTF-8: its length starts with a continuation octet.
    input.first() == Some(&0x30) && (!has_frame || core::str::from_utf8(input).is_err())
}

/// Whether it is requests that go about under this label.
pub(crate) fn is_request_label(label: &str) -> bool {
    label == LABEL || label == OLD_LABEL
}

/// The DER in the first PEM block that is `wanted`. Whoever gives several requests means all of
/// them, so none of them is taken for the whole.
pub(crate) fn decode_pem(text: &str, wanted: fn(&str) -> bool) -> Result<Vec<u8>, NoDer> {
    let text = text.trim_start_matches('\u{FEFF}');
    match pem::decode(text, wanted) {
        Ok(der) => match pem::labels(text).filter(|label| is_request_label(label)).count() {
            0 | 1 => Ok(der.to_vec()),
            several => Err(NoDer::Several(several)),
        },
        Err(PemError::NoBlock) => Err(match pem::labels(text).next() {
            Some(label) => NoDer::Label(label.to_string()),
            None if text.trim().is_empty() => NoDer::Empty,
            None => NoDer::NeitherPemNorDer,
        }),
        Err(error) => Err(NoDer::Pem(error)),
    }
}

/// What an input is, where something else was asked for. `Display` is a noun with its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputKind {
    /// A certificate (RFC 5280 4.1).
    Certificate,
    /// A certification request (RFC 2986 4.2).
    CertificationRequest,
    /// A CertificationRequestInfo (RFC 2986 4.1), which waits for its signature.
    CertificationRequestInfo,
    /// A private key, encrypted or not: PKCS #8 (RFC 5958), PKCS #1 (RFC 8017 A.1.2), SEC 1
    /// (RFC 5915), or OpenSSL's form for DSA.
    PrivateKey,
    /// A public key: SubjectPublicKeyInfo (RFC 5280 4.1.2.7) or RSAPublicKey (RFC 8017 A.1.1).
    PublicKey,
    /// A PKCS #12 store (RFC 7292 4).
    Pkcs12,
    /// PKCS #7, or CMS (RFC 5652 3).
    Pkcs7,
    /// PEM (RFC 7468), where DER was asked for.
    Pem,
}

impl InputKind {
    /// What DER is, told by the tags of its first fields, or that it is PEM instead.
    pub(crate) fn of(input: &[u8]) -> Option<Self> {
        if input.trim_ascii_start().starts_with(b"-----BEGIN ") {
            return Some(Self::Pem);
        }
        Some(match Shape::of(input).ok()? {
            Shape::Certificate => Self::Certificate,
            Shape::CertificationRequest => Self::CertificationRequest,
            Shape::CertificationRequestInfo => Self::CertificationRequestInfo,
            Shape::Pkcs8 | Shape::EncryptedPkcs8 | Shape::Pkcs1 | Shape::Sec1 | Shape::Dsa => {
                Self::PrivateKey
            }
            Shape::PublicKeyInfo | Shape::Pkcs1Public => Self::PublicKey,
            Shape::Pkcs12 => Self::Pkcs12,
            Shape::Pkcs7 => Self::Pkcs7,
            Shape::Other => return None,
        })
    }
}

impl fmt::Display for InputKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "a certificate",
            Self::CertificationRequest => "a certification request",
            Self::CertificationRequestInfo => "a prepared request that waits for its signature",
            Self::PrivateKey => "a private key",
            Self::PublicKey => "a public key",
            Self::Pkcs12 => "a PKCS #12 store",
            Self::Pkcs7 => "a PKCS #7 file",
            Self::Pem => "PEM",
        })
    }
}
