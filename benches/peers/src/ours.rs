//! pkcs10.

use aws_lc_rs::{rand::SystemRandom, rsa, signature::EcdsaKeyPair, signature::RSA_PKCS1_SHA256};
use pkcs10::{
    CertificationRequest, GeneralNameType, PublicKey, Request, SignatureAlgorithm, Subject,
};

use crate::sample;

/// From text to a valid request: every check, duplicates too.
pub fn request(names: &[String]) -> Request {
    Request::builder()
        .subject(
            Subject::builder()
                .country(sample::COUNTRY)
                .organization(sample::ORGANIZATION)
                .organizational_unit(sample::ORGANIZATIONAL_UNIT)
                .common_name(sample::COMMON_NAME),
        )
        .subject_alt_names(names.iter().map(|name| (GeneralNameType::DnsName, name.as_str())))
        .build()
        .expect("valid")
}

pub fn p256_on_aws_lc(
    request: &Request,
    public_key: &PublicKey,
    key: &EcdsaKeyPair,
) -> CertificationRequest {
    let prepared = request.prepare(public_key);
    let signature = key.sign(&SystemRandom::new(), prepared.to_be_signed()).expect("signature");
    prepared.assemble_unchecked(&SignatureAlgorithm::EcdsaWithSha256, signature.as_ref())
}

pub fn rsa_on_aws_lc(
    request: &Request,
    public_key: &PublicKey,
    key: &rsa::KeyPair,
) -> CertificationRequest {
    let prepared = request.prepare(public_key);
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), prepared.to_be_signed(), &mut signature)
        .expect("signature");
    prepared.assemble_unchecked(&SignatureAlgorithm::Sha256WithRsa, &signature)
}
