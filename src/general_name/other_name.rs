//! otherName: a value of a type of its own (RFC 5280 4.2.1.6), such as a Microsoft user
//! principal name or a mailbox with letters outside ASCII (RFC 9598).
//!
//! ```text
//! AnotherName ::= SEQUENCE {
//!     type-id OBJECT IDENTIFIER,
//!     value   [0] EXPLICIT ANY DEFINED BY type-id }
//! ```

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::fmt;

use super::{GeneralNameType, registered_id};
use crate::decode::{self, DerError, Reader};
use crate::der::{self, tag};
use crate::error::{Quoted, QuotedChar, first_character};
use crate::hex::{self, HexError};
use crate::oid::{Oid, OidError};

mod smtp_utf8_mailbox;

pub use smtp_utf8_mailbox::SmtpUtf8MailboxError;

const VALUE: u8 = tag::context_constructed(0);

/// A type that has a short name. The value of both is a UTF8String and nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
struct KnownType {
    name: &'static str,
    /// Content octets of the type-id.
    oid: &'static [u8],
    /// Who says that the value is a UTF8String.
    source: &'static str,
}

/// 1.3.6.1.4.1.311.20.2.3, Microsoft's user principal name.
const UPN: KnownType = KnownType {
    name: "UPN",
    oid: &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 0x14, 0x02, 0x03],
    source: "MS-WCCE 2.2.2.7.5",
};
/// 1.3.6.1.5.5.7.8.9, id-on-SmtpUTF8Mailbox (RFC 9598 3).
const SMTP_UTF8_MAILBOX: KnownType =
    KnownType { name: "SmtpUTF8Mailbox", oid: &[0x2B, 6, 1, 5, 5, 7, 8, 9], source: "RFC 9598 3" };
const KNOWN_TYPES: [KnownType; 2] = [UPN, SMTP_UTF8_MAILBOX];

/// The short name of a type, written in any case.
pub(super) fn known_type(name: &str) -> Option<&'static str> {
    KNOWN_TYPES.iter().map(|known| known.name).find(|known| known.eq_ignore_ascii_case(name))
}

/// Why a text is not an otherName. Positions count characters of the value from 1, the value
/// being what follows `UTF8:`, `IA5:` or `DER:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherNameError {
    /// Nothing there.
    Empty,
    /// No semicolon behind the type.
    NoSemicolon,
    /// A word for the type that is none of the short names.
    UnknownTypeName,
    /// A type that is no object identifier.
    TypeId(OidError),
    /// Neither `UTF8:` nor `IA5:` nor `DER:` in front of the value.
    NoValueType,
    /// Nothing behind `UTF8:`, `IA5:` or `DER:`.
    EmptyValue,
    /// A value of another type than UTF8String where the type-id asks for that.
    NotUtf8String {
        /// The short name of the type.
        name: &'static str,
        /// Who asks for it.
        source: &'static str,
    },
    /// A control character, NUL among them.
    Control {
        /// The character.
        character: char,
        /// Its position in the value, in characters from 1.
        at: usize,
    },
    /// A character outside ASCII in an IA5String.
    NotAscii {
        /// The character.
        character: char,
        /// Its position in the value, in characters from 1.
        at: usize,
    },
    /// A character that is no hexadecimal digit.
    NotHex {
        /// The character.
        character: char,
        /// Its position in the value, in characters from 1.
        at: usize,
    },
    /// An odd number of hexadecimal digits.
    OddHex,
    /// Octets that are not exactly one DER value.
    Der(DerError),
    /// An SmtpUTF8Mailbox that RFC 9598 forbids.
    Mailbox(SmtpUtf8MailboxError),
}

