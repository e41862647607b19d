//! RSASSA-PSS: by ordinary RSA keys, and by keys for PSS alone (RFC 4055 1.2).

use super::made::all_verify;
use super::*;
use crate::der_tree::{Node, leaf, node, oid};
use pkcs10::lint::Policy;
use pkcs10::{Inspection, VerifyError, lint};

fn by(key: KeyPair, algorithm: &str) -> Result<KeyPair, SignError> {
    key.with_signature_algorithm(algorithm.parse().unwrap())
}

#[test]
fn a_key_signs_by_pss_as_its_kind_and_its_parameters_allow() {
    let cases = [
        ("rsa-2048.pem", "sha256WithRSAEncryption", &["sha512WithRSAEncryption"][..], &[][..]),
        (
            "rsa-2048.pem",
            "sha256WithRSAEncryption",
            &["RSASSA-PSS-SHA256", "RSASSA-PSS-SHA384", "RSASSA-PSS-SHA512:0"],
            &["ecdsa-with-SHA256"],
        ),
        (
            "rsa-pss.pem",
            "RSASSA-PSS-SHA256",
            &["RSASSA-PSS-SHA256", "RSASSA-PSS-SHA384:20", "RSASSA-PSS-SHA512"],
            &["sha256WithRSAEncryption"],
        ),
        (
            "rsa-pss-sha384.pem",
            "RSASSA-PSS-SHA384:50",
            &["RSASSA-PSS-SHA384:50", "RSASSA-PSS-SHA384:60"],
            &["RSASSA-PSS-SHA384", "RSASSA-PSS-SHA256:50", "sha384WithRSAEncryption"],
        ),
    ];
    let mut signed = Vec::new();
    for (name, usual, allowed, forbidden) in cases {
        let key = read(name).unwrap();
        assert_eq!(key.signature_algorithm().to_string(), usual, "{name}");
        let of_public = SignatureAlgorithm::usual_for(key.public_key());
        assert_eq!(of_public.as_ref(), Some(key.signature_algorithm()), "{name}");
        signed.push((name.to_owned(), request().sign(&key).unwrap()));
        for algorithm in allowed {
            let key = by(read(name).unwrap(), algorithm).unwrap();
            let csr = request().sign(&key).unwrap();
            assert_eq!(csr.signature_algorithm().to_string(), *algorithm);
            signed.push((format!("{name} {algorithm}"), csr));
        }
        for algorithm in forbidden {
            let refused = by(read(name).unwrap(), algorithm).and_then(|key| request().sign(&key));
            let refused = refused.unwrap_err();
            assert!(matches!(refused, SignError::Algorithm), "{name} {algorithm}: {refused}");
        }
    }
    all_verify(&signed);
}

#[test]
fn a_salt_has_the_room_that_the_digest_leaves_in_a_signature() {
    // RFC 8017 9.1.1: what a digest of 64 bytes and two more leave of 256 or 384.
    for (name, digest, longest) in [
        ("rsa-2048.pem", "SHA256", 222),
        ("rsa-2048.pem", "SHA384", 206),
        ("rsa-2048.pem", "SHA512", 190),
        ("rsa-pss.pem", "SHA256", 222),
        ("rsa-3072.pem", "SHA512", 318),
    ] {
        let with = |salt: usize| format!("RSASSA-PSS-{digest}:{salt}");
        let key = by(read(name).unwrap(), &with(longest)).unwrap();
        request().sign(&key).unwrap().verify().unwrap();
        for salt in [longest + 1, 0xFFFF] {
            let algorithm: SignatureAlgorithm = with(salt).parse().unwrap();
            assert!(!algorithm.fits(key.public_key()), "{name} {algorithm}");
            let refused = by(read(name).unwrap(), &with(salt)).unwrap_err();
            assert!(matches!(refused, SignError::Salt(most) if most == longest), "{refused}");
            let text = format!("the key has room for a salt of at most {longest} bytes");
            assert!(refused.to_string().starts_with(&text), "{refused}");
        }
    }
}

#[test]
fn pss_with_a_broken_digest_is_never_signed_by() {
    let sha1 = [&[0x30, 13, 6, 9][..], &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10], &[0x30, 0]]
        .concat();
    let sha1 = SignatureAlgorithm::from_der(&sha1).unwrap();
    let refused = read("rsa-2048.pem").unwrap().with_signature_algorithm(sha1);
    assert!(matches!(refused, Err(SignError::Algorithm)));

    // A key with these parameters: two bytes more within, and within the whole.
    let mut key = der(&data("rsa-pss.pem"));
    assert_eq!(key[7..11], [0x30, 11, 6, 9]);
    key.splice(20..20, [0x30, 0]);
    key[8] += 2;
    let len = u16::from_be_bytes([key[2], key[3]]) + 2;
    key[2..4].copy_from_slice(&len.to_be_bytes());
    let error = KeyPair::read(&key, None).unwrap_err();
    assert_eq!(error.code(), Code::KeyAlgorithm);
    assert_eq!(error.reason(), "is for RSASSA-PSS with a digest that is not supported");

    // Not RSASSA-PSS-params.
    key[20] = 0x31;
    assert_eq!(KeyPair::read(&key, None).unwrap_err().code(), Code::Structure);
}

#[test]
fn other_parameters_are_wrong_or_of_a_mask_that_is_not_supported() {
    type Change = fn(&mut Node);
    let wrong = VerifyError::BadParameters;
    let mask = VerifyError::UnsupportedMask;
    let cases: [(&str, Change, VerifyError); 6] = [
        ("NULL", |whole| *whole.at(&[1, 1]) = leaf(5, &[]), wrong),
        ("none", |whole| whole.at(&[1]).nodes().truncate(1), wrong),
        ("a negative salt", |whole| whole.at(&[1, 1, 2, 0]).set(&[0xFF]), wrong),
        ("trailer 2", |whole| whole.at(&[1, 1]).nodes().push(node(0xA3, [leaf(2, &[2])])), wrong),
        (
            "a mask by SHA-512",
            |whole| *whole.at(&[1, 1, 1, 0, 1, 0]) = oid("2.16.840.1.101.3.4.2.3"),
            mask,
        ),
        ("an unknown mask", |whole| *whole.at(&[1, 1, 1, 0, 0]) = oid("2.999.1"), mask),
    ];
    let key = by(read("rsa-2048.pem").unwrap(), "RSASSA-PSS-SHA256").unwrap();
    let good = Node::parse(request().sign(&key).unwrap().as_der());
    for (name, change, expected) in cases {
        let mut whole = good.clone();
        change(&mut whole);
        let inspection = Inspection::read(&whole.encode()).unwrap();
        assert_eq!(inspection.verification(), Err(expected), "{name}");
        let findings = lint(&inspection, &Policy::new(&[], "2026-11-27".parse().unwrap()));
        let mut codes: Vec<Code> = findings.iter().map(|finding| finding.rule().code()).collect();
        codes.retain(|code| *code != Code::SanMissing);
        let code = match expected.is_wrong() {
            true => Code::AlgorithmParameters,
            false => Code::SignatureUnchecked,
        };
        assert_eq!(codes, [code], "{name}");
    }
}
