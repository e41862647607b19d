//! Keys that cannot sign, whose requests another key signs (RFC 9883).

use std::fs;

use pkcs10::extensions::PossessionStatement;
use pkcs10::lint::Policy;
use pkcs10::reading::Certificate;
use pkcs10::{
    Attribute, CertificationRequest, Code, DistinguishedName, GeneralName, Inspection, KeyPair,
    KeyUsage, Oid, Prepared, PublicKey, Request, SignError, VerifyError, lint,
};

use crate::der_tree::{self, Node, ecdsa_with_sha256, leaf, node, oid, public_key};
use crate::{P256, P384, skip};

const STATEMENT: &str = "1.3.6.1.4.1.22112.2.1";

/// An ML-KEM-512 key as RFC 9935 lays it out, of any content.
fn ml_kem(len: usize) -> Vec<u8> {
    let bits = [vec![0], vec![7; len]].concat();
    node(0x30, [node(0x30, [oid("2.16.840.1.101.3.4.4.1")]), leaf(3, &bits)]).encode()
}

fn name(common_name: &str) -> Node {
    let value = node(0x30, [oid("2.5.4.3"), leaf(0x0C, common_name.as_bytes())]);
    node(0x30, [node(0x31, [value])])
}

/// A certificate of a subject and a key (RFC 5280 4.1), whose own signature nothing here looks at.
fn certificate(subject: &str, key: &PublicKey) -> Node {
    let validity = ["260101000000Z", "270101000000Z"].map(|time| leaf(0x17, time.as_bytes()));
    let to_be_signed = node(
        0x30,
        [
            node(0xA0, [leaf(2, &[2])]),
            leaf(2, &[0x12, 0x67]),
            ecdsa_with_sha256(),
            name("ca"),
            node(0x30, validity),
            name(subject),
            Node::parse(key.as_der()),
        ],
    );
    node(0x30, [to_be_signed, ecdsa_with_sha256(), leaf(3, &[0, 1])])
}

fn read(certificate: &Node) -> Certificate {
    Certificate::read_all(&certificate.encode()).unwrap().remove(0)
}

/// The value of RFC 9883 3: SEQUENCE { signer SEQUENCE { issuer, serialNumber }, cert OPTIONAL }.
fn statement(embedded: Option<&Node>) -> Node {
    let signer = node(0x30, [name("ca"), leaf(2, &[0x12, 0x67])]);
    node(0x30, [Some(signer), embedded.cloned()].into_iter().flatten().collect::<Vec<_>>())
}

/// A request for the ML-KEM key with these attributes, signed with the test key.
fn by_hand(attributes: Vec<Node>) -> Vec<u8> {
    let fields = [leaf(2, &[0]), name("kem"), Node::parse(&ml_kem(800)), node(0xA0, attributes)];
    der_tree::sign(&node(0x30, fields)).encode()
}

fn attribute(values: Vec<Node>) -> Node {
    node(0x30, [oid(STATEMENT), node(0x31, values)])
}

