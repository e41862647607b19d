//! A text that was given as a name, for errors about it.

use alloc::{borrow::Cow, vec::Vec};

use super::name_type::GeneralNameType;
use crate::error::{Code, Error};
use crate::hex;
use crate::text::first_character;

/// A text that was given as a name of this type.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) name_type: GeneralNameType,
    pub(super) text: &'a str,
}

impl Given<'_> {
    #[cold]
    pub(super) fn refuse(self, code: Code, reason: impl Into<Cow<'static, str>>) -> Error {
        Error::new(code, self.name_type.as_str(), reason).value(self.text)
    }

    /// Refuses a character of the text.
    #[cold]
    pub(super) fn refuse_character(self, code: Code, character: char, at: usize) -> Error {
        Error::contains(code, self.name_type.as_str(), self.text, (character, at))
    }

    /// How many characters are in front of a part with which the text ends.
    pub(super) fn before(self, part: &str) -> usize {
        self.text.chars().count().saturating_sub(part.chars().count())
    }

    /// Refuses control characters in a part with which the text ends.
    pub(super) fn check_controls(self, part: &str) -> Result<(), Error> {
        match first_character(part, char::is_control) {
            Some((character, at)) => {
                let at = self.before(part) + at;
                Err(self.refuse_character(Code::ControlCharacter, character, at))
            }
            None => Ok(()),
        }
    }

    /// The bytes of the hexadecimal digits with which the text ends.
    pub(super) fn hex(self, digits: &str) -> Result<Vec<u8>, Error> {
        hex::decode(digits).map_err(|error| {
            let error = error.about(self.name_type.as_str()).value(self.text);
            match error.at() {
                Some(at) => error.character(self.before(digits) + at),
                None => error,
            }
        })
    }
}
