//! The program as a filter, from a body a line to requests: `csr batch --key FILE --stdout`, P-256.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use p256::ecdsa::DerSignature;
use p256::pkcs8::{EncodePrivateKey, LineEnding};
use signature::Signer;

use crate::contest::{Lane, contest, is_wanted};
use crate::sample::{Keys, host_names};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const COUNTS: [usize; 4] = [10, 100, 1_000, 10_000];

/// One job beside the bare signatures, with more and more lines; two jobs beside one, in pure Rust
/// and on aws-lc.
pub fn batch(keys: &Keys) {
    if !is_wanted("batch") {
        return;
    }
    let [pure, aws_lc] = [None, Some("aws-lc-rs")].map(program);
    let work = Path::new(ROOT).join("target/batch");
    fs::create_dir_all(&work).expect("a directory");
    let key = keys.p256.to_pkcs8_pem(LineEnding::LF).expect("PEM");
    fs::write(work.join("key.pem"), key).expect("a file");
    for count in COUNTS {
        fs::write(work.join(count.to_string()), bodies(count)).expect("a file");
        assert_eq!(filter(&pure, &work, count, "1"), count, "results");
        let sign = |line: usize| -> DerSignature { keys.p256.sign(&line.to_be_bytes()) };
        contest(
            &format!("batch/{count}"),
            Lane::new("ours", || filter(&pure, &work, count, "1")),
            vec![Lane::new("bare-signature", move || (0..count).map(sign).last())],
        );
    }
    let count = COUNTS[COUNTS.len() - 1];
    for (case, csr) in [("batch/10000/2-jobs", &pure), ("batch/10000/2-jobs/aws-lc-rs", &aws_lc)] {
        contest(
            case,
            Lane::new("ours", || filter(csr, &work, count, "2")),
            vec![Lane::new("1-job", || filter(csr, &work, count, "1"))],
        );
    }
    fs::remove_dir_all(&work).expect("our directory");
}

/// The program, built as it is installed.
fn program(feature: Option<&str>) -> PathBuf {
    let target = Path::new(ROOT).join("target").join(feature.unwrap_or_default());
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--release", "-p", "pkcs10-cli", "--target-dir"]).arg(&target);
    cargo.args(feature.map(|feature| format!("--features={feature}")));
    assert!(cargo.current_dir(ROOT).status().expect("cargo").success(), "csr is built");
    target.join("release/csr")
}

/// One body a line, with one name.
fn bodies(count: usize) -> String {
    let body = |name: String| {
        format!(
            r#"{{"Country":"DE","Organization":"ACME GmbH","CommonName":"{name}","subjectAlternativeNames":{{"generalNames":[{{"type":"dNSName","name":"{name}"}}]}}}}"#
        ) + "\n"
    };
    host_names(count).into_iter().map(body).collect()
}

/// Makes the requests of so many lines, and counts the results.
fn filter(csr: &Path, work: &Path, count: usize, jobs: &str) -> usize {
    let output = Command::new(csr)
        .args([
            "batch",
            "--profile",
            "rfc5280",
            "-",
            "--key",
            "key.pem",
            "--stdout",
            "--jobs",
            jobs,
        ])
        .current_dir(work)
        .stdin(File::open(work.join(count.to_string())).expect("a file"))
        .stderr(Stdio::null())
        .output()
        .expect("csr");
    assert!(output.status.success(), "csr batch ends well");
    output.stdout.iter().filter(|byte| **byte == b'\n').count()
}
