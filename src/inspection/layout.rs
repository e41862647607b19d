//! The layout of a request, read (RFC 2986; its ASN.1 stands where it is written).

use alloc::{collections::BTreeSet, vec::Vec};
use core::ops::Range;

use super::algorithm::InspectedAlgorithm;
use super::attribute::RequestedAttribute;
use super::deviation::{Deviation, DeviationKind};
use super::extension::{self, RequestedExtension};
use super::key::{InspectedKey, KeyMaterial};
use super::name::{DistinguishedName, walk_string};
use super::walk::{Octets, Walk, Walked};
use crate::decode::{Reader, Tlv};
use crate::der::tag;
use crate::oid::Oid;
use crate::signature_algorithm::known::Family;

/// Everything that a request holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The CertificationRequestInfo, within the input.
    pub(super) info: Range<usize>,
    /// The CertificationRequest without what follows it, within the input.
    pub(super) whole: Range<usize>,
    pub(super) version: Vec<u8>,
    pub(super) subject: DistinguishedName,
    pub(super) key: InspectedKey,
    pub(super) attributes: Vec<RequestedAttribute>,
    pub(super) extensions: Vec<RequestedExtension>,
    pub(super) algorithm: Option<InspectedAlgorithm>,
    /// The octets of the signature, without the count of unused bits.
    pub(super) signature: Vec<u8>,
}

impl Parts {
    /// Nothing but where the rest stands.
    fn new(info: Range<usize>, whole: Range<usize>) -> Self {
        Self {
            info,
            whole,
            version: Vec::new(),
            subject: DistinguishedName::default(),
            key: InspectedKey { der: Vec::new(), material: KeyMaterial::Unreadable },
            attributes: Vec::new(),
            extensions: Vec::new(),
            algorithm: None,
            signature: Vec::new(),
        }
    }
}

/// Reads a request. What is not needed to tell the rest may be missing from it.
pub(super) fn walk(walk: &mut Walk, input: &[u8]) -> Walked<Parts> {
    let mut reader = Reader::new(input);
    let whole = walk.expect(&mut reader, tag::SEQUENCE)?;
    walk.finish(&reader)?;
    let mut fields = whole.reader();
    let info = walk.within(format_args!("certificationRequestInfo"), |walk| {
        walk.expect(&mut fields, tag::SEQUENCE)
    })?;
    let span = |tlv: &Tlv<'_>| tlv.at..tlv.at + tlv.encoded.len();
    let mut parts = walk.within(format_args!("certificationRequestInfo"), |walk| {
        let mut parts = Parts::new(span(&info), span(&whole));
        walk_info(walk, &info, &mut parts)?;
        Ok(parts)
    })?;
    let sequence = walk.within(format_args!("signatureAlgorithm"), |walk| {
        walk.expect(&mut fields, tag::SEQUENCE)
    })?;
    parts.algorithm = walk.part(|walk| {
        walk.within(format_args!("signatureAlgorithm"), |walk| {
            InspectedAlgorithm::walk(walk, &sequence)
        })
    })?;
    let string =
        walk.within(format_args!("signature"), |walk| walk.expect(&mut fields, tag::BIT_STRING))?;
    walk.part(|walk| {
        walk.within(format_args!("signature"), |walk| {
            parts.signature = walk_signature(walk, &string, &parts)?;
            Ok(())
        })
    })?;
    walk.finish(&fields)?;
    Ok(parts)
}

/// Reads a CertificationRequestInfo that stands by itself.
pub(super) fn walk_only_info(walk: &mut Walk, input: &[u8]) -> Walked<()> {
    walk.within(format_args!("certificationRequestInfo"), |walk| {
        let info = walk.only(Reader::new(input), tag::SEQUENCE)?;
        walk_info(walk, &info, &mut Parts::new(0..input.len(), 0..input.len()))
    })
}

