//! Keys that are made here, and what keys sign.

use super::*;
use crate::dry::Dry;
use pkcs10::CertificationRequest;

#[test]
fn a_key_shows_its_kind_only() {
    let key = read("ecdsa-p256.pem").unwrap();
    assert_eq!(format!("{key:?}"), "KeyPair(ECDSA P-256)");
    assert_eq!(format!("{:?}", read("rsa-3072.pem").unwrap()), "KeyPair(RSA, 3072 bits)");
}

/// The crate rsa blinds with them, and does not blind without.
#[test]
fn rsa_signs_only_with_random_numbers() {
    let sign = |name| request().sign_with_rng(&read(name).unwrap(), &mut Dry);
    assert!(matches!(sign("rsa-2048.pem"), Err(SignError::Random)));
    sign("ecdsa-p256.pem").unwrap();
}

#[test]
fn a_key_signs_by_the_digests_of_its_family_only() {
    use SignatureAlgorithm::*;
    let rsa = [Sha256WithRsa, Sha384WithRsa, Sha512WithRsa];
    let ecdsa = [EcdsaWithSha256, EcdsaWithSha384, EcdsaWithSha512];
    let cases = [
        ("rsa-2048.pem", &rsa, &ecdsa),
        ("ecdsa-p256.pem", &ecdsa, &rsa),
        ("ecdsa-p384.pem", &ecdsa, &rsa),
        #[cfg(feature = "p521")]
        ("ecdsa-p521.pem", &ecdsa, &rsa),
    ];
    let mut signed = Vec::new();
    for (name, own, others) in cases {
        for algorithm in own {
            let key = read(name).unwrap().with_signature_algorithm(algorithm.clone()).unwrap();
            assert_eq!(key.signature_algorithm(), algorithm);
            signed.push((format!("{name} {algorithm}"), request().sign(&key).unwrap()));
        }
        for algorithm in others {
            let refused = read(name).unwrap().with_signature_algorithm(algorithm.clone());
            assert!(matches!(refused, Err(SignError::Algorithm)), "{name} {algorithm}");
        }
    }
    all_verify(&signed);
}

/// Here, and then by OpenSSL where it is installed.
#[track_caller]
pub(super) fn all_verify(requests: &[(String, CertificationRequest)]) {
    for (name, csr) in requests {
        assert!(csr.verify().is_ok(), "{name}");
    }
    for (name, csr) in requests {
        let arguments = ["req", "-noout", "-verify"];
        let Some(text) = openssl(&arguments, csr.to_pem().as_bytes()) else { return };
        assert!(text.contains("verify OK"), "{name}: {text}");
    }
}

#[test]
fn requests_of_every_golden_key_verify_by_openssl() {
    let sign = |name: &&str| ((*name).to_owned(), request().sign(&read(name).unwrap()).unwrap());
    all_verify(&GOLDEN.iter().copied().flatten().map(sign).collect::<Vec<_>>());
}

#[test]
fn keys_made_here_pass_openssls_check_and_their_encrypted_form_opens() {
    let kinds = [
        (Algorithm::Rsa2048, PublicKeyAlgorithm::Rsa, Some(2048)),
        (Algorithm::Rsa3072, PublicKeyAlgorithm::Rsa, Some(3072)),
        (Algorithm::Rsa4096, PublicKeyAlgorithm::Rsa, Some(4096)),
        (Algorithm::RsaPss3072, PublicKeyAlgorithm::RsaPss, Some(3072)),
        (Algorithm::EcdsaP256, PublicKeyAlgorithm::EcP256, Some(256)),
        (Algorithm::EcdsaP384, PublicKeyAlgorithm::EcP384, Some(384)),
        #[cfg(feature = "p521")]
        (Algorithm::EcdsaP521, PublicKeyAlgorithm::EcP521, Some(521)),
        #[cfg(feature = "ed25519")]
        (Algorithm::Ed25519, PublicKeyAlgorithm::Ed25519, Some(256)),
        #[cfg(feature = "ml-dsa")]
        (Algorithm::MlDsa44, PublicKeyAlgorithm::MlDsa44, None),
        #[cfg(feature = "ml-dsa")]
        (Algorithm::MlDsa65, PublicKeyAlgorithm::MlDsa65, None),
        #[cfg(feature = "ml-dsa")]
        (Algorithm::MlDsa87, PublicKeyAlgorithm::MlDsa87, None),
    ];
    let mut made = Vec::new();
    for (algorithm, kind, bits) in kinds {
        let key = KeyPair::generate(algorithm, &mut SysRng).unwrap();
        assert_eq!(Algorithm::of(key.public_key()), Some(algorithm));
        let public = key.public_key();
        assert_eq!((public.algorithm(), public.bits()), (&kind, bits));
        let text = key.to_pkcs8_pem().unwrap();
        let again = KeyPair::read(text.as_bytes(), None).unwrap();
        assert_eq!(again.public_key(), key.public_key());
        assert_eq!(again.to_pkcs8_pem().unwrap(), text);

        let encrypted = key.to_encrypted_pkcs8_pem(PASSWORD, &mut SysRng).unwrap();
        let again = KeyPair::read(encrypted.as_bytes(), Some(PASSWORD)).unwrap();
        assert_eq!(again.to_pkcs8_pem().unwrap(), text);
        let refused = KeyPair::read(encrypted.as_bytes(), Some(b"other")).unwrap_err();
        assert_eq!(refused.code(), Code::WrongPassword);
        // OpenSSL knows ML-DSA from 3.5 on.
        if bits.is_some() {
            made.push((text, encrypted));
        }
    }
    let check = ["pkey", "-check", "-noout", "-passin", "pass:password"];
    for (text, encrypted) in &made {
        for pem in [text.as_bytes(), encrypted.as_bytes()] {
            let Some(said) = openssl(&check, pem) else { return };
            assert!(said.contains("Key is valid"), "{said}");
        }
    }
}

#[test]
fn encrypting_twice_gives_two_salts() {
    let key = read("ecdsa-p256.pem").unwrap();
    let once = key.to_encrypted_pkcs8_pem(PASSWORD, &mut SysRng).unwrap();
    let twice = key.to_encrypted_pkcs8_pem(PASSWORD, &mut SysRng).unwrap();
    assert_ne!(once, twice);
}

#[test]
fn the_policies_are_the_documented_pairs() {
    let pair = |policy: &Policy| (policy.algorithm(), policy.signature_algorithm());
    let pairs: Vec<_> = Policy::ALL.iter().map(pair).collect();
    assert_eq!(
        pairs,
        [
            (Algorithm::Rsa2048, SignatureAlgorithm::Sha256WithRsa),
            (Algorithm::Rsa3072, SignatureAlgorithm::Sha384WithRsa),
            (Algorithm::MlDsa87, SignatureAlgorithm::MlDsa87),
        ]
    );
}
