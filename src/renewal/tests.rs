//! Old requests and certificates, put together by hand.

use super::*;
use crate::asn1::write as der;
use crate::pem;
use alloc::{string::ToString, vec};

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    der::tlv(&mut out, tag::SEQUENCE, &parts.concat());
    out
}

fn wrapped(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    der::tlv(&mut out, tag, content);
    out
}

const VERSION: &[u8] = &[0xA0, 3, 2, 1, 2];
const NUMBER: &[u8] = &[2, 1, 7];
const EMPTY: &[u8] = &[0x30, 0];

fn subject() -> DistinguishedName {
    DistinguishedName::builder().country("DE").common_name("a").build().unwrap()
}

fn extension(oid: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xFF] } else { &[] };
    let value = wrapped(tag::OCTET_STRING, value);
    sequence(&[&wrapped(tag::OBJECT_IDENTIFIER, oid), critical, &value])
}

/// A certificate whose version is that, without a key and a signature that could be
/// read.
fn certificate(version: &[u8], after_key: &[&[u8]]) -> Vec<u8> {
    let subject = subject();
    let before = [version, NUMBER, EMPTY, EMPTY, EMPTY, subject.as_der(), EMPTY].concat();
    let signed = sequence(&[&before, &after_key.concat()]);
    sequence(&[&signed, EMPTY, &[3, 1, 0]])
}

fn with_extensions(extensions: &[Vec<u8>]) -> Vec<u8> {
    let list = sequence(&[&extensions.concat()]);
    certificate(VERSION, &[&wrapped(tag::context_constructed(3), &list)])
}

#[test]
fn certificates_of_each_version_are_distinguished_from_requests() {
    let signed = sequence(&[NUMBER, subject().as_der(), EMPTY, &[0xA0, 0]]);
    let request = sequence(&[&signed, EMPTY, &[3, 1, 0]]);
    let unique = [0x81, 1, 0, 0x82, 1, 0];
    for der in [
        certificate(&[], &[]),
        certificate(&[0xA0, 3, 2, 1, 1], &[&unique]),
        certificate(VERSION, &[]),
        with_extensions(&[extension(&[0x2A, 3], false, &[5, 0])]),
        request,
    ] {
        assert_eq!(Renewal::read(&der).unwrap().subject(), Ok(subject()), "{der:02x?}");
    }
}

#[test]
fn names_are_copied_as_they_are_and_listed_where_no_text_makes_them() {
    let names = [
        &b"\x82\x01a"[..],
        b"\x82\x03a_b",
        b"\x87\x04\xC0\x00\x02\x01",
        b"\x87\x02\xC0\x00",
        b"\x82\x01\xFF",
        b"\x89\x01a",
        b"\xA5\x05\xA1\x03\x0C\x01#",
    ];
    let san = extension(SUBJECT_ALT_NAME, false, &sequence(&names));
    let renewal = Renewal::read(&with_extensions(&[san])).unwrap();
    let names: Vec<_> = renewal
        .subject_alt_names()
        .map(|name| name.map_err(|error| error.code()).map(|name| name.to_string()))
        .collect();
    assert_eq!(
        names,
        [
            Ok("DNS:a".into()),
            Ok("DNS:DER:8203615f62".into()),
            Ok("IP:192.0.2.1".into()),
            Err(Code::IpAddressLength),
            Err(Code::DnsNameSyntax),
            Err(Code::GeneralNameTag),
            Ok("ediPartyName:#".into()),
        ]
    );
    let kept = renewal.kept().iter().map(|fault| (fault.code(), fault.place().clone()));
    assert_eq!(kept.collect::<Vec<_>>(), [(Code::Underscore, Place::SubjectAltName(1))]);
}

