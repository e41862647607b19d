//! Requests, certificates and keys as other programs hand them on: PEM whose line breaks are lost, PEM
//! in JSON, and DER in base64 or hexadecimal without a frame. What has one reading only is brought into the
//! form that everything here reads.

use alloc::{borrow::Cow, string::String, vec, vec::Vec};
use core::fmt;

use base64_simd::STANDARD_NO_PAD;
use zeroize::Zeroizing;

use crate::asn1::read::Reader;
use crate::asn1::tag;
use crate::hex;

/// Members of a JSON object that hold a request, a certificate or a public key: of Redfish, LXCA, the results
/// of `csr batch`, Kubernetes, Vault, and key services. A dot leads into an object.
const MEMBERS: [&str; 16] = [
    "CSR",
    "CSRString",
    "csr",
    "pem",
    "request",
    "response.CSR",
    "CertificateString",
    "certificate",
    "certificate_request",
    "data.csr",
    "data.certificate",
    "spec.request",
    "PublicKey",
    "publicKey",
    "public_key",
    "data.keys.<latest_version>.public_key",
];

/// In Vault's transit, the version of a key with which it signs.
#[cfg(feature = "json")]
const LATEST: &str = "<latest_version>";

/// How the form of an input was changed, with nothing lost and nothing guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repair {
    /// The line breaks of the PEM were missing, or written as `\n`.
    LineBreaks,
    /// It was a string in JSON: in this member of an object, or, where the name is empty, alone.
    Json(&'static str),
    /// It was DER in base64 or base64url without a frame, or whole PEM in base64 once more.
    Base64,
    /// It was DER in hexadecimal.
    Hex,
    /// There was a byte order mark in front.
    ByteOrderMark,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LineBreaks => f.write_str("read as PEM whose line breaks are missing"),
            Self::Json("") => f.write_str("read from a JSON string"),
            Self::Json(member) => write!(f, "read from the member {member:?} of a JSON object"),
            Self::Base64 => f.write_str("read from base64"),
            Self::Hex => f.write_str("read as DER in hexadecimal"),
            Self::ByteOrderMark => f.write_str("read without the byte order mark (BOM) in front"),
        }
    }
}

/// An input in a form that can be read, and how its form was changed.
#[derive(Clone, PartialEq, Eq)]
pub struct Repaired {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) repairs: Vec<Repair>,
}

impl Repaired {
    /// PEM or DER, a password or a signature.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The same, without a copy. It is wiped when it is dropped, since it may be a key.
    pub fn into_bytes(self) -> Zeroizing<Vec<u8>> {
        self.bytes
    }

    /// What was done, first to last.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }
}

/// The bytes may be a key: they are not shown.
impl fmt::Debug for Repaired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Repaired({:?}, {} bytes)", self.repairs, self.bytes.len())
    }
}

/// Brings PEM or DER that another program handed on in another form into its own. `None` where the
/// input is not of these, or needs no change.
///
/// ```
/// use pkcs10::reading::{Repair, repair};
///
/// let line = r"-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n";
/// let repaired = repair(line.as_bytes()).unwrap();
/// let pem = "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n";
/// assert_eq!(repaired.as_bytes(), pem.as_bytes());
/// assert_eq!(repaired.repairs(), [Repair::LineBreaks]);
/// assert!(repair(pem.as_bytes()).is_none());
/// ```
pub fn repair(input: &[u8]) -> Option<Repaired> {
    let given = str::from_utf8(input).ok()?;
    let (text, mut repairs) = match from_json(given, &MEMBERS) {
        Some((inner, member)) => (Cow::Owned(inner), vec![Repair::Json(member)]),
        None => (Cow::Borrowed(given), Vec::new()),
    };
    let bytes = if !text.contains(BEGIN) {
        let digits = squeezed(&text);
        let (der, how) = from_base64(&digits).or_else(|| from_hex(&digits))?;
        repairs.push(how);
        der
    } else if let Some(lines) = with_line_breaks(&text) {
        repairs.push(Repair::LineBreaks);
        Zeroizing::new(lines.as_bytes().to_vec())
    } else {
        Zeroizing::new(text.as_bytes().to_vec())
    };
    (!repairs.is_empty()).then_some(Repaired { bytes, repairs })
}

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// PEM with each frame on lines of its own, if they are not, and each block is whole and base64.
fn with_line_breaks(text: &str) -> Option<Zeroizing<String>> {
    let mut out = Zeroizing::new(String::with_capacity(text.len() + 256));
    let (mut rest, mut is_changed) = (text, false);
    while let Some((before, block)) = rest.split_once(BEGIN) {
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        let (label, body) = block.split_once(DASHES)?;
        let (body, end) = body.split_once(END)?;
        let (end_label, after) = end.split_once(DASHES)?;
        let digits = squeezed(body);
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
        if !squeezed(line).is_empty() || end_label != label || !digits.bytes().all(is_base64) {
            return None;
        }
        let is_line_end = |c| matches!(c, '\n' | '\r');
        let frame =
            body.split(is_line_end).next().into_iter().chain(body.rsplit(is_line_end).next());
        is_changed |= body.contains('\\') || frame.map(squeezed).any(|line| !line.is_empty());
        for part in [BEGIN, label, DASHES, "\n", &digits, "\n", END, label, DASHES, "\n"] {
            out.push_str(part);
        }
        rest = after;
    }
    (is_changed && squeezed(rest).is_empty()).then_some(out)
}

