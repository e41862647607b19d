//! The forms that a key comes in, and in which it is written.

use super::*;
use sha2::Digest;

#[test]
fn every_form_of_a_key_is_the_same_key() {
    for files in GOLDEN {
        let expected = read(files[0]).unwrap();
        for name in *files {
            let lf = data(name);
            let crlf = String::from_utf8(lf.clone()).unwrap().replace('\n', "\r\n").into_bytes();
            let forms = [
                ("PEM", lf.clone()),
                ("CRLF", crlf),
                ("DER", der(&lf)),
                ("UTF-8 with BOM", [b"\xEF\xBB\xBF", &*lf].concat()),
                ("text in front that is not UTF-8", [b"Schl\xFCssel\n", &*lf].concat()),
                ("without the last newline", lf.trim_ascii_end().to_vec()),
            ];
            for (form, bytes) in forms {
                let key = KeyPair::read(&bytes, None)
                    .unwrap_or_else(|error| panic!("{name} as {form}: {error}"));
                assert_eq!(key.public_key(), expected.public_key(), "{name} as {form}");
            }
        }
    }
}

#[test]
fn a_sec1_key_without_its_curve_takes_it_from_the_block_in_front() {
    let with_block = data("ec-parameters-first.sec1.pem");
    let expected = KeyPair::read(&with_block, None).unwrap();
    // SEQUENCE { 1, OCTET STRING, [0] curve, [1] point } without the [0].
    let whole = der(&with_block);
    assert_eq!(&whole[..2], [0x30, 0x77]);
    assert_eq!(&whole[39..41], [0xA0, 0x0A]);
    let without = [&[0x30, 0x6B], &whole[2..39], &whole[51..]].concat();
    assert_eq!(KeyPair::read(&without, None).unwrap_err().code(), Code::KeyCurve);
    let text = String::from_utf8(with_block).unwrap();
    let block = &text[..text.find("-----BEGIN EC PRIVATE").unwrap()];
    let joined = [block.as_bytes(), &pem("EC PRIVATE KEY", &without)].concat();
    let key = KeyPair::read(&joined, None).unwrap();
    assert_eq!(key.public_key(), expected.public_key());
}

#[test]
fn a_key_is_written_to_the_byte_as_openssl_writes_it() {
    for files in GOLDEN {
        let written = read(files[0]).unwrap().to_pkcs8_pem().unwrap();
        assert_eq!(written.as_bytes(), data(files[0]), "{}", files[0]);
    }
}

#[test]
fn encrypted_keys_open_with_their_password_only() {
    for name in ENCRYPTED.iter().chain(&ENCRYPTED_BY_HEADERS) {
        let golden = if name.contains("rsa") { "rsa-2048.pem" } else { "ecdsa-p256.pem" };
        let pem = data(name);
        let crlf = String::from_utf8(pem.clone()).unwrap().replace('\n', "\r\n").into_bytes();
        let der = ENCRYPTED.contains(name).then(|| der(&pem));
        for bytes in [pem, crlf].into_iter().chain(der) {
            let key = KeyPair::read(&bytes, Some(PASSWORD));
            let key = key.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(key.public_key(), read(golden).unwrap().public_key(), "{name}");
            let refused = KeyPair::read(&bytes, None).unwrap_err();
            assert_eq!(refused.code(), Code::PasswordMissing);
            for wrong in [&b""[..], b"Password", b"password\n"] {
                let refused = KeyPair::read(&bytes, Some(wrong)).unwrap_err();
                assert_eq!(refused.code(), Code::WrongPassword, "{name}");
            }
        }
    }
}

#[test]
fn the_public_key_is_found_in_every_file_that_holds_it() {
    let groups: &[&[&str]] = &[
        &[
            "rsa-2048.pem",
            "rsa-2048.pkcs1.pem",
            "rsa-2048.public.pem",
            "rsa-2048.public.pkcs1.pem",
            "rsa-2048.crt.pem",
            "rsa-2048.csr.pem",
            "rsa-2048.pbkdf2-sha256-aes256.pem",
        ],
        &[
            "ecdsa-p256.pem",
            "ecdsa-p256.sec1.pem",
            "ecdsa-p256.compressed.sec1.pem",
            "ecdsa-p256.public.pem",
            "ecdsa-p256.crt.pem",
            "ecdsa-p256.v1.crt.pem",
            "ecdsa-p256.csr.pem",
            "ecdsa-p256.chain-first.pem",
            "scrypt-aes256.pem",
        ],
        &["ecdsa-p384.pem", "ecdsa-p384.crt.pem", "ecdsa-p384.csr.pem"],
        #[cfg(feature = "p521")]
        &["ecdsa-p521.pem", "ecdsa-p521.csr.pem"],
        #[cfg(feature = "ed25519")]
        &["ed25519.pem", "ed25519.public.pem", "ed25519.crt.pem", "ed25519.csr.pem"],
    ];
    for group in groups {
        let expected = find(group[0]);
        for name in *group {
            assert_eq!(find(name), expected, "{name}");
            let der = der(&data(name));
            assert_eq!(PublicKey::find(&der, Some(PASSWORD)), Ok(expected.clone()), "{name}");
        }
    }
    assert_eq!(find("ecdsa-p521.csr.pem").algorithm(), &PublicKeyAlgorithm::EcP521);
    // None of our families, and still a public key.
    assert_eq!(find("ed448.public.pem").bits(), Some(456));
    let refused = PublicKey::find(&data("ed448.pem"), None).unwrap_err();
    assert_eq!(refused.code(), Code::KeyAlgorithm);
    let refused = PublicKey::find(&data("crl.pem"), None).unwrap_err();
    assert_eq!(refused.code(), Code::PemLabel);
    assert!(refused.reason().contains("\"X509 CRL\""), "{refused}");
}

#[test]
fn the_fingerprint_is_the_sha256_of_the_subject_public_key_info() {
    let key = find("ecdsa-p256.pem");
    assert_eq!(key.sha256()[..], sha2::Sha256::digest(key.as_der())[..]);
    let Some(output) = run("openssl", &["dgst", "-sha256", "-binary"], key.as_der()) else {
        return;
    };
    assert_eq!(key.sha256()[..], output.stdout);
}
