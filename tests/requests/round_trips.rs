//! `Display` and `FromStr` are inverse: each value that can be made, or read strictly, is read back
//! from its text.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use pkcs10::extensions::{CertificateTemplate, KeyHash, SubjectKeyIdentifier, TlsFeature};
use pkcs10::{
    Algorithm, Attribute, BasicConstraints, DistinguishedName, ExtendedKeyUsage, Extension,
    GeneralName, GeneralNameType, KeyPurpose, KeyUsage, Oid, Policy, SignatureAlgorithm,
};
use proptest::prelude::*;

#[track_caller]
fn assert_reads_back<T: Display + FromStr + PartialEq + Debug>(value: &T) {
    let text = value.to_string();
    assert_eq!(text.parse::<T>().ok().as_ref(), Some(value), "{text}");
}

/// An extension as it is, and as one whose value is known by its DER alone.
#[track_caller]
fn assert_extension_reads_back(extension: impl Into<Extension>) {
    let extension = extension.into();
    assert_reads_back(&extension);
    assert_reads_back(&extension.with_critical(true));
}

#[test]
fn every_value_of_a_list_reads_back() {
    Algorithm::ALL.iter().for_each(assert_reads_back);
    Policy::ALL.iter().for_each(assert_reads_back);
    GeneralNameType::ALL.iter().for_each(assert_reads_back);
    SignatureAlgorithm::nameable().for_each(|algorithm| assert_reads_back(&algorithm));
    for hash in [KeyHash::Sha256, KeyHash::Sha1] {
        let identifier = SubjectKeyIdentifier::from_key(hash);
        assert_reads_back(&identifier);
        assert_extension_reads_back(identifier);
    }
}

fn oid() -> impl Strategy<Value = Oid> {
    let content = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..24),
        prop::collection::vec(any::<u8>(), 490..=500),
        (0..12_u8).prop_map(|last| vec![0x2B, 6, 1, 5, 5, 7, 3, last]),
    ];
    content.prop_filter_map("an identifier", |content| Oid::from_content(&content).ok())
}

/// Any TLV of up to 127 bytes with the tag of a type of name, of a string or of another value.
fn tlv() -> impl Strategy<Value = Vec<u8>> {
    let tag = prop::sample::select(&[
        0x81, 0x82, 0x86, 0x87, 0x88, 0xA0, 0xA3, 0xA4, 0xA5, 2, 3, 4, 5, 6, 12, 19, 22, 30, 48,
    ]);
    let content = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..20),
        "[a-zA-Z0-9.@:/;=,+_ \\\\é-]{0,20}".prop_map(String::into_bytes),
        "DER:[0-9a-f]{0,10}".prop_map(String::into_bytes),
    ];
    (tag, content).prop_map(|(tag, content)| {
        let len = u8::try_from(content.len()).unwrap();
        [&[tag, len], content.as_slice()].concat()
    })
}

proptest! {
    #[test]
    fn identifiers_read_back(oid in oid()) {
        assert_reads_back(&oid);
        assert_reads_back(&KeyPurpose::from(oid));
    }

    #[test]
    fn general_names_read_back(tlv in tlv()) {
        if let Ok(name) = GeneralName::from_der(&tlv) {
            assert_reads_back(&name.into_owned());
        }
    }

    #[test]
    fn distinguished_names_read_back(oid in oid(), value in tlv()) {
        let attribute = pkcs10::AttributeType::from_oid(&oid);
        let built = DistinguishedName::builder().attribute_der(attribute, &value).build();
        if let Ok(name) = built.and_then(|name| DistinguishedName::from_der(name.as_der())) {
            assert_reads_back(&name);
        }
    }

    #[test]
    fn known_extensions_read_back(
        oids in prop::collection::vec(oid(), 1..4),
        bits in any::<[u8; 2]>(),
        unused in 0..8_u8,
        numbers in prop::collection::vec(any::<u16>(), 1..4),
        number in any::<Option<u32>>(),
        minor in any::<Option<u32>>(),
        text in any::<String>(),
        bytes in prop::collection::vec(any::<u8>(), 1..24),
    ) {
        for value in [&[3, 2, unused, bits[0]][..], &[3, 3, unused, bits[0], bits[1]]] {
            if let Ok(usage) = KeyUsage::from_value(value) {
                assert_reads_back(&usage);
                assert_extension_reads_back(usage);
            }
        }
        let template = match number {
            Some(major) => CertificateTemplate::from_version(oids[0].clone(), major, minor),
            None => CertificateTemplate::from_oid(oids[0].clone()),
        };
        for template in CertificateTemplate::from_name(&text).into_iter().chain([template]) {
            assert_reads_back(&template);
            assert_extension_reads_back(template);
        }
        if let Ok(usage) = ExtendedKeyUsage::new(oids.into_iter().map(KeyPurpose::from)) {
            assert_reads_back(&usage);
            assert_extension_reads_back(usage);
        }
        if let Ok(feature) = TlsFeature::new(numbers) {
            assert_reads_back(&feature);
            assert_extension_reads_back(feature);
        }
        for constraints in [BasicConstraints::ca(number), BasicConstraints::END_ENTITY] {
            assert_reads_back(&constraints);
            assert_extension_reads_back(constraints);
        }
        let identifier = SubjectKeyIdentifier::from_bytes(&bytes).unwrap();
        assert_reads_back(&identifier);
        assert_extension_reads_back(identifier);
    }

    #[test]
    fn any_extension_attribute_and_algorithm_reads_back(
        oid in oid(),
        values in prop::collection::vec(tlv(), 1..4),
    ) {
        if let Ok(extension) = Extension::new(oid.clone(), false, &values[0]) {
            assert_extension_reads_back(extension);
        }
        let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
        if let Ok(attribute) = Attribute::new(oid.clone(), &values) {
            assert_reads_back(&attribute);
        }
        if let Ok(algorithm) = oid.to_string().parse::<SignatureAlgorithm>() {
            assert_reads_back(&algorithm);
        }
        let oid = [&[6, u8::try_from(oid.as_bytes().len().min(100)).unwrap()], oid.as_bytes()].concat();
        let fields = [&oid, values[0]].concat();
        if let Ok(len @ 0..=127) = u8::try_from(fields.len())
            && let Ok(algorithm) = SignatureAlgorithm::from_der(&[&[0x30, len], &fields[..]].concat())
        {
            assert_reads_back(&algorithm);
        }
    }
}