#[test]
fn a_request_made_by_hand_verifies_with_the_certificate_that_it_names_and_no_other() {
    let own = certificate("kem", &public_key());
    let p256 = KeyPair::read(P256.as_bytes(), None).unwrap();
    // The same issuer and serial number, and another key: who swaps it in would have it signed.
    let swapped = certificate("kem", p256.public_key());
    let mut other_serial = own.clone();
    *other_serial.at(&[0, 1]) = leaf(2, &[0x12, 0x68]);
    let plain = vec![attribute(vec![statement(None)])];
    let embedded = vec![attribute(vec![statement(Some(&own))])];
    let renamed = certificate("other", &public_key());
    let misnamed = vec![attribute(vec![statement(Some(&other_serial))])];
    let twice = vec![plain[0].clone(), embedded[0].clone()];
    let two_values = vec![attribute(vec![statement(None), statement(Some(&own))])];
    let no_statement = vec![attribute(vec![leaf(5, &[])])];
    let missing = Err(VerifyError::CertificateMissing);
    let other = Err(VerifyError::OtherCertificate);
    let cases = [
        ("without", &plain, None, missing),
        ("given", &plain, Some(&own), Ok(Some(true))),
        ("of another subject", &plain, Some(&renamed), Ok(Some(false))),
        ("another one", &plain, Some(&other_serial), other),
        ("embedded", &embedded, None, Ok(Some(true))),
        ("embedded and given", &embedded, Some(&own), Ok(Some(true))),
        ("embedded, another given", &embedded, Some(&swapped), other),
        ("embedded, not the one named", &misnamed, None, other),
        ("two", &twice, None, Err(VerifyError::BadStatement)),
        ("two values", &two_values, Some(&own), Err(VerifyError::BadStatement)),
        ("unreadable", &no_statement, Some(&own), Err(VerifyError::BadStatement)),
        ("none", &Vec::new(), Some(&own), Err(VerifyError::NotForKey)),
    ];
    for (case, attributes, given, expected) in cases {
        let der = by_hand(attributes.clone());
        let inspection = Inspection::read(&der).unwrap();
        let inspection = match given {
            Some(given) => inspection.with_signature_certificate(&read(given)),
            None => inspection,
        };
        let found = inspection.verification().map(|verified| verified.names_match());
        assert_eq!(found, expected, "{case}");
        if let (Ok(csr), Some(given)) = (CertificationRequest::from_der(&der), given) {
            let verified = csr.verify_with_certificate(&read(given));
            assert_eq!(verified.map(|verified| verified.names_match()), expected, "{case}");
        }
    }
    let by_another = Inspection::read(&by_hand(plain)).unwrap();
    let by_another = by_another.with_signature_certificate(&read(&swapped)).verification();
    assert!(matches!(by_another, Err(VerifyError::BadSignature(_))), "{by_another:?}");
    let is_wrong = [VerifyError::CertificateMissing, VerifyError::OtherCertificate];
    assert_eq!(is_wrong.map(VerifyError::is_wrong), [false, true]);
}

/// The statement as bytes, from the ASN.1 of RFC 9883 3.
#[test]
fn the_attribute_is_laid_out_as_in_the_rfc() {
    let certificate = read(&certificate("kem", &public_key()));
    let attribute = certificate.statement_of_possession(false).unwrap();
    let expected = [
        &[0x30, 37, 0x06, 10, 0x2B, 6, 1, 4, 1, 0x81, 0xAC, 0x60, 2, 1, 0x31, 23][..],
        &[0x30, 21, 0x30, 19, 0x30, 13, 0x31, 11, 0x30, 9, 6, 3, 0x55, 4, 3, 0x0C, 2],
        b"ca\x02\x02\x12\x67",
    ];
    assert_eq!(attribute.as_der(), expected.concat());
    assert_eq!(attribute.name(), Some("statementOfPossession"));
    let statement = attribute.possession_statement().unwrap();
    assert!(certificate.is_named_by(&statement) && statement.certificate().is_none());
    assert_eq!(statement.to_string(), "issuer CN=ca, serial number 0x1267");
    let negative = node(0x30, [node(0x30, [node(0x30, []), leaf(2, &[0xFF])])]).encode();
    let negative = PossessionStatement::from_value(&negative).unwrap();
    assert!(negative.to_string().ends_with(", serial number 0xff (negative)"), "{negative}");
    let with_third = node(0x30, [Node::parse(&expected.concat()[16..]), leaf(5, &[])]).encode();
    for value in [&[0x30, 0][..], &[5, 0], &with_third] {
        assert!(PossessionStatement::from_value(value).is_err());
        let oid: Oid = STATEMENT.parse().unwrap();
        let refused = Attribute::new(oid, &[value]).unwrap_err();
        assert_eq!(refused.code(), Code::PossessionStatement);
    }
}

/// A key that could sign, and is asked for key agreement only, is vouched for in the same way.
#[test]
fn a_key_that_is_not_to_sign_is_signed_for_by_another() {
    let key = KeyPair::read(P256.as_bytes(), None).unwrap();
    let own = certificate("kem", &public_key());
    let extension = der_tree::extension("2.5.29.15", false, &[3, 2, 3, 0x08]);
    let extensions = node(0x31, [node(0x30, [extension])]);
    let requested = node(0x30, [oid("1.2.840.113549.1.9.14"), extensions]);
    let statement = attribute(vec![statement(Some(&own))]);
    for (attributes, expected) in [
        (vec![requested.clone(), statement.clone()], Ok(Some(true))),
        // Without the usage it is for signatures too, and without the statement it signs itself.
        (vec![statement], Err(VerifyError::BadSignature(None))),
        (vec![requested], Err(VerifyError::BadSignature(None))),
    ] {
        let key = Node::parse(key.public_key().as_der());
        let info = node(0x30, [leaf(2, &[0]), name("kem"), key, node(0xA0, attributes)]);
        let found = Inspection::read(&der_tree::sign(&info).encode()).unwrap().verification();
        assert_eq!(found.map(|verified| verified.names_match()), expected);
    }
}

