//! Keys that sign by aws-lc: the same keys, and the other backend verifies what each signs.

use super::dry::Dry;
use super::{P256, P384, RSA, parts, request};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
    VerificationAlgorithm,
};
use pkcs10::{Algorithm, Code, KeyPair, SignatureAlgorithm};

fn by_aws_lc(pem: &str) -> KeyPair {
    KeyPair::from_pem(pem).unwrap().with_aws_lc()
}

fn pure_rust(pem: &str) -> KeyPair {
    KeyPair::from_pem(pem).unwrap()
}

#[test]
fn rsa_signatures_are_the_same_to_the_byte() {
    for algorithm in [
        SignatureAlgorithm::Sha256WithRsa,
        SignatureAlgorithm::Sha384WithRsa,
        SignatureAlgorithm::Sha512WithRsa,
    ] {
        let key = |key: KeyPair| key.with_signature_algorithm(algorithm.clone()).unwrap();
        let (ours, theirs) = (key(by_aws_lc(RSA)), key(pure_rust(RSA)));
        // aws-lc draws for itself, `rsa` does not.
        assert!(request().sign_with_rng(&theirs, &mut Dry).is_err(), "{algorithm}");
        let signed = request().sign_with_rng(&ours, &mut Dry).unwrap();
        assert_eq!(signed, request().sign(&theirs).unwrap(), "{algorithm}");
        assert!(signed.verify().is_ok(), "{algorithm}");
    }
}

#[test]
fn ecdsa_signatures_differ_each_time_and_verify_without_aws_lc() {
    for pem in [P256, P384] {
        let key = by_aws_lc(pem);
        let [one, other] = [request().sign(&key).unwrap(), request().sign(&key).unwrap()];
        assert_ne!(one, other);
        assert_eq!(parts(&one).0, parts(&other).0);
        assert!(one.verify().is_ok());
        assert!(other.verify().is_ok());
    }
}

