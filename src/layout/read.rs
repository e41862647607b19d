//! The layout of a request, read.

use alloc::{collections::BTreeSet, format, string::String, vec::Vec};
use core::ops::Range;

use crate::algorithm::SignatureAlgorithm;
use crate::algorithm::table::Family;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked, stop};
use crate::asn1::{Bytes, tag};
use crate::attribute::{Attribute, is_ms_extension_request};
use crate::error::Code;
use crate::ext::{Extension, find_subject_alt_names};
use crate::layout::ecdsa_signature;
use crate::name::DistinguishedName;
use crate::public_key::PublicKey;
use crate::san::GeneralNames;

/// The place of the request as a whole.
const REQUEST: &str = "certificationRequest";
/// The place of the CertificationRequestInfo.
const INFO: &str = "certificationRequestInfo";

/// Everything that a request holds. What cannot be read is empty or left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The CertificationRequestInfo, within the input.
    pub(crate) info: Range<usize>,
    /// The CertificationRequest without what follows it, within the input.
    pub(crate) whole: Range<usize>,
    /// The content of the version, within the input.
    pub(crate) version: Range<usize>,
    pub(crate) subject: DistinguishedName,
    pub(crate) key: PublicKey,
    pub(crate) attributes: Vec<Attribute>,
    /// The place of each attribute among all that are there.
    attribute_indices: Vec<usize>,
    pub(crate) extensions: Vec<Extension>,
    /// The place of each extension, after that of its attribute.
    extension_indices: Vec<[usize; 2]>,
    pub(crate) algorithm: Option<SignatureAlgorithm>,
    /// The bytes of the signature, without the count of unused bits, within the input.
    pub(crate) signature: Range<usize>,
}

impl Parts {
    /// Nothing but where the rest is.
    pub(crate) fn new(info: Range<usize>, whole: Range<usize>) -> Self {
        Self {
            info,
            whole,
            version: 0..0,
            subject: DistinguishedName::default(),
            key: PublicKey::unreadable(&[]),
            attributes: Vec::new(),
            attribute_indices: Vec::new(),
            extensions: Vec::new(),
            extension_indices: Vec::new(),
            algorithm: None,
            signature: 0..0,
        }
    }

    /// The attributes, each with its place.
    pub(crate) fn placed_attributes(&self) -> impl Iterator<Item = (String, &Attribute)> {
        let places = self.attribute_indices.iter().map(|index| place_of_attribute(*index));
        places.zip(&self.attributes)
    }

    /// The extensions, each with its place.
    pub(crate) fn placed_extensions(&self) -> impl Iterator<Item = (String, &Extension)> {
        let places = self.extension_indices.iter().map(|[attribute, index]| {
            format!("{}.extensions[{index}]", place_of_attribute(*attribute))
        });
        places.zip(&self.extensions)
    }

    /// The names of the first subjectAltName that can be read.
    pub(crate) fn subject_alt_names(&self) -> Option<&GeneralNames> {
        find_subject_alt_names(&self.extensions)
    }
}

fn place_of_attribute(index: usize) -> String {
    format!("{INFO}.attributes[{index}]")
}

/// Reads a request. What is not needed to read the rest may be missing from it.
pub(crate) fn request(walk: &mut Walk, input: &[u8]) -> Walked<Parts> {
    let mut reader = Reader::new(input);
    let whole = walk.within(format_args!("{REQUEST}"), |walk| {
        let whole = walk.expect(&mut reader, tag::SEQUENCE)?;
        walk.finish(&reader)?;
        Ok(whole)
    })?;
    let mut fields = whole.reader();
    let info =
        walk.within(format_args!("{INFO}"), |walk| walk.expect(&mut fields, tag::SEQUENCE))?;
    let span = |tlv: &Tlv<'_>| end_of(tlv, tlv.encoded.len());
    let mut parts = walk.within(format_args!("{INFO}"), |walk| {
        let mut parts = Parts::new(span(&info), span(&whole));
        read_info(walk, &info, &mut parts)?;
        Ok(parts)
    })?;
    walk.count_anew();
    let sequence = walk.within(format_args!("signatureAlgorithm"), |walk| {
        walk.expect(&mut fields, tag::SEQUENCE)
    })?;
    parts.algorithm = walk.part(|walk| {
        walk.within(format_args!("signatureAlgorithm"), |walk| {
            SignatureAlgorithm::read(walk, &sequence)
        })
    })?;
    let string =
        walk.within(format_args!("signature"), |walk| walk.expect(&mut fields, tag::BIT_STRING))?;
    walk.part(|walk| {
        walk.within(format_args!("signature"), |walk| {
            parts.signature = read_signature(walk, &string, &parts)?;
            Ok(())
        })
    })?;
    walk.within(format_args!("{REQUEST}"), |walk| walk.finish(&fields))?;
    Ok(parts)
}

