//! External signers: each request is verified before it is given out.

use std::error::Error;

use super::{P256, P384, RSA, parts, request};
use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use ml_dsa::{KeyInit, MlDsa65};
use pkcs10::keys::{DigestAlgorithm, RustCryptoSigner};
use pkcs10::reading::BadSignatureCause;
use pkcs10::{
    Algorithm, Code, KeyPair, PublicKey, RequestSigner, SignError, SignatureAlgorithm, SysRng,
    VerifyError,
};
use sha1::Digest;
use signature::{Keypair, Verifier, hazmat::PrehashSigner};

#[test]
fn ed25519_signs_through_its_traits() {
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let signer = RustCryptoSigner::new::<_, ed25519_dalek::Signature>(&key).unwrap();
    let csr = request().sign_by(&signer).unwrap();
    let (message, algorithm, signature) = parts(&csr);
    assert_eq!(algorithm, "1.3.101.112");
    let signature = ed25519_dalek::Signature::from_slice(&signature).unwrap();
    assert!(key.verifying_key().verify(&message, &signature).is_ok());
}

#[test]
fn ml_dsa_signs_through_its_traits() {
    let key = ml_dsa::SigningKey::<MlDsa65>::new(&[7; 32].into());
    let signer = RustCryptoSigner::new::<_, ml_dsa::Signature<MlDsa65>>(&key).unwrap();
    let csr = request().sign_by(&signer).unwrap();
    let (message, algorithm, signature) = parts(&csr);
    assert_eq!(algorithm, "2.16.840.1.101.3.4.3.18");
    let signature = ml_dsa::Signature::<MlDsa65>::try_from(&*signature).unwrap();
    assert!(key.verifying_key().verify(&message, &signature).is_ok());
}

#[test]
fn the_three_ways_of_signing_give_the_same_request() {
    let p256 = p256::ecdsa::SigningKey::from_pkcs8_pem(P256).unwrap();
    let p384 = p384::ecdsa::SigningKey::from_pkcs8_pem(P384).unwrap();
    let rsa = rsa::PrivateKey::from_pkcs8_pem(RSA).unwrap();
    let rsa_signer = rsa::pkcs1v15::SigningKey::<sha2::Sha256>::new(rsa.clone());
    let request = request();
    let cases = [
        (
            P256,
            KeyPair::from(p256.clone()),
            RustCryptoSigner::new::<_, p256::ecdsa::DerSignature>(&p256),
        ),
        (
            P384,
            KeyPair::from(p384.clone()),
            RustCryptoSigner::new::<_, p384::ecdsa::DerSignature>(&p384),
        ),
        (
            RSA,
            KeyPair::try_from(rsa).unwrap(),
            RustCryptoSigner::randomized::<_, rsa::pkcs1v15::Signature, _>(&rsa_signer, SysRng),
        ),
    ];
    for (pem, taken_over, through_traits) in cases {
        let read = KeyPair::from_pem(pem).unwrap();
        let expected = request.sign(&read).unwrap();
        assert_eq!(taken_over.public_key(), read.public_key());
        assert_eq!(request.sign(&taken_over).unwrap(), expected);
        assert_eq!(request.sign_by(&taken_over).unwrap(), expected);
        assert_eq!(request.sign_by(&through_traits.unwrap()).unwrap(), expected);
    }
}

#[test]
fn an_rsa_key_that_no_ca_accepts_is_not_taken_over() {
    let cases = [
        (include_str!("../data/keys/rsa-1024.pem"), Code::RsaKeySize),
        (include_str!("../data/keys/rsa-exponent-3.pem"), Code::RsaExponent),
    ];
    for (pem, expected) in cases {
        let key = rsa::PrivateKey::from_pkcs8_pem(pem).unwrap();
        assert_eq!(KeyPair::try_from(key).unwrap_err().code(), expected);
    }
}

type Signed = Result<Vec<u8>, Box<dyn Error + Send + Sync>>;

