//! What the RFCs ask of every request, beyond its encoding.

use alloc::{collections::BTreeSet, format, string::String};

use super::finding::{Findings, INFO};
use super::other_name;
use crate::asn1::read::Reader;
use crate::asn1::{StringType, tag};
use crate::attribute::{Attribute, is_ms_extension_request};
use crate::error::Code;
use crate::ext::{Extension, ExtensionValue};
use crate::inspect::Inspection;
use crate::name::{AttributeType, AttributeValue, DistinguishedName, Syntax, country};
use crate::san::{GeneralName, GeneralNameType, GeneralNames};
#[cfg(feature = "idn")]
use crate::san::{idn::first_disallowed, uri};
use crate::text::{Quoted, QuotedChar, is_deceptive};

pub(super) fn check(inspection: &Inspection, findings: &mut Findings<'_>) {
    for deviation in inspection.deviations() {
        findings.add_deviation(deviation);
    }
    for (place, attribute) in subject_attributes(inspection) {
        check_attribute(&place, &attribute, findings);
    }
    let has_subject = !inspection.subject().is_empty();
    let has_names = inspection.subject_alt_names().is_some_and(|names| !names.is_empty());
    if !has_subject && !has_names {
        findings.add(
            Code::IdentityMissing,
            INFO,
            "has neither a subject nor a subjectAltName with a name",
        );
    }
    let mut seen = BTreeSet::new();
    for (place, attribute) in inspection.placed_attributes() {
        if !seen.insert(attribute.oid()) && !attribute.is_extension_request() {
            findings.add(Code::AttributeRepeated, &place, "has a type that stands there already");
        }
        if is_ms_extension_request(attribute.oid()) {
            findings.add(
                Code::MsExtensionRequest,
                &place,
                "has extensions by Microsoft's identifier",
            );
        }
        if *attribute.oid() == Attribute::CHALLENGE_PASSWORD && !is_challenge_password(attribute) {
            findings.add(
                Code::ChallengePassword,
                &place,
                "is not a challengePassword that a CA can read",
            );
        }
        if !attribute.values().all(|value| is_of_type(attribute, value)) {
            findings.add(Code::AttributeValue, &place, "has a value that is not of its type");
        }
    }
    for (place, extension) in inspection.placed_extensions() {
        check_extension(&place, extension, has_subject, findings);
    }
}

/// Whether it has one value, a DirectoryString within its bounds (RFC 2985 5.4.1). That it has
/// none is another rule's affair.
fn is_challenge_password(attribute: &Attribute) -> bool {
    let mut values = attribute.values();
    match (values.next(), values.next()) {
        (None, _) => true,
        (Some(value), None) => {
            let len = attribute.text().map_or(0, |text| text.chars().count());
            value.first() != Some(&StringType::Ia5.tag()) && (1..=255).contains(&len)
        }
        _ => false,
    }
}

/// Whether the value of an attribute of PKCS #9 or Windows is of its type, as far as the tag says so.
fn is_of_type(attribute: &Attribute, value: &[u8]) -> bool {
    let first = value.first().copied().unwrap_or_default();
    let is_string = StringType::from_tag(first).is_some();
    match attribute.name() {
        Some("unstructuredName" | "unstructuredAddress") => is_string && value.len() > 2,
        Some("osVersion") => is_string,
        Some("requestClientInfo" | "enrolmentCSP" | "enrolmentNameValuePair") => {
            first == tag::SEQUENCE
        }
        _ => true,
    }
}

/// The attributes of the subject, each with its place.
pub(super) fn subject_attributes(
    inspection: &Inspection,
) -> impl Iterator<Item = (String, AttributeValue<'_>)> {
    attributes("certificationRequestInfo.subject", inspection.subject())
}

