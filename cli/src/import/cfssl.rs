//! The JSON of `cfssl genkey` and `cfssl gencert` (CertificateRequest of cfssl's package csr).

use std::collections::HashSet;
use std::net::IpAddr;

use pkcs10::{Algorithm, AttributeType, GeneralName};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::imported::Imported;
use super::subject::Part;
use crate::members::Members;
use crate::snippet;

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

/// Members of an object, in their order.
type Object<'a> = Vec<(String, &'a RawValue)>;

/// The object of a request, and the members beside it where it is in a member `request`.
fn object(text: &str) -> Option<(Object<'_>, Object<'_>)> {
    let mut request = members(text)?;
    let mut beside = Vec::new();
    let inner = member(&request, "request").and_then(|request| members(request.get()));
    if let Some(inner) = inner {
        beside = std::mem::replace(&mut request, inner);
    }
    let is_key = member(&request, "key")
        .and_then(|key| members(key.get()))
        .is_some_and(|key| member(&key, "algo").is_some());
    let is_list = |name| member(&request, name).is_some_and(|value| value.get().starts_with('['));
    let is_one = is_key || is_list("hosts") || is_list("names") || member(&request, "CN").is_some();
    is_one.then_some((request, beside))
}

/// The members of an object, each name in the case of cfssl's: Go, in which it is written, reads them
/// in any. To it, `null` is as if the member were not there.
fn members(object: &str) -> Option<Object<'_>> {
    let Members(members) = serde_json::from_str(object).ok()?;
    let in_its_case = |name: &str| {
        let mut known = NAMES.iter().map(|(name, _)| *name).chain(MEMBERS);
        known.find(|known| known.eq_ignore_ascii_case(name)).unwrap_or(name).to_owned()
    };
    let members = members.into_iter().filter(|(_, value)| value.get() != "null");
    Some(members.map(|(name, value)| (in_its_case(&name), value)).collect())
}

fn member<'a>(object: &Object<'a>, name: &str) -> Option<&'a RawValue> {
    object.iter().find(|(of, _)| of == name).map(|(_, value)| *value)
}

pub(super) fn read(imported: &mut Imported, text: &str) {
    let (object, beside) = object(text).unwrap_or_default();
    let newlines = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut reading = Reading { imported, text, newlines };
    reading.list_unknown("", &beside, &["request"]);
    reading.list_unknown("", &object, &["CN", "names", "serialnumber", "hosts", "key", "ca"]);
    reading.subject(&object);
    if let Some(hosts) = member(&object, "hosts") {
        let hosts: Vec<&RawValue> = reading.value("hosts", "an array", hosts).unwrap_or_default();
        hosts.into_iter().for_each(|host| reading.host(host));
    }
    match member(&object, "key") {
        Some(key) => reading.key(key),
        None => {
            reading.imported.note(1, "no key: cfssl generates ecdsa-p256 then");
            reading.imported.option("--algorithm", Algorithm::EcdsaP256.as_str(), 1);
        }
    }
    if let Some(ca) = member(&object, "ca") {
        reading.ca(ca);
    }
}

struct Reading<'a> {
    imported: &'a mut Imported,
    text: &'a str,
    /// Where they are, to find lines by.
    newlines: Vec<usize>,
}

