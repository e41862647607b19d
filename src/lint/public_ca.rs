//! What public web CAs refuse beyond what the RFCs do.

use core::net::IpAddr;

use alloc::{collections::BTreeSet, string::String};

use super::finding::{ALGORITHM, Findings, INFO, KEY};
use super::key::RSA_BITS_MIN;
use super::reserved::{self, Domain};
use super::rfc::{check_country, name_place, subject_attributes};
#[cfg(feature = "public-suffix")]
use super::suffix;
use super::usage::is_ca;
use crate::algorithm::DigestAlgorithm;
use crate::algorithm::table::Family;
use crate::error::Code;
use crate::ext::{ExtensionValue, KeyPurpose, KeyUsage, TlsFeature};
use crate::inspect::Inspection;
use crate::name::AttributeType;
use crate::public_key::{PublicKeyAlgorithm, bits};
use crate::san::{GeneralName, GeneralNameType, host::is_host_name};
use crate::text::Quoted;

/// The most names in a request (Boulder csr/csr.go).
const NAMES_MAX: usize = 100;
/// The most labels in a host name (Boulder policy/pa.go).
const LABELS_MAX: usize = 10;

pub(super) fn check(inspection: &Inspection, findings: &mut Findings<'_>) {
    check_key(inspection, findings);
    check_signature_algorithm(inspection, findings);
    check_names(inspection, findings);
    check_subject(inspection, findings);
    check_extensions(inspection, findings);
}

/// The purposes that a certificate for servers may not have, beside which it needs serverAuth.
const FORBIDDEN_PURPOSES: [KeyPurpose; 5] = [
    KeyPurpose::CODE_SIGNING,
    KeyPurpose::EMAIL_PROTECTION,
    KeyPurpose::TIME_STAMPING,
    KeyPurpose::OCSP_SIGNING,
    KeyPurpose::ANY,
];

/// The usages that a certificate for servers may not have, with a key of any kind.
const FORBIDDEN_USAGES: [&str; 4] = ["nonRepudiation", "cRLSign", "encipherOnly", "decipherOnly"];

fn check_extensions(inspection: &Inspection, findings: &mut Findings<'_>) {
    for (place, extension) in inspection.placed_extensions() {
        match extension.parsed() {
            ExtensionValue::TlsFeature(tls)
                if tls.features().contains(&TlsFeature::STATUS_REQUEST.into()) =>
            {
                findings.add(
                    Code::MustStaple,
                    place,
                    "asks for a certificate that must be stapled",
                );
            }
            ExtensionValue::BasicConstraints(constraints) if constraints.is_ca() => {
                findings.add(Code::PublicCaCertificate, place, "asks for the certificate of a CA");
            }
            ExtensionValue::ExtendedKeyUsage(usage) => {
                let purposes = usage.purposes();
                if !purposes.contains(&KeyPurpose::SERVER_AUTH) {
                    let found = "asks for purposes without serverAuth";
                    findings.add(Code::PublicPurpose, &place, found);
                }
                for purpose in FORBIDDEN_PURPOSES.iter().filter(|one| purposes.contains(one)) {
                    let found = format_args!("asks for {purpose}");
                    findings.add(Code::PublicPurpose, &place, found);
                }
                if purposes.contains(&KeyPurpose::CLIENT_AUTH) {
                    findings.add(Code::PublicClientAuth, &place, "asks for clientAuth");
                }
            }
            // The rules on elliptic curves find encipherment by them, those on CAs keyCertSign; a CA
            // has other usages than a server.
            ExtensionValue::KeyUsage(usage) if !is_ca(inspection) => {
                let key = inspection.public_key();
                let is_rsa = key.rsa_modulus().is_some();
                let is_forbidden = |name: &&str| {
                    FORBIDDEN_USAGES.contains(name) || is_rsa && *name == "keyAgreement"
                };
                for name in usage.names().filter(is_forbidden) {
                    findings.add(Code::PublicKeyUsage, &place, format_args!("asks for {name}"));
                }
                if key.curve().is_some() && !usage.contains(KeyUsage::DIGITAL_SIGNATURE) {
                    let found = "asks for usages without digitalSignature";
                    findings.add(Code::PublicKeyUsage, &place, found);
                }
            }
            _ => {}
        }
    }
}

