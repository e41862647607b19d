//! Distinguished names as text (RFC 4514): from text to DER.
//!
//! ```text
//! distinguishedName         = [ relativeDistinguishedName *( "," relativeDistinguishedName ) ]
//! relativeDistinguishedName = attributeTypeAndValue *( "+" attributeTypeAndValue )
//! attributeTypeAndValue     = ( descr / numericoid ) "=" ( "#" 1*hexpair / string )
//! ```
//!
//! Beyond the grammar, spaces around `,`, `+` and `=` are read over, as most tools print them.
//! Neither RFC 2253's quotation marks and `;` nor OpenSSL's `/` separators are read: what they
//! would mean is said in the hint.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::str::CharIndices;

use super::attribute_type::AttributeType;
use super::rdn::{self, Value};
use crate::decode;
use crate::der::{self, tag};
use crate::fault::{Fault, FaultKind, Faults, Location};
use crate::hex::{self, HexError};
use crate::oid::Oid;
use crate::profile::Profile;

mod error;

pub use error::DistinguishedNameError;

/// Characters that stand for themselves behind a backslash (RFC 4514 section 3, `special` and
/// the backslash itself).
const ESCAPABLE: &[u8] = b" \"#+,;<=>\\";

/// The DER of the Name in `text`.
///
/// # Errors
/// [`Faults`]: everything that is wrong, at most one fault an attribute, in the order of the
/// text.
pub(crate) fn parse(text: &str, profile: &Profile) -> Result<Vec<u8>, Faults> {
    let mut parser = Parser {
        text,
        profile,
        rdns: Vec::with_capacity(text.len() + 16),
        starts: Vec::new(),
        faults: Vec::new(),
        counted: (0, 0),
    };
    if !text.is_empty() {
        parser.read();
    }
    Faults::check(parser.faults)?;

    let mut name = Vec::with_capacity(der::tlv_len(parser.rdns.len()));
    der::header(&mut name, tag::SEQUENCE, parser.rdns.len());
    // The text has the most specific RDN first, the wire has it last (RFC 4514 2.1).
    let mut rest = parser.rdns.as_slice();
    for start in parser.starts.into_iter().rev() {
        let (before, rdn) = rest.split_at(start);
        name.extend_from_slice(rdn);
        rest = before;
    }
    Ok(name)
}

/// What is wrong, and at which octet of the part that was read.
type Refusal = (usize, DistinguishedNameError);

struct Parser<'t> {
    text: &'t str,
    profile: &'t Profile,
    /// The encoded RDNs in the order of the text.
    rdns: Vec<u8>,
    /// Where each of them starts.
    starts: Vec<usize>,
    faults: Vec<Fault>,
    /// An octet of the text and the characters in front of it.
    counted: (usize, usize),
}

impl Parser<'_> {
    fn read(&mut self) {
        let mut at = 0;
        let mut rdn = Rdn::begin(self);
        loop {
            let end = at + attribute_len(&self.text[at..]);
            let separator = self.text.as_bytes().get(end);
            rdn.alone &= separator != Some(&b'+');
            self.attribute(at, end, rdn.alone);
            if separator == Some(&b'+') {
                rdn.alone = false;
            } else {
                self.finish(&rdn, at);
                rdn = Rdn::begin(self);
            }
            if separator.is_none() {
                return;
            }
            at = end + 1;
        }
    }

    /// Ends an RDN whose last attribute stands at an octet of the text.
    fn finish(&mut self, rdn: &Rdn, at: usize) {
        self.starts.push(rdn.start);
        if !rdn.alone
            && rdn.faults_before == self.faults.len()
            && let Err(error) = rdn::close(&mut self.rdns, rdn.start)
        {
            self.refuse(at, FaultKind::Attribute(error));
        }
    }

    /// Adds a fault. Faults come in the order of the text, so only the characters since the
    /// one before are counted: many faults take no longer than one.
    fn refuse(&mut self, at: usize, kind: FaultKind) {
        let (octet, characters) = self.counted;
        let characters = characters + self.text.get(octet..at).map_or(0, |t| t.chars().count());
        self.counted = (at, characters);
        self.faults.push(Fault::new(Location::SubjectText { at: characters + 1 }, kind));
    }

    /// Reads `type=value` between two octets of the text and appends its DER.
    fn attribute(&mut self, start: usize, end: usize, alone: bool) {
        let part = self.text[start..end].trim_start_matches(' ');
        let start = end - part.len();
        let (attribute, value) = match split(part) {
            Ok(split) => split,
            Err((at, error)) => {
                return self.refuse(start + at, FaultKind::DistinguishedName(error));
            }
        };
        let value = match &value {
            ValueText::String(text) => Value::Text(text),
            ValueText::Der(der) => Value::Hex(der),
        };
        let push = if alone { rdn::push_single } else { rdn::push_attribute };
        if let Err(error) = push(&mut self.rdns, &attribute, value, self.profile) {
            self.refuse(start, FaultKind::Attribute(error));
        }
    }
}

/// The RDN that is being read.
struct Rdn {
    /// Where it starts among the encoded ones.
    start: usize,
    faults_before: usize,
    /// Whether it has one attribute only.
    alone: bool,
}

impl Rdn {
    const fn begin(parser: &Parser<'_>) -> Self {
        Self { start: parser.rdns.len(), faults_before: parser.faults.len(), alone: true }
    }
}