impl Reading<'_> {
    /// The line in which a value begins.
    fn line(&self, value: &RawValue) -> usize {
        let at = snippet::offset(self.text, value.get()).unwrap_or(0);
        1 + self.newlines.partition_point(|newline| *newline < at)
    }

    /// A value of the type that is expected.
    fn value<'a, T: Deserialize<'a>>(
        &mut self,
        field: &str,
        expected: &str,
        value: &'a RawValue,
    ) -> Option<T> {
        let read = serde_json::from_str(value.get()).ok();
        if read.is_none() {
            self.imported.fault(self.line(value), format_args!("{field}: expected {expected}"));
        }
        read
    }

    /// The members of an object that has these; none where it is not an object.
    fn members<'a>(&mut self, field: &str, value: &'a RawValue, known: &[&str]) -> Object<'a> {
        let object = members(value.get());
        if object.is_none() {
            self.imported.fault(self.line(value), format_args!("{field}: expected an object"));
        }
        let object = object.unwrap_or_default();
        self.list_unknown(&format!("{field}: "), &object, known);
        object
    }

    /// Notes the members that are not used, and refuses those that are there twice, of which Go takes the last.
    fn list_unknown(&mut self, field: &str, object: &Object<'_>, known: &[&str]) {
        let mut seen = HashSet::new();
        for (name, value) in object {
            let line = self.line(value);
            if !known.contains(&&**name) {
                self.imported.note(line, format!("{field}{name}: not used"));
            } else if !seen.insert(name) {
                let why = format!("{field}{name}: is there twice, in any case of its letters");
                self.imported.fault(line, why);
            }
        }
    }

    fn subject(&mut self, object: &Object<'_>) {
        let names = member(object, "names");
        let line = names.map_or(1, |names| self.line(names));
        let elements: Vec<&RawValue> = names
            .and_then(|names| self.value("names", "an array of objects", names))
            .unwrap_or_default();
        let known = NAMES.map(|(member, _)| member);
        let names: Vec<Object<'_>> =
            elements.into_iter().map(|name| self.members("names", name, &known)).collect();
        let mut parts = Vec::new();
        for (name, attribute) in &NAMES {
            let values: Vec<&RawValue> =
                names.iter().filter_map(|object| member(object, name)).collect();
            if let [_, second, ..] = *values {
                let text =
                    format!("names: each {name} is an RDN of its own; cfssl joins them to one");
                self.imported.note(self.line(second), text);
            }
            parts.extend(
                values.into_iter().filter_map(|value| self.attribute(name, attribute, value)),
            );
        }
        for (name, attribute) in
            [("CN", AttributeType::CommonName), ("serialnumber", AttributeType::SerialNumber)]
        {
            let value = member(object, name);
            parts.extend(value.and_then(|value| self.attribute(name, &attribute, value)));
        }
        self.imported.subject(parts, line);
    }

    /// An attribute; cfssl leaves out what is empty.
    fn attribute(
        &mut self,
        member: &str,
        attribute: &AttributeType,
        value: &RawValue,
    ) -> Option<Part> {
        let text: String = self.value(member, "a string", value)?;
        if text.is_empty() {
            return None;
        }
        let part = Part::new(attribute.clone(), &text);
        part.map_err(|faults| self.imported.refuse(self.line(value), member, &faults)).ok()
    }

    /// An address, a mailbox, a URI, or else a name of a host, as cfssl distinguishes them.
    fn host(&mut self, value: &RawValue) {
        let Some(host) = self.value::<String>("hosts", "strings", value) else { return };
        // As in `Jo <a@b.example>`.
        let mailbox = host.trim().strip_suffix('>').and_then(|host| host.rsplit_once('<'));
        let mailbox = mailbox.map_or(&*host, |(_, mailbox)| mailbox);
        let name = if let Ok(address) = host.parse::<IpAddr>() {
            format!("IP:{}", address.to_canonical())
        } else if GeneralName::host(&host).is_err_and(|error| error.subject() == "iPAddress") {
            format!("IP:{host}")
        } else if GeneralName::email(mailbox).is_ok() {
            format!("email:{mailbox}")
        } else if is_uri(&host) {
            format!("URI:{host}")
        } else {
            format!("DNS:{host}")
        };
        self.imported.option("--san", name, self.line(value));
    }

    /// The key, of which cfssl itself fills in what the file does not say: an ECDSA key of 256 bits.
    fn key(&mut self, value: &RawValue) {
        let line = self.line(value);
        let key = self.members("key", value, &["algo", "size"]);
        let algo = member(&key, "algo").map(|algo| self.value("key: algo", "a string", algo));
        let algo: String = algo.flatten().unwrap_or_else(|| "ecdsa".into());
        let size = member(&key, "size").map(|size| self.value("key: size", "a number", size));
        let is_default = if size.is_none() { ", cfssl's size where none is given," } else { "" };
        let size: i64 = size.flatten().unwrap_or(256);
        let algorithm = match &*algo {
            "ecdsa" => format!("ecdsa-p{size}"),
            "ed25519" => algo.clone(),
            _ => format!("{algo}-{size}"),
        };
        match algorithm.parse::<Algorithm>() {
            Ok(algorithm) => self.imported.option("--algorithm", algorithm.as_str(), line),
            Err(_) => self.imported.note(
                line,
                format!("key: {algo} of {size} bits{is_default} is not generated here; --algorithm decides"),
            ),
        }
    }

    /// What makes cfssl request the certificate of a CA; the rest of it is for certificates.
    fn ca(&mut self, value: &RawValue) {
        let ca = self.members("ca", value, &["pathlen", "pathlenzero"]);
        let length = member(&ca, "pathlen").map(|len| self.value("ca: pathlen", "a number", len));
        let length: i64 = length.flatten().unwrap_or(0);
        let is_zero = member(&ca, "pathlenzero")
            .map(|zero| self.value("ca: pathlenzero", "true or false", zero));
        let limit = match length > 0 || is_zero.flatten().unwrap_or(false) {
            true => format!(",pathlen={length}"),
            false => String::new(),
        };
        self.imported.option("--basic-constraints", format!("ca{limit}"), self.line(value));
    }
}

/// Whether a host is a URI to Go's `url.ParseRequestURI`, but for `host:443` and `fe80::1%1`, which are
/// refused as names of hosts.
fn is_uri(host: &str) -> bool {
    let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let is_of_address = |c: char| c.is_ascii_hexdigit() || ":.%/".contains(c);
    host.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(is_of_scheme)
            && !rest.chars().all(is_of_address)
    })
}
