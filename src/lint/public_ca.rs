//! What public web CAs refuse beyond what the RFCs do.

use core::net::IpAddr;

use alloc::{collections::BTreeSet, string::String};

use super::key::RSA_BITS_MIN;
use super::reserved::{self, Domain};
use super::rfc::{check_country, name_place, subject_attributes};
use super::{Findings, rules};
use crate::error::Quoted;
use crate::extension::TlsFeature;
use crate::general_name::{GeneralName, GeneralNameType, dns_name};
use crate::inspection::{ExtensionValue, Hash, Inspection, KeyMaterial, RequestedExtension};
use crate::public_key::{SECP256R1, SECP384R1, bits, names::SECP521R1};
use crate::signature_algorithm::known::Family;
use crate::subject::AttributeType;

const KEY: &str = "certificationRequestInfo.subjectPKInfo";

/// The most names in a request (Boulder csr/csr.go).
const NAMES_MAX: usize = 100;
/// The most labels in a host name (Boulder policy/pa.go).
const LABELS_MAX: usize = 10;

pub(super) fn check(inspection: &Inspection, findings: &mut Findings) {
    check_key(inspection, findings);
    check_signature_algorithm(inspection, findings);
    check_names(inspection, findings);
    check_subject(inspection, findings);
    for extension in inspection.extensions() {
        match extension.value() {
            ExtensionValue::TlsFeature(features)
                if features.contains(&TlsFeature::STATUS_REQUEST.into()) =>
            {
                let found = format_args!("asks for a certificate that must be stapled");
                findings.add(&rules::MUST_STAPLE, extension.place(), found);
            }
            _ => {}
        }
    }
}

fn check_key(inspection: &Inspection, findings: &mut Findings) {
    let key = inspection.public_key();
    if key.is_pss() {
        findings.add(&rules::PUBLIC_KEY_ALGORITHM, KEY, format_args!("is {key}"));
    }
    match key.material() {
        KeyMaterial::Rsa { modulus, exponent } => {
            let size = bits(modulus);
            // A smaller one is refused by everybody.
            if size >= RSA_BITS_MIN && ![2_048, 3_072, 4_096].contains(&size) {
                let found = format_args!("is an RSA key of {size} bits");
                findings.add(&rules::PUBLIC_RSA_SIZE, KEY, found);
            }
            if exponent != &[1, 0, 1] {
                let found = format_args!("has an exponent other than 65537");
                findings.add(&rules::PUBLIC_RSA_EXPONENT, KEY, found);
            }
        }
        KeyMaterial::Ec { curve } => match curve.as_ref().map(|curve| curve.as_bytes()) {
            Some(SECP256R1 | SECP384R1) => {}
            Some(SECP521R1) => {
                findings.add(&rules::PUBLIC_CURVE_P521, KEY, format_args!("is a key on P-521"));
            }
            _ => findings.add(&rules::PUBLIC_CURVE, KEY, format_args!("is {key}")),
        },
        _ => findings.add(&rules::PUBLIC_KEY_ALGORITHM, KEY, format_args!("is {key}")),
    }
}

fn check_signature_algorithm(inspection: &Inspection, findings: &mut Findings) {
    let Some(algorithm) = inspection.signature_algorithm() else { return };
    let is_usual = matches!(algorithm.family(), Family::Rsa | Family::Ecdsa)
        && matches!(algorithm.hash(), Hash::Sha256 | Hash::Sha384 | Hash::Sha512);
    if !is_usual {
        let found = format_args!("is {algorithm}");
        findings.add(&rules::PUBLIC_SIGNATURE_ALGORITHM, "signatureAlgorithm", found);
    }
}

fn check_names(inspection: &Inspection, findings: &mut Findings) {
    let mut count = 0;
    let mut hosts = 0;
    // What a CN may be, in lower case.
    let mut values = BTreeSet::new();
    for extension in inspection.extensions() {
        let ExtensionValue::SubjectAltName(names) = extension.value() else { continue };
        count += names.len();
        for (index, name) in names.iter().enumerate() {
            let place = name_place(extension.place(), index);
            hosts += usize::from(check_name(&place, &name, findings));
            values.insert(name.value().to_ascii_lowercase());
        }
    }
    if count > NAMES_MAX {
        let place = san(inspection).map_or("certificationRequestInfo", RequestedExtension::place);
        findings.add(&rules::TOO_MANY_NAMES, place, format_args!("has {count} names"));
    }
    for (place, attribute) in subject_attributes(inspection) {
        let (AttributeType::CommonName, Some(text)) = (attribute.attribute(), attribute.text())
        else {
            continue;
        };
        let is_address = text.parse::<IpAddr>().is_ok();
        if is_address {
            let found = format_args!("(CN) is the address {text}");
            findings.add(&rules::CN_IP_ADDRESS, &place, found);
        }
        if count > 0 {
            if !values.contains(&text.to_ascii_lowercase()) {
                let found = format_args!("(CN) is {}, which no name repeats", Quoted(text));
                findings.add(&rules::CN_NOT_IN_SAN, &place, found);
            }
        } else if !is_address && dns_name::check(text).is_ok() {
            let found = format_args!("(CN) is {} without a subjectAltName", Quoted(text));
            findings.add(&rules::SAN_MISSING, &place, found);
            check_host(&place, text, findings);
            hosts += 1;
        }
    }
    if hosts == 0 {
        let found = format_args!("names no host");
        findings.add(&rules::NO_HOST_NAME, "certificationRequestInfo", found);
    }
}

