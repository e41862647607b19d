//! PEM (RFC 7468): its labels, a fast encoder and a fast decoder for what is public, one scanner for
//! all that is read.
//!
//! Private keys are encoded and decoded by `pem-rfc7468` alone, whose base64 takes the same time for
//! all bytes.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use base64_simd::{Out, STANDARD};
use memchr::memchr;
use zeroize::Zeroizing;

use crate::error::{Code, Error, Hint};

/// The labels, from RFC 7468 where nothing else is said.
pub(crate) mod label {
    pub(crate) const CERTIFICATION_REQUEST: &str = "CERTIFICATE REQUEST";
    /// The other label of requests (7).
    const NEW_CERTIFICATION_REQUEST: &str = "NEW CERTIFICATE REQUEST";
    pub(crate) const CERTIFICATE: &str = "CERTIFICATE";
    /// The other label of certificates (5.1).
    const X509_CERTIFICATE: &str = "X509 CERTIFICATE";
    /// A certificate of OpenSSL with what its owner trusts it for.
    pub(crate) const TRUSTED_CERTIFICATE: &str = "TRUSTED CERTIFICATE";
    /// Certificates in PKCS #7 (10).
    pub(crate) const PKCS7: &str = "PKCS7";
    pub(crate) const PUBLIC_KEY: &str = "PUBLIC KEY";
    pub(crate) const PRIVATE_KEY: &str = "PRIVATE KEY";
    #[cfg(feature = "encryption")]
    pub(crate) const ENCRYPTED_PRIVATE_KEY: &str = "ENCRYPTED PRIVATE KEY";
    /// OpenSSH's own form (PROTOCOL.key).
    pub(crate) const OPENSSH_PRIVATE_KEY: &str = "OPENSSH PRIVATE KEY";
    /// A curve, in front of an elliptic-curve key, as OpenSSL writes it.
    pub(crate) const EC_PARAMETERS: &str = "EC PARAMETERS";

    /// The labels that messages show. A key may be in the place of a label, so no other is shown.
    const SHOWN: &str = "CERTIFICATE REQUEST,NEW CERTIFICATE REQUEST,CERTIFICATE,X509 CERTIFICATE,\
        TRUSTED CERTIFICATE,ATTRIBUTE CERTIFICATE,X509 CRL,PKCS7,CMS,PUBLIC KEY,RSA PUBLIC KEY,\
        PRIVATE KEY,ENCRYPTED PRIVATE KEY,RSA PRIVATE KEY,EC PRIVATE KEY,DSA PRIVATE KEY,\
        OPENSSH PRIVATE KEY,EC PARAMETERS,DH PARAMETERS,DSA PARAMETERS,\
        PGP MESSAGE,PGP PUBLIC KEY BLOCK,PGP PRIVATE KEY BLOCK";

    pub(crate) fn is_shown(label: &str) -> bool {
        SHOWN.split(',').any(|shown| shown == label)
    }

    pub(super) const REQUESTS: [&str; 2] = [CERTIFICATION_REQUEST, NEW_CERTIFICATION_REQUEST];

    pub(crate) fn is_request(label: &str) -> bool {
        REQUESTS.contains(&label)
    }

    pub(crate) fn is_certificate(label: &str) -> bool {
        [CERTIFICATE, X509_CERTIFICATE].contains(&label)
    }

    /// Whether there may be certificates under it, in any form.
    pub(crate) fn holds_certificates(label: &str) -> bool {
        is_certificate(label) || [TRUSTED_CERTIFICATE, PKCS7].contains(&label)
    }

    /// Whether there is a private key under it, in any form: `RSA`, `EC` and others go in
    /// front.
    pub(crate) fn is_private_key(label: &str) -> bool {
        label.ends_with(PRIVATE_KEY)
    }
}

/// Bytes on a line: 64 characters (RFC 7468 2).
const LINE: usize = 48;

/// Encodes public bytes: 64 columns, LF, a final newline.
pub(crate) fn encode(label: &str, der: &[u8]) -> String {
    let body = der.len().div_ceil(3) * 4 + der.len().div_ceil(LINE);
    let frame = 2 * label.len() + "-----BEGIN -----\n-----END -----\n".len();
    let mut out = Vec::with_capacity(body + frame);
    for part in ["-----BEGIN ", label, "-----\n"] {
        out.extend_from_slice(part.as_bytes());
    }
    for line in der.chunks(LINE) {
        let mut text = [0; 64];
        out.extend_from_slice(STANDARD.encode(line, Out::from_slice(&mut text)));
        out.push(b'\n');
    }
    for part in ["-----END ", label, "-----\n"] {
        out.extend_from_slice(part.as_bytes());
    }
    // Every byte came from ASCII.
    String::from_utf8(out).unwrap_or_default()
}

fn refuse(code: Code, reason: impl Into<Cow<'static, str>>) -> Error {
    Error::new(code, "PEM", reason)
}

fn no_end() -> Error {
    refuse(Code::PemEnd, "has a block without its -----END …----- line")
}