/// The attributes of a name, each with its place.
fn attributes<'a>(
    place: &'a str,
    name: &'a DistinguishedName,
) -> impl Iterator<Item = (String, AttributeValue<'a>)> {
    name.rdns().enumerate().flat_map(move |(rdn, attributes)| {
        attributes.attributes().enumerate().map(move |(index, attribute)| {
            let place = match index {
                0 => format!("{place}[{rdn}]"),
                _ => format!("{place}[{rdn}][{index}]"),
            };
            (place, attribute)
        })
    })
}

/// The types that an RDN of a name has twice.
pub(super) fn check_rdns(place: &str, name: &DistinguishedName, findings: &mut Findings<'_>) {
    for (index, rdn) in name.rdns().enumerate() {
        let mut seen = BTreeSet::new();
        for attribute in rdn.attributes() {
            let kind = attribute.attribute_type();
            if !seen.insert(kind.oid()) {
                let found = format_args!("has the type {kind} twice");
                findings.add(Code::RdnRepeated, format_args!("{place}[{index}]"), found);
            }
        }
    }
}

fn check_attribute(place: &str, value: &AttributeValue<'_>, findings: &mut Findings<'_>) {
    let attribute = value.attribute_type();
    match value.string_type() {
        Some(string_type @ (StringType::Teletex | StringType::Bmp | StringType::Universal)) => {
            let found = format_args!("({attribute}) is a {string_type}");
            findings.add(Code::StringType, place, found);
        }
        Some(string_type) if !is_allowed(attribute, string_type) => {
            let found = format_args!("({attribute}) is a {string_type}");
            findings.add(Code::StringTypeNotAllowed, place, found);
        }
        Some(_) => {}
        None => {
            let tag = value.value_der().first().copied().unwrap_or_default();
            let found = format_args!("({attribute}) has the tag {tag:#04x}, which is not a string");
            findings.add(Code::ValueNotAString, place, found);
        }
    }
    let Some(text) = value.text() else { return };
    let text = &*text;
    let shown = Quoted(text);
    if text.is_empty() {
        findings.add(Code::ValueEmpty, place, format_args!("({attribute}) is empty"));
        return;
    }
    check_controls(place, text, findings);
    if let Some(character) = text.chars().find(|character| is_invisible(*character)) {
        let found = format_args!("({attribute}) is {shown}, with {}", QuotedChar(character));
        findings.add(Code::InvisibleCharacter, place, found);
    }
    if matches!(attribute.syntax(), Syntax::Country) {
        if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            let found = format_args!("({attribute}) is {shown}, which is not two letters");
            findings.add(Code::CountrySyntax, place, found);
        } else if check_country(Code::CountryUnassigned, place, value, findings)
            && !text.bytes().all(|byte| byte.is_ascii_uppercase())
        {
            let found = format_args!("({attribute}) is {shown}");
            findings.add(Code::CountryCase, place, found);
        }
        return;
    }
    let (len, max) = (text.chars().count(), attribute.upper_bound());
    if len > max {
        let found = format_args!("({attribute}) has {len} characters; at most {max} are allowed");
        findings.add(Code::UpperBound, place, found);
    }
}

/// Whether a country of two letters is one, in upper or lower case; by whose rule it has to be.
pub(super) fn check_country(
    rule: Code,
    place: &str,
    value: &AttributeValue<'_>,
    findings: &mut Findings<'_>,
) -> bool {
    let attribute = value.attribute_type();
    let code = &*value.text().unwrap_or_default();
    let is_country = !matches!(attribute.syntax(), Syntax::Country)
        || code.len() != 2
        || !code.bytes().all(|byte| byte.is_ascii_alphabetic())
        || country::is_assigned(&code.to_ascii_uppercase());
    if !is_country {
        let found =
            format_args!("({attribute}) is {}, which is the code of no country", Quoted(code));
        let advice = country::meant_by(code).map(|code| format!("write {code}"));
        findings.add_with_advice(rule, place, found, advice);
    }
    is_country
}

