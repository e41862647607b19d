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
        // Sorted by octets: the shorter first here, though its type is the higher.
        ("CN=aaaa+O=zz+serialNumber=1", &[&[(SERIAL, P, b"1"), (O, P, b"zz"), (CN, P, b"aaaa")]]),
    ];
    for (text, rdns) in cases {
        assert_eq!(parse(text).as_der(), judged(rdns), "{text}");
    }
}

#[test]
fn multi_valued_rdns_are_sorted_by_their_octets() {
    let expected = b"\x30\x19\x31\x17\
        \x30\x08\x06\x03\x55\x04\x0B\x13\x01b\
        \x30\x0B\x06\x03\x55\x04\x03\x13\x04aaaa";
    assert_eq!(parse("CN=aaaa+OU=b").as_der(), expected);
    assert_eq!(parse("OU=b+CN=aaaa").as_der(), expected);
}

#[test]
fn faults_of_a_text_have_their_kind_and_place() {
    use DistinguishedNameError as E;
    let unknown = |name: &str| E::UnknownAttribute(name.into());
    let cases: &[(&str, usize, E)] = &[
        ("XY=a", 1, unknown("XY")),
        ("CN=é, XY=a", 7, unknown("XY")),
        ("\nCN=a", 1, unknown("\nCN")),
        ("DNS:b=c", 1, unknown("DNS:b")),
        ("OID.2.5.4.3=a", 1, unknown("OID.2.5.4.3")),
        ("CN", 1, E::NoEquals("CN".into())),
        ("CN=a,b", 6, E::NoEquals("b".into())),
        ("CN=a,DNS:b", 6, E::NoEquals("DNS:b".into())),
        ("@file", 1, E::NoEquals("@file".into())),
        ("=a", 1, E::NoType),
        (" ", 2, E::EmptyRdn),
        (",CN=a", 1, E::EmptyRdn),
        ("CN=a,", 6, E::EmptyRdn),
        ("CN=a,,O=b", 6, E::EmptyRdn),
        ("CN=a+", 6, E::EmptyRdn),
        ("+CN=a", 1, E::EmptyRdn),
        ("CN=a\\", 5, E::DanglingEscape),
        ("CN=a\\b,O=c", 5, E::Escape('b')),
        ("CN=a\\4", 5, E::Escape('4')),
        ("CN=a\\4g", 5, E::Escape('4')),
        ("CN=a\\é", 5, E::Escape('é')),
        ("CN=\\n", 4, E::Escape('n')),
        ("CN=\\FF", 4, E::NotUtf8),
        ("CN=x\\C3,O=a", 4, E::NotUtf8),
        ("CN=a;O=b", 5, E::Special(';')),
        ("CN=a<b", 5, E::Special('<')),
        ("CN=a>b", 5, E::Special('>')),
        ("O=\"ACME, Inc.\",C=US", 3, E::Special('"')),
        ("O=é\"", 4, E::Special('"')),
        ("/CN=a/O=b", 1, E::Slash),
        ("CN=a/O=b", 5, E::Slash),
        ("CN=a/emailAddress=b@c", 5, E::Slash),
        ("CN=a/2.5.4.10=b", 5, E::Slash),
        ("CN=#", 4, E::HexPairs),
        ("CN=#0", 4, E::HexPairs),
        ("CN=#0c0", 4, E::HexPairs),
        ("CN=#0c0x", 8, E::HexDigit('x')),
        ("CN=# 0c", 5, E::HexDigit(' ')),
        ("1.2.x=a", 1, E::Oid { text: "1.2.x".into(), error: OidError::NotANumber { arc: 3 } }),
        ("3.1=a", 1, E::Oid { text: "3.1".into(), error: OidError::FirstArc }),
    ];
    for (text, at, error) in cases {
        let faults: Vec<_> = Subject::from_str(text).expect_err(text).into_iter().collect();
        assert_eq!(faults.len(), 1, "{text}");
        assert_eq!(*faults[0].kind(), FaultKind::DistinguishedName(error.clone()), "{text}");
        assert_eq!(*faults[0].location(), Location::SubjectText { at: *at }, "{text}");
    }
    for der in ["#0c", "#0c0161ff", "#0c810161", "#3080", "#0c02ff"] {
        let faults = format!("CN={der}").parse::<Subject>().unwrap_err();
        assert!(
            faults
                .iter()
                .all(|fault| matches!(fault.kind(), FaultKind::DistinguishedName(E::Der(_)))),
            "{der}: {faults}"
        );
    }
}

