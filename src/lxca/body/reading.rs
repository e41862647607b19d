//! A body while it is read: what each member becomes is what the profile says.

use alloc::{borrow::Cow, format, string::String, vec, vec::Vec};
use core::mem;

mod key_words;
mod members;
mod values;

use key_words::KeyWords;
use members::{Given, LAST, Members, Order};

use crate::error::{Code, Error, Hint};
use crate::fault::{Fault, FaultList, Faults, Place};
use crate::key::Algorithm;
use crate::lxca::json::{Json, Lines};
use crate::lxca::line_id::check_id;
use crate::lxca::words::{ID, LIST, NAME, TYPE, step};
use crate::name::{AttributeType, DistinguishedName};
use crate::profile::{Field, Profile};
use crate::request::{Request, RequestBuilder};
use crate::san::GeneralNameType;

/// A body that was read.
#[derive(Debug)]
pub struct Body {
    /// The request.
    pub request: Request,
    /// The algorithm of its key, where the body or its profile says so.
    pub algorithm: Option<Algorithm>,
    /// The link that is no part of the request: the name of the member, and the URI.
    pub link: Option<(&'static str, String)>,
    /// What was filled in, left out or ignored, each with the path of the member in front.
    pub notes: Vec<String>,
}

/// What bodies are held to.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) profile: Profile,
    pub(super) organization: Option<String>,
    pub(super) common_name_required: bool,
}

impl Rules {
    fn is_required(&self, field: &Field) -> bool {
        let is_common_name = field.attribute() == Some(&AttributeType::CommonName);
        self.common_name_required && is_common_name
            || self.profile.required().contains(&field.name())
    }

    fn default(&self, field: &Field) -> Option<&str> {
        match (field.attribute(), &self.organization) {
            (Some(AttributeType::Organization), Some(organization)) => Some(organization),
            _ => field.default_value(),
        }
    }
}

/// The subject of messages about the body as a whole.
const BODY: &str = "body";

const STRING: &str = "a string";

