//! What is wrong with a body, each fault with the path that its author wrote.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use crate::error::{Quoted, QuotedChar};
use crate::fault::{Fault, FaultKind, Location};
use crate::general_name::GeneralNameErrorKind;
use crate::subject::AttributeType;

/// The attributes of the body and what they stand for, in the order of the RDNs on the wire.
pub(super) const SUBJECT_ATTRIBUTES: [(&str, AttributeType); 6] = [
    ("Country", AttributeType::Country),
    ("StateProvince", AttributeType::StateOrProvince),
    ("StateLocality", AttributeType::Locality),
    ("Organization", AttributeType::Organization),
    ("OrganizationUnit", AttributeType::OrganizationalUnit),
    ("CommonName", AttributeType::CommonName),
];

pub(super) const ID: &str = "id";
pub(super) const NAMES: &str = "subjectAlternativeNames";
pub(super) const LIST: &str = "generalNames";
pub(super) const TYPE: &str = "type";
pub(super) const NAME: &str = "name";

/// A fault of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyFault {
    pub(super) path: String,
    pub(super) kind: BodyFaultKind,
}

/// What a fault is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyFaultKind {
    /// Not JSON.
    Syntax(SyntaxError),
    /// A value of another type than belongs here.
    Type {
        /// What belongs here.
        expected: JsonType,
        /// What is there.
        found: JsonType,
    },
    /// An attribute that the method does not know; holds the known one that is probably meant.
    UnknownAttribute {
        /// The nearest known spelling.
        nearest: Option<&'static str>,
        /// The known ones at this place.
        known: &'static [&'static str],
    },
    /// An attribute that stands there twice.
    RepeatedAttribute,
    /// A required attribute that is not there.
    Missing,
    /// A list of names with nothing in it.
    NoNames,
    /// An `id` that cannot name a file (lines of a batch only).
    Id(LineIdError),
    /// A value that the request refuses.
    Request(Fault),
    /// More faults than are listed; holds how many.
    More(usize),
}

impl BodyFault {
    /// Where it is, such as `subjectAlternativeNames.generalNames[1].name`; empty for the body
    /// as a whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it is.
    pub const fn kind(&self) -> &BodyFaultKind {
        &self.kind
    }

    /// The fault in words, without its path.
    pub fn text(&self) -> String {
        match &self.kind {
            BodyFaultKind::Request(fault) => fault.text(&path),
            kind => format!("{kind}"),
        }
    }

    /// What was probably meant, or what to do instead, where that is clear. The text ends with
    /// it.
    pub fn hint(&self) -> Option<String> {
        self.kind.hint()
    }
}

impl fmt::Display for BodyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.text())
    }
}

impl core::error::Error for BodyFault {}

impl From<Fault> for BodyFault {
    /// A fault of the request, at the path of the body that holds the value.
    fn from(fault: Fault) -> Self {
        let place = path(fault.location());
        let path = match fault.kind() {
            FaultKind::GeneralName(error) if *error.kind() == GeneralNameErrorKind::UnknownType => {
                format!("{place}.{TYPE}")
            }
            FaultKind::GeneralName(_) => format!("{place}.{NAME}"),
            _ => place,
        };
        Self { path, kind: BodyFaultKind::Request(fault) }
    }
}

/// The path of the body for a part of the request.
pub(super) fn path(location: &Location) -> String {
    match location {
        Location::Subject { attribute, .. } => SUBJECT_ATTRIBUTES
            .iter()
            .find(|(_, of)| of == attribute)
            .map_or_else(|| format!("{location}"), |(name, _)| (*name).into()),
        Location::SubjectAltName(index) => format!("{NAMES}.{LIST}[{index}]"),
        Location::Request => String::new(),
        #[allow(unreachable_patterns, reason = "parts that the body has no place for")]
        other => format!("{other}"),
    }
}

impl BodyFaultKind {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Type { expected: JsonType::Text, found: JsonType::Number } => {
                Some("put it between quotation marks".into())
            }
            Self::UnknownAttribute { nearest: Some(meant), .. } => {
                Some(format!("did you mean {meant}?"))
            }
            Self::NoNames => Some(format!("leave {NAMES} out to ask for none")),
            Self::Id(LineIdError::Empty) => Some("leave it out to use the line number".into()),
            Self::Request(fault) => fault.hint(),
            _ => None,
        }
    }
}