impl fmt::Display for OtherNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHAPE: &str =
            "an otherName is OID;UTF8:text, OID;IA5:text or OID;DER:hex (RFC 5280 4.2.1.6)";
        match self {
            Self::Empty => write!(f, "is empty; {SHAPE}"),
            Self::NoSemicolon => write!(f, "has no semicolon behind its type; {SHAPE}"),
            Self::UnknownTypeName => write!(
                f,
                "has a type that is neither an object identifier nor {} or {}; {SHAPE}",
                UPN.name, SMTP_UTF8_MAILBOX.name
            ),
            Self::TypeId(error) => write!(f, "has a type that {error}"),
            Self::NoValueType => {
                write!(f, "has no UTF8:, IA5: or DER: in front of its value; {SHAPE}")
            }
            Self::EmptyValue => write!(f, "has an empty value; {SHAPE}"),
            Self::NotUtf8String { name, source } => {
                write!(f, "has a value that is no UTF8String; {name} is one ({source})")
            }
            Self::Control { character, at } => write!(
                f,
                "has the control character U+{:04X} at character {at} of its value; the text of an otherName holds none",
                u32::from(*character)
            ),
            Self::NotAscii { character, at } => write!(
                f,
                "has {} at character {at} of its value; an IA5String is ASCII only (X.680 41)",
                QuotedChar(*character)
            ),
            Self::NotHex { character, at } => write!(
                f,
                "has {} at character {at} of its value; after DER: stand hexadecimal digits only, two an octet",
                QuotedChar(*character)
            ),
            Self::OddHex => f.write_str(
                "has an odd number of hexadecimal digits after DER:; two of them are an octet",
            ),
            Self::Der(error) => write!(f, "has a value that is not exactly one DER value: {error}"),
            Self::Mailbox(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for OtherNameError {}

impl OtherNameError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self, text: &str) -> Option<String> {
        let (type_id, value) = text.split_once(';').unwrap_or((text, ""));
        match self {
            Self::UnknownTypeName => {
                // `upn`, and OpenSSL's `msUPN` and `id-on-SmtpUTF8Mailbox`.
                let word = type_id.trim().to_ascii_lowercase();
                let meant = KNOWN_TYPES
                    .into_iter()
                    .find(|known| word.ends_with(&known.name.to_ascii_lowercase()))?;
                Some(format!("did you mean {}?", meant.name))
            }
            Self::TypeId(error) => registered_id::hint(error, type_id),
            Self::NoValueType if KNOWN_TYPES.iter().any(|known| known.name == type_id) => {
                let meant = format!("{type_id};UTF8:{value}");
                let is_valid = encode(&meant, &mut Vec::new()).is_ok();
                is_valid.then(|| format!("did you mean {}?", Quoted(&meant)))
            }
            Self::NotUtf8String { .. } => Some("write UTF8: in front of the text".into()),
            Self::NotAscii { .. } => Some("UTF8: takes any character".into()),
            Self::Mailbox(error) => {
                let mailbox = value.strip_prefix("UTF8:")?;
                error.hint(mailbox)
            }
            _ => None,
        }
    }
}

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), OtherNameError> {
    if text.is_empty() {
        return Err(OtherNameError::Empty);
    }
    let (type_id, value) = text.split_once(';').ok_or(OtherNameError::NoSemicolon)?;
    let type_id = read_type_id(type_id)?;
    let value = Value::read(&type_id, value)?;
    der::nested(out, GeneralNameType::OtherName.tag(), |out| {
        der::tlv(out, tag::OBJECT_IDENTIFIER, type_id.as_bytes());
        der::nested(out, VALUE, |out| match &value {
            Value::Utf8(text) => der::tlv(out, tag::UTF8_STRING, text.as_bytes()),
            Value::Ia5(text) => der::tlv(out, tag::IA5_STRING, text.as_bytes()),
            Value::Der(der) => out.extend_from_slice(der),
        });
    });
    Ok(())
}

fn read_type_id(text: &str) -> Result<Oid, OtherNameError> {
    if let Some(known) = KNOWN_TYPES.into_iter().find(|known| known.name == text) {
        return Ok(Oid::constant(known.oid));
    }
    text.parse().map_err(|error| {
        if text.trim_start().starts_with(|first: char| first.is_ascii_alphabetic()) {
            OtherNameError::UnknownTypeName
        } else {
            OtherNameError::TypeId(error)
        }
    })
}

