//! Why a text is no distinguished name.

use alloc::{borrow::ToOwned, format, string::String};
use core::fmt;

use crate::decode::DerError;
use crate::error::{Quoted, QuotedChar, nearest};
use crate::oid::{Oid, OidError};
use crate::subject::AttributeType;

/// What is wrong with the text of a distinguished name (RFC 4514). Values that their
/// attributes do not allow are an [`AttributeError`](crate::AttributeError).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DistinguishedNameError {
    /// Nothing between two separators, or in front of or behind one.
    EmptyRdn,
    /// No `=` between type and value. Holds what stands there.
    NoEquals(String),
    /// Nothing in front of the `=`.
    NoType,
    /// A name that no attribute has.
    UnknownAttribute(String),
    /// A dotted identifier that is none.
    Oid {
        /// What stands there.
        text: String,
        /// Why it is no object identifier.
        error: OidError,
    },
    /// A backslash in front of a character that has no escape.
    Escape(char),
    /// A backslash at the end.
    DanglingEscape,
    /// Escaped octets that are not UTF-8.
    NotUtf8,
    /// A character that stands in a value only behind a backslash.
    Special(char),
    /// A `/` where OpenSSL's old form has its separator.
    Slash,
    /// A character in a `#` value that is no hexadecimal digit.
    HexDigit(char),
    /// A `#` value with no digits or an odd number of them.
    HexPairs,
    /// A `#` value that is not exactly one TLV in DER.
    Der(DerError),
}

impl DistinguishedNameError {
    /// What was probably meant, or what to write instead, where that is clear.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownAttribute(name) => match name.split_at_checked(4) {
                Some((prefix, oid))
                    if prefix.eq_ignore_ascii_case("OID.") && oid.parse::<Oid>().is_ok() =>
                {
                    Some(format!("write {oid} alone"))
                }
                _ => nearest(name, AttributeType::names())
                    .map(|meant| format!("did you mean {meant}?")),
            },
            Self::NoEquals(_) => Some("a comma inside a value is written \\,".to_owned()),
            Self::Escape(character) => match character {
                '/' | '\'' | '.' | '-' | ':' | '@' => Some("it needs no backslash".to_owned()),
                _ => Some("a backslash itself is written \\\\".to_owned()),
            },
            Self::DanglingEscape => Some("a backslash itself is written \\\\".to_owned()),
            Self::Special('"') => Some(
                "values are not put between quotation marks; write a backslash in front of what is special in them, as in O=ACME\\, Inc."
                    .to_owned(),
            ),
            Self::Special(';') => {
                Some("attributes are separated by commas; a semicolon in a value is written \\;".to_owned())
            }
            Self::Special(character) => Some(format!("write \\{character}")),
            Self::Slash => Some(
                "this looks like OpenSSL's old form; write CN=bmc-7,O=ACME,C=US, the most specific first; a slash in a value is written \\2F here"
                    .to_owned(),
            ),
            _ => None,
        }
    }

    /// The message without its hint.
    pub(crate) fn reason(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyRdn => f.write_str(
                "nothing stands here; each part is an attribute, TYPE=value, and a separator stands only between two (RFC 4514 3)",
            ),
            Self::NoEquals(part) => {
                write!(f, "{} has no =; an attribute is TYPE=value (RFC 4514 3)", Quoted(part))
            }
            Self::NoType => f.write_str(
                "nothing stands before the =; an attribute is TYPE=value (RFC 4514 3)",
            ),
            Self::UnknownAttribute(name) => write!(
                f,
                "{} is no known attribute; any other goes by its dotted identifier, such as 2.5.4.3 (RFC 4514 2.3)",
                Quoted(name)
            ),
            Self::Oid { text, error } => write!(f, "{} {error}", Quoted(text)),
            Self::Escape(character) => write!(
                f,
                "a backslash stands before {}; it stands before one of space \" # + , ; < = > \\ or two hexadecimal digits (RFC 4514 3)",
                QuotedChar(*character)
            ),
            Self::DanglingEscape => {
                f.write_str("a backslash stands at the end, with nothing to escape (RFC 4514 3)")
            }
            Self::NotUtf8 => {
                f.write_str("the escaped octets of the value are not UTF-8 (RFC 4514 2.4)")
            }
            Self::Special(character) => write!(
                f,
                "{} stands in a value without a backslash (RFC 4514 3)",
                QuotedChar(*character)
            ),
            Self::Slash => {
                f.write_str("\"/\" stands before an attribute; a comma separates them (RFC 4514 2.1)")
            }
            Self::HexDigit(character) => write!(
                f,
                "{} is no hexadecimal digit; a value behind # is DER in hexadecimal (RFC 4514 2.4)",
                QuotedChar(*character)
            ),
            Self::HexPairs => f.write_str(
                "the value behind # is no whole number of octets; each is two hexadecimal digits (RFC 4514 2.4)",
            ),
            Self::Der(error) => {
                write!(f, "the value behind # is not exactly one DER value (RFC 4514 2.4): {error}")
            }
        }
    }
}

impl fmt::Display for DistinguishedNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason(f)?;
        match self.hint() {
            Some(hint) => write!(f, "; hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for DistinguishedNameError {}
