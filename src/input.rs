//! What an input is: nothing, text in UTF-16, DER of some structure, or PEM with some labels.

use alloc::{borrow::Cow, format, vec::Vec};
use core::mem;

use crate::asn1::read::Reader;
use crate::asn1::{Deviation, tag};
use crate::error::{Code, Error, Hint};
use crate::pem::{self, label};
use crate::text::Quoted;

mod candidates;
mod password;
mod repair;
mod shape;
mod signature;

pub use password::password;
pub use repair::{Repair, Repaired, repair};
pub(crate) use shape::Shape;
pub use signature::signature;

/// What is looked for in an input, for what is refused in its place.
pub(crate) struct Wanted {
    subject: &'static str,
    /// What is expected, with its source.
    expected: &'static str,
    /// Whether PEM has it under this label.
    is_label: fn(&str) -> bool,
    /// The codes of DER that looks like it.
    codes: &'static [Code],
}

impl Wanted {
    /// A certification request.
    pub(crate) const REQUEST: Self = Self {
        subject: "certification request",
        expected: "a certification request (RFC 2986) in DER, or in PEM with the label CERTIFICATE REQUEST",
        is_label: label::is_request,
        codes: &[Code::IsRequest],
    };

    /// A CertificationRequestInfo that waits for its signature.
    pub(crate) const PREPARED: Self = Self {
        subject: "prepared request",
        expected: "a CertificationRequestInfo (RFC 2986) in DER",
        is_label: |_| false,
        codes: &[Code::IsPreparedRequest],
    };

    /// A request or certificate that is to be renewed.
    pub(crate) const OLD: Self = Self {
        subject: "request or certificate",
        expected: "a certification request (RFC 2986) or a certificate (RFC 5280) in DER, or in PEM with the label CERTIFICATE REQUEST or CERTIFICATE",
        is_label: |label| label::is_request(label) || label::holds_certificates(label),
        codes: &[Code::IsRequest, Code::IsCertificate],
    };

    /// A certificate.
    pub(crate) const CERTIFICATE: Self = Self {
        subject: "certificate",
        expected: "a certificate (RFC 5280) in DER, or in PEM with the label CERTIFICATE",
        is_label: label::holds_certificates,
        codes: &[Code::IsCertificate],
    };

    /// A private key.
    pub(crate) const PRIVATE_KEY: Self = Self {
        subject: "private key",
        expected: "PKCS #8, PKCS #1 or SEC 1, in PEM or DER",
        is_label: label::is_private_key,
        codes: &[Code::IsPrivateKey],
    };

    /// A public key, or what holds one.
    pub(crate) const PUBLIC_KEY: Self = Self {
        subject: "public key",
        expected: "a public key, a certificate, a request or a private key, in PEM or DER",
        is_label: |_| true,
        codes: &[Code::IsPublicKey],
    };

    /// A public key, and nothing else that holds one.
    pub(crate) const PUBLIC_KEY_INFO: Self = Self {
        subject: "public key",
        expected: "a SubjectPublicKeyInfo in PEM with the label PUBLIC KEY (RFC 7468 13)",
        is_label: |label| label == label::PUBLIC_KEY,
        codes: &[Code::IsPublicKey],
    };

    /// A signature.
    const SIGNATURE: Self = Self {
        subject: "signature",
        expected: "a signature in bytes, in hexadecimal, in base64, or in the JSON of a key service",
        is_label: |_| false,
        codes: &[Code::IsSignature],
    };

