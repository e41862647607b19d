//! Which members of a body the parts of a request come from.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
    vec::Vec,
};

use crate::error::Code;
use crate::fault::{Fault, Place};
use crate::lxca::words::TYPE;
use crate::name::AttributeType;

/// The place of a fault in the body, for sorting: member, then element of its list.
pub(super) type Order = (usize, usize);
/// After everything that the body holds.
pub(super) const LAST: Order = (usize::MAX, usize::MAX);

/// An attribute of the subject that was given.
pub(super) struct Given<'a> {
    pub(super) attribute: &'a AttributeType,
    pub(super) value: Cow<'a, str>,
    pub(super) path: &'static str,
    pub(super) place: Order,
}

/// The halves of a pair, as far as they are there.
pub(super) struct Pair {
    pub(super) number: u8,
    pub(super) name_type: Option<&'static str>,
    pub(super) value: Option<(&'static str, String, Order)>,
    pub(super) is_refused: bool,
}

/// Which members the parts of a request come from.
pub(super) struct Members<'a> {
    pub(super) given: Vec<Given<'a>>,
    pub(super) names: (String, usize, &'static str),
    pub(super) placed: Vec<(Place, &'static str, Order)>,
}

impl Members<'_> {
    /// The fault of a request, at the place in the body that it comes from.
    pub(super) fn locate(&self, fault: Fault) -> (Order, Fault) {
        let (names, names_place, name) = &self.names;
        let path_of = |place: &Place| self.placed.iter().find(|(of, ..)| of == place);
        let (order, path) = match fault.place() {
            Place::Subject { attribute, index } => {
                let mut given = self.given.iter().filter(|given| given.attribute == attribute);
                let given = given.nth(*index);
                let path =
                    given.map_or_else(|| fault.place().to_string(), |given| given.path.into());
                (given.map_or(LAST, |given| given.place), path)
            }
            Place::SubjectAltName(_) if let Some((_, path, order)) = path_of(fault.place()) => {
                (*order, (*path).into())
            }
            // It was in the builder before.
            Place::SubjectAltName(_) if names.is_empty() => return (LAST, fault),
            Place::SubjectAltName(index) => {
                let member = match fault.first() {
                    Some(_) => "",
                    None if !name.is_empty() && fault.code() == Code::NameType => TYPE,
                    None => name,
                };
                let dot = if member.is_empty() { "" } else { "." };
                ((*names_place, *index), format!("{names}[{index}]{dot}{member}"))
            }
            Place::Request => (LAST, String::new()),
            place => match path_of(place) {
                Some((_, path, order)) => (*order, (*path).into()),
                // It was in the builder before.
                None => return (LAST, fault),
            },
        };
        let first = fault.first().map(|place| match (path_of(place), place) {
            (Some((_, path, _)), _) => Place::Member((*path).into()),
            (None, Place::SubjectAltName(index)) => Place::Member(format!("{names}[{index}]")),
            (None, place) => place.clone(),
        });
        (order, fault.moved(Place::Member(path), first))
    }
}
