//! Reading requests back: leniently, strictly, and from PEM in all its forms.

use super::{der_tree::*, raw::is_raw};
use pkcs10::{
    Attribute, BasicConstraints, CertificationRequest, Code, DistinguishedName, ExtendedKeyUsage,
    Extension, GeneralName, GeneralNameType, Inspection, KeyUsage, Request, VerifyError,
    extensions::{CertificateTemplate, SubjectKeyIdentifier, TlsFeature},
};

fn good() -> Vec<u8> {
    sign(&good_info()).encode()
}

#[test]
fn a_request_is_shown_with_its_names_and_its_verification() {
    let inspection = Inspection::read(&good()).unwrap();
    let fingerprint: Vec<String> =
        inspection.public_key().sha256().iter().map(|byte| format!("{byte:02x}")).collect();
    let fingerprint = fingerprint.concat();
    assert_eq!(
        inspection.to_string(),
        format!(
            "\
Version: 1 (0x0)
Subject: CN=www.rust-lang.org,O=ACME,C=DE
Public key: ECDSA P-256
    SHA-256: {fingerprint}
Attributes:
    challengePassword: secret
Extensions asked for:
    subjectAltName:
        DNS:www.rust-lang.org
        IP:8.8.8.8
    basicConstraints, critical: CA
    keyUsage, critical: digitalSignature, nonRepudiation
Signature algorithm: ecdsa-with-SHA256
Signature: the signature verifies
"
        )
    );
}

#[test]
fn as_json_a_request_is_shown_whole() {
    let names = [
        "otherName:UPN;UTF8:é@b.example",
        "email:a@b.example",
        "DNS:b.example",
        "X400:C=US;S=Doe",
        "dirName:CN=a,C=US",
        "ediPartyName:a;b",
        "URI:urn:a",
        "IP:2001:db8::1",
        "RID:2.999",
    ];
    let template = "1.3.6.1.4.1.311.21.8.1".parse().unwrap();
    let request = Request::builder()
        .subject("CN=a+O=\\\"b,2.999=#0c0163,C=DE".parse::<DistinguishedName>().unwrap())
        .subject_alt_names(names.map(|name| name.parse::<GeneralName>()))
        .extension(KeyUsage::DIGITAL_SIGNATURE)
        .extension("serverAuth,1.2.3".parse::<ExtendedKeyUsage>())
        .extension(BasicConstraints::ca(Some(3)))
        .extension(TlsFeature::new([5]))
        .extension(SubjectKeyIdentifier::from_bytes(&[1, 2]))
        .extension(CertificateTemplate::from_name("Web"))
        .extension(CertificateTemplate::from_version(template, 1, None))
        .extension(Extension::new("2.999.1".parse().unwrap(), true, &[5, 0]))
        .attribute(Attribute::challenge_password("secret"))
        .build()
        .unwrap();
    let mut info = Node::parse(&request.encode(&public_key()));
    info.at(&[3]).nodes().reverse();
    let inspection = Inspection::read(&sign(&info).encode()).unwrap();
    assert_eq!(inspection.to_json(), include_str!("../data/inspection.json"));
}

#[test]
fn nothing_from_a_request_reaches_the_terminal_raw() {
    let mut info = good_info();
    *info.at(&[1, 1, 0, 1]) = leaf(0x0C, "\x1B[31m\u{202E}".as_bytes());
    *info.at(&[3, 0, 1, 0]) = leaf(0x0C, b"a\nSignature: the signature verifies");
    set_names(&mut info, [leaf(0x82, b"a\x1B[2J"), leaf(0x81, "\u{202E}".as_bytes())]);
    let inspection = Inspection::read(&sign(&info).encode()).unwrap();
    let shown = inspection.to_string();
    assert!(shown.contains(r"O=\1B[31m\E2\80\AE"), "{shown}");
    assert!(shown.contains(r"challengePassword: a\u{a}Signature"), "{shown}");
    for text in [shown, inspection.to_json()] {
        assert!(!text.contains(is_raw), "{text}");
    }
}