    pub(crate) const fn subject(&self) -> &'static str {
        self.subject
    }

    pub(crate) fn refuse(&self, code: Code, reason: impl Into<Cow<'static, str>>) -> Error {
        Error::new(code, self.subject, reason).expected(self.expected)
    }

    /// What at this byte is not DER, or not of the layout that is wanted. What was found there is
    /// not shown: it may be a part of a key.
    pub(crate) fn refuse_der(&self, at: usize) -> Error {
        self.refuse(Code::Structure, format!("is damaged, or something else in DER, at byte {at}"))
    }

    pub(crate) fn empty(&self) -> Error {
        self.refuse(Code::Empty, "is empty")
    }

    pub(crate) fn too_large(&self, len: usize, limit: usize) -> Error {
        let reason = format!("is {len} bytes long");
        Error::new(Code::TooLarge, self.subject, reason).expected(format!("at most {limit} bytes"))
    }

    fn utf16(&self) -> Error {
        let error = Error::new(Code::Utf16, self.subject, "is text in UTF-16");
        error.hint_at(Hint::advice("save it as ASCII or UTF-8"))
    }

    /// PEM with a label that is not wanted.
    pub(crate) fn refuse_label(&self, code: Code, label: &str) -> Error {
        match label::is_shown(label) {
            true => self.refuse(code, format!("is PEM with the label {}", Quoted(label))),
            false => self.refuse(code, "is PEM with an unknown label"),
        }
    }

    /// Why `der` cannot be read: what it is, if it is something else, or how it deviates.
    pub(crate) fn unreadable(&self, der: &[u8], deviation: Deviation) -> Error {
        match kind(der) {
            Some((code, noun)) if !self.codes.contains(&code) => {
                self.refuse(code, format!("is {noun}"))
            }
            _ => deviation.refuse(self.subject),
        }
    }

    /// The DER in an input, which may be PEM with a label that is wanted.
    pub(crate) fn received(&self, input: &[u8]) -> Result<Vec<u8>, Error> {
        match Input::of(input, self)? {
            Input::Der(der) => Ok(der.to_vec()),
            Input::Pem(text) => self.decode_pem(text),
        }
    }

    /// The DER in the first PEM block that is wanted, which is on lines of its own.
    pub(crate) fn decode_pem(&self, text: &[u8]) -> Result<Vec<u8>, Error> {
        let text = without_mark(text);
        if begins_like_der(text) {
            return Err(self.der_and_pem());
        }
        self.check_single(text)?;
        let wanted = pem::blocks(text).find(|block| (self.is_label)(block.label()));
        match (wanted, pem::blocks(text).next()) {
            (Some(block), _) => {
                let der = block.decode_lines().map_err(|error| error.about(self.subject));
                Ok(mem::take(&mut *der?))
            }
            (None, Some(other)) => {
                Err(self.refuse_label(code_of_label(other.label()), other.label()))
            }
            (None, None) => Err(self.nothing(text)),
        }
    }

    /// Refuses text of which programs read different parts: a second request, wherever it begins,
    /// and DER behind PEM.
    pub(crate) fn check_single(&self, text: &[u8]) -> Result<(), Error> {
        let requests = pem::count_requests(text);
        if requests > 1 {
            return Err(self.several(format!("is {requests} certification requests in one file")));
        }
        let rest = pem::blocks(text).filter_map(|block| block.rest());
        match rest.map(<[u8]>::trim_ascii_start).any(begins_like_der) {
            true => Err(self.der_and_pem()),
            false => Ok(()),
        }
    }

    /// Refuses DER with PEM behind it, and with PEM in it that may be taken for what is wanted.
    fn check_der(&self, der: &[u8]) -> Result<(), Error> {
        let behind = Reader::new(der).next().map_or(der, |first| &der[first.encoded.len()..]);
        let is_wanted = |block: pem::Block<'_>| (self.is_label)(block.label());
        match pem::count_requests(der) > 0
            || pem::blocks(der).any(is_wanted)
            || pem::blocks(behind).next().is_some()
        {
            true => Err(self.der_and_pem()),
            false => Ok(()),
        }
    }

    fn several(&self, reason: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Code::SeveralRequests, self.subject, reason).expected("one in each file")
    }

    fn der_and_pem(&self) -> Error {
        self.several("is DER and PEM in one file, of which programs read one or the other")
    }

    /// Why an input is neither PEM nor DER.
    fn nothing(&self, input: &[u8]) -> Error {
        match str::from_utf8(without_mark(input)) {
            Ok(text) if text.trim().is_empty() => self.empty(),
            Ok(text) if text.contains("BEGIN ") && text.contains("END ") => self
                .refuse(Code::NeitherPemNorDer, "has BEGIN without its five hyphens (-----)")
                .hint_at(Hint::advice(
                    "copy it again as plain text; a program changed the hyphens",
                )),
            _ => self.refuse(Code::NeitherPemNorDer, "is neither PEM nor DER"),
        }
    }
}

