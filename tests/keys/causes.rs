//! Signatures that are wrong, and what is said of them; and right ones of broken digest algorithms.

use super::der_tree::{leaf, node, oid};
use super::{P256, P384, RSA, request};
use md5::Md5;
use p256::ecdsa::signature::hazmat::PrehashSigner;
use pkcs10::keys::DigestAlgorithm;
use pkcs10::lint::Policy;
use pkcs10::reading::BadSignatureCause::{self, *};
use pkcs10::{
    CertificationRequest, Code, Inspection, KeyPair, SignatureAlgorithm, VerifyError, lint,
};
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Pkcs1v15Sign, pss::Pss};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

const MD5_WITH_RSA: &str = "1.2.840.113549.1.1.4";
const SHA1_WITH_RSA: &str = "1.2.840.113549.1.1.5";
const SHA256_WITH_RSA: &str = "1.2.840.113549.1.1.11";
const SHA224_WITH_RSA: &str = "1.2.840.113549.1.1.14";
const ECDSA_WITH_SHA1: &str = "1.2.840.10045.4.1";
const ECDSA_WITH_SHA224: &str = "1.2.840.10045.4.3.1";
const ECDSA_WITH_SHA256: &str = "1.2.840.10045.4.3.2";

/// The request as another program would sign it, which says that it did so by this algorithm.
fn signed(pem: &str, algorithm: &str, sign: impl Fn(&[u8]) -> Vec<u8>) -> CertificationRequest {
    let prepared = request().prepare(KeyPair::from_pem(pem).unwrap().public_key());
    let algorithm: SignatureAlgorithm = match algorithm.parse() {
        Ok(algorithm) => algorithm,
        // Text names no algorithm that is broken.
        Err(_) if pem == RSA => {
            SignatureAlgorithm::from_der(&node(0x30, [oid(algorithm), leaf(5, b"")]).encode())
                .unwrap()
        }
        Err(_) => SignatureAlgorithm::from_der(&node(0x30, [oid(algorithm)]).encode()).unwrap(),
    };
    prepared.assemble_unchecked(&algorithm, &sign(prepared.to_be_signed()))
}

fn rsa_key() -> rsa::PrivateKey {
    rsa::PrivateKey::from_pkcs8_pem(RSA).unwrap()
}

/// A PKCS #1 v1.5 signature.
fn pkcs1(scheme: Pkcs1v15Sign, digest: &[u8]) -> Vec<u8> {
    rsa_key().sign(scheme, digest).unwrap()
}

fn ecdsa(digest: &[u8]) -> p256::ecdsa::Signature {
    p256::ecdsa::SigningKey::from_pkcs8_pem(P256).unwrap().sign_prehash(digest).unwrap()
}

fn der(signature: &p256::ecdsa::Signature) -> Vec<u8> {
    signature.to_der().as_bytes().to_vec()
}

/// A cause, the key, the algorithm that is named, and how the signature is really made.
type Case = (Option<BadSignatureCause>, &'static str, &'static str, fn(&[u8]) -> Vec<u8>);

const SHA256: fn() -> Pkcs1v15Sign = Pkcs1v15Sign::new::<Sha256>;

#[test]
fn the_cause_of_a_wrong_signature_is_named_where_it_can_be_seen() {
    let cases: [Case; 20] = [
        (Some(HashedTwice), RSA, SHA256_WITH_RSA, |m| {
            pkcs1(SHA256(), &Sha256::digest(Sha256::digest(m)))
        }),
        (Some(NoDigestInfo), RSA, SHA256_WITH_RSA, |m| {
            pkcs1(Pkcs1v15Sign::new_unprefixed(), &Sha256::digest(m))
        }),
        (Some(OtherDigest(DigestAlgorithm::Sha512)), RSA, SHA256_WITH_RSA, |m| {
            pkcs1(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(m))
        }),
        (Some(OtherDigest(DigestAlgorithm::Sha1)), RSA, SHA256_WITH_RSA, |m| {
            pkcs1(Pkcs1v15Sign::new::<Sha1>(), &Sha1::digest(m))
        }),
        (Some(IsPss), RSA, SHA256_WITH_RSA, |m| pss(&Sha256::digest(m), 32)),
        (Some(Reversed), RSA, SHA256_WITH_RSA, |m| {
            let mut signature = pkcs1(SHA256(), &Sha256::digest(m));
            signature.reverse();
            signature
        }),
        (Some(OtherMessage), RSA, SHA256_WITH_RSA, |_| pkcs1(SHA256(), &Sha256::digest(b"x"))),
        (Some(OtherMessage), RSA, SHA256_WITH_RSA, |_| {
            pkcs1(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(b"x"))
        }),
        (Some(OtherKey), RSA, SHA256_WITH_RSA, |_| vec![1; 256]),
        (Some(OtherKey), RSA, SHA256_WITH_RSA, |_| Vec::new()),
        (Some(OtherKey), RSA, SHA256_WITH_RSA, |_| vec![0xFF; 256]),
        (Some(OtherSalt), RSA, "RSASSA-PSS-SHA256", |m| pss(&Sha256::digest(m), 20)),
        (Some(IsPkcs1), RSA, "RSASSA-PSS-SHA256", |m| pkcs1(SHA256(), &Sha256::digest(m))),
        (Some(HashedTwice), RSA, "RSASSA-PSS-SHA256", |m| {
            pss(&Sha256::digest(Sha256::digest(m)), 32)
        }),
        (Some(HashedTwice), P256, ECDSA_WITH_SHA256, |m| {
            der(&ecdsa(&Sha256::digest(Sha256::digest(m))))
        }),
        (Some(OtherDigest(DigestAlgorithm::Sha384)), P256, ECDSA_WITH_SHA256, |m| {
            der(&ecdsa(&Sha384::digest(m)))
        }),
        (Some(Raw), P256, ECDSA_WITH_SHA256, |m| ecdsa(&Sha256::digest(m)).to_bytes().to_vec()),
        (Some(Swapped), P256, ECDSA_WITH_SHA256, |m| {
            let (r, s) = ecdsa(&Sha256::digest(m)).split_bytes();
            der(&p256::ecdsa::Signature::from_scalars(s, r).unwrap())
        }),
        (None, P256, ECDSA_WITH_SHA256, |_| der(&ecdsa(&Sha256::digest(b"x")))),
        (None, P256, ECDSA_WITH_SHA256, |_| Vec::new()),
    ];
    for (cause, pem, algorithm, sign) in cases {
        let csr = signed(pem, algorithm, sign);
        assert_eq!(csr.verify(), Err(VerifyError::BadSignature(cause)), "{algorithm}");
        let inspection = Inspection::read(csr.as_der()).unwrap();
        let json: serde_json::Value = serde_json::from_str(&inspection.to_json()).unwrap();
        let signature = &json["signature"];
        assert_eq!(signature["verdict"], "bad");
        assert_eq!(signature["cause"].as_str(), cause.map(BadSignatureCause::as_str));
        if let Some(cause) = cause {
            assert!(signature["text"].as_str().unwrap().contains(&cause.to_string()));
            let findings = lint(&inspection, &Policy::new(&[], "2026-11-27".parse().unwrap()));
            let bad = findings.iter().find(|finding| finding.rule().code() == Code::SignatureBad);
            assert!(bad.unwrap().to_string().contains(&cause.to_string()), "{bad:?}");
        }
    }
}

