//! Where DER that was received departs from X.690 or from the layout of what it should be.

use alloc::{borrow::Cow, boxed::Box, format, string::String};
use core::fmt;

use crate::error::{Code, Error};
use crate::hex;

/// A place in DER that departs from X.690, or from the layout of what the DER should be.
///
/// Strict readers (`from_der`) refuse what they read at the first deviation; an
/// [`Inspection`](crate::Inspection) collects them all.
///
/// It is a pointer, so that results which may be one are cheap to return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation(Box<Fields>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Fields {
    code: Code,
    at: usize,
    place: String,
    found: String,
}

impl Deviation {
    #[cold]
    pub(super) fn new(code: Code, at: usize, found: fmt::Arguments<'_>) -> Self {
        Self(Box::new(Fields { code, at, place: String::new(), found: format!("{found}") }))
    }

    /// What is wrong.
    pub const fn code(&self) -> Code {
        self.0.code
    }

    /// Where it is: the byte of the DER, counted from 0.
    pub const fn at(&self) -> usize {
        self.0.at
    }

    /// Where it is: the fields that lead there, such as
    /// `certificationRequestInfo.attributes[0].values[1]`; empty where the DER as a whole is meant.
    pub fn place(&self) -> &str {
        &self.0.place
    }

    /// What was found there, as the predicate of a sentence.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// The deviation as the reason why `subject`, which was given in DER, is refused.
    pub(crate) fn refuse(self, subject: impl Into<Cow<'static, str>>) -> Error {
        let Fields { code, at, place, found } = *self.0;
        let reason = match (&*place, code) {
            ("", _) => format!("is not valid DER: the value at byte {at} {found}"),
            (place, Code::Structure) => {
                format!("is damaged, or something else in DER: {place} (at byte {at}) {found}")
            }
            (place, _) => format!("is not valid DER: {place} (at byte {at}) {found}"),
        };
        Error::new(code, subject, reason)
    }

    /// Adds a segment in front of the place: fields are separated by dots, indices are not.
    pub(super) fn prefix(&mut self, segment: &dyn fmt::Display) {
        let place = &mut self.0.place;
        let dot = if place.is_empty() || place.starts_with('[') { "" } else { "." };
        *place = format!("{segment}{dot}{place}");
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fields { code, at, place, found } = &*self.0;
        write!(f, "{code}: {place} {found}, at byte {at}")
    }
}

impl core::error::Error for Deviation {}

/// Bytes in a message: few in hexadecimal, many by their number.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str("no bytes"),
            few if few.len() <= 8 => write!(f, "the bytes {}", hex::encode(few)),
            many => write!(f, "{} bytes", many.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn few_bytes_are_shown_and_many_are_counted() {
        let cases: [(&[u8], &str); 4] = [
            (&[], "no bytes"),
            (&[0x0A], "the bytes 0a"),
            (&[0xFF; 8], "the bytes ffffffffffffffff"),
            (&[0xFF; 9], "9 bytes"),
        ];
        for (bytes, shown) in cases {
            assert_eq!(Bytes(bytes).to_string(), shown);
        }
    }
}
