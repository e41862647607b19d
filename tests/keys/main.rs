//! Keys: the files they come in, what they sign, and signers that are not ours.

#![cfg(all(feature = "std", feature = "rsa", feature = "ecdsa"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[cfg(any(feature = "rustcrypto", feature = "aws-lc-rs"))]
use pkcs10::CertificationRequest;
use pkcs10::{DistinguishedName, Request};

#[cfg(feature = "aws-lc-rs")]
mod aws_lc;
mod causes;
#[cfg(all(feature = "rustcrypto", feature = "rustls-pki-types", feature = "serde"))]
mod exchange;
#[cfg(feature = "encryption")]
mod files;
mod possession;
#[cfg(feature = "rustcrypto")]
mod signers;

#[path = "../support/der_tree.rs"]
mod der_tree;
#[cfg(any(feature = "encryption", feature = "aws-lc-rs"))]
#[path = "../support/dry.rs"]
mod dry;
#[cfg(feature = "encryption")]
#[path = "../support/programs.rs"]
mod programs;
#[cfg(not(feature = "encryption"))]
#[path = "../support/skip.rs"]
mod skip;
#[cfg(feature = "encryption")]
use programs::skip;

const RSA: &str = include_str!("../data/keys/rsa-2048.pem");
const P256: &str = include_str!("../data/keys/ecdsa-p256.pem");
const P384: &str = include_str!("../data/keys/ecdsa-p384.pem");

fn request() -> Request {
    Request::builder()
        .subject(DistinguishedName::builder().common_name("bmc-7.example.com"))
        .build()
        .unwrap()
}

#[cfg(any(feature = "rustcrypto", feature = "aws-lc-rs"))]
/// What was signed, by what, and the signature, by another's reader.
fn parts(csr: &CertificationRequest) -> (Vec<u8>, String, Vec<u8>) {
    use x509_cert::der::{Decode, Encode};
    let read = x509_cert::request::CertReq::from_der(csr.as_der()).unwrap();
    (
        read.info.to_der().unwrap(),
        read.algorithm.oid.to_string(),
        read.signature.as_bytes().unwrap().to_vec(),
    )
}
