//! A distinguished name that may be faulty (RFC 5280 4.1.2.4).
//!
//! ```text
//! Name ::= CHOICE { rdnSequence SEQUENCE OF RelativeDistinguishedName }
//! RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
//! AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
//! ```

use alloc::{string::String, vec::Vec};
use core::fmt;

use super::deviation::DeviationKind;
use super::walk::{Walk, Walked};
use crate::decode::{Reader, Tlv};
use crate::der::tag;
use crate::general_name::GeneralName;
use crate::hex;
use crate::subject::{AttributeType, StringType, display};

/// A distinguished name as it was received: its RDNs in the order of the wire.
///
/// `Display` is the text of RFC 4514, most specific first. Characters that would not show, or
/// would move others about, are escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DistinguishedName {
    rdns: Vec<Vec<AttributeValue>>,
}

impl DistinguishedName {
    /// The RDNs, each with its attributes; nearly always one.
    pub fn rdns(&self) -> &[Vec<AttributeValue>] {
        &self.rdns
    }

    /// All attributes in the order of the wire, whichever RDN they are in.
    pub fn attributes(&self) -> impl Iterator<Item = &AttributeValue> {
        self.rdns.iter().flatten()
    }

    /// Whether there is no RDN.
    pub fn is_empty(&self) -> bool {
        self.rdns.is_empty()
    }

    /// The name in a directoryName, as far as it can be told: its deviations are told already.
    pub(crate) fn in_general_name(name: &GeneralName<'_>) -> Option<Self> {
        let mut walk = Walk::new(false);
        let sequence = walk.only(Reader::new(name.content()), tag::SEQUENCE).ok()?;
        Self::walk(&mut walk, &sequence).ok()
    }

    pub(super) fn walk(walk: &mut Walk, name: &Tlv<'_>) -> Walked<Self> {
        let mut rdns = Vec::new();
        let mut reader = name.reader();
        while !reader.is_empty() {
            let rdn = walk.element(rdns.len(), |walk| {
                let set = walk.expect(&mut reader, tag::SET)?;
                Self::walk_rdn(walk, &set)
            })?;
            rdns.push(rdn);
        }
        Ok(Self { rdns })
    }

    fn walk_rdn(walk: &mut Walk, set: &Tlv<'_>) -> Walked<Vec<AttributeValue>> {
        let mut attributes = Vec::new();
        let mut reader = set.reader();
        let mut before: &[u8] = &[];
        let mut sorted = true;
        while !reader.is_empty() {
            let mut read = |walk: &mut Walk| {
                let attribute = walk.expect(&mut reader, tag::SEQUENCE)?;
                sorted &= before <= attribute.encoded;
                before = attribute.encoded;
                AttributeValue::walk(walk, &attribute)
            };
            // The first one has no index of its own: it is nearly always the only one.
            let attribute = match attributes.len() {
                0 => read(walk)?,
                index => walk.element(index, read)?,
            };
            attributes.push(attribute);
        }
        if attributes.is_empty() {
            walk.deviates(DeviationKind::RdnEmpty, set.at, format_args!("is an empty set"))?;
        }
        if !sorted {
            walk.deviates(
                DeviationKind::RdnUnsorted,
                set.at,
                format_args!("has its {} attributes out of order", attributes.len()),
            )?;
        }
        Ok(attributes)
    }
}

/// One attribute of a name: its type and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeValue {
    attribute: AttributeType,
    string_type: Option<StringType>,
    /// Absent where the value is no character string.
    text: Option<String>,
    /// The value, encoded.
    der: Vec<u8>,
}

impl AttributeValue {
    /// The type of the attribute.
    pub const fn attribute(&self) -> &AttributeType {
        &self.attribute
    }

    /// The string type of the value, if it is a character string.
    pub const fn string_type(&self) -> Option<StringType> {
        self.string_type
    }

    /// The value as text, if it is a character string. Octets outside its type appear as what
    /// was probably meant, or as U+FFFD.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The value as it was received: tag, length, content.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    fn walk(walk: &mut Walk, attribute: &Tlv<'_>) -> Walked<Self> {
        let mut fields = attribute.reader();
        let oid = walk.oid(&mut fields)?;
        let value = walk.read(&mut fields)?;
        walk.finish(&fields)?;
        let text = walk_string(walk, &value)?;
        let string_type = StringType::from_tag(value.tag);
        let attribute = AttributeType::from_oid(&oid);
        Ok(Self { attribute, string_type, text, der: value.encoded.to_vec() })
    }
}

/// Checks a value that is a character string of whatever type; nothing where it is another one.
/// The text holds what was probably meant where octets are outside the type.
pub(super) fn walk_string(walk: &mut Walk, value: &Tlv<'_>) -> Walked<Option<String>> {
    let Some(string_type) = StringType::from_tag(value.tag) else {
        return walk.any(value).map(|()| None);
    };
    let (text, whole) = string_type.decode_lossy(value.content);
    if !whole {
        let found = format_args!("has a character that {string_type} does not have");
        walk.deviates(DeviationKind::StringCharset, value.at, found)?;
    }
    Ok(Some(text.into_owned()))
}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, rdn) in self.rdns.iter().rev().enumerate() {
            f.write_str(if index > 0 { "," } else { "" })?;
            for (index, attribute) in rdn.iter().enumerate() {
                f.write_str(if index > 0 { "+" } else { "" })?;
                attribute.fmt(f)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for AttributeValue {
    /// `TYPE=value` (RFC 4514 2.3); `#` and hexadecimal for what has no name or no text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=", self.attribute)?;
        match (&self.attribute, &self.text) {
            (AttributeType::Other(_), _) | (_, None) => write!(f, "#{}", hex::encode(&self.der)),
            (_, Some(text)) => display::write_escaped(f, text),
        }
    }
}

/// A reader of the content of an explicit tag: exactly one value.
pub(super) fn explicit<'a>(walk: &mut Walk, tlv: &Tlv<'a>, expected: u8) -> Walked<Tlv<'a>> {
    let reader: Reader<'a> = tlv.reader();
    walk.only(reader, expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::Subject;
    use alloc::string::ToString;

    fn read(der: &[u8]) -> DistinguishedName {
        let mut walk = Walk::new(true);
        let name = walk.only(Reader::new(der), tag::SEQUENCE).unwrap();
        DistinguishedName::walk(&mut walk, &name).unwrap()
    }

    #[test]
    fn the_text_is_most_specific_first_and_escaped() {
        let subject = Subject::builder()
            .country("DE")
            .organization("ACME, \"Inc\" #1")
            .organizational_unit("#<R+D>;")
            .common_name("a\\b\u{202E}漢")
            .build()
            .unwrap();
        assert_eq!(
            read(subject.as_der()).to_string(),
            r#"CN=a\\b\E2\80\AE漢,OU=\#\<R\+D\>\;,O=ACME\, \"Inc\" #1,C=DE"#
        );
        assert_eq!(read(&[0x30, 0]).to_string(), "");
    }

    #[test]
    fn what_has_no_name_or_no_text_is_shown_in_hexadecimal() {
        let der = [
            0x30, 25, // two RDNs
            0x31, 12, 0x30, 10, 0x06, 3, 0x88, 0x37, 1, 0x0C, 3, b'a', b'b', b'c', 0x31, 9, 0x30,
            7, 0x06, 3, 0x55, 4, 3, 0x05, 0,
        ];
        assert_eq!(read(&der).to_string(), "CN=#0500,2.999.1=#0c03616263");
    }
}
