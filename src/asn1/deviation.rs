//! Where DER that was received departs from X.690 or from the layout of what it should be.

use alloc::{borrow::Cow, format, string::String};
use core::fmt;

use crate::error::{Code, Error};

/// A place in DER that departs from X.690, or from the layout of what the DER should be.
///
/// Strict readers (`from_der`) refuse what they read at the first deviation; an
/// [`Inspection`](crate::Inspection) collects them all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    code: Code,
    at: usize,
    place: String,
    found: String,
}

impl Deviation {
    #[cold]
    pub(super) fn new(code: Code, at: usize, found: fmt::Arguments<'_>) -> Self {
        Self { code, at, place: String::new(), found: format!("{found}") }
    }

    /// What is wrong.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// Where it is: the byte of the DER, counted from 0.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Where it is: the fields that lead there, such as
    /// `certificationRequestInfo.attributes[0].values[1]`; empty where the DER as a whole is meant.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What was found there, as the predicate of a sentence.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// The deviation as the reason why `subject`, which was given in DER, is refused.
    pub(crate) fn refuse(self, subject: impl Into<Cow<'static, str>>) -> Error {
        let (at, found) = (self.at, self.found);
        let reason = match &*self.place {
            "" => format!("is not valid DER: the value at byte {at} {found}"),
            place => format!("is not valid DER: {place} (at byte {at}) {found}"),
        };
        Error::new(self.code, subject, reason)
    }

    /// Adds a segment in front of the place: fields are separated by dots, indices are not.
    pub(super) fn prefix(&mut self, segment: &dyn fmt::Display) {
        let dot = if self.place.is_empty() || self.place.starts_with('[') { "" } else { "." };
        self.place = format!("{segment}{dot}{}", self.place);
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}, at byte {}", self.code, self.place, self.found, self.at)
    }
}

impl core::error::Error for Deviation {}
