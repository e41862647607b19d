//! Our encoder against x509-cert's: the same structure must give the same bytes.

#[path = "../support/oracle.rs"]
mod oracle;

use oracle::{Named, Oracle};
use pkcs10::{AttributeType, DistinguishedName, GeneralNameType, KeyPair, Request};
use proptest::prelude::*;
use x509_parser::prelude::{FromDer, X509CertificationRequest};

fn key() -> KeyPair {
    KeyPair::from_pem(include_str!("../data/p256.key.pem")).unwrap()
}

/// Attributes of the kinds that the documented body has, with values that are accepted.
fn subject() -> impl Strategy<Value = Vec<(AttributeType, String)>> {
    let text = "[A-Za-z0-9é漢@*_][ A-Za-z0-9é漢@*_'()+,./:=?-]{0,30}[A-Za-z0-9é漢]";
    let attribute = prop_oneof![
        "[A-Z]{2}".prop_map(|value| (AttributeType::Country, value)),
        text.prop_map(|value| (AttributeType::StateOrProvince, value)),
        text.prop_map(|value| (AttributeType::Locality, value)),
        text.prop_map(|value| (AttributeType::Organization, value)),
        text.prop_map(|value| (AttributeType::OrganizationalUnit, value)),
        text.prop_map(|value| (AttributeType::CommonName, value)),
    ];
    prop::collection::vec(attribute, 1..8)
}

fn names() -> impl Strategy<Value = Vec<Named>> {
    let name = prop_oneof![
        "(\\*\\.)?[a-z0-9]{1,20}(-[a-z0-9]{1,20})?(\\.[a-z]{1,20}){1,3}"
            .prop_map(|name| (GeneralNameType::DnsName, name)),
        any::<std::net::Ipv4Addr>().prop_map(|ip| (GeneralNameType::IpAddress, ip.to_string())),
        any::<std::net::Ipv6Addr>()
            .prop_filter("mapped addresses are refused", |ip| ip.to_ipv4_mapped().is_none())
            .prop_map(|ip| (GeneralNameType::IpAddress, ip.to_string())),
    ];
    prop::collection::hash_set(name, 0..40).prop_map(|names| names.into_iter().collect())
}

fn build(subject: &[(AttributeType, String)], names: &[Named]) -> Request {
    let mut builder = DistinguishedName::builder();
    for (attribute, value) in subject {
        builder = builder.attribute(attribute.clone(), value);
    }
    Request::builder()
        .subject(builder)
        .subject_alt_names(names.iter().map(|(name_type, text)| (*name_type, text.as_str())))
        .build()
        .unwrap()
}

proptest! {
    #[test]
    fn requests_equal_those_of_x509_cert(subject in subject(), names in names()) {
        let key = key();
        let ours = build(&subject, &names).encode(key.public_key());
        let theirs = Oracle { subject: &subject, names: &names, key: key.public_key() };
        prop_assert_eq!(ours, theirs.certification_request_info());
    }

    #[test]
    fn x509_parser_reads_back_what_was_asked_for(subject in subject(), names in names()) {
        let csr = build(&subject, &names).sign(&key()).unwrap();
        let (rest, parsed) = X509CertificationRequest::from_der(csr.as_der()).unwrap();
        prop_assert!(rest.is_empty());
        prop_assert!(parsed.verify_signature().is_ok());
        let values: Vec<&str> = parsed
            .certification_request_info
            .subject
            .iter_attributes()
            .map(|attribute| attribute.as_str().unwrap())
            .collect();
        let expected: Vec<&str> = subject.iter().map(|(_, value)| value.as_str()).collect();
        prop_assert_eq!(values, expected);
        prop_assert_eq!(oracle::names_read_by_x509_parser(&parsed), oracle::as_read(&names));
    }

    #[test]
    fn encoding_into_a_buffer_equals_encoding_to_a_vec(
        subject in subject(), names in names(), spare in 0_usize..9,
    ) {
        let key = key();
        let request = build(&subject, &names);
        let expected = request.encode(key.public_key());
        let needed = request.encoded_len(key.public_key());
        prop_assert_eq!(needed, expected.len());
        let mut buffer = vec![0xEE; needed + spare];
        prop_assert_eq!(request.encode_into(key.public_key(), &mut buffer), Ok(needed));
        prop_assert_eq!(&buffer[..needed], &expected[..]);
        prop_assert!(buffer[needed..].iter().all(|byte| *byte == 0xEE));
        let refused = request.encode_into(key.public_key(), &mut buffer[..needed - 1]);
        prop_assert_eq!(refused, Err(pkcs10::BufferTooSmall { needed }));
    }
}

#[test]
fn empty_request_still_has_attributes() {
    let key = key();
    let request =
        Request::builder().subject(DistinguishedName::builder().common_name("a")).build().unwrap();
    let info = request.encode(key.public_key());
    assert!(info.ends_with(&[0xA0, 0x00]));
    let theirs = Oracle {
        subject: &[(AttributeType::CommonName, "a".into())],
        names: &[],
        key: key.public_key(),
    };
    assert_eq!(info, theirs.certification_request_info());
}

#[test]
fn the_san_is_critical_exactly_when_the_subject_is_empty() {
    let key = key();
    let names = [(GeneralNameType::DnsName, "a.example".to_owned())];
    let critical = [0x06, 0x03, 0x55, 0x1D, 0x11, 0x01, 0x01, 0xFF, 0x04];
    for (subject, expected) in
        [(vec![], true), (vec![(AttributeType::CommonName, "a".into())], false)]
    {
        let info = build(&subject, &names).encode(key.public_key());
        assert_eq!(info.windows(critical.len()).any(|window| window == critical), expected);
        let theirs = Oracle { subject: &subject, names: &names, key: key.public_key() };
        assert_eq!(info, theirs.certification_request_info());
    }
}

#[test]
fn lengths_stay_minimal_however_many_names_there_are() {
    let key = key();
    let subject = [(AttributeType::CommonName, "a".to_owned())];
    for count in [1, 5, 6, 7, 10, 12, 13, 14, 100, 3_000, 5_000, 10_000] {
        let names: Vec<Named> = (0..count)
            .map(|index| (GeneralNameType::DnsName, format!("host-{index}.example.com")))
            .collect();
        let theirs = Oracle { subject: &subject, names: &names, key: key.public_key() };
        assert_eq!(
            build(&subject, &names).encode(key.public_key()),
            theirs.certification_request_info(),
            "{count}"
        );
    }
}

#[test]
fn the_same_key_and_request_give_the_same_signature() {
    let request = build(&[(AttributeType::CommonName, "a".into())], &[]);
    assert_eq!(request.sign(&key()).unwrap(), request.sign(&key()).unwrap());
}
