//! The JSON of `cfssl genkey` and `cfssl gencert` (CertificateRequest of cfssl's package csr).

use pkcs10::{Algorithm, AttributeType, Error, GeneralName, GeneralNameType};
use serde_json::{Map, Value};

use super::imported::Imported;
use super::subject::Part;

/// The attributes of an element of `names`, in the order in which cfssl writes them.
const NAMES: [(&str, AttributeType); 6] = [
    ("C", AttributeType::Country),
    ("O", AttributeType::Organization),
    ("OU", AttributeType::OrganizationalUnit),
    ("L", AttributeType::Locality),
    ("ST", AttributeType::StateOrProvince),
    ("E", AttributeType::EmailAddress),
];

/// The other names of members.
const MEMBERS: [&str; 11] = [
    "request",
    "CN",
    "names",
    "serialnumber",
    "hosts",
    "key",
    "algo",
    "size",
    "ca",
    "pathlen",
    "pathlenzero",
];

pub(super) fn is_one(text: &str) -> bool {
    object(text).is_some()
}

/// The object of a request, which may be in a member `request`.
fn object(text: &str) -> Option<Map<String, Value>> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let Value::Object(mut object) = with_names(serde_json::from_str(text).ok()?) else {
        return None;
    };
    if let Some(Value::Object(request)) = object.remove("request") {
        object = request;
    }
    let is_key = object.get("key").is_some_and(|key| key.get("algo").is_some());
    let lists =
        ["hosts", "names"].iter().any(|list| object.get(*list).is_some_and(Value::is_array));
    (is_key || lists || object.contains_key("CN")).then_some(object)
}

/// The value with each name in the case of cfssl's: Go, in which it is written, reads them in any.
fn with_names(value: Value) -> Value {
    let in_its_case = |name: String| {
        let mut known = NAMES.iter().map(|(name, _)| *name).chain(MEMBERS);
        known.find(|known| known.eq_ignore_ascii_case(&name)).map_or(name, String::from)
    };
    match value {
        Value::Object(object) => {
            let member = |(name, value)| (in_its_case(name), with_names(value));
            Value::Object(object.into_iter().map(member).collect())
        }
        Value::Array(values) => values.into_iter().map(with_names).collect(),
        other => other,
    }
}

pub(super) fn read(imported: &mut Imported, text: &str) {
    let mut reading =
        Reading { imported, places: Places { text: text.to_ascii_lowercase(), at: 0, line: 1 } };
    let object = object(text).unwrap_or_default();
    reading.subject(&object);
    for (name, value) in &object {
        let line = reading.places.rewind().line_of(name);
        match (name.as_str(), value) {
            ("CN" | "names" | "serialnumber", _) => {}
            ("hosts", Value::Array(hosts)) => hosts.iter().for_each(|host| reading.host(host)),
            ("hosts", Value::String(_)) => reading.imported.fault(line, "hosts: expected an array"),
            ("key", Value::Object(key)) => reading.key(key, line),
            ("ca", Value::Object(ca)) => reading.ca(ca, line),
            (name, _) => reading.imported.note(line, format!("{name}: not used")),
        }
    }
    if !object.contains_key("key") {
        reading.imported.note(1, "no key: cfssl generates ecdsa-p256 then");
        reading.imported.option("--algorithm", Algorithm::EcdsaP256.as_str(), 1);
    }
}

struct Reading<'a> {
    imported: &'a mut Imported,
    places: Places,
}

