//! A vendor that does not exist: a profile is one list of fields.

use pkcs10::lxca::BodyReader;
use pkcs10::profiles::{Field, Target};
use pkcs10::{AttributeType, DistinguishedName, Profile};

const FIELDS: &[Field] = &[
    Field::new("company", Target::Subject(AttributeType::Organization)).default("ACME"),
    Field::new("hostName", Target::Subject(AttributeType::CommonName)).max(12),
    Field::new("unit", Target::Subject(AttributeType::OrganizationalUnit)),
    Field::new("secondUnit", Target::Subject(AttributeType::OrganizationalUnit)),
    Field::new("names", Target::TypedNames),
];
const ACME: Profile = Profile::new("acme", "ACME controllers 2.0", FIELDS).require(&["hostName"]);

#[test]
fn a_new_profile_has_its_reader() {
    let body = br#"{"hostName": "bmc-7", "secondUnit": "b", "unit": "a",
        "names": {"generalNames": [{"type": "dNSName", "name": "bmc-7"}]}}"#;
    let request = BodyReader::new(ACME).read(body).unwrap();
    let subject = DistinguishedName::from_der(request.subject_der()).unwrap();
    assert_eq!(subject.to_string(), "CN=bmc-7,OU=a,OU=b,O=ACME");
    assert_eq!(request.subject_alt_names().count(), 1);
}

#[test]
fn a_new_profile_has_its_messages() {
    let cases = [
        ("{}", "hostName: required attribute is missing"),
        (r#"{"hostName": ""}"#, "hostName: required attribute is missing"),
        (
            r#"{"hostName": "bmc-7.example", "unit": 1}"#,
            "hostName: CN \"bmc-7.example\" is 13 characters long; expected at most 12 (ACME controllers 2.0)\n\
             unit: value is a number; expected a string; hint: put it in quotation marks",
        ),
        (
            r#"{"hostNam": "a", "hostName": "a", "unit": "a", "secondUnit": " b"}"#,
            "hostNam: attribute \"hostNam\" is not known here; expected one of company, hostName, unit, secondUnit, names; hint: did you mean \"hostName\"?\n\
             secondUnit: OU \" b\" begins with white space (U+0020); hint: use \"b\"",
        ),
        (
            r#"{"hostName": "a", "names": {"generalNames": []}}"#,
            "names.generalNames: list is empty; expected at least one name (RFC 5280 4.2.1.6); hint: leave names out to request no names",
        ),
    ];
    for (body, message) in cases {
        let faults = BodyReader::new(ACME).read(body.as_bytes()).unwrap_err();
        assert_eq!(faults.to_string(), message, "{body}");
    }
}
