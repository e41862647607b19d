//! Attributes from text and from DER.

use super::*;
use crate::attribute::IntoAttribute;
use alloc::string::ToString;

#[test]
fn texts_take_the_string_type_that_holds_them() {
    let cases = [
        (Attribute::challenge_password("abc 1"), 7, 0x13),
        (Attribute::challenge_password(" "), 7, 0x13),
        (Attribute::challenge_password("a_b"), 7, 0x0C),
        (Attribute::challenge_password("é"), 7, 0x0C),
        (Attribute::unstructured_name("a_b"), 2, 0x16),
        (Attribute::unstructured_name("é"), 2, 0x0C),
    ];
    for (attribute, last_arc, tag) in cases {
        let attribute = attribute.unwrap();
        let der = attribute.as_der();
        assert_eq!(der[2..13], [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, last_arc]);
        assert_eq!((der[13], der[15]), (0x31, tag), "{attribute:?}");
        assert_eq!(attribute.to_string().parse(), Ok(attribute));
    }
}

#[test]
fn texts_have_from_1_to_255_characters_without_controls() {
    for letter in ["x", "é", "漢"] {
        assert!(Attribute::challenge_password(&letter.repeat(255)).is_ok());
        assert!(Attribute::unstructured_name(&letter.repeat(255)).is_ok());
    }
    let long = "é".repeat(256);
    let cases = [
        ("", Code::Empty, None),
        (long.as_str(), Code::TooLong, None),
        ("é\n", Code::ControlCharacter, Some(2)),
        ("a\0b", Code::ControlCharacter, Some(2)),
    ];
    for (text, code, at) in cases {
        for (refused, subject) in [
            (Attribute::challenge_password(text), "challengePassword"),
            (Attribute::unstructured_name(text), "unstructuredName"),
        ] {
            let error = refused.unwrap_err();
            assert_eq!((error.code(), error.at()), (code, at), "{text:?}");
            assert_eq!(error.subject(), subject);
        }
    }
}

#[test]
fn values_are_a_sorted_set() {
    let attribute: Attribute = "2.999=0401FF,0500,020107".parse().unwrap();
    let expected = [0x30, 14, 6, 2, 0x88, 0x37, 0x31, 8, 2, 1, 7, 4, 1, 0xFF, 5, 0];
    assert_eq!(attribute.as_der(), expected);
    assert_eq!(attribute.to_string(), "2.999=020107,0401ff,0500");
}

#[test]
fn an_invalid_attribute_is_refused_for_its_own_reason() {
    let cases = [
        ("", Code::EqualsMissing),
        ("2.999", Code::EqualsMissing),
        ("x=0500", Code::OidSyntax),
        ("2.999=", Code::ValueMissing),
        ("2.999=0500,", Code::ValueMissing),
        ("2.999=5", Code::Hex),
        ("2.999=0500,0500", Code::Repeated),
        ("2.999=05000500", Code::TrailingData),
        ("2.999=0501", Code::Structure),
        ("1.2.840.113549.1.9.14=3000", Code::ExtensionRequestAsAttribute),
    ];
    for (text, code) in cases {
        assert_eq!(text.parse::<Attribute>().unwrap_err().code(), code, "{text}");
    }
    let none = Attribute::new("2.999".parse().unwrap(), &[]).unwrap_err();
    assert_eq!(none.code(), Code::AttributeEmpty);
}

#[test]
fn attributes_are_read_leniently_and_checked_for_a_request() {
    let read = |der: &[u8]| {
        let mut walk = Walk::lenient();
        let sequence = walk.only(Reader::new(der), tag::SEQUENCE).unwrap();
        let attribute = Attribute::read(&mut walk, &sequence, |_, _| Ok(())).unwrap();
        let codes: Vec<Code> =
            walk.into_deviations().iter().map(|deviation| deviation.code()).collect();
        (attribute, codes)
    };
    // 7, "a", NULL: not sorted.
    let der = [0x30, 14, 6, 2, 0x88, 0x37, 0x31, 8, 2, 1, 7, 0x0C, 1, b'a', 5, 0];
    let (attribute, codes) = read(&der);
    assert_eq!(codes, [Code::ValuesUnsorted]);
    assert_eq!(attribute.text().as_deref(), Some("a"));
    let in_request = attribute.into_attribute().unwrap();
    assert_eq!(in_request.to_string(), "2.999=020107,0500,0c0161");
    let (attribute, codes) = read(&[0x30, 9, 6, 2, 0x88, 0x37, 0x31, 3, 0x13, 1, b'_']);
    assert_eq!(codes, [Code::StringCharset]);
    assert_eq!(attribute.text().as_deref(), Some("_"));
    assert_eq!(attribute.into_attribute().unwrap_err().code(), Code::StringCharset);
    let (attribute, codes) = read(&[0x30, 6, 6, 2, 0x88, 0x37, 0x31, 0]);
    assert_eq!(codes, [Code::AttributeEmpty]);
    assert_eq!(attribute.into_attribute().unwrap_err().code(), Code::AttributeEmpty);
}

#[test]
fn errors_and_debug_do_not_show_a_password() {
    let attribute = Attribute::challenge_password("hunter2").unwrap();
    assert_eq!(format!("{attribute:?}"), "Attribute(1.2.840.113549.1.9.7, 24 bytes)");
    let errors = [
        Attribute::challenge_password("hunter2\n").unwrap_err(),
        "1.2.840.113549.1.9.7=130768756e7465725f".parse::<Attribute>().unwrap_err(),
        "1.2.840.113549.1.9.7=68756e74657232zz".parse::<Attribute>().unwrap_err(),
    ];
    for error in errors {
        let shown = format!("{error:?} {error} {:?}", error.refused());
        assert!(!shown.contains("hunter") && !shown.contains("68756e746572"), "{shown}");
    }
}
