//! Files without a key that can be used: each is refused for its own reason.

use super::*;

#[test]
fn damage_is_distinguished_from_a_wrong_password_where_possible() {
    let whole = der(&data("rsa-2048.pbkdf2-sha256-aes256.pem"));
    let open = |der: &[u8]| KeyPair::read(der, Some(PASSWORD)).unwrap_err().code();
    // In the middle of the encrypted bytes: the outside still is a key.
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 1;
    assert!(matches!(open(&damaged), Code::KeyDamaged | Code::Structure));
    // Not a whole number of blocks.
    let data_at = whole.len() - 1_232;
    assert_eq!(&whole[data_at - 4..data_at], [0x04, 0x82, 0x04, 0xD0]);
    let mut shorter = whole[..whole.len() - 1].to_vec();
    shorter[data_at - 1] -= 1;
    shorter[3] -= 1;
    assert_eq!(open(&shorter), Code::Structure);
    assert_eq!(open(&whole[..whole.len() - 1]), Code::Truncated);
}

#[test]
fn damaged_headers_of_an_encrypted_block_have_their_own_reasons() {
    let whole = String::from_utf8(data("proc-type.pem")).unwrap();
    let info = whole.lines().nth(2).unwrap();
    let secret = "MHcCAQEEILongerThanAnyName";
    let last = whole.lines().rev().nth(1).unwrap();
    let cases = [
        (info, "DEK-Info: AES-128-CBC".to_owned(), Code::PemHeaders),
        (info, info[..info.len() - 2].to_owned(), Code::PemHeaders),
        (info, format!("{}zz", &info[..info.len() - 2]), Code::PemHeaders),
        (info, String::new(), Code::UnknownEncryption),
        (info, info.replace("AES-128", "CAMELLIA-128"), Code::UnknownEncryption),
        (info, info.replace("AES-128-CBC", secret), Code::UnknownEncryption),
        (info, info.replace("AES-128", "DES-EDE3"), Code::PemHeaders),
        (info, info.replace("AES-128", "AES-192"), Code::WrongPassword),
        (last, "AAAA".to_owned(), Code::Structure),
        ("4,ENCRYPTED", "4,MIC-ONLY".to_owned(), Code::PemHeaders),
    ];
    for (from, to, expected) in cases {
        let damaged = whole.replace(from, &to);
        assert_ne!(damaged, whole);
        let refused = KeyPair::read(damaged.as_bytes(), Some(PASSWORD)).unwrap_err();
        assert_eq!(refused.code(), expected, "{to:?}: {refused}");
        assert!(!format!("{refused} {refused:?}").contains(secret), "{refused}");
    }
}

/// A padding is right by chance once in 256 times, and even then a key is read by its password only.
#[test]
fn no_wrong_password_passes_for_damage() {
    let pem = data("proc-type-rsa.pem");
    for number in 0..2_000 {
        let refused = KeyPair::read(&pem, Some(number.to_string().as_bytes())).unwrap_err();
        assert_eq!(refused.code(), Code::WrongPassword, "{number}");
    }
}

#[test]
fn each_refusal_has_its_own_reason() {
    let cases = [
        ("rsa-512.pem", Code::RsaKeySize),
        ("rsa-1024.pem", Code::RsaKeySize),
        ("rsa-exponent-3.pem", Code::RsaExponent),
        ("rsa-three-primes.pem", Code::RsaMultiPrime),
        ("ed448.pem", Code::KeyAlgorithm),
        ("x25519.pem", Code::KeyCannotSign),
        ("x448.pem", Code::KeyCannotSign),
        ("dh.pem", Code::KeyCannotSign),
        ("dsa.pem", Code::KeyAlgorithm),
        ("dsa.traditional.pem", Code::KeyAlgorithm),
        ("ec-p-224.pem", Code::KeyCurve),
        ("ec-secp256k1.pem", Code::KeyCurve),
        ("ec-brainpoolp256r1.pem", Code::KeyCurve),
        ("ec-explicit.pem", Code::ExplicitCurve),
        ("ec-explicit.sec1.pem", Code::ExplicitCurve),
        ("ecdsa-p256.public.pem", Code::IsPublicKey),
        ("rsa-2048.public.pkcs1.pem", Code::IsPublicKey),
        ("ecdsa-p256.crt.pem", Code::IsCertificate),
        ("ecdsa-p256.csr.pem", Code::IsRequest),
        ("ecdsa-p256.p12", Code::IsPkcs12),
        ("ecdsa-p256.p7b.pem", Code::IsPkcs7),
        ("openssh.pem", Code::IsOpenSsh),
        ("ec-parameters.pem", Code::PemLabel),
        ("crl.pem", Code::PemLabel),
        ("proc-type-des.pem", Code::BrokenEncryption),
        ("pbes1-md5-des.pem", Code::BrokenEncryption),
        ("pbes1-sha1-3des.pem", Code::OldEncryption),
        ("pbes1-sha1-rc2-40.pem", Code::BrokenEncryption),
        ("pbkdf2-sha256-camellia256.pem", Code::UnknownEncryption),
    ];
    let mut messages = Vec::new();
    for (name, expected) in cases {
        let refused = read(name).expect_err(name);
        assert_eq!(refused.code(), expected, "{name}");
        // The same in DER, where PEM does not say what it is.
        let from_pem =
            matches!(expected, Code::PemLabel | Code::IsOpenSsh) || name.starts_with("proc-type");
        if !from_pem && name.ends_with(".pem") {
            let refused = KeyPair::read(&der(&data(name)), Some(PASSWORD)).unwrap_err();
            assert_eq!(refused.code(), expected, "{name} in DER");
        }
        let message = refused.to_string();
        assert!(!message.contains('\n') && message.len() < 250, "{name}: {message}");
        messages.push(format!("{name} {message}"));
    }
    // The program says as much, and adds a command.
    let expected = String::from_utf8(data("refusals.txt")).unwrap();
    let without_command = |line: &str| match line.split_once(" with: ") {
        Some((text, _)) => text.rsplit_once("; ").unwrap().0.to_owned(),
        None => line.to_owned(),
    };
    let expected: Vec<_> = expected.lines().map(without_command).collect();
    assert_eq!(messages, expected);
}