/// The text without white space, the marks that editors put in its place, and the escapes `\n`, `\r` and
/// `\t`, written as two characters.
pub(super) fn squeezed(text: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if matches!(characters.peek(), Some('n' | 'r' | 't')) => {
                characters.next();
            }
            '\u{FEFF}' | '\u{200B}' => {}
            _ if character.is_whitespace() => {}
            _ => out.push(character),
        }
    }
    out
}

/// DER in base64, or PEM, as Kubernetes has it.
fn from_base64(digits: &str) -> Option<(Zeroizing<Vec<u8>>, Repair)> {
    let bytes = decode_base64(digits)?;
    (is_whole(&bytes) || bytes.starts_with(BEGIN.as_bytes())).then_some((bytes, Repair::Base64))
}

/// What is in base64 or base64url (RFC 4648 4 and 5), with or without padding.
pub(super) fn decode_base64(digits: &str) -> Option<Zeroizing<Vec<u8>>> {
    let standard = |byte| match byte {
        b'-' => b'+',
        b'_' => b'/',
        _ => byte,
    };
    let digits =
        Zeroizing::new(digits.trim_end_matches('=').bytes().map(standard).collect::<Vec<_>>());
    STANDARD_NO_PAD.decode_to_vec(&*digits).ok().map(Zeroizing::new)
}

fn from_hex(digits: &str) -> Option<(Zeroizing<Vec<u8>>, Repair)> {
    let der = Zeroizing::new(hex::decode(digits).ok()?);
    is_whole(&der).then_some((der, Repair::Hex))
}

/// Whether bytes are one SEQUENCE, as everything is that is read here.
fn is_whole(der: &[u8]) -> bool {
    Reader::new(der)
        .next()
        .is_some_and(|tlv| tlv.tag == tag::SEQUENCE && tlv.encoded.len() == der.len())
}

/// A text that is an object or a string, if it is JSON.
pub(super) fn json(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    text.starts_with(['{', '"']).then_some(text)
}

