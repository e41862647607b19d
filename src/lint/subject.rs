//! What a subject is made of, and values of types that are not known.

use super::finding::Findings;
use super::rfc::{check_rdns, subject_attributes};
use crate::asn1::{Oid, walk::any_value};
use crate::error::Code;
use crate::ext::{ExtensionValue, oids};
use crate::inspect::Inspection;
use crate::name::AttributeType;
use crate::renewal::belongs_to_request;
use crate::san::host::is_host_name;
use crate::text::Quoted;

pub(super) fn check(inspection: &Inspection, findings: &mut Findings<'_>) {
    check_types(inspection, findings);
    let has_names = inspection.subject_alt_names().is_some();
    for (place, attribute) in subject_attributes(inspection) {
        let kind = attribute.attribute_type();
        let oid = kind.oid();
        if belongs_to_request(&oid) {
            findings.add(Code::ExtensionInSubject, &place, format_args!("is of the type {oid}"));
        }
        if let (AttributeType::CommonName, Some(text), false) = (kind, attribute.text(), has_names)
            && text.contains('.')
            && text.parse::<core::net::IpAddr>().is_err()
            && is_host_name(&text)
        {
            let found = format_args!("(CN) is {} without a subjectAltName", Quoted(&text));
            findings.add(Code::SanMissing, &place, found);
        }
    }
    check_values(inspection, findings);
}

/// The order of the types, and those that an RDN has twice.
fn check_types(inspection: &Inspection, findings: &mut Findings<'_>) {
    const SUBJECT: &str = "certificationRequestInfo.subject";
    let subject = inspection.subject();
    check_rdns(SUBJECT, subject, findings);
    let mut types = subject.attributes();
    let first = types.next();
    let is_of = |kind| {
        move |attribute: crate::name::AttributeValue<'_>| *attribute.attribute_type() == kind
    };
    if first.is_some_and(is_of(AttributeType::CommonName))
        && types.last().is_some_and(is_of(AttributeType::Country))
    {
        findings.add(Code::SubjectOrder, SUBJECT, "begins with the CN and ends with the country");
    }
}

/// Values of types that are not read; those of others deviate where they are.
fn check_values(inspection: &Inspection, findings: &mut Findings<'_>) {
    let mut check = |place: &str, value: &[u8], extension: Option<&Oid>| {
        let is_within = |found: &str| {
            found
                .strip_prefix(place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        if inspection.deviations().iter().any(|one| is_within(one.place())) {
            return;
        }
        match any_value(value) {
            Err(deviation) => {
                let (at, found) = (deviation.at(), deviation.found());
                let found = format_args!("has a value that at byte {at} {found}");
                findings.add(Code::ValueNotDer, place, found);
            }
            Ok(value) => {
                if let Some(fault) = extension.and_then(|oid| oids::fault(oid, &value)) {
                    findings.add(Code::ExtensionValue, place, format_args!("has a value {fault}"));
                }
            }
        }
    };
    for (place, extension) in inspection.placed_extensions() {
        if matches!(extension.parsed(), ExtensionValue::Other) {
            check(&place, extension.value(), Some(extension.oid()));
        }
    }
    for (place, attribute) in inspection.placed_attributes() {
        if !attribute.is_extension_request() {
            attribute.values().for_each(|value| check(&place, value, None));
        }
    }
}
