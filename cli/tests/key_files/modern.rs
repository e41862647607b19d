//! Keys that OpenSSL 3.0 does not know, or knows with less than we do.

use std::fs;

use crate::tools::{Directory, csr_fails, csr_works, key, verified};

/// By every usual name. OpenSSL verifies ML-DSA from 3.5 on, so it is our own reader that does.
#[test]
fn ml_dsa_keys_are_made_encrypted_and_used_again() {
    let dir = Directory::new();
    let password = dir.write("password", "secret\n");
    for (name, shown) in
        [("ML-DSA-44", "ML-DSA-44"), ("mldsa65", "ML-DSA-65"), ("ml-dsa-87", "ML-DSA-87")]
    {
        let (out, request) = (dir.path(&format!("{name}.pem")), dir.path(&format!("{name}.csr")));
        let made = ["new", "--cn", "a", "--algorithm", name, "--out", &request];
        let key_options = ["--key-out", &out, "--encrypt-key-with", &password];
        csr_works(&[&made[..], &key_options].concat(), b"");
        let again = ["new", "--cn", "a", "--key", &out, "--key-password-file", &password];
        for pem in [csr_works(&again, b""), fs::read(&request).unwrap()] {
            let verdict = String::from_utf8(csr_works(&["verify", "-"], &pem)).unwrap();
            assert_eq!(verdict, format!("the signature verifies ({shown}; key: {shown})\n"));
        }
        csr_works(&["match", &request, &out, "--key-password-file", &password], b"");
    }
}

/// OpenSSL verifies them and names the digest.
#[test]
fn the_digest_and_the_padding_are_chosen_as_far_as_the_key_has_a_choice() {
    let (rsa, pss) = (key("rsa-2048.pem"), key("rsa-pss.pem"));
    let (p256, ed25519, sha384) =
        (key("ecdsa-p256.pem"), key("ed25519.pem"), key("rsa-pss-sha384.pem"));
    let cases: [(&str, &[&str], &str); 7] = [
        (&rsa, &["--digest", "sha384"], "Signature Algorithm: sha384WithRSAEncryption"),
        (&rsa, &["--digest", "SHA-512"], "Signature Algorithm: sha512WithRSAEncryption"),
        (&rsa, &["--signature-algorithm", "RSASSA-PSS-SHA384"], "Hash Algorithm: sha384"),
        (&pss, &[], "Hash Algorithm: sha256"),
        (&pss, &["--digest", "sha512"], "Hash Algorithm: sha512"),
        (&sha384, &["--digest", "sha384"], "Salt Length: 0x32"),
        (&p256, &["--digest", "sha512"], "Signature Algorithm: ecdsa-with-SHA512"),
    ];
    for (key, options, expected) in cases {
        let arguments = [&["new", "--cn", "a", "--key", key], options].concat();
        let text = verified(&csr_works(&arguments, b""));
        assert!(text.contains(expected), "{options:?}: {text}");
    }
    let cases = [
        (
            &ed25519,
            "sha384",
            "(Ed25519) does not sign with SHA-384; its usual algorithm is Ed25519",
        ),
        (
            &sha384,
            "sha256",
            "(RSA-PSS, 2048 bits) does not sign with SHA-256; its usual algorithm is RSASSA-PSS-SHA384:50",
        ),
    ];
    for (key, digest, expected) in cases {
        let (code, message) =
            csr_fails(&["new", "--cn", "a", "--key", key, "--digest", digest], b"");
        assert_eq!(code, 1, "{message}");
        assert!(
            message.contains("--digest: a key of this kind") && message.contains(expected),
            "{message}"
        );
    }
    let arguments =
        ["new", "--cn", "a", "--key", &ed25519, "--signature-algorithm", "RSASSA-PSS-SHA256"];
    let (_, message) = csr_fails(&arguments, b"");
    assert!(message.contains("does not fit the public key, which is Ed25519"), "{message}");
}
