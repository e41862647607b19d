//! Other people's tools as judges. One that is missing is said to be skipped; in CI
//! (`CI=true`) it is a failure.

#![allow(dead_code, reason = "each test uses what it needs")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

#[path = "../../../tests/support/programs.rs"]
pub(crate) mod programs;

pub(crate) use programs::{openssl, run};

/// The `csr` program of this build.
pub(crate) fn csr(arguments: &[&str], input: &[u8]) -> Output {
    run(env!("CARGO_BIN_EXE_csr"), arguments, input).unwrap()
}

/// What it says on standard error, and its exit code; nothing may be on standard output.
#[track_caller]
pub(crate) fn csr_fails(arguments: &[&str], input: &[u8]) -> (i32, String) {
    let output = csr(arguments, input);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(output.stdout.is_empty(), "{arguments:?} wrote to standard output");
    assert!(!error.contains("panicked"), "{error}");
    (output.status.code().unwrap(), error)
}

/// What it writes to standard output; it must succeed and keep quiet otherwise.
#[track_caller]
pub(crate) fn csr_works(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let output = csr(arguments, input);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {error}");
    assert_eq!(error, "", "{arguments:?}");
    output.stdout
}

/// A file of the library's `tests/data`.
pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name)
}

/// A key of its `tests/data/keys`.
pub(crate) fn key(name: &str) -> String {
    data(&format!("keys/{name}")).to_str().unwrap().to_owned()
}

/// A folder of its own for a test, and names in it.
pub(crate) struct Folder(pub(crate) tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn holds(&self, name: &str) -> bool {
        Path::new(&self.path(name)).exists()
    }
}

/// What OpenSSL says of a request that it verifies.
#[track_caller]
pub(crate) fn verified(pem: &[u8]) -> String {
    let text = openssl(&["req", "-verify", "-noout", "-text"], pem).unwrap();
    assert!(text.contains("verify OK"), "{text}");
    text
}
