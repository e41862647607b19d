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

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::fmt;

use super::GeneralNameType;
use crate::decode::{self, Reader};
use crate::der::{self, tag};
use crate::error::{Quoted, first_character};
use crate::subject::StringType;

const ASSIGNER: u8 = tag::context_constructed(0);
const PARTY: u8 = tag::context_constructed(1);

/// Why a text is not an ediPartyName. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EdiPartyNameError {
    /// Nothing there.
    Empty,
    /// Nothing in front of the semicolon.
    EmptyAssigner,
    /// Nothing behind the semicolon.
    EmptyParty,
    /// A second semicolon that no backslash escapes.
    ThirdPart {
        /// Position of that semicolon, in characters from 1.
        at: usize,
    },
    /// A backslash in front of anything but a semicolon or a backslash.
    Escape {
        /// Position of the backslash, in characters from 1.
        at: usize,
    },
    /// White space at the beginning or at the end of a part.
    OuterWhiteSpace,
    /// A control character, NUL among them.
    Control {
        /// The character.
        character: char,
        /// Its position, in characters from 1.
        at: usize,
    },
}

impl fmt::Display for EdiPartyNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHAPE: &str =
            "an ediPartyName is partyName or nameAssigner;partyName (RFC 5280 4.2.1.6)";
        match self {
            Self::Empty => write!(f, "is empty; {SHAPE}"),
            Self::EmptyAssigner => write!(f, "has an empty nameAssigner; {SHAPE}"),
            Self::EmptyParty => write!(f, "has an empty partyName; {SHAPE}"),
            Self::ThirdPart { at } => {
                write!(f, "has a second semicolon at character {at}; {SHAPE}")
            }
            Self::Escape { at } => write!(
                f,
                "has a backslash at character {at} that escapes nothing; only \\; and \\\\ are escapes"
            ),
            Self::OuterWhiteSpace => f.write_str(
                "has white space around nameAssigner or partyName; both are written without",
            ),
            Self::Control { character, at } => write!(
                f,
                "has the control character U+{:04X} at character {at}; an ediPartyName holds none",
                u32::from(*character)
            ),
        }
    }
}

impl core::error::Error for EdiPartyNameError {}

impl EdiPartyNameError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self, text: &str) -> Option<String> {
        match self {
            Self::EmptyAssigner => {
                let party = text.strip_prefix(';')?;
                encode(party, &mut Vec::new())
                    .ok()
                    .map(|()| format!("without a nameAssigner, write {} alone", Quoted(party)))
            }
            Self::ThirdPart { .. } => Some("write a semicolon in a name as \\;".into()),
            Self::Escape { .. } => Some("write a backslash in a name as \\\\".into()),
            _ => None,
        }
    }
}

/// Appends the TLV of the name in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), EdiPartyNameError> {
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

/// The text of the content octets, where the syntax can express them.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let mut reader = Reader::new(content);
    let assigner = reader.optional(ASSIGNER).ok()?;
    let party = reader.expect(PARTY).ok()?;
    let mut text = String::with_capacity(content.len());
    for part in assigner.into_iter().chain([party]) {
        let value = decode::only(part.content).ok()?.content;
        if part.tag == PARTY && assigner.is_some() {
            text.push(';');
        }
        for character in core::str::from_utf8(value).ok()?.chars() {
            if matches!(character, ';' | '\\') {
                text.push('\\');
            }
            text.push(character);
        }
    }
    // Other string types, and names that the syntax refuses, do not come back as they were.
    let mut again = Vec::with_capacity(content.len() + 4);
    encode(&text, &mut again).ok()?;
    (decode::only(&again).ok()?.content == content).then_some(text)
}

/// The assigner, if there is one, and the party, both without their escapes.
type Parts<'a> = (Option<Cow<'a, str>>, Cow<'a, str>);

fn parse(text: &str) -> Result<Parts<'_>, EdiPartyNameError> {
    if text.is_empty() {
        return Err(EdiPartyNameError::Empty);
    }
    if let Some((character, at)) = first_character(text, char::is_control) {
        return Err(EdiPartyNameError::Control { character, at });
    }
    let (assigner, party) = split(text)?;
    if assigner == Some("") {
        return Err(EdiPartyNameError::EmptyAssigner);
    }
    if party.is_empty() {
        return Err(EdiPartyNameError::EmptyParty);
    }
    let is_padded = |part: &str| part.trim().len() != part.len();
    if assigner.is_some_and(is_padded) || is_padded(party) {
        return Err(EdiPartyNameError::OuterWhiteSpace);
    }
    Ok((assigner.map(unescape), unescape(party)))
}

/// Splits at the one semicolon that no backslash escapes, if there is one.
fn split(text: &str) -> Result<(Option<&str>, &str), EdiPartyNameError> {
    let mut parts = (None, text);
    let mut characters = text.char_indices().enumerate();
    while let Some((index, (offset, character))) = characters.next() {
        let at = index + 1;
        match character {
            ';' if parts.0.is_some() => return Err(EdiPartyNameError::ThirdPart { at }),
            ';' => parts = (Some(&text[..offset]), &text[offset + 1..]),
            '\\' if !matches!(characters.next(), Some((_, (_, ';' | '\\')))) => {
                return Err(EdiPartyNameError::Escape { at });
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
    use crate::general_name::cases::assert_reads_back;
    use alloc::string::ToString;
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
    fn what_is_no_party_name_is_refused_for_its_own_reason() {
        use EdiPartyNameError::*;
        let cases = [
            ("", Empty, None),
            (";", EmptyAssigner, None),
            (";P", EmptyAssigner, Some("without a nameAssigner, write \"P\" alone")),
            ("A;", EmptyParty, None),
            ("A;B;C", ThirdPart { at: 4 }, Some("write a semicolon in a name as \\;")),
            ("é;;", ThirdPart { at: 3 }, Some("write a semicolon in a name as \\;")),
            ("A\\B", Escape { at: 2 }, Some("write a backslash in a name as \\\\")),
            ("é\\", Escape { at: 2 }, Some("write a backslash in a name as \\\\")),
            ("A; B", OuterWhiteSpace, None),
            ("A ;B", OuterWhiteSpace, None),
            ("A\u{A0}", OuterWhiteSpace, None),
            ("a\nb", Control { character: '\n', at: 2 }, None),
            ("é\0", Control { character: '\0', at: 2 }, None),
            ("\u{85}", Control { character: '\u{85}', at: 1 }, None),
        ];
        for (text, expected, hint) in cases {
            let mut out = Vec::new();
            assert_eq!(encode(text, &mut out), Err(expected), "{text:?}");
            assert_eq!(expected.hint(text).as_deref(), hint, "{text:?}");
            assert!(out.is_empty(), "{text:?}");
        }
        assert_eq!(
            ThirdPart { at: 4 }.to_string(),
            "has a second semicolon at character 4; an ediPartyName is partyName or nameAssigner;partyName (RFC 5280 4.2.1.6)"
        );
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
            assert_eq!(text(content), None, "{content:02x?}");
        }
    }

    proptest! {
        #[test]
        fn text_that_is_read_is_given_back(input in r"(\\;|\\\\|[^;\\\pC]){1,20}(;(\\;|\\\\|[^;\\\pC]){1,20})?") {
            let mut out = Vec::new();
            if encode(&input, &mut out).is_ok() {
                prop_assert_eq!(text(decode::only(&out).unwrap().content), Some(input));
            } else {
                prop_assert!(input.split(';').any(|part| part.trim() != part), "{}", input);
            }
        }
    }
}
