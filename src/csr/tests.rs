//! What is prepared, signed and read back.

use alloc::format;

use super::*;
use crate::name::DistinguishedName;

/// A key for Ed25519, which needs no feature.
const KEY: [u8; 44] = {
    let mut key = [0xAA; 44];
    let start = [0x30, 42, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 33, 0];
    let mut index = 0;
    while index < start.len() {
        key[index] = start[index];
        index += 1;
    }
    key
};

fn prepared() -> Prepared {
    let subject = DistinguishedName::builder().common_name("bmc-7");
    let request = Request::builder().subject(subject).build().unwrap();
    request.prepare(&PublicKey::from_der(&KEY).unwrap())
}

fn ed25519() -> SignatureAlgorithm {
    "Ed25519".parse().unwrap()
}

#[test]
fn what_was_prepared_reads_back() {
    let prepared = prepared();
    assert_eq!(Prepared::from_der(prepared.to_be_signed()), Ok(prepared));
}

#[test]
fn what_deviates_from_what_can_be_prepared_is_refused() {
    let bytes = prepared().to_be_signed().to_vec();
    assert_eq!(Prepared::from_der(&[]).map_err(|error| error.code()), Err(Code::Empty));
    for len in 0..bytes.len() {
        assert!(Prepared::from_der(&bytes[..len]).is_err(), "{len}");
    }
    let error = Prepared::from_der(&[&bytes[..], &[0, 0]].concat()).unwrap_err();
    assert_eq!(error.code(), Code::TrailingData);
    let byte = format!("(at byte {})", bytes.len());
    assert!(error.reason().contains("certificationRequestInfo"), "{error}");
    assert!(error.reason().contains(&byte), "{error}");
    let whole = prepared().assemble_unchecked(&ed25519(), &[0xAA; 64]);
    let pem = whole.to_pem();
    let cases = [
        (whole.as_der(), Code::IsRequest),
        (pem.as_bytes(), Code::IsPem),
        (&KEY, Code::IsPublicKey),
    ];
    for (input, code) in cases {
        assert_eq!(Prepared::from_der(input).unwrap_err().code(), code);
    }
}

#[test]
fn an_ed25519_key_signs_neither_with_two_numbers_nor_over_a_digest() {
    let prepared = prepared();
    let error = prepared.signature_from_raw(&[1; 64]).unwrap_err();
    assert_eq!(error.code(), Code::RawSignature);
    assert_eq!(prepared.digest(&ed25519()), None);
}

#[test]
fn the_digest_is_that_of_the_bytes_to_sign() {
    use sha2::Digest;
    let prepared = prepared();
    let digest = sha2::Sha256::digest(prepared.to_be_signed());
    let given = prepared.digest(&SignatureAlgorithm::EcdsaWithSha256);
    assert_eq!(given.as_deref(), Some(&digest[..]));
}

#[test]
fn a_request_shows_its_parts() {
    let csr = prepared().assemble_unchecked(&ed25519(), &[0xAA; 64]);
    assert_eq!(csr.signature(), [0xAA; 64]);
    let pem = csr.to_pem();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE REQUEST-----\nMIG"), "{pem}");
    assert_eq!(CertificationRequest::from_pem(&pem).as_ref(), Ok(&csr));
    let len = csr.as_der().len();
    assert_eq!(format!("{csr:?}"), format!("CertificationRequest({len} bytes)"));
}

#[test]
fn debug_shows_no_bytes() {
    assert_eq!(format!("{:?}", prepared()), "Prepared(Ed25519, 69 bytes)");
}