fn san(inspection: &Inspection) -> Option<&RequestedExtension> {
    let is_san = |extension: &&RequestedExtension| {
        matches!(extension.value(), ExtensionValue::SubjectAltName(_))
    };
    inspection.extensions().iter().find(is_san)
}

/// Whether the name is one that a certificate for a web server may have.
fn check_name(place: &str, name: &GeneralName<'_>, findings: &mut Findings) -> bool {
    let name_type = name.name_type();
    match name_type {
        GeneralNameType::DnsName => {
            if let Ok(text) = core::str::from_utf8(name.content())
                && dns_name::check(text).is_ok()
            {
                check_host(place, text, findings);
            }
            return true;
        }
        GeneralNameType::IpAddress => {
            let text: String = name.value();
            if let Ok(address) = text.parse()
                && let Some(rfc) = reserved::address(address)
            {
                let found = format_args!("is {text}, which is reserved by {rfc}");
                findings.add(&rules::RESERVED_ADDRESS, place, found);
            }
            return true;
        }
        GeneralNameType::Rfc822Name | GeneralNameType::Uri => {}
        _ => findings.add(&rules::NAME_DROPPED, place, format_args!("is of the type {name_type}")),
    }
    findings.add(&rules::SAN_TYPE, place, format_args!("is of the type {name_type}"));
    false
}

/// Checks a host name whose syntax is right.
fn check_host(place: &str, name: &str, findings: &mut Findings) {
    let shown = Quoted(name);
    let host = name.strip_prefix("*.").unwrap_or(name);
    let labels = name.split('.').count();
    match reserved::domain(host) {
        Some(Domain::SpecialUse(rfc)) => {
            let found = format_args!("is {shown}, in a domain of special use by {rfc}");
            findings.add(&rules::SPECIAL_USE_NAME, place, found);
        }
        Some(Domain::Internal(rfc)) => {
            let found = format_args!("is {shown}, in a domain for private networks by {rfc}");
            findings.add(&rules::INTERNAL_NAME, place, found);
        }
        None => {}
    }
    if labels == 1 {
        findings.add(&rules::ONE_LABEL_NAME, place, format_args!("is {shown}, a single label"));
        return;
    }
    if labels > LABELS_MAX {
        let found = format_args!("is {shown}, which has {labels} labels");
        findings.add(&rules::TOO_MANY_LABELS, place, found);
    }
    if host != name && !host.contains('.') {
        let found = format_args!("is {shown}, a wildcard for a whole top-level domain");
        findings.add(&rules::WILDCARD_TOO_WIDE, place, found);
    }
    let top = host.rsplit('.').next().unwrap_or(host);
    let is_a_label = top.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"));
    if !is_a_label && (top.len() < 2 || !top.bytes().all(|octet| octet.is_ascii_alphabetic())) {
        let found = format_args!("is {shown}, whose last label is no top-level domain");
        findings.add(&rules::TOP_LEVEL_DOMAIN, place, found);
    }
}

fn check_subject(inspection: &Inspection, findings: &mut Findings) {
    for (place, attribute) in subject_attributes(inspection) {
        let kind = attribute.attribute();
        check_country(&rules::PUBLIC_COUNTRY, &place, attribute, findings);
        let Some(text) = attribute.text() else { continue };
        if *kind == AttributeType::OrganizationalUnit {
            let found = format_args!("is the OU {}", Quoted(text));
            findings.add(&rules::ORGANIZATIONAL_UNIT, &place, found);
        }
        if !text.is_empty() && text.chars().all(|c| ".-".contains(c) || c.is_whitespace()) {
            let found = format_args!("({kind}) is {}, which says nothing", Quoted(text));
            findings.add(&rules::PLACEHOLDER_VALUE, &place, found);
        }
    }
}
