//! Results that cannot be written, files that change meanwhile, and what killed commands left.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use rustix::fs::{FlockOperation, flock};

use crate::tools::{Directory, csr_fails, csr_works, key, messages, refusal, run};

/// Exit code and standard error of `csr` in a shell that sets something first.
fn shell(script: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let arguments = [&["-c", script, env!("CARGO_BIN_EXE_csr")], arguments].concat();
    let output = run("sh", &arguments, b"").unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_key_has_its_name_only_when_it_is_whole() {
    let dir = Directory::new();
    let path = dir.path("key");
    let (code, error) = shell(
        "ulimit -f 0 && exec \"$0\" new --cn a --algorithm ecdsa-p256 --key-out \"$1\"",
        &[&path],
    );
    assert_eq!((code, error), (Some(3), format!("{path}: File too large\n")));
    assert_eq!(fs::read_dir(&dir.0).unwrap().count(), 0);
    let new = ["new", "--cn", "a", "--algorithm", "ecdsa-p256", "--key-out", &path];
    csr_works(&new, b"");
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(fs::read_dir(&dir.0).unwrap().count(), 1);
}

#[test]
fn what_a_killed_command_left_is_removed_and_nothing_else() {
    let dir = Directory::new();
    let abandoned = dir.write(".csr-Ab12Cd34Ef56.partial", "half a k");
    let running = dir.write(".csr-000000000000.partial", "of another process");
    let lock = File::open(&running).unwrap();
    flock(&lock, FlockOperation::NonBlockingLockExclusive).unwrap();
    let link = dir.path(".csr-111111111111.partial");
    symlink("nowhere", &link).unwrap();
    let others = [
        ".csr-backup.partial",
        ".csr-Ab12Cd34Ef567.partial",
        ".csr-Ab12Cd34Ef56",
        ".csr-Ab12Cd34Ef5-.partial",
    ];
    let others = others.map(|name| dir.write(name, "of a user"));
    fs::create_dir(dir.path(".csr-222222222222.partial")).unwrap();
    let signing = key("ecdsa-p256.pem");
    let new = ["new", "--cn", "a", "--key", &signing, "--out"];
    csr_works(&[&new[..], &[&dir.path("csr")]].concat(), b"");
    assert!(!dir.holds(&abandoned) && !fs::exists(&abandoned).unwrap());
    for path in others.iter().chain([&running]) {
        assert!(fs::exists(path).unwrap(), "{path}");
    }
    assert!(fs::symlink_metadata(&link).is_ok() && dir.holds(".csr-222222222222.partial"));
    drop(lock);
    csr_works(&[&new[..], &[&dir.path("csr-2")]].concat(), b"");
    assert!(!fs::exists(&running).unwrap());
}

#[test]
fn a_request_is_not_lost_in_a_standard_output_that_is_closed() {
    let signing = key("ecdsa-p256.pem");
    let dir = Directory::new();
    let out = dir.path("key");
    let request = key("ecdsa-p256.csr.pem");
    for arguments in [
        "new --cn a --key \"$1\"",
        "new --cn a --key-out \"$2\"",
        "new --example",
        "prepare --cn a --public-key \"$3\" --out -",
        "batch - --stdout --key \"$1\"",
        "lxca post \"$3\" --store \"$2\"",
        "convert \"$3\"",
        "man",
    ] {
        let closed = shell(&format!("\"$0\" {arguments} >&-"), &[&signing, &out, &request]);
        let expected = "standard output: is closed, or /dev/null opened for reading and writing\nhint: redirect it to a file; >/dev/null discards what is written\n";
        assert_eq!(closed, (Some(3), expected.into()), "{arguments}");
        assert!(!dir.holds("key"));
    }
    // These print nothing, or what a script may want to discard.
    for arguments in [
        "new --host a --key \"$1\" --out \"$2\"",
        "man --out-dir \"$2.man\"",
        "verify \"$3\"",
        "inspect --json \"$3\"",
        "match \"$3\" \"$1\"",
    ] {
        let silent = shell(&format!("\"$0\" {arguments} >&-"), &[&signing, &out, &request]);
        assert_eq!(silent, (Some(0), String::new()), "{arguments}");
    }
    for arguments in ["batch - --stdout --key \"$1\"", "verify", "new --cn a --key -"] {
        let closed = shell(&format!("\"$0\" {arguments} <&-"), &[&signing]);
        let expected = "standard input: is closed, or /dev/null opened for reading and writing\nhint: redirect it from a file, or name the file instead of -\n";
        assert_eq!(closed, (Some(3), expected.into()), "{arguments}");
    }
    for target in [">/dev/null", "--out /dev/null"] {
        let discarded = shell(&format!("\"$0\" new --host a --key \"$1\" {target}"), &[&signing]);
        assert_eq!(discarded, (Some(0), String::new()), "{target}");
    }
    let full = shell("\"$0\" new --cn a --key \"$1\" >/dev/full", &[&signing]);
    assert_eq!(full, (Some(3), "standard output: No space left on device\n".into()));
}

#[test]
fn a_page_of_the_manual_is_whole_and_replaces_nothing_unasked() {
    let dir = Directory::new();
    let pages = dir.path("man");
    let (code, error) = shell("ulimit -f 1 && exec \"$0\" man --out-dir \"$1\"", &[&pages]);
    assert!(code == Some(3) && error.contains(": File too large\n"), "{error}");
    for entry in fs::read_dir(&pages).unwrap() {
        let page = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(page.contains(".SH SYNOPSIS"), "{page}");
    }
    fs::remove_dir_all(&pages).unwrap();
    fs::create_dir(&pages).unwrap();
    let target = dir.write("target", "of another");
    symlink(&target, dir.path("man/csr-new.1")).unwrap();
    let (code, message) = refusal(&["man", "--out-dir", &pages], b"");
    assert_eq!((code, &*message.text), (3, "already exists"));
    assert_eq!(message.place, dir.path("man/csr-new.1"));
    assert_eq!(fs::read_to_string(&target).unwrap(), "of another");
    assert_eq!(fs::read_dir(&pages).unwrap().count(), 1, "no page is written");
    csr_works(&["man", "--out-dir", &pages, "--force"], b"");
    csr_works(&["man", "--out-dir", &pages, "--force"], b"");
}

#[test]
fn a_prepared_request_is_not_left_without_the_digest_that_was_asked_for() {
    let dir = Directory::new();
    let (out, digest, public) = (dir.path("out"), dir.path("digest"), key("ecdsa-p256.public.pem"));
    let prepare = ["prepare", "--cn", "a", "--public-key", &public, "--out", &out, "--digest-out"];
    let full = csr_fails(&[&prepare[..], &["/dev/full"]].concat(), b"");
    assert_eq!(full, (3, "/dev/full: No space left on device\n".into()));
    assert!(!dir.holds("out"));
    csr_works(&[&prepare[..], &[&digest]].concat(), b"");
}

#[test]
fn a_link_that_leads_nowhere_is_named_as_such() {
    let dir = Directory::new();
    let (link, signing) = (dir.path("link"), key("ecdsa-p256.pem"));
    symlink(dir.path("nowhere"), &link).unwrap();
    let (code, message) = refusal(&["new", "--cn", "a", "--key", &signing, "--out", &link], b"");
    assert_eq!((code, &*message.text), (3, "is a link to a file that does not exist"));
    assert_eq!(message.hint.unwrap(), "name the file itself, or remove the link");
}

#[test]
fn a_lack_of_memory_has_the_exit_code_of_the_environment() {
    let dir = Directory::new();
    // It is read whole, and what is decoded of it finds no room.
    let body = [&b"-----BEGIN CERTIFICATE REQUEST-----\n"[..], &b"A".repeat(48 << 20)].concat();
    let body = dir.write("large", body);
    for kib in [40_000, 80_000, 120_000] {
        let (code, error) = shell(&format!("ulimit -v {kib} && \"$0\" inspect \"$1\""), &[&body]);
        assert!(!error.contains("panicked"), "{kib}: {error}");
        assert!([Some(1), Some(3)].contains(&code), "{kib}: {code:?} {error}");
    }
}

/// A body of a request that is more than a pipe takes at once.
fn large_body() -> String {
    let name = |n| format!(r#"{{"type": "dNSName", "name": "host-{n}.example.com"}}"#);
    let names: Vec<String> = (0..20_000).map(name).collect();
    let names = names.join(",");
    format!(r#"{{"CommonName": "a", "subjectAlternativeNames": {{"generalNames": [{names}]}}}}"#)
}

#[test]
fn a_command_that_is_killed_while_it_writes_the_request_has_kept_the_key() {
    let dir = Directory::new();
    let (pipe, key, csr) = (dir.path("pipe"), dir.path("key"), dir.path("csr"));
    if run("mkfifo", &[&pipe], b"").is_none() {
        return;
    }
    let body = dir.write("body", large_body());
    let new = ["new", &body, "--profile", "rfc5280"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_csr"))
        .args(new)
        .args(["--algorithm", "ecdsa-p256", "--key-out", &key, "--out", &pipe])
        .spawn()
        .unwrap();
    // Its first byte shows that the request is being written.
    let mut request = File::open(&pipe).unwrap();
    request.read_exact(&mut [0]).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(fs::read_dir(&dir.0).unwrap().count(), 3);
    csr_works(&[&new[..], &["--key", &key, "--out", &csr]].concat(), b"");
    csr_works(&["match", &key, &csr], b"");
}

#[test]
fn a_file_that_came_after_the_look_is_not_replaced() {
    let dir = Directory::new();
    let (pipe, target, public) =
        (dir.path("pipe"), dir.path("target"), key("ecdsa-p256.public.pem"));
    if run("mkfifo", &[&pipe], b"").is_none() {
        return;
    }
    let body = dir.write("body", large_body());
    fs::write(&target, "old").unwrap();
    let secret = fs::read(key("rsa-2048.pem")).unwrap();
    let key = dir.write("key", &secret);
    let child = Command::new(env!("CARGO_BIN_EXE_csr"))
        .args(["prepare", &body, "--profile", "rfc5280", "--public-key", &public, "--force"])
        .args(["--out", &pipe, "--digest-out", &target])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Its first byte shows that the target was looked at, and the rest that it is not written yet.
    let mut prepared = File::open(&pipe).unwrap();
    prepared.read_exact(&mut [0]).unwrap();
    fs::rename(&key, &target).unwrap();
    prepared.read_to_end(&mut Vec::new()).unwrap();
    let output = child.wait_with_output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{error}");
    assert!(messages(&error)[0].text.contains("has changed"), "{error}");
    assert_eq!(fs::read(&target).unwrap(), secret);
    let left: Vec<_> =
        fs::read_dir(&dir.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn a_file_that_is_read_as_standard_input_is_not_replaced() {
    let dir = Directory::new();
    let password = dir.write("password", "secret\n");
    let new =
        "\"$0\" new --cn a --key-out \"$2\" --encrypt-key-with - --force --out \"$1\" <\"$1\"";
    let refused = shell(new, &[&password, &dir.path("key")]);
    let why = "is also the file of --encrypt-key-with; a file that is read is never replaced";
    assert_eq!(refused, (Some(3), format!("{password}: {why}\n")));
    assert_eq!(fs::read_to_string(&password).unwrap(), "secret\n");
    assert!(!dir.holds("key"));
}

#[test]
fn what_is_replaced_leaves_nothing_behind() {
    let dir = Directory::new();
    let target = dir.write("target", "old");
    let signing = key("ecdsa-p256.pem");
    let new = ["new", "--cn", "a", "--key", &signing, "--out", &target];
    assert!(csr_fails(&new, b"").1.contains("already exists"));
    File::options().write(true).open(&target).unwrap().set_len((64 << 20) + 1).unwrap();
    let large = (1, format!("{target}: is larger than 64 MiB\n"));
    assert_eq!(csr_fails(&[&new[..], &["--force"]].concat(), b""), large);
    fs::write(&target, "old").unwrap();
    csr_works(&[&new[..], &["--force"]].concat(), b"");
    assert!(fs::read_to_string(&target).unwrap().starts_with("-----BEGIN CERTIFICATE REQUEST"));
    assert_eq!(fs::read_dir(&dir.0).unwrap().count(), 1);
}