fn check_key(inspection: &Inspection, findings: &mut Findings<'_>) {
    let key = inspection.public_key();
    if key.is_pss() {
        findings.add(Code::PublicKeyAlgorithm, KEY, format_args!("is {key}"));
    }
    match key.algorithm() {
        PublicKeyAlgorithm::Rsa | PublicKeyAlgorithm::RsaPss => {
            let size = key.rsa_modulus().map_or(0, bits);
            // A smaller one is refused by all CAs.
            if size >= RSA_BITS_MIN && ![2_048, 3_072, 4_096].contains(&size) {
                let found = format_args!("is an RSA key of {size} bits");
                findings.add(Code::PublicRsaSize, KEY, found);
            }
            if key.rsa_exponent() != Some(&[1, 0, 1]) {
                findings.add(Code::PublicRsaExponent, KEY, "has an exponent other than 65537");
            }
        }
        PublicKeyAlgorithm::EcP256 | PublicKeyAlgorithm::EcP384 => {}
        PublicKeyAlgorithm::EcP521 => {
            findings.add(Code::PublicCurveP521, KEY, "is a key on P-521");
        }
        PublicKeyAlgorithm::EcOther(_) | PublicKeyAlgorithm::EcUnnamed => {
            findings.add(Code::PublicCurve, KEY, format_args!("is {key}"));
        }
        _ => findings.add(Code::PublicKeyAlgorithm, KEY, format_args!("is {key}")),
    }
}

fn check_signature_algorithm(inspection: &Inspection, findings: &mut Findings<'_>) {
    let Some(algorithm) = inspection.signature_algorithm() else { return };
    let is_usual = matches!(algorithm.family(), Family::Rsa | Family::Ecdsa)
        && matches!(
            algorithm.digest_algorithm(),
            DigestAlgorithm::Sha256 | DigestAlgorithm::Sha384 | DigestAlgorithm::Sha512
        );
    if !is_usual {
        let found = format_args!("is {}", algorithm.name());
        findings.add(Code::PublicSignatureAlgorithm, ALGORITHM, found);
    }
}

fn check_names(inspection: &Inspection, findings: &mut Findings<'_>) {
    let mut count = 0;
    let mut hosts = 0;
    let mut san = None;
    // What a CN may be, in lower case.
    let mut values = BTreeSet::new();
    for (place, extension) in inspection.placed_extensions() {
        let ExtensionValue::SubjectAltName(names) = extension.parsed() else { continue };
        san.get_or_insert_with(|| place.clone());
        count += names.len();
        for (index, name) in names.iter().enumerate() {
            let place = name_place(&place, index);
            hosts += usize::from(check_name(&place, &name, findings));
            values.insert(name.text_or_hex().to_ascii_lowercase());
        }
    }
    if count > NAMES_MAX {
        let place = san.unwrap_or_else(|| INFO.into());
        findings.add(Code::TooManyNames, place, format_args!("has {count} names"));
    }
    for (place, attribute) in subject_attributes(inspection) {
        let (AttributeType::CommonName, Some(text)) =
            (attribute.attribute_type(), attribute.text())
        else {
            continue;
        };
        let is_address = text.parse::<IpAddr>().is_ok();
        if is_address {
            let found = format_args!("(CN) is the address {text}");
            findings.add(Code::CnIpAddress, &place, found);
        }
        if count > 0 {
            if !values.contains(&text.to_ascii_lowercase()) {
                let found = format_args!("(CN) is {}, which no name repeats", Quoted(&text));
                findings.add(Code::CnNotInSan, &place, found);
            }
        } else if !is_address && is_host_name(&text) {
            check_host(&place, &text, findings);
            hosts += 1;
        }
    }
    if hosts == 0 {
        findings.add(Code::NoHostName, INFO, "names no host");
    }
}

