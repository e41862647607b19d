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

/// The request of a body ends with these attributes, and has this subject: the last arc below 2.5.4, the
/// string type and the value of each RDN.
fn check(profile: Profile, body: &str, subject: &[(u8, u8, &str)], attributes: &[Vec<u8>]) {
    let request = BodyReader::new(profile).read(body.as_bytes()).unwrap();
    let rdns = subject.iter().flat_map(|(arc, tag, value)| match arc {
        0 => rdn(&pkcs9(1), *tag, value),
        arc => rdn(&[0x55, 4, *arc], *tag, value),
    });
    assert_eq!(request.subject_der(), tlv(0x30, &rdns.collect::<Vec<u8>>()), "{body}");
    let encoded = request.encode(&public_key());
    assert!(encoded.ends_with(&tlv(0xA0, &attributes.concat())), "{encoded:02x?}");
}

#[test]
fn rfc5280_adds_nothing() {
    let body = r#"{"StateProvince": "Bayern", "CommonName": "bmc-7", "Country": "ZQ",
        "OrganizationUnit": "IT", "StateLocality": "München", "Organization": "Acme",
        "subjectAlternativeNames": {"generalNames": [
            {"type": "dNSName", "name": "bmc-7"}, {"type": "iPAddress", "name": "192.0.2.7"}]}}"#;
    let subject = [
        (6, PRINTABLE, "ZQ"),
        (8, PRINTABLE, "Bayern"),
        (7, UTF8, "München"),
        (10, PRINTABLE, "Acme"),
        (11, PRINTABLE, "IT"),
        (3, PRINTABLE, "bmc-7"),
    ];
    let names = [tlv(0x82, b"bmc-7"), tlv(0x87, &[192, 0, 2, 7])].concat();
    let names = extension(&[0x55, 0x1D, 17], &[], &tlv(0x30, &names));
    check(Profile::RFC5280, body, &subject, &[attribute(14, &tlv(0x30, &names))]);
    check(Profile::RFC5280, r#"{"CommonName": "a", "Country": null}"#, &[(3, PRINTABLE, "a")], &[]);
}

#[test]
fn xcc_takes_the_body_of_redfish_and_its_own() {
    let redfish = r##"{"@odata.type": "#x", "CommonName": "xcc-7", "KeyUsage": ["DigitalSignature"],
        "Country": "US", "KeyPairAlgorithm": "TPM_ALG_ECDH", "KeyCurveId": "TPM_ECC_NIST_P256"}"##;
    let usage = extension(&[0x55, 0x1D, 15], &[1, 1, 0xFF], &[3, 2, 7, 0x80]);
    let attributes = [attribute(14, &tlv(0x30, &usage))];
    check(Profile::XCC, redfish, &[(6, PRINTABLE, "US"), (3, PRINTABLE, "xcc-7")], &attributes);

    let oem = r#"{"OptionalCertificateData": {"ContactPerson": "Jo Doe",
            "EmailAddress": "ops@example.com", "OrganizationalUnitName": "IT", "Surname": "Doe",
            "GivenName": "Jo", "Initials": "J", "DnQualifier": "7"},
        "RequiredCertificateData": {"Service": "Server", "CountryName": "US",
            "StateOrProvinceName": "NC", "LocalityName": "Raleigh", "OrganizationName": "ACME",
            "HostName": "xcc-7"}}"#;
    let subject = [
        (6, PRINTABLE, "US"),
        (8, PRINTABLE, "NC"),
        (7, PRINTABLE, "Raleigh"),
        (10, PRINTABLE, "ACME"),
        (11, PRINTABLE, "IT"),
        (3, PRINTABLE, "xcc-7"),
        (41, PRINTABLE, "Jo Doe"),
        (0, IA5, "ops@example.com"),
        (4, PRINTABLE, "Doe"),
        (42, PRINTABLE, "Jo"),
        (43, PRINTABLE, "J"),
        (46, PRINTABLE, "7"),
    ];
    check(Profile::XCC, oem, &subject, &[]);
    check(Profile::XCC_OEM, oem, &subject, &[]);
}

#[test]
fn cimc_has_numbered_names_and_the_name_of_a_country() {
    let body = r#"{"commonName": "cimc-7", "organization": "Acme", "countryCode": "Germany",
        "subjectAltNameType2": "dns", "subjectAltNameValue2": "b.example",
        "subjectAltNameType1": "IP", "subjectAltNameValue1": "192.0.2.7",
        "addChallengePassword": "yes", "challengePassword": "s3cret", "email": "ops@example.com",
        "stringMask": "utf8only"}"#;
    let subject = [
        (6, PRINTABLE, "DE"),
        (10, UTF8, "Acme"),
        (3, UTF8, "cimc-7"),
        (0, IA5, "ops@example.com"),
    ];
    let names = [tlv(0x87, &[192, 0, 2, 7]), tlv(0x82, b"b.example")].concat();
    let names = extension(&[0x55, 0x1D, 17], &[], &tlv(0x30, &names));
    let attributes = [attribute(7, &tlv(PRINTABLE, b"s3cret")), attribute(14, &tlv(0x30, &names))];
    check(Profile::CIMC, body, &subject, &attributes);
    let code = r#"{"countryCode": "DE", "addChallengePassword": "no", "challengePassword": "x"}"#;
    check(Profile::CIMC, code, &[(6, PRINTABLE, "DE")], &[]);
}

#[test]
fn ilo_asks_the_host_for_its_addresses() {
    let body = br#"{"CommonName": "ilo-7", "IncludeIP": true}"#;
    let addresses = ["192.0.2.7", "2001:db8::7"].map(|address| address.parse().unwrap());
    for (given, names) in [(&addresses[..], 2), (&[], 0)] {
        let reader = BodyReader::new(Profile::ILO).host_addresses(given.iter().copied());
        let request = reader.read(body).unwrap();
        assert_eq!(request.subject_alt_names().count(), names);
    }
}

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
