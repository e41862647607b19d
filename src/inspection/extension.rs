//! The extensions that a request asks for, known ones decoded (RFC 5280 4.2).
//!
//! ```text
//! Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE,
//!                          extnValue OCTET STRING }
//!
//! KeyUsage ::= BIT STRING
//! ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF OBJECT IDENTIFIER
//! BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE,
//!                                 pathLenConstraint INTEGER (0..MAX) OPTIONAL }
//! Features ::= SEQUENCE OF INTEGER                                          -- RFC 7633
//! CertificateTemplate ::= SEQUENCE { templateID OBJECT IDENTIFIER,          -- MS-WCCE
//!     templateMajorVersion INTEGER OPTIONAL, templateMinorVersion INTEGER OPTIONAL }
//! ```

use alloc::{string::String, vec::Vec};

use super::deviation::DeviationKind;
use super::name::walk_string;
use super::names;
use super::walk::{Walk, Walked};
use crate::decode::{Reader, Tlv};
use crate::der::tag;
use crate::extension::CertificateTemplate;
use crate::extension::oids::{
    BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE, KEY_USAGE, SUBJECT_ALT_NAME, SUBJECT_KEY_IDENTIFIER,
    TEMPLATE, TEMPLATE_NAME, TLS_FEATURE,
};
use crate::general_names::GeneralNames;
use crate::oid::Oid;

/// Names of known extensions, for people.
const NAMES: [(&[u8], &str); 8] = [
    (SUBJECT_KEY_IDENTIFIER, "subjectKeyIdentifier"),
    (KEY_USAGE, "keyUsage"),
    (SUBJECT_ALT_NAME, "subjectAltName"),
    (BASIC_CONSTRAINTS, "basicConstraints"),
    (EXTENDED_KEY_USAGE, "extKeyUsage"),
    (TLS_FEATURE, "tlsFeature"),
    (TEMPLATE_NAME, "certificateTemplateName"),
    (TEMPLATE, "certificateTemplate"),
];

/// An extension that the request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedExtension {
    pub(super) oid: Oid,
    pub(super) critical: bool,
    pub(super) value: Vec<u8>,
    pub(super) decoded: ExtensionValue,
    pub(super) place: String,
}

impl RequestedExtension {
    /// The identifier, extnID.
    pub const fn oid(&self) -> &Oid {
        &self.oid
    }

    /// Its name, such as `keyUsage`, if it is one that is known.
    pub fn name(&self) -> Option<&'static str> {
        name(&self.oid)
    }

    /// Whether it is marked critical.
    pub const fn is_critical(&self) -> bool {
        self.critical
    }

    /// The octets of the OCTET STRING, extnValue, as they were received.
    pub fn as_der(&self) -> &[u8] {
        &self.value
    }

    /// What it says.
    pub const fn value(&self) -> &ExtensionValue {
        &self.decoded
    }

    /// Where it stands in the request.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }
}

/// The name of an extension, if it is one that is known.
pub(crate) fn name(oid: &Oid) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| *known == oid.as_bytes()).map(|(_, name)| *name)
}

/// What an extension says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExtensionValue {
    /// subjectAltName: the names in their order. A name is held as it came, valid or not.
    SubjectAltName(GeneralNames),
    /// keyUsage: bit 0 is the most significant of the sixteen.
    KeyUsage(u16),
    /// extKeyUsage: the purposes in their order.
    ExtendedKeyUsage(Vec<Oid>),
    /// basicConstraints.
    BasicConstraints {
        /// Whether a certificate authority is asked for.
        ca: bool,
        /// How many of them may follow, if that is bounded (and fits into 64 bits).
        path_len: Option<u64>,
    },
    /// TLS feature: extension numbers of TLS; 5 is "must staple" (RFC 7633).
    TlsFeature(Vec<u64>),
    /// subjectKeyIdentifier.
    SubjectKeyIdentifier(Vec<u8>),
    /// The name of an AD CS template.
    TemplateName(String),
    /// The identifier of an AD CS template, with its version where that can be told.
    Template(CertificateTemplate),
    /// An extension that is not known, or whose value cannot be read.
    Other,
}

