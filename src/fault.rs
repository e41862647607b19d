//! What is wrong, and where.
//!
//! A leaf (a name, an attribute value) says what is wrong with its text. The request adds a
//! [`Location`]. Whoever took the text from a person (the JSON body, the command line) renders
//! that location as the path that the person wrote. All faults are collected, none is lost.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::attribute::RequestAttributeError;
use crate::error::Quoted;
use crate::extension::ExtensionError;
use crate::general_name::GeneralNameError;
use crate::oid::Oid;
use crate::subject::{AttributeError, AttributeType, DistinguishedNameError};

/// A part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Location {
    /// The request as a whole.
    Request,
    /// An attribute of the subject.
    Subject {
        /// The type of the attribute.
        attribute: AttributeType,
        /// How many of the same type stand before it: 0 for the first `OU`, 1 for the second.
        index: usize,
    },
    /// A place in the text of the subject.
    SubjectText {
        /// Position of the attribute or of the character at fault, in characters from 1.
        at: usize,
    },
    /// A name of the subjectAltName, counted from 0 in the order they were given.
    SubjectAltName(usize),
    /// An extension, counted from 0 in the order they were given.
    Extension(usize),
    /// An attribute of the request, counted from 0 in the order they were given.
    Attribute(usize),
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request => f.write_str("request"),
            Self::Subject { attribute, index: 0 } => write!(f, "subject.{attribute}"),
            Self::Subject { attribute, index } => write!(f, "subject.{attribute}[{index}]"),
            Self::SubjectText { at } => write!(f, "subject, character {at}"),
            Self::SubjectAltName(index) => write!(f, "subjectAltName[{index}]"),
            Self::Extension(index) => write!(f, "extension[{index}]"),
            Self::Attribute(index) => write!(f, "attribute[{index}]"),
        }
    }
}

impl Location {
    /// Whether it is a part of the subject.
    pub(crate) const fn is_subject(&self) -> bool {
        matches!(self, Self::Subject { .. } | Self::SubjectText { .. })
    }
}

/// One fault of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    location: Location,
    kind: FaultKind,
}

/// What a fault is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// A value of the subject that its attribute does not allow.
    Attribute(AttributeError),
    /// A text of the subject that is not RFC 4514.
    DistinguishedName(DistinguishedNameError),
    /// A name of the subjectAltName that its type does not allow.
    GeneralName(GeneralNameError),
    /// A name that stands in the list already.
    DuplicateName {
        /// The name, as `PREFIX:VALUE`.
        name: String,
        /// Where it stands first.
        first: Location,
    },
    /// Something that is no extension.
    Extension(ExtensionError),
    /// An extension that the request has already: each is there once (RFC 5280 4.2).
    DuplicateExtension {
        /// Which one.
        oid: Oid,
        /// Where it stands first.
        first: Location,
    },
    /// Something that is no attribute of a request.
    RequestAttribute(RequestAttributeError),
    /// An attribute that the request has already: its values go into one.
    DuplicateAttribute {
        /// Which one.
        oid: Oid,
        /// Where it stands first.
        first: Location,
    },
    /// Neither a subject nor a name: nothing that a certificate could be for
    /// (RFC 5280 4.1.2.6).
    NoIdentity,
}

impl Fault {
    pub(crate) const fn new(location: Location, kind: FaultKind) -> Self {
        Self { location, kind }
    }

    /// Where it is.
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// What it is.
    pub const fn kind(&self) -> &FaultKind {
        &self.kind
    }

    pub(crate) fn into_kind(self) -> FaultKind {
        self.kind
    }

    /// What was probably meant, or what to do instead, where that is clear.
    pub fn hint(&self) -> Option<String> {
        match &self.kind {
            FaultKind::Attribute(error) => error.hint(),
            FaultKind::DistinguishedName(error) => error.hint(),
            FaultKind::GeneralName(error) => error.hint(),
            FaultKind::Extension(error) => error.hint(),
            FaultKind::RequestAttribute(error) => error.hint(),
            FaultKind::DuplicateName { .. }
            | FaultKind::DuplicateExtension { .. }
            | FaultKind::DuplicateAttribute { .. }
            | FaultKind::NoIdentity => None,
        }
    }

    /// The fault in words, without the path of its own place; places that it mentions are
    /// spelt by `path`.
    pub fn text(&self, path: &dyn Fn(&Location) -> String) -> String {
        use alloc::{format, string::ToString};
        match &self.kind {
            FaultKind::Attribute(error) => error.to_string(),
            FaultKind::DistinguishedName(error) => error.to_string(),
            FaultKind::GeneralName(error) => error.to_string(),
            FaultKind::DuplicateName { name, first } => {
                format!("{} stands already at {}; a name is given once", Quoted(name), path(first))
            }
            FaultKind::Extension(error) => error.to_string(),
            FaultKind::RequestAttribute(error) => error.to_string(),
            FaultKind::DuplicateExtension { oid, first } => format!(
                "the extension {oid} stands already at {}; an extension is given once (RFC 5280 4.2)",
                path(first)
            ),
            FaultKind::DuplicateAttribute { oid, first } => format!(
                "the attribute {oid} stands already at {}; all values of an attribute go into one (RFC 2986 4.1)",
                path(first)
            ),
            FaultKind::NoIdentity => {
                "has neither a subject nor a subjectAltName; a certificate is for at least one of them (RFC 5280 4.1.2.6)".into()
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use alloc::string::ToString;
        write!(f, "{}: {}", self.location, self.text(&|location| location.to_string()))
    }
}

impl core::error::Error for Fault {}

/// All faults of a request, at least one, in the order of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// `Err` with the faults if there are any.
    pub(crate) fn check(faults: Vec<Fault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self(faults)) }
    }

    /// The faults, one after the other.
    pub fn iter(&self) -> core::slice::Iter<'_, Fault> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = core::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = alloc::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Faults {
    /// One line a fault.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl core::error::Error for Faults {}
