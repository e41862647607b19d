//! The documented body: six attributes of the subject and a list of names.

use alloc::{format, string::String, vec, vec::Vec};

use super::fault::{
    BodyFault, BodyFaultKind, BodyFaults, ID, JsonType, LIST, LineIdError, NAME, NAMES,
    SUBJECT_ATTRIBUTES, TYPE, step,
};
use super::json::Json;
use crate::error::nearest;
use crate::fault::{FaultKind, Location};
use crate::general_name::GeneralNameType;
use crate::profile::Profile;
use crate::request::{Request, RequestBuilder};
use crate::subject::{AttributeError, AttributeType, Subject};

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
/// let paths: Vec<&str> = faults.iter().map(|fault| fault.path()).collect();
/// assert_eq!(paths, ["Country", "Comonname"]);
/// # Ok::<(), pkcs10::lxca::BodyFaults>(())
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
    /// [`AttributeError`] where the profile does not allow it.
    pub fn default_organization(mut self, organization: &str) -> Result<Self, AttributeError> {
        let check = Subject::builder_for(self.profile).organization(organization).build();
        if let Err(faults) = check {
            for fault in faults {
                if let FaultKind::Attribute(error) = fault.kind() {
                    return Err(error.clone());
                }
            }
        }
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
    /// [`BodyFaults`]: where it stops being JSON, or everything that is wrong, in the order of
    /// the body; behind the first 1,000 only how many there are more.
    pub fn read(&self, body: &[u8]) -> Result<Request, BodyFaults> {
        self.read_onto(Request::builder(), body)
    }

    /// Reads a body into a request that has extensions and attributes already, which the body
    /// has no place for.
    ///
    /// # Errors
    /// [`BodyFaults`], as for [`read`](Self::read); faults of the builder's own come last,
    /// even where the body is no JSON.
    pub fn read_onto(&self, builder: RequestBuilder, body: &[u8]) -> Result<Request, BodyFaults> {
        let mut reading = Reading::new(self, builder);
        reading.text(body, BODY_ATTRIBUTES);
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
    pub fn read_line(&self, line: &[u8]) -> (Option<String>, Result<Request, BodyFaults>) {
        let mut reading = Reading::new(self, Request::builder());
        reading.text(line, LINE_ATTRIBUTES);
        (reading.id.take(), reading.finish())
    }
}

/// The place of a fault in the body, for sorting: member, then element of its list.
type Place = (usize, usize);
/// After everything that the body holds.
const LAST: Place = (usize::MAX, usize::MAX);

/// The most faults that are listed. One takes two octets of a body and hundreds in memory, and nobody
/// mends more at a time.
const FAULTS_MAX: usize = 1_000;

/// A body half read.
struct Reading<'a> {
    reader: &'a BodyReader,
    builder: RequestBuilder,
    id: Option<String>,
    /// The subject's attributes that were given, with the place of each.
    given: Vec<(&'a AttributeType, String, Place)>,
    /// Which member holds the names.
    names_place: usize,
    faults: Vec<(Place, BodyFault)>,
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

    fn text(&mut self, text: &[u8], attributes: &'static [&'static str]) {
        match Json::read(text) {
            Ok(json) => self.body(&json, attributes),
            Err(error) => self.fault("", BodyFaultKind::Syntax(error), (0, 0)),
        }
    }

    fn body(&mut self, json: &Json, attributes: &'static [&'static str]) {
        let Some(members) = self.object(json, "", (0, 0)) else {
            return;
        };
        let mut has_common_name = false;
        let mut known = Known::new(attributes, "");
        for (index, (name, value)) in members.iter().enumerate() {
            let place = (index, 0);
            if !self.is_welcome(name, &mut known, place) {
                continue;
            }
            has_common_name |= name == "CommonName" && !matches!(value, Json::Null);
            let attribute = SUBJECT_ATTRIBUTES.iter().find(|(known, _)| known == name);
            match (attribute, value) {
                (_, Json::Null) => {}
                (Some((_, AttributeType::CommonName)), Json::Text(text))
                    if text.is_empty() && self.reader.common_name_required =>
                {
                    self.fault(name, BodyFaultKind::Missing, place);
                }
                (Some((_, attribute)), Json::Text(text)) => {
                    self.given.push((attribute, text.clone(), place));
                }
                (Some(_), _) => self.wrong_type(name, JsonType::Text, value, place),
                (None, Json::Text(id)) if name == ID => match check_id(id) {
                    Ok(()) => self.id = Some(id.clone()),
                    Err(error) => self.fault(ID, BodyFaultKind::Id(error), place),
                },
                (None, _) if name == ID => self.wrong_type(ID, JsonType::Text, value, place),
                (None, _) => self.names(value, place),
            }
        }
        if self.reader.common_name_required && !has_common_name {
            self.fault("CommonName", BodyFaultKind::Missing, LAST);
        }
    }

    fn names(&mut self, json: &Json, place: Place) {
        let Some(members) = self.object(json, NAMES, place) else {
            return;
        };
        self.names_place = place.0;
        let path = format!("{NAMES}.{LIST}");
        let mut list = &Json::Null;
        let mut known = Known::new(&[LIST], NAMES);
        for (name, value) in members {
            if self.is_welcome(name, &mut known, place) {
                list = value;
            }
        }
        match list {
            Json::Array(names) if names.is_empty() => {
                self.fault(&path, BodyFaultKind::NoNames, place);
            }
            Json::Array(names) => {
                for (index, name) in names.iter().enumerate() {
                    self.name(name, &format!("{path}[{index}]"), (place.0, index));
                }
            }
            Json::Null => self.fault(&path, BodyFaultKind::Missing, place),
            _ => self.wrong_type(&path, JsonType::Array, list, place),
        }
    }

    fn name(&mut self, json: &Json, path: &str, place: Place) {
        // Each is `None` where it is missing, and `Some(None)` where it is no text.
        let mut type_and_name = [None, None];
        if let Some(members) = self.object(json, path, place) {
            let mut known = Known::new(&[TYPE, NAME], path);
            for (name, value) in members {
                if !self.is_welcome(name, &mut known, place) {
                    continue;
                }
                let slot = usize::from(name == NAME);
                match value {
                    Json::Null => {}
                    Json::Text(text) => type_and_name[slot] = Some(Some(text.as_str())),
                    _ => {
                        self.wrong_type(&format!("{path}.{name}"), JsonType::Text, value, place);
                        type_and_name[slot] = Some(None);
                    }
                }
            }
            for (slot, name) in [TYPE, NAME].into_iter().enumerate() {
                if type_and_name[slot].is_none() {
                    self.fault(&format!("{path}.{name}"), BodyFaultKind::Missing, place);
                }
            }
        }
        match type_and_name {
            [Some(Some(name_type)), Some(Some(name))] => {
                self.builder.push_name(name_type.parse::<GeneralNameType>().map(|t| (t, name)));
            }
            _ => {
                self.builder.skip_name();
            }
        }
    }

    fn finish(mut self) -> Result<Request, BodyFaults> {
        let profile = self.reader.profile;
        let mut subject = Subject::builder_for(profile);
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
        let place = |location: &Location| match location {
            Location::Subject { attribute, .. } => self
                .given
                .iter()
                .find(|(of, ..)| *of == attribute)
                .map_or(LAST, |(_, _, place)| *place),
            Location::SubjectAltName(index) => (names_place, *index),
            _ => LAST,
        };
        match self.builder.subject(subject).build() {
            Ok(request) if self.faults.is_empty() => return Ok(request),
            Ok(_) => {}
            Err(faults) => {
                let body_is_faulty = !self.faults.is_empty();
                let telling = faults
                    .into_iter()
                    .filter(|fault| !body_is_faulty || *fault.kind() != FaultKind::NoIdentity);
                for fault in telling {
                    self.faults.push((place(fault.location()), fault.into()));
                }
            }
        }
        self.faults.sort_by_key(|(place, _)| *place);
        let more = self.more + self.faults.len().saturating_sub(FAULTS_MAX);
        let faults = self.faults.into_iter().take(FAULTS_MAX).map(|(_, fault)| fault);
        let more =
            (more > 0).then(|| BodyFault { path: String::new(), kind: BodyFaultKind::More(more) });
        Err(BodyFaults(faults.chain(more).collect()))
    }

    fn fault(&mut self, path: &str, kind: BodyFaultKind, place: Place) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push((place, BodyFault { path: path.into(), kind }));
        } else {
            self.more += 1;
        }
    }

    fn wrong_type(&mut self, path: &str, expected: JsonType, found: &Json, place: Place) {
        let kind = BodyFaultKind::Type { expected, found: found.json_type() };
        self.fault(path, kind, place);
    }

    fn object<'j>(
        &mut self,
        json: &'j Json,
        path: &str,
        place: Place,
    ) -> Option<&'j [(String, Json)]> {
        if let Json::Object(members) = json {
            return Some(members);
        }
        self.wrong_type(path, JsonType::Object, json, place);
        None
    }

    /// Whether the member belongs here and was not there before; else that is a fault.
    fn is_welcome(&mut self, name: &str, known: &mut Known<'_>, place: Place) -> bool {
        let path = |known: &Known<'_>| match known.path {
            "" => step(name),
            path => format!("{path}.{}", step(name)),
        };
        let Some(index) = known.names.iter().position(|known| *known == name) else {
            let nearest = nearest(name, known.names.iter().copied());
            let kind = BodyFaultKind::UnknownAttribute { nearest, known: known.names };
            self.fault(&path(known), kind, place);
            return false;
        };
        if core::mem::replace(&mut known.seen[index], true) {
            self.fault(&path(known), BodyFaultKind::RepeatedAttribute, place);
            return false;
        }
        true
    }
}

