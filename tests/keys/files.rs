//! Keys in files: golden files of OpenSSL's in `tests/data/keys`, whose README says how each was
//! made. Where `openssl` is installed it checks what we write.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::programs::{openssl, run};
use super::request;
use pkcs10::{
    Algorithm, Code, Error, KeyPair, Policy, PublicKey, SignError, SignatureAlgorithm, SysRng,
    keys::{DerivationBudget, PublicKeyAlgorithm},
};

#[cfg(feature = "ed25519")]
mod ed25519;
mod forms;
mod hostile;
mod made;
#[cfg(feature = "ml-dsa")]
mod ml_dsa;
mod pss;
mod refusals;

const PASSWORD: &[u8] = b"password";

/// One key a line, in its forms; PKCS #8 comes first.
const GOLDEN: &[&[&str]] = &[
    &["rsa-2048.pem", "rsa-2048.pkcs1.pem"],
    &["rsa-3072.pem", "rsa-3072.pkcs1.pem"],
    &["rsa-4096.pem", "rsa-4096.pkcs1.pem"],
    &["rsa-pss.pem"],
    &["rsa-pss-sha384.pem"],
    &[
        "ecdsa-p256.pem",
        "ecdsa-p256.sec1.pem",
        "ecdsa-p256.compressed.sec1.pem",
        "ecdsa-p256.no-public.sec1.pem",
        "ecdsa-p256.integer.sec1.pem",
        "ecdsa-p256.chain-first.pem",
    ],
    &["ecdsa-p384.pem", "ecdsa-p384.sec1.pem"],
    #[cfg(feature = "p521")]
    &["ecdsa-p521.pem", "ecdsa-p521.sec1.pem"],
    #[cfg(feature = "ed25519")]
    &["ed25519.pem"],
];

const ENCRYPTED: [&str; 9] = [
    "pbkdf2-sha1-aes128.pem",
    "pbkdf2-sha224-aes192.pem",
    "pbkdf2-sha256-aes256.pem",
    "pbkdf2-sha384-aes256.pem",
    "pbkdf2-sha512-aes256.pem",
    "scrypt-aes256.pem",
    "rsa-2048.pbkdf2-sha256-aes256.pem",
    "scrypt-r4-p2.pem",
    "pbkdf2-sha256-des3.pem",
];

/// Encrypted by the headers of their block, which their DER does not have.
const ENCRYPTED_BY_HEADERS: [&str; 4] =
    ["proc-type.pem", "proc-type-rsa.pem", "proc-type-aes192.pem", "proc-type-aes256.pem"];

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/keys").join(name)
}

fn data(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The bytes of the last block, which is the key.
fn der(pem: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(pem).unwrap();
    let start = text.rfind("-----BEGIN ").unwrap();
    pem_rfc7468::decode_vec(&text.as_bytes()[start..]).unwrap().1
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    pem_rfc7468::encode_string(label, pem_rfc7468::LineEnding::LF, der).unwrap().into_bytes()
}

fn read(name: &str) -> Result<KeyPair, Error> {
    KeyPair::read(&data(name), Some(PASSWORD))
}

fn find(name: &str) -> PublicKey {
    PublicKey::find(&data(name), Some(PASSWORD)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