/// A value that its type allows.
enum Value<'a> {
    Utf8(Cow<'a, str>),
    Ia5(&'a str),
    Der(Vec<u8>),
}

impl<'a> Value<'a> {
    fn read(type_id: &Oid, text: &'a str) -> Result<Self, OtherNameError> {
        let known = KNOWN_TYPES.into_iter().find(|known| known.oid == type_id.as_bytes());
        let (syntax, value) = text.split_once(':').ok_or(OtherNameError::NoValueType)?;
        match syntax {
            "UTF8" | "IA5" | "DER" if value.is_empty() => Err(OtherNameError::EmptyValue),
            "UTF8" => utf8(known, value).map(Self::Utf8),
            "IA5" => ia5(known, value).map(Self::Ia5),
            "DER" => der(known, value).map(Self::Der),
            _ => Err(OtherNameError::NoValueType),
        }
    }
}

fn utf8(known: Option<KnownType>, value: &str) -> Result<Cow<'_, str>, OtherNameError> {
    refuse_controls(value)?;
    if known == Some(SMTP_UTF8_MAILBOX) {
        return smtp_utf8_mailbox::read(value).map_err(OtherNameError::Mailbox);
    }
    Ok(Cow::Borrowed(value))
}

fn ia5(known: Option<KnownType>, value: &str) -> Result<&str, OtherNameError> {
    if let Some(KnownType { name, source, .. }) = known {
        return Err(OtherNameError::NotUtf8String { name, source });
    }
    if let Some((character, at)) = first_character(value, |character| !character.is_ascii()) {
        return Err(OtherNameError::NotAscii { character, at });
    }
    refuse_controls(value)?;
    Ok(value)
}

fn der(known: Option<KnownType>, value: &str) -> Result<Vec<u8>, OtherNameError> {
    let octets = from_hex(value)?;
    let tlv = decode::only_sound(&octets).map_err(OtherNameError::Der)?;
    if let Some(KnownType { name, source, .. }) = known {
        let text = core::str::from_utf8(tlv.content).ok();
        let text = text.filter(|text| tlv.tag == tag::UTF8_STRING && !text.is_empty());
        let text = text.ok_or(OtherNameError::NotUtf8String { name, source })?;
        refuse_controls(text)?;
        if known == Some(SMTP_UTF8_MAILBOX) {
            smtp_utf8_mailbox::check(text).map_err(OtherNameError::Mailbox)?;
        }
    }
    Ok(octets)
}

fn refuse_controls(value: &str) -> Result<(), OtherNameError> {
    match first_character(value, char::is_control) {
        Some((character, at)) => Err(OtherNameError::Control { character, at }),
        None => Ok(()),
    }
}

fn from_hex(text: &str) -> Result<Vec<u8>, OtherNameError> {
    hex::decode(text).map_err(|error| match error {
        HexError::Character { character, at } => OtherNameError::NotHex { character, at },
        HexError::OddDigits => OtherNameError::OddHex,
    })
}

/// The text of the content octets, where the syntax can express them: in the first of the
/// three syntaxes that gives the same octets again.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let mut reader = Reader::new(content);
    let type_id = reader.expect(tag::OBJECT_IDENTIFIER).ok()?.content;
    let value = decode::only(reader.expect(VALUE).ok()?.content).ok()?;
    let type_id = match KNOWN_TYPES.into_iter().find(|known| known.oid == type_id) {
        Some(known) => Cow::Borrowed(known.name),
        None => Cow::Owned(registered_id::text(type_id)?),
    };
    let string = match value.tag {
        tag::UTF8_STRING => Some("UTF8"),
        tag::IA5_STRING => Some("IA5"),
        _ => None,
    };
    let string = string
        .and_then(|syntax| Some((syntax, core::str::from_utf8(value.content).ok()?)))
        .map(|(syntax, value)| format!("{type_id};{syntax}:{value}"));
    let der = || Some(format!("{type_id};DER:{}", hex::encode(value.encoded)));
    let gives_back = |text: &String| {
        let mut again = Vec::with_capacity(content.len() + 4);
        encode(text, &mut again).is_ok()
            && decode::only(&again).is_ok_and(|again| again.content == content)
    };
    string.filter(gives_back).or_else(|| der().filter(gives_back))
}

#[cfg(test)]
mod tests;
