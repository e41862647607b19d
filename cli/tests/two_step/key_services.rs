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
                "is JSON without a signature, or damaged; expected one of the members Signature, ",
            ),
            ("{\"signature\": 7}", "is JSON without a signature"),
            ("{\"value\": \"a b!\"}", "is JSON whose member \"value\" is not base64"),
            ("vault:v1:", "is empty"),
            ("vault:v:AAAA", "is other text; expected a signature in bytes"),
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
        json!({"data": {"latest_version": 2, "keys": {
            "1": {"name": "P-256", "public_key": "an older one"},
            "2": {"name": "P-256", "public_key": pem},
        }}})
        .to_string(),
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

#[test]
fn public_json_web_keys_are_read_alone_and_as_azure_key_vault_has_them() {
    let dir = Directory::new();
    let digits = |bytes: &[u8]| Base64UrlUnpadded::encode_string(bytes);
    let der = |name: &str| pem_rfc7468::decode_vec(&fs::read(key(name)).unwrap()).unwrap().1;
    // What is last: the two coordinates of the point; the modulus in front of the exponent 65537.
    let point = der("ecdsa-p256.public.pem").split_off(91 - 64);
    let rsa = der("rsa-2048.public.pem");
    let modulus = &rsa[rsa.len() - 5 - 256..rsa.len() - 5];
    let (x, y, n) = (digits(&point[..32]), digits(&point[32..]), digits(modulus));
    let (long_x, short_y) = (digits(&point[..33]), digits(&point[33..]));
    let read = [
        ("ecdsa-p256.public.pem", json!({"kty": "EC", "crv": "P-256", "x": x, "y": y})),
        (
            "ecdsa-p256.public.pem",
            json!({"key": {"kid": "https://a.vault.azure.net/keys/b/c", "kty": "EC-HSM", "crv": "P-256",
                "x": x, "y": y, "key_ops": ["sign"]}, "attributes": {"enabled": true}}),
        ),
        ("rsa-2048.public.pem", json!({"kty": "RSA", "n": n, "e": "AQAB"})),
    ];
    let prepared = |form: &serde_json::Value, mark: &str| {
        let (file, out) = (dir.write("public", format!("{mark}{form}")), dir.path("out"));
        let arguments = ["prepare", "--public-key", &file, "--out", &out, "--force"];
        (csr(&[&arguments[..], &NAMES].concat(), b""), out)
    };
    for (name, form) in read {
        let expected = fs::read(prepare(&Directory::new(), &key(name), &[])).unwrap();
        for mark in ["", "\u{FEFF}"] {
            let (output, out) = prepared(&form, mark);
            let error = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.success(), "{form}: {error}");
            assert!(error.ends_with(": read from a JSON Web Key\n"), "{form}: {error}");
            assert_eq!(fs::read(out).unwrap(), expected, "{form}");
        }
    }
    // These digits are hexadecimal too.
    let (output, out) = prepared(&json!({"kty": "RSA", "n": n, "e": "BAAB"}), "");
    assert!(output.status.success(), "{output:?}");
    let exponent = b"\x02\x03\x04\x00\x01";
    assert!(fs::read(out).unwrap().windows(5).any(|bytes| bytes == exponent));
    let refused = [
        (json!({"kty": "EC", "crv": "P-256", "x": x}), "without \"y\" in base64url (RFC 7518 6)"),
        (json!({"kty": "EC", "crv": "P-256", "x": x, "y": "a b!"}), "without \"y\" in base64url"),
        (
            json!({"kty": "EC", "crv": "P-256", "x": long_x, "y": short_y}),
            "with \"x\" of 33 bytes and \"y\" of 31; expected as many (RFC 7518 6.2.1)",
        ),
        (json!({"kty": "RSA", "n": "A1".repeat(256), "e": "AQAB"}), "without \"n\" in base64url"),
        (json!({"kty": "EC", "crv": "P-384", "x": x, "y": y}), "not a point of ECDSA P-384"),
        (
            json!({"kty": "EC", "crv": "secp256k1", "x": x, "y": y}),
            "the curve \"secp256k1\"; expected RSA",
        ),
        (
            json!({"kty": "OKP", "crv": "Ed25519", "x": x}),
            "the kind \"OKP\" and the curve \"Ed25519\"",
        ),
        (json!({"kty": "RSA", "n": n, "e": "AA"}), "a public exponent that is not odd"),
        (json!({"kty": "EC", "crv": "P-256", "x": x, "y": y, "d": x}), "is a JSON Web Key (JWK)"),
    ];
    for (form, expected) in refused {
        let output = prepared(&form, "").0;
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{form}: {error}");
        assert!(error.contains(expected), "{form}: {error}");
    }
}
