//! What is looked for is found under its labels, and what is in its place is named.

use super::*;
use crate::asn1::write::tlv;
use crate::hex;

#[test]
fn what_is_wanted_has_its_name_and_its_labels() {
    const LABELS: [&str; 8] = [
        "CERTIFICATE REQUEST",
        "NEW CERTIFICATE REQUEST",
        "CERTIFICATE",
        "TRUSTED CERTIFICATE",
        "PKCS7",
        "EC PRIVATE KEY",
        "PUBLIC KEY",
        "X",
    ];
    let cases = [
        (Wanted::REQUEST, "certification request", &LABELS[..2]),
        (Wanted::PREPARED, "prepared request", &[]),
        (Wanted::OLD, "request or certificate", &LABELS[..5]),
        (Wanted::CERTIFICATE, "certificate", &LABELS[2..5]),
        (Wanted::PRIVATE_KEY, "private key", &LABELS[5..6]),
        (Wanted::PUBLIC_KEY, "public key", &LABELS),
        (Wanted::PUBLIC_KEY_INFO, "public key", &LABELS[6..7]),
        (Wanted::SIGNATURE, "signature", &[]),
    ];
    for (wanted, subject, labels) in cases {
        assert_eq!(wanted.subject(), subject);
        let found: Vec<_> = LABELS.into_iter().filter(|label| (wanted.is_label)(label)).collect();
        assert_eq!(found, labels, "{subject}");
    }
}

#[test]
fn a_label_that_may_be_a_secret_is_not_shown() {
    let cases = [
        ("X509 CRL", "is PEM with the label \"X509 CRL\""),
        ("PGP MESSAGE", "is PEM with the label \"PGP MESSAGE\""),
        ("hunter2", "is PEM with an unknown label"),
        ("KEY", "is PEM with an unknown label"),
        ("CMS,PUBLIC KEY", "is PEM with an unknown label"),
    ];
    for (label, reason) in cases {
        let pem = format!("-----BEGIN {label}-----\nMAA=\n-----END {label}-----\n");
        let error = Wanted::REQUEST.received(pem.as_bytes()).unwrap_err();
        assert_eq!((error.code(), error.reason()), (Code::PemLabel, reason), "{label}");
    }
}

#[test]
fn der_of_another_structure_is_named_and_of_the_wanted_one_not() {
    let request = hex::decode("3010300902010030003000a0003000030100").unwrap();
    let deviation = Shape::of(&[]).unwrap_err();
    let cases = [
        (Wanted::REQUEST, deviation.code()),
        (Wanted::OLD, deviation.code()),
        (Wanted::CERTIFICATE, Code::IsRequest),
        (Wanted::PRIVATE_KEY, Code::IsRequest),
    ];
    for (wanted, code) in cases {
        let error = wanted.unreadable(&request, deviation.clone());
        assert_eq!(error.code(), code, "{}", wanted.subject());
    }
}

#[test]
fn what_is_not_read_is_refused_for_its_own_reason() {
    let begin = b"-----BEGIN ";
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        begin.iter().flat_map(|byte| to_bytes((*byte).into())).collect()
    };
    let cases: [(&[u8], Code); 10] = [
        (b"", Code::Empty),
        (b"\xEF\xBB\xBF \r\n", Code::Empty),
        (b"hello", Code::NeitherPemNorDer),
        (b"\xFF\xFF", Code::NeitherPemNorDer),
        (b"\xFF\xFEM\0", Code::Utf16),
        (b"\xFE\xFF\0M", Code::Utf16),
        (&utf16(u16::to_le_bytes), Code::Utf16),
        (&utf16(u16::to_be_bytes), Code::Utf16),
        // PEM, with text in front that begins like DER.
        (b"0 text\n-----BEGIN X-----\n", Code::PemLabel),
        // DER, and PEM behind it.
        (&[&[0x30, 0], &begin[..]].concat(), Code::SeveralRequests),
    ];
    for (input, code) in cases {
        assert_eq!(Wanted::REQUEST.received(input).unwrap_err().code(), code, "{input:?}");
    }
}

#[test]
fn a_structure_is_recognized_by_the_tags_of_its_first_fields() {
    use Shape::*;
    let numbers = [(1, Other), (2, Signature), (5, Other), (6, Dsa), (7, Other), (8, Other)];
    for (count, shape) in numbers.into_iter().chain([(9, Pkcs1), (10, Pkcs1)]) {
        assert_eq!(shape_of(&"020103".repeat(count)), shape, "{count}");
    }
    let cases = [
        ("02020101 020101", Pkcs1Public),
        ("0203010101 02020101", Signature),
        ("020100 3000 0400", Pkcs8),
        ("020101 0400 A000", Sec1),
        ("020103 3000", Pkcs12),
        ("020103 3000 3000", Pkcs12),
        ("020100 3000", Other),
        ("020100 3000 3000", Other),
        ("020100 3000 3000 A000", CertificationRequestInfo),
        ("3000 0400", EncryptedPkcs8),
        ("3000 0400 0400", Other),
        ("3000 030100", PublicKeyInfo),
        ("06012A A000", Pkcs7),
        ("06012A 3000", Other),
        ("3005 A000 020100 3000 030100", Certificate),
        ("300D 020100 3000 3000 3000 3000 3000 3000 030100", Certificate),
        ("300B 020100 3000 3000 3000 3000 3000 030100", Other),
        ("3009 020100 3000 3000 A000 3000 030100", CertificationRequest),
        ("3007 020100 3000 3000 3000 030100", CertificationRequest),
        ("3005 020100 3000 3000 030100", Other),
        ("3009 020101 3000 3000 1700 3000 030100", Crl),
        ("3006 3000 3000 1700 3000 030100", Crl),
        ("3004 3000 1600 3000 030100", Spkac),
    ];
    for (fields, shape) in cases {
        assert_eq!(shape_of(fields), shape, "{fields}");
    }
}

/// Of a SEQUENCE of these fields, which are in hexadecimal.
fn shape_of(fields: &str) -> Shape {
    let mut der = Vec::new();
    tlv(&mut der, tag::SEQUENCE, &hex::decode(&fields.replace(' ', "")).unwrap());
    Shape::of(&der).unwrap()
}