fn walk_info(walk: &mut Walk, info: &Tlv<'_>, parts: &mut Parts) -> Walked<()> {
    let mut fields = info.reader();
    walk.within(format_args!("version"), |walk| {
        let version = walk.expect(&mut fields, tag::INTEGER)?;
        parts.version = version.content.to_vec();
        if version.content == [0] {
            return Ok(());
        }
        walk.integer(&version)?;
        match version.content {
            [] => walk.deviates(
                DeviationKind::Version,
                version.at,
                format_args!("is empty; the only version of a request is 0"),
            ),
            [number @ 1..=0x7F] => walk.deviates(
                DeviationKind::Version,
                version.at,
                format_args!("is {number}; the only version of a request is 0"),
            ),
            octets if octets.iter().any(|octet| *octet != 0) => walk.deviates(
                DeviationKind::Version,
                version.at,
                format_args!("is {}; the only version of a request is 0", Octets(octets)),
            ),
            _ => Ok(()),
        }
    })?;
    walk.within(format_args!("subject"), |walk| {
        let name = walk.expect(&mut fields, tag::SEQUENCE)?;
        let subject = walk.part(|walk| DistinguishedName::walk(walk, &name))?;
        parts.subject = subject.unwrap_or_default();
        Ok(())
    })?;
    walk.within(format_args!("subjectPKInfo"), |walk| {
        let key = walk.expect(&mut fields, tag::SEQUENCE)?;
        parts.key = InspectedKey::walk(walk, &key)?;
        Ok(())
    })?;
    let end = fields.at();
    walk.within(format_args!("attributes"), |walk| {
        const IMPLICIT: u8 = tag::context_constructed(0);
        match fields.peek() {
            Some(IMPLICIT) => {
                let set = walk.read(&mut fields)?;
                walk.part(|walk| walk_attributes(walk, &set, parts)).map(drop)
            }
            Some(tag::SET) => {
                let set = walk.read(&mut fields)?;
                let found = format_args!("is a SET without its tag [0]");
                walk.deviates(DeviationKind::AttributesEncoding, set.at, found)?;
                walk.part(|walk| walk_attributes(walk, &set, parts)).map(drop)
            }
            None => walk.deviates(
                DeviationKind::AttributesMissing,
                end,
                format_args!("is missing; without attributes it is there and empty, A0 00"),
            ),
            Some(_) => walk.expect(&mut fields, IMPLICIT).map(drop),
        }
    })?;
    walk.finish(&fields)
}

fn walk_attributes(walk: &mut Walk, set: &Tlv<'_>, parts: &mut Parts) -> Walked<()> {
    let mut reader = set.reader();
    if reader.peek() == Some(tag::SET) {
        let inner = walk.read(&mut reader)?;
        let found = format_args!("holds a SET of its own, as if the tag [0] were explicit");
        walk.deviates(DeviationKind::AttributesEncoding, inner.at, found)?;
        walk.finish(&reader)?;
        reader = inner.reader();
    }
    let mut before: &[u8] = &[];
    let mut sorted = true;
    let mut requests = 0_usize;
    let mut seen = BTreeSet::new();
    let mut index = 0;
    while !reader.is_empty() {
        walk.element(index, |walk| {
            let attribute = walk.read(&mut reader)?;
            sorted &= before <= attribute.encoded;
            before = attribute.encoded;
            walk.part(|walk| walk_attribute(walk, &attribute, parts, &mut requests, &mut seen))
        })?;
        index += 1;
    }
    if !sorted {
        walk.deviates(
            DeviationKind::AttributesUnsorted,
            set.at,
            format_args!("has its {index} attributes out of order"),
        )?;
    }
    Ok(())
}

fn walk_attribute(
    walk: &mut Walk,
    attribute: &Tlv<'_>,
    parts: &mut Parts,
    requests: &mut usize,
    seen: &mut BTreeSet<Oid>,
) -> Walked<()> {
    let place = walk.place().into();
    if attribute.tag != tag::SEQUENCE {
        let found = format_args!("has the tag {:#04x} where 0x30 belongs", attribute.tag);
        return walk.stop(DeviationKind::Structure, attribute.at, found);
    }
    let mut fields = attribute.reader();
    let oid = walk.within(format_args!("type"), |walk| walk.oid(&mut fields))?;
    let values = walk.within(format_args!("values"), |walk| walk.expect(&mut fields, tag::SET))?;
    walk.finish(&fields)?;
    let mut requested = RequestedAttribute { oid, values: Vec::new(), text: None, place };
    if requested.is_extension_request() {
        *requests += 1;
        if *requests > 1 {
            let found = format_args!("is extensionRequest number {requests}; there is one at most");
            walk.deviates(DeviationKind::ExtensionRequestRepeated, attribute.at, found)?;
        }
        walk_values(walk, &values, &mut requested, |walk, value, _| {
            if value.tag != tag::SEQUENCE {
                let found = format_args!("has the tag {:#04x} where 0x30 belongs", value.tag);
                return walk.stop(DeviationKind::Structure, value.at, found);
            }
            walk_extensions(walk, value, parts, seen)
        })?;
        match requested.values.len() {
            0 => walk.deviates(
                DeviationKind::ExtensionRequestEmpty,
                values.at,
                format_args!("is an extensionRequest without a value"),
            )?,
            1 => {}
            more => walk.deviates(
                DeviationKind::ExtensionRequestRepeated,
                values.at,
                format_args!("is an extensionRequest with {more} values; it has one"),
            )?,
        }
    } else {
        walk_values(walk, &values, &mut requested, |walk, value, requested| {
            let text = walk_string(walk, value)?;
            if requested.text.is_none() {
                requested.text = text;
            }
            Ok(())
        })?;
        if requested.values.is_empty() {
            let found = format_args!("has no value; it has one at least");
            walk.deviates(DeviationKind::AttributeEmpty, values.at, found)?;
        }
    }
    parts.attributes.push(requested);
    Ok(())
}

