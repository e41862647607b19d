//! Extensions and attributes that are refused, with their places and reasons.

use super::*;

#[track_caller]
fn refusals(refused: Result<Request, Faults>) -> Vec<(Place, Code, Option<Place>)> {
    let faults = refused.unwrap_err();
    let parts = |fault: &Fault| (fault.place().clone(), fault.code(), fault.first().cloned());
    faults.iter().map(parts).collect()
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
    assert_eq!(
        refusals(refused),
        [
            (Place::Extension(0), Code::Unknown, None),
            (Place::Extension(3), Code::ExtensionRepeated, Some(Place::Extension(1))),
            (Place::Attribute(1), Code::AttributeRepeated, Some(Place::Attribute(0))),
        ]
    );
}

#[test]
fn faults_come_in_the_order_of_the_request() {
    let refused = Request::builder()
        .attribute("2.999=05".parse::<Attribute>())
        .extension("2.5.29.17=3000".parse::<Extension>())
        .subject_alt_name(GeneralName::dns("a_b"))
        .extension("ca,pathlen=x".parse::<BasicConstraints>())
        .attribute("1.2.840.113549.1.9.14=30020500".parse::<Attribute>())
        .subject(DistinguishedName::builder().country("de"))
        .build();
    let places: Vec<String> =
        refusals(refused).iter().map(|(place, ..)| place.to_string()).collect();
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
            (Place::Extension(0), Code::SanAsExtension, None),
            (Place::Attribute(0), Code::ExtensionRequestAsAttribute, None),
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
fn refusals_say_what_is_wrong_what_is_expected_and_what_to_do() {
    let hex = Some("write the digits without separators");
    let refusals = [
        (
            "decipherOnl".parse::<KeyUsage>().err(),
            Code::Unknown,
            Some("did you mean \"decipherOnly\"?"),
        ),
        ("serverAuth,serverAuth".parse::<ExtendedKeyUsage>().err(), Code::Repeated, None),
        ("CA:TRUE".parse::<BasicConstraints>().err(), Code::Unknown, Some("use \"ca\"")),
        ("must-staple".parse::<TlsFeature>().err(), Code::Unknown, Some("use \"status_request\"")),
        ("01:02".parse::<SubjectKeyIdentifier>().err(), Code::Hex, hex),
        ("1.2.3:x".parse::<CertificateTemplate>().err(), Code::Number, None),
        ("2.999=05".parse::<Extension>().err(), Code::Structure, None),
        (Attribute::unstructured_name(&"x".repeat(256)).err(), Code::TooLong, None),
        ("2.999=05:00".parse::<Attribute>().err(), Code::Hex, hex),
    ];
    for (refused, code, hint) in refusals {
        let error = refused.unwrap();
        let given = error.hint().map(ToString::to_string);
        assert_eq!((error.code(), given.as_deref()), (code, hint), "{error}");
        assert!(error.reason().contains("DER") || !error.expectation().is_empty(), "{error}");
    }
}

#[test]
fn the_value_of_a_known_extension_is_what_it_holds_by_text_too() {
    let values = [
        ("2.5.29.14", "04020102", "0400", Code::Empty),
        ("2.5.29.15", "030205a0", "0500", Code::ExtensionValue),
        ("2.5.29.19", "30030101ff", "3003010100", Code::DefaultEncoded),
        ("2.5.29.37", "300a06082b06010505070301", "3000", Code::ExtensionValue),
        ("1.3.6.1.5.5.7.1.24", "3003020105", "020105", Code::ExtensionValue),
        ("1.3.6.1.4.1.311.20.2", "0c0141", "1e0141", Code::StringCharset),
        ("1.3.6.1.4.1.311.21.7", "300506032a0304", "3000", Code::Structure),
        ("1.2.3", "0500", "050100", Code::Structure),
    ];
    for (oid, right, wrong, code) in values {
        assert!(format!("{oid}={right}").parse::<Extension>().is_ok(), "{oid}={right}");
        let error = format!("{oid}={wrong}").parse::<Extension>().unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }
}