#[test]
fn uses_are_taken_as_critical_as_they_were() {
    let renewal = Renewal::read(&with_extensions(&[
        extension(&[0x55, 0x1D, 15], false, &[3, 2, 7, 0x80]),
        extension(&[0x55, 0x1D, 37], true, &[0x30, 4, 6, 2, 0x2A, 3]),
        extension(&[0x55, 0x1D, 19], true, &[0x30, 3, 1, 1, 0]),
    ]))
    .unwrap();
    let extensions: Vec<_> = renewal
        .extensions()
        .map(|(_, uses)| uses.map_err(|error| error.code()).map(|uses| uses.to_string()))
        .collect();
    let expected = [
        Ok("2.5.29.15=03020780".into()),
        Ok("2.5.29.37=critical,300406022a03".into()),
        Err(Code::DefaultEncoded),
    ];
    assert_eq!(extensions, expected);
}

#[test]
fn what_is_left_out_has_a_name() {
    let oids: [&[u8]; 4] =
        [&[0x55, 0x1D, 35], &[0x55, 0x1D, 14], &[0x2B, 6, 1, 5, 5, 7, 1, 1], &[0x2A, 3]];
    let extensions = oids.map(|oid| extension(oid, false, &[5, 0]));
    let renewal = Renewal::read(&with_extensions(&extensions)).unwrap();
    let names: Vec<String> = renewal.left_out().iter().map(LeftOut::to_string).collect();
    let expected =
        ["authorityKeyIdentifier", "subjectKeyIdentifier", "authorityInfoAccess", "1.2.3"];
    assert_eq!(names, expected);
}

#[test]
fn a_subject_that_no_new_request_can_have_leaves_the_names() {
    let country = |code: &[u8; 2]| {
        [b"\x30\x0D\x31\x0B\x30\x09\x06\x03\x55\x04\x06\x13\x02", &code[..]].concat()
    };
    let san = extension(SUBJECT_ALT_NAME, true, &[0x30, 3, 0x82, 1, b'a']);
    let extensions = wrapped(tag::context_constructed(3), &sequence(&[&san]));
    let renewed = |subject: &[u8]| {
        let before = [VERSION, NUMBER, EMPTY, EMPTY, EMPTY, subject, EMPTY].concat();
        Renewal::read(&sequence(&[&sequence(&[&before, &extensions])])).unwrap()
    };
    let renewal = renewed(&country(b"d_"));
    assert!(renewal.subject().is_err());
    assert_eq!(renewal.subject_alt_names().len(), 1);

    let renewal = renewed(&country(b"de"));
    assert_eq!(renewal.subject().unwrap().as_der(), country(b"de"));
    assert_eq!(renewal.kept()[0].code(), Code::CountryCase);
}

fn named(name: &str, is_ca: bool) -> Vec<u8> {
    let subject = DistinguishedName::builder().common_name(name).build().unwrap();
    let value: &[u8] = if is_ca { &[0x30, 3, 1, 1, 0xFF] } else { EMPTY };
    let list = sequence(&[&extension(&[0x55, 0x1D, 19], true, value)]);
    let key = [b"\x30\x2A\x30\x05\x06\x03\x2B\x65\x70\x03\x21\x00", &[name.as_bytes()[0]; 32][..]]
        .concat();
    let before = [VERSION, NUMBER, EMPTY, EMPTY, EMPTY, subject.as_der(), &key].concat();
    let signed = sequence(&[&before, &wrapped(tag::context_constructed(3), &list)]);
    sequence(&[&signed, EMPTY, &[3, 1, 0]])
}

