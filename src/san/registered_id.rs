//! registeredID: an object identifier in dotted decimal (RFC 5280 4.2.1.6, X.660).
//!
//! ```text
//! registeredID [8] IMPLICIT OBJECT IDENTIFIER
//! ```

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use super::name_type::GeneralNameType;
use crate::asn1::Oid;
use crate::asn1::read::Tlv;
use crate::asn1::walk::{Walk, Walked};
use crate::asn1::write as der;
use crate::error::Error;

/// Appends the TLV of the identifier in `text`.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    let name_type = GeneralNameType::RegisteredId;
    let oid: Oid = text.parse().map_err(|error: Error| error.about(name_type.as_str()))?;
    der::tlv(out, name_type.tag(), oid.as_bytes());
    Ok(())
}

/// The dotted decimal form of the content bytes, if they are an OBJECT IDENTIFIER.
pub(super) fn text(content: &[u8]) -> Option<String> {
    Oid::from_content(content).ok().map(|oid| oid.to_string())
}

pub(super) fn read(walk: &mut Walk, name: &Tlv<'_>) -> Walked<()> {
    walk.is_oid(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Code, Hint};
    use crate::san::GeneralName;
    use crate::san::cases::{assert_reads_back, assert_refused};
    use alloc::{format, vec};
    use proptest::prelude::*;

    #[test]
    fn identifiers_become_their_bytes_and_text_again() {
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
    fn a_text_that_is_not_an_identifier_is_refused_for_its_own_reason() {
        let cases = [
            ("", Code::Empty, None),
            ("1", Code::OidArcs, None),
            ("3.1", Code::OidArcs, None),
            ("0.40", Code::OidArcs, None),
            ("1.40", Code::OidArcs, None),
            ("1.02", Code::LeadingZero, Some("1.2")),
            ("1.00", Code::LeadingZero, Some("1.0")),
            ("1.2.", Code::OidSyntax, None),
            (" 1.2", Code::OidSyntax, Some("1.2")),
            ("1.2\n", Code::OidSyntax, Some("1.2")),
            ("urn:oid:2.999", Code::OidSyntax, Some("2.999")),
            ("OID.2.999", Code::OidSyntax, Some("2.999")),
            ("1.2,DNS:b", Code::OidSyntax, None),
            ("@file", Code::OidSyntax, None),
            ("1.2\0", Code::OidSyntax, None),
            ("1.٢", Code::OidSyntax, None),
            ("é", Code::OidSyntax, None),
        ];
        let cases = cases.map(|(text, code, meant)| {
            (text, code, None, meant.map(|meant| Hint::DidYouMean(meant.into())))
        });
        assert_refused(encode, "registeredID", cases);
    }

    #[test]
    fn content_that_no_text_can_express_is_shown_as_der() {
        let longest = "2.47".to_string() + &".127".repeat(499);
        assert_eq!(text(&[0x7F; 500]), Some(longest));
        for content in
            [vec![], vec![0x80], vec![0x2A, 0x80, 0x01], vec![0; 501], vec![0xFF; 1 << 20]]
        {
            let mut name = Vec::new();
            der::tlv(&mut name, 0x88, &content);
            let name = GeneralName::from_encoded(&name);
            assert_eq!(name.text(), None, "{} bytes", content.len());
            let digits = crate::hex::encode(name.as_der());
            assert_eq!(name.to_string(), format!("RID:DER:{digits}"));
        }
    }

    proptest! {
        #[test]
        fn text_that_is_read_is_given_back(
            arcs in prop::collection::vec("0|[1-9][0-9]{0,30}", 1..12),
        ) {
            let input = "2.".to_string() + &arcs.join(".");
            prop_assert_eq!(GeneralName::registered_id(&input).unwrap().value(), input);
        }
    }
}
