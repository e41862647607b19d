//! Names in DER.

use super::*;

#[test]
fn der_is_kept_byte_for_byte_where_it_is_a_valid_name() {
    let cases = [
        by_x509_cert(&[]),
        by_x509_cert(&[&[(C, P, b"US")], &[(O, U, b"ACME")], &[(CN, U, b"a.example")]]),
        by_x509_cert(&[&[(O, Tag::TeletexString, b"Caf\xE9")]]),
        by_x509_cert(&[&[(O, Tag::BmpString, &[0x6F, 0x22])]]),
        by_x509_cert(&[&[(CN, P, b" a ")]]),
        by_x509_cert(&[&[(SERIAL, P, b"1"), (CN, P, b"aaaa")]]),
        by_x509_cert(&[&[("2.5.4.45", Tag::BitString, &[0, 0xA5])]]),
        by_x509_cert(&[&[("1.2.3.4", Tag::VisibleString, b"a_b")]]),
    ];
    for der in cases {
        let subject = DistinguishedName::from_der(&der).unwrap();
        assert_eq!(subject.as_der(), der);
        assert_eq!(parse(&subject.to_string()).as_der(), der, "{subject}");
    }
    let old = DistinguishedName::from_der(&by_x509_cert(&[&[(O, Tag::TeletexString, b"Caf\xE9")]]))
        .unwrap();
    assert_eq!(format!("{old:#}"), "O=Café");
}

#[test]
fn der_that_is_not_a_name_is_refused_for_its_own_reason() {
    let cases: &[(&[u8], Code)] = &[
        (b"\x30\x02\x31\x00", Code::RdnEmpty),
        (
            b"\x30\x16\x31\x14\
              \x30\x08\x06\x03\x55\x04\x0B\x13\x01a\
              \x30\x08\x06\x03\x55\x04\x03\x13\x01a",
            Code::RdnUnsorted,
        ),
        (
            b"\x30\x16\x31\x14\
              \x30\x08\x06\x03\x55\x04\x0B\x13\x01a\
              \x30\x08\x06\x03\x55\x04\x0B\x13\x01a",
            Code::RdnRepeated,
        ),
        (b"", Code::Structure),
        (b"\x31\x00", Code::Structure),
        (b"\x30\x00\x00", Code::TrailingData),
        (b"\x30\x80", Code::LengthIndefinite),
        (b"\x30\x02\x30\x00", Code::Structure),
        (b"\x30\x04\x31\x02\x30\x00", Code::Structure),
        // No value, an identifier that is cut off, a third part.
        (b"\x30\x09\x31\x07\x30\x05\x06\x03\x55\x04\x03", Code::Structure),
        (b"\x30\x0B\x31\x09\x30\x07\x06\x02\x55\x84\x0C\x01a", Code::OidEncoding),
        (b"\x30\x0E\x31\x0C\x30\x0A\x06\x03\x55\x04\x03\x0C\x01a\x05\x00", Code::TrailingData),
    ];
    for (der, code) in cases {
        let faults = DistinguishedName::from_der(der).unwrap_err();
        let found: Vec<_> = faults.iter().map(|fault| (fault.place(), fault.code())).collect();
        assert_eq!(found, [(&Place::SubjectDer, *code)], "{der:02x?}");
    }
}

#[test]
fn each_value_in_der_that_is_not_allowed_is_reported() {
    let long = "x".repeat(65);
    let der = by_x509_cert(&[
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
    let faults = DistinguishedName::from_der(&der).unwrap_err();
    let found: Vec<_> =
        faults.iter().map(|fault| (fault.place().to_string(), fault.code())).collect();
    let expected = [
        ("subject.C", Code::StringTypeNotAllowed),
        ("subject.C[1]", Code::CountryCase),
        ("subject.O", Code::StringTypeNotAllowed),
        ("subject.O[1]", Code::StringCharset),
        ("subject.O[2]", Code::StringCharset),
        ("subject.O[4]", Code::ControlCharacter),
        ("subject.OU", Code::StringCharset),
        ("subject.OU[1]", Code::TooLong),
        ("subject.OU[2]", Code::Empty),
        ("subject.CN", Code::ValueNotAString),
        ("subject.emailAddress", Code::StringTypeNotAllowed),
    ];
    assert_eq!(found, expected.map(|(place, code)| (place.to_owned(), code)));
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
    assert!(format!("{too_long}=a").parse::<DistinguishedName>().is_err());
}