/// Signs by a given function.
struct Liar {
    public: PublicKey,
    algorithm: SignatureAlgorithm,
    sign: fn(&[u8]) -> Signed,
}

impl RequestSigner for Liar {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.algorithm.clone()
    }

    fn sign_message(&self, message: &[u8]) -> Signed {
        (self.sign)(message)
    }
}

fn by_p256(message: &[u8]) -> Signed {
    KeyPair::from_pem(P256)?.sign_message(message)
}

fn by_p256_with_sha1(message: &[u8]) -> Signed {
    let key = p256::ecdsa::SigningKey::from_pkcs8_pem(P256)?;
    let signature: p256::ecdsa::DerSignature = key.sign_prehash(&sha1::Sha1::digest(message))?;
    Ok(signature.as_bytes().to_vec())
}

#[test]
fn a_signature_that_does_not_verify_never_becomes_a_request() {
    use SignatureAlgorithm::*;
    let p256 = || KeyPair::from_pem(P256).unwrap().public_key().clone();
    let other = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng).unwrap();
    let rsa = KeyPair::from_pem(RSA).unwrap().public_key().clone();
    let ed448 = PublicKey::find(include_bytes!("../data/keys/ed448.public.pem"), None).unwrap();
    let liar = |public, algorithm, sign| Liar { public, algorithm, sign };
    let honest = liar(p256(), EcdsaWithSha256, by_p256);
    assert!(request().sign_by(&honest).is_ok());

    let wrong = VerifyError::BadSignature(None);
    let ecdsa_with_sha1 = [0x30, 9, 6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1];
    let ecdsa_with_sha1 = SignatureAlgorithm::from_der(&ecdsa_with_sha1).unwrap();
    let because = |cause| VerifyError::BadSignature(Some(cause));
    let cases = [
        ("another key", liar(other.public_key().clone(), EcdsaWithSha256, by_p256), wrong),
        ("another message", liar(p256(), EcdsaWithSha256, |_| by_p256(b"another")), wrong),
        (
            "another digest",
            liar(p256(), EcdsaWithSha384, by_p256),
            because(BadSignatureCause::OtherDigest(DigestAlgorithm::Sha256)),
        ),
        (
            "a flipped bit",
            liar(p256(), EcdsaWithSha256, |message| {
                let mut signature = by_p256(message)?;
                let last = signature.len() - 1;
                signature[last] ^= 1;
                Ok(signature)
            }),
            wrong,
        ),
        ("nothing", liar(p256(), EcdsaWithSha256, |_| Ok(Vec::new())), wrong),
        ("raw numbers", liar(p256(), EcdsaWithSha256, |_| Ok(vec![1; 64])), wrong),
        (
            "RSA, all zero",
            liar(rsa.clone(), Sha256WithRsa, |_| Ok(vec![0; 256])),
            because(BadSignatureCause::OtherKey),
        ),
        (
            "RSA, too short",
            liar(rsa.clone(), Sha256WithRsa, |_| Ok(vec![1; 255])),
            because(BadSignatureCause::OtherKey),
        ),
        (
            "a broken digest algorithm",
            liar(p256(), ecdsa_with_sha1, by_p256_with_sha1),
            VerifyError::Weak,
        ),
        ("another family", liar(rsa, EcdsaWithSha256, by_p256), VerifyError::NotForKey),
        (
            "an algorithm that cannot be verified here",
            liar(ed448, "Ed448".parse().unwrap(), |_| Ok(vec![0; 114])),
            VerifyError::Unsupported,
        ),
    ];
    for (lie, signer, expected) in cases {
        match request().sign_by(&signer) {
            Err(SignError::Verify(error)) => assert_eq!(error, expected, "{lie}"),
            other => panic!("{lie}: {other:?}"),
        }
    }
}