#[test]
fn pem_is_read_however_it_comes() {
    let inspection = Inspection::read(&good()).unwrap();
    let pem = inspection.to_pem();
    for text in [
        pem.clone(),
        pem.replace('\n', "\r\n"),
        pem.replacen('\n', "\r\n", 2),
        pem.trim_end().into(),
        pem.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"),
        format!("0 Certificate Request:\n    Data:\n{pem}"),
        format!("\u{FEFF}{pem}"),
    ] {
        assert_eq!(Inspection::read(text.as_bytes()).as_ref(), Ok(&inspection), "{text}");
        let strict = CertificationRequest::from_pem(&text).unwrap();
        assert_eq!(strict.as_der(), inspection.as_der());
    }
}

#[test]
fn what_cannot_be_read_is_refused_for_its_own_reason() {
    let certificate = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    let cut = "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n";
    let large = vec![0x30; Inspection::LIMIT + 1];
    let cases: [(&[u8], Code); 6] = [
        (b"", Code::Empty),
        (b"hello", Code::NeitherPemNorDer),
        (certificate.as_bytes(), Code::IsCertificate),
        (cut.as_bytes(), Code::PemEnd),
        (&large, Code::TooLarge),
        (&[0x30, 0x03, 0x30, 0x80, 0x00], Code::LengthIndefinite),
    ];
    for (input, expected) in cases {
        assert_eq!(Inspection::read(input).unwrap_err().code(), expected);
    }
    let too_large = Inspection::read_with_limit(&good(), 99).unwrap_err();
    assert_eq!((too_large.code(), too_large.expectation()), (Code::TooLarge, "at most 99 bytes"));
    let indefinite = Inspection::read(&[0x30, 0x03, 0x30, 0x80, 0x00]).unwrap_err();
    assert!(indefinite.reason().contains("certificationRequestInfo"), "{indefinite}");
    assert!(indefinite.reason().contains("byte 2"), "{indefinite}");
}

#[test]
fn the_bytes_that_were_received_are_what_is_verified() {
    // Attributes out of order: a re-encoding would sort them, and not verify.
    let mut info = good_info();
    info.at(&[3]).nodes().reverse();
    let der = sign(&info).encode();
    let inspection = Inspection::read(&der).unwrap();
    assert!(inspection.verification().is_ok());
    assert_eq!((inspection.as_der(), inspection.to_be_signed()), (&der[..], &info.encode()[..]));
    assert!(CertificationRequest::from_der(&der).is_err());
}

#[test]
fn a_strict_request_gives_its_parts_and_verifies_or_does_not() {
    let mut der = good();
    let request = CertificationRequest::from_der(&der).unwrap();
    let mut info = good_info();
    assert_eq!(request.to_be_signed(), info.encode());
    assert_eq!(request.subject().as_der(), info.at(&[1]).encode());
    assert_eq!(*request.public_key(), public_key());
    assert_eq!(request.signature_algorithm().to_string(), "ecdsa-with-SHA256");
    assert!(request.verify().is_ok());

    *der.last_mut().unwrap() ^= 1;
    let damaged = CertificationRequest::from_der(&der).unwrap();
    assert_eq!(damaged.verify(), Err(VerifyError::BadSignature(None)));
}

#[test]
fn a_key_on_a_curve_without_a_name_is_not_supported_rather_than_bad() {
    let mut info = good_info();
    *info.at(&[2, 0, 1]) = node(0x30, []);
    let inspection = Inspection::read(&sign(&info).encode()).unwrap();
    assert_eq!(inspection.verification().err(), Some(VerifyError::Unsupported));
}

#[test]
fn values_nested_without_end_are_bounded() {
    let mut value = leaf(0x05, b"");
    for _ in 0..5_000 {
        value = node(0x30, [value]);
        // Encoding the tree would recurse as deep as it is; its bytes do not.
        value = Node { body: Body::Octets(value.encode()), ..leaf(0x30, b"") };
    }
    let mut info = good_info();
    *info.at(&[3, 0, 1, 0]) = value;
    info.at(&[3]).nodes().sort_by_key(Node::encode);
    let inspection = Inspection::read(&sign(&info).encode()).unwrap();
    let codes: Vec<_> = inspection.deviations().iter().map(|found| found.code()).collect();
    assert_eq!(codes, [Code::NestingTooDeep]);
}

