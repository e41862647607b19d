//! Names in DER.

use super::*;

#[test]
fn der_is_kept_octet_for_octet_where_it_is_a_valid_name() {
    let cases = [
        judged(&[]),
        judged(&[&[(C, P, b"US")], &[(O, U, b"ACME")], &[(CN, U, b"a.example")]]),
        judged(&[&[(O, Tag::TeletexString, b"Caf\xE9")]]),
        judged(&[&[(O, Tag::BmpString, &[0x6F, 0x22])]]),
        judged(&[&[(CN, P, b" a ")]]),
        judged(&[&[(SERIAL, P, b"1"), (CN, P, b"aaaa")]]),
        judged(&[&[("2.5.4.45", Tag::BitString, &[0, 0xA5])]]),
        judged(&[&[("1.2.3.4", Tag::VisibleString, b"a_b")]]),
    ];
    for der in cases {
        let subject = Subject::from_der(&der).unwrap();
        assert_eq!(subject.as_der(), der);
        assert_eq!(parse(&subject.to_string()).as_der(), der, "{subject}");
    }
    let old = Subject::from_der(&judged(&[&[(O, Tag::TeletexString, b"Caf\xE9")]])).unwrap();
    assert_eq!(format!("{old:#}"), "O=Café");
}

#[test]
fn der_that_is_no_name_is_refused_for_its_own_reason() {
    let shape: &[(&[u8], SubjectDerError)] = &[
        (b"\x30\x02\x31\x00", SubjectDerError::EmptyRdn { at: 2 }),
        (
            b"\x30\x16\x31\x14\
              \x30\x08\x06\x03\x55\x04\x0B\x13\x01a\
              \x30\x08\x06\x03\x55\x04\x03\x13\x01a",
            SubjectDerError::NotSorted { at: 14 },
        ),
        (
            b"\x30\x16\x31\x14\
              \x30\x08\x06\x03\x55\x04\x0B\x13\x01a\
              \x30\x08\x06\x03\x55\x04\x0B\x13\x01a",
            SubjectDerError::Repeated { at: 14 },
        ),
    ];
    for (der, expected) in shape {
        assert_eq!(Subject::from_der(der).unwrap_err(), *expected, "{der:02x?}");
    }
    let malformed: &[(&[u8], usize)] = &[
        (b"", 0),
        (b"\x31\x00", 0),
        (b"\x30\x00\x00", 2),
        (b"\x30\x80", 0),
        (b"\x30\x02\x30\x00", 2),
        (b"\x30\x04\x31\x02\x30\x00", 6),
        // No value, an identifier that is cut off, a third part.
        (b"\x30\x09\x31\x07\x30\x05\x06\x03\x55\x04\x03", 11),
        (b"\x30\x0B\x31\x09\x30\x07\x06\x02\x55\x84\x0C\x01a", 6),
        (b"\x30\x0E\x31\x0C\x30\x0A\x06\x03\x55\x04\x03\x0C\x01a\x05\x00", 14),
    ];
    for (der, at) in malformed {
        match Subject::from_der(der) {
            Err(SubjectDerError::Der(error)) => assert_eq!(error.at(), *at, "{der:02x?}"),
            other => panic!("{der:02x?}: {other:?}"),
        }
    }
}

#[test]
fn der_with_values_that_are_not_allowed_names_each_of_them() {
    use AttributeErrorKind as E;
    let long = "x".repeat(65);
    let der = judged(&[
        &[(C, U, b"US")],
        &[(C, P, b"us")],
        &[(O, I, b"a")],
        &[(O, P, b"a@b")],
        &[(O, U, b"\xFF")],
        &[(O, P, b"fine")],
        &[(O, U, b"a\0b")],
        &[(OU, Tag::BmpString, b"\x00")],
        &[(OU, P, long.as_bytes())],
        &[(OU, P, b"")],
        &[(CN, Tag::Integer, b"\x01")],
        &[(EMAIL, U, b"a@b")],
    ]);
    let Err(SubjectDerError::Values(faults)) = Subject::from_der(&der) else { panic!() };
    let found: Vec<(String, E)> = faults
        .iter()
        .map(|fault| match fault.kind() {
            FaultKind::Attribute(error) => (fault.location().to_string(), error.kind()),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        ("subject.C", E::StringType(StringType::Utf8)),
        ("subject.C[1]", E::CountryCase),
        ("subject.O", E::StringType(StringType::Ia5)),
        ("subject.O[1]", E::Malformed(StringType::Printable)),
        ("subject.O[2]", E::Malformed(StringType::Utf8)),
        ("subject.O[4]", E::Control { character: '\0', at: 2 }),
        ("subject.OU", E::Malformed(StringType::Bmp)),
        ("subject.OU[1]", E::TooLong { len: 65, max: 64, source: "RFC 5280 Appendix A.1" }),
        ("subject.OU[2]", E::Empty { default: None }),
        ("subject.CN", E::NotAString),
        ("subject.emailAddress", E::StringType(StringType::Utf8)),
    ];
    assert_eq!(found, expected.map(|(place, kind)| (place.to_owned(), kind)));
}

#[test]
fn attributes_can_be_read_one_by_one() {
    let subject = parse("CN=a\\,b+serialNumber=7,O=#1e0200e9,2.999=#0500");
    let read: Vec<_> = subject
        .attributes()
        .map(|attribute| {
            let name = attribute.attribute_type().to_string();
            (name, attribute.string_type(), attribute.to_text())
        })
        .collect();
    let expected = [
        ("2.999", None, "#0500"),
        ("O", Some(StringType::Bmp), "é"),
        ("serialNumber", Some(StringType::Printable), "7"),
        ("CN", Some(StringType::Printable), "a,b"),
    ];
    assert_eq!(read, expected.map(|(name, kind, text)| (name.to_owned(), kind, text.to_owned())));
    assert_eq!(subject.rdns().map(|rdn| rdn.attributes().count()).collect::<Vec<_>>(), [1, 1, 2]);
}

#[test]
fn long_identifiers_of_types_are_refused_before_they_cost_time() {
    let longest = format!("1.{}1", "1.".repeat(249));
    let too_long = format!("1.{}1", "1.".repeat(250));
    let subject = parse(&format!("{longest}=a"));
    assert_eq!(parse(&subject.to_string()), subject);
    assert!(format!("{too_long}=a").parse::<Subject>().is_err());
}
