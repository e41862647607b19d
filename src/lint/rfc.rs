//! What the RFCs ask of every request, beyond its encoding.

use alloc::{collections::BTreeSet, format, string::String};

use super::{Findings, Rule, rules};
use crate::error::Quoted;
use crate::general_name::{GeneralName, GeneralNameType, dns_name};
use crate::general_names::GeneralNames;
use crate::inspection::{
    AttributeValue, ExtensionValue, InspectedString, Inspection, RequestedExtension,
};
use crate::subject::{AttributeType, Syntax};

pub(super) fn check(inspection: &Inspection, findings: &mut Findings) {
    for deviation in inspection.deviations() {
        if let Some(rule) = Rule::ALL.iter().find(|rule| rule.id == deviation.kind().id()) {
            findings.add(rule, deviation.place(), format_args!("{}", deviation.found()));
        }
    }
    for (place, attribute) in subject_attributes(inspection) {
        check_attribute(&place, attribute, findings);
    }
    let has_subject = !inspection.subject().is_empty();
    let has_names = inspection.subject_alt_names().is_some_and(|names| !names.is_empty());
    if !has_subject && !has_names {
        let place = "certificationRequestInfo";
        findings.add(
            &rules::IDENTITY_MISSING,
            place,
            format_args!("has neither a subject nor a subjectAltName with a name"),
        );
    }
    let mut seen = BTreeSet::new();
    for attribute in inspection.attributes() {
        if !seen.insert(attribute.oid()) && !attribute.is_extension_request() {
            let found = format_args!("has a type that stands there already");
            findings.add(&rules::ATTRIBUTE_REPEATED, attribute.place(), found);
        }
    }
    for extension in inspection.extensions() {
        check_extension(extension, has_subject, findings);
    }
}

/// The attributes of the subject, each with its place.
pub(super) fn subject_attributes(
    inspection: &Inspection,
) -> impl Iterator<Item = (String, &AttributeValue)> {
    inspection.subject().rdns().iter().enumerate().flat_map(|(rdn, attributes)| {
        attributes.iter().enumerate().map(move |(index, attribute)| {
            let place = match index {
                0 => format!("certificationRequestInfo.subject[{rdn}]"),
                _ => format!("certificationRequestInfo.subject[{rdn}][{index}]"),
            };
            (place, attribute)
        })
    })
}

fn check_attribute(place: &str, value: &AttributeValue, findings: &mut Findings) {
    let attribute = value.attribute();
    let string_type = value.string_type();
    match string_type {
        InspectedString::Teletex | InspectedString::Bmp | InspectedString::Universal => {
            let found = format_args!("({attribute}) is a {string_type}");
            findings.add(&rules::STRING_TYPE, place, found);
        }
        InspectedString::Other(_) => {
            let found = format_args!("({attribute}) has the {string_type}, which is no string");
            findings.add(&rules::VALUE_NOT_A_STRING, place, found);
        }
        _ if !is_allowed(attribute, string_type) => {
            let found = format_args!("({attribute}) is a {string_type}");
            findings.add(&rules::STRING_TYPE_NOT_ALLOWED, place, found);
        }
        _ => {}
    }
    let Some(text) = value.text() else { return };
    let shown = Quoted(text);
    if text.is_empty() {
        findings.add(&rules::VALUE_EMPTY, place, format_args!("({attribute}) is empty"));
        return;
    }
    check_controls(place, text, findings);
    if matches!(attribute.syntax(), Syntax::Country) {
        if text.len() != 2 || !text.bytes().all(|octet| octet.is_ascii_alphabetic()) {
            let found = format_args!("({attribute}) is {shown}, which is not two letters");
            findings.add(&rules::COUNTRY_SYNTAX, place, found);
        } else if !text.bytes().all(|octet| octet.is_ascii_uppercase()) {
            let found = format_args!("({attribute}) is {shown}");
            findings.add(&rules::COUNTRY_CASE, place, found);
        }
        return;
    }
    let (len, max) = (text.chars().count(), attribute.upper_bound());
    if len > max {
        let found = format_args!("({attribute}) has {len} characters; at most {max} are allowed");
        findings.add(&rules::UPPER_BOUND, place, found);
    }
}

