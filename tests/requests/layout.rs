//! The layout of a request (RFC 2986), rule by rule: each is one that some implementation has
//! broken.

use super::public_key::public_key;
use pkcs10::{
    Algorithm, Attribute, AttributeType, BasicConstraints, DistinguishedName, Extension,
    GeneralName, KeyPair, KeyUsage, Request, RequestBuilder, SysRng,
    names::DistinguishedNameBuilder,
};
use proptest::{collection, prelude::*};
use std::collections::BTreeSet;
use x509_cert::der::asn1::{Int, OctetString};
use x509_cert::der::{Decode, Encode, Tag, Tagged};
use x509_cert::ext::Extension as TheirExtension;
use x509_cert::request::{CertReq, CertReqInfo};

fn subject() -> DistinguishedNameBuilder {
    DistinguishedName::builder().common_name("a")
}

fn builder() -> RequestBuilder {
    Request::builder().subject(subject())
}

/// The CertificationRequestInfo, as bytes and as x509-cert reads them. Its decoder refuses
/// trailing bytes and lengths that are not minimal; that it encodes the same again shows
/// that everything is in order.
#[track_caller]
fn info(builder: RequestBuilder) -> (Vec<u8>, CertReqInfo) {
    let der = builder.build().unwrap().encode(&public_key());
    let info = CertReqInfo::from_der(&der).unwrap();
    assert_eq!(info.to_der().unwrap(), der);
    (der, info)
}

/// The identifiers of the attributes, in the order of their bytes.
fn attributes(info: &CertReqInfo) -> Vec<String> {
    info.attributes.iter().map(|attribute| attribute.oid.to_string()).collect()
}

#[track_caller]
fn extensions(info: &CertReqInfo) -> Vec<TheirExtension> {
    let requests: Vec<_> =
        info.attributes.iter().filter(|a| a.oid.to_string() == EXTENSION_REQUEST).collect();
    let [request] = requests[..] else { panic!("{} extensionRequests", requests.len()) };
    assert_eq!(request.values.len(), 1);
    request.values.get(0).unwrap().decode_as().unwrap()
}

const EXTENSION_REQUEST: &str = "1.2.840.113549.1.9.14";
const CHALLENGE_PASSWORD: &str = "1.2.840.113549.1.9.7";

#[test]
fn the_version_is_zero() {
    let (der, _) = info(builder());
    assert_eq!((der[0], usize::from(der[1])), (0x30, der.len() - 2));
    assert_eq!(der[2..5], [2, 1, 0]);
}

#[test]
fn empty_attributes_are_still_there() {
    let (der, info) = info(builder());
    assert_eq!(der[der.len() - 2..], [0xA0, 0x00]);
    assert!(info.attributes.is_empty());
}

#[test]
fn a_request_for_nothing_has_its_key_alone() {
    let key = public_key();
    let info = Request::empty().encode(&key);
    let expected = [&[2, 1, 0, 0x30, 0][..], key.as_der(), &[0xA0, 0]].concat();
    assert!(info.ends_with(&expected));
    assert_eq!(CertReqInfo::from_der(&info).unwrap().to_der().unwrap(), info);
    assert_eq!(Request::builder().build().unwrap_err().iter().count(), 1, "unless it is meant");
}

#[test]
fn without_extensions_there_is_no_extension_request() {
    let (_, info) = info(builder().attribute(Attribute::challenge_password("p")));
    assert_eq!(attributes(&info), [CHALLENGE_PASSWORD]);
}

#[test]
fn without_names_there_is_no_subject_alt_name() {
    let (_, info) = info(builder().extension(KeyUsage::DIGITAL_SIGNATURE));
    let extensions = extensions(&info);
    assert_eq!(extensions.len(), 1);
    assert_eq!(extensions[0].extn_id.to_string(), "2.5.29.15");
}

#[test]
fn names_and_extensions_share_one_extension_request() {
    let (_, info) = info(
        builder()
            .subject_alt_name(GeneralName::dns("a.example"))
            .extension(KeyUsage::DIGITAL_SIGNATURE)
            .extension(BasicConstraints::END_ENTITY),
    );
    assert_eq!(attributes(&info), [EXTENSION_REQUEST]);
    let extensions = extensions(&info);
    let oids: Vec<String> = extensions.iter().map(|e| e.extn_id.to_string()).collect();
    assert_eq!(oids, ["2.5.29.17", "2.5.29.15", "2.5.29.19"]);
}

