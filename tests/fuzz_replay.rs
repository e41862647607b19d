//! The corpora of the fuzz targets, the findings of the fuzzers, and some random inputs,
//! through the same checks that the fuzzers run. See `fuzz/README.md`.
#![cfg(all(feature = "lxca", feature = "std", feature = "rsa", feature = "ecdsa"))]
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests may fail as tests do.

use std::{fs, path::PathBuf};

use pkcs10::KeyPair;
use proptest::{collection::vec, prelude::*};
use x509_parser::prelude::{FromDer, X509CertificationRequest};

#[expect(unreachable_pub, reason = "the crate in fuzz/ takes the targets from there")]
#[path = "support/fuzz/targets.rs"]
mod targets;

use targets::TARGETS;

#[path = "support/skip.rs"]
mod skip;

/// The files of a directory beside the targets, in order; none where the directory is not there.
fn files(directory: &str, target: &str) -> Vec<PathBuf> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fuzz", directory, target].iter().collect();
    let entries = fs::read_dir(path).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_corpus_passes_the_checks_of_the_fuzzers() {
    if !PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").is_dir() {
        skip::skipped("there is no directory fuzz");
        return;
    }
    for (name, target) in TARGETS {
        let corpus = files("corpus", name);
        let accepted = corpus.iter().filter(|path| target(&fs::read(path).unwrap())).count();
        // A corpus of which nothing is accepted, or everything, would show little.
        assert!(accepted > 0 && accepted < corpus.len(), "{name}: {accepted} of {}", corpus.len());
    }
}

#[test]
fn nothing_that_the_fuzzers_have_found_is_found_again() {
    for (name, target) in TARGETS {
        for directory in ["regressions", "artifacts"] {
            for path in files(directory, name) {
                eprintln!("{}", path.display());
                target(&fs::read(path).unwrap());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_request_is_encoded_as_x509_cert_encodes_it(
        decisions in vec(any::<u8>(), 0..2_000),
    ) {
        targets::encoder(&decisions);
    }

    #[test]
    fn any_request_is_signed_and_verified(decisions in vec(any::<u8>(), 0..2_000)) {
        let key = KeyPair::from_pem(include_str!("data/p256.key.pem")).unwrap();
        if let Some(request) = targets::request(&decisions) {
            let csr = request.sign(&key).unwrap();
            prop_assert!(csr.verify().is_ok());
            let (_, parsed) = X509CertificationRequest::from_der(csr.as_der()).unwrap();
            prop_assert!(parsed.verify_signature().is_ok());
            prop_assert!(targets::decode(csr.as_der()), "{:?}", request);
        }
    }

    #[test]
    fn a_request_with_a_changed_byte_is_read_as_other_readers_read_it(
        place in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let seeds = files("corpus", "decode");
        prop_assume!(!seeds.is_empty());
        let mut der = fs::read(&seeds[place.index(seeds.len())]).unwrap();
        let at = place.index(der.len());
        der[at] = byte;
        targets::decode(&der);
    }

    #[test]
    fn characters_that_deceive_a_reader_are_never_shown(
        start in "(CN=|UPN;UTF8:|a;|C=US;S=|http://|a@|)",
        end in "[a.=;,\\\\\u{85}\u{A0}\u{AD}\u{61C}\u{200B}\u{2028}\u{202E}\u{2066}\u{3164}\u{FEFF}\u{E0001}]{1,9}",
    ) {
        let text = start + &end;
        targets::subject(text.as_bytes());
        for name_type in 0..9 {
            targets::general_name(&[&[name_type], text.as_bytes()].concat());
        }
        let body = serde_json::json!({ "CommonName": &text, &text: 1 });
        targets::json_body(body.to_string().as_bytes());
    }
}
