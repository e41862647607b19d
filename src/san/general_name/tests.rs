use super::*;
use crate::asn1::write as der;
use crate::error::Hint;
use crate::san::refusal;
use alloc::string::ToString;

#[test]
fn only_a_dns_name_is_taken_for_one() {
    let text = "bmc-7.example.com";
    for name_type in GeneralNameType::ALL {
        let mut out = Vec::new();
        match encode(*name_type, text, &mut out) {
            Ok(()) => assert_eq!(out[0], name_type.tag(), "{name_type:?}"),
            Err(_) => assert!(out.is_empty(), "{name_type:?}"),
        }
    }
    assert!(encode(GeneralNameType::DnsName, text, &mut Vec::new()).is_ok());
    assert!(encode(GeneralNameType::Rfc822Name, text, &mut Vec::new()).is_err());
}

#[test]
fn debug_shows_the_name_escaped() {
    let name: GeneralName<'_> = "DNS:a.example".parse().unwrap();
    assert_eq!(format!("{name:?}"), "GeneralName(DNS:\"a.example\")");
    let name: GeneralName<'_> = "ediPartyName:a\u{202E}b".parse().unwrap();
    assert_eq!(name.to_string(), "ediPartyName:a\u{202E}b");
    assert_eq!(format!("{name:?}"), "GeneralName(ediPartyName:\"a\\u{202e}b\")");
}

#[test]
fn another_spelling_of_a_prefix_has_the_prefix_as_its_hint() {
    let meant = |prefix: &str| Hint::DidYouMean(prefix.into());
    let upn = || refusal::name(GeneralNameType::OtherName, "UPN;UTF8:_");
    let mailbox = Hint::advice("write otherName:SmtpUTF8Mailbox;UTF8:VALUE");
    let spellings = GeneralNameType::ALL.iter().filter_map(|name_type| {
        let (name, prefix) = (name_type.as_str(), name_type.prefix());
        (!name.eq_ignore_ascii_case(prefix)).then(|| (name, meant(prefix)))
    });
    let others = [
        ("IPAddress", meant("IP")),
        ("dnsname", meant("DNS")),
        ("URL", meant("URI")),
        ("UPN", upn()),
        ("upn", upn()),
        ("smtpUTF8Mailbox", mailbox),
    ];
    for (spelling, hint) in spellings.chain(others) {
        let error = format!("{spelling}:_").parse::<GeneralName<'_>>().unwrap_err();
        assert_eq!((error.code(), error.subject()), (Code::NameType, "name"), "{spelling}");
        assert_eq!(error.hint(), Some(&hint), "{spelling}");
    }
}

#[test]
fn a_prefix_alone_has_no_value() {
    for (text, expected) in [("DNS", "DNS:VALUE"), ("ip", "IP:VALUE"), ("dNSName", "DNS:VALUE")] {
        let error = text.parse::<GeneralName<'_>>().unwrap_err();
        let found = (error.code(), error.expectation(), error.hint());
        assert_eq!(found, (Code::ValueMissing, expected, None), "{text}");
    }
}

#[test]
fn a_name_without_a_prefix_has_its_one_reading_as_its_hint() {
    use GeneralNameType::{DnsName, IpAddress, Rfc822Name};
    let cases = [
        ("bmc-7.example.com", Some(DnsName)),
        ("localhost", Some(DnsName)),
        ("192.0.2.7", Some(IpAddress)),
        ("2001:db8::1", Some(IpAddress)),
        ("::1", Some(IpAddress)),
        ("a_b", None),
        ("alice@example.com", Some(Rfc822Name)),
        ("", None),
    ];
    for (text, meant) in cases {
        let error = text.parse::<GeneralName<'_>>().unwrap_err();
        assert_eq!((error.code(), error.subject()), (Code::PrefixMissing, "name"), "{text}");
        let hint = meant.map(|meant| Hint::Name {
            name_type: meant.as_str(),
            prefix: meant.prefix(),
            value: text.into(),
        });
        assert_eq!(error.hint(), hint.as_ref(), "{text}");
    }
}

/// A name of each type that its text does not express, and its text.
const WITHOUT_TEXT: [(&[u8], &str); 14] = [
    (b"\xA0\x08\x06\x02\x2A\x03\xA0\x02\x05\x00", "otherName:1.2.3;DER:0500"),
    // A UPN in an IA5String.
    (
        b"\xA0\x13\x06\x0A\x2B\x06\x01\x04\x01\x82\x37\x14\x02\x03\xA0\x05\x16\x03a@b",
        "otherName:DER:a013060a2b060104018237140203a0051603614062",
    ),
    (b"\x81\x01a", "email:DER:810161"),
    (b"\x82\x03a_b", "DNS:DER:8203615f62"),
    (b"\x82\x00", "DNS:DER:8200"),
    // An address without an administration domain.
    (b"\xA3\x05\x30\x03\x83\x01a", "x400:DER:a3053003830161"),
    (b"\xA4\x02\x30\x00", "dirName:DER:a4023000"),
    (b"\xA5\x05\xA1\x03\x0C\x01a", "ediPartyName:DER:a505a1030c0161"),
    (b"\x86\x01a", "URI:DER:860161"),
    // Texts that would be read as DER.
    (b"\x86\x0ADER:860161", "URI:DER:860a4445523a383630313631"),
    (
        b"\xA5\x14\xA1\x12\x13\x10DER:A504A1021300",
        "ediPartyName:DER:a514a11213104445523a413530344131303231333030",
    ),
    (
        b"\x87\x10\0\0\0\0\0\0\0\0\0\0\xFF\xFF\x01\x02\x03\x04",
        "IP:DER:871000000000000000000000ffff01020304",
    ),
    (b"\x87\x04\x01\x02\x03\x04", "IP:1.2.3.4"),
    (b"\x88\x01\x2A", "RID:1.2"),
];