#[test]
fn no_extension_is_there_twice() {
    let twice = builder().extension(KeyUsage::CRL_SIGN).extension(KeyUsage::KEY_AGREEMENT).build();
    assert_eq!(twice.unwrap_err().iter().count(), 1);
}

#[test]
fn a_long_challenge_password_sorts_after_a_short_extension_request() {
    let with = |password: &str| {
        let (der, info) = info(
            builder()
                .extension(KeyUsage::DIGITAL_SIGNATURE)
                .attribute(Attribute::challenge_password(password)),
        );
        let place = |oid: &[u8]| der.windows(oid.len()).position(|window| window == oid).unwrap();
        let password = place(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 7]);
        let request = place(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 14]);
        assert_eq!(info.attributes.len(), 2);
        password < request
    };
    assert!(with("short"));
    assert!(!with(&"long".repeat(50)));
}

#[test]
fn attributes_are_sorted_by_their_bytes() {
    let (_, info) = info(
        builder()
            .extension(KeyUsage::DIGITAL_SIGNATURE)
            .attribute("1.2.3.2=0500".parse::<Attribute>())
            .attribute("1.2.3.1=040300aabb".parse::<Attribute>())
            .attribute("1.2.3.10=0500".parse::<Attribute>()),
    );
    assert_eq!(attributes(&info), ["1.2.3.2", "1.2.3.10", "1.2.3.1", EXTENSION_REQUEST]);
}

#[test]
fn every_attribute_of_the_subject_is_an_rdn_of_its_own() {
    let (_, info) = info(
        Request::builder().subject(
            DistinguishedName::builder()
                .organizational_unit("b")
                .organizational_unit("a")
                .common_name("c"),
        ),
    );
    let rdns: Vec<Vec<String>> =
        info.subject.iter_rdn().map(|rdn| rdn.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rdns, [["OU=b"], ["OU=a"], ["CN=c"]]);
}

#[test]
fn critical_is_ff_or_left_out() {
    let value = [0x05, 0x00];
    let oid = || "1.2.3".parse().unwrap();
    let with = |critical| {
        let (der, _) = info(builder().extension(Extension::new(oid(), critical, &value)));
        der
    };
    let end = |len: usize, der: &[u8]| der[der.len() - len..].to_vec();
    assert_eq!(end(10, &with(false)), [0x30, 8, 6, 2, 0x2A, 3, 4, 2, 5, 0]);
    assert_eq!(end(13, &with(true)), [0x30, 11, 6, 2, 0x2A, 3, 1, 1, 0xFF, 4, 2, 5, 0]);
}

#[test]
fn ca_is_ff_or_left_out() {
    let with = |constraints| {
        let (_, info) = info(builder().extension(constraints));
        extensions(&info)[0].extn_value.as_bytes().to_vec()
    };
    assert_eq!(with(BasicConstraints::END_ENTITY), [0x30, 0]);
    assert_eq!(with(BasicConstraints::ca(None)), [0x30, 3, 1, 1, 0xFF]);
}

#[test]
fn named_bits_have_no_trailing_zeros() {
    let cases: [(KeyUsage, &[u8]); 4] = [
        (KeyUsage::DIGITAL_SIGNATURE, &[3, 2, 7, 0x80]),
        (KeyUsage::KEY_CERT_SIGN | KeyUsage::CRL_SIGN, &[3, 2, 1, 0x06]),
        (KeyUsage::ENCIPHER_ONLY, &[3, 2, 0, 0x01]),
        (KeyUsage::DECIPHER_ONLY, &[3, 3, 7, 0x00, 0x80]),
    ];
    for (usage, value) in cases {
        let (_, info) = info(builder().extension(usage));
        assert_eq!(extensions(&info)[0].extn_value.as_bytes(), value, "{usage}");
    }
}

