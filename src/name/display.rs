//! Distinguished names as text (RFC 4514): from DER to text.

use alloc::vec::Vec;
use core::fmt::{self, Write};

use super::attribute_type::AttributeType;
use super::distinguished_name::DistinguishedName;
use super::read::AttributeValue;
use super::text::begins_attribute;
use super::value;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::{StringType, tag};
use crate::hex::HexDisplay;
use crate::profile::Profile;
use crate::text::is_deceptive;

/// What the text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// To be read back to the very same DER. A value whose text would become other DER is
    /// written as `#` and hexadecimal, as RFC 4514 2.4 has it for dotted types in any case.
    Exact,
    /// For reading: strings of all string types as text.
    Readable,
}

/// Writes a Name, the most specific RDN first (RFC 4514 2.1).
fn write_name(f: &mut dyn Write, name: &[u8], form: Form) -> fmt::Result {
    let sequence = Reader::new(name).next().filter(|sequence| sequence.tag == tag::SEQUENCE);
    let Some(sequence) = sequence else { return write_hex(f, name) };
    let rdns: Vec<Tlv<'_>> = sequence.reader().collect();
    for (index, rdn) in rdns.iter().rev().enumerate() {
        if index > 0 {
            f.write_char(',')?;
        }
        write_rdn(f, rdn, form)?;
    }
    Ok(())
}

fn write_rdn(f: &mut dyn Write, rdn: &Tlv<'_>, form: Form) -> fmt::Result {
    if rdn.tag != tag::SET || rdn.content.is_empty() {
        return write_hex(f, rdn.encoded);
    }
    for (index, attribute) in rdn.reader().enumerate() {
        if index > 0 {
            f.write_char('+')?;
        }
        match AttributeValue::of(&attribute) {
            Some(attribute) => write_attribute(f, &attribute, form)?,
            None => write_hex(f, attribute.encoded)?,
        }
    }
    Ok(())
}

fn write_attribute(f: &mut dyn Write, attribute: &AttributeValue<'_>, form: Form) -> fmt::Result {
    let attribute_type = attribute.attribute_type();
    write!(f, "{attribute_type}=")?;
    match attribute.text() {
        Some(text) if is_shown(form, attribute, &text) => write_escaped(f, &text),
        _ => write_hex(f, attribute.value_der()),
    }
}

/// Whether the value is written as text: for reading, any string of a known type, and a UTF8String of
/// others; else one that the parser reads as the very same DER.
fn is_shown(form: Form, attribute: &AttributeValue<'_>, text: &str) -> bool {
    let of = attribute.attribute_type();
    let string_type = attribute.string_type();
    match (of, form) {
        (AttributeType::Other(_), Form::Exact) => false,
        (AttributeType::Other(_), Form::Readable) => string_type == Some(StringType::Utf8),
        (_, Form::Readable) => true,
        (_, Form::Exact) => {
            value::check(of, text, &Profile::RFC5280).ok() == string_type
                && attribute.value().content == text.as_bytes()
        }
    }
}

fn write_hex(f: &mut dyn Write, bytes: &[u8]) -> fmt::Result {
    write!(f, "#{:x}", HexDisplay(bytes))
}

/// Writes a value with the escapes of RFC 4514 2.4, and as `\XX` what would break the
/// line, not show, or move other characters about.
pub(crate) fn write_escaped(f: &mut dyn Write, value: &str) -> fmt::Result {
    let last = value.len().saturating_sub(1);
    for (at, character) in value.char_indices() {
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => write!(f, "\\{character}")?,
            '#' if at == 0 => f.write_str("\\#")?,
            ' ' if at == 0 || at == last => f.write_str("\\ ")?,
            // In front of what looks like an attribute, the parser takes it for OpenSSL's form.
            '/' if begins_attribute(&value[at + 1..]) => f.write_str("\\2F")?,
            _ if is_deceptive(character) => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    write!(f, "\\{byte:02X}")?;
                }
            }
            _ => f.write_char(character)?,
        }
    }
    Ok(())
}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = if f.alternate() { Form::Readable } else { Form::Exact };
        write_name(f, self.as_der(), form)
    }
}

impl fmt::Debug for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DistinguishedName({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn what_is_faulty_still_shows_on_one_line() {
        let cases: &[(&[u8], &str)] = &[
            (&[0x30, 0x00], ""),
            (b"\x30\x0C\x31\x0A\x30\x08\x06\x03\x55\x04\x03\x0C\x01a", "CN=a"),
            // A newline and a right-to-left override.
            (
                b"\x30\x10\x31\x0E\x30\x0C\x06\x03\x55\x04\x03\x0C\x05\x0Aa\xE2\x80\xAE",
                "CN=\\0Aa\\E2\\80\\AE",
            ),
            // No UTF-8, no value, an empty RDN, an RDN of another type, no SEQUENCE, a rest.
            (b"\x30\x0C\x31\x0A\x30\x08\x06\x03\x55\x04\x03\x0C\x01\xFF", "CN=\u{FFFD}"),
            (b"\x30\x09\x31\x07\x30\x05\x06\x03\x55\x04\x03", "#30050603550403"),
            (b"\x30\x04\x31\x00\x31\x00", "#3100,#3100"),
            (b"\x30\x03\x02\x01\x05", "#020105"),
            (b"\x04\x01\x61", "#040161"),
            (b"\x30\x80", "#3080"),
            // Dotted types and other string types, for reading.
            (b"\x30\x0C\x31\x0A\x30\x08\x06\x02\x88\x37\x16\x02a,", "2.999=#1602612c"),
            (b"\x30\x0C\x31\x0A\x30\x08\x06\x02\x88\x37\x0C\x02a,", "2.999=a\\,"),
            (b"\x30\x0D\x31\x0B\x30\x09\x06\x03\x55\x04\x0A\x1E\x02\x00\xE9", "O=é"),
        ];
        for (name, expected) in cases {
            let mut text = String::new();
            write_name(&mut text, name, Form::Readable).unwrap();
            assert_eq!(text, *expected, "{name:02x?}");
        }
    }

    #[test]
    fn only_what_would_be_misread_is_escaped() {
        let cases = [
            ("", ""),
            (" ", "\\ "),
            (" a b ", "\\ a b\\ "),
            ("##", "\\##"),
            ("a/b", "a/b"),
            ("a/CN=b", "a\\2FCN=b"),
            ("a/", "a/"),
            ("é/CN=b/", "é\\2FCN=b/"),
            ("a=b", "a=b"),
            ("a\u{200B}b", "a\\E2\\80\\8Bb"),
        ];
        for (value, expected) in cases {
            let mut text = String::new();
            write_escaped(&mut text, value).unwrap();
            assert_eq!(text, expected, "{value:?}");
        }
    }
}
