//! The members of the body, and how faults are shown to the author of one.

use alloc::{
    format,
    string::{String, ToString},
};

use crate::error::Hint;
use crate::fault::{Fault, Place, Words};
use crate::text::Quoted;

pub(super) const ID: &str = "id";

/// The members of [`Target::TypedNames`](crate::profiles::Target::TypedNames).
pub(super) const LIST: &str = "generalNames";
pub(super) const TYPE: &str = "type";
pub(super) const NAME: &str = "name";

/// The words of the JSON body: places are paths, and hints are about members.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonWords;

impl Words for JsonWords {
    fn place(&self, place: &Place) -> String {
        match place {
            Place::Request => String::new(),
            _ => place.to_string(),
        }
    }

    fn hint(&self, fault: &Fault, hint: &Hint) -> String {
        let Place::Member(path) = fault.place() else { return hint.to_string() };
        // Untyped names are elements of an array of strings; typed ones are members of objects in one.
        let (is_untyped, is_typed) = (path.ends_with(']'), path.contains("]."));
        match hint {
            Hint::Name { prefix, value, .. } if is_untyped => {
                format!("use {}", Quoted(&format!("{prefix}:{value}")))
            }
            Hint::Separately { .. } if is_untyped => "add an entry for each name".into(),
            Hint::Name { name_type, value, .. } if is_typed => {
                format!("use \"{TYPE}\": {}, \"{NAME}\": {}", Quoted(name_type), Quoted(value))
            }
            Hint::Separately { .. } if is_typed => format!("add an entry to {LIST} for each name"),
            Hint::Omit => "leave the attribute out".into(),
            Hint::OmitForDefault(default) => {
                format!("leave the attribute out to get the default, {}", Quoted(default))
            }
            other => other.to_string(),
        }
    }
}

/// The name of a member as a step of a path.
pub(super) fn step(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !name.is_empty() && name.len() <= 64 && name.bytes().all(is_plain) {
        name.into()
    } else {
        format!("{}", Quoted(name))
    }
}
