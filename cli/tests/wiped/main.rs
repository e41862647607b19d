//! What remains of keys and passwords in freed memory, with the allocator that `csr` has.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "it is a test")]

use std::alloc::System;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use zeroizing_alloc::ZeroAlloc;

#[path = "../../../tests/support/heap.rs"]
mod heap;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

#[test]
fn of_dropped_keys_nothing_is_there() {
    let left = heap::left_of_dropped_keys();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn csr_holds_nothing_of_a_key_that_it_has_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_csr"))
        .args(["batch", "-", "--algorithm", "rsa-2048", "--out-dir"])
        .arg(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // While its input is open it waits for the next line.
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"{\"CommonName\":\"a\"}\n").unwrap();
    let mut result = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut result).unwrap();
    assert!(result.contains("success"), "{result}");

    let mut secrets = heap::Secrets::default();
    secrets.add_key(&fs::read_to_string(dir.path().join("1.key.pem")).unwrap());
    let found = secrets.found_in(&child.id().to_string());
    drop(input);
    assert!(child.wait().unwrap().success());
    let found = found.unwrap();
    assert!(found.is_empty(), "{found:?}");
}
