//! Verdicts on the signatures of Project Wycheproof. The vectors lie beside the project, not in it;
//! where they are not there, nothing is tested, and that is said.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use alloc::{collections::BTreeMap, format, string::String, vec::Vec};
use std::{eprintln, fs, path::PathBuf};

use serde::Deserialize;

use super::{VerifyError, verify};
use crate::algorithm::SignatureAlgorithm;
use crate::asn1::read::Reader;
use crate::hex;
use crate::public_key::PublicKey;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    test_groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    public_key_der: String,
    #[serde(default)]
    sha: String,
    mgf_sha: Option<String>,
    s_len: Option<usize>,
    tests: Vec<Test>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Test {
    tc_id: usize,
    msg: String,
    sig: String,
    result: String,
}

/// The groups of a file; nothing where it is not there.
fn groups(file: &str) -> Option<Vec<Group>> {
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "../shared/vectors/wycheproof", file].iter().collect();
    let Ok(json) = fs::read(&path) else {
        eprintln!("skipped: there is no ../shared/vectors/wycheproof/{file}");
        return None;
    };
    Some(serde_json::from_slice::<File>(&json).unwrap().test_groups)
}

/// How often which verdict of theirs met which of ours.
fn verdicts(
    file: &str,
    algorithm: impl Fn(&Group, &PublicKey) -> SignatureAlgorithm,
) -> Option<BTreeMap<(String, &'static str), usize>> {
    let mut counts = BTreeMap::new();
    for group in groups(file)? {
        let key = PublicKey::from_der(&hex::decode(&group.public_key_der).unwrap()).unwrap();
        let algorithm = algorithm(&group, &key);
        for test in &group.tests {
            let (message, signature) =
                (hex::decode(&test.msg).unwrap(), hex::decode(&test.sig).unwrap());
            let verdict = verify(&key, &algorithm, &message, &signature);
            let word = match (verdict, &*test.result) {
                (Ok(_), "invalid") => panic!("{file}: {} verifies", test.tc_id),
                (Err(VerifyError::BadSignature(_)), "valid") => {
                    panic!("{file}: {} does not verify", test.tc_id)
                }
                (Ok(_), _) => "verifies",
                (Err(error), _) => error.as_str(),
            };
            *counts.entry((test.result.clone(), word)).or_default() += 1;
        }
    }
    Some(counts)
}

fn assert_counts(
    file: &str,
    algorithm: impl Fn(&Group, &PublicKey) -> SignatureAlgorithm,
    expected: &[(&str, &str, usize)],
) {
    let Some(counts) = verdicts(file, algorithm) else { return };
    let counts: Vec<(&str, &str, usize)> =
        counts.iter().map(|((theirs, ours), count)| (&**theirs, *ours, *count)).collect();
    assert_eq!(counts, expected, "{file}");
}

#[test]
fn ecdsa_signatures_are_judged_alike() {
    use SignatureAlgorithm::*;
    for (file, algorithm, valid, invalid) in [
        ("ecdsa_secp256r1_sha256_test.json", EcdsaWithSha256, 174, 310),
        ("ecdsa_secp384r1_sha384_test.json", EcdsaWithSha384, 194, 310),
        #[cfg(feature = "p521")]
        ("ecdsa_secp521r1_sha512_test.json", EcdsaWithSha512, 232, 310),
    ] {
        let expected = [("invalid", "bad", invalid), ("valid", "verifies", valid)];
        assert_counts(file, |_, _| algorithm.clone(), &expected);
    }
}

#[cfg(feature = "ed25519")]
#[test]
fn ed25519_signatures_are_judged_alike() {
    let expected = [("invalid", "bad", 63), ("valid", "verifies", 88)];
    assert_counts("ed25519_test.json", |_, _| SignatureAlgorithm::Ed25519, &expected);
}

/// Signatures whose DigestInfo lacks the NULL of RFC 8017 9.2 are "acceptable": they are refused, as by all
/// that compare with what they would have written (RFC 8017 8.2.2).
#[test]
fn pkcs1_signatures_are_judged_alike() {
    for (file, algorithm, acceptable, valid, invalid) in [
        ("rsa_signature_2048_sha256_test.json", SignatureAlgorithm::Sha256WithRsa, 1, 9, 249),
        ("rsa_signature_3072_sha384_test.json", SignatureAlgorithm::Sha384WithRsa, 1, 7, 251),
        ("rsa_signature_4096_sha512_test.json", SignatureAlgorithm::Sha512WithRsa, 1, 7, 251),
    ] {
        let expected = [
            ("acceptable", "bad", acceptable),
            ("invalid", "bad", invalid),
            ("valid", "verifies", valid),
        ];
        assert_counts(file, |_, _| algorithm.clone(), &expected);
    }
}

#[test]
fn pss_signatures_are_judged_alike() {
    let algorithm = |group: &Group, _: &PublicKey| {
        assert_eq!(Some(&group.sha), group.mgf_sha.as_ref());
        let name = format!("RSASSA-PSS-{}:{}", group.sha.replace('-', ""), group.s_len.unwrap());
        name.parse().unwrap()
    };
    for (file, valid, invalid) in [
        ("rsa_pss_2048_sha256_mgf1_0_test.json", 61, 42),
        ("rsa_pss_2048_sha256_mgf1_32_test.json", 63, 45),
        ("rsa_pss_2048_sha384_mgf1_48_test.json", 95, 46),
        ("rsa_pss_4096_sha512_mgf1_64_test.json", 132, 47),
    ] {
        let expected = [("invalid", "bad", invalid), ("valid", "verifies", valid)];
        assert_counts(file, algorithm, &expected);
    }
}

/// The keys' own AlgorithmIdentifiers are those of the signatures. Those with one digest algorithm for
/// the message and another for the mask are not verified here.
#[test]
fn pss_parameters_are_those_of_the_key() {
    let algorithm = |_: &Group, key: &PublicKey| {
        let identifier = Reader::new(key.as_der()).next().unwrap().reader().next().unwrap();
        SignatureAlgorithm::from_der(identifier.encoded).unwrap()
    };
    let expected = [("valid", "unavailable", 120), ("valid", "verifies", 30)];
    assert_counts("rsa_pss_misc_params_test.json", algorithm, &expected);
}