/// Whether the attribute is defined with this string type.
fn is_allowed(attribute: &AttributeType, string_type: InspectedString) -> bool {
    match (attribute, attribute.syntax()) {
        (AttributeType::Other(_), _) => true,
        (_, Syntax::Directory) => {
            matches!(string_type, InspectedString::Utf8 | InspectedString::Printable)
        }
        (_, Syntax::Printable | Syntax::Country) => string_type == InspectedString::Printable,
        (_, Syntax::Ia5) => string_type == InspectedString::Ia5,
    }
}

fn check_controls(place: &str, text: &str, findings: &mut Findings) {
    if text.contains('\0') {
        findings.add(&rules::NUL_CHARACTER, place, format_args!("is {}", Quoted(text)));
    } else if text.contains(char::is_control) {
        findings.add(&rules::CONTROL_CHARACTER, place, format_args!("is {}", Quoted(text)));
    }
}

fn check_extension(extension: &RequestedExtension, has_subject: bool, findings: &mut Findings) {
    let place = extension.place();
    match extension.value() {
        ExtensionValue::SubjectAltName(names) => {
            if extension.is_critical() && has_subject {
                let found = format_args!("is critical beside a subject");
                findings.add(&rules::SAN_NEEDLESSLY_CRITICAL, place, found);
            }
            if !extension.is_critical() && !has_subject {
                let found = format_args!("is not critical");
                findings.add(&rules::SAN_CRITICAL, place, found);
            }
            check_names(place, names, findings);
        }
        ExtensionValue::BasicConstraints { ca: false, path_len: Some(path_len) } => {
            let found = format_args!("has the path length {path_len} without cA");
            findings.add(&rules::PATH_LENGTH, place, found);
        }
        _ => {}
    }
}

fn check_names(place: &str, names: &GeneralNames, findings: &mut Findings) {
    for (index, name) in names.iter().enumerate() {
        check_name(&name_place(place, index), &name, findings);
    }
    for (first, again) in names.duplicates() {
        let found = format_args!("is the same name as the one at {first}");
        findings.add(&rules::SAN_REPEATED, name_place(place, again), found);
    }
}

/// Where a name stands.
pub(super) fn name_place(extension: &str, index: usize) -> String {
    format!("{extension}.subjectAltName[{index}]")
}

fn check_name(place: &str, name: &GeneralName<'_>, findings: &mut Findings) {
    let Ok(text) = core::str::from_utf8(name.content()) else { return };
    let shown = Quoted(text);
    match name.name_type() {
        GeneralNameType::DnsName => {
            // Other octets are a deviation, and reported as one.
            if text.bytes().all(|octet| (0x21..0x7F).contains(&octet))
                && let Err(error) = dns_name::check(text)
            {
                findings.add(&rules::DNS_NAME_SYNTAX, place, format_args!("({shown}) {error}"));
            }
        }
        GeneralNameType::Rfc822Name => {
            check_controls(place, text, findings);
            if !is_mailbox(text) {
                findings.add(&rules::RFC822_NAME_SYNTAX, place, format_args!("is {shown}"));
            }
        }
        GeneralNameType::Uri => {
            check_controls(place, text, findings);
            if !is_uri(text) {
                findings.add(&rules::URI_SYNTAX, place, format_args!("is {shown}"));
            }
        }
        _ => {}
    }
}

/// Whether a text has the shape of a mailbox. Local parts have a grammar of their own, of
/// which only the outline is checked.
fn is_mailbox(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(local, domain)| {
        let is_quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
        let is_plain = !local.is_empty()
            && !local.contains(|c: char| c.is_whitespace() || "@,;:<>[]()\"".contains(c));
        (is_quoted || is_plain) && !domain.starts_with("*.") && dns_name::check(domain).is_ok()
    })
}

/// Whether a text begins with a scheme and goes on after it (RFC 3986 3).
fn is_uri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet))
            && !rest.is_empty()
            && rest
                .bytes()
                .all(|octet| octet.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&octet))
    })
}