#[test]
fn a_key_is_refused_with_the_feature_that_it_needs() {
    let cases: &[(&str, Algorithm, &str)] = &[
        #[cfg(not(feature = "p521"))]
        ("ecdsa-p521.pem", Algorithm::EcdsaP521, "p521"),
        #[cfg(not(feature = "ed25519"))]
        ("ed25519.pem", Algorithm::Ed25519, "ed25519"),
    ];
    for (name, algorithm, feature) in cases {
        let refused =
            [read(name).unwrap_err(), KeyPair::generate(*algorithm, &mut SysRng).unwrap_err()];
        for error in refused {
            assert_eq!(error.code(), Code::FeatureMissing);
            assert!(error.reason().contains(&format!("the feature {feature}")), "{error}");
        }
    }
}

#[test]
fn files_without_a_key_are_distinguished() {
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(std::str::from_utf8(&data("ecdsa-p256.pem")).unwrap().encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let key = data("ecdsa-p256.pem");
    let cases: &[(&[u8], Code)] = &[
        (b"", Code::Empty),
        (b"\r\n \n", Code::Empty),
        (b"\xEF\xBB\xBF", Code::Empty),
        (&utf16, Code::Utf16),
        (b"hello", Code::NeitherPemNorDer),
        (b"{\"subject\": {}}", Code::NeitherPemNorDer),
        (&[0x7F, b'E', b'L', b'F', 2, 1, 1], Code::NeitherPemNorDer),
        (&[0x30], Code::Truncated),
        (&[0x30, 0x00], Code::Truncated),
        (&[0x30, 0x03, 0x02, 0x01, 0x00], Code::NoKey),
        (&key[..key.len() - 30], Code::Truncated),
        (b"-----BEGIN PRIVATE KEY-----", Code::Truncated),
        (
            b"-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n",
            Code::PemBase64,
        ),
        (
            b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
            Code::PemEnd,
        ),
        (
            b"-----BEGIN RSA PRIVATE KEY-----\nX-Mailer: x\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
            Code::PemHeaders,
        ),
        (
            b"-----BEGIN PGP MESSAGE-----\nAAAA\n-----END PGP MESSAGE-----\n",
            Code::PemLabel,
        ),
    ];
    for (bytes, expected) in cases {
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(KeyPair::read(bytes, None).unwrap_err().code(), *expected, "{shown}");
        assert_eq!(PublicKey::find(bytes, None).unwrap_err().code(), *expected, "{shown}");
    }
}

#[test]
fn a_private_key_under_another_label_is_not_asked_for_a_password() {
    for name in ["ecdsa-p256.pem", "scrypt-aes256.pem"] {
        let input = pem("FOO", &der(&data(name)));
        for password in [None, Some(PASSWORD)] {
            assert_eq!(
                KeyPair::read(&input, password).unwrap_err().code(),
                Code::PemLabel,
                "{name}"
            );
        }
        assert_eq!(PublicKey::find(&input, Some(PASSWORD)), Ok(find("ecdsa-p256.pem")), "{name}");
    }
    let error = PublicKey::find(&pem("FOO", &der(&data("scrypt-aes256.pem"))), None).unwrap_err();
    assert_eq!(error.code(), Code::PasswordMissing);
}

#[test]
fn a_public_key_that_contradicts_the_private_one_is_refused() {
    for (name, label) in [("ecdsa-p256.pem", "PKCS #8"), ("ecdsa-p384.sec1.pem", "SEC 1")] {
        let mut key = der(&data(name));
        let last = key.len() - 1;
        key[last] ^= 1;
        assert_eq!(KeyPair::read(&key, None).unwrap_err().code(), Code::KeyDamaged, "{label}");
    }
    // PKCS #8 of version 2 with a public key at its end: the right one, then another.
    let key = der(&data("ecdsa-p256.pem"));
    let (head, point) = (&key[3..], &key[key.len() - 65..]);
    let version_2 = |point: &[u8]| {
        let mut fields = head.to_vec();
        fields[2] = 1;
        fields.extend_from_slice(&[0x81, 66, 0]);
        fields.extend_from_slice(point);
        [&[0x30, 0x81, u8::try_from(fields.len()).unwrap()], &*fields].concat()
    };
    assert_eq!(KeyPair::read(&key, None).unwrap().public_key(), &find("ecdsa-p256.pem"));
    assert!(KeyPair::read(&version_2(point), None).is_ok());
    let mut other = point.to_vec();
    other[64] ^= 1;
    assert_eq!(KeyPair::read(&version_2(&other), None).unwrap_err().code(), Code::KeyDamaged);
}
