//! Programs that tests run. One that is missing is said to be skipped; in CI (`CI=true`) it is a
//! failure.

#![allow(dead_code, reason = "each test uses what it needs")]
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

#[path = "skip.rs"]
pub(crate) mod skip;

/// Runs a program with this input, or says that it is missing.
#[track_caller]
pub(crate) fn run(program: &str, arguments: &[&str], input: &[u8]) -> Option<Output> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    match child {
        Ok(mut child) => {
            let mut stdin = child.stdin.take().unwrap();
            let input = input.to_vec();
            // A program may stop reading before the end; what it says then counts.
            let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
            let output = child.wait_with_output().unwrap();
            writer.join().unwrap();
            Some(output)
        }
        Err(_) => {
            skip::missing(program);
            None
        }
    }
}

/// `openssl ARGUMENTS` on this input, which must succeed: its standard output, then its standard
/// error; nothing where it is not installed.
#[track_caller]
pub(crate) fn openssl(arguments: &[&str], input: &[u8]) -> Option<String> {
    let output = run("openssl", arguments, input)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "openssl {arguments:?}: {}", text(&output.stderr));
    Some(text(&output.stdout) + &text(&output.stderr))
}