/// Whether the attribute is defined with this string type.
fn is_allowed(attribute: &AttributeType, string_type: StringType) -> bool {
    match (attribute, attribute.syntax()) {
        (AttributeType::Other(_), _) => true,
        (_, Syntax::Directory) => {
            matches!(string_type, StringType::Utf8 | StringType::Printable)
        }
        (_, Syntax::Printable | Syntax::Country) => string_type == StringType::Printable,
        (_, Syntax::Ia5) => string_type == StringType::Ia5,
    }
}

/// Whether a character has no width, moves others about, or breaks the line. Spaces have a width, and
/// private characters may have a glyph.
fn is_invisible(character: char) -> bool {
    is_deceptive(character)
        && !character.is_control()
        && (!character.is_whitespace() || matches!(character, '\u{2028}' | '\u{2029}'))
        && !matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

fn check_controls(place: &str, text: &str, findings: &mut Findings<'_>) {
    if text.contains('\0') {
        findings.add(Code::NulCharacter, place, format_args!("is {}", Quoted(text)));
    } else if text.contains(char::is_control) {
        findings.add(Code::ControlCharacter, place, format_args!("is {}", Quoted(text)));
    }
}

fn check_extension(
    place: &str,
    extension: &Extension,
    has_subject: bool,
    findings: &mut Findings<'_>,
) {
    let ExtensionValue::SubjectAltName(names) = extension.parsed() else { return };
    if extension.is_critical() && has_subject {
        findings.add(Code::SanNeedlesslyCritical, place, "is critical beside a subject");
    }
    if !extension.is_critical() && !has_subject {
        findings.add(Code::SanCritical, place, "is not critical");
    }
    check_names(place, names, findings);
}

fn check_names(place: &str, names: &GeneralNames, findings: &mut Findings<'_>) {
    for (index, name) in names.iter().enumerate() {
        check_name(&name_place(place, index), &name, findings);
    }
    for (first, again) in names.duplicates() {
        let found = format_args!("is the same name as the one at {first}");
        findings.add(Code::SanRepeated, name_place(place, again), found);
    }
    let is_uri = |name: &GeneralName<'_>| name.name_type() == GeneralNameType::Uri;
    let mut uris = names.iter().enumerate().filter(|(_, name)| is_uri(name));
    let is_spiffe = |name: GeneralName<'_>| {
        name.content().get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"spiffe:"))
    };
    if let Some((second, _)) = uris.clone().nth(1)
        && uris.any(|(_, name)| is_spiffe(name))
    {
        let found = "is a second URI, in a request for a SPIFFE ID";
        findings.add(Code::SpiffeUris, name_place(place, second), found);
    }
}

/// Where a name stands.
pub(super) fn name_place(extension: &str, index: usize) -> String {
    format!("{extension}.subjectAltName[{index}]")
}