impl Reading<'_> {
    fn subject(&mut self, object: &Map<String, Value>) {
        let names = object.get("names").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut parts = Vec::new();
        for (member, attribute) in &NAMES {
            self.places.rewind().line_of("names");
            let mut of_member = 0;
            for name in names {
                if let Some(value) = name.get(member) {
                    of_member += 1;
                    parts.extend(self.attribute(member, attribute, value));
                }
            }
            if of_member > 1 {
                let text =
                    format!("names: each {member} is an RDN of its own; cfssl joins them to one");
                self.imported.note(self.places.line, text);
            }
        }
        for name in names {
            let known = |member: &str| NAMES.iter().any(|(name, _)| *name == member);
            for member in
                name.as_object().into_iter().flat_map(Map::keys).filter(|member| !known(member))
            {
                let line = self.places.rewind().line_of(member);
                self.imported.note(line, format!("names: {member}: not used"));
            }
        }
        for (member, attribute) in
            [("CN", AttributeType::CommonName), ("serialnumber", AttributeType::SerialNumber)]
        {
            self.places.rewind();
            if let Some(value) = object.get(member) {
                parts.extend(self.attribute(member, &attribute, value));
            }
        }
        let line = self.places.rewind().line_of("names");
        self.imported.subject(parts, line);
    }

    /// An attribute; cfssl leaves out what is empty.
    fn attribute(
        &mut self,
        member: &str,
        attribute: &AttributeType,
        value: &Value,
    ) -> Option<Part> {
        let line = self.places.line_of(member);
        let Some(text) = value.as_str() else {
            self.imported.fault(line, format_args!("{member}: expected a string"));
            return None;
        };
        if text.is_empty() {
            return None;
        }
        let part = Part::new(attribute.clone(), text);
        part.map_err(|faults| self.imported.refuse(line, member, &faults)).ok()
    }

    /// An address, a mailbox, a URI, or else a name of a host, as cfssl distinguishes them.
    fn host(&mut self, host: &Value) {
        let Some(host) = host.as_str() else {
            return self.imported.fault(self.places.line, "hosts: expected strings");
        };
        let line = self.places.line_of(host);
        let name = GeneralName::host(host);
        let of = name.as_ref().map_or_else(Error::subject, |name| name.name_type().as_str());
        let prefix = if of == GeneralNameType::IpAddress.as_str() {
            "IP"
        } else if host.contains("://") {
            "URI"
        } else if GeneralName::email(host).is_ok() {
            "email"
        } else {
            "DNS"
        };
        self.imported.option("--san", format!("{prefix}:{host}"), line);
    }

    fn key(&mut self, key: &Map<String, Value>, line: usize) {
        let algo = key.get("algo").and_then(Value::as_str).unwrap_or_default();
        let size = key.get("size").and_then(Value::as_u64).unwrap_or(0);
        let algorithm = match algo {
            "ecdsa" => format!("ecdsa-p{size}"),
            _ => format!("{algo}-{size}"),
        };
        match algorithm.parse::<Algorithm>() {
            Ok(algorithm) => self.imported.option("--algorithm", algorithm.as_str(), line),
            Err(_) => self.imported.note(
                line,
                format!("key: {algo} with {size} bits is not generated here; --algorithm decides"),
            ),
        }
    }

    /// What makes cfssl request the certificate of a CA.
    fn ca(&mut self, ca: &Map<String, Value>, line: usize) {
        let length = ca.get("pathlen").and_then(Value::as_i64).unwrap_or(0);
        let is_zero = ca.get("pathlenzero").and_then(Value::as_bool).unwrap_or(false);
        let limit =
            if length > 0 || is_zero { format!(",pathlen={length}") } else { String::new() };
        self.imported.option("--basic-constraints", format!("ca{limit}"), line);
        for member in ca.keys().filter(|member| !member.starts_with("pathlen")) {
            self.imported
                .note(line, format!("ca: {member}: not used: a request has no place for it"));
        }
    }
}

/// Finds the lines of strings, one after the other, in one pass.
struct Places {
    /// In lower case.
    text: String,
    at: usize,
    line: usize,
}

impl Places {
    fn rewind(&mut self) -> &mut Self {
        (self.at, self.line) = (0, 1);
        self
    }

    /// The line of the next such string; where it is not found, that of the last one.
    fn line_of(&mut self, string: &str) -> usize {
        let rest = &self.text[self.at..];
        match rest.find(&format!("\"{}\"", string.to_ascii_lowercase())) {
            Some(found) => {
                self.line += rest[..found].matches('\n').count();
                self.at += found + 1;
            }
            None => self.at = self.text.len(),
        }
        self.line
    }
}
