//! Distinguished names, read where they lie.

use alloc::{borrow::Cow, format, string::String};
use core::fmt;

use super::attribute_error::AttributeError;
use super::attribute_type::{AttributeType, OID_MAX};
use super::string_type::StringType;
use super::value;
use crate::decode::{DerError, DerErrorKind, Reader, Tlv};
use crate::der::tag;
use crate::fault::Faults;
use crate::hex;
use crate::oid::Oid;

/// A relative distinguished name: one attribute, rarely more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rdn<'a> {
    set: Tlv<'a>,
}

impl<'a> Rdn<'a> {
    /// Its attributes, in the order of their octets.
    pub fn attributes(&self) -> impl Iterator<Item = RdnAttribute<'a>> + use<'a> {
        tlvs(self.set.reader()).filter_map(|attribute| RdnAttribute::read(&attribute).ok())
    }

    /// The DER: one SET.
    pub const fn as_der(&self) -> &'a [u8] {
        self.set.encoded
    }
}

/// A type and a value of a distinguished name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RdnAttribute<'a> {
    attribute: AttributeType,
    value: Tlv<'a>,
}

impl<'a> RdnAttribute<'a> {
    /// Reads an AttributeTypeAndValue.
    pub(super) fn read(tlv: &Tlv<'a>) -> Result<Self, DerError> {
        if tlv.tag != tag::SEQUENCE {
            let kind = DerErrorKind::UnexpectedTag { expected: tag::SEQUENCE, found: tlv.tag };
            return Err(tlv.error(kind));
        }
        let mut parts = tlv.reader();
        let oid = parts.expect(tag::OBJECT_IDENTIFIER)?;
        let value = parts.read()?;
        parts.finish()?;
        let attribute =
            attribute_type(oid.content).ok_or_else(|| oid.error(DerErrorKind::Content))?;
        Ok(Self { attribute, value })
    }

    /// The type.
    pub fn attribute_type(&self) -> AttributeType {
        self.attribute.clone()
    }

    /// The string type of the value, if it is a string.
    pub fn string_type(&self) -> Option<StringType> {
        StringType::from_tag(self.value.tag)
    }

    /// The value as text, if it is a string and its octets are what its type holds. Nothing in
    /// it is escaped.
    pub fn text(&self) -> Option<Cow<'a, str>> {
        self.string_type()?.decode(self.value.content)
    }

    /// The value as text, or as `#` and the hexadecimal of its DER where it has none.
    pub fn to_text(&self) -> String {
        match self.text() {
            Some(text) => text.into_owned(),
            None => format!("#{}", hex::encode(self.value.encoded)),
        }
    }

    /// The DER of the value: one TLV.
    pub const fn value_der(&self) -> &'a [u8] {
        self.value.encoded
    }

    /// Whether the value is one that the attribute has by RFC 5280.
    pub(super) fn check(&self) -> Result<(), AttributeError> {
        value::check_tlv(&self.attribute, &self.value)
    }

    pub(super) const fn value(&self) -> &Tlv<'a> {
        &self.value
    }
}

/// The type with these content octets of an identifier, if they are one of a length in use.
fn attribute_type(oid: &[u8]) -> Option<AttributeType> {
    AttributeType::known(oid).or_else(|| {
        let oid = if oid.len() > OID_MAX { None } else { Oid::from_content(oid).ok() };
        oid.map(AttributeType::Other)
    })
}

/// The RDNs of a Name in the order of the wire, as far as it can be read.
pub(crate) fn rdns(name: &[u8]) -> impl Iterator<Item = Rdn<'_>> {
    let sequence = Reader::new(name).expect(tag::SEQUENCE);
    let content = sequence.map_or(Reader::new(&[]), |sequence| sequence.reader());
    tlvs(content).map(|set| Rdn { set })
}

/// The values in a reader, up to the first that cannot be read.
pub(super) fn tlvs<'a>(mut reader: Reader<'a>) -> impl Iterator<Item = Tlv<'a>> {
    core::iter::from_fn(move || reader.read().ok())
}

