//! A body while it is read: what each member becomes is what the profile says.

use alloc::{borrow::Cow, format, string::String, vec, vec::Vec};
use core::{mem, net::IpAddr};

mod key_words;
mod members;
mod names;
mod values;

use key_words::KeyWords;
use members::{Given, LAST, Members, Order, Pair};

use crate::algorithm::DigestAlgorithm;
use crate::asn1::StringType;
use crate::error::{Code, Error, Hint};
use crate::fault::{Fault, FaultList, Faults, Place};
use crate::key::Algorithm;
use crate::lxca::json::{Json, Lines};
use crate::lxca::line_id::check_id;
use crate::lxca::words::{ID, step};
use crate::name::{AttributeType, DistinguishedName};
use crate::profile::{Field, Profile, Target};
use crate::request::{Request, RequestBuilder};

/// A body that was read.
#[derive(Debug)]
pub struct Body {
    /// The request.
    pub request: Request,
    /// The algorithm of its key, where the body or its profile says so.
    pub algorithm: Option<Algorithm>,
    /// The digest of its signature, where the body or its profile asks for one: the name of the member, and
    /// the digest.
    pub digest: Option<(&'static str, DigestAlgorithm)>,
    /// A link that is not part of the request: the name of the member, and the URI.
    pub link: Option<(&'static str, String)>,
    /// What was filled in, left out or ignored, each with the path of the member in front.
    pub notes: Vec<String>,
}

/// What bodies are held to.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) profile: Profile,
    pub(super) organization: Option<String>,
    pub(super) addresses: Vec<IpAddr>,
    pub(super) common_name_required: bool,
}

impl Rules {
    fn is_required(&self, profile: &Profile, field: &Field) -> bool {
        let is_common_name = field.attribute() == Some(&AttributeType::CommonName);
        self.common_name_required && is_common_name || profile.required().contains(&field.name())
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

/// The meaning of a word of [`Target::StringMask`](crate::profile::Target::StringMask).
const UTF8: &str = "utf8";

const STRING: &str = "a string";

/// A body half read.
pub(super) struct Reading<'a> {
    rules: &'a Rules,
    /// That of the rules, or of its other body.
    profile: Profile,
    builder: RequestBuilder,
    pub(super) id: Option<String>,
    /// The subject's attributes that were given, and the path and the place of each.
    given: Vec<Given<'a>>,
    /// The path and the place of the list of names, and the member that has the name in each.
    names: (String, usize, &'static str),
    /// The paths and the places of extensions and attributes.
    placed: Vec<(Place, &'static str, Order)>,
    /// The paths of the objects that are there.
    objects: Vec<&'static str>,
    /// The types and the values of names that are numbered.
    pairs: Vec<Pair>,
    /// The challengePassword, and whether the body says that there is one.
    password: Option<(&'static str, Option<String>, Order)>,
    has_password: Option<bool>,
    string_mask: &'static str,
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
            profile: rules.profile,
            builder,
            id: None,
            given: Vec::new(),
            names: (String::new(), usize::MAX, ""),
            placed: Vec::new(),
            objects: Vec::new(),
            pairs: Vec::new(),
            password: None,
            has_password: None,
            string_mask: "",
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
        if let Json::Object(members) = json {
            self.profile = self.profile.for_members(members.iter().map(|(name, _)| name.as_str()));
        }
        let mut is_there = vec![false; self.profile.fields().len()];
        self.object(json, "", is_line.then_some(ID), (0, 0), &mut is_there);
        if !matches!(json, Json::Object(_)) {
            return;
        }
        let mut reported = "";
        for (index, field) in self.profile.fields().iter().enumerate() {
            if is_there[index] || !self.rules.is_required(&self.profile, field) {
                continue;
            }
            // Of an object that is not there, no member is missed.
            let object = field.name().rsplit_once('.').map(|(object, _)| object);
            let missed = object.filter(|object| !self.objects.contains(object));
            let path = missed.unwrap_or(field.name());
            if mem::replace(&mut reported, path) != path {
                self.refuse(path, LAST, missing());
            }
        }
    }

    /// The members of the body, or of an object in it.
    fn object(
        &mut self,
        json: &Json,
        path: &'static str,
        id: Option<&'static str>,
        place: Order,
        is_there: &mut [bool],
    ) {
        let fields = self.profile.fields();
        let start = if path.is_empty() { 0 } else { path.len() + 1 };
        let members = fields.iter().map(Field::name).filter_map(|name| {
            let behind = name.strip_prefix(path)?.get(usize::from(start > 0)..)?;
            let is_member = start == 0 || name.as_bytes().get(path.len()) == Some(&b'.');
            behind.split('.').next().filter(|_| is_member)
        });
        let mut known: Vec<&'static str> = id.into_iter().collect();
        for member in members {
            if Some(&member) != known.last() && !known.contains(&member) {
                known.push(member);
            }
        }
        let place_of = |index| if start == 0 { (index, 0) } else { (place.0, index) };
        self.each_member(json, path, place_of, &known, |reading, index, value, place| {
            if index == 0 && id.is_some() {
                return reading.line_id(value, place);
            }
            let end = start + known[index].len();
            let is_it = |name: &&'static str| {
                name.starts_with(path) && name.get(start..end) == Some(known[index])
            };
            let is_member = |field: &Field| is_it(&field.name()) && field.name().len() == end;
            match (fields.iter().position(is_member), value) {
                (Some(index), _) => reading.member(index, value, place, is_there),
                (None, Json::Null) => {}
                (None, _) => {
                    let name = fields.iter().map(Field::name).find(is_it);
                    let path = name.map_or("", |name| &name[..end]);
                    reading.objects.push(path);
                    reading.object(value, path, None, place, is_there);
                    if !matches!(value, Json::Object(_)) {
                        // What it would hold is not missed beside that.
                        let is_in = |field: &Field| is_it(&field.name());
                        fields.iter().zip(is_there.iter_mut()).for_each(|(f, is)| *is |= is_in(f));
                    }
                }
            }
        });
    }

    /// A member that is a field.
    fn member(&mut self, index: usize, value: &Json, place: Order, is_there: &mut [bool]) {
        let field = &self.profile.fields()[index];
        let is_empty = matches!(value, Json::Text(text) if text.is_empty());
        is_there[index] = !matches!(value, Json::Null);
        match value {
            Json::Null => {}
            _ if is_empty && self.rules.is_required(&self.profile, field) => {
                self.refuse(field.name(), place, missing());
            }
            _ if is_empty && self.profile.has_annotations() => {
                self.note(|| format!("{}: is empty, left out", field.name()));
            }
            _ => self.value(field, value, place),
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

    pub(super) fn finish(mut self) -> Result<Body, Faults> {
        self.numbered_names();
        self.challenge_password();
        let profile = self.profile;
        let digest = self.digest();
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
            let is_utf8 = self.string_mask == UTF8 && attribute.syntax().has(StringType::Utf8);
            subject = match is_utf8 {
                true => subject.attribute_as((*attribute).clone(), StringType::Utf8, value),
                false => subject.attribute((*attribute).clone(), value),
            };
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
                return Ok(Body { request, algorithm, digest, link: self.link, notes });
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
        let advice = match found {
            Json::Number(_) if expected == STRING => Some("put it in quotation marks"),
            Json::Text(text)
                if (expected == Target::HostAddresses.json_type()
                    && text.parse::<bool>().is_ok())
                    || (expected == Target::KeyBits.json_type() && text.parse::<u32>().is_ok()) =>
            {
                Some("remove the quotation marks")
            }
            _ => None,
        };
        self.refuse(path, place, error.hint_at(advice.map(Hint::advice)));
    }

    /// Reads the members of an object that may be there, each once; all else is a fault.
    fn each_member<'j>(
        &mut self,
        json: &'j Json,
        path: &str,
        place: impl Fn(usize) -> Order,
        known: &[&'static str],
        mut read: impl FnMut(&mut Self, usize, &'j Json, Order),
    ) {
        let Json::Object(members) = json else {
            return self.wrong_type(path, "an object", json, place(0));
        };
        let mut seen = vec![false; known.len()];
        for (index, (name, value)) in members.iter().enumerate() {
            let place = place(index);
            let error = match known.iter().position(|known| known == name) {
                Some(known) if !mem::replace(&mut seen[known], true) => {
                    read(self, known, value, place);
                    continue;
                }
                None if self.profile.has_annotations() && is_annotation(name) => continue,
                Some(_) => Error::new(Code::RepeatedAttribute, "attribute", "is given twice"),
                None => Error::new(Code::UnknownAttribute, "attribute", "is not known here")
                    .value(name)
                    .expected(format!("one of {}", known.join(", ")))
                    .hint_at(Hint::nearest(name, known.iter().copied())),
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