#[test]
fn every_name_reads_back_from_its_text() {
    for (encoded, text) in WITHOUT_TEXT {
        let name = GeneralName::from_der(encoded).unwrap();
        assert_eq!(name.to_string(), text);
        assert_eq!(text.parse::<GeneralName<'_>>().as_ref(), Ok(&name), "{text}");
        assert_eq!(GeneralName::new(name.name_type(), &name.value()).as_ref(), Ok(&name));
        let upper = text
            .split_once("DER:")
            .map(|(before, digits)| [before, "DER:", &digits.to_ascii_uppercase()].concat());
        assert!(upper.is_none_or(|upper| upper.parse().as_ref() == Ok(&name)), "{text}");
    }
    let ambiguous = GeneralName::from_der(WITHOUT_TEXT[9].0).unwrap();
    assert_eq!(ambiguous.text_or_hex(), "DER:860161");
    assert_eq!(GeneralName::from_der(WITHOUT_TEXT[5].0).unwrap().text_or_hex(), "#a3053003830161");
}

#[test]
fn der_in_text_is_read_strictly() {
    let cases = [
        ("DNS:DER:", Code::Structure, None),
        ("DNS:DER:8g", Code::Hex, Some(6)),
        ("DNS:DER:82 01 61", Code::Hex, Some(7)),
        ("DNS:DER:820", Code::Hex, None),
        ("DNS:DER:8201", Code::Structure, None),
        ("DNS:DER:82016100", Code::TrailingData, None),
        ("DNS:DER:82810161", Code::LengthNotMinimal, None),
        ("DNS:DER:860161", Code::GeneralNameTag, None),
        ("DNS:DER:890161", Code::GeneralNameTag, None),
        ("DNS:DER:82010a", Code::DnsNameSyntax, None),
        ("email:DER:8101ff", Code::StringCharset, None),
        ("IP:DER:8703010203", Code::IpAddressLength, None),
        ("RID:DER:8800", Code::OidEncoding, None),
        ("dirName:DER:a40430023100", Code::RdnEmpty, None),
        ("x400:DER:a303010101", Code::BooleanNotCanonical, None),
        ("otherName:DER:a00406022a03", Code::Structure, None),
    ];
    for (text, code, at) in cases {
        let error = text.parse::<GeneralName<'_>>().unwrap_err();
        assert_eq!((error.code(), error.at()), (code, at), "{text}: {error}");
        let (prefix, _) = text.split_once(':').unwrap();
        assert_eq!(error.subject(), GeneralNameType::from_prefix(prefix).unwrap().as_str());
    }
    // A scheme, and the name of a party.
    for text in ["URI:DER:8601", "URI:DER:820161", "URI:DER:x", "ediPartyName:DER:a5"] {
        let name: GeneralName<'_> = text.parse().unwrap();
        assert_eq!(name.to_string(), text);
    }
}

#[test]
fn der_that_is_not_a_name_is_refused() {
    let cases: [(&[u8], Code, &str); 6] = [
        (b"", Code::Structure, "GeneralName"),
        (b"\x82", Code::Structure, "dNSName"),
        (b"\x82\x01a\x82\x01b", Code::TrailingData, "dNSName"),
        (b"\x30\x00", Code::GeneralNameTag, "GeneralName"),
        (b"\xA2\x03\x82\x01a", Code::GeneralNameTag, "GeneralName"),
        (b"\x88\x00", Code::OidEncoding, "registeredID"),
    ];
    for (encoded, code, subject) in cases {
        let error = GeneralName::from_der(encoded).unwrap_err();
        assert_eq!((error.code(), error.subject()), (code, subject), "{encoded:02x?}");
    }
}

#[test]
fn a_name_that_came_in_der_is_held_to_the_syntax_of_its_type() {
    let code = |encoded| GeneralName::from_der(encoded).unwrap().checked().map_err(|e| e.code());
    assert_eq!(code(b"\x82\x01a"), GeneralName::dns("a").map_err(|error| error.code()));
    assert_eq!(code(b"\xA3\x05\x30\x03\x83\x01a").unwrap_err(), Code::NoText);
    let mut encoded = Vec::new();
    der::tlv(&mut encoded, 0x86, b"DER:860161");
    assert_eq!(code(&encoded).unwrap().as_der(), encoded);
}