/// Why some octets are not a Name that a request can have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubjectDerError {
    /// Not the DER of a Name.
    Der(DerError),
    /// An RDN without an attribute; each has at least one (RFC 5280 Appendix A.1).
    EmptyRdn {
        /// Offset of the SET, in octets from 0.
        at: usize,
    },
    /// An RDN whose attributes are not in the order of their octets (X.690 11.6).
    NotSorted {
        /// Offset of the attribute that stands too late, in octets from 0.
        at: usize,
    },
    /// An RDN that has the same type and value twice; it is a set.
    Repeated {
        /// Offset of the second one, in octets from 0.
        at: usize,
    },
    /// Values that their attributes do not allow: all of them, each with its place.
    Values(Faults),
}

impl fmt::Display for SubjectDerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Der(error) => write!(f, "is not the DER of a Name (RFC 5280 4.1.2.4): {error}"),
            Self::EmptyRdn { at } => write!(
                f,
                "has an empty RDN at octet {at}; each has at least one attribute (RFC 5280 Appendix A.1)"
            ),
            Self::NotSorted { at } => write!(
                f,
                "has an RDN whose attributes are not sorted by their octets, as DER asks for (X.690 11.6), at octet {at}"
            ),
            Self::Repeated { at } => write!(
                f,
                "has an RDN with the same attribute twice at octet {at}; an RDN is a set (RFC 5280 Appendix A.1)"
            ),
            Self::Values(faults) => faults.fmt(f),
        }
    }
}

impl core::error::Error for SubjectDerError {}

impl From<DerError> for SubjectDerError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

/// Whether these octets are a Name in DER, whatever its values are. `each` sees every
/// attribute, in the order of the wire.
pub(crate) fn check<'a>(
    name: &'a [u8],
    mut each: impl FnMut(RdnAttribute<'a>),
) -> Result<(), SubjectDerError> {
    let mut rdns = Reader::new(name).only(tag::SEQUENCE)?.reader();
    while !rdns.is_empty() {
        let set = rdns.expect(tag::SET)?;
        if set.content.is_empty() {
            return Err(SubjectDerError::EmptyRdn { at: set.at });
        }
        let mut attributes = set.reader();
        let mut before: &[u8] = &[];
        while !attributes.is_empty() {
            let attribute = attributes.read()?;
            let at = attribute.at;
            match before.cmp(attribute.encoded) {
                core::cmp::Ordering::Less => before = attribute.encoded,
                core::cmp::Ordering::Equal => return Err(SubjectDerError::Repeated { at }),
                core::cmp::Ordering::Greater => return Err(SubjectDerError::NotSorted { at }),
            }
            each(RdnAttribute::read(&attribute)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::decode::DerErrorKind;
    use crate::subject::Subject;

    #[test]
    fn what_is_no_name_is_told_with_its_place() {
        // O=a and O=b, for a set of two.
        const A: &[u8] = b"\x30\x08\x06\x03\x55\x04\x0A\x0C\x01a";
        const B: &[u8] = b"\x30\x08\x06\x03\x55\x04\x0A\x0C\x01b";
        let of = |first: &[u8], second: &[u8]| [b"\x30\x16\x31\x14", first, second].concat();
        let cases: [(&[u8], SubjectDerError, &str); 4] = [
            (
                b"\x30",
                DerError { at: 0, kind: DerErrorKind::Truncated }.into(),
                "is not the DER of a Name (RFC 5280 4.1.2.4): the input ends before the value does at octet 0",
            ),
            (
                b"\x30\x02\x31\x00",
                SubjectDerError::EmptyRdn { at: 2 },
                "has an empty RDN at octet 2; each has at least one attribute (RFC 5280 Appendix A.1)",
            ),
            (
                &of(B, A),
                SubjectDerError::NotSorted { at: 14 },
                "has an RDN whose attributes are not sorted by their octets, as DER asks for (X.690 11.6), at octet 14",
            ),
            (
                &of(A, A),
                SubjectDerError::Repeated { at: 14 },
                "has an RDN with the same attribute twice at octet 14; an RDN is a set (RFC 5280 Appendix A.1)",
            ),
        ];
        for (der, expected, text) in cases {
            let error = Subject::from_der(der).unwrap_err();
            assert_eq!(error, expected);
            assert_eq!(error.to_string(), text);
        }
    }
}
