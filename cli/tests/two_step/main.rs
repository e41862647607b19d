//! Signing in two steps from the command line: `csr prepare`, a signer that is not ours (OpenSSL
//! here), `csr assemble`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "../../../tests/support/der_tree.rs"]
mod der_tree;
#[path = "../support/tools.rs"]
mod tools;

mod key_services;
mod possession;
mod refusals;
mod signatures;
#[cfg(target_os = "linux")]
mod softhsm;
#[cfg(all(target_os = "linux", feature = "pkcs11"))]
mod tokens;

use std::fs;

use pkcs10::{CertificationRequest, KeyPair};
use tools::{Directory, csr, csr_fails, csr_works, key, openssl, refusal, usage, verified};

const NAMES: [&str; 4] = ["--cn", "bmc-7.example.com", "--san", "DNS:bmc-7.example.com"];

/// The file itself, or the public key of the private key in it.
fn public(dir: &Directory, key: &str) -> String {
    match KeyPair::read(&fs::read(key).unwrap(), None) {
        Ok(key) => dir.write("public.der", key.public_key().as_der()),
        Err(_) => key.to_owned(),
    }
}

/// `csr prepare` for this key: the path of the bytes to sign.
fn prepare(dir: &Directory, key: &str, more: &[&str]) -> String {
    let out = dir.path("prepared");
    let public_key = public(dir, key);
    let arguments = ["prepare", "--public-key", &public_key, "--out", &out];
    assert_eq!(csr_works(&[&arguments[..], &NAMES, more].concat(), b""), b"");
    out
}

/// `openssl dgst -sign` over a file: the path of the signature.
fn sign(dir: &Directory, private_key: &str, digest: &str, file: &str) -> Option<String> {
    let out = dir.path("signature");
    openssl(&["dgst", digest, "-sign", private_key, "-out", &out, file], b"")?;
    Some(out)
}

/// The signature by our own key, which is the same every time.
fn own_signature(dir: &Directory, name: &str) -> (String, Vec<u8>) {
    let prepared = prepare(dir, &key(name), &["--force"]);
    let key = key(name);
    let arguments = [&["new", "--key", &key, "--der"], &NAMES[..]].concat();
    let whole = CertificationRequest::from_der(&csr_works(&arguments, b"")).unwrap();
    (prepared, whole.signature().to_vec())
}

#[test]
fn openssl_signs_what_was_prepared_and_verifies_what_was_assembled() {
    let cases: [(&str, &str, &[&str], &str); 6] = [
        ("rsa-2048.pem", "-sha256", &[], "sha256WithRSAEncryption"),
        ("ecdsa-p256.pem", "-sha256", &[], "ecdsa-with-SHA256"),
        ("ecdsa-p384.pem", "-sha384", &[], "ecdsa-with-SHA384"),
        ("ecdsa-p521.pem", "-sha512", &[], "ecdsa-with-SHA512"),
        (
            "rsa-3072.pem",
            "-sha384",
            &["--signature-algorithm", "sha384WithRSAEncryption"],
            "sha384WithRSAEncryption",
        ),
        (
            "ecdsa-p256.pem",
            "-sha512",
            &["--signature-algorithm", "ECDSA-with-sha512"],
            "ecdsa-with-SHA512",
        ),
    ];
    for (name, digest, algorithm, expected) in cases {
        let dir = Directory::new();
        let public = dir.path("public.pem");
        let arguments = ["pkey", "-in", &key(name), "-pubout", "-out", &public];
        let Some(_) = openssl(&arguments, b"") else { return };
        let prepared = prepare(&dir, &public, &[]);
        let signature = sign(&dir, &key(name), digest, &prepared).unwrap();
        let arguments = [&["assemble", &prepared, "--signature", &signature], algorithm].concat();
        let text = verified(&csr_works(&arguments, b""));
        assert!(text.contains(&format!("Signature Algorithm: {expected}")), "{text}");
        assert!(text.contains("DNS:bmc-7.example.com"), "{text}");
    }
}

#[test]
fn what_is_prepared_is_what_our_own_key_signs() {
    let dir = Directory::new();
    for name in
        ["rsa-2048.pem", "ecdsa-p256.pem", "ecdsa-p384.pem", "ecdsa-p521.pem", "ed25519.pem"]
    {
        let prepared = prepare(&dir, &key(name), &["--force"]);
        let whole = csr_works(&[&["new", "--key", &key(name), "--der"], &NAMES[..]].concat(), b"");
        let whole = CertificationRequest::from_der(&whole).unwrap();
        assert_eq!(fs::read(&prepared).unwrap(), whole.to_be_signed(), "{name}");

        let signature = dir.write("signature", whole.signature());
        let arguments = ["assemble", &prepared, "--signature", &signature, "--der"];
        assert_eq!(csr_works(&arguments, b""), whole.as_der(), "{name}");
    }
}

#[test]
fn the_public_key_is_read_from_each_kind_of_file_that_has_one() {
    let dir = Directory::new();
    let expected = fs::read(prepare(&dir, &key("ecdsa-p256.pem"), &[])).unwrap();
    let public = fs::read(key("ecdsa-p256.public.pem")).unwrap();
    let der = dir.write("public.der", pem_rfc7468::decode_vec(&public).unwrap().1);
    let holders =
        [key("ecdsa-p256.public.pem"), key("ecdsa-p256.crt.pem"), key("ecdsa-p256.csr.pem"), der];
    for holder in holders {
        let prepared = prepare(&dir, &holder, &["--force"]);
        assert_eq!(fs::read(prepared).unwrap(), expected, "{holder}");
    }
}

#[test]
fn a_body_and_standard_streams_serve_as_well() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/request.json");
    let public = key("ecdsa-p256.public.pem");
    let arguments = ["prepare", "-", "--public-key", &public, "--out", "-"];
    let prepared = csr_works(&arguments, &fs::read(example).unwrap());
    let arguments = ["new", example, "--key", &key("ecdsa-p256.pem"), "--der"];
    let whole = CertificationRequest::from_der(&csr_works(&arguments, b"")).unwrap();
    assert_eq!(prepared, whole.to_be_signed());
    let dir = Directory::new();
    let signature = dir.write("signature", whole.signature());
    let arguments = ["assemble", "-", "--signature", &signature, "--der"];
    assert_eq!(csr_works(&arguments, &prepared), whole.as_der());
}

#[test]
fn the_example_of_an_air_gap_works() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/air_gap.sh");
    let Some(_) = tools::run("openssl", &["version"], b"") else { return };
    let dir = Directory::new();
    let output = std::process::Command::new("sh")
        .arg(script)
        .env("CSR", env!("CARGO_BIN_EXE_csr"))
        .current_dir(dir.0.path())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    verified(&fs::read(dir.path("request.pem")).unwrap());
}