/// Reads one Extension.
pub(super) fn walk(walk: &mut Walk, extension: &Tlv<'_>) -> Walked<RequestedExtension> {
    let place = walk.place().into();
    let mut fields = extension.reader();
    let oid = walk.within(format_args!("extnID"), |walk| walk.oid(&mut fields))?;
    let critical = walk.within(format_args!("critical"), |walk| {
        if fields.peek() != Some(tag::BOOLEAN) {
            return Ok(false);
        }
        let tlv = walk.read(&mut fields)?;
        let critical = walk.boolean(&tlv)?;
        if !critical {
            walk.deviates(
                DeviationKind::DefaultEncoded,
                tlv.at,
                format_args!("is FALSE, the default, which is left out"),
            )?;
        }
        Ok(critical)
    })?;
    let value =
        walk.within(format_args!("extnValue"), |walk| walk.expect(&mut fields, tag::OCTET_STRING))?;
    walk.finish(&fields)?;
    let named = NAMES.iter().find(|(known, _)| *known == oid.as_bytes());
    let decoded = match named {
        Some((known, name)) => walk
            .part(|walk| {
                walk.within(format_args!("{name}"), |walk| decode(walk, known, value.reader()))
            })?
            .unwrap_or(ExtensionValue::Other),
        None => ExtensionValue::Other,
    };
    Ok(RequestedExtension { oid, critical, value: value.content.to_vec(), decoded, place })
}

fn decode(walk: &mut Walk, oid: &[u8], reader: Reader<'_>) -> Walked<ExtensionValue> {
    match oid {
        SUBJECT_ALT_NAME => {
            let sequence = only(walk, reader, tag::SEQUENCE)?;
            names::walk(walk, &sequence).map(ExtensionValue::SubjectAltName)
        }
        KEY_USAGE => {
            let string = only(walk, reader, tag::BIT_STRING)?;
            key_usage(walk, &string).map(ExtensionValue::KeyUsage)
        }
        EXTENDED_KEY_USAGE => {
            let sequence = only(walk, reader, tag::SEQUENCE)?;
            let mut purposes = Vec::new();
            let mut inside = sequence.reader();
            while !inside.is_empty() {
                purposes.push(walk.element(purposes.len(), |walk| walk.oid(&mut inside))?);
            }
            if purposes.is_empty() {
                let found = format_args!("has no purpose");
                walk.deviates(DeviationKind::ExtensionValue, sequence.at, found)?;
            }
            Ok(ExtensionValue::ExtendedKeyUsage(purposes))
        }
        BASIC_CONSTRAINTS => {
            let sequence = only(walk, reader, tag::SEQUENCE)?;
            basic_constraints(walk, &sequence)
        }
        TLS_FEATURE => {
            let sequence = only(walk, reader, tag::SEQUENCE)?;
            let (mut features, mut index) = (Vec::new(), 0);
            let mut inside = sequence.reader();
            while !inside.is_empty() {
                let feature = walk.element(index, |walk| {
                    let integer = walk.expect(&mut inside, tag::INTEGER)?;
                    unsigned(walk, &integer)
                })?;
                features.extend(feature);
                index += 1;
            }
            Ok(ExtensionValue::TlsFeature(features))
        }
        SUBJECT_KEY_IDENTIFIER => {
            let string = only(walk, reader, tag::OCTET_STRING)?;
            Ok(ExtensionValue::SubjectKeyIdentifier(string.content.to_vec()))
        }
        TEMPLATE_NAME => {
            let mut reader = reader;
            let string = walk.read(&mut reader)?;
            walk.finish(&reader)?;
            let text = walk_string(walk, &string)?;
            Ok(text.map_or(ExtensionValue::Other, ExtensionValue::TemplateName))
        }
        TEMPLATE => {
            let sequence = only(walk, reader, tag::SEQUENCE)?;
            let mut fields = sequence.reader();
            let template = walk.oid(&mut fields)?;
            let mut versions = [None; 2];
            for version in &mut versions {
                if !fields.is_empty() {
                    let integer = walk.expect(&mut fields, tag::INTEGER)?;
                    *version = unsigned(walk, &integer)?.and_then(|value| value.try_into().ok());
                }
            }
            while !fields.is_empty() {
                let version = walk.expect(&mut fields, tag::INTEGER)?;
                walk.integer(&version)?;
            }
            Ok(ExtensionValue::Template(match versions {
                [Some(major), minor] => CertificateTemplate::from_version(template, major, minor),
                [None, _] => CertificateTemplate::from_oid(template),
            }))
        }
        _ => Ok(ExtensionValue::Other),
    }
}