/// A body half read.
pub(super) struct Reading<'a> {
    rules: &'a Rules,
    builder: RequestBuilder,
    pub(super) id: Option<String>,
    /// The subject's attributes that were given, and the path and the place of each.
    given: Vec<Given<'a>>,
    /// The path and the place of the list of names, and the member that has the name in each.
    names: (String, usize, &'static str),
    /// The paths and the places of extensions and attributes.
    placed: Vec<(Place, &'static str, Order)>,
    key: KeyWords,
    link: Option<(&'static str, String)>,
    /// What was filled in, left out or ignored, where that is asked for.
    notes: Option<Vec<String>>,
    faults: Vec<(Order, Fault)>,
    /// How many there are beside them.
    more: usize,
}

impl<'a> Reading<'a> {
    pub(super) fn new(rules: &'a Rules, builder: RequestBuilder) -> Self {
        Self {
            rules,
            builder,
            id: None,
            given: Vec::new(),
            names: (String::new(), usize::MAX, ""),
            placed: Vec::new(),
            key: KeyWords::default(),
            link: None,
            notes: None,
            faults: Vec::new(),
            more: 0,
        }
    }

    /// Only a line has an `id`.
    pub(super) fn text(&mut self, text: &[u8], lines: Lines) {
        match Json::read(text, lines) {
            Ok(json) => self.body(&json, lines == Lines::One),
            Err(error) => self.refuse("", (0, 0), error),
        }
    }

    fn body(&mut self, json: &Json, is_line: bool) {
        let rules = self.rules;
        let fields = rules.profile.fields();
        let mut is_there = vec![false; fields.len()];
        let known = is_line.then_some(ID).into_iter().chain(fields.iter().map(Field::name));
        self.each_member(json, "", None, known, |reading, index, name, value, place| {
            let Some(index) = index.checked_sub(usize::from(is_line)) else {
                return reading.line_id(value, place);
            };
            let field = &fields[index];
            let is_empty = matches!(value, Json::Text(text) if text.is_empty());
            let is_required = rules.is_required(field);
            is_there[index] = !matches!(value, Json::Null);
            match value {
                Json::Null => {}
                _ if is_empty && is_required => reading.refuse(name, place, missing()),
                _ if is_empty && rules.profile.has_annotations() => {
                    reading.note(|| format!("{name}: is empty, left out"));
                }
                _ => reading.value(field, value, place),
            }
        });
        if !matches!(json, Json::Object(_)) {
            return;
        }
        for (field, is_there) in fields.iter().zip(is_there) {
            if !is_there && rules.is_required(field) {
                self.refuse(field.name(), LAST, missing());
            }
        }
    }

    fn line_id(&mut self, value: &Json, place: Order) {
        match value {
            Json::Null => {}
            Json::Text(id) => match check_id(id) {
                Ok(()) => self.id = Some(id.clone()),
                Err(error) => self.refuse(ID, place, error),
            },
            _ => self.wrong_type(ID, STRING, value, place),
        }
    }

    fn typed_names(&mut self, member: &'static str, json: &Json, place: Order) {
        let path = format!("{member}.{LIST}");
        let mut list = &Json::Null;
        self.each_member(json, member, Some(place), [LIST].into_iter(), |_, _, _, value, _| {
            list = value;
        });
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
        let known = [TYPE, NAME].into_iter();
        self.each_member(json, path, Some(place), known, |reading, index, name, value, _| {
            let slot = &mut type_and_name[index];
            match value {
                Json::Null => {}
                Json::Text(text) => *slot = Some(Some(text.as_str())),
                _ => {
                    reading.wrong_type(&format!("{path}.{name}"), STRING, value, place);
                    *slot = Some(None);
                }
            }
        });
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

    fn push_subject(
        &mut self,
        field: &Field,
        attribute: &'static AttributeType,
        value: &str,
        place: Order,
    ) {
        let value = Cow::Owned(value.into());
        self.given.push(Given { attribute, value, path: field.name(), place });
    }

    pub(super) fn finish(mut self) -> Result<Body, Faults> {
        let profile = self.rules.profile;
        let algorithm = self.algorithm();
        for field in profile.fields() {
            let (Some(attribute), Some(value)) = (field.attribute(), self.rules.default(field))
            else {
                continue;
            };
            if !self.given.iter().any(|given| given.attribute == attribute) {
                self.note(|| format!("{}: not given, filled in: {value}", field.name()));
                let (value, path) = (Cow::Borrowed(value), field.name());
                self.given.push(Given { attribute, value, path, place: LAST });
            }
        }
        self.given.sort_by_key(|given| Profile::rdn_rank(given.attribute));
        let mut subject = DistinguishedName::builder_for(profile);
        for Given { attribute, value, .. } in &self.given {
            subject.push((*attribute).clone(), value);
        }
        let body = Members { given: self.given, names: self.names, placed: self.placed };
        // What is missing where the body is faulty is not known to be missing.
        let body_is_faulty = !self.faults.is_empty();
        // A subject that the builder has already stays, where the body has none.
        let builder = match body.given.is_empty() {
            true => self.builder,
            false => self.builder.subject(subject),
        };
        match builder.build() {
            Ok(request) if !body_is_faulty => {
                let notes = self.notes.unwrap_or_default();
                return Ok(Body { request, algorithm, link: self.link, notes });
            }
            Ok(_) => {}
            Err(faults) => self.faults.extend(
                faults
                    .into_iter()
                    .filter(|fault| !body_is_faulty || fault.code() != Code::IdentityMissing)
                    .map(|fault| body.locate(fault)),
            ),
        }
        self.faults.sort_by_key(|(place, _)| *place);
        let more = self.more + self.faults.len().saturating_sub(FaultList::MAX);
        let mut faults: Vec<Fault> =
            self.faults.into_iter().take(FaultList::MAX).map(|(_, fault)| fault).collect();
        if more > 0 {
            let s = if more == 1 { "" } else { "s" };
            let reason = format!("has {more} more fault{s}, not listed here");
            let error = Error::new(Code::MoreFaults, BODY, reason);
            faults.push(Fault::new(Place::Member(String::new()), error));
        }
        Err(Faults::of(faults))
    }

    pub(super) fn keep_notes(&mut self) {
        self.notes = Some(Vec::new());
    }

    fn note(&mut self, note: impl FnOnce() -> String) {
        if let Some(notes) = &mut self.notes {
            notes.push(note());
        }
    }

    fn refuse(&mut self, path: &str, place: Order, error: Error) {
        if self.faults.len() < FaultList::MAX {
            self.faults.push((place, Fault::new(Place::Member(path.into()), error)));
        } else {
            self.more += 1;
        }
    }

    fn wrong_type(&mut self, path: &str, expected: &'static str, found: &Json, place: Order) {
        let error = Error::new(Code::JsonType, "value", format!("is {}", found.type_name()))
            .expected(expected);
        let quote = matches!(found, Json::Number(_)) && expected == STRING;
        let hint = quote.then(|| Hint::advice("put it in quotation marks"));
        self.refuse(path, place, error.hint_at(hint));
    }

    /// Reads the members of an object that may be there, each once; all else is a fault. Without a
    /// place, that of a member is its own.
    fn each_member<'j>(
        &mut self,
        json: &'j Json,
        path: &str,
        place: Option<Order>,
        known: impl Iterator<Item = &'static str> + Clone,
        mut read: impl FnMut(&mut Self, usize, &'j str, &'j Json, Order),
    ) {
        let Json::Object(members) = json else {
            return self.wrong_type(path, "an object", json, place.unwrap_or_default());
        };
        let mut seen = vec![false; known.clone().count()];
        for (index, (name, value)) in members.iter().enumerate() {
            let place = place.unwrap_or((index, 0));
            let error = match known.clone().position(|known| known == name) {
                Some(known) if !mem::replace(&mut seen[known], true) => {
                    read(self, known, name, value, place);
                    continue;
                }
                None if self.rules.profile.has_annotations() && is_annotation(name) => continue,
                Some(_) => Error::new(Code::RepeatedAttribute, "attribute", "is given twice"),
                None => {
                    let names: Vec<&str> = known.clone().collect();
                    Error::new(Code::UnknownAttribute, "attribute", "is not known here")
                        .value(name)
                        .expected(format!("one of {}", names.join(", ")))
                        .hint_at(Hint::nearest(name, names))
                }
            };
            let dot = if path.is_empty() { "" } else { "." };
            self.refuse(&format!("{path}{dot}{}", step(name)), place, error);
        }
    }
}

/// A member about the body or one of its members (DSP0266 8.8).
fn is_annotation(name: &str) -> bool {
    let known = ["odata.", "Redfish.", "Message."];
    name.split_once('@').is_some_and(|(_, term)| known.iter().any(|of| term.starts_with(of)))
}

fn missing() -> Error {
    Error::new(Code::MissingAttribute, "required attribute", "is missing")
}

fn no_names(member: &str) -> Error {
    Error::new(Code::NoNames, "list", "is empty")
        .expected("at least one name (RFC 5280 4.2.1.6)")
        .hint_at(Hint::advice(format!("leave {member} out to request no names")))
}