/// What is wrong with the value of a name (RFC 5280 Appendix A), where no deviation and no syntax says so.
fn wrong_value(name: &GeneralName<'_>) -> Option<&'static str> {
    let mut parts = Reader::new(name.content());
    match name.name_type() {
        GeneralNameType::DirectoryName => {
            (name.content() == [tag::SEQUENCE, 0]).then_some("is empty")
        }
        GeneralNameType::EdiPartyName => parts.find_map(|part| {
            let value = part.reader().next()?;
            match StringType::from_tag(value.tag) {
                None => Some("has a part that is not a string"),
                Some(_) => value.content.is_empty().then_some("has an empty part"),
            }
        }),
        GeneralNameType::X400Address => match parts.clone().next() {
            Some(first) if first.tag != tag::SEQUENCE => {
                Some("does not begin with its standard attributes")
            }
            _ => parts.all(|part| part.content.is_empty()).then_some("is empty"),
        },
        _ => None,
    }
}

fn check_name(place: &str, name: &GeneralName<'_>, findings: &mut Findings<'_>) {
    if let Some(found) = wrong_value(name) {
        findings.add(Code::GeneralNameValue, place, found);
        return;
    }
    let rule = match name.name_type() {
        GeneralNameType::DirectoryName => {
            let name = DistinguishedName::in_general_name(name.content());
            check_rdns(place, &name, findings);
            for (place, attribute) in attributes(place, &name) {
                check_attribute(&place, &attribute, findings);
            }
            return;
        }
        GeneralNameType::OtherName => {
            other_name::check(place, name.content(), findings);
            return;
        }
        GeneralNameType::DnsName => Code::DnsNameSyntax,
        GeneralNameType::Rfc822Name => Code::Rfc822NameSyntax,
        GeneralNameType::Uri => Code::UriSyntax,
        _ => return,
    };
    let Ok(text) = core::str::from_utf8(name.content()) else { return };
    let shown = Quoted(text);
    if name.name_type() != GeneralNameType::DnsName {
        check_controls(place, text, findings);
    }
    // Bytes that the type does not have are a deviation, and reported as one.
    let is_allowed = match name.name_type() {
        GeneralNameType::DnsName => text.bytes().all(|byte| byte.is_ascii_graphic()),
        _ => text.is_ascii(),
    };
    if is_allowed && let Err(error) = GeneralName::from_text(name.name_type(), text) {
        let expected = match error.expectation() {
            "" => String::new(),
            expected => format!("; expected {expected}"),
        };
        let found = format_args!("({shown}) {}{expected}", error.reason());
        findings.add_with_advice(rule, place, found, error.hint().map(|hint| format!("{hint}")));
        return;
    }
    if name.name_type() == GeneralNameType::Uri {
        check_uri(place, text, findings);
    }
    #[cfg(feature = "idn")]
    if let Some((label, character)) = host_of(name.name_type(), text).and_then(first_disallowed) {
        let character = QuotedChar(character);
        let found = format_args!("is {shown}, whose label {label} encodes {character}");
        findings.add(Code::DisallowedLabel, place, found);
    }
}

/// The host name in a name whose syntax is right.
#[cfg(feature = "idn")]
fn host_of(name_type: GeneralNameType, text: &str) -> Option<&str> {
    if name_type != GeneralNameType::Uri {
        return text.rsplit('@').next();
    }
    let (_, authority) = uri::authority(text)?;
    authority.rsplit('@').next()?.split(':').next()
}

/// What the schemes ask of a URI beyond its syntax.
fn check_uri(place: &str, uri: &str, findings: &mut Findings<'_>) {
    let Some((scheme, rest)) = uri.split_once(':') else { return };
    let shown = Quoted(uri);
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https"
            if rest
                .strip_prefix("//")
                .is_none_or(|rest| rest.is_empty() || rest.starts_with([':', '/', '?', '#'])) =>
        {
            findings.add(
                Code::UriSyntax,
                place,
                format_args!("({shown}) has no //HOST after the scheme"),
            );
        }
        "spiffe" if !is_spiffe_id(rest) => {
            findings.add(Code::SpiffeId, place, format_args!("is {shown}"));
        }
        _ => {}
    }
}

/// Whether `rest` is what follows `spiffe:` in a SPIFFE ID: a trust domain of lower-case letters,
/// digits, dots, hyphens and underscores, at most 255 bytes, and a path without empty and dot segments
/// (SPIFFE-ID 2.1 to 2.3).
fn is_spiffe_id(rest: &str) -> bool {
    const SCHEME: usize = "spiffe:".len();
    let Some(rest) = rest.strip_prefix("//").filter(|rest| rest.len() + SCHEME + 2 <= 2_048) else {
        return false;
    };
    let mut parts = rest.split('/');
    let trust_domain = parts.next().unwrap_or_default();
    let is_in_both = |byte: u8| byte.is_ascii_digit() || b".-_".contains(&byte);
    (1..=255).contains(&trust_domain.len())
        && trust_domain.bytes().all(|byte| byte.is_ascii_lowercase() || is_in_both(byte))
        && parts.all(|segment| {
            !["", ".", ".."].contains(&segment)
                && segment.bytes().all(|byte| byte.is_ascii_alphabetic() || is_in_both(byte))
        })
}
