//! Distinguished names, read: strictly, or as far as they can be.

use alloc::{borrow::Cow, collections::BTreeMap, format, string::String, vec::Vec};

use super::attribute_type::AttributeType;
use super::distinguished_name::DistinguishedName;
use super::value;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked, stop};
use crate::asn1::{StringType, tag};
use crate::error::{Code, Error};
use crate::fault::{Fault, FaultList, Faults, Place};
use crate::hex;

impl DistinguishedName {
    /// The name in a directoryName of a request that was inspected, as far as it can be read.
    pub(crate) fn in_general_name(content: &[u8]) -> Self {
        let mut walk = Walk::lenient();
        let sequence = walk.only(Reader::new(content), tag::SEQUENCE);
        sequence.and_then(|sequence| Self::read(&mut walk, &sequence)).unwrap_or_default()
    }

    /// Whether both are the same name (RFC 5280 7.1): string types, case and runs of white space do not
    /// count.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let folded = |attribute: AttributeValue<'_>| {
            let text = attribute.to_text().to_lowercase();
            let words: Vec<_> = text.split_whitespace().collect();
            (attribute.attribute_type().oid_bytes().to_vec(), words.join(" "))
        };
        let rdns = |name: &Self| -> Vec<Vec<_>> {
            let rdns = name.rdns().map(|rdn| rdn.attributes().map(folded).collect());
            rdns.map(|mut rdn: Vec<_>| {
                rdn.sort_unstable();
                rdn
            })
            .collect()
        };
        self == other || rdns(self) == rdns(other)
    }

    /// Reads a Name, whose SEQUENCE has been read.
    pub(crate) fn read(walk: &mut Walk, name: &Tlv<'_>) -> Walked<Self> {
        let mut rdns = name.reader();
        let mut index = 0;
        while !rdns.is_empty() {
            walk.element(index, |walk| {
                let set = walk.expect(&mut rdns, tag::SET)?;
                Rdn::read(walk, &set)
            })?;
            index += 1;
        }
        Ok(Self::from_checked(name.encoded.into()))
    }

    /// A name from its DER, such as that of the certificate that a new one shall follow. The bytes
    /// are kept as they are, of any string type.
    ///
    /// # Errors
    /// [`Faults`]: where the bytes are not the DER of a Name, or every value with another string
    /// type than its attribute may have, with bytes that this type does not allow, with control
    /// characters, that is empty or longer than RFC 5280 allows. White space around a value is
    /// kept.
    pub fn from_der(der: &[u8]) -> Result<Self, Faults> {
        let name = only(der).map_err(|deviation| {
            Faults::of(Vec::from([Fault::new(Place::SubjectDer, deviation.refuse("Name"))]))
        })?;
        let mut seen = Occurrences::default();
        let mut faults = FaultList::default();
        for value in name.attributes() {
            let attribute = value.attribute_type().clone();
            let index = seen.count(attribute.clone());
            if let Err(error) = value.check() {
                faults.push(Place::Subject { attribute, index }, error);
            }
            if faults.is_full() {
                break;
            }
        }
        faults.check("Name").map(|()| name)
    }

    /// The relative distinguished names in their encoded order, the most general first.
    pub fn rdns(&self) -> impl Iterator<Item = Rdn<'_>> {
        rdns(self.as_der())
    }

    /// All attributes of all RDNs in their encoded order.
    pub fn attributes(&self) -> impl Iterator<Item = AttributeValue<'_>> {
        self.rdns().flat_map(|rdn| rdn.attributes())
    }

    /// Whether it has no attribute at all.
    pub fn is_empty(&self) -> bool {
        content(self.as_der()).is_empty()
    }
}

/// A relative distinguished name: one attribute, rarely more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rdn<'a> {
    set: Tlv<'a>,
}

impl<'a> Rdn<'a> {
    fn read(walk: &mut Walk, set: &Tlv<'a>) -> Walked<()> {
        let mut attributes = set.reader();
        let mut before: &[u8] = &[];
        let (mut sorted, mut index) = (true, 0_usize);
        while !attributes.is_empty() {
            let mut read = |walk: &mut Walk| {
                let attribute = walk.expect(&mut attributes, tag::SEQUENCE)?;
                sorted &= before <= attribute.encoded;
                before = attribute.encoded;
                AttributeValue::read(walk, &attribute)
            };
            match index {
                0 => read(walk)?,
                index => walk.element(index, read)?,
            };
            index += 1;
        }
        if index == 0 {
            walk.deviates(Code::RdnEmpty, set.at, format_args!("is an empty set"))?;
        }
        if !sorted {
            let found = format_args!("has its {index} attributes out of order");
            walk.deviates(Code::RdnUnsorted, set.at, found)?;
        }
        Ok(())
    }

    /// Its attributes, in the order of their bytes.
    pub fn attributes(&self) -> impl Iterator<Item = AttributeValue<'a>> + use<'a> {
        self.set.reader().filter_map(|attribute| AttributeValue::of(&attribute))
    }

    /// The DER: one SET.
    pub const fn as_der(&self) -> &'a [u8] {
        self.set.encoded
    }

    /// Whether two of its attributes are the same.
    pub(super) fn is_repeated(&self) -> bool {
        // They are sorted.
        self.set
            .reader()
            .zip(self.set.reader().skip(1))
            .any(|(one, next)| one.encoded == next.encoded)
    }
}