#[test]
fn of_several_certificates_it_is_the_one_with_the_key_or_the_only_one_not_of_a_ca() {
    let [ca, root, leaf, other] =
        [("ca", true), ("root", true), ("leaf", false), ("other", false)].map(|(n, c)| named(n, c));
    let pem = |certificates: &[&Vec<u8>]| -> Vec<u8> {
        certificates.iter().flat_map(|der| pem::encode("CERTIFICATE", der).into_bytes()).collect()
    };
    let key_of = |der: &[u8]| Renewal::read(der).unwrap().public_key().cloned();
    let read = |input: &[u8], key: Option<&PublicKey>| {
        let name = Renewal::read_for(input, key).map(|old| old.subject().unwrap().to_string());
        name.map_err(|error| error.code())
    };
    let several = Err(Code::SeveralCertificates);
    let name = |name: &str| Ok(format!("CN={name}"));
    let (leaf_key, new_key) = (key_of(&leaf), key_of(&named("new", false)));
    assert_eq!(read(&pem(&[&leaf, &ca]), None), name("leaf"));
    assert_eq!(read(&pem(&[&ca, &root, &leaf]), None), name("leaf"));
    assert_eq!(read(&pem(&[&ca, &leaf, &leaf]), None), name("leaf"));
    assert_eq!(read(&pem(&[&ca]), None), name("ca"));
    assert_eq!(read(&pem(&[&ca, &root]), None), several);
    assert_eq!(read(&pem(&[&other, &leaf]), None), several);
    assert_eq!(read(&pem(&[&other, &leaf]), leaf_key.as_ref()), name("leaf"));
    assert_eq!(read(&pem(&[&ca, &root]), key_of(&root).as_ref()), name("root"));
    assert_eq!(read(&pem(&[&ca, &leaf]), new_key.as_ref()), name("leaf"));
    assert_eq!(read(&pem(&[&other, &leaf]), new_key.as_ref()), several);

    let bag = |certificates: &[u8]| {
        let set = wrapped(tag::context_constructed(0), certificates);
        let data = sequence(&[&[2, 1, 1, 0x31, 0], EMPTY, &set, &[0x31, 0]]);
        let oid = wrapped(tag::OBJECT_IDENTIFIER, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 13, 1, 7, 2]);
        sequence(&[&oid, &wrapped(tag::context_constructed(0), &data)])
    };
    let pkcs7 = bag(&[&ca[..], &leaf].concat());
    assert_eq!(read(&pkcs7, None), name("leaf"));
    assert_eq!(read(pem::encode("PKCS7", &pkcs7).as_bytes(), None), name("leaf"));
    assert_eq!(read(&bag(&[]), None), Err(Code::NoCertificate));
    let trusted = [&leaf[..], &[0x30, 2, 0x30, 0]].concat();
    assert_eq!(read(pem::encode("TRUSTED CERTIFICATE", &trusted).as_bytes(), None), name("leaf"));
    assert_eq!(
        read(pem::encode("CERTIFICATE", &trusted).as_bytes(), None),
        Err(Code::TrailingData)
    );
}

#[test]
fn a_request_without_attributes_is_renewed_and_the_deviation_kept() {
    let signed = sequence(&[&[2, 1, 0], subject().as_der(), EMPTY]);
    let renewal = Renewal::read(&sequence(&[&signed, EMPTY, &[3, 1, 0]])).unwrap();
    assert_eq!(renewal.subject(), Ok(subject()));
    assert_eq!(renewal.deviations()[0].code(), Code::AttributesMissing);
}

#[test]
fn every_cut_is_refused_and_none_panics() {
    let san = extension(SUBJECT_ALT_NAME, true, &[0x30, 3, 0x82, 1, b'a']);
    let whole = with_extensions(&[san]);
    for end in 0..whole.len() {
        assert!(Renewal::read(&whole[..end]).is_err(), "{end}");
    }
    for at in 0..whole.len() {
        for byte in [0, 1, 0x30, 0x80, 0xFF] {
            let mut changed = whole.clone();
            changed[at] = byte;
            // Any result, but no panic.
            let _ = Renewal::read(&changed);
        }
    }
    let trailing = [&whole[..], &[0]].concat();
    let refused = Renewal::read(&trailing).unwrap_err();
    assert_eq!(refused.code(), Code::TrailingData);
}

