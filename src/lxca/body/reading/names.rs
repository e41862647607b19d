//! Names with their types: in a list of objects, or in numbered pairs of a type and a value.

use alloc::format;
use core::mem;

use super::members::Pair;
use super::{LAST, Order, Reading, STRING, missing};
use crate::error::{Code, Error, Hint};
use crate::fault::Place;
use crate::lxca::json::Json;
use crate::lxca::words::{LIST, NAME, TYPE};
use crate::profile::Target;
use crate::san::GeneralNameType;

impl Reading<'_> {
    pub(super) fn typed_names(&mut self, member: &'static str, json: &Json, place: Order) {
        let path = format!("{member}.{LIST}");
        let mut list = &Json::Null;
        self.each_member(json, member, |_| place, &[LIST], |_, _, value, _| list = value);
        if !matches!(json, Json::Object(_)) {
            return;
        }
        self.names = (path.clone(), place.0, NAME);
        match list {
            Json::Array(names) if names.is_empty() => self.refuse(&path, place, no_names(member)),
            Json::Array(names) => {
                for (index, name) in names.iter().enumerate() {
                    self.name(name, &format!("{path}[{index}]"), (place.0, index));
                }
            }
            Json::Null => self.refuse(&path, place, missing()),
            _ => self.wrong_type(&path, "an array", list, place),
        }
    }

    fn name(&mut self, json: &Json, path: &str, place: Order) {
        // Each is `None` where it is missing, and `Some(None)` where it is not a text.
        let mut type_and_name = [None, None];
        let known = [TYPE, NAME];
        self.each_member(
            json,
            path,
            |_| place,
            &known,
            |reading, index, value, _| {
                let slot = &mut type_and_name[index];
                match value {
                    Json::Null => {}
                    Json::Text(text) => *slot = Some(Some(text.as_str())),
                    _ => {
                        reading.wrong_type(
                            &format!("{path}.{}", known[index]),
                            STRING,
                            value,
                            place,
                        );
                        *slot = Some(None);
                    }
                }
            },
        );
        if let [Some(Some(name_type)), Some(Some(name))] = type_and_name {
            self.builder.push_name(name_type.parse::<GeneralNameType>().map(|t| (t, name)));
            return;
        }
        self.builder.skip_name();
        for (value, name) in type_and_name.iter().zip([TYPE, NAME]) {
            if value.is_none() && matches!(json, Json::Object(_)) {
                self.refuse(&format!("{path}.{name}"), place, missing());
            }
        }
    }

    pub(super) fn pair(&mut self, number: u8) -> &mut Pair {
        let at = self.pairs.iter().position(|pair| pair.number == number);
        let at = at.unwrap_or_else(|| {
            self.pairs.push(Pair { number, name_type: None, value: None, is_refused: false });
            self.pairs.len() - 1
        });
        &mut self.pairs[at]
    }

    /// Requests the names, in the order of their numbers.
    pub(super) fn numbered_names(&mut self) {
        let mut pairs = mem::take(&mut self.pairs);
        pairs.sort_by_key(|pair| pair.number);
        for Pair { number, name_type, value, .. } in pairs.into_iter().filter(|of| !of.is_refused) {
            let missed = match (name_type, value) {
                (Some(name_type), Some((path, value, place))) => {
                    let name = Place::SubjectAltName(self.builder.next_name());
                    self.placed.push((name, path, place));
                    let name_type = name_type.parse::<GeneralNameType>();
                    self.builder.push_name(name_type.map(|name_type| (name_type, value.as_str())));
                    continue;
                }
                (None, _) => Target::NameType(number),
                (_, None) => Target::NameValue(number),
            };
            if let Some(field) = self.profile.field_with(&missed) {
                self.refuse(field.name(), LAST, missing());
            }
        }
    }
}

fn no_names(member: &str) -> Error {
    Error::new(Code::NoNames, "list", "is empty")
        .expected("at least one name (RFC 5280 4.2.1.6)")
        .hint_at(Hint::advice(format!("leave {member} out to request no names")))
}
