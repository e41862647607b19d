//! What is prepared, signed and read back.

use alloc::{format, string::ToString};

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

#[test]
fn what_is_only_named_is_assembled_in_two_steps_and_its_length_is_checked() {
    use crate::public_key::PublicKeyAlgorithm;
    let cases = [
        ("2.16.840.1.101.3.4.3.20", "SLH-DSA-SHA2-128s", 32, 7_856, true),
        ("2.16.840.1.101.3.4.3.31", "SLH-DSA-SHAKE-256f", 64, 49_856, true),
        ("1.2.840.113549.1.9.16.3.17", "HSS-LMS", 60, 2_000, false),
        ("1.3.6.1.5.5.7.6.34", "XMSS", 68, 2_500, false),
        ("1.3.6.1.5.5.7.6.45", "MLDSA65-ECDSA-P256-SHA512", 2_017, 3_380, false),
    ];
    let request =
        Request::builder().subject(DistinguishedName::builder().common_name("a")).build().unwrap();
    for (oid, name, key_len, signature_len, fixed) in cases {
        let of_len = |len| {
            let algorithm = PublicKeyAlgorithm::Other(oid.parse().unwrap());
            request.prepare(&PublicKey::plain(algorithm, &alloc::vec![7; len]))
        };
        let prepared = of_len(key_len);
        let algorithm = SignatureAlgorithm::usual_for(prepared.public_key()).unwrap();
        assert_eq!(algorithm.to_string(), name);
        assert_eq!(prepared.public_key().to_string(), name);
        assert_eq!(name.parse().as_ref(), Ok(&algorithm));
        let signature = alloc::vec![1; signature_len];
        let verdict = |prepared: &Prepared, signature: &[u8]| {
            prepared.assemble(&algorithm, signature).map(drop).unwrap_err()
        };
        assert_eq!(verdict(&prepared, &signature), VerifyError::Unsupported, "{name}");
        let (bad_signature, bad_key) = match fixed {
            true => (VerifyError::BadSignature(None), VerifyError::BadKey),
            false => (VerifyError::Unsupported, VerifyError::Unsupported),
        };
        assert_eq!(verdict(&prepared, &signature[1..]), bad_signature, "{name}");
        assert_eq!(verdict(&of_len(key_len - 1), &signature), bad_key, "{name}");
        let csr = prepared.assemble_unchecked(&algorithm, &signature);
        let read = CertificationRequest::from_der(csr.as_der()).unwrap();
        assert_eq!(read.signature_algorithm(), &algorithm, "{name}");
    }
}
