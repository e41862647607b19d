//! What a CA made of a request: the differences between it and the certificate.

use alloc::{
    collections::{BTreeMap, VecDeque},
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use crate::asn1::Oid;
use crate::certificate::Certificate;
use crate::ext::{Extension, ExtensionValue, oids};
use crate::inspect::Inspection;
use crate::inspect::text::Escaped;
use crate::name::DistinguishedName;

/// A difference between a request and its certificate.
///
/// `Display` is a line about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize))]
pub struct Difference {
    part: String,
    requested: Option<String>,
    issued: Option<String>,
}

impl Difference {
    const fn new(part: String, requested: Option<String>, issued: Option<String>) -> Self {
        Self { part, requested, issued }
    }

    /// The part: `publicKey`, `subject`, `subject.` and the type of an attribute, or the name or the
    /// identifier of an extension.
    pub fn part(&self) -> &str {
        &self.part
    }

    /// What the CA did with it: `dropped`, `added` or `changed`.
    pub const fn change(&self) -> &'static str {
        match (&self.requested, &self.issued) {
            (Some(_), Some(_)) => "changed",
            (Some(_), None) => "dropped",
            (None, _) => "added",
        }
    }

    /// What the request has there, if it is not in the certificate.
    pub fn requested(&self) -> Option<&str> {
        self.requested.as_deref()
    }

    /// What the certificate has there, if it is not in the request.
    pub fn issued(&self) -> Option<&str> {
        self.issued.as_deref()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, requested, issued } = self;
        write!(f, "{}: {part}: ", self.change())?;
        match (requested, issued) {
            (Some(requested), Some(issued)) => {
                write!(f, "{} -> {}", Escaped(requested), Escaped(issued))
            }
            (one, other) => one.iter().chain(other).try_for_each(|of| write!(f, "{}", Escaped(of))),
        }
    }
}

/// Extensions that a CA adds to every certificate.
const ADDED_ALWAYS: [&str; 7] = [
    "authorityKeyIdentifier",
    "subjectKeyIdentifier",
    "cRLDistributionPoints",
    "freshestCRL",
    "authorityInfoAccess",
    "certificatePolicies",
    "signedCertificateTimestamps",
];

/// The differences between what was requested and what was issued: the public key, the subject attribute
/// by attribute, then the extensions, with names and purposes one by one.
///
/// None are the string types of the subject; that an end entity is called one in basicConstraints; and
/// what a CA adds to every certificate: issuer, validity, key identifiers, policies, SCTs, and where
/// revocation and the issuer's certificate are found. One of these that was requested and is dropped or
/// changed is a difference. The [guide](crate::guide::reading#compare-with-the-certificate) has an example.
pub fn compare(request: &Inspection, certificate: &Certificate) -> Vec<Difference> {
    let mut differences = Vec::new();
    let [requested, issued] = [request.public_key(), certificate.public_key()];
    if requested.as_der() != issued.as_der() {
        let shown = |key: &crate::PublicKey| {
            Some(format!("{key}, SHA-256 {}", crate::hex::encode(&key.sha256())))
        };
        differences.push(Difference::new("publicKey".into(), shown(requested), shown(issued)));
    }
    compare_subjects(request.subject(), certificate.subject(), &mut differences);
    let [requested, issued] = [request.extensions(), certificate.extensions()].map(by_oid);
    for extension in request.extensions() {
        let issued = issued.get(extension.oid()).copied();
        compare_extensions(Some(extension), issued, &mut differences);
    }
    for extension in certificate.extensions() {
        let is_added_always = ADDED_ALWAYS.contains(&name(extension).as_str());
        if !is_added_always && !requested.contains_key(extension.oid()) {
            compare_extensions(None, Some(extension), &mut differences);
        }
    }
    differences
}

fn by_oid(extensions: &[Extension]) -> BTreeMap<&Oid, &Extension> {
    extensions.iter().map(|extension| (extension.oid(), extension)).collect()
}

