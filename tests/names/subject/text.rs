//! RFC 4514 text.

use super::*;

#[test]
fn text_becomes_the_der_of_the_reference_encoder() {
    let cases: &[(&str, &[&[Attribute<'_>]])] = &[
        ("", &[]),
        ("CN=a", &[&[(CN, P, b"a")]]),
        ("CN=a,O=b,C=US", &[&[(C, P, b"US")], &[(O, P, b"b")], &[(CN, P, b"a")]]),
        ("OU=one,OU=two", &[&[(OU, P, b"two")], &[(OU, P, b"one")]]),
        ("OU=one,OU=one", &[&[(OU, P, b"one")], &[(OU, P, b"one")]]),
        // RFC 4514 section 4.
        (
            "UID=jsmith,DC=example,DC=net",
            &[&[(DC, I, b"net")], &[(DC, I, b"example")], &[(UID, P, b"jsmith")]],
        ),
        (
            "OU=Sales+CN=J.  Smith,DC=example",
            &[&[(DC, I, b"example")], &[(CN, P, b"J.  Smith"), (OU, P, b"Sales")]],
        ),
        (
            "CN=James \\\"Jim\\\" Smith\\, III,C=US",
            &[&[(C, P, b"US")], &[(CN, U, b"James \"Jim\" Smith, III")]],
        ),
        ("1.3.6.1.4.1.1466.0=#04024869", &[&[("1.3.6.1.4.1.1466.0", Tag::OctetString, b"Hi")]]),
        ("CN=Lu\\C4\\8Di\\C4\\87", &[&[(CN, U, "Lučić".as_bytes())]]),
        // Names in any case, long names, dotted types, spaces around separators.
        (
            "cn=a,commonname=b,COMMONNAME=c,2.5.4.3=d",
            &[&[(CN, P, b"d")], &[(CN, P, b"c")], &[(CN, P, b"b")], &[(CN, P, b"a")]],
        ),
        (" CN = a , O=  b  c  , C= US ", &[&[(C, P, b"US")], &[(O, P, b"b  c")], &[(CN, P, b"a")]]),
        ("2.5.4.99=text", &[&[("2.5.4.99", P, b"text")]]),
        ("2.5.4.99=t_xt", &[&[("2.5.4.99", U, b"t_xt")]]),
        ("1.2.840.113549.1.9.1=a@b", &[&[(EMAIL, I, b"a@b")]]),
        // Every escape, in values that stay valid.
        ("CN=\\#a\\ \\,\\+\\=\\;\\<\\>\\\\\\\"", &[&[(CN, U, b"#a ,+=;<>\\\"")]]),
        ("CN=a\\2Cb\\2cc", &[&[(CN, P, b"a,b,c")]]),
        ("CN=a=b#c", &[&[(CN, U, b"a=b#c")]]),
        ("O=Maersk A/S", &[&[(O, P, b"Maersk A/S")]]),
        ("CN=http/host", &[&[(CN, P, b"http/host")]]),
        ("CN=a\\2FO=b", &[&[(CN, P, b"a/O=b")]]),
        ("CN=#0c024c58", &[&[(CN, U, b"LX")]]),
        ("CN=#0C024C58", &[&[(CN, U, b"LX")]]),
        // Sorted by bytes: the shorter first here, though its type is the higher.
        ("CN=aaaa+O=zz+serialNumber=1", &[&[(SERIAL, P, b"1"), (O, P, b"zz"), (CN, P, b"aaaa")]]),
    ];
    for (text, rdns) in cases {
        assert_eq!(parse(text).as_der(), by_x509_cert(rdns), "{text}");
    }
}

#[test]
fn multi_valued_rdns_are_sorted_by_their_bytes() {
    let expected = b"\x30\x19\x31\x17\
        \x30\x08\x06\x03\x55\x04\x0B\x13\x01b\
        \x30\x0B\x06\x03\x55\x04\x03\x13\x04aaaa";
    assert_eq!(parse("CN=aaaa+OU=b").as_der(), expected);
    assert_eq!(parse("OU=b+CN=aaaa").as_der(), expected);
}

#[test]
fn faults_of_a_text_have_their_code_and_place() {
    let cases: &[(&str, usize, Code)] = &[
        ("XY=a", 1, Code::AttributeType),
        ("CN=é, XY=a", 7, Code::AttributeType),
        ("\nCN=a", 1, Code::AttributeType),
        ("DNS:b=c", 1, Code::AttributeType),
        ("OID.2.5.4.3=a", 1, Code::AttributeType),
        ("CN", 1, Code::EqualsMissing),
        ("CN=a,b", 6, Code::EqualsMissing),
        ("CN=a,DNS:b", 6, Code::EqualsMissing),
        ("@file", 1, Code::EqualsMissing),
        ("=a", 1, Code::EqualsMissing),
        (" ", 2, Code::RdnEmpty),
        (",CN=a", 1, Code::RdnEmpty),
        ("CN=a,", 6, Code::RdnEmpty),
        ("CN=a,,O=b", 6, Code::RdnEmpty),
        ("CN=a+", 6, Code::RdnEmpty),
        ("+CN=a", 1, Code::RdnEmpty),
        ("CN=a\\", 5, Code::Escape),
        ("CN=a\\b,O=c", 5, Code::Escape),
        ("CN=a\\4", 5, Code::Escape),
        ("CN=a\\4g", 5, Code::Escape),
        ("CN=a\\é", 5, Code::Escape),
        ("CN=\\n", 4, Code::Escape),
        ("CN=\\FF", 4, Code::NotUtf8),
        ("CN=x\\C3,O=a", 4, Code::NotUtf8),
        ("CN=a;O=b", 5, Code::Unescaped),
        ("CN=a<b", 5, Code::Unescaped),
        ("CN=a>b", 5, Code::Unescaped),
        ("O=\"ACME, Inc.\",C=US", 3, Code::Unescaped),
        ("O=é\"", 4, Code::Unescaped),
        ("/CN=a/O=b", 1, Code::Slash),
        ("CN=a/O=b", 5, Code::Slash),
        ("CN=a/emailAddress=b@c", 5, Code::Slash),
        ("CN=a/2.5.4.10=b", 5, Code::Slash),
        ("CN=#", 4, Code::Hex),
        ("CN=#0", 4, Code::Hex),
        ("CN=#0c0", 4, Code::Hex),
        ("CN=#0c0x", 8, Code::Hex),
        ("CN=# 0c", 5, Code::Hex),
        ("1.2.x=a", 1, Code::OidSyntax),
        ("3.1=a", 1, Code::OidArcs),
    ];
    for (text, at, code) in cases {
        let faults: Vec<_> =
            DistinguishedName::from_str(text).expect_err(text).into_iter().collect();
        assert_eq!(faults.len(), 1, "{text}");
        assert_eq!(faults[0].code(), *code, "{text}");
        assert_eq!(*faults[0].place(), Place::SubjectText { at: *at }, "{text}");
    }
    let der = [
        ("#0c", Code::Structure),
        ("#0c0161ff", Code::TrailingData),
        ("#0c810161", Code::LengthNotMinimal),
        ("#3080", Code::LengthIndefinite),
        ("#0c02ff", Code::Structure),
    ];
    for (der, code) in der {
        let faults = format!("CN={der}").parse::<DistinguishedName>().unwrap_err();
        assert!(faults.iter().all(|fault| fault.code() == code), "{der}: {faults}");
    }
}

#[test]
fn values_in_a_text_are_held_to_the_rules_of_their_attribute() {
    let long = format!("CN={}", "x".repeat(65));
    let cases: &[(&str, Code)] = &[
        ("CN=", Code::Empty),
        ("CN=  ", Code::Empty),
        ("CN=\\ a", Code::WhiteSpace),
        ("CN=a\\ ", Code::WhiteSpace),
        ("CN=a\\20", Code::WhiteSpace),
        ("CN=a\\00b", Code::ControlCharacter),
        ("CN=a\0b", Code::ControlCharacter),
        ("CN=a\nO=b", Code::ControlCharacter),
        ("CN=a\\0A", Code::ControlCharacter),
        ("C=us", Code::CountryCase),
        ("C=USA", Code::CountrySyntax),
        ("serialNumber=a@b", Code::Character),
        ("emailAddress=é@b", Code::NotAscii),
        ("OU=a+OU=a", Code::RdnRepeated),
        (&long, Code::TooLong),
    ];
    for (text, code) in cases {
        let faults: Vec<_> =
            DistinguishedName::from_str(text).expect_err(text).into_iter().collect();
        assert_eq!(faults.len(), 1, "{text}");
        assert_eq!(faults[0].code(), *code, "{text}: {}", faults[0]);
    }
    assert!("C=ZQ".parse::<DistinguishedName>().is_ok(), "RFC 5280 has no list of countries");
}

#[test]
fn all_faults_of_a_text_are_reported_in_its_order() {
    let text = "CN=é\\,\\q,,comonName=x,C=us,O=ok+OU=a+OU=a";
    let faults = text.parse::<DistinguishedName>().unwrap_err();
    let found: Vec<_> = faults.iter().map(|fault| (fault.place().clone(), fault.code())).collect();
    let expected = [
        (7, Code::Escape),
        (10, Code::RdnEmpty),
        (11, Code::AttributeType),
        (23, Code::CountryCase),
        (38, Code::RdnRepeated),
    ];
    assert_eq!(found, expected.map(|(at, code)| (Place::SubjectText { at }, code)));
}

#[test]
fn a_value_in_hexadecimal_is_held_to_what_its_attribute_has() {
    let cases = [
        ("CN=#1c0161", Code::StringCharset),
        ("CN=#0500", Code::ValueNotAString),
        ("CN=#0c00", Code::Empty),
        ("C=#0c025553", Code::StringTypeNotAllowed),
        ("C=#13027573", Code::CountryCase),
        ("2.5.4.3=#1c0161", Code::StringCharset),
        ("1.3.6.1.4.1.32473.1=#1c0161", Code::StringCharset),
    ];
    for (text, expected) in cases {
        let faults = text.parse::<DistinguishedName>().unwrap_err();
        let codes: Vec<_> = faults.iter().map(|fault| fault.code()).collect();
        assert_eq!(codes, [expected], "{text}");
    }
    // A caller who knows better than the standards says so.
    let subject = DistinguishedName::builder()
        .attribute_der(AttributeType::CommonName, &[0x1C, 1, 0x61])
        .build()
        .unwrap();
    assert_eq!(subject.to_string(), "CN=#1c0161");
}

/// Where time grows with the square, one of these takes minutes.
#[test]
fn hostile_texts_take_linear_time() {
    let start = std::time::Instant::now();
    let count = 100_000;
    let parts = [",", "+", "CN=,", "OU=a+", "1.2.3=,", "\\,", "CN=\\q,", "CN=\"", "/a=", "CN=é;,"];
    for part in parts {
        assert!(part.repeat(count).parse::<DistinguishedName>().is_err(), "{part}");
    }
    assert!(format!("CN={}", " ".repeat(count)).parse::<DistinguishedName>().is_err());
    let mut builder = DistinguishedName::builder();
    for _ in 0..count {
        builder = builder.organizational_unit("");
    }
    assert_eq!(builder.build().unwrap_err().iter().count(), count);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn hints_offer_valid_text_only() {
    let hint = |text: &str| {
        let faults = text.parse::<DistinguishedName>().unwrap_err();
        faults.iter().next().unwrap().error().hint().cloned()
    };
    assert_eq!(hint("OID.2.5.4.3=a"), Some(Hint::Write("2.5.4.3".into())));
    assert_eq!(hint("oId.\0\u{1B}[31m=a"), None);
}