/// The attributes that an object may have, and which of them were there.
struct Known<'p> {
    names: &'static [&'static str],
    seen: Vec<bool>,
    /// The path of the object.
    path: &'p str,
}

impl<'p> Known<'p> {
    fn new(names: &'static [&'static str], path: &'p str) -> Self {
        Self { names, seen: vec![false; names.len()], path }
    }
}

/// Whether an `id` can name files on every system.
fn check_id(id: &str) -> Result<(), LineIdError> {
    /// Leaves room for what is put behind it: names have at most 255 octets.
    const LONGEST: usize = 200;
    /// Names that Windows keeps for devices, whatever follows a dot.
    const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];
    let Some(first) = id.chars().next() else {
        return Err(LineIdError::Empty);
    };
    if id.len() > LONGEST {
        return Err(LineIdError::TooLong { len: id.len(), max: LONGEST });
    }
    let foreign = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-');
    if let Some((index, character)) = id.chars().enumerate().find(|(_, c)| foreign(*c)) {
        return Err(LineIdError::Character { character, at: index + 1 });
    }
    if !first.is_ascii_alphanumeric() {
        return Err(LineIdError::Start { character: first });
    }
    let stem = id.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = stem.get(..3).is_some_and(|start| DEVICES.contains(&start));
    let number = stem.get(3..).unwrap_or_default();
    let numbered = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit());
    if device && (number.is_empty() || numbered) {
        return Err(LineIdError::Device);
    }
    Ok(())
}