/// Octets in front of the next separator. Those between quotation marks do not count: the
/// marks themselves are a fault, and one is enough.
fn attribute_len(text: &str) -> usize {
    let mut octets = text.bytes().enumerate();
    let mut quoted = false;
    while let Some((at, octet)) = octets.next() {
        match octet {
            b'\\' => {
                octets.next();
            }
            b'"' => quoted = !quoted,
            b',' | b'+' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

/// A value, read.
enum ValueText<'t> {
    String(Cow<'t, str>),
    Der(Vec<u8>),
}

/// The type and the value of `type=value`.
fn split(part: &str) -> Result<(AttributeType, ValueText<'_>), Refusal> {
    if part.is_empty() {
        return Err((0, DistinguishedNameError::EmptyRdn));
    }
    if part.starts_with('/') {
        return Err((0, DistinguishedNameError::Slash));
    }
    let Some((name, value)) = part.split_once('=') else {
        return Err((0, DistinguishedNameError::NoEquals(part.trim_end().into())));
    };
    let attribute = attribute_type(name.trim_end_matches(' ')).map_err(|error| (0, error))?;
    let value = value.trim_start_matches(' ');
    let value_at = part.len() - value.len();
    let value = trim_unescaped_end(value);
    let value = match value.strip_prefix('#') {
        Some(digits) => from_hex(digits).map(ValueText::Der),
        None => unescape(value).map(ValueText::String),
    };
    value.map(|value| (attribute, value)).map_err(|(at, error)| (value_at + at, error))
}

fn attribute_type(name: &str) -> Result<AttributeType, DistinguishedNameError> {
    if name.is_empty() {
        return Err(DistinguishedNameError::NoType);
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return match name.parse::<Oid>() {
            Ok(oid) => Ok(AttributeType::from_oid(&oid)),
            Err(error) => Err(DistinguishedNameError::Oid { text: name.into(), error }),
        };
    }
    AttributeType::from_name(name)
        .ok_or_else(|| DistinguishedNameError::UnknownAttribute(name.into()))
}

/// The value without the spaces at its end, but with one that a backslash keeps.
fn trim_unescaped_end(value: &str) -> &str {
    let trimmed = value.trim_end_matches(' ');
    let backslashes = trimmed.bytes().rev().take_while(|octet| *octet == b'\\').count();
    let kept = usize::from(backslashes % 2 == 1 && trimmed.len() < value.len());
    &value[..trimmed.len() + kept]
}

/// The octets of a `#` value, one TLV.
fn from_hex(digits: &str) -> Result<Vec<u8>, Refusal> {
    let der = hex::decode(digits).map_err(|error| match error {
        HexError::Character { character, at } => (at, DistinguishedNameError::HexDigit(character)),
        HexError::OddDigits => (0, DistinguishedNameError::HexPairs),
    })?;
    if der.is_empty() {
        return Err((0, DistinguishedNameError::HexPairs));
    }
    match decode::only(&der) {
        Ok(_) => Ok(der),
        Err(error) => Err((0, DistinguishedNameError::Der(error))),
    }
}

fn hex_digit(character: char) -> Option<u8> {
    character.to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The value without its escapes; borrowed where it has none.
fn unescape(value: &str) -> Result<Cow<'_, str>, Refusal> {
    let special = |octet: u8| matches!(octet, b'"' | b';' | b'<' | b'>' | b'/' | b'\\');
    let Some(first) = value.bytes().position(special) else {
        return Ok(Cow::Borrowed(value));
    };
    let mut octets = Vec::with_capacity(value.len());
    octets.extend_from_slice(&value.as_bytes()[..first]);
    let mut escaped = false;
    let mut rest = value[first..].char_indices();
    while let Some((at, character)) = rest.next() {
        let at = first + at;
        match character {
            '\\' => {
                escaped = true;
                octets.push(read_escape(&mut rest).map_err(|error| (at, error))?);
            }
            '"' | ';' | '<' | '>' => return Err((at, DistinguishedNameError::Special(character))),
            '/' if begins_attribute(rest.as_str()) => {
                return Err((at, DistinguishedNameError::Slash));
            }
            _ => octets.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    if !escaped {
        return Ok(Cow::Borrowed(value));
    }
    match String::from_utf8(octets) {
        Ok(text) => Ok(Cow::Owned(text)),
        Err(_) => Err((0, DistinguishedNameError::NotUtf8)),
    }
}

/// The octet that an escape stands for, read from behind its backslash.
fn read_escape(rest: &mut CharIndices<'_>) -> Result<u8, DistinguishedNameError> {
    let Some((_, first)) = rest.next() else {
        return Err(DistinguishedNameError::DanglingEscape);
    };
    if let Some(octet) = u8::try_from(first).ok().filter(|octet| ESCAPABLE.contains(octet)) {
        return Ok(octet);
    }
    let second = rest.clone().next().and_then(|(_, second)| hex_digit(second));
    match (hex_digit(first), second) {
        (Some(high), Some(low)) => {
            rest.next();
            Ok(high << 4 | low)
        }
        _ => Err(DistinguishedNameError::Escape(first)),
    }
}

/// Whether the text behind a `/` looks like the next attribute in OpenSSL's old form, as in
/// `/O=ACME/CN=a`. A slash in front of anything else is a slash: `A/S`.
pub(super) fn begins_attribute(text: &str) -> bool {
    /// The longest name of an attribute has fewer.
    const LONGEST: usize = 40;
    let in_name = |octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.');
    let len = text.bytes().take(LONGEST).take_while(in_name).count();
    text.as_bytes().get(len) == Some(&b'=') && attribute_type(&text[..len]).is_ok()
}