/// Reads a CertificationRequestInfo on its own.
pub(crate) fn info(walk: &mut Walk, input: &[u8]) -> Walked<Parts> {
    walk.within(format_args!("{INFO}"), |walk| {
        let info = walk.only(Reader::new(input), tag::SEQUENCE)?;
        let mut parts = Parts::new(0..input.len(), 0..input.len());
        read_info(walk, &info, &mut parts)?;
        Ok(parts)
    })
}

/// The fields of a CertificationRequestInfo, one after the other.
pub(crate) struct InfoFields<'a>(Reader<'a>);

impl<'a> InfoFields<'a> {
    pub(crate) fn of(info: &Tlv<'a>) -> Self {
        Self(info.reader())
    }

    pub(crate) fn version(&mut self, walk: &mut Walk) -> Walked<Tlv<'a>> {
        walk.within(format_args!("version"), |walk| walk.expect(&mut self.0, tag::INTEGER))
    }

    pub(crate) fn subject(&mut self, walk: &mut Walk) -> Walked<Tlv<'a>> {
        walk.within(format_args!("subject"), |walk| walk.expect(&mut self.0, tag::SEQUENCE))
    }

    pub(crate) fn subject_pk_info(&mut self, walk: &mut Walk) -> Walked<Tlv<'a>> {
        walk.within(format_args!("subjectPKInfo"), |walk| walk.expect(&mut self.0, tag::SEQUENCE))
    }

    /// The attributes, if they are there; nothing may follow them.
    pub(crate) fn attributes(mut self, walk: &mut Walk) -> Walked<Option<Tlv<'a>>> {
        const IMPLICIT: u8 = tag::context_constructed(0);
        let end = self.0.at();
        let set = walk.within(format_args!("attributes"), |walk| match self.0.peek() {
            None => {
                let found =
                    format_args!("is missing; without attributes it is there and empty, A0 00");
                walk.deviates(Code::AttributesMissing, end, found)?;
                Ok(None)
            }
            Some(tag::SET) => {
                let set = walk.read(&mut self.0)?;
                let found = format_args!("is a SET without its tag [0]");
                walk.deviates(Code::AttributesEncoding, set.at, found)?;
                Ok(Some(set))
            }
            Some(_) => walk.expect(&mut self.0, IMPLICIT).map(Some),
        })?;
        walk.finish(&self.0)?;
        Ok(set)
    }
}

/// Where the last so many bytes of a value are in the input.
fn end_of(tlv: &Tlv<'_>, len: usize) -> Range<usize> {
    let end = tlv.at + tlv.encoded.len();
    end - len..end
}

fn read_info(walk: &mut Walk, info: &Tlv<'_>, parts: &mut Parts) -> Walked<()> {
    let mut fields = InfoFields::of(info);
    let version = fields.version(walk)?;
    walk.within(format_args!("version"), |walk| check_version(walk, &version))?;
    parts.version = end_of(&version, version.content.len());
    let subject = fields.subject(walk)?;
    walk.within(format_args!("subject"), |walk| {
        let subject = walk.part(|walk| DistinguishedName::read(walk, &subject))?;
        parts.subject = subject.unwrap_or_default();
        Ok(())
    })?;
    let key = fields.subject_pk_info(walk)?;
    walk.within(format_args!("subjectPKInfo"), |walk| {
        parts.key = PublicKey::read(walk, &key)?;
        Ok(())
    })?;
    let Some(set) = fields.attributes(walk)? else { return Ok(()) };
    walk.within(format_args!("attributes"), |walk| {
        walk.part(|walk| read_attributes(walk, &set, parts)).map(drop)
    })
}

fn check_version(walk: &mut Walk, version: &Tlv<'_>) -> Walked<()> {
    let found = match version.content {
        [0] => return Ok(()),
        [] => "empty".into(),
        [number @ 1..=0x7F] => format!("{number}"),
        bytes => format!("{}", Bytes(bytes)),
    };
    walk.integer(version)?;
    if !version.content.is_empty() && version.content.iter().all(|byte| *byte == 0) {
        return Ok(());
    }
    let found = format_args!("is {found}; the only version of a request is 0");
    walk.deviates(Code::Version, version.at, found)
}

fn read_attributes(walk: &mut Walk, set: &Tlv<'_>, parts: &mut Parts) -> Walked<()> {
    let mut reader = set.reader();
    if reader.peek() == Some(tag::SET) {
        let inner = walk.read(&mut reader)?;
        let found = format_args!("holds a SET of its own, as if the tag [0] were explicit");
        walk.deviates(Code::AttributesEncoding, inner.at, found)?;
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
            walk.part(|walk| {
                read_attribute(walk, index, &attribute, parts, &mut requests, &mut seen)
            })
        })?;
        index += 1;
    }
    if !sorted {
        walk.deviates(
            Code::AttributesUnsorted,
            set.at,
            format_args!("has its {index} attributes out of order"),
        )?;
    }
    Ok(())
}

