//! `csr lxca` as an administrator meets it: bodies on standard output, exit codes, and processes
//! that are killed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "it is a test")]

#[path = "../support/tools.rs"]
mod tools;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pkcs10::KeyPair;
use pkcs10::lxca::{DirectoryStore, Service};
use tools::{csr, csr_fails, openssl};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/request.json");

fn dir() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Exit code and body; nothing is said on standard error.
#[track_caller]
fn lxca(arguments: &[&str], input: &[u8]) -> (i32, String) {
    let output = csr(&[&["lxca"], arguments].concat(), input);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
    let body = String::from_utf8(output.stdout).unwrap();
    assert_eq!(body.matches('\n').count(), 1, "{body}");
    assert!(body.ends_with('\n'), "{body}");
    (output.status.code().unwrap(), body.trim_end().to_owned())
}

#[test]
fn a_request_is_posted_fetched_and_deleted() {
    let dir = dir();
    let store = dir.path().join("store");
    let store = text(&store);
    let posted = lxca(&["post", EXAMPLE, "--store", store], b"");
    assert_eq!(
        posted,
        (
            0,
            r#"{"response":{"path":"1"},"result":"success","messages":[{"explanation":"","id":"FQXHMSE0001I","recovery":{"text":"Information only; no action is required.","URL":""},"text":"The request completed successfully."}]}"#.into()
        )
    );
    let (code, found) = lxca(&["get", "1", "--store", store], b"");
    assert_eq!(code, 0);
    let pem = found.split('"').nth(5).unwrap().replace("\\n", "\n");
    if let Some(shown) = openssl(&["req", "-verify", "-noout", "-text"], pem.as_bytes()) {
        assert!(shown.contains("verify OK") && shown.contains("Public-Key: (2048 bit)"), "{shown}");
    }
    assert_eq!(lxca(&["delete", "1", "--store", store], b"").0, 0);
    for method in ["get", "delete"] {
        let (code, body) = lxca(&[method, "1", "--store", store], b"");
        assert_eq!(code, 1);
        assert!(body.starts_with(r#"{"response":{},"result":"failure","#), "{body}");
        assert!(body.contains("PKCS10-0401"), "{body}");
    }
}

#[test]
fn standard_input_is_read_and_the_algorithm_chosen() {
    let dir = dir();
    let arguments = ["post", "-", "--store", text(dir.path()), "--algorithm", "ecdsa-p256"];
    assert_eq!(lxca(&arguments, b"{}").0, 0);
    let service = Service::new(DirectoryStore::new(dir.path()));
    let key = KeyPair::from_pem(&service.private_key_pem("1").unwrap().unwrap()).unwrap();
    assert!(format!("{key:?}").contains("P-256"), "{key:?}");
}

#[test]
fn the_private_key_lies_where_the_help_says() {
    let dir = dir();
    let store = dir.path().join("store");
    let help = String::from_utf8(csr(&["lxca", "post", "--help"], b"").stdout).unwrap();
    assert!(help.contains("the private key is DIR/requests/N/key.pem"), "{help}");
    let arguments = ["post", EXAMPLE, "--store", text(&store), "--algorithm", "ecdsa-p256"];
    assert_eq!(lxca(&arguments, b"").0, 0);
    KeyPair::from_pem(&fs::read_to_string(store.join("requests/1/key.pem")).unwrap()).unwrap();
}

#[test]
fn only_post_makes_a_store() {
    let dir = dir();
    let store = dir.path().join("store");
    for (method, code, makes) in [("get", 1, false), ("delete", 1, false), ("post", 0, true)] {
        let help = String::from_utf8(csr(&["lxca", method, "--help"], b"").stdout).unwrap();
        assert_eq!(help.contains("created if it does not exist"), makes, "{help}");
        let argument = if makes { EXAMPLE } else { "1" };
        assert_eq!(lxca(&[method, argument, "--store", text(&store)], b"").0, code);
        assert_eq!(store.exists(), makes, "{method}");
    }
}

#[test]
fn a_store_that_fails_says_so_in_words() {
    let dir = dir();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let store = file.join("store");
    let arguments = ["post", EXAMPLE, "--algorithm", "ecdsa-p256", "--store", text(&store)];
    let (code, body) = lxca(&arguments, b"");
    assert_eq!(code, 3);
    assert!(body.contains("PKCS10-0503") && body.ends_with(r#": Not a directory"}]}"#), "{body}");
}

#[test]
fn a_private_key_in_the_place_of_a_request_is_never_printed() {
    let dir = dir();
    let store = text(dir.path());
    let arguments = ["post", EXAMPLE, "--store", store, "--algorithm", "ecdsa-p256"];
    assert_eq!(lxca(&arguments, b"").0, 0);
    let entry = dir.path().join("requests/1");
    fs::copy(entry.join("key.pem"), entry.join("csr.pem")).unwrap();
    let (code, body) = lxca(&["get", "1", "--store", store], b"");
    assert_eq!(code, 3, "{body}");
    assert!(body.contains("PKCS10-0504") && !body.contains("PRIVATE"), "{body}");
}

#[test]
fn exit_codes_are_those_of_the_status() {
    let dir = dir();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let [store, file] = [dir.path(), &file].map(text);
    let cases: &[(&[&str], &[u8], i32, &str)] = &[
        (&["post", "-", "--store", store], b"[]", 1, "PKCS10-0102"),
        (&["post", "-", "--store", store], b"{", 1, "PKCS10-0101"),
        (&["get", "..", "--store", store], b"", 1, "PKCS10-0401"),
        (&["get", "-1", "--store", store], b"", 1, "PKCS10-0401"),
        (&["get", "", "--store", store], b"", 1, "PKCS10-0401"),
        (&["delete", "7", "--store", store], b"", 1, "PKCS10-0401"),
        (&["post", "-", "--algorithm", "ecdsa-p256", "--store", file], b"{}", 3, "PKCS10-0503"),
        (&["get", "1", "--store", file], b"", 3, "PKCS10-0503"),
        (&["delete", "1", "--store", file], b"", 3, "PKCS10-0503"),
    ];
    for (arguments, input, code, id) in cases {
        let (found, body) = lxca(arguments, input);
        assert_eq!(found, *code, "{arguments:?}: {body}");
        assert!(body.contains(id), "{arguments:?}: {body}");
    }
}

#[test]
fn what_is_wrong_before_the_method_is_asked_is_said_on_standard_error() {
    let dir = dir();
    let store = text(dir.path());
    let missing = dir.path().join("missing");
    let cases: &[(&[&str], i32)] = &[
        (&["lxca"], 2),
        (&["lxca", "post", EXAMPLE], 2),
        (&["lxca", "get", "1"], 2),
        (&["lxca", "put", "1", "--store", store], 2),
        (&["lxca", "post", text(&missing), "--store", store], 3),
        (&["lxca", "post", EXAMPLE, "--store", store, "--algorithm", "rsa"], 2),
    ];
    for (arguments, expected) in cases {
        let (code, error) = csr_fails(arguments, b"");
        assert_eq!(code, *expected, "{arguments:?}: {error}");
        assert!(!error.is_empty(), "{arguments:?}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

fn post(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_csr"));
    command
        .args(["lxca", "post", EXAMPLE, "--algorithm", "ecdsa-p256", "--store"])
        .arg(store)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The path in a body of success, if the body is there.
fn acknowledged(body: &[u8]) -> Option<String> {
    let rest = str::from_utf8(body).unwrap().strip_prefix(r#"{"response":{"path":""#)?;
    rest.ends_with("}\n").then(|| rest.split('"').next().unwrap().to_owned())
}

#[test]
fn forty_processes_at_once_get_forty_ids() {
    let dir = dir();
    let store = dir.path().join("store");
    let children: Vec<_> = (0..40).map(|_| post(&store).spawn().unwrap()).collect();
    let paths: BTreeSet<String> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            acknowledged(&output.stdout).expect("a body of success")
        })
        .collect();
    assert_eq!(paths, (1..=40).map(|number| number.to_string()).collect());
}

#[test]
fn sixty_posts_killed_at_random_moments_lose_nothing_that_was_acknowledged() {
    let dir = dir();
    let store = dir.path().join("store");
    // One that lives says how long they take, so that moments of death spread over all of it.
    let start = Instant::now();
    let first = post(&store).output().unwrap();
    let lifetime = start.elapsed();
    let mut paths = vec![acknowledged(&first.stdout).unwrap()];
    let mut killed = 0;
    for pair in 0..30_u32 {
        let start = Instant::now();
        let children = [0, 1].map(|number| {
            // From 0 to 116 % of a lifetime, in steps that jump about.
            let step = (pair * 2 + number) * 23 % 60;
            (post(&store).spawn().unwrap(), lifetime * step / 51)
        });
        let mut children: Vec<_> = children.into();
        children.sort_by_key(|(_, moment)| *moment);
        for (mut child, moment) in children {
            thread::sleep(moment.saturating_sub(start.elapsed()).max(Duration::ZERO));
            child.kill().unwrap();
            let output = child.wait_with_output().unwrap();
            killed += usize::from(!output.status.success());
            paths.extend(acknowledged(&output.stdout));
        }
    }
    assert!(killed > 0, "nothing was killed in time, so nothing was tried");

    let distinct: BTreeSet<&String> = paths.iter().collect();
    assert_eq!(distinct.len(), paths.len(), "{paths:?}: an id was given twice");
    let service = Service::new(DirectoryStore::new(&store));
    for path in &paths {
        assert_eq!(service.get(path).status().code(), 200, "{path} was acknowledged and is lost");
    }
    // What is seen is whole, acknowledged or not.
    for entry in fs::read_dir(store.join("requests")).unwrap() {
        let path = entry.unwrap().file_name().into_string().unwrap();
        let key = service.private_key_pem(&path).unwrap().unwrap();
        let public = KeyPair::from_pem(&key).unwrap().public_key().as_der().to_vec();
        let found = service.get(&path);
        let (_, der) = pem_rfc7468::decode_vec(found.csr_pem().unwrap().as_bytes()).unwrap();
        assert!(der.windows(public.len()).any(|window| window == public), "{path}");
        assert_eq!(
            fs::read(store.join("requests").join(&path).join("request.json")).unwrap(),
            fs::read(EXAMPLE).unwrap()
        );
    }
    // And the next one gets an id of its own.
    let next = acknowledged(&post(&store).output().unwrap().stdout).unwrap();
    assert!(!paths.contains(&next));
}
