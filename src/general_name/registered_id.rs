//! registeredID: an object identifier in dotted decimal (RFC 5280 4.2.1.6, X.660).
//!
//! ```text
//! registeredID [8] IMPLICIT OBJECT IDENTIFIER
//! ```

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use super::GeneralNameType;
use crate::der;
use crate::oid::{Oid, OidError};

/// Why a text is not a registeredID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegisteredIdError {
    /// Not an object identifier.
    Oid(OidError),
}

impl fmt::Display for RegisteredIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Oid(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for RegisteredIdError {}

impl RegisteredIdError {
    /// What to write instead, where that is clear.
    pub(crate) fn hint(&self, text: &str) -> Option<String> {
        let Self::Oid(error) = self;
        hint(error, text)
    }
}

/// The identifier that `text` probably means: without white space around it, without the
/// prefix of a URN or of an attribute type, without leading zeros.
pub(super) fn hint(error: &OidError, text: &str) -> Option<String> {
    if !matches!(error, OidError::NotANumber { .. } | OidError::LeadingZero { .. }) {
        return None;
    }
    let bare = text.trim();
    let bare = ["urn:oid:", "oid:", "oid."]
        .into_iter()
        .find_map(|prefix| {
            let (start, rest) = bare.split_at_checked(prefix.len())?;
            start.eq_ignore_ascii_case(prefix).then_some(rest)
        })
        .unwrap_or(bare);
    let arcs: Vec<&str> = bare
        .split('.')
        .map(|arc| match arc.trim_start_matches('0') {
            "" if !arc.is_empty() => "0",
            significant => significant,
        })
        .collect();
    let oid: Oid = arcs.join(".").parse().ok()?;
    Some(format!("did you mean {oid}?"))
}

/// Appends the TLV of the identifier in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), RegisteredIdError> {
    let oid: Oid = text.parse().map_err(RegisteredIdError::Oid)?;
    der::tlv(out, GeneralNameType::RegisteredId.tag(), oid.as_bytes());
    Ok(())
}

/// The dotted decimal form of the content octets of an OBJECT IDENTIFIER, if they are one and
/// if its text is short enough to be read again.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let text = Oid::from_content(content).ok()?.to_string();
    text.parse::<Oid>().is_ok().then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::general_name::cases::assert_reads_back;
    use alloc::vec;
    use proptest::prelude::*;

    #[test]
    fn identifiers_become_their_octets_and_text_again() {
        let cases: &[(&str, &[u8])] = &[
            ("2.999.1", &[0x88, 3, 0x88, 0x37, 0x01]),
            ("0.0", &[0x88, 1, 0x00]),
            ("0.39", &[0x88, 1, 0x27]),
            ("1.39", &[0x88, 1, 0x4F]),
            ("2.40", &[0x88, 1, 0x78]),
            ("1.2.840.113549", &[0x88, 6, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D]),
            (
                "2.25.340282366920938463463374607431768211455",
                b"\x88\x14\x69\x83\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F",
            ),
        ];
        assert_reads_back(encode, text, cases);
    }

    #[test]
    fn messages_are_those_of_the_identifier() {
        for text in ["", "1", "3.1", "0.40", "1.02", "1.2."] {
            let error = encode(text, &mut Vec::new()).unwrap_err();
            let RegisteredIdError::Oid(why) = error;
            assert!(!why.to_string().is_empty());
            assert_eq!(error.to_string(), why.to_string());
        }
    }

    #[test]
    fn what_is_no_identifier_is_refused_for_its_own_reason() {
        use OidError::*;
        let cases = [
            ("", Empty, None),
            ("1", OneArc, None),
            ("3.1", FirstArc, None),
            ("0.40", SecondArc, None),
            ("1.40", SecondArc, None),
            ("1.02", LeadingZero { arc: 2 }, Some("did you mean 1.2?")),
            ("1.00", LeadingZero { arc: 2 }, Some("did you mean 1.0?")),
            ("1.2.", NotANumber { arc: 3 }, None),
            (" 1.2", NotANumber { arc: 1 }, Some("did you mean 1.2?")),
            ("1.2\n", NotANumber { arc: 2 }, Some("did you mean 1.2?")),
            ("urn:oid:2.999", NotANumber { arc: 1 }, Some("did you mean 2.999?")),
            ("OID.2.999", NotANumber { arc: 1 }, Some("did you mean 2.999?")),
            ("1.2,DNS:b", NotANumber { arc: 2 }, None),
            ("@file", NotANumber { arc: 1 }, None),
            ("1.2\0", NotANumber { arc: 2 }, None),
            ("1.٢", NotANumber { arc: 2 }, None),
            ("é", NotANumber { arc: 1 }, None),
        ];
        for (text, expected, hint) in cases {
            let mut out = Vec::new();
            let refusal = encode(text, &mut out);
            assert_eq!(refusal, Err(RegisteredIdError::Oid(expected)), "{text:?}");
            assert_eq!(RegisteredIdError::Oid(expected).hint(text).as_deref(), hint, "{text:?}");
            assert!(out.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn content_that_no_text_can_express_has_none() {
        let longest = "0.".repeat(499) + "0";
        assert_eq!(longest.len(), 999);
        assert_eq!(text(&[0; 499]), Some("0.0.".to_string() + &"0.".repeat(497) + "0"));
        let cases = [vec![], vec![0x80], vec![0x2A, 0x80, 0x01], vec![0; 500], vec![0xFF; 1 << 20]];
        for content in cases {
            assert_eq!(text(&content), None, "{} octets", content.len());
        }
    }

    proptest! {
        #[test]
        fn text_that_is_read_is_given_back(
            arcs in prop::collection::vec("0|[1-9][0-9]{0,30}", 1..12),
        ) {
            let input = "2.".to_string() + &arcs.join(".");
            let mut out = Vec::new();
            encode(&input, &mut out).unwrap();
            prop_assert_eq!(text(crate::decode::only(&out).unwrap().content), Some(input));
        }
    }
}