impl fmt::Display for BodyFaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => error.fmt(f)?,
            Self::Type { expected, found } => write!(f, "is {found} where {expected} belongs")?,
            Self::UnknownAttribute { known, .. } => {
                f.write_str("is no attribute that belongs here; known are ")?;
                for (index, name) in known.iter().enumerate() {
                    write!(f, "{}{name}", if index > 0 { ", " } else { "" })?;
                }
            }
            Self::RepeatedAttribute => {
                f.write_str("stands there twice; each attribute is given once")?;
            }
            Self::Missing => f.write_str("is missing; it is required here")?,
            Self::NoNames => f.write_str(
                "has no name in it; a subjectAltName holds at least one (RFC 5280 4.2.1.6)",
            )?,
            Self::Id(error) => error.fmt(f)?,
            Self::More(1) => f.write_str("1 more fault is not listed")?,
            Self::More(count) => write!(f, "{count} more faults are not listed")?,
            // It brings its own hint.
            Self::Request(fault) => return fault.fmt(f),
        }
        match self.hint() {
            Some(hint) => write!(f, "; hint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Why an `id` cannot name a file on every system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineIdError {
    /// Nothing there.
    Empty,
    /// More octets than a file name has room for.
    TooLong {
        /// Octets that it has.
        len: usize,
        /// Octets that it may have.
        max: usize,
    },
    /// A character that file names do not share everywhere.
    Character {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
    /// A first character that hides the file or looks like an option.
    Start {
        /// The character.
        character: char,
    },
    /// A name that Windows keeps for a device.
    Device,
}

impl fmt::Display for LineIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const RULE: &str =
            "an id names files: letters, digits, \".\", \"_\" and \"-\", a letter or digit first";
        match self {
            Self::Empty => write!(f, "is empty; {RULE}"),
            Self::TooLong { len, max } => {
                write!(f, "has {len} characters; at most {max} are allowed")
            }
            Self::Character { character, at } => {
                write!(f, "has {} at character {at}; {RULE}", QuotedChar(*character))
            }
            Self::Start { character } => {
                write!(f, "begins with {}; {RULE}", QuotedChar(*character))
            }
            Self::Device => f.write_str("is a name that Windows keeps for a device"),
        }
    }
}

impl core::error::Error for LineIdError {}

/// A type of JSON value (RFC 8259 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    Text,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "text",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// Where a text stops being JSON, and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    line: usize,
    column: usize,
    expected: String,
}

impl SyntaxError {
    pub(super) fn new(error: &serde_json::Error) -> Self {
        let message = format!("{error}");
        let message = message.split(" at line ").next().unwrap_or_default();
        let expected = match message {
            "EOF while parsing an object" => "expected `,` or `}`, but the text ends",
            "EOF while parsing a list" => "expected `,` or `]`, but the text ends",
            "EOF while parsing a string" => "expected the closing `\"`, but the text ends",
            "EOF while parsing a value" => "expected a value, but the text ends",
            "expected value" => {
                "expected a value: an object, text between quotation marks, a number"
            }
            "expected ident" => "expected true, false or null; text stands between quotation marks",
            "key must be a string" => "expected a name between quotation marks",
            "trailing comma" => {
                "expected another member after the comma, found the end of the list"
            }
            "trailing characters" => "expected the end of the text after the closing bracket",
            "recursion limit exceeded" => "expected at most 128 levels of brackets",
            "invalid unicode code point" => "expected UTF-8",
            // Half of a character that UTF-16 writes in two.
            "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
                "expected both halves of a surrogate pair, such as `\\ud83d\\ude00`; one alone is no character"
            }
            other => other,
        };
        Self { line: error.line(), column: error.column().max(1), expected: expected.into() }
    }

    pub(super) fn utf16() -> Self {
        Self {
            line: 1,
            column: 1,
            expected: "expected UTF-8, found UTF-16; save it as UTF-8".into(),
        }
    }

    /// The line, from 1.
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column, from 1.
    pub const fn column(&self) -> usize {
        self.column
    }

    /// What was expected there.
    pub fn expected(&self) -> &str {
        &self.expected
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: not JSON: {}", self.line, self.column, self.expected)
    }
}

impl core::error::Error for SyntaxError {}

/// All faults of a body, at least one, in the order of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyFaults(pub(super) Vec<BodyFault>);

impl BodyFaults {
    /// The faults, one after the other.
    pub fn iter(&self) -> core::slice::Iter<'_, BodyFault> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a BodyFaults {
    type Item = &'a BodyFault;
    type IntoIter = core::slice::Iter<'a, BodyFault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for BodyFaults {
    /// One line a fault.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            write!(f, "{}{fault}", if index > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl core::error::Error for BodyFaults {}

/// One step of a path; a name that is no plain word is shown between quotation marks.
pub(super) fn step(name: &str) -> String {
    if !name.is_empty()
        && name.len() <= 64
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    {
        name.into()
    } else {
        format!("{}", Quoted(name))
    }
}
