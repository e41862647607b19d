//! The members of the body, and how faults are shown to the author of one.

use alloc::{
    format,
    string::{String, ToString},
};

use crate::error::{Code, Hint};
use crate::fault::{Fault, Place, Words};
use crate::name::AttributeType;
use crate::text::Quoted;

/// The attributes of the subject, in the order in which they are encoded.
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

/// The words of the JSON body: places are paths, and hints are about members.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonWords;

impl Words for JsonWords {
    fn place(&self, place: &Place) -> String {
        match place {
            Place::Subject { attribute, .. } => SUBJECT_ATTRIBUTES
                .iter()
                .find(|(_, of)| of == attribute)
                .map_or_else(|| place.to_string(), |(name, _)| (*name).into()),
            Place::SubjectAltName(index) => format!("{NAMES}.{LIST}[{index}]"),
            Place::Request => String::new(),
            _ => place.to_string(),
        }
    }

    fn hint(&self, _fault: &Fault, hint: &Hint) -> String {
        match hint {
            Hint::Name { name_type, value, .. } => {
                format!("use \"{TYPE}\": {}, \"{NAME}\": {}", Quoted(name_type), Quoted(value))
            }
            Hint::Separately { .. } => format!("add an entry to {LIST} for each name"),
            Hint::Omit => "leave the attribute out".into(),
            Hint::OmitForDefault(default) => {
                format!("leave the attribute out to get the default, {}", Quoted(default))
            }
            other => other.to_string(),
        }
    }
}

/// The fault of a request, at the place in the body that it comes from.
pub(super) fn in_body(fault: Fault) -> Fault {
    let member = match fault.place() {
        Place::SubjectAltName(_) if fault.code() == Code::NameType => TYPE,
        Place::SubjectAltName(_) if fault.first().is_none() => NAME,
        Place::SubjectAltName(_) | Place::Subject { .. } | Place::Request => "",
        // Extensions and attributes come from the builder: the body has no place for them.
        _ => return fault,
    };
    let path = match (JsonWords.place(fault.place()), member) {
        (path, "") => path,
        (path, member) => format!("{path}.{member}"),
    };
    let first = fault.first().map(|first| Place::Member(JsonWords.place(first)));
    fault.moved(Place::Member(path), first)
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