/// The string in JSON: all of it, or one of these members, and which.
#[cfg(feature = "json")]
pub(super) fn from_json(text: &str, members: &[&'static str]) -> Option<(String, &'static str)> {
    use alloc::string::ToString;
    use serde_json::Value;
    match serde_json::from_str(json(text)?).ok()? {
        Value::String(string) => Some((string, "")),
        value => members.iter().find_map(|path| {
            let member = path.split('.').try_fold(&value, |of, name| match name {
                LATEST => of.get(value["data"]["latest_version"].to_string()),
                _ => of.get(name),
            })?;
            Some((member.as_str()?.into(), *path))
        }),
    }
}

/// Without the feature, JSON is not read.
#[cfg(not(feature = "json"))]
pub(super) fn from_json(_: &str, _: &[&'static str]) -> Option<(String, &'static str)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use Repair::*;

    const PEM: &str =
        "-----BEGIN CERTIFICATE REQUEST-----\nMAMC\nAQA=\n-----END CERTIFICATE REQUEST-----\n";
    const LINES: &str =
        "-----BEGIN CERTIFICATE REQUEST-----\nMAMCAQA=\n-----END CERTIFICATE REQUEST-----\n";
    const DER: &[u8] = &[0x30, 3, 2, 1, 0];

    fn repaired(text: &str) -> Option<(Vec<u8>, Vec<Repair>)> {
        let repaired = repair(text.as_bytes())?;
        let repairs = repaired.repairs().to_vec();
        Some((repaired.into_bytes().to_vec(), repairs))
    }

    #[test]
    fn lost_line_breaks_are_put_back() {
        let forms = [
            PEM.replace('\n', ""),
            PEM.replace('\n', " "),
            PEM.replace('\n', "\\n"),
            PEM.replace('\n', "\\r\\n"),
            PEM.replacen('\n', "", 1).replace("=\n", "="),
            alloc::format!("\u{FEFF}  {}\r\n", PEM.replace('\n', "\u{A0}")),
        ];
        for form in forms {
            assert_eq!(repaired(&form), Some((LINES.into(), vec![LineBreaks])), "{form}");
        }
        let two = PEM.replace('\n', "\\n").repeat(2);
        assert_eq!(repaired(&two), Some((LINES.repeat(2).into(), vec![LineBreaks])));
    }

    #[test]
    fn what_needs_no_change_or_has_no_one_reading_is_left_alone() {
        let line = PEM.replace('\n', "");
        let forms = [
            String::new(),
            PEM.into(),
            PEM.repeat(2),
            PEM.replace('\n', "\r\n"),
            alloc::format!("text\n{PEM}text"),
            // Programs differ in what they read of these.
            alloc::format!("text {line}"),
            alloc::format!("{line} text"),
            alloc::format!("{line}text{line}"),
            line.replace("END CERTIFICATE", "END"),
            line.replace("MAMC", "MA.MC"),
            line.replace("-----END CERTIFICATE REQUEST-----", ""),
            "hello".into(),
            "MAMC".into(),
            "3003020100 3003020100".into(),
            "{}".into(),
            "{\"CommonName\": \"a\"}".into(),
            "{\"CSR\": 7}".into(),
            "{\"CSR\": \"a\"".into(),
        ];
        for form in forms {
            assert_eq!(repaired(&form), None, "{form}");
        }
        assert!(repair(DER).is_none());
        assert!(repair(&[0xFF]).is_none());
    }

    #[test]
    fn der_without_a_frame_is_decoded() {
        let forms = [
            ("MAMCAQA=", Base64),
            ("MAMC\r\nAQA", Base64),
            ("3003020100", Hex),
            ("30 03 02 01 00\n", Hex),
        ];
        let twice = STANDARD_NO_PAD.encode_to_string(PEM);
        assert_eq!(repaired(&twice), Some((PEM.into(), vec![Base64])));
        for (form, how) in forms {
            assert_eq!(repaired(form), Some((DER.to_vec(), vec![how])), "{form}");
        }
        let url = (vec![0x30, 4, 4, 2, 0xFF, 0xFE], vec![Base64]);
        assert_eq!(repaired("MAQEAv_-"), Some(url));
    }

    #[cfg(feature = "json")]
    #[test]
    fn strings_in_json_are_found() {
        let string = serde_json::to_string(PEM).unwrap();
        let forms: [(String, &str, Vec<Repair>); 5] = [
            (string.clone(), PEM, vec![Json("")]),
            (alloc::format!("{{\"a\": 1, \"CSRString\": {string}}}"), PEM, vec![Json("CSRString")]),
            (
                alloc::format!("{{\"response\": {{\"CSR\": {string}}}}}"),
                PEM,
                vec![Json("response.CSR")],
            ),
            (alloc::format!("{{\"data\": {{\"csr\": {string}}}}}"), PEM, vec![Json("data.csr")]),
            (
                alloc::format!("{{\"CSR\": \"{}\"}}", PEM.replace('\n', "")),
                LINES,
                vec![Json("CSR"), LineBreaks],
            ),
        ];
        for (form, expected, repairs) in forms {
            assert_eq!(repaired(&form), Some((expected.into(), repairs)), "{form}");
        }
        let base64 = (DER.to_vec(), vec![Json("csr"), Base64]);
        assert_eq!(repaired("{\"csr\": \"MAMCAQA=\"}"), Some(base64));
    }
}
