//! External programs as oracles. One that is missing is said to be skipped; in CI
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

/// A message on standard error: `place: text`, and perhaps `hint: …` in the next line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) place: String,
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
}

pub(crate) fn messages(error: &str) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    for line in error.lines() {
        match (line.strip_prefix("hint: "), messages.last_mut()) {
            (Some(hint), Some(last)) if last.hint.is_none() => last.hint = Some(hint.into()),
            _ => {
                let (place, text) = line.split_once(": ").unwrap_or((line, ""));
                messages.push(Message { place: place.into(), text: text.into(), hint: None });
            }
        }
    }
    messages
}

/// The exit code and the only message of a run that fails.
#[track_caller]
pub(crate) fn refusal(arguments: &[&str], input: &[u8]) -> (i32, Message) {
    let (code, error) = csr_fails(arguments, input);
    let mut messages = messages(&error);
    assert_eq!(messages.len(), 1, "{arguments:?}: {error}");
    (code, messages.remove(0))
}

/// The exit code and the beginning of a run that fails for its command line: `error: …`, where the
/// hint may follow.
#[track_caller]
pub(crate) fn usage(arguments: &[&str]) -> Message {
    let (code, error) = csr_fails(arguments, b"");
    assert_eq!(code, 2, "{arguments:?}: {error}");
    messages(&error).remove(0)
}

/// What it writes to standard output; it must succeed and keep quiet otherwise, but for the note on
/// requests without a subjectAltName: most tests make the shortest ones.
#[track_caller]
pub(crate) fn csr_works(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let output = csr(arguments, input);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {error}");
    const NOTE: &str = "note: the request has a common name and no subjectAltName, ";
    let is_noted =
        |note: &str| note.lines().skip(1).all(|line| line.starts_with("hint: use --san"));
    assert!(
        error.is_empty() || error.starts_with(NOTE) && is_noted(&error),
        "{arguments:?}: {error}"
    );
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

/// A directory of its own for a test, and names in it.
pub(crate) struct Directory(pub(crate) tempfile::TempDir);

impl Directory {
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