/// An input, by its content.
pub(crate) enum Input<'a> {
    Der(&'a [u8]),
    /// Text with a `-----BEGIN ` somewhere.
    Pem(&'a [u8]),
}

impl<'a> Input<'a> {
    pub(crate) fn of(input: &'a [u8], wanted: &Wanted) -> Result<Self, Error> {
        let has_block = pem::blocks(input).next().is_some();
        match input {
            _ if has_block && begins_like_der(input) => {
                wanted.check_der(input).map(|()| Self::Der(input))
            }
            [tag::SEQUENCE, ..] if !has_block => Ok(Self::Der(input)),
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Err(wanted.utf16()),
            _ if has_block => Ok(Self::Pem(without_mark(input))),
            // Dashes of two bytes each.
            [b'-', 0, ..] | [0, b'-', ..] => Err(wanted.utf16()),
            _ => Err(wanted.nothing(input)),
        }
    }
}

/// The requests of a stream, each as the bytes of its PEM: an input that is nothing but whole PEM
/// blocks, with several requests among them, is as many as there are blocks. Every other input is one,
/// as it is; if that still has several requests, [`Inspection::read`](crate::Inspection::read)
/// refuses it.
///
/// ```
/// let pem = "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n";
/// let stream = pem.repeat(2);
/// assert_eq!(pkcs10::reading::members(stream.as_bytes()), [pem.trim_end().as_bytes(); 2]);
/// assert_eq!(pkcs10::reading::members(pem.as_bytes()), [pem.as_bytes()]);
/// ```
pub fn members(input: &[u8]) -> Vec<&[u8]> {
    let text = without_mark(input);
    let several = pem::count_requests(text) > 1;
    several.then(|| pem::whole_blocks(text)).flatten().unwrap_or_else(|| alloc::vec![input])
}

/// Whether bytes begin with a SEQUENCE, which all DER of ours is. Text may begin with its tag, a
/// digit, but neither is a length of more than 127 bytes text, nor is a text one of our structures.
fn begins_like_der(bytes: &[u8]) -> bool {
    match bytes {
        [tag::SEQUENCE, next, ..] if next.is_ascii_graphic() || next.is_ascii_whitespace() => {
            let first = Reader::new(bytes).next();
            first.is_some_and(|first| Shape::of(first.encoded).is_ok_and(|of| of != Shape::Other))
        }
        [tag::SEQUENCE, _, ..] => true,
        _ => false,
    }
}

/// The text without byte order marks of UTF-8.
fn without_mark(mut text: &[u8]) -> &[u8] {
    while let Some(rest) = text.strip_prefix(b"\xEF\xBB\xBF") {
        text = rest;
    }
    text
}

/// What is under a label where something else is wanted.
fn code_of_label(label: &str) -> Code {
    match label {
        "PUBLIC KEY" => Code::IsPublicKey,
        label::PKCS7 => Code::IsPkcs7,
        label if label::is_request(label) => Code::IsRequest,
        label if label::is_certificate(label) => Code::IsCertificate,
        label if label::is_private_key(label) => Code::IsPrivateKey,
        _ => Code::PemLabel,
    }
}

/// What DER is, by the tags of its first fields, or that it is PEM instead, as a code and a noun.
fn kind(input: &[u8]) -> Option<(Code, &'static str)> {
    if pem::begins(input) {
        return Some((Code::IsPem, "PEM"));
    }
    Shape::of(input).ok()?.kind()
}

#[cfg(test)]
mod tests;