/// The only value of an extension. Another type there is a fault of this extension alone.
fn only<'a>(walk: &mut Walk, reader: Reader<'a>, expected: u8) -> Walked<Tlv<'a>> {
    match reader.peek() {
        Some(found) if found == expected => walk.only(reader, expected),
        Some(found) => walk.stop(
            DeviationKind::ExtensionValue,
            reader.at(),
            format_args!("has the tag {found:#04x} where {expected:#04x} belongs"),
        ),
        None => walk.stop(
            DeviationKind::ExtensionValue,
            reader.at(),
            format_args!("is empty where a value with the tag {expected:#04x} belongs"),
        ),
    }
}

fn key_usage(walk: &mut Walk, string: &Tlv<'_>) -> Walked<u16> {
    let (_, octets) = walk.bits(string)?;
    let bits = match octets {
        [] => 0,
        [one] => u16::from_be_bytes([*one, 0]),
        [one, two, ..] => u16::from_be_bytes([*one, *two]),
    };
    // X.690 11.2.2: the last bit that is there is a one.
    let unused = string.content.first().map_or(0, |unused| u32::from(*unused));
    if octets.last().is_some_and(|last| last.trailing_zeros() > unused) {
        walk.deviates(
            DeviationKind::BitStringTrailingZeros,
            string.at,
            format_args!("ends with zero bits, which a BIT STRING with named bits leaves out"),
        )?;
    }
    /// digitalSignature to decipherOnly, 0 to 8 (RFC 5280 4.2.1.3).
    const NAMED: u16 = 0xFF80;
    let found = match bits & NAMED {
        0 => Some("has no bit set that has a meaning"),
        _ if bits != bits & NAMED || octets.len() > 2 => Some("has a bit set that has no meaning"),
        _ => None,
    };
    if let Some(found) = found {
        walk.deviates(DeviationKind::ExtensionValue, string.at, format_args!("{found}"))?;
    }
    Ok(bits)
}

fn basic_constraints(walk: &mut Walk, sequence: &Tlv<'_>) -> Walked<ExtensionValue> {
    let mut fields = sequence.reader();
    let mut ca = false;
    if fields.peek() == Some(tag::BOOLEAN) {
        ca = walk.within(format_args!("cA"), |walk| {
            let tlv = walk.read(&mut fields)?;
            let ca = walk.boolean(&tlv)?;
            if !ca {
                walk.deviates(
                    DeviationKind::DefaultEncoded,
                    tlv.at,
                    format_args!("is FALSE, the default, which is left out"),
                )?;
            }
            Ok(ca)
        })?;
    }
    let mut path_len = None;
    if !fields.is_empty() {
        path_len = walk.within(format_args!("pathLenConstraint"), |walk| {
            let integer = walk.expect(&mut fields, tag::INTEGER)?;
            unsigned(walk, &integer)
        })?;
    }
    walk.finish(&fields)?;
    Ok(ExtensionValue::BasicConstraints { ca, path_len })
}

/// The value of a non-negative INTEGER that fits into 64 bits.
fn unsigned(walk: &mut Walk, integer: &Tlv<'_>) -> Walked<Option<u64>> {
    walk.integer(integer)?;
    if integer.content.first().is_some_and(|first| *first >= 0x80) {
        walk.deviates(
            DeviationKind::ExtensionValue,
            integer.at,
            format_args!("is a negative number"),
        )?;
        return Ok(None);
    }
    let zeros = integer.content.iter().take_while(|octet| **octet == 0).count();
    let significant = &integer.content[zeros..];
    if significant.len() > 8 {
        walk.deviates(
            DeviationKind::ExtensionValue,
            integer.at,
            format_args!("is a number of {} octets, larger than any in use", significant.len()),
        )?;
        return Ok(None);
    }
    Ok(Some(significant.iter().fold(0, |value, octet| (value << 8) | u64::from(*octet))))
}
