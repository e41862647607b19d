//! What the readers of extensions have in common.

use crate::asn1::Deviation;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked, stop};
use crate::error::{Code, Error};

/// The only value of an extension. Another type there is a fault of this extension alone.
pub(super) fn only<'a>(walk: &mut Walk, value: Reader<'a>, expected: u8) -> Walked<Tlv<'a>> {
    match value.peek() {
        Some(found) if found == expected => walk.only(value, expected),
        Some(found) => {
            let found = format_args!("has the tag {found:#04x}, expected {expected:#04x}");
            stop(Code::ExtensionValue, value.at(), found)
        }
        None => {
            let found = format_args!("is empty, expected a value with the tag {expected:#04x}");
            stop(Code::ExtensionValue, value.at(), found)
        }
    }
}

/// A value without any deviation, which passes `check` too.
pub(super) fn strictly<T>(
    value: &[u8],
    read: impl FnOnce(&mut Walk, Reader<'_>) -> Walked<T>,
    check: impl FnOnce(&T) -> Result<(), Error>,
) -> Result<T, Deviation> {
    let known = read(&mut Walk::strict(), Reader::new(value))?;
    match check(&known) {
        Ok(()) => Ok(known),
        Err(error) => stop(error.code(), 0, format_args!("{}", error.reason())),
    }
}
