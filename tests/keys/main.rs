//! Keys as people have them: golden files of OpenSSL's in `tests/data/keys`, whose README tells
//! how each was made. Where `openssl` is installed it judges what we write.

#![cfg(all(feature = "std", feature = "rsa", feature = "ecdsa", feature = "encryption"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pkcs10::{
    Algorithm, CertificationRequest, KeyError, KeyPair, OldEncryption, PemError, Policy, PublicKey,
    PublicKeyAlgorithm, Request, SignError, SignatureAlgorithm, Subject, SysRng,
};

#[path = "../support/programs.rs"]
mod programs;

mod forms;
mod hostile;
mod made;
mod refusals;

const PASSWORD: &[u8] = b"password";

/// One key a line, in its forms; PKCS #8 comes first.
const GOLDEN: [&[&str]; 5] = [
    &["rsa-2048.pem", "rsa-2048.pkcs1.pem"],
    &["rsa-3072.pem", "rsa-3072.pkcs1.pem"],
    &["rsa-4096.pem", "rsa-4096.pkcs1.pem"],
    &[
        "ecdsa-p256.pem",
        "ecdsa-p256.sec1.pem",
        "ecdsa-p256.compressed.sec1.pem",
        "ecdsa-p256.no-public.sec1.pem",
        "ecdsa-p256.chain-first.pem",
    ],
    &["ecdsa-p384.pem", "ecdsa-p384.sec1.pem"],
];

const ENCRYPTED: [&str; 8] = [
    "pbkdf2-sha1-aes128.pem",
    "pbkdf2-sha224-aes192.pem",
    "pbkdf2-sha256-aes256.pem",
    "pbkdf2-sha384-aes256.pem",
    "pbkdf2-sha512-aes256.pem",
    "scrypt-aes256.pem",
    "rsa-2048.pbkdf2-sha256-aes256.pem",
    "scrypt-r4-p2.pem",
];

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/keys").join(name)
}

fn data(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The octets of the last block, which is the key.
fn der(pem: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(pem).unwrap();
    let start = text.rfind("-----BEGIN ").unwrap();
    pem_rfc7468::decode_vec(&text.as_bytes()[start..]).unwrap().1
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    pem_rfc7468::encode_string(label, pem_rfc7468::LineEnding::LF, der).unwrap().into_bytes()
}

fn read(name: &str) -> Result<KeyPair, KeyError> {
    KeyPair::read(&data(name), Some(PASSWORD))
}

fn request(key: &KeyPair) -> CertificationRequest {
    let subject = Subject::builder().common_name("bmc-7.example.com");
    Request::builder().subject(subject).build().unwrap().sign(key).unwrap()
}

/// Runs `openssl` with this on its standard input; nothing where it is not installed, which
/// only a person's machine may do.
#[track_caller]
fn openssl(arguments: &[&str], input: &[u8]) -> Option<(bool, Vec<u8>, String)> {
    let output = programs::run("openssl", arguments, input)?;
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    Some((output.status.success(), output.stdout, messages))
}

fn find(name: &str) -> PublicKey {
    PublicKey::find(&data(name), Some(PASSWORD)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
