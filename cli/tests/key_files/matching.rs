//! `csr match`: which files belong together. OpenSSL is the oracle.

use crate::tools::{Directory, csr, csr_fails, csr_works, key, messages, openssl};

/// SHA-256 of the public key, by OpenSSL.
fn openssl_hash(dir: &Directory, private_key: &str) -> Option<String> {
    let der = dir.path("public.der");
    openssl(&["pkey", "-in", private_key, "-pubout", "-outform", "DER", "-out", &der], b"")?;
    let text = openssl(&["dgst", "-sha256", "-r", &der], b"")?;
    Some(text.split(' ').next().unwrap().to_owned())
}

#[test]
fn files_with_the_same_key_match() {
    let dir = Directory::new();
    let names = [
        ("ecdsa-p256.pem", "private key"),
        ("ecdsa-p256.sec1.pem", "private key"),
        ("ecdsa-p256.chain-first.pem", "private key"),
        ("pbkdf2-sha256-aes256.pem", "private key"),
        ("ecdsa-p256.csr.pem", "request"),
        ("ecdsa-p256.crt.pem", "certificate"),
        ("ecdsa-p256.public.pem", "public key"),
    ];
    let paths = names.map(|(name, _)| key(name));
    let password = dir.write("password", "password\n");
    let arguments: Vec<&str> = ["match"]
        .into_iter()
        .chain(paths.iter().map(String::as_str))
        .chain(["--key-password-file", &password])
        .collect();
    let text = String::from_utf8(csr_works(&arguments, b"")).unwrap();
    let Some(hash) = openssl_hash(&dir, &paths[0]) else { return };
    let expected: String = names
        .iter()
        .zip(&paths)
        .map(|((_, kind), path)| format!("{hash}  {kind} (ECDSA P-256)  {path}\n"))
        .collect();
    assert_eq!(text, expected);
}

#[test]
fn a_public_key_needs_no_algorithm_of_ours_to_match() {
    let text = csr_works(
        &["match", &key("ed25519.csr.pem"), &key("ed25519.crt.pem"), &key("ed25519.public.pem")],
        b"",
    );
    assert_eq!(String::from_utf8(text).unwrap().lines().count(), 3);
}

#[test]
fn files_with_different_keys_do_not_match() {
    let files = [key("rsa-2048.pem"), key("rsa-2048.csr.pem"), key("ecdsa-p384.crt.pem")];
    let output = csr(&["match", &files[0], &files[1], &files[2]], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "the files have 2 different keys\n");
    let text = String::from_utf8(output.stdout).unwrap();
    let columns: Vec<Vec<&str>> = text.lines().map(|line| line.split("  ").collect()).collect();
    assert_eq!(columns[0][0], columns[1][0]);
    assert_ne!(columns[0][0], columns[2][0]);
    assert_eq!(columns[2][1], "certificate (ECDSA P-384)");
}

#[test]
fn files_that_hold_no_key_match_nothing() {
    let (good, crl, p12) = (key("ecdsa-p256.pem"), key("crl.pem"), key("ecdsa-p256.p12"));
    let encrypted = key("scrypt-aes256.pem");
    let output = csr(&["match", &crl, &good, &p12, &encrypted], b"");
    assert_eq!(output.status.code(), Some(1));
    // The others are printed nevertheless.
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.ends_with(&format!("  private key (ECDSA P-256)  {good}\n")), "{text}");
    let error = String::from_utf8(output.stderr).unwrap();
    let places: Vec<String> = messages(&error).into_iter().map(|message| message.place).collect();
    assert_eq!(places, [crl, p12, encrypted]);
    assert_eq!(csr_fails(&["match", &good], b"").0, 2);
}

#[test]
fn a_file_that_cannot_be_read_matches_nothing_and_hides_no_other() {
    let dir = Directory::new();
    let (good, other, crl) = (key("ecdsa-p256.pem"), key("rsa-2048.pem"), key("crl.pem"));
    let missing = dir.path("missing");
    let output = csr(&["match", &good, &missing, &crl, &other], b"");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 2);
    let error = String::from_utf8(output.stderr).unwrap();
    let places: Vec<String> = messages(&error).into_iter().map(|message| message.place).collect();
    assert_eq!(places, [missing, crl, "the files have 2 different keys".into()]);
}

#[test]
fn one_password_from_standard_input_opens_all_keys() {
    let [one, two] = ["pbkdf2-sha256-aes256.pem", "scrypt-aes256.pem"].map(key);
    let text = csr_works(&["match", &one, &two, "--key-password-file", "-"], b"password\n");
    assert_eq!(String::from_utf8(text).unwrap().lines().count(), 2);
}

#[test]
fn all_files_together_cannot_cost_more_than_one_key() {
    let dir = Directory::new();
    let good = key("pbkdf2-sha256-aes256.pem");
    // Its 2048 iterations become 9,999,999, which with those of the first file are too many.
    let text = std::fs::read_to_string(&good).unwrap();
    let (_, mut der) = pem_rfc7468::decode_vec(text.as_bytes()).unwrap();
    let at = der.windows(4).position(|window| window == [2, 2, 8, 0]).unwrap();
    der.splice(at..at + 4, [2, 4, 0, 0x98, 0x96, 0x7F]);
    for length in [2, 4, 17, 19, 32] {
        der[length] += 2;
    }
    let costly = dir.write("costly", der);
    let output = csr(&["match", &good, &costly, "--key-password-file", "-"], b"password\n");
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("asks for a cost of 9999999 to decrypt it, after 2050 for other keys"),
        "{error}"
    );
}