#[test]
fn a_directory_name_is_shown_as_text_with_any_string_types() {
    let request = Request::builder()
        .subject_alt_name((GeneralNameType::DirectoryName, "CN=#0c0178,C=DE"))
        .build()
        .unwrap();
    let key = pkcs10::KeyPair::from_pem(include_str!("../data/keys/ecdsa-p256.pem")).unwrap();
    let csr = request.sign(&key).unwrap();
    let inspection = Inspection::read(csr.as_der()).unwrap();
    let text = inspection.to_string();
    assert!(text.contains("        dirName:CN=x,C=DE\n"), "{text}");
    // To be read back, as it has to be typed.
    assert!(inspection.to_json().contains("CN=#0c0178,C=DE"));
}

#[test]
fn extensions_by_microsofts_identifier_are_shown_and_carried_over() {
    let mut info = good_info();
    *info.at(&[3, 1, 0]) = oid("1.3.6.1.4.1.311.2.1.14");
    let of_one = sign(&info).encode();
    let mut both = good_info();
    both.at(&[3]).nodes().push(Node::parse(&info.at(&[3, 1]).encode()));
    for der in [of_one, sign(&both).encode()] {
        let inspection = Inspection::read(&der).unwrap();
        assert_eq!(inspection.extensions().len(), 3);
        assert_eq!(inspection.subject_alt_names().unwrap().len(), 2);
        assert!(CertificationRequest::from_der(&der).is_ok());
        assert_eq!(pkcs10::Renewal::read(&der).unwrap().subject_alt_names().len(), 2);
    }
}

#[test]
fn what_windows_adds_is_shown_by_name_and_as_text() {
    let name = |text: &str| {
        leaf(0x1E, &text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>())
    };
    let attributes = [
        ("1.3.6.1.4.1.311.13.2.1", node(0x30, [name("CertificateTemplate"), name("Web")])),
        ("1.3.6.1.4.1.311.13.2.2", node(0x30, [leaf(2, &[1]), name("CSP"), leaf(3, &[0])])),
        (
            "1.3.6.1.4.1.311.21.20",
            node(0x30, [leaf(2, &[9]), leaf(0x0C, b"pc"), leaf(0x0C, b"D\\u"), leaf(0x0C, b"x")]),
        ),
    ];
    let mut info = good_info();
    for (identifier, value) in attributes {
        info.at(&[3]).nodes().push(node(0x30, [oid(identifier), node(0x31, [value])]));
    }
    let sid =
        b"\x30\x1A\xA0\x18\x06\x0A\x2B\x06\x01\x04\x01\x82\x37\x19\x02\x01\xA0\x0A\x04\x08S-1-5-18";
    let policies = extension("2.5.29.32", false, b"\x30\x06\x30\x04\x06\x02\x2A\x03");
    info.at(&EXTENSIONS).nodes().push(extension("1.3.6.1.4.1.311.25.2", false, sid));
    info.at(&EXTENSIONS).nodes().push(policies);
    let names = extension("2.5.29.30", true, b"\x30\x0A\xA0\x08\x30\x06\x82\x04a.de");
    info.at(&EXTENSIONS).nodes().push(names);
    let inspection = Inspection::read(&sign(&info).encode()).unwrap();
    let shown = inspection.to_string();
    for line in [
        "    enrolmentNameValuePair: CertificateTemplate, Web\n",
        "    enrolmentCSP: 1, CSP\n",
        "    requestClientInfo: 9, pc, D\\u, x\n",
        "    ntdsCaSecurityExt: S-1-5-18\n",
        "    certificatePolicies: #3006300406022a03\n",
        "    nameConstraints, critical:\n        permitted DNS:a.de\n",
    ] {
        assert!(shown.contains(line), "{line}{shown}");
    }
    assert!(inspection.to_json().contains("\"permitted DNS:a.de\""));
}
