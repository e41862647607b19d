//! The corpora of the fuzz targets, and whatever the fuzzers have found, through the same
//! checks that the fuzzers run. `fuzz/README.md` tells more.
#![cfg(all(feature = "lxca", feature = "std", feature = "rsa", feature = "ecdsa"))]
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests may fail as tests do.

use std::{fs, path::PathBuf};

#[expect(unreachable_pub, reason = "the crate in fuzz/ takes the targets from there")]
#[path = "support/fuzz/targets.rs"]
mod targets;

use targets::TARGETS;

/// The files of a folder beside the targets, in order; none where the folder is not there.
fn files(folder: &str, target: &str) -> Vec<PathBuf> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fuzz", folder, target].iter().collect();
    let entries = fs::read_dir(path).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_corpus_is_judged_as_the_fuzzers_judge_it() {
    if !PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").is_dir() {
        eprintln!("skipped: there is no fuzz folder");
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
        for folder in ["regressions", "artifacts"] {
            for path in files(folder, name) {
                eprintln!("{}", path.display());
                target(&fs::read(path).unwrap());
            }
        }
    }
}