#[test]
fn other_blocks_of_a_pem_file_are_passed_over() {
    let der = certificate(VERSION, &[]);
    let pem = |label| pem::encode(label, &der);
    let other = pem::encode("X509 CRL", EMPTY);
    for text in [
        pem("CERTIFICATE") + &other,
        pem("X509 CERTIFICATE"),
        pem("NEW CERTIFICATE REQUEST"),
        pem("EC PARAMETERS") + &pem("CERTIFICATE"),
    ] {
        assert_eq!(Renewal::read(text.as_bytes()).unwrap().subject(), Ok(subject()), "{text}");
    }
    let refusals = [
        (pem("PRIVATE KEY"), Code::IsPrivateKey),
        (String::new(), Code::Empty),
        ("hello".into(), Code::NeitherPemNorDer),
        ("-----BEGIN CERTIFICATE-----\n".into(), Code::PemEnd),
        (pem("CERTIFICATE") + &pem::encode("CERTIFICATE", EMPTY), Code::Structure),
    ];
    for (text, expected) in refusals {
        assert_eq!(Renewal::read(text.as_bytes()).unwrap_err().code(), expected, "{text}");
    }
    let len = Renewal::LIMIT + 1;
    let refused = Renewal::read(&vec![0x30; len]).unwrap_err();
    assert_eq!(refused.code(), Code::TooLarge);
}

/// A request with this subject and these attributes, without a key and a signature.
fn request_of(rdns: &[Vec<u8>], attributes: &[u8]) -> Vec<u8> {
    let subject = sequence(&[&rdns.concat()]);
    let attributes = wrapped(tag::context_constructed(0), attributes);
    let info = sequence(&[&[2, 1, 0], &subject, EMPTY, &attributes]);
    sequence(&[&info, EMPTY, &[3, 1, 0]])
}

fn attribute_value(oid: &[u8], text: &str) -> Vec<u8> {
    sequence(&[&wrapped(tag::OBJECT_IDENTIFIER, oid), &wrapped(0x0C, text.as_bytes())])
}

fn rdn(oid: &[u8], text: &str) -> Vec<u8> {
    wrapped(tag::SET, &attribute_value(oid, text))
}

const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const UNSTRUCTURED_NAME: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 2];
const CHALLENGE_PASSWORD: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 7];
const KEY_USAGE: &[u8] = &[0x55, 0x1D, 15];
const EXT_KEY_USAGE: &[u8] = &[0x55, 0x1D, 37];
const ALGORITHM: &[u8] = &[0x2B, 14, 3, 2, 4];

#[test]
fn what_belongs_elsewhere_is_taken_out_of_the_subject_and_put_in_its_place() {
    let both = [attribute_value(COMMON_NAME, "bmc-7"), attribute_value(SUBJECT_ALT_NAME, "bmc-7")];
    let old = request_of(
        &[
            rdn(SUBJECT_ALT_NAME, "a.example"),
            rdn(SUBJECT_ALT_NAME, "192.0.2.7"),
            rdn(CHALLENGE_PASSWORD, "s3cret"),
            wrapped(tag::SET, &both.concat()),
            rdn(ALGORITHM, "EC"),
            rdn(EXT_KEY_USAGE, "ServerAuthentication"),
            rdn(KEY_USAGE, "DigitalSignature"),
            rdn(KEY_USAGE, "KeyEncipherment"),
            rdn(UNSTRUCTURED_NAME, "a"),
            rdn(&[0x55, 0x1D, 19], "CA:FALSE"),
        ],
        &[],
    );
    let old = Renewal::read(&old).unwrap();
    let subject = DistinguishedName::builder()
        .attribute_as(crate::AttributeType::CommonName, crate::asn1::StringType::Utf8, "bmc-7")
        .build();
    assert_eq!(old.subject(), subject);
    let names: Vec<_> = old.subject_alt_names().map(|name| name.unwrap().to_string()).collect();
    assert_eq!(names, ["DNS:a.example", "IP:192.0.2.7", "DNS:bmc-7"]);
    let extensions: Vec<_> = old.extensions().map(|(_, extension)| extension.unwrap()).collect();
    let usages = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT;
    let purposes = ExtendedKeyUsage::new([crate::KeyPurpose::SERVER_AUTH]).unwrap();
    assert_eq!(extensions, [Extension::from(usages), Extension::from(purposes)]);
    let left_out: Vec<_> = old.left_out().iter().map(ToString::to_string).collect();
    let expected = [
        "challengePassword",
        "key algorithm (1.3.14.3.2.4)",
        "unstructuredName",
        "basicConstraints",
    ];
    assert_eq!(left_out, expected);
    assert_eq!(old.misplaced().count(), 10);
}