#[test]
fn values_in_a_text_are_held_to_the_rules_of_their_attribute() {
    use AttributeErrorKind as E;
    let long = format!("CN={}", "x".repeat(65));
    let cases: &[(&str, E)] = &[
        ("CN=", E::Empty { default: None }),
        ("CN=  ", E::Empty { default: None }),
        ("CN=\\ a", E::OuterWhiteSpace { character: ' ', at: 1 }),
        ("CN=a\\ ", E::OuterWhiteSpace { character: ' ', at: 2 }),
        ("CN=a\\20", E::OuterWhiteSpace { character: ' ', at: 2 }),
        ("CN=a\\00b", E::Control { character: '\0', at: 2 }),
        ("CN=a\0b", E::Control { character: '\0', at: 2 }),
        ("CN=a\nO=b", E::Control { character: '\n', at: 2 }),
        ("CN=a\\0A", E::Control { character: '\n', at: 2 }),
        ("C=us", E::CountryCase),
        ("C=USA", E::CountryLength),
        ("serialNumber=a@b", E::NotPrintable { character: '@', at: 2 }),
        ("emailAddress=é@b", E::NotAscii { character: 'é', at: 1 }),
        ("OU=a+OU=a", E::Repeated),
        (&long, E::TooLong { len: 65, max: 64, source: "RFC 5280 Appendix A.1" }),
    ];
    for (text, kind) in cases {
        let faults: Vec<_> = Subject::from_str(text).expect_err(text).into_iter().collect();
        assert_eq!(faults.len(), 1, "{text}");
        assert!(
            matches!(faults[0].kind(), FaultKind::Attribute(error) if error.kind() == *kind),
            "{text}: {}",
            faults[0]
        );
    }
    assert!("C=ZQ".parse::<Subject>().is_ok(), "RFC 5280 has no list of countries");
}

#[test]
fn all_faults_of_a_text_are_told_in_its_order() {
    let text = "CN=é\\,\\q,,comonName=x,C=us,O=ok+OU=a+OU=a";
    let lines: Vec<String> =
        text.parse::<Subject>().unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "subject, character 7: a backslash stands before \"q\"; it stands before one of space \" # + , ; < = > \\ or two hexadecimal digits (RFC 4514 3); hint: a backslash itself is written \\\\",
            "subject, character 10: nothing stands here; each part is an attribute, TYPE=value, and a separator stands only between two (RFC 4514 3)",
            "subject, character 11: \"comonName\" is no known attribute; any other goes by its dotted identifier, such as 2.5.4.3 (RFC 4514 2.3); hint: did you mean commonName?",
            "subject, character 23: \"us\" is in lower case; C is an ISO 3166-1 alpha-2 code in upper case (RFC 5280 Appendix A.1); hint: write US",
            "subject, character 38: \"a\" stands twice as OU in one RDN, which is a set: each pair of type and value stands in it once",
        ]
    );
}

#[test]
fn a_value_in_hexadecimal_is_held_to_what_its_attribute_has() {
    use AttributeErrorKind as Kind;
    let cases = [
        ("CN=#1c0161", Kind::Malformed(StringType::Universal)),
        ("CN=#0500", Kind::NotAString),
        ("CN=#0c00", Kind::Empty { default: None }),
        ("C=#0c025553", Kind::StringType(StringType::Utf8)),
        ("C=#13027573", Kind::CountryCase),
        ("2.5.4.3=#1c0161", Kind::Malformed(StringType::Universal)),
        ("1.3.6.1.4.1.32473.1=#1c0161", Kind::Malformed(StringType::Universal)),
    ];
    for (text, expected) in cases {
        let faults = text.parse::<Subject>().unwrap_err();
        let kinds: Vec<_> = faults.iter().map(|fault| fault.kind()).collect();
        match &kinds[..] {
            [FaultKind::Attribute(error)] => assert_eq!(error.kind(), expected, "{text}"),
            _ => panic!("{text}: {faults}"),
        }
    }
    // Whoever knows better than the standards says so.
    let subject = Subject::builder()
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
        assert!(part.repeat(count).parse::<Subject>().is_err(), "{part}");
    }
    assert!(format!("CN={}", " ".repeat(count)).parse::<Subject>().is_err());
    let mut builder = Subject::builder();
    for _ in 0..count {
        builder = builder.organizational_unit("");
    }
    assert_eq!(builder.build().unwrap_err().iter().count(), count);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn a_hint_holds_nothing_that_deceives_a_terminal() {
    let hint = |text: &str| {
        let faults = text.parse::<Subject>().unwrap_err();
        faults.iter().next().unwrap().hint()
    };
    assert_eq!(hint("OID.2.5.4.3=a").as_deref(), Some("write 2.5.4.3 alone"));
    assert_eq!(hint("oId.\0\u{1B}[31m=a"), None);
}
