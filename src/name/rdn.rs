//! Relative distinguished names, written.
//!
//! ```text
//! Name ::= CHOICE { rdnSequence SEQUENCE OF RelativeDistinguishedName }
//! RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
//! AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
//! ```

use alloc::vec::Vec;

use super::attribute_type::AttributeType;
use super::read::AttributeValue;
use super::value;
use crate::asn1::StringType;
use crate::asn1::read::Reader;
use crate::asn1::write::{self as der, tag};
use crate::error::{Code, Error};
use crate::profile::Profile;

/// A value that an attribute is asked to have.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    /// Text, in the string type that the attribute asks for.
    Text(&'a str),
    /// Text in a string type of the caller's choice.
    As(StringType, &'a str),
    /// One TLV, if it is what the attribute has by its standard.
    Hex(&'a [u8]),
    /// One TLV, of any content.
    Der(&'a [u8]),
}

/// Appends an attribute: alone, as an RDN of its own, or to the RDN that began at some byte of `out`
/// and that [`close`] ends. Nothing is moved and nothing allocated but `out` itself. On an error `out`
/// is as it was.
pub(super) fn push(
    out: &mut Vec<u8>,
    attribute: &AttributeType,
    value: Value<'_>,
    profile: &Profile,
    alone: bool,
) -> Result<(), Error> {
    match value {
        Value::Text(text) => {
            let string_type = value::check(attribute, text, profile)?;
            headers(out, attribute, der::tlv_len(text.len()), alone);
            der::tlv(out, string_type.tag(), text.as_bytes());
        }
        Value::As(string_type, text) => {
            value::check_as(attribute, string_type, text, profile)?;
            let content = string_type.content(text);
            headers(out, attribute, der::tlv_len(content.len()), alone);
            der::tlv(out, string_type.tag(), &content);
        }
        Value::Hex(tlv) | Value::Der(tlv) => {
            value::check_der(attribute, tlv)?;
            if matches!(value, Value::Hex(_))
                && let Some(value) = Reader::new(tlv).next()
            {
                value::check_tlv(attribute, &value)?;
            }
            headers(out, attribute, tlv.len(), alone);
            out.extend_from_slice(tlv);
        }
    }
    Ok(())
}

/// Everything in front of a value that takes `value_len` bytes.
fn headers(out: &mut Vec<u8>, attribute: &AttributeType, value_len: usize, alone: bool) {
    let oid = attribute.oid_bytes();
    let content_len = der::tlv_len(oid.len()) + value_len;
    match (u8::try_from(content_len), oid) {
        // Nearly all: each length in a byte, and a type of X.520 (2.5.4).
        (Ok(len @ ..0x7E), &[a, b, c]) if alone => {
            let oid = tag::OBJECT_IDENTIFIER;
            out.extend_from_slice(&[tag::SET, len + 2, tag::SEQUENCE, len, oid, 3, a, b, c]);
        }
        _ => {
            if alone {
                der::header(out, tag::SET, der::tlv_len(content_len));
            }
            der::header(out, tag::SEQUENCE, content_len);
            der::tlv(out, tag::OBJECT_IDENTIFIER, oid);
        }
    }
}

/// Makes the attributes from `start` on an RDN: sorted by their bytes (X.690 11.6), in a SET.
///
/// # Errors
/// A pair of type and value stands there twice. The RDN is closed in any case.
pub(super) fn close(out: &mut Vec<u8>, start: usize) -> Result<(), (AttributeType, Error)> {
    let unsorted = out.split_off(start);
    let mut attributes: Vec<_> = Reader::new(&unsorted).collect();
    attributes.sort_unstable_by_key(|attribute| attribute.encoded);
    der::header(out, tag::SET, unsorted.len());
    for attribute in &attributes {
        out.extend_from_slice(attribute.encoded);
    }
    let twice = attributes.windows(2).find(|pair| pair[0].encoded == pair[1].encoded);
    match twice.and_then(|pair| AttributeValue::of(&pair[0])) {
        Some(again) => {
            let attribute = again.attribute_type().clone();
            let error =
                Error::new(Code::RdnRepeated, attribute.name(), "is given twice in one RDN")
                    .value(&again.to_text())
                    .expected("each pair of type and value once: an RDN is a set (X.501 9.3)");
            Err((attribute, error))
        }
        None => Ok(()),
    }
}
