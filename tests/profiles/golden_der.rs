//! A full body of each server, and the attributes of its request, written by hand.

use super::public_key::public_key;
use pkcs10::Profile;
use pkcs10::lxca::BodyReader;

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut der = vec![tag];
    match u8::try_from(content.len()).unwrap() {
        short @ 0..=127 => der.push(short),
        long => der.extend([0x81, long]),
    }
    der.extend(content);
    der
}

fn rdn(oid: &[u8], tag: u8, value: &str) -> Vec<u8> {
    let attribute = [tlv(6, oid), tlv(tag, value.as_bytes())].concat();
    tlv(0x31, &tlv(0x30, &attribute))
}

fn pkcs9(last: u8) -> Vec<u8> {
    [&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9][..], &[last]].concat()
}

fn extension(oid: &[u8], critical: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[tlv(6, oid), critical.to_vec(), tlv(4, value)].concat())
}

fn attribute(last: u8, value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[tlv(6, &pkcs9(last)), tlv(0x31, value)].concat())
}

const PRINTABLE: u8 = 0x13;
const UTF8: u8 = 0x0C;
const IA5: u8 = 0x16;

#[test]
fn all_nineteen_parameters_of_redfish_are_in_their_places() {
    assert_eq!(Profile::REDFISH.fields().len(), 19);
    let body = r#"{
        "CommonName": "bmc-7.example.com", "Country": "DE", "State": "Bayern", "City": "München",
        "Organization": "Acme GmbH", "OrganizationalUnit": "IT", "Email": "ops@example.com",
        "GivenName": "Jo", "Initials": "J", "Surname": "Doe", "ContactPerson": "Jo Doe",
        "AlternativeNames": ["a.example", "192.0.2.7", "jo@a.example", "https://a/", "RID:2.5"],
        "ChallengePassword": "s3cret", "UnstructuredName": "bmc-7",
        "KeyUsage": ["KeyEncipherment", "ServerAuthentication", "DigitalSignature"],
        "KeyPairAlgorithm": "TPM_ALG_RSA", "KeyBitLength": 3072, "KeyCurveId": "TPM_ECC_NIST_P384",
        "CertificateCollection": {"@odata.id": "/redfish/v1/Managers/1/Certificates"}
    }"#;
    let request = BodyReader::new(Profile::REDFISH).read(body.as_bytes()).unwrap();
    let subject = [
        rdn(&[0x55, 4, 6], PRINTABLE, "DE"),
        rdn(&[0x55, 4, 8], PRINTABLE, "Bayern"),
        rdn(&[0x55, 4, 7], UTF8, "München"),
        rdn(&[0x55, 4, 10], PRINTABLE, "Acme GmbH"),
        rdn(&[0x55, 4, 11], PRINTABLE, "IT"),
        rdn(&[0x55, 4, 3], PRINTABLE, "bmc-7.example.com"),
        rdn(&pkcs9(1), IA5, "ops@example.com"),
        rdn(&[0x55, 4, 42], PRINTABLE, "Jo"),
        rdn(&[0x55, 4, 43], PRINTABLE, "J"),
        rdn(&[0x55, 4, 4], PRINTABLE, "Doe"),
        rdn(&[0x55, 4, 41], PRINTABLE, "Jo Doe"),
    ];
    assert_eq!(request.subject_der(), tlv(0x30, &subject.concat()));

    let names = [
        tlv(0x82, b"a.example"),
        tlv(0x87, &[192, 0, 2, 7]),
        tlv(0x81, b"jo@a.example"),
        tlv(0x86, b"https://a/"),
        tlv(0x88, &[0x55]),
    ];
    let purposes = tlv(0x30, &tlv(6, &[0x2B, 6, 1, 5, 5, 7, 3, 1]));
    let extensions = [
        extension(&[0x55, 0x1D, 17], &[], &tlv(0x30, &names.concat())),
        extension(&[0x55, 0x1D, 15], &[1, 1, 0xFF], &[3, 2, 5, 0xA0]),
        extension(&[0x55, 0x1D, 37], &[], &purposes),
    ];
    let attributes = [
        attribute(2, &tlv(IA5, b"bmc-7")),
        attribute(7, &tlv(PRINTABLE, b"s3cret")),
        attribute(14, &tlv(0x30, &extensions.concat())),
    ];
    let encoded = request.encode(&public_key());
    assert!(encoded.ends_with(&tlv(0xA0, &attributes.concat())), "{encoded:02x?}");
}

#[test]
fn what_openbmc_writes_into_the_subject_is_in_its_place() {
    let body = r#"{"CommonName": "bmc-7", "Country": "US", "State": "TX", "City": "Austin",
        "Organization": "ACME", "OrganizationalUnit": "ABC", "AlternativeNames": ["bmc-7"],
        "KeyUsage": ["ServerAuthentication"], "KeyPairAlgorithm": "EC"}"#;
    let request = BodyReader::new(Profile::OPENBMC).read(body.as_bytes()).unwrap();
    let values = [(6, "US"), (8, "TX"), (7, "Austin"), (10, "ACME"), (11, "ABC"), (3, "bmc-7")];
    let rdns: Vec<u8> =
        values.iter().flat_map(|(last, value)| rdn(&[0x55, 4, *last], PRINTABLE, value)).collect();
    assert_eq!(request.subject_der(), tlv(0x30, &rdns));
    let extensions = [
        extension(&[0x55, 0x1D, 17], &[], &tlv(0x30, &tlv(0x82, b"bmc-7"))),
        extension(&[0x55, 0x1D, 37], &[], &tlv(0x30, &tlv(6, &[0x2B, 6, 1, 5, 5, 7, 3, 1]))),
    ];
    let attributes = attribute(14, &tlv(0x30, &extensions.concat()));
    let encoded = request.encode(&public_key());
    assert!(encoded.ends_with(&tlv(0xA0, &attributes)), "{encoded:02x?}");
}
