//! Where a part of a request is in its DER, and its readable name.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::ops::Range;

use super::Inspection;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::{Oid, tag};
use crate::attribute;
use crate::ext;
use crate::name::AttributeType;

/// A part of a request.
pub(crate) struct Located {
    /// Its bytes in the DER, or those of the nearest part that has it where it is missing.
    pub(crate) range: Range<usize>,
    /// Its readable name, such as `SAN[2]`, `extKeyUsage` or `subject.CN`.
    pub(crate) name: String,
}

impl Inspection {
    /// The part at a place, such as `certificationRequestInfo.attributes[0].extensions[2].critical`.
    pub(crate) fn locate(&self, place: &str) -> Located {
        let Some(whole) = Reader::new(&self.der).next() else {
            return Located { range: 0..self.der.len(), name: place.into() };
        };
        let steps: Vec<Step<'_>> = place.split('.').flat_map(steps).collect();
        let mut part = Part { tlv: whole, kind: Kind::Request, name: "request".into() };
        let mut rest = steps.as_slice();
        while let Some((next, left)) = part.enter(rest) {
            (part, rest) = (next, left);
        }
        for step in rest {
            part.name += &match step {
                Step::Field(name) => format!(".{name}"),
                Step::Index(index) => format!("[{index}]"),
            };
        }
        let Part { tlv, name, .. } = part;
        Located { range: tlv.at..tlv.at + tlv.encoded.len(), name }
    }

    /// The bytes of the value that begins at an offset; none where there is no whole value.
    pub(crate) fn value_at(&self, at: usize) -> Range<usize> {
        let at = at.min(self.der.len());
        let value = Reader::at_offset(&self.der[at..], at).next();
        at..at + value.map_or(0, |value| value.encoded.len())
    }
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Index(usize),
}

/// `attributes[1]` as a field and an index.
fn steps(segment: &str) -> impl Iterator<Item = Step<'_>> {
    let (name, indices) = segment.split_at(segment.find('[').unwrap_or(segment.len()));
    let indices = indices.split(['[', ']']).filter_map(|index| index.parse().ok());
    let field = (!name.is_empty()).then_some(Step::Field(name));
    field.into_iter().chain(indices.map(Step::Index))
}

/// What a value is, which says what its parts are called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Request,
    Info,
    Name,
    Attributes,
    Attribute,
    Extension,
    GeneralNames,
    GeneralName,
    Other,
}

struct Part<'a> {
    tlv: Tlv<'a>,
    kind: Kind,
    name: String,
}

