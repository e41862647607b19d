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
    #[serde(default)]
    public_key_der: String,
    #[cfg(feature = "ml-dsa")]
    #[serde(default)]
    private_key_pkcs8: Option<String>,
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
    #[serde(default)]
    msg: Option<String>,
    #[serde(default)]
    sig: String,
    /// The context of ML-DSA, which in requests is empty (RFC 9881 2).
    #[serde(default)]
    ctx: String,
    #[cfg(feature = "ml-dsa")]
    #[serde(default)]
    rnd: String,
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

fn message(test: &Test) -> Option<Vec<u8>> {
    test.msg.as_deref().map(|msg| hex::decode(msg).unwrap())
}

/// How often which verdict of theirs met which of ours.
fn verdicts(
    file: &str,
    algorithm: impl Fn(&Group, &PublicKey) -> SignatureAlgorithm,
) -> Option<BTreeMap<(String, &'static str), usize>> {
    let mut counts = BTreeMap::new();
    for group in groups(file)? {
        let Ok(key) = PublicKey::from_der(&hex::decode(&group.public_key_der).unwrap()) else {
            // Of another length than the algorithm's.
            let is_invalid = |test: &Test| test.result == "invalid";
            assert!(group.tests.iter().all(is_invalid), "{file}");
            let refused = ("invalid".into(), "no key");
            *counts.entry(refused).or_default() += group.tests.len();
            continue;
        };
        let algorithm = algorithm(&group, &key);
        for test in group.tests.iter().filter(|test| test.ctx.is_empty()) {
            let (message, signature) = (message(test).unwrap(), hex::decode(&test.sig).unwrap());
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
fn ecdsa_signatures_verify_as_wycheproof_expects() {
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
fn ed25519_signatures_verify_as_wycheproof_expects() {
    let expected = [("invalid", "bad", 63), ("valid", "verifies", 88)];
    assert_counts("ed25519_test.json", |_, _| SignatureAlgorithm::Ed25519, &expected);
}

#[cfg(feature = "ml-dsa")]
const ML_DSA: [(&str, SignatureAlgorithm); 3] = [
    ("44", SignatureAlgorithm::MlDsa44),
    ("65", SignatureAlgorithm::MlDsa65),
    ("87", SignatureAlgorithm::MlDsa87),
];

#[cfg(feature = "ml-dsa")]
#[test]
fn ml_dsa_signatures_verify_as_wycheproof_expects() {
    let counts = [[4, 94, 75], [4, 122, 77], [4, 161, 69]];
    for ((name, algorithm), [no_key, bad, valid]) in ML_DSA.into_iter().zip(counts) {
        let expected =
            [("invalid", "bad", bad), ("invalid", "no key", no_key), ("valid", "verifies", valid)];
        let file = format!("mldsa_{name}_verify_test.json");
        assert_counts(&file, |_, _| algorithm.clone(), &expected);
    }
}

/// Random numbers that are known: those of the test, or zeros, which make a signature deterministic
/// (FIPS 204, Algorithm 2).
#[cfg(feature = "ml-dsa")]
struct Known(Vec<u8>);

#[cfg(feature = "ml-dsa")]
impl rand_core::TryRng for Known {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(0)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(0)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        out.fill(0);
        out.iter_mut().zip(&self.0).for_each(|(out, byte)| *out = *byte);
        Ok(())
    }
}

#[cfg(feature = "ml-dsa")]
impl rand_core::TryCryptoRng for Known {}

#[cfg(feature = "ml-dsa")]
#[test]
fn ml_dsa_signs_alike_from_the_seed() {
    for (name, _) in ML_DSA {
        let Some(groups) = groups(&format!("mldsa_{name}_sign_seed_test.json")) else { return };
        let mut signed = 0;
        for group in groups {
            let Some(key) = group.private_key_pkcs8 else { continue };
            let Ok(key) = super::KeyPair::from_pkcs8_der(&hex::decode(&key).unwrap()) else {
                assert!(group.tests.iter().all(|test| test.result == "invalid"));
                continue;
            };
            for test in group.tests.iter().filter(|test| test.ctx.is_empty()) {
                let Some(message) = message(test) else { continue };
                let rng = &mut Known(hex::decode(&test.rnd).unwrap());
                let signature = key.signature(&message, rng).unwrap();
                assert_eq!(hex::encode(&signature), test.sig, "{name}: {}", test.tc_id);
                signed += 1;
            }
        }
        assert!(signed > 60, "{name}: {signed}");
    }
}

/// Signatures whose DigestInfo lacks the NULL of RFC 8017 9.2 are "acceptable": they are refused, as by all
/// that compare with what they would have written (RFC 8017 8.2.2).
#[test]
fn pkcs1_signatures_verify_as_wycheproof_expects() {
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
fn pss_signatures_verify_as_wycheproof_expects() {
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
