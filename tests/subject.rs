//! Subjects: from text, from the builder and from DER, and back; x509-cert's encoder as judge.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use core::str::FromStr;

use pkcs10::{
    AttributeErrorKind, AttributeType, DistinguishedNameError, FaultKind, Location, OidError,
    Profile, Request, StringType, Subject, SubjectBuilder, SubjectDerError,
};
use proptest::prelude::*;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::asn1::{Any, ObjectIdentifier, SetOfVec};
use x509_cert::der::{Decode, Encode, Tag};
use x509_cert::name::{RdnSequence, RelativeDistinguishedName};

type Attribute<'a> = (&'a str, Tag, &'a [u8]);

/// RDNs as x509-cert encodes them, in the order of the wire.
fn judged(rdns: &[&[Attribute<'_>]]) -> Vec<u8> {
    let rdn = |attributes: &&[Attribute<'_>]| {
        let attributes = attributes.iter().map(|(oid, tag, value)| AttributeTypeAndValue {
            oid: ObjectIdentifier::new(oid).unwrap(),
            value: Any::new(*tag, *value).unwrap(),
        });
        let set = SetOfVec::try_from(attributes.collect::<Vec<_>>()).unwrap();
        RelativeDistinguishedName::from(set)
    };
    RdnSequence::from(rdns.iter().map(rdn).collect::<Vec<_>>()).to_der().unwrap()
}

fn dotted(oid: &str) -> AttributeType {
    AttributeType::from_oid(&oid.parse().unwrap())
}

fn parse(text: &str) -> Subject {
    text.parse().unwrap_or_else(|faults| panic!("{text}: {faults}"))
}

const CN: &str = "2.5.4.3";
const O: &str = "2.5.4.10";
const OU: &str = "2.5.4.11";
const C: &str = "2.5.4.6";
const SERIAL: &str = "2.5.4.5";
const EMAIL: &str = "1.2.840.113549.1.9.1";
const DC: &str = "0.9.2342.19200300.100.1.25";
const UID: &str = "0.9.2342.19200300.100.1.1";
const P: Tag = Tag::PrintableString;
const U: Tag = Tag::Utf8String;
const I: Tag = Tag::Ia5String;

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
fn every_setter_gives_its_attribute_and_string_type() {
    use SubjectBuilder as B;
    type Setter = fn(SubjectBuilder, &str) -> SubjectBuilder;
    let cases: &[(Setter, &str, &str, Tag)] = &[
        (B::country, "US", C, P),
        (B::state_or_province, "x", "2.5.4.8", P),
        (B::locality, "x", "2.5.4.7", P),
        (B::street, "x", "2.5.4.9", P),
        (B::postal_code, "x", "2.5.4.17", P),
        (B::organization, "x", O, P),
        (B::organizational_unit, "x", OU, P),
        (B::organization_identifier, "x", "2.5.4.97", P),
        (B::business_category, "x", "2.5.4.15", P),
        (B::jurisdiction_locality, "x", "1.3.6.1.4.1.311.60.2.1.1", P),
        (B::jurisdiction_state_or_province, "x", "1.3.6.1.4.1.311.60.2.1.2", P),
        (B::jurisdiction_country, "US", "1.3.6.1.4.1.311.60.2.1.3", P),
        (B::common_name, "x", CN, P),
        (B::serial_number, "x", SERIAL, P),
        (B::email_address, "x@y", EMAIL, I),
        (B::domain_component, "x", DC, I),
        (B::user_id, "x", UID, P),
        (B::surname, "x", "2.5.4.4", P),
        (B::given_name, "x", "2.5.4.42", P),
        (B::initials, "x", "2.5.4.43", P),
        (B::generation_qualifier, "x", "2.5.4.44", P),
        (B::name, "x", "2.5.4.41", P),
        (B::title, "x", "2.5.4.12", P),
        (B::pseudonym, "x", "2.5.4.65", P),
        (B::dn_qualifier, "x", "2.5.4.46", P),
        (B::description, "x", "2.5.4.13", P),
    ];
    for (set, value, oid, tag) in cases {
        let subject = set(Subject::builder(), value).build().unwrap();
        assert_eq!(subject.as_der(), judged(&[&[(oid, *tag, value.as_bytes())]]), "{oid}");
        assert_eq!(parse(&subject.to_string()), subject);
    }
}

#[test]
fn identifiers_are_those_of_the_reference_table() {
    let names = [
        "cn",
        "sn",
        "serialNumber",
        "c",
        "l",
        "st",
        "street",
        "o",
        "ou",
        "title",
        "description",
        "businessCategory",
        "postalCode",
        "name",
        "givenName",
        "initials",
        "generationQualifier",
        "dnQualifier",
        "uid",
        "dc",
        "emailAddress",
        "pseudonym",
    ];
    for name in names {
        let oid = der::oid::db::DB.by_name(name).unwrap();
        let known = AttributeType::from_name(name).unwrap();
        assert_eq!(known.oid().as_bytes(), oid.as_bytes(), "{name}");
    }
}

#[test]
fn bounds_are_those_of_the_standards() {
    let cases: &[(&str, usize)] = &[
        (CN, 64),
        ("2.5.4.7", 128),
        ("2.5.4.8", 128),
        (O, 64),
        (OU, 64),
        (SERIAL, 64),
        ("2.5.4.12", 64),
        ("2.5.4.65", 128),
        ("2.5.4.9", 128),
        ("2.5.4.17", 40),
        ("2.5.4.15", 128),
        ("2.5.4.13", 1_024),
        (EMAIL, 255),
        (DC, 63),
        (UID, 256),
        ("2.5.4.4", 32_768),
        ("2.5.4.41", 32_768),
        ("2.5.4.42", 32_768),
        ("2.5.4.43", 32_768),
        ("2.5.4.44", 32_768),
        ("2.5.4.46", 32_768),
        ("2.5.4.97", 32_768),
        ("2.999", 32_768),
        ("1.3.6.1.4.1.311.60.2.1.1", 128),
        ("1.3.6.1.4.1.311.60.2.1.2", 128),
    ];
    for (oid, max) in cases {
        let of = |len| Subject::builder().attribute(dotted(oid), &"x".repeat(len)).build();
        assert!(of(*max).is_ok(), "{oid}");
        let faults = of(max + 1).unwrap_err();
        assert!(
            faults.iter().all(|fault| matches!(fault.kind(), FaultKind::Attribute(error)
                if matches!(error.kind(), AttributeErrorKind::TooLong { len, max: bound, .. }
                    if len == max + 1 && bound == *max))),
            "{oid}: {faults}"
        );
    }
}

#[test]
fn builders_take_any_type_string_type_and_der() {
    let subject = Subject::builder()
        .country("US")
        .rdn([
            (AttributeType::CommonName, "aaaa"),
            (AttributeType::SerialNumber, "1"),
            (dotted(EMAIL), "a@b"),
        ])
        .rdn([])
        .attribute_as(dotted("1.3.6.1.4.1.99999.1"), StringType::Ia5, "a@b")
        .attribute_as(AttributeType::CommonName, StringType::Utf8, "LXCA")
        .attribute_as(AttributeType::Organization, StringType::Bmp, "é")
        .attribute_der(dotted("2.5.4.45"), &[3, 2, 0, 0xA5])
        .build()
        .unwrap();
    let expected = judged(&[
        &[(C, P, b"US")],
        &[(SERIAL, P, b"1"), (CN, P, b"aaaa"), (EMAIL, I, b"a@b")],
        &[("1.3.6.1.4.1.99999.1", I, b"a@b")],
        &[(CN, U, b"LXCA")],
        &[(O, Tag::BmpString, &[0x00, 0xE9])],
        &[("2.5.4.45", Tag::BitString, &[0, 0xA5])],
    ]);
    assert_eq!(subject.as_der(), expected);
    assert_eq!(
        subject.to_string(),
        "2.5.4.45=#030200a5,O=#1e0200e9,CN=#0c044c584341,1.3.6.1.4.1.99999.1=#1603614062,\
         serialNumber=1+CN=aaaa+emailAddress=a@b,C=US"
    );
    assert_eq!(
        format!("{subject:#}"),
        "2.5.4.45=#030200a5,O=é,CN=LXCA,1.3.6.1.4.1.99999.1=a@b,\
         serialNumber=1+CN=aaaa+emailAddress=a@b,C=US"
    );
}

#[test]
fn a_dotted_type_with_a_name_is_held_to_the_rules_of_that_name() {
    let other = AttributeType::Other(C.parse().unwrap());
    for refused in [
        Subject::builder().attribute(other.clone(), "Germany").build(),
        Subject::builder().attribute_as(other.clone(), StringType::Utf8, "DE").build(),
        Subject::builder().rdn([(other, "de")]).build(),
        "2.5.4.6=Germany".parse(),
    ] {
        assert_eq!(refused.unwrap_err().iter().count(), 1);
    }
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

#[test]
fn another_subject_takes_the_faults_of_the_first_with_it() {
    let request = Request::builder()
        .subject("XY=a".parse::<Subject>())
        .subject("CN=a".parse::<Subject>())
        .build()
        .unwrap();
    assert_eq!(request.subject_der(), parse("CN=a").as_der());
}

#[test]
fn faults_of_a_builder_count_what_stands_before_them() {
    let refused = Subject::builder_for(Profile::RFC5280)
        .organizational_unit("a")
        .organizational_unit("")
        .country("US")
        .organizational_unit("b")
        .rdn([
            (AttributeType::OrganizationalUnit, "c"),
            (AttributeType::OrganizationalUnit, "\n"),
            (AttributeType::Country, ""),
        ])
        .rdn([(AttributeType::Title, "t"), (AttributeType::Title, "t")])
        .attribute(AttributeType::Title, "")
        .attribute_der(dotted("2.999"), &[0x05])
        .attribute(dotted("2.999"), "")
        .build()
        .unwrap_err();
    let places: Vec<String> = refused.iter().map(|fault| fault.location().to_string()).collect();
    assert_eq!(
        places,
        [
            "subject.OU[1]",
            "subject.OU[4]",
            "subject.C[1]",
            "subject.title[1]",
            "subject.title[2]",
            "subject.2.999",
            "subject.2.999[1]",
        ]
    );
}

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

fn read_back(subject: &Subject) -> Result<(), TestCaseError> {
    let text = subject.to_string();
    prop_assert!(!text.chars().any(char::is_control), "{text:?}");
    let again = text.parse::<Subject>();
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
            Subject::builder().attribute(of.clone(), value).build().is_ok()
        };
        let mut builder = Subject::builder();
        for rdn in &rdns {
            let valid = rdn.iter().filter(|(of, value)| is_valid(of, value));
            builder = builder.rdn(valid.map(|(of, value)| (of.clone(), value.as_str())));
        }
        if let Ok(subject) = builder.build() {
            read_back(&subject)?;
            let from_der = Subject::from_der(subject.as_der());
            prop_assert_eq!(from_der.as_ref(), Ok(&subject));
            // x509-cert cannot hold the identifier 2.999.
            match RdnSequence::from_der(subject.as_der()) {
                Ok(judge) => prop_assert_eq!(judge.to_der().unwrap(), subject.as_der()),
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
        let der = judged(&rdns);
        if let Ok(subject) = Subject::from_der(&der) {
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
        match text.parse::<Subject>() {
            Ok(subject) => read_back(&subject)?,
            Err(faults) => prop_assert!(!faults.to_string().is_empty()),
        }
    }

    #[test]
    fn no_octets_make_the_reader_panic(der in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(subject) = Subject::from_der(&der) {
            read_back(&subject)?;
        }
    }
}