fn not_base64<T>(_: T) -> Error {
    refuse(Code::PemBase64, "has a block that is not base64")
}

/// Something else on the line of a BEGIN: `> ` of a quoted mail, a line number, the base64.
fn joined(side: &str) -> Error {
    refuse(Code::PemJoined, format!("has text {side} -----BEGIN …----- on its line"))
        .expected("-----BEGIN …----- and -----END …----- on lines of their own (RFC 7468 3)")
        .hint_at(Hint::advice("copy the block again as plain text, each line as it is"))
}

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// The blocks of a file in their order, each behind the end of the one before. They may be in the
/// middle of a line; what is between them need not be UTF-8.
pub(crate) fn blocks(input: &[u8]) -> Blocks<'_> {
    Blocks { input, at: 0 }
}

/// How many requests seem to begin in an input, be it in the middle of a line, in another block or in
/// DER. Programs differ in which of them they see, so what has two is not a request.
pub(crate) fn count_requests(input: &[u8]) -> usize {
    let (mut rest, mut count) = (input, 0);
    while let Some((_, behind)) = split(rest, BEGIN) {
        let label = behind.trim_ascii_start();
        count += usize::from(label::REQUESTS.iter().any(|own| label.starts_with(own.as_bytes())));
        rest = behind;
    }
    count
}

/// The blocks of an input that is nothing but whole blocks, on lines of their own.
pub(crate) fn whole_blocks(input: &[u8]) -> Option<Vec<&[u8]>> {
    let (mut whole, mut rest) = (Vec::new(), input);
    for block in blocks(input) {
        let body = block.body.filter(|body| {
            find(body.text, BEGIN).is_none()
                && block.label == Some(body.label)
                && is_blank(body.rest)
        })?;
        let (before, of_block) = rest.split_at(rest.len() - block.encoded.len());
        if !(block.ends_line && before.trim_ascii().is_empty() && is_blank_back(before)) {
            return None;
        }
        whole.push(&of_block[..of_block.len() - body.rest.len()]);
        rest = body.rest;
    }
    rest.trim_ascii().is_empty().then_some(whole)
}

pub(crate) struct Blocks<'a> {
    input: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        let at = self.at + find(self.input.get(self.at..)?, BEGIN)?;
        let (before, encoded) = self.input.split_at(at);
        let rest = &encoded[BEGIN.len()..];
        let label = find(rest, DASHES).map(|len| &rest[..len]);
        // Line ends in it mean that these are not the dashes of this label.
        let label = label.filter(|label| !label.iter().any(|byte| is_line_end(*byte)));
        let rest = label.map_or(rest, |label| &rest[label.len() + DASHES.len()..]);
        let body = Body::of(rest);
        // Behind a block without an end there is no end of another.
        self.at = self.input.len() - body.as_ref().map_or(0, |body| body.rest.len());
        let (begins_line, ends_line) = (is_blank_back(before), is_blank(rest));
        Some(Block { encoded, label, begins_line, ends_line, body })
    }
}

/// A PEM block.
pub(crate) struct Block<'a> {
    /// The file from its `-----BEGIN ` on.
    encoded: &'a [u8],
    label: Option<&'a [u8]>,
    /// Whether nothing but white space is before it on its line, and behind its label.
    begins_line: bool,
    ends_line: bool,
    body: Option<Body<'a>>,
}

/// What is between a `-----BEGIN …-----` and the next `-----END …-----`.
struct Body<'a> {
    text: &'a [u8],
    /// The label of the END.
    label: &'a [u8],
    /// What follows the END.
    rest: &'a [u8],
}

impl<'a> Body<'a> {
    fn of(rest: &'a [u8]) -> Option<Self> {
        let (text, end) = split(rest, END)?;
        let (label, rest) = split(end, DASHES)?;
        Some(Self { text, label, rest })
    }

    /// The headers (RFC 1421 4.6), which end with the last line that has a colon, and what is behind them.
    fn parts(&self) -> (&'a [u8], &'a [u8]) {
        let Some(colon) = self.text.iter().rposition(|byte| *byte == b':') else {
            return (&[], self.text);
        };
        let end = self.text[colon..].iter().position(|byte| is_line_end(*byte));
        self.text.split_at(end.map_or(self.text.len(), |end| colon + end))
    }
}

