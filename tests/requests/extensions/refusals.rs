//! Extensions and attributes that are refused, with their places and reasons.

use super::*;

#[track_caller]
fn refusals(refused: Result<Request, Faults>) -> Vec<String> {
    refused.unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn repetitions_are_refused_naming_both_places() {
    let refused = named()
        .extension("keyUsage".parse::<KeyUsage>())
        .extension(KeyUsage::CRL_SIGN)
        .extension(ExtendedKeyUsage::new([KeyPurpose::ANY]))
        .extension("2.5.29.15=critical,03020780".parse::<Extension>())
        .attribute(Attribute::challenge_password("a"))
        .attribute("1.2.840.113549.1.9.7=130162".parse::<Attribute>())
        .build();
    let refused = refusals(refused);
    assert_eq!(
        refused[1..],
        [
            "extension[3]: the extension 2.5.29.15 stands already at extension[1]; an extension is given once (RFC 5280 4.2)",
            "attribute[1]: the attribute 1.2.840.113549.1.9.7 stands already at attribute[0]; all values of an attribute go into one (RFC 2986 4.1)",
        ]
    );
    assert!(refused[0].starts_with("extension[0]: \"keyUsage\" has \"keyUsage\"; the usages are"));
}

#[test]
fn faults_come_in_the_order_of_the_request() {
    let refused = Request::builder()
        .attribute("2.999=05".parse::<Attribute>())
        .extension("2.5.29.17=3000".parse::<Extension>())
        .subject_alt_name(GeneralName::dns("a_b"))
        .extension("ca,pathlen=x".parse::<BasicConstraints>())
        .attribute("1.2.840.113549.1.9.14=30020500".parse::<Attribute>())
        .subject(Subject::builder().country("de"))
        .build();
    let places: Vec<String> =
        refused.unwrap_err().iter().map(|fault| fault.location().to_string()).collect();
    assert_eq!(
        places,
        [
            "subject.C",
            "subjectAltName[0]",
            "extension[0]",
            "extension[1]",
            "attribute[0]",
            "attribute[1]"
        ]
    );
}

#[test]
fn names_and_extensions_by_hand_do_not_bypass_the_request() {
    let refused = Request::builder()
        .extension("2.5.29.17=300382016a".parse::<Extension>())
        .attribute("1.2.840.113549.1.9.14=300430020500".parse::<Attribute>())
        .build();
    assert_eq!(
        refusals(refused),
        [
            "extension[0]: \"2.5.29.17=300382016a\" is the subjectAltName; names are given as names, each of which is checked (RFC 5280 4.2.1.6); hint: add each of its names",
            "attribute[0]: the attribute 1.2.840.113549.1.9.14 is the extensionRequest; extensions are given as extensions, and make one attribute (RFC 2985 5.4.2); hint: add each of its extensions",
        ]
    );
}

#[test]
fn a_request_shows_no_password_in_its_debug_form() {
    let builder = named().attribute(Attribute::challenge_password("hunter2"));
    let shown = format!("{builder:?} {:?}", builder.clone().build().unwrap());
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(!shown.contains("104, 117, 110"), "{shown}");
}

#[test]
fn messages_say_what_is_wrong_what_is_allowed_and_who_says_so() {
    let messages = [
        "decipheronly".parse::<KeyUsage>().unwrap_err().to_string(),
        "serverAuth,serverAuth".parse::<ExtendedKeyUsage>().unwrap_err().to_string(),
        "CA:TRUE".parse::<BasicConstraints>().unwrap_err().to_string(),
        "must-staple".parse::<TlsFeature>().unwrap_err().to_string(),
        "01:02".parse::<SubjectKeyIdentifier>().unwrap_err().to_string(),
        "1.2.3:x".parse::<CertificateTemplate>().unwrap_err().to_string(),
        "2.999=05".parse::<Extension>().unwrap_err().to_string(),
        Attribute::unstructured_name(&"x".repeat(256)).unwrap_err().to_string(),
        "2.999=05:00".parse::<Attribute>().unwrap_err().to_string(),
    ];
    let expected = [
        r#""decipheronly" has "decipheronly"; the usages are digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement, keyCertSign, cRLSign, encipherOnly, decipherOnly (RFC 5280 4.2.1.3); hint: did you mean decipherOnly?"#,
        r#""serverAuth,serverAuth" has serverAuth twice; a purpose is given once (RFC 5280 4.2.1.12)"#,
        r#""CA:TRUE" is no basicConstraints; they are "ca", "ca,pathlen=N" or "end-entity" (RFC 5280 4.2.1.9); hint: write ca"#,
        r#""must-staple" has "must-staple"; a TLS feature is status_request, status_request_v2 or the number of a TLS extension, 0 to 65535 (RFC 7633 4.1); hint: that is status_request"#,
        r#""01:02" has ":" as hexadecimal digit 3; a key identifier is octets in hexadecimal digits, or sha256, or sha1 (RFC 5280 4.2.1.2); hint: write the digits without separators"#,
        r#""1.2.3:x" begins with an object identifier; a template by identifier is OID, OID:MAJOR or OID:MAJOR:MINOR, with numbers from 0 to 4294967295 ([MS-WCCE] 2.2.2.7.7)"#,
        r#""2.999=05" has a value that is not exactly one value in DER: the input ends before the value does at octet 0"#,
        "the unstructuredName has 256 characters; it has at most 255 (RFC 2985 Appendix A)",
        "the attribute 2.999 has \":\" as hexadecimal digit 3; the value is DER in hexadecimal digits; hint: write the digits without separators",
    ];
    assert_eq!(messages, expected);
}

#[test]
fn the_value_of_a_known_extension_is_what_it_holds_by_text_too() {
    let values = [
        ("2.5.29.14", "04020102", "0400"),
        ("2.5.29.15", "030205a0", "0500"),
        ("2.5.29.19", "30030101ff", "3003010100"),
        ("2.5.29.37", "300a06082b06010505070301", "3000"),
        ("1.3.6.1.5.5.7.1.24", "3003020105", "020105"),
        ("1.3.6.1.4.1.311.20.2", "1e020041", "0c0141"),
        ("1.3.6.1.4.1.311.21.7", "300506032a0304", "3000"),
        ("1.2.3", "0500", "050100"),
    ];
    for (oid, right, wrong) in values {
        assert!(format!("{oid}={right}").parse::<Extension>().is_ok(), "{oid}={right}");
        let error = format!("{oid}={wrong}").parse::<Extension>().unwrap_err().to_string();
        assert!(error.contains("is not exactly one value in DER"), "{error}");
    }
}