fn walk_values(
    walk: &mut Walk,
    set: &Tlv<'_>,
    attribute: &mut RequestedAttribute,
    mut each: impl FnMut(&mut Walk, &Tlv<'_>, &mut RequestedAttribute) -> Walked<()>,
) -> Walked<()> {
    let is_request = attribute.is_extension_request();
    let mut reader = set.reader();
    let mut before: &[u8] = &[];
    let mut sorted = true;
    while !reader.is_empty() {
        let index = attribute.values.len();
        let mut value = |walk: &mut Walk| {
            let value = walk.read(&mut reader)?;
            sorted &= before <= value.encoded;
            before = value.encoded;
            attribute.values.push(value.encoded.to_vec());
            walk.part(|walk| each(walk, &value, attribute)).map(drop)
        };
        // The extensions have a place of their own, the values of other attributes do not.
        if is_request {
            value(walk)?;
        } else {
            walk.within(format_args!("values[{index}]"), value)?;
        }
    }
    if !sorted {
        let found = format_args!("has its {} values out of order", attribute.values.len());
        walk.deviates(DeviationKind::ValuesUnsorted, set.at, found)?;
    }
    Ok(())
}

fn walk_extensions(
    walk: &mut Walk,
    sequence: &Tlv<'_>,
    parts: &mut Parts,
    seen: &mut BTreeSet<Oid>,
) -> Walked<()> {
    let mut reader = sequence.reader();
    let mut index = 0;
    while !reader.is_empty() {
        walk.within(format_args!("extensions[{index}]"), |walk| {
            let tlv = walk.expect(&mut reader, tag::SEQUENCE)?;
            let Some(extension) = walk.part(|walk| extension::walk(walk, &tlv))? else {
                return Ok(());
            };
            if !seen.insert(extension.oid.clone()) {
                let found = format_args!("is a second {}", Shown(&extension));
                walk.deviates(DeviationKind::ExtensionRepeated, tlv.at, found)?;
            }
            parts.extensions.push(extension);
            Ok(())
        })?;
        index += 1;
    }
    if index == 0 {
        let found = format_args!("is an extensionRequest without an extension");
        walk.deviates(DeviationKind::ExtensionRequestEmpty, sequence.at, found)?;
    }
    Ok(())
}

struct Shown<'a>(&'a RequestedExtension);

impl core::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.0.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{}", self.0.oid()),
        }
    }
}

fn walk_signature(walk: &mut Walk, string: &Tlv<'_>, parts: &Parts) -> Walked<Vec<u8>> {
    let (unused, octets) = walk.bits(string)?;
    if unused != 0 {
        let found = format_args!("has {unused} unused bits; signatures are whole octets");
        walk.deviates(DeviationKind::SignatureEncoding, string.at, found)?;
    }
    match (parts.algorithm.as_ref().map(InspectedAlgorithm::family), &parts.key.material) {
        (Some(Family::Rsa | Family::RsaPss), KeyMaterial::Rsa { modulus, .. })
            if octets.len() != modulus.len() =>
        {
            walk.deviates(
                DeviationKind::SignatureEncoding,
                string.at,
                format_args!(
                    "has {} octets; an RSA signature is as long as the modulus, {} octets",
                    octets.len(),
                    modulus.len()
                ),
            )?;
        }
        (Some(Family::Ecdsa), _) => {
            let at = string.at + string.encoded.len() - octets.len();
            let mut strictly = Walk::new(true);
            if let Err(deviation) = ecdsa_signature(&mut strictly, Reader::at_offset(octets, at)) {
                let Deviation { at, .. } = deviation;
                walk.deviates(
                    DeviationKind::SignatureEncoding,
                    at,
                    format_args!(
                        "has {} octets that are no SEQUENCE of two positive INTEGERs",
                        octets.len()
                    ),
                )?;
            }
        }
        _ => {}
    }
    // Bits that are no whole octets are nobody's signature.
    Ok(if unused == 0 { octets.to_vec() } else { Vec::new() })
}

/// ```text
/// Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }                     -- RFC 3279 2.2.3
/// ```
fn ecdsa_signature(walk: &mut Walk, reader: Reader<'_>) -> Walked<()> {
    let sequence = walk.only(reader, tag::SEQUENCE)?;
    let mut numbers = sequence.reader();
    for _ in 0..2 {
        let number = walk.expect(&mut numbers, tag::INTEGER)?;
        walk.integer(&number)?;
        if number.content.first().is_none_or(|first| *first >= 0x80) {
            let found = format_args!("is no positive number");
            walk.deviates(DeviationKind::SignatureEncoding, number.at, found)?;
        }
    }
    walk.finish(&numbers)
}
