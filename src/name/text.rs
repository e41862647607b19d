//! Distinguished names as text (RFC 4514): from text to DER.
//!
//! ```text
//! distinguishedName         = [ relativeDistinguishedName *( "," relativeDistinguishedName ) ]
//! relativeDistinguishedName = attributeTypeAndValue *( "+" attributeTypeAndValue )
//! attributeTypeAndValue     = ( descr / numericoid ) "=" ( "#" 1*hexpair / string )
//! ```
//!
//! Beyond the grammar, spaces around `,`, `+` and `=` are read over, as most tools print them.
//! Neither RFC 2253's quotation marks and `;` nor OpenSSL's `/` separators are RFC 4514: what they
//! would mean is said in the hint. Where users paste text, `from_text` reads them too, as another
//! [`Notation`].

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::str::CharIndices;

use super::attribute_type::AttributeType;
use super::notation::{Notation, TextOrder};
use super::{
    hint,
    rdn::{self, Value},
};
use crate::asn1::Oid;
use crate::asn1::write::{self as der, tag};
use crate::error::{Code, Error, Hint};
use crate::fault::{FaultList, Place};
use crate::hex;
use crate::profile::Profile;
use crate::text::QuotedChar;

/// The subject of messages about the syntax.
pub(super) const SUBJECT: &str = "distinguished name";

/// Characters that stand for themselves behind a backslash (RFC 4514 section 3, `special` and
/// the backslash itself).
const ESCAPABLE: &[u8] = b" \"#+,;<=>\\";

/// The DER of the Name in `text`, or everything that is wrong: at most one fault an attribute, in the
/// order of the text.
pub(crate) fn parse(text: &str) -> Result<Vec<u8>, FaultList> {
    parse_from(text, 0, Notation::Rfc4514, TextOrder::MostSpecificFirst)
}

/// [`parse`] from a byte of the text on, in this notation and order.
pub(super) fn parse_from(
    text: &str,
    start: usize,
    notation: Notation,
    order: TextOrder,
) -> Result<Vec<u8>, FaultList> {
    let mut parser = Parser {
        text,
        notation,
        rdns: Vec::with_capacity(text.len() + 16),
        starts: Vec::new(),
        faults: FaultList::default(),
        counted: (0, 0),
    };
    if start < text.len() {
        parser.read(start);
    }
    if parser.faults.len() > 0 {
        return Err(parser.faults);
    }

    let mut name = Vec::with_capacity(der::tlv_len(parser.rdns.len()));
    der::header(&mut name, tag::SEQUENCE, parser.rdns.len());
    if order == TextOrder::LeastSpecificFirst {
        name.extend_from_slice(&parser.rdns);
        return Ok(name);
    }
    // The text has the most specific RDN first, the wire has it last (RFC 4514 2.1).
    let mut rest = parser.rdns.as_slice();
    for start in parser.starts.into_iter().rev() {
        let (before, rdn) = rest.split_at(start);
        name.extend_from_slice(rdn);
        rest = before;
    }
    Ok(name)
}

/// What is wrong, and at which byte of the part that was read.
type Refusal = (usize, Error);

struct Parser<'t> {
    text: &'t str,
    notation: Notation,
    /// The encoded RDNs in the order of the text.
    rdns: Vec<u8>,
    /// Where each of them starts.
    starts: Vec<usize>,
    faults: FaultList,
    /// A byte of the text and the characters in front of it.
    counted: (usize, usize),
}

