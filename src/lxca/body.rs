//! The documented body: six attributes of the subject and a list of names.

use alloc::{format, string::String, vec, vec::Vec};
use core::mem;

use super::json::{Json, Lines};
use super::line_id::check_id;
use super::words::{ID, LIST, NAME, NAMES, SUBJECT_ATTRIBUTES, TYPE, in_body, step};
use crate::error::{Code, Error, Hint};
use crate::fault::{Fault, FaultList, Faults, Place};
use crate::name::{AttributeType, DistinguishedName};
use crate::profile::Profile;
use crate::request::{Request, RequestBuilder};
use crate::san::GeneralNameType;
use crate::text::nearest;

/// A line of a batch has an `id` besides, which names its files.
const LINE_ATTRIBUTES: &[&str] = &[
    "id",
    "CommonName",
    "Country",
    "Organization",
    "OrganizationUnit",
    "StateLocality",
    "StateProvince",
    NAMES,
];

/// A body on its own has none.
const BODY_ATTRIBUTES: &[&str] = LINE_ATTRIBUTES.split_at(1).1;

/// Reads bodies of the documented method.
///
/// ```
/// use pkcs10::lxca::BodyReader;
/// use pkcs10::Profile;
///
/// let reader = BodyReader::new(Profile::LXCA);
/// let request = reader.read(br#"{"CommonName": "bmc-7", "Country": "DE"}"#)?;
/// assert_eq!(request.subject_alt_names().count(), 0);
///
/// let faults = reader.read(br#"{"Country": "de", "Comonname": "bmc-7"}"#).unwrap_err();
/// let paths: Vec<String> = faults.iter().map(|fault| fault.place().to_string()).collect();
/// assert_eq!(paths, ["Country", "Comonname"]);
/// # Ok::<(), pkcs10::Faults>(())
/// ```
#[derive(Clone, Debug)]
pub struct BodyReader {
    profile: Profile,
    organization: Option<String>,
    common_name_required: bool,
}

impl BodyReader {
    /// A reader that holds bodies to a profile and fills in its defaults:
    /// [`Profile::LXCA`] for the documented ones, [`Profile::RFC5280`] for none.
    pub const fn new(profile: Profile) -> Self {
        Self { profile, organization: None, common_name_required: false }
    }

    /// Sets the organisation that a body without one gets. The documentation leaves it to the
    /// server firmware, so a host that has one says so here.
    ///
    /// # Errors
    /// [`Faults`] where the profile does not allow it.
    pub fn default_organization(mut self, organization: &str) -> Result<Self, Faults> {
        DistinguishedName::builder_for(self.profile).organization(organization).build()?;
        self.organization = Some(organization.into());
        Ok(self)
    }

    /// Makes `CommonName` required: many servers of the same default name are a mistake.
    #[must_use]
    pub const fn require_common_name(mut self) -> Self {
        self.common_name_required = true;
        self
    }

    /// Reads a body.
    ///
    /// # Errors
    /// [`Faults`]: where it stops being JSON, or everything that is wrong, in the order of
    /// the body; behind the first 1,000 only how many there are more.
    pub fn read(&self, body: &[u8]) -> Result<Request, Faults> {
        self.read_onto(Request::builder(), body)
    }

    /// Reads a body into a request that has extensions and attributes already, which the body
    /// has no place for.
    ///
    /// # Errors
    /// [`Faults`], as for [`read`](Self::read); faults of the builder's own come last,
    /// even where the body is not JSON.
    pub fn read_onto(&self, builder: RequestBuilder, body: &[u8]) -> Result<Request, Faults> {
        let mut reading = Reading::new(self, builder);
        reading.text(body, Lines::Several, BODY_ATTRIBUTES);
        reading.finish()
    }

    /// Reads a body that may have an `id`, as the line of a batch has. Returns the `id`, where there
    /// is one that can name files on every system, and the request or all faults.
    ///
    /// ```
    /// # use pkcs10::{Profile, lxca::BodyReader};
    /// let reader = BodyReader::new(Profile::LXCA);
    /// let (id, request) = reader.read_line(br#"{"id": "bmc-7", "Country": "de"}"#);
    /// assert_eq!(id.as_deref(), Some("bmc-7"));
    /// assert!(request.unwrap_err().to_string().starts_with("Country: "));
    /// ```
    pub fn read_line(&self, line: &[u8]) -> (Option<String>, Result<Request, Faults>) {
        let mut reading = Reading::new(self, Request::builder());
        reading.text(line, Lines::One, LINE_ATTRIBUTES);
        (reading.id.take(), reading.finish())
    }
}

/// The place of a fault in the body, for sorting: member, then element of its list.
type Order = (usize, usize);
/// After everything that the body holds.
const LAST: Order = (usize::MAX, usize::MAX);

/// The subject of messages about the body as a whole.
const BODY: &str = "body";

const STRING: &str = "a string";

/// A body half read.
struct Reading<'a> {
    reader: &'a BodyReader,
    builder: RequestBuilder,
    id: Option<String>,
    /// The subject's attributes that were given, with the place of each.
    given: Vec<(&'a AttributeType, String, Order)>,
    /// Which member holds the names.
    names_place: usize,
    faults: Vec<(Order, Fault)>,
    /// How many there are beside them.
    more: usize,
}