/// Whether the name is one that a certificate for a web server may have.
fn check_name(place: &str, name: &GeneralName<'_>, findings: &mut Findings<'_>) -> bool {
    let name_type = name.name_type();
    match name_type {
        GeneralNameType::DnsName => {
            if let Ok(text) = core::str::from_utf8(name.content())
                && is_host_name(text)
            {
                check_host(place, text, findings);
            }
            return true;
        }
        GeneralNameType::IpAddress => {
            let text: String = name.text_or_hex();
            if let Ok(address) = text.parse()
                && let Some(rfc) = reserved::address(address)
            {
                let found = format_args!("is {text}, which is reserved by {rfc}");
                findings.add(Code::ReservedAddress, place, found);
            }
            return true;
        }
        GeneralNameType::Rfc822Name | GeneralNameType::Uri => {}
        _ => findings.add(Code::NameDropped, place, format_args!("is of the type {name_type}")),
    }
    findings.add(Code::SanType, place, format_args!("is of the type {name_type}"));
    false
}

/// Checks a host name whose syntax is right.
fn check_host(place: &str, name: &str, findings: &mut Findings<'_>) {
    let shown = Quoted(name);
    let host = name.strip_prefix("*.").unwrap_or(name);
    // Boulder counts without the wildcard.
    let labels = host.split('.').count();
    if let Some(domain) = reserved::domain(host) {
        let (code, purpose, rfc) = match domain {
            Domain::SpecialUse(rfc) => (Code::SpecialUseName, "of special use", rfc),
            Domain::Internal(rfc) => (Code::InternalName, "that is never public", rfc),
            Domain::ReverseZone(rfc) => (Code::ReverseZone, "for addresses", rfc),
        };
        findings.add(code, place, format_args!("is {shown}, in a domain {purpose} by {rfc}"));
    }
    if labels == 1 && host == name {
        findings.add(Code::OneLabelName, place, format_args!("is {shown}, a single label"));
        return;
    }
    if labels > LABELS_MAX {
        let found = format_args!("is {shown}, which has {labels} labels");
        findings.add(Code::TooManyLabels, place, found);
    }
    if host != name && !host.contains('.') {
        let found = format_args!("is {shown}, a wildcard for a whole top-level domain");
        findings.add(Code::WildcardTooWide, place, found);
    }
    #[cfg(feature = "public-suffix")]
    if reserved::domain(host).is_none() && labels > 1 {
        match suffix::of(host) {
            suffix::Place::UnderNone => {
                let found = format_args!("is {shown}, under no top-level domain that exists");
                findings.add(Code::TopLevelDomain, place, found);
                return;
            }
            suffix::Place::Is => {
                let found = format_args!("is {shown}, a public suffix");
                findings.add(Code::PublicSuffix, place, found);
                return;
            }
            suffix::Place::Below => {}
        }
    }
    let top = host.rsplit('.').next().unwrap_or(host);
    let is_a_label = top.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"));
    if !is_a_label && (top.len() < 2 || !top.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        let found = format_args!("is {shown}, whose last label is not a top-level domain");
        findings.add(Code::TopLevelDomain, place, found);
    }
}

/// What OpenSSL's configuration files offer for the subject, and is not the subscriber's.
const OF_PROMPTS: [&str; 4] =
    ["Some-State", "Internet Widgits Pty Ltd", "Default City", "Default Company Ltd"];

fn check_subject(inspection: &Inspection, findings: &mut Findings<'_>) {
    for (place, attribute) in subject_attributes(inspection) {
        let kind = attribute.attribute_type();
        check_country(Code::PublicCountry, &place, &attribute, findings);
        let Some(text) = attribute.text() else { continue };
        if *kind == AttributeType::OrganizationalUnit {
            let found = format_args!("is the OU {}", Quoted(&text));
            findings.add(Code::OrganizationalUnit, &place, found);
        }
        let is_blank = text.chars().all(|c| ".-".contains(c) || c.is_whitespace());
        if !text.is_empty() && is_blank || OF_PROMPTS.contains(&&*text) {
            let found = format_args!("({kind}) is {}, which says nothing", Quoted(&text));
            findings.add(Code::PlaceholderValue, &place, found);
        }
    }
}
