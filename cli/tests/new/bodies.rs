//! `csr new` as a user meets it: files, standard streams, exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::tools::{csr, csr_fails, csr_works, data, messages, openssl, refusal, usage};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/request.json");

fn p256() -> String {
    data("p256.key.pem").to_str().unwrap().to_owned()
}

/// A directory of its own for a test.
fn dir() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn path(dir: &tempfile::TempDir, name: &str) -> String {
    dir.path().join(name).to_str().unwrap().to_owned()
}

#[test]
fn the_example_becomes_a_request_that_openssl_verifies() {
    let dir = dir();
    let key = path(&dir, "bmc.key.pem");
    let pem = csr_works(&["new", EXAMPLE, "--key-out", &key], b"");
    let arguments = ["req", "-verify", "-noout", "-text", "-nameopt", "multiline,show_type"];
    let Some(text) = openssl(&arguments, &pem) else { return };
    assert!(text.contains("verify OK"), "{text}");
    let subject: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_once("= PRINTABLESTRING:").map(|(_, value)| value))
        .collect();
    assert_eq!(
        subject,
        ["US", "North Carolina", "Raleigh", "ACME International Ltd.", "ABC Division", "LXCA"]
    );
    assert!(text.contains("DNS:New-LXCA, IP Address:192.0.2.0\n"), "{text}");
    assert!(text.contains("Public-Key: (2048 bit)"), "{text}");
    assert!(text.contains("Signature Algorithm: sha256WithRSAEncryption"), "{text}");
    let key = fs::read(&key).unwrap();
    assert!(openssl(&["pkey", "-check", "-noout"], &key).unwrap().contains("Key is valid"));
}

#[test]
fn the_same_key_and_request_give_the_same_bytes() {
    let once = csr_works(&["new", EXAMPLE, "--key", &p256()], b"");
    let again = csr_works(&["new", "-", "--key", &p256()], &fs::read(EXAMPLE).unwrap());
    assert_eq!(once, again);
    assert!(once.starts_with(b"-----BEGIN CERTIFICATE REQUEST-----\n"));
    assert!(once.ends_with(b"-----END CERTIFICATE REQUEST-----\n"));
}

#[test]
fn options_give_the_same_request_as_a_body() {
    let options = [
        "--cn",
        "LXCA",
        "--country",
        "US",
        "--org",
        "ACME International Ltd.",
        "--org-unit",
        "ABC Division",
        "--locality",
        "Raleigh",
        "--state",
        "North Carolina",
        "--san",
        "DNS:New-LXCA",
        "--san",
        "ip:192.0.2.0",
    ];
    let key = p256();
    let arguments = [&["new", "--key", &key][..], &options].concat();
    assert_eq!(csr_works(&arguments, b""), csr_works(&["new", EXAMPLE, "--key", &key], b""));
}

#[test]
fn der_is_what_the_pem_holds() {
    let pem = csr_works(&["new", EXAMPLE, "--key", &p256()], b"");
    let der = csr_works(&["new", EXAMPLE, "--key", &p256(), "--der"], b"");
    let (label, decoded) = pem_rfc7468::decode_vec(&pem).unwrap();
    assert_eq!((label, decoded), ("CERTIFICATE REQUEST", der));
}

#[test]
fn a_new_key_signs_later_requests_too() {
    let dir = dir();
    let key = path(&dir, "k.pem");
    let arguments = ["new", "--cn", "a", "--algorithm", "ecdsa-p256", "--key-out", &key];
    let first = csr_works(&arguments, b"");
    assert_eq!(csr_works(&["new", "--cn", "a", "--key", &key], b""), first);
}

#[cfg(unix)]
#[test]
fn a_new_key_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let dir = dir();
    let key = path(&dir, "k.pem");
    csr_works(&["new", "--cn", "a", "--algorithm", "ecdsa-p256", "--key-out", &key], b"");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_key_is_never_overwritten() {
    let dir = dir();
    let key = path(&dir, "k.pem");
    fs::write(&key, "precious").unwrap();
    let out = path(&dir, "out.pem");
    for arguments in [
        &["new", "--cn", "a", "--key-out", &key][..],
        &["new", "--cn", "a", "--key-out", &key, "--out", &out, "--force"],
    ] {
        let (code, message) = refusal(arguments, b"");
        assert_eq!((code, &message.place), (3, &key));
        assert_eq!(message.hint.as_deref(), Some("use --key to sign with the key in it"));
    }
    assert_eq!(fs::read_to_string(&key).unwrap(), "precious");
    assert!(!Path::new(&out).exists());
}

