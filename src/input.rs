//! What an input is: nothing, text in UTF-16, DER of some structure, or PEM with some labels.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use crate::pem::{self, PemError, label};

mod shape;

pub(crate) use shape::{Shape, public_key_info};

/// Why there is no DER in an input, whatever is looked for in it.
pub(crate) enum NoDer {
    Empty,
    Utf16,
    NeitherPemNorDer,
    Label(String),
    Pem(PemError),
    Several(usize),
}

/// An input, by its content.
pub(crate) enum Input<'a> {
    Der(&'a [u8]),
    /// Text with a `-----BEGIN ` somewhere.
    Pem(&'a [u8]),
}

impl<'a> Input<'a> {
    pub(crate) fn of(input: &'a [u8]) -> Result<Self, NoDer> {
        let has_block = || pem::blocks(input).next().is_some();
        match input {
            // A SEQUENCE, which all DER of ours is. Text in front of PEM may begin with this digit,
            // but no length of more than 127 octets is text.
            [0x30, next, ..] if !next.is_ascii_graphic() && !next.is_ascii_whitespace() => {
                Ok(Self::Der(input))
            }
            [0x30, ..] if !has_block() => Ok(Self::Der(input)),
            // With a byte order mark, or dashes of two octets each.
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'-', 0, ..] | [0, b'-', ..] => {
                Err(NoDer::Utf16)
            }
            _ if has_block() => Ok(Self::Pem(without_mark(input))),
            _ => Err(nothing(input)),
        }
    }
}

/// The text without byte order marks of UTF-8.
fn without_mark(mut text: &[u8]) -> &[u8] {
    while let Some(rest) = text.strip_prefix(b"\xEF\xBB\xBF") {
        text = rest;
    }
    text
}

/// Why an input is neither PEM nor DER.
fn nothing(input: &[u8]) -> NoDer {
    match str::from_utf8(without_mark(input)) {
        Ok(text) if text.trim().is_empty() => NoDer::Empty,
        _ => NoDer::NeitherPemNorDer,
    }
}

/// The DER in an input, which may be PEM with a label that `wanted` accepts.
pub(crate) fn received(input: &[u8], wanted: fn(&str) -> bool) -> Result<Vec<u8>, NoDer> {
    match Input::of(input)? {
        Input::Der(der) => Ok(der.to_vec()),
        Input::Pem(text) => decode_pem(text, wanted),
    }
}

/// The DER in the first PEM block that is `wanted`. Whoever gives several requests means all of
/// them, so none of them is taken for the whole.
pub(crate) fn decode_pem(text: &[u8], wanted: fn(&str) -> bool) -> Result<Vec<u8>, NoDer> {
    let text = without_mark(text);
    let (mut first, mut unwanted, mut requests) = (None, None, 0);
    for block in pem::blocks(text).filter(pem::Block::is_on_own_line) {
        let label = String::from_utf8_lossy(block.label().unwrap_or_default());
        requests += usize::from(label::is_request(&label));
        if first.is_none() && wanted(&label) {
            first = Some(block);
        } else if unwanted.is_none() {
            unwanted = Some(label);
        }
    }
    let Some(block) = first else {
        return Err(match (pem::no_block(text), unwanted) {
            (PemError::NoBlock, Some(label)) => NoDer::Label(label.to_string()),
            (PemError::NoBlock, None) => nothing(text),
            (error, _) => NoDer::Pem(error),
        });
    };
    let der = block.decode_lines().map_err(NoDer::Pem)?;
    if requests > 1 { Err(NoDer::Several(requests)) } else { Ok(der.to_vec()) }
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
        if pem::begins(input) {
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
