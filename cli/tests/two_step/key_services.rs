//! The responses of key services: public keys and signatures in JSON.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use serde_json::json;

use super::*;

#[test]
fn signatures_in_the_json_of_key_services_are_read() {
    for name in ["ecdsa-p256.pem", "rsa-2048.pem"] {
        let dir = Directory::new();
        let (prepared, signature) = own_signature(&dir, name);
        let base64 = Base64::encode_string(&signature);
        let url = Base64UrlUnpadded::encode_string(&signature);
        let vault = format!("vault:v12:{base64}");
        let member = |of: &str| format!("read from the member {of:?} of a JSON object");
        let forms = [
            (
                json!({"KeyId": "a", "Signature": base64, "SigningAlgorithm": "b"}).to_string(),
                member("Signature"),
            ),
            (
                json!({"name": "a", "signature": base64, "signatureCrc32c": "7"}).to_string(),
                member("signature"),
            ),
            (
                json!({"kid": "https://a.vault.azure.net/keys/b/c", "value": url}).to_string(),
                member("value"),
            ),
            (
                json!({"data": {"key_version": 12, "signature": vault}}).to_string(),
                member("data.signature"),
            ),
            (json!(base64).to_string(), "read from a JSON string".into()),
            (format!("{vault}\n"), String::new()),
            (base64.clone(), String::new()),
        ];
        let read = |form: &str| {
            let file = dir.write("signature", form);
            csr(&["assemble", &prepared, "--signature", &file], b"")
        };
        for (form, note) in forms {
            let output = read(&form);
            let error = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.success(), "{form}: {error}");
            let expected = format!("note: {}: {note}\n", dir.path("signature"));
            assert_eq!(error, if note.is_empty() { String::new() } else { expected });
            verified(&output.stdout);
        }
        let refused = [
            (
                "{\"Signatur\": \"AA==\"}",
                "is JSON without a signature; expected one of the members Signature, ",
            ),
            ("{\"signature\": 7}", "is JSON without a signature"),
            ("{\"value\": \"a b!\"}", "the member \"value\" of a JSON object is not base64"),
            ("vault:v1:", "is empty"),
            ("vault:v:AAAA", "does not verify"),
        ];
        for (form, expected) in refused {
            let output = read(form);
            let error = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1));
            assert!(error.contains(expected), "{form}: {error}");
        }
    }
}

#[test]
fn public_keys_in_the_json_of_key_services_are_read() {
    let dir = Directory::new();
    let pem = fs::read_to_string(key("ecdsa-p256.public.pem")).unwrap();
    let base64 = pem.lines().filter(|line| !line.starts_with('-')).collect::<String>();
    let expected = fs::read(prepare(&dir, &key("ecdsa-p256.public.pem"), &[])).unwrap();
    let forms = [
        json!({"KeyId": "a", "PublicKey": base64, "KeySpec": "ECC_NIST_P256"}).to_string(),
        json!({"algorithm": "EC_SIGN_P256_SHA256", "pem": pem, "name": "a"}).to_string(),
        base64,
    ];
    for form in forms {
        let (file, out) = (dir.write("public", &form), dir.path("out"));
        let arguments = ["prepare", "--public-key", &file, "--out", &out, "--force"];
        let output = csr(&[&arguments[..], &NAMES].concat(), b"");
        assert!(output.status.success(), "{form}: {output:?}");
        assert_eq!(fs::read(out).unwrap(), expected, "{form}");
    }
}