fn pss(digest: &[u8], salt_len: usize) -> Vec<u8> {
    let scheme = Pss::<Sha256>::new_with_salt(salt_len);
    rsa_key().sign_with_rng(&mut pkcs10::SysRng, scheme, digest).unwrap()
}

#[test]
fn a_signature_with_a_broken_digest_algorithm_is_checked_and_called_weak() {
    type Case = (DigestAlgorithm, &'static str, &'static str, fn(&[u8]) -> Vec<u8>);
    let cases: [Case; 3] = [
        (DigestAlgorithm::Md5, RSA, MD5_WITH_RSA, |m| {
            pkcs1(Pkcs1v15Sign::new::<Md5>(), &Md5::digest(m))
        }),
        (DigestAlgorithm::Sha1, RSA, SHA1_WITH_RSA, |m| {
            pkcs1(Pkcs1v15Sign::new::<Sha1>(), &Sha1::digest(m))
        }),
        (DigestAlgorithm::Sha1, P256, ECDSA_WITH_SHA1, |m| der(&ecdsa(&Sha1::digest(m)))),
    ];
    for (digest, pem, algorithm, sign) in cases {
        let csr = signed(pem, algorithm, sign);
        let verified = csr.verify().unwrap();
        assert_eq!((verified.broken_digest(), verified.as_str()), (Some(digest), "weak"));
        assert!(verified.to_string().ends_with(&format!("({digest})")));
        // Nothing new is made with it.
        let prepared = request().prepare(csr.public_key());
        let made = prepared.assemble(csr.signature_algorithm(), csr.signature());
        assert_eq!(made.unwrap_err(), VerifyError::Weak);
        let damaged = signed(pem, algorithm, |message| sign(&message[1..]));
        assert!(matches!(damaged.verify(), Err(VerifyError::BadSignature(_))), "{algorithm}");
    }
    // Not even where it cannot be verified, as by MD2.
    let md2 = node(0x30, [oid("1.2.840.113549.1.1.2"), leaf(5, b"")]).encode();
    let md2 = SignatureAlgorithm::from_der(&md2).unwrap();
    let prepared = request().prepare(KeyPair::from_pem(RSA).unwrap().public_key());
    assert_eq!(prepared.assemble(&md2, &[1; 256]).unwrap_err(), VerifyError::Weak);
    let unchecked = prepared.assemble_unchecked(&md2, &[1; 256]);
    assert_eq!(unchecked.verify(), Err(VerifyError::Unsupported));
    let right = signed(RSA, SHA256_WITH_RSA, |m| pkcs1(SHA256(), &Sha256::digest(m)));
    assert_eq!(right.verify().unwrap().broken_digest(), None);
}

#[test]
fn signatures_with_sha_224_and_digests_shorter_than_the_curve_verify() {
    let rsa =
        signed(RSA, SHA224_WITH_RSA, |m| pkcs1(Pkcs1v15Sign::new::<Sha224>(), &Sha224::digest(m)));
    let p256 = signed(P256, ECDSA_WITH_SHA224, |m| der(&ecdsa(&Sha224::digest(m))));
    // SHA-1 has fewer than half the bits of this curve.
    let p384 = signed(P384, ECDSA_WITH_SHA1, |m| {
        let key = p384::ecdsa::SigningKey::from_pkcs8_pem(P384).unwrap();
        let number = [&[0; 28][..], &Sha1::digest(m)].concat();
        let signature: p384::ecdsa::Signature = key.sign_prehash(&number).unwrap();
        signature.to_der().as_bytes().to_vec()
    });
    for csr in [rsa, p256, p384] {
        assert!(csr.verify().is_ok(), "{}", csr.signature_algorithm());
    }
}