impl<'a> Block<'a> {
    /// The label as it stands; empty where no dashes follow it on its line, or it is not text.
    pub(crate) fn label(&self) -> &'a str {
        self.label.and_then(|label| str::from_utf8(label).ok()).unwrap_or_default()
    }

    /// What follows the block, if it has an end.
    pub(crate) fn rest(&self) -> Option<&'a [u8]> {
        self.body.as_ref().map(|body| body.rest)
    }

    /// How its content is encrypted, where its headers say that it is (RFC 1421 4.6.1.1): the value of
    /// DEK-Info, empty where that is missing.
    pub(crate) fn dek_info(&self) -> Option<&'a str> {
        let (headers, _) = self.body.as_ref()?.parts();
        find(headers, b"4,ENCRYPTED")?;
        let value = split(headers, b"DEK-Info:").map_or(&[][..], |(_, value)| value);
        let line = value.split(|byte| is_line_end(*byte)).next();
        Some(line.and_then(|line| str::from_utf8(line).ok()).unwrap_or_default())
    }

    /// Whether its label is one of public data.
    fn is_public(&self) -> bool {
        label::is_request(self.label()) || label::is_certificate(self.label())
    }

    /// The bytes in it: CRLF, mixed line endings, lines of any length and white space in them are
    /// fine, and so is text in front of the BEGIN and behind the END on their lines. They are wiped
    /// when they go, since they may be a key.
    pub(crate) fn decode(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        match self.body.as_ref().map(Body::parts) {
            Some(([_, ..], _)) if self.ends_line => {
                Err(refuse(Code::PemHeaders, "has a block with headers (RFC 1421)")
                    .expected("a block without, as in RFC 7468"))
            }
            _ => self.decode_content(),
        }
    }

    /// The same behind its headers.
    pub(crate) fn decode_content(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        if !self.ends_line {
            return Err(joined("behind"));
        }
        let body = self.body.as_ref().ok_or_else(no_end)?;
        if Some(body.label) != self.label || !is_blank_back(body.text) {
            return Err(no_end());
        }
        let (_, content) = body.parts();
        let public = self.is_public().then(|| public_base64(content)).flatten();
        public.map_or_else(|| base64(content), Ok).map_err(|error| match content.contains(&b'&') {
            true => refuse(Code::PemBase64, "has a block with HTML entities, such as &#43; for +")
                .hint_at(Hint::advice(
                    "copy it again as plain text, not from the source of a page",
                )),
            false => error,
        })
    }

    /// The bytes in it, where its BEGIN and its END are on lines of their own.
    pub(crate) fn decode_lines(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        if !self.begins_line {
            return Err(joined("in front of"));
        }
        let bytes = self.decode()?;
        if self.rest().is_some_and(is_blank) { Ok(bytes) } else { Err(no_end()) }
    }
}

/// Whether a file begins with a PEM block.
pub(crate) fn begins(input: &[u8]) -> bool {
    input.trim_ascii_start().starts_with(BEGIN)
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        at += memchr(*pattern.first()?, rest)?;
        if bytes[at..].starts_with(pattern) {
            return Some(at);
        }
        at += 1;
    }
}

fn split<'a>(bytes: &'a [u8], pattern: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = find(bytes, pattern)?;
    Some((&bytes[..at], &bytes[at + pattern.len()..]))
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Whether nothing but white space follows on the line. It stops at the first byte that shows
/// otherwise, so that a long line costs no more than a short one.
fn is_blank(after: &[u8]) -> bool {
    let end = after.iter().position(|byte| is_line_end(*byte) || byte.is_ascii_graphic());
    is_white(&after[..end.unwrap_or(after.len())]) && end.is_none_or(|end| is_line_end(after[end]))
}

/// The same for what is before on the line.
fn is_blank_back(before: &[u8]) -> bool {
    let start = before.iter().rposition(|byte| is_line_end(*byte) || byte.is_ascii_graphic());
    is_white(&before[start.map_or(0, |start| start + 1)..])
        && start.is_none_or(|start| is_line_end(before[start]))
}

fn is_white(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok_and(|text| text.trim().is_empty())
}

/// The bytes in lines of base64 that hold nothing secret. What has another form is left to [`base64`].
fn public_base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (mut body, mut rest) = (Vec::with_capacity(text.len()), text.trim_ascii());
    while let Some(end) = memchr(b'\n', rest) {
        body.extend_from_slice(rest[..end].trim_ascii());
        rest = &rest[end + 1..];
    }
    body.extend_from_slice(rest);
    let len = STANDARD.decode_inplace(&mut body).ok()?.len();
    body.truncate(len);
    (len > 0).then(|| Zeroizing::new(body))
}

/// The same of what may be a private key, in a time that does not depend on it.
fn base64(text: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    /// The label does not matter here; `pem-rfc7468` wants one.
    const FRAME: [&str; 2] = ["-----BEGIN X-----\n", "\n-----END X-----\n"];
    const WIDTH: usize = 64;
    let text = str::from_utf8(text).map_err(not_base64)?;
    // In the form that the constant-time reader wants: without white space.
    let mut body = Zeroizing::new(String::with_capacity(text.len()));
    text.split_whitespace().for_each(|piece| body.push_str(piece));
    let mut pem = Zeroizing::new(String::with_capacity(body.len() + body.len() / WIDTH + 64));
    pem.push_str(FRAME[0]);
    let mut rest = body.as_str();
    while let Some((line, more)) = rest.split_at_checked(WIDTH) {
        pem.push_str(line);
        if !more.is_empty() {
            pem.push('\n');
        }
        rest = more;
    }
    pem.push_str(rest);
    pem.push_str(FRAME[1]);
    let (_, der) = pem_rfc7468::decode_vec(pem.as_bytes()).map_err(not_base64)?;
    Ok(Zeroizing::new(der))
}

#[cfg(test)]
mod tests;
