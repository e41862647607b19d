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
    check_by(&BodyReader::new(profile), body, subject, attributes);
}

fn check_by(reader: &BodyReader, body: &str, subject: &[(u8, u8, &str)], attributes: &[Vec<u8>]) {
    let request = reader.read(body.as_bytes()).unwrap();
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

/// The subject of the bodies that follow, but for its last RDNs.
const ACME: [(u8, u8, &str); 5] = [
    (6, PRINTABLE, "US"),
    (8, PRINTABLE, "Texas"),
    (7, PRINTABLE, "Austin"),
    (10, PRINTABLE, "ACME"),
    (11, PRINTABLE, "IT"),
];

/// The attribute extensionRequest with a subjectAltName of these names.
fn names(names: &[Vec<u8>]) -> Vec<u8> {
    let extension = extension(&[0x55, 0x1D, 17], &[], &tlv(0x30, &names.concat()));
    attribute(14, &tlv(0x30, &extension))
}

#[test]
fn ilo_asks_the_host_for_its_addresses() {
    let body = r#"{"City": "Austin", "CommonName": "ilo-7", "Country": "US", "OrgName": "ACME",
        "OrgUnit": "IT", "State": "Texas", "IncludeIP": true}"#;
    let subject = [&ACME[..], &[(3, PRINTABLE, "ilo-7")]].concat();
    check(Profile::ILO, body, &subject, &[]);

    let addresses = ["192.0.2.7", "2001:db8::7"].map(|address| address.parse().unwrap());
    let v6 = [0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];
    let names = names(&[tlv(0x87, &[192, 0, 2, 7]), tlv(0x87, &v6)]);
    let reader = BodyReader::new(Profile::ILO).host_addresses(addresses);
    check_by(&reader, body, &subject, &[names]);
    check_by(&reader, &body.replace("true", "false"), &subject, &[]);
}

#[test]
fn idrac_takes_a_link_as_an_object_or_as_text() {
    let link = "/redfish/v1/Managers/iDRAC.Embedded.1/NetworkProtocol/HTTPS/Certificates";
    for link in [format!(r#"{{"@odata.id": "{link}"}}"#), format!("{link:?}")] {
        let body = format!(
            r#"{{"CertificateCollection": {link}, "City": "Austin", "CommonName": "idrac-7",
            "Country": "US", "Organization": "ACME", "OrganizationalUnit": "IT", "State": "Texas",
            "Email": "ops@example.com", "AlternativeNames": ["idrac-7.example", "192.0.2.7"]}}"#
        );
        let subject =
            [&ACME[..], &[(3, PRINTABLE, "idrac-7"), (0, IA5, "ops@example.com")]].concat();
        let names = names(&[tlv(0x82, b"idrac-7.example"), tlv(0x87, &[192, 0, 2, 7])]);
        check(Profile::IDRAC, &body, &subject, &[names]);
    }
}

#[test]
fn vcenter_may_leave_the_unit_empty_and_the_names_to_the_host() {
    let body = r#"{"key_size": 4096, "common_name": "vc-7.example", "organization": "ACME",
        "organization_unit": "IT", "locality": "Austin", "state_or_province": "Texas",
        "country": "US", "email_address": "ops@example.com",
        "subject_alt_name": ["vc-7.example", "2001:db8::7"]}"#;
    let subject = [&ACME[..], &[(3, PRINTABLE, "vc-7.example"), (0, IA5, "ops@example.com")]];
    let v6 = [0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];
    let names = names(&[tlv(0x82, b"vc-7.example"), tlv(0x87, &v6)]);
    check(Profile::VCENTER, body, &subject.concat(), &[names]);

    let least = r#"{"organization": "ACME", "organization_unit": "", "locality": "Austin",
        "state_or_province": "Texas", "country": "US", "email_address": "ops@example.com"}"#;
    let subject = [&ACME[..4], &[(0, IA5, "ops@example.com")]];
    check(Profile::VCENTER, least, &subject.concat(), &[]);
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
    let subject = [
        (6, PRINTABLE, "DE"),
        (8, PRINTABLE, "Bayern"),
        (7, UTF8, "München"),
        (10, PRINTABLE, "Acme GmbH"),
        (11, PRINTABLE, "IT"),
        (3, PRINTABLE, "bmc-7.example.com"),
        (0, IA5, "ops@example.com"),
        (42, PRINTABLE, "Jo"),
        (43, PRINTABLE, "J"),
        (4, PRINTABLE, "Doe"),
        (41, PRINTABLE, "Jo Doe"),
    ];
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
    check(Profile::REDFISH, body, &subject, &attributes);
}

#[test]
fn what_openbmc_writes_into_the_subject_is_in_its_place() {
    let body = r#"{"CommonName": "bmc-7", "Country": "US", "State": "TX", "City": "Austin",
        "Organization": "ACME", "OrganizationalUnit": "ABC", "AlternativeNames": ["bmc-7"],
        "KeyUsage": ["ServerAuthentication"], "KeyPairAlgorithm": "EC"}"#;
    let subject = [(6, "US"), (8, "TX"), (7, "Austin"), (10, "ACME"), (11, "ABC"), (3, "bmc-7")];
    let subject = subject.map(|(arc, value)| (arc, PRINTABLE, value));
    let extensions = [
        extension(&[0x55, 0x1D, 17], &[], &tlv(0x30, &tlv(0x82, b"bmc-7"))),
        extension(&[0x55, 0x1D, 37], &[], &tlv(0x30, &tlv(6, &[0x2B, 6, 1, 5, 5, 7, 3, 1]))),
    ];
    check(Profile::OPENBMC, body, &subject, &[attribute(14, &tlv(0x30, &extensions.concat()))]);
}