#[test]
fn the_error_of_a_signer_comes_back() {
    let public = KeyPair::from_pem(P256).unwrap().public_key().clone();
    let algorithm = SignatureAlgorithm::EcdsaWithSha256;
    let signer = Liar { public, algorithm, sign: |_| Err("the token is not plugged in".into()) };
    let error = request().sign_by(&signer).unwrap_err();
    assert_eq!(error.to_string(), "the signer failed: the token is not plugged in");
    assert_eq!(error.source().unwrap().to_string(), "the token is not plugged in");
}

/// A RustCrypto signer that says it has another key.
struct Impostor(p256::ecdsa::SigningKey, p256::ecdsa::VerifyingKey);

impl Keypair for Impostor {
    type VerifyingKey = p256::ecdsa::VerifyingKey;

    fn verifying_key(&self) -> Self::VerifyingKey {
        self.1
    }
}

impl spki::DynSignatureAlgorithmIdentifier for Impostor {
    fn signature_algorithm_identifier(&self) -> spki::Result<spki::AlgorithmIdentifierOwned> {
        self.0.signature_algorithm_identifier()
    }
}

impl signature::Signer<p256::ecdsa::DerSignature> for Impostor {
    fn try_sign(&self, message: &[u8]) -> Result<p256::ecdsa::DerSignature, signature::Error> {
        self.0.try_sign(message)
    }
}

#[test]
fn a_rustcrypto_signer_that_lies_is_refused() {
    let key = |byte| p256::ecdsa::SigningKey::from_slice(&[byte; 32]).unwrap();
    let impostor = Impostor(key(1), *key(2).verifying_key());
    let sign = |key: &Impostor| {
        request().sign_by(&RustCryptoSigner::new::<_, p256::ecdsa::DerSignature>(key)?)
    };
    let refused = sign(&impostor).unwrap_err();
    assert!(matches!(refused, SignError::Verify(VerifyError::BadSignature(_))), "{refused:?}");
    let honest = Impostor(key(1), *key(1).verifying_key());
    assert!(sign(&honest).is_ok());
}

#[test]
fn signers_are_objects() {
    let key = KeyPair::from_pem(P256).unwrap();
    let signers: [&dyn RequestSigner; 1] = [&key];
    assert!(request().sign_by(signers[0]).is_ok());
}

#[test]
fn numbers_and_points_that_no_key_has_are_refused() {
    let modulus = [0xC5; 256];
    let cases: [(&[u8], &[u8]); 5] =
        [(&[], &[3]), (&[0, 0], &[3]), (&[0xC4; 256], &[3]), (&modulus, &[]), (&modulus, &[2])];
    for (modulus, exponent) in cases {
        let refused = PublicKey::from_rsa_numbers(modulus, exponent).unwrap_err();
        assert_eq!(refused.code(), Code::KeyDamaged, "{exponent:?}");
    }
    let p256 = "1.2.840.10045.3.1.7".parse().unwrap();
    let other = "2.999.1".parse().unwrap();
    let point = |tag: u8, len: usize| {
        let mut point = vec![1; len];
        point.iter_mut().take(1).for_each(|first| *first = tag);
        point
    };
    for (curve, tag, len, accepted) in [
        (&p256, 4, 65, true),
        (&p256, 2, 33, true),
        (&p256, 3, 33, true),
        (&p256, 4, 64, false),
        (&p256, 4, 33, false),
        (&p256, 2, 65, false),
        (&p256, 5, 33, false),
        (&p256, 0, 0, false),
        (&other, 4, 7, true),
        (&other, 5, 7, false),
        (&other, 6, 7, false),
        (&other, 0, 0, false),
    ] {
        let made = PublicKey::from_ec_point(curve, &point(tag, len));
        assert_eq!(made.is_ok(), accepted, "{curve} {tag} {len}");
        let code = made.err().map(|error| error.code());
        assert_eq!(code, (!accepted).then_some(Code::KeyEncoding), "{curve} {tag} {len}");
    }
}
