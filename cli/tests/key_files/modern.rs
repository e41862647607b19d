//! Keys that OpenSSL 3.0 does not know, or knows with less than we do.

use std::fs;

use crate::tools::{Directory, csr_works};

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