#[test]
fn the_case_of_another_program_verifies() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/cases/rfc9883.der");
    let Ok(der) = fs::read(path) else {
        return skip::skipped("there is no ../shared/cases");
    };
    let inspection = Inspection::read(&der).unwrap();
    assert_eq!(inspection.verification().unwrap().names_match(), Some(true));
    let statement = inspection.statement().unwrap().unwrap();
    let embedded = Certificate::read_all(statement.certificate().unwrap()).unwrap().remove(0);
    assert!(inspection.with_signature_certificate(&embedded).verification().is_ok());
}

#[test]
fn a_request_is_signed_for_a_key_that_cannot_sign() {
    let key = KeyPair::read(P256.as_bytes(), None).unwrap();
    let certificate = read(&certificate("kem", key.public_key()));
    let kem = PublicKey::from_der(&ml_kem(800)).unwrap();
    let builder = || {
        let subject = DistinguishedName::builder().common_name("kem");
        Request::builder().subject(subject).extension(KeyUsage::KEY_ENCIPHERMENT)
    };
    let policy = Policy::new(&[], "2026-11-27".parse().unwrap());
    for (embed, found) in [(false, &[Code::SignatureUnchecked][..]), (true, &[])] {
        let statement = certificate.statement_of_possession(embed);
        let request = builder().attribute(statement).build().unwrap();
        let csr = request.sign_for(&kem, &certificate, &key).unwrap();
        assert_eq!(csr.public_key(), &kem);
        assert!(CertificationRequest::from_der(csr.as_der()).is_ok());
        let verified = csr.verify_with_certificate(&certificate).unwrap();
        assert_eq!(verified.names_match(), Some(true));
        assert_eq!(csr.verify().is_ok(), embed);
        let findings = lint(&Inspection::read(csr.as_der()).unwrap(), &policy);
        let codes: Vec<Code> = findings.iter().map(|finding| finding.rule().code()).collect();
        assert_eq!(codes, found);

        // The same in two steps, kept meanwhile.
        let prepared = request.prepare_for(&kem, &certificate).unwrap();
        assert_eq!(prepared.signing_key(), Ok(key.public_key()));
        let kept = Prepared::from_der(prepared.to_be_signed()).unwrap();
        let (algorithm, signature) = (csr.signature_algorithm(), csr.signature());
        let assembled = kept.assemble(algorithm, signature);
        match embed {
            true => assert_eq!(assembled.unwrap(), csr),
            false => assert_eq!(assembled, Err(VerifyError::CertificateMissing)),
        }
        let kept = kept.with_signature_certificate(&certificate).unwrap();
        assert_eq!(kept.assemble(algorithm, signature).unwrap(), csr);
    }
}

#[test]
fn what_another_key_may_not_sign_is_refused() {
    let key = KeyPair::read(P256.as_bytes(), None).unwrap();
    let other = KeyPair::read(P384.as_bytes(), None).unwrap();
    let own = read(&certificate("kem", key.public_key()));
    let kem = PublicKey::from_der(&ml_kem(800)).unwrap();
    let name = || GeneralName::dns("kem.example.com");
    let plain = Request::builder().subject_alt_name(name()).build().unwrap();
    let statement = || own.statement_of_possession(false);
    let stated = Request::builder().subject_alt_name(name()).attribute(statement());
    let stated = stated.build().unwrap();
    let mut renumbered = certificate("kem", key.public_key());
    *renumbered.at(&[0, 1]) = leaf(2, &[1]);
    let cases = [
        (
            "a key that signs",
            stated.sign_for(other.public_key(), &own, &key),
            Code::PossessionUsage,
        ),
        ("its own key", stated.sign(&key), Code::PossessionUsage),
        ("no statement", plain.sign_for(&kem, &own, &key), Code::PossessionStatement),
        ("another signer", stated.sign_for(&kem, &own, &other), Code::PossessionStatement),
        (
            "another certificate",
            stated.sign_for(&kem, &read(&renumbered), &key),
            Code::PossessionStatement,
        ),
    ];
    for (case, refused, code) in cases {
        match refused {
            Err(SignError::Possession(error)) => assert_eq!(error.code(), code, "{case}"),
            other => panic!("{case}: {other:?}"),
        }
    }
    for usage in [KeyUsage::DIGITAL_SIGNATURE, KeyUsage::KEY_ENCIPHERMENT | KeyUsage::CRL_SIGN] {
        let request = Request::builder().subject_alt_name(name()).extension(usage);
        let refused = request.attribute(statement()).build().unwrap_err();
        let codes: Vec<Code> = refused.iter().map(|fault| fault.code()).collect();
        assert_eq!(codes, [Code::PossessionUsage]);
    }
}