/// A type and a value of a distinguished name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeValue<'a> {
    attribute: AttributeType,
    value: Tlv<'a>,
}

impl<'a> AttributeValue<'a> {
    fn read(walk: &mut Walk, sequence: &Tlv<'a>) -> Walked<()> {
        let mut fields = sequence.reader();
        let oid = walk.expect(&mut fields, tag::OBJECT_IDENTIFIER)?;
        walk.is_oid(&oid)?;
        let value = walk.read(&mut fields)?;
        walk.finish(&fields)?;
        walk.is_string(&value)
    }

    /// The attribute in a SEQUENCE that was read before.
    pub(super) fn of(sequence: &Tlv<'a>) -> Option<Self> {
        let mut fields = sequence.reader();
        let attribute = AttributeType::from_content(fields.next()?.content)?;
        Some(Self { attribute, value: fields.next()? })
    }

    /// The type.
    pub const fn attribute_type(&self) -> &AttributeType {
        &self.attribute
    }

    /// The string type of the value, if it is a string.
    pub fn string_type(&self) -> Option<StringType> {
        StringType::from_tag(self.value.tag)
    }

    /// The value as text, if it is a string. Nothing in it is escaped; what its type does not
    /// allow (in a request that deviates) is replaced by U+FFFD or taken for UTF-8.
    pub fn text(&self) -> Option<Cow<'a, str>> {
        Some(self.string_type()?.decode_lossy(self.value.content))
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
    pub(super) fn check(&self) -> Result<(), Error> {
        value::check_tlv(&self.attribute, &self.value)
    }

    pub(super) const fn value(&self) -> &Tlv<'a> {
        &self.value
    }
}

crate::asn1::der_conversions!(DistinguishedName, Faults);

/// The Name that these bytes are, and nothing behind it. Characters that a string may not hold are
/// a fault of the value, which is checked after this.
fn only(der: &[u8]) -> Walked<DistinguishedName> {
    let mut walk = Walk::lenient();
    let sequence = walk.only(Reader::new(der), tag::SEQUENCE)?;
    let name = DistinguishedName::read(&mut walk, &sequence)?;
    let mut deviations = walk.into_deviations().into_iter();
    if let Some(first) = deviations.find(|one| one.code() != Code::StringCharset) {
        return Err(first);
    }
    let repeated = name.rdns().position(|rdn| rdn.is_repeated());
    match repeated {
        Some(index) => {
            let found = format_args!("has the same attribute twice");
            Walk::strict().element(index, |_| stop(Code::RdnRepeated, 0, found))
        }
        None => Ok(name),
    }
}

/// The RDNs of a Name that was read before, in their encoded order.
pub(super) fn rdns(name: &[u8]) -> impl Iterator<Item = Rdn<'_>> {
    content(name).map(|set| Rdn { set })
}

fn content(name: &[u8]) -> Reader<'_> {
    Reader::new(name).next().map_or(Reader::new(&[]), |sequence| sequence.reader())
}

/// How many attributes there are of each type.
#[derive(Default)]
pub(super) struct Occurrences(BTreeMap<AttributeType, usize>);

impl Occurrences {
    /// Counts an attribute, and says how many of its type came before it.
    pub(super) fn count(&mut self, attribute: AttributeType) -> usize {
        let count = self.0.entry(attribute).or_default();
        *count += 1;
        *count - 1
    }

    pub(super) fn of(&self, attribute: &AttributeType) -> usize {
        self.0.get(attribute).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_whatever_their_case_and_white_space() {
        let cases = [
            ("CN=a,O=b", "CN=a,O=b", true),
            ("CN=Bmc  7,O=b", "CN=bMC 7,O=B", true),
            ("CN=a+serialNumber=5", "serialNumber=5+CN=A", true),
            ("CN=a,O=b", "O=b,CN=a", false),
            ("CN=a,O=b", "CN=a+O=b", false),
            ("CN=a", "O=a", false),
            ("CN=a", "CN=ab", false),
            ("CN=a", "", false),
        ];
        for (one, other, is_same) in cases {
            let [a, b]: [DistinguishedName; 2] = [one, other].map(|name| name.parse().unwrap());
            assert_eq!((a.is_same(&b), b.is_same(&a)), (is_same, is_same), "{one} {other}");
        }
    }

    #[test]
    fn a_name_that_is_not_der_is_refused_with_its_place() {
        // O=a and O=b, for a set of two.
        const A: &[u8] = b"\x30\x08\x06\x03\x55\x04\x0A\x0C\x01a";
        const B: &[u8] = b"\x30\x08\x06\x03\x55\x04\x0A\x0C\x01b";
        let of = |first: &[u8], second: &[u8]| [b"\x30\x16\x31\x14", first, second].concat();
        let cases: [(&[u8], Code, &str); 5] = [
            (b"\x30", Code::Structure, ""),
            (b"\x30\x00\x00", Code::TrailingData, ""),
            (b"\x30\x02\x31\x00", Code::RdnEmpty, "[0]"),
            (&of(B, A), Code::RdnUnsorted, "[0]"),
            (&of(A, A), Code::RdnRepeated, "[0]"),
        ];
        for (der, code, place) in cases {
            let deviation = only(der).unwrap_err();
            assert_eq!((deviation.code(), deviation.place()), (code, place), "{der:02x?}");
        }
    }
}