impl<'a> Reading<'a> {
    const fn new(reader: &'a BodyReader, builder: RequestBuilder) -> Self {
        Self {
            reader,
            builder,
            id: None,
            given: Vec::new(),
            names_place: usize::MAX,
            faults: Vec::new(),
            more: 0,
        }
    }

    fn text(&mut self, text: &[u8], lines: Lines, attributes: &'static [&'static str]) {
        match Json::read(text, lines) {
            Ok(json) => self.body(&json, attributes),
            Err(error) => self.refuse("", (0, 0), error),
        }
    }

    fn body(&mut self, json: &Json, attributes: &'static [&'static str]) {
        let mut has_common_name = false;
        self.each_member(json, "", None, attributes, |reading, name, value, place| {
            has_common_name |= name == "CommonName" && !matches!(value, Json::Null);
            let attribute = SUBJECT_ATTRIBUTES.iter().find(|(known, _)| *known == name);
            match (attribute, value) {
                (_, Json::Null) => {}
                (Some((_, AttributeType::CommonName)), Json::Text(text))
                    if text.is_empty() && reading.reader.common_name_required =>
                {
                    reading.refuse(name, place, missing());
                }
                (Some((_, attribute)), Json::Text(text)) => {
                    reading.given.push((attribute, text.clone(), place));
                }
                (None, Json::Text(id)) if name == ID => match check_id(id) {
                    Ok(()) => reading.id = Some(id.clone()),
                    Err(error) => reading.refuse(ID, place, error),
                },
                (None, _) if name == NAMES => reading.names(value, place),
                _ => reading.wrong_type(name, STRING, value, place),
            }
        });
        let is_object = matches!(json, Json::Object(_));
        if is_object && self.reader.common_name_required && !has_common_name {
            self.refuse("CommonName", LAST, missing());
        }
    }

    fn names(&mut self, json: &Json, place: Order) {
        let path = format!("{NAMES}.{LIST}");
        let mut list = &Json::Null;
        self.each_member(json, NAMES, Some(place), &[LIST], |_, _, value, _| list = value);
        if !matches!(json, Json::Object(_)) {
            return;
        }
        self.names_place = place.0;
        match list {
            Json::Array(names) if names.is_empty() => self.refuse(&path, place, no_names()),
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
        self.each_member(json, path, Some(place), &[TYPE, NAME], |reading, name, value, _| {
            let slot = &mut type_and_name[usize::from(name == NAME)];
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

    fn finish(mut self) -> Result<Request, Faults> {
        let profile = self.reader.profile;
        let mut subject = DistinguishedName::builder_for(profile);
        for (_, attribute) in &SUBJECT_ATTRIBUTES {
            let given = self.given.iter().find(|(of, ..)| *of == attribute);
            let default = match (attribute, &self.reader.organization) {
                (AttributeType::Organization, Some(organization)) => Some(organization.as_str()),
                _ => profile.default_value(attribute),
            };
            if let Some(value) = given.map(|(_, value, _)| value.as_str()).or(default) {
                subject.push(attribute.clone(), value);
            }
        }
        let names_place = self.names_place;
        let place = |place: &Place| match place {
            Place::Subject { attribute, .. } => {
                let given = self.given.iter().find(|(of, ..)| *of == attribute);
                given.map_or(LAST, |(_, _, place)| *place)
            }
            Place::SubjectAltName(index) => (names_place, *index),
            _ => LAST,
        };
        // What is missing where the body is faulty is not known to be missing.
        let body_is_faulty = !self.faults.is_empty();
        match self.builder.subject(subject).build() {
            Ok(request) if !body_is_faulty => return Ok(request),
            Ok(_) => {}
            Err(faults) => self.faults.extend(
                faults
                    .into_iter()
                    .filter(|fault| !body_is_faulty || fault.code() != Code::IdentityMissing)
                    .map(|fault| (place(fault.place()), in_body(fault))),
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
        let quote = matches!(found, Json::Number) && expected == STRING;
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
        known: &'static [&'static str],
        mut read: impl FnMut(&mut Self, &'j str, &'j Json, Order),
    ) {
        let Json::Object(members) = json else {
            return self.wrong_type(path, "an object", json, place.unwrap_or_default());
        };
        let mut seen = vec![false; known.len()];
        for (index, (name, value)) in members.iter().enumerate() {
            let place = place.unwrap_or((index, 0));
            let error = match known.iter().position(|known| known == name) {
                Some(known) if !mem::replace(&mut seen[known], true) => {
                    read(self, name, value, place);
                    continue;
                }
                Some(_) => Error::new(Code::RepeatedAttribute, "attribute", "is given twice"),
                None => Error::new(Code::UnknownAttribute, "attribute", "is not known here")
                    .value(name)
                    .expected(format!("one of {}", known.join(", ")))
                    .hint_at(nearest(name, known.iter().copied()).map(did_you_mean)),
            };
            let dot = if path.is_empty() { "" } else { "." };
            self.refuse(&format!("{path}{dot}{}", step(name)), place, error);
        }
    }
}

fn missing() -> Error {
    Error::new(Code::MissingAttribute, "required attribute", "is missing")
}

fn no_names() -> Error {
    Error::new(Code::NoNames, "list", "is empty")
        .expected("at least one name (RFC 5280 4.2.1.6)")
        .hint_at(Hint::advice(format!("leave {NAMES} out to request no names")))
}

fn did_you_mean(word: &str) -> Hint {
    Hint::DidYouMean(word.into())
}