#[test]
fn keys_that_cannot_sign_have_their_length_and_no_parameters() {
    assert!(PublicKey::from_der(&ml_kem(800)).unwrap().cannot_sign());
    for len in [799, 801, 0] {
        assert_eq!(PublicKey::from_der(&ml_kem(len)).unwrap_err().code(), Code::KeyEncoding);
    }
    for (oid_of, len) in [
        ("2.16.840.1.101.3.4.4.2", 1_184),
        ("2.16.840.1.101.3.4.4.3", 1_568),
        ("1.3.101.110", 32),
        ("1.3.101.111", 56),
    ] {
        for (parameters, len, code) in [
            (None, len, None),
            (None, len + 1, Some(Code::KeyEncoding)),
            (Some(leaf(5, &[])), len, Some(Code::AlgorithmParameters)),
        ] {
            let identifier = [Some(oid(oid_of)), parameters].into_iter().flatten();
            let bits = [vec![0], vec![7; len]].concat();
            let info = node(0x30, [node(0x30, identifier.collect::<Vec<_>>()), leaf(3, &bits)]);
            let read = PublicKey::from_der(&info.encode());
            assert_eq!(read.as_ref().err().map(|error| error.code()), code, "{oid_of}");
            assert!(read.map_or(true, |key| key.cannot_sign()));
        }
    }
}

#[test]
fn lint_knows_what_a_statement_may_not_be() {
    let own = certificate("kem", &public_key());
    let mut other = own.clone();
    *other.at(&[0, 1]) = leaf(2, &[1]);
    let unused = |bits: u8| u8::try_from(bits.trailing_zeros()).unwrap();
    let usage = |bits: u8| {
        let extension = der_tree::extension("2.5.29.15", false, &[3, 2, unused(bits), bits]);
        node(0x30, [oid("1.2.840.113549.1.9.14"), node(0x31, [node(0x30, [extension])])])
    };
    let good = || attribute(vec![statement(Some(&own))]);
    let cases = [
        (vec![good()], &[][..]),
        (vec![usage(0x20), good()], &[]),
        (vec![attribute(vec![statement(Some(&other))])], &[Code::PossessionStatement]),
        (vec![attribute(vec![leaf(5, &[])])], &[Code::PossessionStatement]),
        (vec![usage(0x80), good()], &[Code::KeyUsageForKey, Code::PossessionUsage]),
    ];
    for (attributes, expected) in cases {
        let inspection = Inspection::read(&by_hand(attributes)).unwrap();
        let policy = Policy::new(&[], "2026-11-27".parse().unwrap());
        let findings = lint(&inspection, &policy);
        let mut codes: Vec<Code> = findings.iter().map(|finding| finding.rule().code()).collect();
        codes.sort_unstable();
        assert_eq!(codes, expected, "{findings:#?}");
    }
    // A key that signs has no use for it.
    let mut info = der_tree::good_info();
    info.at(&[3]).nodes().push(good());
    let inspection = Inspection::read(&der_tree::sign(&info).encode()).unwrap();
    assert!(inspection.verification().is_ok());
    let findings = lint(&inspection, &Policy::new(&[], "2026-11-27".parse().unwrap()));
    assert!(findings.iter().any(|finding| finding.rule().code() == Code::PossessionUsage));
}