impl<'a> Part<'a> {
    /// A part of this one, and the steps that are left; nothing where there is no such part.
    fn enter<'s>(&self, steps: &'s [Step<'s>]) -> Option<(Self, &'s [Step<'s>])> {
        use Kind::{
            Attribute, Attributes, Extension, GeneralName, GeneralNames, Info, Name, Other,
        };
        use Step::{Field, Index};
        let part = |tlv, kind, name: &str| Self { tlv, kind, name: name.into() };
        let child = |index| child(&self.tlv, index);
        let (next, used) = match (self.kind, steps) {
            (Kind::Request, [Field("certificationRequestInfo"), ..]) => {
                (part(child(0)?, Info, &self.name), 1)
            }
            (Kind::Request, [Field("certificationRequest"), ..]) => {
                (part(self.tlv, Other, &self.name), 1)
            }
            (Kind::Request, [Field(name @ "signatureAlgorithm"), ..]) => {
                (part(child(1)?, Other, name), 1)
            }
            (Kind::Request, [Field(name @ "signature"), ..]) => (part(child(2)?, Other, name), 1),
            (Info, [Field(name @ "version"), ..]) => (part(child(0)?, Other, name), 1),
            (Info, [Field(name @ "subject"), ..]) => (part(child(1)?, Name, name), 1),
            (Info, [Field("subjectPKInfo"), ..]) => (part(child(2)?, Other, "publicKey"), 1),
            (Info, [Field(name @ "attributes"), ..]) => (part(child(3)?, Attributes, name), 1),
            (Name, [Index(rdn), Index(index), ..]) => {
                (self.attribute_value(*rdn, Some(*index))?, 2)
            }
            (Name, [Index(rdn), ..]) => (self.attribute_value(*rdn, None)?, 1),
            (Attributes, [Index(index), ..]) => {
                let of = match child(0)? {
                    explicit if explicit.tag == tag::SET => explicit,
                    _ => self.tlv,
                };
                let attribute = self::child(&of, *index)?;
                (part(attribute, Attribute, &name_of(&attribute, attribute::name)), 1)
            }
            (Attribute, [Field("extensions"), Index(index), ..]) => {
                let extensions = self::child(&child(1)?, 0)?;
                let extension = self::child(&extensions, *index)?;
                (part(extension, Extension, &name_of(&extension, ext::oids::name)), 2)
            }
            (Attribute, [Field("values"), Index(index), ..]) => {
                let value = self::child(&child(1)?, *index)?;
                (part(value, Other, &format!("{}.values[{index}]", self.name)), 2)
            }
            (Extension, [Field("critical"), ..]) => {
                let critical = child(1).filter(|field| field.tag == tag::BOOLEAN)?;
                (part(critical, Other, &format!("{}.critical", self.name)), 1)
            }
            (Extension, [Field(name), ..]) => {
                let value = child(0)?.at;
                let value = self.tlv.reader().last().filter(|last| last.at != value)?;
                match *name {
                    "subjectAltName" => {
                        (part(self::child(&value, 0)?, GeneralNames, &self.name), 1)
                    }
                    name if Some(name) == ext::oids::name(&oid(&self.tlv)?) => {
                        (part(self::child(&value, 0)?, Other, &self.name), 1)
                    }
                    _ => return None,
                }
            }
            (GeneralNames, [Index(index), ..]) => {
                (part(child(*index)?, GeneralName, &format!("{}[{index}]", self.name)), 1)
            }
            // A directoryName is the only one with parts: its tag is explicit.
            (GeneralName, [Index(_), ..]) => (part(child(0)?, Name, &self.name), 0),
            (Other, [Index(index), ..]) => {
                (part(child(*index)?, Other, &format!("{}[{index}]", self.name)), 1)
            }
            _ => return None,
        };
        Some((next, &steps[used..]))
    }

    /// A relative distinguished name, or the attribute of this index in it. It is called by its type, with
    /// its number where the name has several of that type.
    fn attribute_value(&self, rdn: usize, index: Option<usize>) -> Option<Self> {
        let set = child(&self.tlv, rdn)?;
        let attribute = child(&set, index.unwrap_or(0))?;
        let type_of = |attribute: &Tlv<'a>| attribute.reader().next().map(|oid| oid.content);
        let oid = type_of(&attribute)?;
        let all = || self.tlv.reader().flat_map(|set| set.reader());
        let same = || all().filter(|other| type_of(other) == Some(oid));
        let mut name = format!("{}.{}", self.name, AttributeType::from_content(oid)?);
        if same().nth(1).is_some() {
            name += &format!("[{}]", same().position(|other| other.at == attribute.at)?);
        }
        let tlv = if index.is_some() { attribute } else { set };
        Some(Self { tlv, kind: Kind::Other, name })
    }
}

fn child<'a>(of: &Tlv<'a>, index: usize) -> Option<Tlv<'a>> {
    of.reader().nth(index)
}

/// The identifier that an attribute or extension begins with.
fn oid(of: &Tlv<'_>) -> Option<Oid> {
    let first = child(of, 0).filter(|first| first.tag == tag::OBJECT_IDENTIFIER)?;
    Oid::from_content(first.content).ok()
}

/// The name of an attribute or extension, as short as it is usual, or its identifier.
fn name_of(of: &Tlv<'_>, name: fn(&Oid) -> Option<&'static str>) -> String {
    match oid(of).map(|oid| (name(&oid), oid)) {
        Some((Some("subjectAltName"), _)) => "SAN".into(),
        Some((Some(name), _)) => name.into(),
        Some((None, oid)) => oid.to_string(),
        None => "unreadable".into(),
    }
}