#[test]
fn what_is_in_its_place_too_is_not_there_twice_and_what_is_unknown_is_an_error() {
    let dns = |name: &str| wrapped(0x82, name.as_bytes());
    let extensions = sequence(&[
        &extension(SUBJECT_ALT_NAME, false, &sequence(&[&dns("a.example")])),
        &extension(EXT_KEY_USAGE, true, b"\x30\x0A\x06\x08\x2B\x06\x01\x05\x05\x07\x03\x02"),
    ]);
    let request = wrapped(tag::SET, &extensions);
    let attribute = sequence(&[attribute::EXTENSION_REQUEST_TLV, &request]);
    let old = request_of(
        &[
            rdn(SUBJECT_ALT_NAME, "a.example"),
            rdn(SUBJECT_ALT_NAME, "a b"),
            rdn(EXT_KEY_USAGE, "ServerAuthentication"),
            rdn(KEY_USAGE, "Sealing"),
        ],
        &attribute,
    );
    let old = Renewal::read(&old).unwrap();
    assert!(old.subject().unwrap().is_empty());
    let names: Vec<_> = old.subject_alt_names().map(|name| name.is_ok()).collect();
    assert_eq!(names, [true, false]);
    let extensions: Vec<_> = old
        .extensions()
        .map(|(_, of)| of.map(|of| of.is_critical()).map_err(|e| e.code()))
        .collect();
    assert_eq!(extensions, [Ok(true), Err(Code::Unknown)]);
}

#[test]
fn an_unstructured_name_alone_stays_in_the_subject() {
    let old = request_of(&[rdn(UNSTRUCTURED_NAME, "router-7")], &[]);
    let old = Renewal::read(&old).unwrap();
    assert_eq!((old.misplaced().count(), old.left_out()), (0, &[][..]));
    assert_eq!(old.subject().unwrap().attributes().count(), 1);
}

/// Each pair of them compared would take minutes.
#[test]
fn many_certificates_and_many_misplaced_names_are_looked_at_once_each() {
    let many: Vec<u8> =
        (0x1_0000_u32..0x2_0000).flat_map(|n| sequence(&[&n.to_be_bytes()])).collect();
    let data =
        sequence(&[&[2, 1, 1, 0x31, 0], EMPTY, &wrapped(tag::context_constructed(0), &many)]);
    let oid = wrapped(tag::OBJECT_IDENTIFIER, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 13, 1, 7, 2]);
    let pkcs7 = sequence(&[&oid, &wrapped(tag::context_constructed(0), &data)]);
    assert!(Renewal::read(&pkcs7).is_err());

    let name = |n: u32| {
        let oid = wrapped(tag::OBJECT_IDENTIFIER, SUBJECT_ALT_NAME);
        let text = wrapped(0x0C, format!("a{n}.example").as_bytes());
        wrapped(tag::SET, &sequence(&[&oid, &text]))
    };
    let names: Vec<u8> = (0..20_000).chain(0..10).flat_map(name).collect();
    let signed = sequence(&[&[2, 1, 0], &sequence(&[&names]), EMPTY, &[0xA0, 0]]);
    let renewal = Renewal::read(&sequence(&[&signed, EMPTY, &[3, 1, 0]])).unwrap();
    assert_eq!(renewal.subject_alt_names().len(), 20_000);
}