#[test]
fn rsa_has_null_parameters_and_ecdsa_none() {
    for (algorithm, parameters) in
        [(Algorithm::Rsa2048, Some(Tag::Null)), (Algorithm::EcdsaP256, None)]
    {
        let key = KeyPair::generate(algorithm, &mut SysRng).unwrap();
        let csr = builder().build().unwrap().sign(&key).unwrap();
        let request = CertReq::from_der(csr.as_der()).unwrap();
        assert_eq!(request.algorithm.parameters.map(|any| any.tag()), parameters, "{algorithm}");
    }
}

#[test]
fn ecdsa_signatures_are_two_positive_integers() {
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng).unwrap();
    let mut padded = 0;
    // Half of all integers have their high bit set and need a zero in front.
    for index in 0..32 {
        let request = Request::builder()
            .subject(DistinguishedName::builder().common_name(&format!("host {index}")))
            .build()
            .unwrap();
        let csr = request.sign(&key).unwrap();
        let request = CertReq::from_der(csr.as_der()).unwrap();
        let integers: Vec<Int> = Vec::from_der(request.signature.raw_bytes()).unwrap();
        assert_eq!(integers.len(), 2);
        for integer in &integers {
            assert!(integer.as_bytes()[0] < 0x80, "a negative integer");
            padded += usize::from(integer.as_bytes()[0] == 0);
        }
        assert_eq!(integers.to_der().unwrap(), request.signature.raw_bytes());
    }
    assert!((1..64).contains(&padded));
}

#[test]
fn string_types_follow_the_attribute_and_the_characters() {
    let cases = [
        (AttributeType::EmailAddress, "a@example.com", Tag::Ia5String),
        (AttributeType::DomainComponent, "example", Tag::Ia5String),
        (AttributeType::Country, "DE", Tag::PrintableString),
        (AttributeType::SerialNumber, "123-4", Tag::PrintableString),
        (AttributeType::CommonName, "abc", Tag::PrintableString),
        (AttributeType::CommonName, "a@b", Tag::Utf8String),
        (AttributeType::CommonName, "*.a", Tag::Utf8String),
        (AttributeType::CommonName, "a_b", Tag::Utf8String),
    ];
    for (attribute, value, tag) in cases {
        let (_, info) = info(
            Request::builder().subject(DistinguishedName::builder().attribute(attribute, value)),
        );
        let found = info.subject.iter().next().unwrap();
        assert_eq!((found.value.tag(), found.value.value()), (tag, value.as_bytes()));
    }
}

#[test]
fn the_subject_alt_name_is_critical_exactly_when_the_subject_is_empty() {
    let name = || GeneralName::dns("a.example");
    for (builder, critical) in [
        (Request::builder(), true),
        (Request::builder().subject(DistinguishedName::builder()), true),
        (builder(), false),
    ] {
        let (der, info) = info(builder.subject_alt_name(name()));
        assert_eq!(extensions(&info)[0].critical, critical);
        assert_eq!(der[5..7] == [0x30, 0x00], critical);
    }
}

#[test]
fn lengths_are_minimal_at_every_boundary() {
    // The extension's value, its OCTET STRING, its SEQUENCE, the extensionRequest, `[0]` and
    // the whole each cross 127/128, 255/256 and 65535/65536 at a length of their own.
    for len in (0..=300).chain(65_380..=65_560) {
        let mut value = Vec::new();
        OctetString::new(vec![0x5A; len]).unwrap().encode_to_vec(&mut value).unwrap();
        let (der, info) =
            info(builder().extension(Extension::new("1.2.3".parse().unwrap(), false, &value)));
        assert_eq!(extensions(&info)[0].extn_value.as_bytes(), value);
        let header = match der.len() {
            0..130 => 2,
            130..259 => 3,
            259..65_540 => 4,
            _ => 5,
        };
        assert_eq!(usize::from(der[1]), if header == 2 { der.len() - 2 } else { 0x7E + header });
    }
}