fn read_attribute<'a>(
    walk: &mut Walk,
    index: usize,
    attribute: &Tlv<'a>,
    parts: &mut Parts,
    requests: &mut usize,
    seen: &mut BTreeSet<&'a [u8]>,
) -> Walked<()> {
    if attribute.tag != tag::SEQUENCE {
        let found = format_args!("has the tag {:#04x} where 0x30 belongs", attribute.tag);
        return stop(Code::Structure, attribute.at, found);
    }
    let mut is_read = false;
    if parts.attributes.iter().any(Attribute::is_extension_request) {
        let (oid, its_values) = Attribute::read_fields(&mut Walk::lenient(), attribute)?;
        let other = parts.attributes.iter().find(|one| {
            one.is_extension_request()
                && is_ms_extension_request(one.oid()) != is_ms_extension_request(&oid)
        });
        // Said once more by Microsoft's identifier, the extensions are those that were read.
        is_read =
            other.is_some_and(|one| one.values().eq(its_values.reader().map(|it| it.encoded)));
    }
    let requested = Attribute::read(walk, attribute, |walk, values| {
        if is_read {
            return Ok(());
        }
        *requests += 1;
        if *requests > 1 {
            let found = format_args!("is extensionRequest number {requests}; there is one at most");
            walk.deviates(Code::ExtensionRequestRepeated, attribute.at, found)?;
        }
        let count = Attribute::read_values(walk, values, |walk, _, reader| {
            let value = walk.read(reader)?;
            walk.part(|walk| {
                if value.tag != tag::SEQUENCE {
                    let found = format_args!("has the tag {:#04x} where 0x30 belongs", value.tag);
                    return stop(Code::Structure, value.at, found);
                }
                read_extensions(walk, index, &value, parts, seen)
            })?;
            Ok(value)
        })?;
        match count {
            0 => walk.deviates(
                Code::ExtensionRequestEmpty,
                values.at,
                format_args!("is an extensionRequest without a value"),
            ),
            1 => Ok(()),
            more => walk.deviates(
                Code::ExtensionRequestRepeated,
                values.at,
                format_args!("is an extensionRequest with {more} values; it has one"),
            ),
        }
    })?;
    parts.attributes.push(requested);
    parts.attribute_indices.push(index);
    Ok(())
}

fn read_extensions<'a>(
    walk: &mut Walk,
    attribute: usize,
    sequence: &Tlv<'a>,
    parts: &mut Parts,
    seen: &mut BTreeSet<&'a [u8]>,
) -> Walked<()> {
    let mut reader = sequence.reader();
    let mut index = 0;
    while !reader.is_empty() {
        walk.within(format_args!("extensions[{index}]"), |walk| {
            let tlv = walk.expect(&mut reader, tag::SEQUENCE)?;
            let Some(extension) = walk.part(|walk| Extension::read(walk, &tlv))? else {
                return Ok(());
            };
            if tlv.reader().next().is_some_and(|oid| !seen.insert(oid.content)) {
                let name = extension.oid().named(extension.name());
                let found = format_args!("is a second {name}");
                walk.deviates(Code::ExtensionRepeated, tlv.at, found)?;
            }
            parts.extensions.push(extension);
            parts.extension_indices.push([attribute, index]);
            Ok(())
        })?;
        index += 1;
    }
    if index == 0 {
        let found = format_args!("is an extensionRequest without an extension");
        walk.deviates(Code::ExtensionRequestEmpty, sequence.at, found)?;
    }
    Ok(())
}

fn read_signature(walk: &mut Walk, string: &Tlv<'_>, parts: &Parts) -> Walked<Range<usize>> {
    let (unused, bytes) = walk.bits(string)?;
    if unused != 0 {
        let found = format_args!("has {unused} unused bits; signatures are whole bytes");
        walk.deviates(Code::SignatureEncoding, string.at, found)?;
    }
    match (parts.algorithm.as_ref().map(SignatureAlgorithm::family), parts.key.rsa_modulus()) {
        (Some(Family::Rsa | Family::RsaPss), Some(modulus))
            if bytes.len() != modulus.len()
                && !parts.attributes.iter().any(Attribute::is_possession_statement) =>
        {
            walk.deviates(
                Code::SignatureEncoding,
                string.at,
                format_args!(
                    "has {} bytes; an RSA signature is as long as the modulus, {} bytes",
                    bytes.len(),
                    modulus.len()
                ),
            )?;
        }
        (Some(Family::Ecdsa), _) => {
            let reader = Reader::at_offset(bytes, end_of(string, bytes.len()).start);
            if let Err(deviation) = ecdsa_signature::read(&mut Walk::strict(), reader) {
                let at = deviation.at();
                walk.deviates(
                    Code::SignatureEncoding,
                    at,
                    format_args!(
                        "has {} bytes that are not a SEQUENCE of two positive INTEGERs",
                        bytes.len()
                    ),
                )?;
            }
        }
        _ => {}
    }
    // Bits that are not whole bytes are not a signature.
    Ok(if unused == 0 { end_of(string, bytes.len()) } else { 0..0 })
}