#[test]
fn an_existing_output_is_replaced_only_with_force() {
    let dir = dir();
    let out = path(&dir, "out.pem");
    fs::write(&out, "old").unwrap();
    let key = p256();
    let arguments = ["new", "--cn", "a", "--key", &key, "--out", &out];
    let (code, message) = refusal(&arguments, b"");
    assert_eq!((code, &message.place), (3, &out));
    assert_eq!(message.hint.as_deref(), Some("use --force to replace it, or another name"));
    assert_eq!(fs::read_to_string(&out).unwrap(), "old");
    assert_eq!(csr_works(&[&arguments[..], &["--force"]].concat(), b""), b"");
    assert!(fs::read_to_string(&out).unwrap().starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
}

#[test]
fn every_path_is_checked_before_a_key_is_made() {
    let dir = dir();
    let key = path(&dir, "k.pem");
    let missing = path(&dir, "missing/out.pem");
    let (code, error) = csr_fails(&["new", "--cn", "a", "--key-out", &key, "--out", &missing], b"");
    assert_eq!(code, 3);
    assert!(error.ends_with("missing: No such file or directory\n"), "{error}");
    let (code, _) = csr_fails(&["new", "--cn", "a", "--key-out", &missing], b"");
    assert_eq!(code, 3);
    let message = usage(&["new", "--cn", "a", "--key-out", &key, "--out", &key]);
    assert_eq!(message.text, "--out and --key-out name the same file");
    assert!(!Path::new(&key).exists());
}

#[test]
fn refused_input_makes_no_key() {
    let dir = dir();
    let key = path(&dir, "k.pem");
    let (code, message) = refusal(&["new", "-", "--key-out", &key], br#"{"Country": "us"}"#);
    assert_eq!((code, &*message.place), (1, "Country"));
    assert_eq!(message.hint.as_deref(), Some("use \"US\""));
    assert!(!Path::new(&key).exists());
}

#[test]
fn refused_options_are_named_by_option() {
    let key = p256();
    let (code, error) = csr_fails(
        &[
            "new",
            "--key",
            &key,
            "--cn",
            "",
            "--country",
            "us",
            "--org-unit",
            "a",
            "--org-unit",
            " ",
            "--san",
            "DNS:a",
            "--san",
            "DNS:a_b",
            "--san",
            "dns=a.example",
            "--san",
            "DNS:a",
        ],
        b"",
    );
    assert_eq!(code, 1);
    let messages = messages(&error);
    let places: Vec<&str> = messages.iter().map(|message| &*message.place).collect();
    assert_eq!(places, ["--country", "--org-unit[1]", "--cn", "--san[1]", "--san[2]", "--san[3]"]);
    let hints: Vec<Option<&str>> = messages.iter().map(|message| message.hint.as_deref()).collect();
    assert_eq!((hints[0], hints[4]), (Some("use --country US"), Some("use --san DNS:a.example")));
    assert!(messages[5].text.contains("duplicate of --san[0]"), "{error}");
}

#[test]
fn a_wrong_command_line_and_wrong_input_have_different_exit_codes() {
    let key = p256();
    let cases: &[(&[&str], &str)] = &[
        (&["new", "--cn", "a"], "use --key FILE for an existing key, or --key-out FILE"),
        (&["new", "--key", &key], "give REQUEST.json"),
        (&["new", EXAMPLE, "--cn", "a", "--key", &key], "cannot be used with"),
        (&["new", EXAMPLE, "--san", "DNS:a", "--key", &key], "cannot be used with"),
        (&["new", "--cn", "a", "--key", &key, "--key-out", "x"], "cannot be used with"),
        (&["new", "--cn", "a", "--key", &key, "--algorithm", "rsa-2048"], "cannot be used with"),
        (&["new", EXAMPLE, "--profile", "x", "--key", &key], "possible values: lxca, rfc5280"),
        (&["nwe"], "unrecognized subcommand"),
        (&[], "Usage: csr"),
    ];
    for (arguments, message) in cases {
        let (code, error) = csr_fails(arguments, b"");
        assert_eq!(code, 2, "{arguments:?}: {error}");
        assert!(error.contains(message), "{arguments:?}: {error}");
    }
}

#[test]
fn files_that_cannot_be_read_are_the_environments_fault() {
    let dir = dir();
    let missing = path(&dir, "missing");
    let directory = path(&dir, "");
    let key = p256();
    for arguments in [
        ["new", &missing, "--key", &key],
        ["new", &directory, "--key", &key],
        ["new", EXAMPLE, "--key", &missing],
        ["new", EXAMPLE, "--key", &directory],
    ] {
        let (code, message) = refusal(&arguments, b"");
        assert_eq!(code, 3, "{arguments:?}: {message:?}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_csr"))
        .args(["new", EXAMPLE, "--key", &p256()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert!(output.status.success());
}

#[test]
fn rubbish_never_panics() {
    let key = p256();
    let deep = "[".repeat(100_000);
    let inputs: &[&[u8]] =
        &[b"", b"\0", b"\xFF\xFE\xFD", b"{\"CommonName\":\"\\u0000\"}", deep.as_bytes(), b"5"];
    for input in inputs {
        let (code, message) = refusal(&["new", "-", "--key", &key], input);
        assert_eq!(code, 1, "{message:?}");
    }
}

#[test]
fn help_and_version_are_no_errors() {
    for arguments in [&["--help"][..], &["new", "--help"], &["--version"]] {
        assert!(!csr(arguments, b"").stdout.is_empty());
    }
    assert!(String::from_utf8(csr(&["--help"], b"").stdout).unwrap().contains("Exit codes:"));
}
