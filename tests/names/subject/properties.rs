//! What holds for every subject.

use super::*;
use crate::raw::is_raw;

fn attribute_type() -> impl Strategy<Value = AttributeType> {
    let oids = [CN, O, OU, SERIAL, EMAIL, DC, UID, "2.5.4.42", "2.5.4.97", "2.999", "1.2.3.4"];
    prop::sample::select(oids.map(dotted).to_vec())
}

/// Values that are likely to hold what has a meaning in the text form.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        "[ ,+\\\\\"#;<>=/a]{0,8}",
        "\\PC{0,8}",
        "[\\u{200B}\\u{202E}\\u{FEFF}\\u{E000}aé漢]{1,6}",
        "/(O|CN|2\\.5\\.4\\.3)=[a-z]",
        any::<String>(),
    ]
}

fn read_back(subject: &DistinguishedName) -> Result<(), TestCaseError> {
    let text = subject.to_string();
    prop_assert!(!text.contains(is_raw), "{text:?}");
    let again = text.parse::<DistinguishedName>();
    prop_assert_eq!(again.as_ref(), Ok(subject), "{}", text);
    Ok(())
}

proptest! {
    #[test]
    fn what_is_built_is_read_back_from_its_text(
        rdns in prop::collection::vec(
            prop::collection::vec((attribute_type(), value()), 1..4),
            0..5,
        ),
    ) {
        let is_valid = |of: &AttributeType, value: &str| {
            DistinguishedName::builder().attribute(of.clone(), value).build().is_ok()
        };
        let mut builder = DistinguishedName::builder();
        for rdn in &rdns {
            let valid = rdn.iter().filter(|(of, value)| is_valid(of, value));
            builder = builder.rdn(valid.map(|(of, value)| (of.clone(), value.as_str())));
        }
        if let Ok(subject) = builder.build() {
            read_back(&subject)?;
            let from_der = DistinguishedName::from_der(subject.as_der());
            prop_assert_eq!(from_der.as_ref(), Ok(&subject));
            // x509-cert cannot hold the identifier 2.999.
            match RdnSequence::from_der(subject.as_der()) {
                Ok(oracle) => prop_assert_eq!(oracle.to_der().unwrap(), subject.as_der()),
                Err(_) => prop_assert!(subject.to_string().contains("2.999=")),
            }
        }
    }

    #[test]
    fn any_valid_name_is_read_back_from_its_text(
        attributes in prop::collection::vec(
            (
                prop::sample::select(vec![CN, O, C, SERIAL, EMAIL, "1.2.3.4"]),
                prop::sample::select(vec![
                    P, U, I, Tag::TeletexString, Tag::BmpString, Tag::VisibleString,
                    Tag::NumericString, Tag::OctetString,
                ]),
                prop_oneof![
                    value().prop_map(String::into_bytes),
                    prop::collection::vec(any::<u8>(), 0..6),
                ],
            ),
            0..4,
        ),
    ) {
        let attributes: Vec<[Attribute<'_>; 1]> =
            attributes.iter().map(|(oid, tag, value)| [(*oid, *tag, value.as_slice())]).collect();
        let rdns: Vec<&[Attribute<'_>]> = attributes.iter().map(|rdn| rdn.as_slice()).collect();
        let der = by_x509_cert(&rdns);
        if let Ok(subject) = DistinguishedName::from_der(&der) {
            prop_assert_eq!(subject.as_der(), der);
            read_back(&subject)?;
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(
        text in prop_oneof![
            any::<String>(),
            "((CN|O|C|2\\.5\\.4\\.3|XY)[ =]{0,2}[\\\\\"#;<>/,+ aé0-9A-F]{0,6}[,+;/]?){0,5}",
        ],
    ) {
        match text.parse::<DistinguishedName>() {
            Ok(subject) => read_back(&subject)?,
            Err(faults) => prop_assert!(!faults.to_string().is_empty()),
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(der in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(subject) = DistinguishedName::from_der(&der) {
            read_back(&subject)?;
        }
    }
}
