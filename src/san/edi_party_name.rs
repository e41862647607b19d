//! ediPartyName: a party to electronic data interchange (RFC 5280 4.2.1.6).
//!
//! ```text
//! EDIPartyName ::= SEQUENCE {
//!     nameAssigner [0] DirectoryString OPTIONAL,
//!     partyName    [1] DirectoryString }
//! ```
//!
//! Both tags are explicit in spite of the module's IMPLICIT TAGS, because DirectoryString is a
//! CHOICE (X.680 31.2.7). A part whose characters allow it is a PrintableString, any other a
//! UTF8String, as in a distinguished name.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::given::Given;
use super::name_type::GeneralNameType;
use crate::asn1::StringType;
use crate::asn1::read::{Reader, Tlv};
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write::{self as der, tag};
use crate::error::{Code, Error, Hint};

const ASSIGNER: u8 = tag::context_constructed(0);
const PARTY: u8 = tag::context_constructed(1);

const SHAPE: &str = "partyName or nameAssigner;partyName (RFC 5280 4.2.1.6)";

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let (assigner, party) = parse(text)?;
    der::nested(out, GeneralNameType::EdiPartyName.tag(), |out| {
        if let Some(assigner) = assigner {
            der::nested(out, ASSIGNER, |out| directory_string(out, &assigner));
        }
        der::nested(out, PARTY, |out| directory_string(out, &party));
    });
    Ok(())
}

fn directory_string(out: &mut Vec<u8>, value: &str) {
    der::tlv(out, StringType::of_directory_string(value).tag(), value.as_bytes());
}

/// The text of the content bytes, if their parts are UTF-8; it may not give them back.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(content.len());
    for part in Reader::new(content) {
        if !text.is_empty() {
            text.push(';');
        }
        let value = part.reader().next()?.content;
        for character in core::str::from_utf8(value).ok()?.chars() {
            if matches!(character, ';' | '\\') {
                text.push('\\');
            }
            text.push(character);
        }
    }
    Some(text)
}

pub(super) fn read(walk: &mut Walk, name: &Tlv<'_>) -> Walked<()> {
    let mut fields = name.reader();
    let parts = if fields.peek() == Some(ASSIGNER) { &[ASSIGNER, PARTY][..] } else { &[PARTY] };
    for part in parts {
        let wrapped = walk.expect(&mut fields, *part)?;
        let value = walk.single(wrapped.reader())?;
        walk.is_string(&value)?;
    }
    walk.finish(&fields)
}

/// The assigner, if there is one, and the party, both without their escapes.
type Parts<'a> = (Option<Cow<'a, str>>, Cow<'a, str>);

fn parse(text: &str) -> Result<Parts<'_>, Error> {
    let given = Given { name_type: GeneralNameType::EdiPartyName, text };
    let empty = |reason| given.refuse(Code::Empty, reason).expected(SHAPE);
    if text.is_empty() {
        return Err(empty("is empty"));
    }
    given.check_controls(text)?;
    let (assigner, party) = split(given)?;
    if assigner == Some("") {
        let meant = parse(party).is_ok().then(|| Hint::Write(party.into()));
        return Err(empty("has an empty nameAssigner").hint_at(meant));
    }
    if party.is_empty() {
        return Err(empty("has an empty partyName"));
    }
    let is_padded = |part: &str| part.trim().len() != part.len();
    if assigner.is_some_and(is_padded) || is_padded(party) {
        let reason = "has white space around nameAssigner or partyName";
        return Err(given.refuse(Code::WhiteSpace, reason));
    }
    Ok((assigner.map(unescape), unescape(party)))
}

/// Splits at the one semicolon that no backslash escapes, if there is one.
fn split(given: Given<'_>) -> Result<(Option<&str>, &str), Error> {
    let text = given.text;
    let mut parts = (None, text);
    let mut characters = text.char_indices().zip(1..);
    while let Some(((offset, character), at)) = characters.next() {
        match character {
            ';' if parts.0.is_some() => {
                let error = given.refuse_character(Code::EdiPartySyntax, character, at);
                let hint = Hint::advice("write a semicolon in a name as \\;");
                return Err(error.expected(SHAPE).hint_at(hint));
            }
            ';' => parts = (Some(&text[..offset]), &text[offset + 1..]),
            '\\' if !matches!(characters.next(), Some(((_, ';' | '\\'), _))) => {
                let error = given.refuse_character(Code::Escape, character, at);
                let hint = Hint::advice("write a backslash in a name as \\\\");
                return Err(error.expected("\\; or \\\\").hint_at(hint));
            }
            _ => {}
        }
    }
    Ok(parts)
}