impl Parser<'_> {
    fn read(&mut self, mut at: usize) {
        let mut rdn = Rdn::begin(self);
        loop {
            let end = at + attribute_len(&self.text[at..], self.notation);
            let separator = self.text.as_bytes().get(end);
            rdn.alone &= separator != Some(&b'+');
            self.attribute(at, end, rdn.alone);
            if separator == Some(&b'+') {
                rdn.alone = false;
            } else {
                self.finish(&rdn, at);
                rdn = Rdn::begin(self);
            }
            if separator.is_none() || self.faults.is_full() {
                return;
            }
            at = end + 1;
        }
    }

    /// Ends an RDN whose last attribute is at a byte of the text.
    fn finish(&mut self, rdn: &Rdn, at: usize) {
        if rdn.faults_before < self.faults.len() {
            return;
        }
        self.starts.push(rdn.start);
        if !rdn.alone
            && let Err((_, error)) = rdn::close(&mut self.rdns, rdn.start)
        {
            self.refuse(at, error);
        }
    }

    /// Adds a fault. Faults come in the order of the text, so only the characters since the
    /// one before are counted: many faults take no longer than one.
    fn refuse(&mut self, at: usize, error: Error) {
        let (byte, characters) = self.counted;
        let characters = characters + self.text.get(byte..at).map_or(0, |t| t.chars().count());
        self.counted = (at, characters);
        self.faults.push(Place::SubjectText { at: characters + 1 }, error);
    }

    /// Reads `type=value` between two bytes of the text and appends its DER.
    fn attribute(&mut self, start: usize, end: usize, alone: bool) {
        let part = self.text[start..end].trim_start_matches(' ');
        let start = end - part.len();
        let (attribute, value) = match split(part, self.notation) {
            Ok(split) => split,
            Err((at, error)) => {
                return self.refuse(start + at, error);
            }
        };
        let value = match &value {
            ValueText::String(text) => Value::Text(text),
            ValueText::Der(der) => Value::Hex(der),
        };
        let pushed = rdn::push(&mut self.rdns, &attribute, value, &Profile::RFC5280, alone);
        if let Err(error) = pushed {
            self.refuse(start, error);
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
    fn begin(parser: &Parser<'_>) -> Self {
        Self { start: parser.rdns.len(), faults_before: parser.faults.len(), alone: true }
    }
}

/// Bytes in front of the next separator. Those between quotation marks do not count: the
/// marks themselves are a fault, and one is enough.
pub(super) fn attribute_len(text: &str, notation: Notation) -> usize {
    let slashes = notation == Notation::Slashes;
    let mut bytes = text.bytes().enumerate();
    let mut quoted = false;
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'/' | b'+' if slashes && type_len(&text[at + 1..]).is_some() => return at,
            _ if slashes => {}
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

/// uniqueIdentifier (RFC 1274 9.3.26), which OpenSSL calls `uid`; userId is `UID` there.
const UNIQUE_IDENTIFIER: AttributeType =
    AttributeType::Other(Oid::constant(&[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 44]));

/// Type and value of an attribute, `TYPE=value`.
fn split(part: &str, notation: Notation) -> Result<(AttributeType, ValueText<'_>), Refusal> {
    const PAIR: &str = "TYPE=value (RFC 4514 3)";
    let missing = |code, reason| Error::new(code, SUBJECT, reason).expected(PAIR);
    if part.is_empty() {
        return Err((0, missing(Code::RdnEmpty, "has an empty part")));
    }
    if part.starts_with('/') {
        return Err((0, slash()));
    }
    let Some((name, value)) = part.split_once('=') else {
        let error = missing(Code::EqualsMissing, "has a part without \"=\"").value(part.trim_end());
        return Err((0, error.hint_at(Hint::advice(hint::without_equals(part.trim())))));
    };
    let attribute = match (name.trim_end_matches(' '), notation) {
        ("uid", Notation::Slashes | Notation::Printed) => UNIQUE_IDENTIFIER,
        (name, _) => attribute_type(name).map_err(|error| (0, error))?,
    };
    let value = value.trim_start_matches(' ');
    let value_at = part.len() - value.len();
    let value = trim_unescaped_end(value);
    let between_marks = || value.strip_prefix('"')?.strip_suffix('"');
    let value = match (notation, value.strip_prefix('#'), between_marks()) {
        (Notation::Slashes, ..) => unescape(value, "").map(ValueText::String),
        (Notation::Quoted | Notation::Printed, _, Some(value)) => {
            unescape(value, "\"").map(ValueText::String).map_err(|(at, error)| (at + 1, error))
        }
        (_, Some(digits), _) => from_hex(digits).map(ValueText::Der),
        _ => unescape(value, SPECIAL).map(ValueText::String),
    };
    value.map(|value| (attribute, value)).map_err(|(at, error)| (value_at + at, error))
}

fn attribute_type(name: &str) -> Result<AttributeType, Error> {
    if name.is_empty() {
        let error = Error::new(Code::EqualsMissing, SUBJECT, "has \"=\" without a type in front");
        return Err(error.expected("TYPE=value (RFC 4514 3)"));
    }
    let marked = name.starts_with(crate::text::is_quotation_mark);
    name.parse().map_err(|error: Error| match marked {
        true => error.hint_at(Hint::advice("leave out the quotation marks around it")),
        false => error,
    })
}

fn slash() -> Error {
    Error::new(Code::Slash, SUBJECT, "has \"/\" in front of an attribute")
        .expected("a comma (RFC 4514 2.1)")
        .hint_at(Hint::advice(
            "write CN=bmc-7,O=ACME,C=US, the most specific attribute first; write \"/\" inside a value as \\2F",
        ))
}

/// The value without the spaces at its end, but with one that a backslash keeps.
fn trim_unescaped_end(value: &str) -> &str {
    let trimmed = value.trim_end_matches(' ');
    let backslashes = trimmed.bytes().rev().take_while(|byte| *byte == b'\\').count();
    let kept = usize::from(backslashes % 2 == 1 && trimmed.len() < value.len());
    &value[..trimmed.len() + kept]
}

/// A value in DER behind its `#`; whether it is a value is checked with its attribute.
fn from_hex(digits: &str) -> Result<Vec<u8>, Refusal> {
    let expected = "DER in hexadecimal behind #, two digits for each byte (RFC 4514 2.4)";
    match hex::decode(digits) {
        Ok(der) if der.is_empty() => Err((
            0,
            Error::new(Code::Hex, SUBJECT, "has a value without digits").expected(expected),
        )),
        Ok(der) => Ok(der),
        Err(error) => Err((error.at().unwrap_or(0), error.about("value").expected(expected))),
    }
}

fn hex_digit(character: char) -> Option<u8> {
    character.to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Characters that are refused in a value of RFC 4514; of `/`, that in front of an attribute.
const SPECIAL: &str = "\";<>/";

/// The value without its escapes; borrowed where it has none. Characters of `special` are refused.
fn unescape<'v>(value: &'v str, special: &str) -> Result<Cow<'v, str>, Refusal> {
    let Some(first) = value.find(|c| c == '\\' || special.contains(c)) else {
        return Ok(Cow::Borrowed(value));
    };
    let mut bytes = Vec::with_capacity(value.len());
    bytes.extend_from_slice(&value.as_bytes()[..first]);
    let mut escaped = false;
    let mut rest = value[first..].char_indices();
    while let Some((at, character)) = rest.next() {
        let at = first + at;
        match character {
            '\\' => {
                escaped = true;
                bytes
                    .push(read_escape(&mut rest, special.is_empty()).map_err(|error| (at, error))?);
            }
            '/' if special.contains('/') => {
                if begins_attribute(rest.as_str()) {
                    return Err((at, slash()));
                }
                bytes.push(b'/');
            }
            _ if special.contains(character) => return Err((at, unescaped(character))),
            _ => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    if !escaped {
        return Ok(Cow::Borrowed(value));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Owned(text)),
        Err(_) => {
            let reason = "has escaped bytes that are not UTF-8";
            Err((0, Error::new(Code::NotUtf8, SUBJECT, reason).expected("UTF-8 (RFC 4514 2.4)")))
        }
    }
}

fn unescaped(character: char) -> Error {
    let reason = format!("has {} without a backslash in front", QuotedChar(character));
    let hint = match character {
        '"' => "leave the quotation marks out and write special characters with a backslash, as in O=ACME\\, Inc.".into(),
        ';' => "separate attributes by commas; write a semicolon inside a value as \\;".into(),
        character => format!("write \\{character}"),
    };
    Error::new(Code::Unescaped, SUBJECT, reason)
        .expected("an escaped character (RFC 4514 3)")
        .hint_at(Hint::advice(hint))
}

/// The byte that a backslash and what follows it stand for; between slashes also `\/`, and `\xC3` as
/// OpenSSL prints a byte.
fn read_escape(rest: &mut CharIndices<'_>, slashes: bool) -> Result<u8, Error> {
    let refuse = |reason: String, hint| {
        Error::new(Code::Escape, SUBJECT, reason)
            .expected("one of space \" # + , ; < = > \\ or two hexadecimal digits (RFC 4514 3)")
            .hint_at(Hint::advice(hint))
    };
    let Some((_, first)) = rest.next() else {
        let reason = "ends with a backslash".into();
        return Err(refuse(reason, "write a backslash inside a value as \\\\"));
    };
    let escapable = |byte: &u8| ESCAPABLE.contains(byte) || slashes && *byte == b'/';
    if let Some(byte) = u8::try_from(first).ok().filter(escapable) {
        return Ok(byte);
    }
    let first = match (slashes, first) {
        (true, 'x') => rest.next().map_or(first, |(_, digit)| digit),
        _ => first,
    };
    let second = rest.clone().next().and_then(|(_, second)| hex_digit(second));
    match (hex_digit(first), second) {
        (Some(high), Some(low)) => {
            rest.next();
            Ok(high << 4 | low)
        }
        _ => {
            let hint = match first {
                '/' | '\'' | '.' | '-' | ':' | '@' => "write it without a backslash",
                _ => "write a backslash inside a value as \\\\",
            };
            Err(refuse(format!("has a backslash in front of {}", QuotedChar(first)), hint))
        }
    }
}

/// Whether the text behind a `/` looks like the next attribute in OpenSSL's old form, as in
/// `/O=ACME/CN=a`. A slash in front of anything else is a slash: `A/S`.
pub(super) fn begins_attribute(text: &str) -> bool {
    type_len(text).is_some_and(|len| attribute_type(&text[..len]).is_ok())
}

/// The length of what has the form of an attribute type, where the text begins with one and `=`.
fn type_len(text: &str) -> Option<usize> {
    /// The longest name of an attribute has fewer.
    const LONGEST: usize = 40;
    let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let len = text.bytes().take(LONGEST).take_while(in_name).count();
    (len > 0 && text.as_bytes().get(len) == Some(&b'=')).then_some(len)
}