fn compare_subjects(
    requested: &DistinguishedName,
    issued: &DistinguishedName,
    differences: &mut Vec<Difference>,
) {
    let attributes = |name: &DistinguishedName| -> Vec<_> {
        let attributes = name.attributes();
        attributes.map(|of| (of.attribute_type().to_string(), of.to_text())).collect()
    };
    let [requested_all, issued_all] = [requested, issued].map(attributes);
    let before = differences.len();
    let mut added: BTreeMap<String, VecDeque<String>> = BTreeMap::new();
    for (attribute, value) in without(&issued_all, &requested_all) {
        added.entry(attribute).or_default().push_back(value);
    }
    for (attribute, value) in without(&requested_all, &issued_all) {
        let other = added.get_mut(&attribute).and_then(VecDeque::pop_front);
        differences.push(Difference::new(format!("subject.{attribute}"), Some(value), other));
    }
    for (attribute, values) in added {
        let part = format!("subject.{attribute}");
        let added =
            values.into_iter().map(|value| Difference::new(part.clone(), None, Some(value)));
        differences.extend(added);
    }
    if differences.len() == before && requested_all != issued_all {
        let shown = |name: &DistinguishedName| Some(format!("{name:#}"));
        differences.push(Difference::new("subject".into(), shown(requested), shown(issued)));
    }
}

fn compare_extensions(
    requested: Option<&Extension>,
    issued: Option<&Extension>,
    differences: &mut Vec<Difference>,
) {
    let Some(one) = requested.or(issued) else { return };
    let part = name(one);
    let [requested_items, issued_items] =
        [requested, issued].map(|of| of.map_or(Vec::new(), items));
    let dropped = without(&requested_items, &issued_items);
    let added = without(&issued_items, &requested_items);
    if is_list(one) {
        let dropped = dropped.into_iter().map(|of| (Some(of), None));
        let changes = dropped.chain(added.into_iter().map(|of| (None, Some(of))));
        differences.extend(changes.map(|(of, by)| Difference::new(part.clone(), of, by)));
    } else if !dropped.is_empty() || !added.is_empty() {
        let [dropped, added] = [dropped, added].map(|of| of.into_iter().next());
        differences.push(Difference::new(part.clone(), dropped, added));
    }
    if let (Some(requested), Some(issued)) = (requested, issued)
        && requested.is_critical() != issued.is_critical()
    {
        let shown = |of: &Extension| {
            Some(String::from(if of.is_critical() { "critical" } else { "not critical" }))
        };
        differences.push(Difference::new(part, shown(requested), shown(issued)));
    }
}

const fn is_list(extension: &Extension) -> bool {
    matches!(
        extension.parsed(),
        ExtensionValue::SubjectAltName(_)
            | ExtensionValue::KeyUsage(_)
            | ExtensionValue::ExtendedKeyUsage(_)
    )
}

/// What an extension says, in parts that are compared one by one.
fn items(extension: &Extension) -> Vec<String> {
    match extension.parsed() {
        ExtensionValue::SubjectAltName(names) => {
            names.iter().map(|name| name.to_string()).collect()
        }
        ExtensionValue::KeyUsage(usage) => usage.names().map(Into::into).collect(),
        ExtensionValue::ExtendedKeyUsage(usage) => {
            usage.purposes().iter().map(ToString::to_string).collect()
        }
        ExtensionValue::BasicConstraints(constraints) => match constraints.path_len() {
            _ if !constraints.is_ca() => Vec::new(),
            Some(path_len) => Vec::from([format!("CA, path length {path_len}")]),
            None => Vec::from(["CA".into()]),
        },
        ExtensionValue::SubjectKeyIdentifier(identifier) => Vec::from([identifier.to_string()]),
        ExtensionValue::CertificateTemplate(template) => Vec::from([template.to_string()]),
        _ => Vec::from([format!("#{}", crate::hex::encode(extension.value()))]),
    }
}

fn name(extension: &Extension) -> String {
    extension.oid().named(oids::name(extension.oid()))
}

/// The items that are not among the others, each as often as it is there more.
fn without<T: Clone + Ord>(items: &[T], others: &[T]) -> Vec<T> {
    let mut counts = BTreeMap::<&T, usize>::new();
    for other in others {
        *counts.entry(other).or_default() += 1;
    }
    let mut left = Vec::new();
    for item in items {
        match counts.get_mut(item) {
            Some(count) if *count > 0 => *count -= 1,
            _ => left.push(item.clone()),
        }
    }
    left
}