fn unescape(part: &str) -> Cow<'_, str> {
    if !part.contains('\\') {
        return Cow::Borrowed(part);
    }
    let mut plain = String::with_capacity(part.len());
    let mut characters = part.chars();
    while let Some(character) = characters.next() {
        plain.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::san::GeneralName;
    use crate::san::cases::{assert_reads_back, assert_refused};
    use proptest::prelude::*;

    #[test]
    fn names_become_explicitly_tagged_strings_and_text_again() {
        let cases: &[(&str, &[u8])] = &[
            ("ACME", b"\xA5\x08\xA1\x06\x13\x04ACME"),
            ("GS1;ACME", b"\xA5\x0F\xA0\x05\x13\x03GS1\xA1\x06\x13\x04ACME"),
            ("A\\;B", b"\xA5\x07\xA1\x05\x0C\x03A;B"),
            ("A\\\\B", b"\xA5\x07\xA1\x05\x0C\x03A\\B"),
            ("\\;;\\\\", b"\xA5\x0A\xA0\x03\x0C\x01;\xA1\x03\x0C\x01\\"),
            ("\\\\;P", b"\xA5\x0A\xA0\x03\x0C\x01\\\xA1\x03\x13\x01P"),
            ("Müller", b"\xA5\x0B\xA1\x09\x0C\x07M\xC3\xBCller"),
            ("a b", b"\xA5\x07\xA1\x05\x13\x03a b"),
            ("a,DNS:b", b"\xA5\x0B\xA1\x09\x13\x07a,DNS:b"),
            ("@file", b"\xA5\x09\xA1\x07\x0C\x05@file"),
        ];
        assert_reads_back(encode, text, cases);
    }

    #[test]
    fn a_text_that_is_not_a_party_name_is_refused_for_its_own_reason() {
        let advice = |text: &'static str| Some(Hint::advice(text));
        let semicolon = || advice("write a semicolon in a name as \\;");
        let backslash = || advice("write a backslash in a name as \\\\");
        let cases = [
            ("", Code::Empty, None, None),
            (";", Code::Empty, None, None),
            (";P", Code::Empty, None, Some(Hint::Write("P".into()))),
            ("A;", Code::Empty, None, None),
            ("A;B;C", Code::EdiPartySyntax, Some(4), semicolon()),
            ("é;;", Code::EdiPartySyntax, Some(3), semicolon()),
            ("A\\B", Code::Escape, Some(2), backslash()),
            ("é\\", Code::Escape, Some(2), backslash()),
            ("A; B", Code::WhiteSpace, None, None),
            ("A ;B", Code::WhiteSpace, None, None),
            ("A\u{A0}", Code::WhiteSpace, None, None),
            ("a\nb", Code::ControlCharacter, Some(2), None),
            ("é\0", Code::ControlCharacter, Some(2), None),
            ("\u{85}", Code::ControlCharacter, Some(1), None),
        ];
        assert_refused(encode, "ediPartyName", cases);
    }

    #[test]
    fn content_that_no_text_can_express_has_none() {
        let cases: &[&[u8]] = &[
            b"",
            b"\xA0\x03\x13\x01A",
            b"\xA1\x03\x0C\x01A",
            b"\xA1\x03\x14\x01A",
            b"\xA1\x02\x13\x00",
            b"\x81\x01A",
            b"\xA1\x03\x0C\x01\x00",
            b"\xA1\x04\x13\x01A\x00",
            b"\xA1\x03\x13\x01A\x05\x00",
            b"\xA1\x03\x0C\x01\xFF",
        ];
        for content in cases {
            let mut name = Vec::new();
            der::tlv(&mut name, 0xA5, content);
            assert_eq!(GeneralName::from_encoded(&name).text(), None, "{content:02x?}");
        }
    }

    proptest! {
        #[test]
        fn text_that_is_read_is_given_back(input in r"(\\;|\\\\|[^;\\\pC]){1,20}(;(\\;|\\\\|[^;\\\pC]){1,20})?") {
            if let Ok(name) = GeneralName::edi_party(&input) {
                prop_assert_eq!(name.value(), input);
            } else {
                prop_assert!(input.split(';').any(|part| part.trim() != part), "{}", input);
            }
        }
    }
}