#[test]
fn aws_lc_verifies_what_pure_rust_signs() {
    let cases: [(&str, &'static dyn VerificationAlgorithm); 3] = [
        (RSA, &RSA_PKCS1_2048_8192_SHA256),
        (P256, &ECDSA_P256_SHA256_ASN1),
        (P384, &ECDSA_P384_SHA384_ASN1),
    ];
    for (pem, algorithm) in cases {
        let key = pure_rust(pem);
        let (message, _, mut signature) = parts(&request().sign(&key).unwrap());
        let oracle = UnparsedPublicKey::new(algorithm, key.public_key().as_der());
        assert!(oracle.verify(&message, &signature).is_ok());
        *signature.last_mut().unwrap() ^= 1;
        assert!(oracle.verify(&message, &signature).is_err());
    }
}

#[test]
fn a_curve_signs_by_the_digests_that_aws_lc_does_not_combine_with_it() {
    for (pem, algorithm) in
        [(P256, SignatureAlgorithm::EcdsaWithSha512), (P384, SignatureAlgorithm::EcdsaWithSha256)]
    {
        let key = |key: KeyPair| key.with_signature_algorithm(algorithm.clone()).unwrap();
        let signed = request().sign(&key(by_aws_lc(pem))).unwrap();
        assert!(signed.verify().is_ok(), "{algorithm}");
        assert_eq!(signed, request().sign(&key(pure_rust(pem))).unwrap(), "{algorithm}");
    }
}

/// Each backend verifies what the other signs.
#[cfg(all(feature = "p521", feature = "ed25519", feature = "ml-dsa"))]
#[test]
fn modern_keys_sign_by_aws_lc_and_verify_without_it_and_the_other_way() {
    use aws_lc_rs::signature::{
        ECDSA_P521_SHA512_ASN1, ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87, RSA_PSS_2048_8192_SHA256,
        RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512,
    };
    let made = |algorithm| {
        let key = KeyPair::generate(algorithm, &mut pkcs10::SysRng).unwrap();
        key.to_pkcs8_pem().unwrap().to_string()
    };
    let cases: [(String, &str, &'static dyn VerificationAlgorithm); 8] = [
        (made(Algorithm::EcdsaP521), "ecdsa-with-SHA512", &ECDSA_P521_SHA512_ASN1),
        (made(Algorithm::Ed25519), "Ed25519", &ED25519),
        (made(Algorithm::MlDsa44), "ML-DSA-44", &ML_DSA_44),
        (made(Algorithm::MlDsa65), "ML-DSA-65", &ML_DSA_65),
        (made(Algorithm::MlDsa87), "ML-DSA-87", &ML_DSA_87),
        (RSA.into(), "RSASSA-PSS-SHA256", &RSA_PSS_2048_8192_SHA256),
        (RSA.into(), "RSASSA-PSS-SHA384", &RSA_PSS_2048_8192_SHA384),
        (RSA.into(), "RSASSA-PSS-SHA512", &RSA_PSS_2048_8192_SHA512),
    ];
    for (pem, name, oracle) in cases {
        let by = |key: KeyPair| key.with_signature_algorithm(name.parse().unwrap()).unwrap();
        let (ours, theirs) = (by(pure_rust(&pem)), by(by_aws_lc(&pem)));
        let signed = request().sign(&theirs).unwrap();
        assert!(signed.verify().is_ok(), "{name}");
        // Only Ed25519 draws nothing: all others differ each time, so it is aws-lc that signs.
        let again = request().sign(&theirs).unwrap();
        assert_eq!(signed == again, name == "Ed25519", "{name}");
        let (message, _, mut signature) = parts(&request().sign(&ours).unwrap());
        let oracle = UnparsedPublicKey::new(oracle, ours.public_key().as_der());
        assert!(oracle.verify(&message, &signature).is_ok(), "{name}");
        *signature.last_mut().unwrap() ^= 1;
        assert!(oracle.verify(&message, &signature).is_err(), "{name}");
        assert_eq!(*by_aws_lc(&pem).to_pkcs8_pem().unwrap(), pem, "{name}");
    }
}

/// A salt that is not as long as the digest, and a key for PSS only: signed without aws-lc.
#[test]
fn pss_signs_where_aws_lc_does_not_have_it() {
    let algorithm: SignatureAlgorithm = "RSASSA-PSS-SHA256:20".parse().unwrap();
    let key = by_aws_lc(RSA).with_signature_algorithm(algorithm).unwrap();
    assert!(request().sign(&key).unwrap().verify().is_ok());
    let key = by_aws_lc(include_str!("../data/keys/rsa-pss-sha384.pem"));
    assert!(request().sign(&key).unwrap().verify().is_ok());
}

#[test]
fn keys_are_written_as_they_were_read() {
    for pem in [RSA, P256, P384] {
        assert_eq!(*by_aws_lc(pem).to_pkcs8_pem().unwrap(), pem);
    }
}

#[test]
fn keys_are_made_by_aws_lc_only_where_it_is_asked_to() {
    for (algorithm, bits) in
        [(Algorithm::Rsa2048, 2_048), (Algorithm::Rsa3072, 3_072), (Algorithm::Rsa4096, 4_096)]
    {
        assert_eq!(KeyPair::generate(algorithm, &mut Dry).unwrap_err().code(), Code::Random);
        let key = KeyPair::generate_with_aws_lc(algorithm).unwrap();
        assert_eq!(format!("{key:?}"), format!("KeyPair(RSA, {bits} bits)"));
        let pem = key.to_pkcs8_pem().unwrap();
        let again = KeyPair::from_pem(&pem).unwrap();
        assert_eq!(again.public_key(), key.public_key());
        assert_eq!(again.to_pkcs8_pem().unwrap(), pem);
        assert_eq!(request().sign(&again).unwrap(), request().sign(&key).unwrap());
    }
    for algorithm in [Algorithm::EcdsaP256, Algorithm::EcdsaP384] {
        assert_eq!(KeyPair::generate(algorithm, &mut Dry).unwrap_err().code(), Code::Random);
        let key = KeyPair::generate_with_aws_lc(algorithm).unwrap();
        assert!(request().sign(&key).unwrap().verify().is_ok());
    }
}