/// The CertificationRequestInfo, and the whole with signatures of 2,420 to 4,627 bytes, each cross
/// 65535/65536 at a length of their own; the BIT STRINGs are over 255 in any case.
#[cfg(feature = "ml-dsa")]
#[test]
fn requests_with_large_keys_have_minimal_lengths_at_every_boundary() {
    for (algorithm, signature_len) in
        [(Algorithm::MlDsa44, 2_420), (Algorithm::MlDsa65, 3_309), (Algorithm::MlDsa87, 4_627)]
    {
        let key = KeyPair::generate(algorithm, &mut SysRng).unwrap();
        let made = |len: usize| {
            let value = OctetString::new(vec![0x5A; len]).unwrap().to_der().unwrap();
            let asked = Extension::new("1.2.3".parse().unwrap(), false, &value);
            builder().extension(asked).build().unwrap().sign(&key).unwrap()
        };
        let sample = made(60_000 - 2 * signature_len);
        let around = |len: usize| {
            let at = 65_535 - (len - (60_000 - 2 * signature_len));
            (at - 4..at + 8).step_by(1)
        };
        let (whole, info) = (around(sample.as_der().len()), around(sample.to_be_signed().len()));
        let mut headers = BTreeSet::new();
        for len in [0, 100].into_iter().chain(whole).chain(info) {
            let csr = made(len);
            let theirs = CertReq::from_der(csr.as_der()).unwrap();
            assert_eq!(theirs.to_der().unwrap(), csr.as_der(), "{algorithm} {len}");
            assert_eq!(csr.signature().len(), signature_len);
            headers.insert((csr.as_der()[1], csr.to_be_signed()[1]));
        }
        assert_eq!(Vec::from_iter(headers), [(0x82, 0x82), (0x83, 0x82), (0x83, 0x83)]);
    }
}

proptest! {
    /// Any extensions and attributes at all: everything is there, in its order, in DER.
    #[test]
    fn the_layout_holds_for_any_extensions_and_attributes(
        asked in collection::btree_map(any::<u32>(), (any::<bool>(), bytes()), 0..6),
        added in collection::btree_map(any::<u32>(), collection::btree_set(bytes(), 1..4), 0..6),
        names in collection::btree_set("[a-z]{1,20}", 0..4),
    ) {
        let oid = |arc: &u32| format!("1.3.6.1.4.1.99999.{arc}");
        let mut builder = builder();
        for (arc, (critical, value)) in &asked {
            let oid = oid(arc).parse().unwrap();
            builder = builder.extension(Extension::new(oid, *critical, value));
        }
        for (arc, values) in &added {
            let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
            builder = builder.attribute(Attribute::new(oid(arc).parse().unwrap(), &values));
        }
        let (_, info) = info(builder.subject_alt_names(names.iter().map(|n| GeneralName::dns(n))));

        let requests = usize::from(!asked.is_empty() || !names.is_empty());
        prop_assert_eq!(info.attributes.len(), added.len() + requests);
        for attribute in info.attributes.iter() {
            if let Some(values) = added.iter().find(|(arc, _)| oid(arc) == attribute.oid.to_string()) {
                let found: BTreeSet<_> = attribute.values.iter().map(|v| v.to_der().unwrap()).collect();
                prop_assert_eq!(&found, values.1);
            }
        }
        if requests == 1 {
            let found: Vec<_> = extensions(&info).into_iter().map(|e| (e.extn_id.to_string(), e.critical, e.extn_value.into_bytes().to_vec())).collect();
            let names = usize::from(!names.is_empty());
            prop_assert_eq!(found.len(), names + asked.len());
            for ((arc, (critical, value)), found) in asked.iter().zip(&found[names..]) {
                prop_assert_eq!(&(oid(arc), *critical, value.clone()), found);
            }
        }
    }
}

/// An OCTET STRING, often around a length where its header grows.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let len = prop_oneof![0..8_usize, 120..136_usize, 250..262_usize];
    len.prop_flat_map(|len| collection::vec(any::<u8>(), len))
        .prop_map(|content| OctetString::new(content).unwrap().to_der().unwrap())
}

#[test]
fn an_error_about_a_buffer_that_is_too_small_has_the_size_that_is_needed() {
    let request = builder().build().unwrap();
    let needed = request.encoded_len(&public_key());
    let refused = request.encode_into(&public_key(), &mut [0; 8]).unwrap_err();
    assert_eq!(refused.needed, needed);
    assert!(refused.to_string().contains(&needed.to_string()), "{refused}");
}
