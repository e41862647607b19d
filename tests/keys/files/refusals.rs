//! Files that hold no key for us: each is told why.

use super::*;

#[test]
fn damage_is_told_from_a_wrong_password_where_it_can_be() {
    let whole = der(&data("rsa-2048.pbkdf2-sha256-aes256.pem"));
    let open = |der: &[u8]| KeyPair::read(der, Some(PASSWORD)).unwrap_err();
    // In the middle of the encrypted octets: the outside still is a key.
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 1;
    assert!(matches!(open(&damaged), KeyError::Invalid | KeyError::Der(_)));
    // Not a whole number of blocks.
    let data_at = whole.len() - 1_232;
    assert_eq!(&whole[data_at - 4..data_at], [0x04, 0x82, 0x04, 0xD0]);
    let mut shorter = whole[..whole.len() - 1].to_vec();
    shorter[data_at - 1] -= 1;
    shorter[3] -= 1;
    assert!(matches!(open(&shorter), KeyError::Der(_)));
    assert_eq!(open(&whole[..whole.len() - 1]), KeyError::Truncated);
}

#[test]
fn each_refusal_has_its_own_reason() {
    let oid = |text: &str| text.parse().unwrap();
    let old = |text: &str| KeyError::OldEncryption(OldEncryption::Scheme(oid(text)));
    let label = |text: &str| KeyError::Label(text.into());
    let cases = [
        ("rsa-512.pem", KeyError::RsaTooSmall { bits: 512 }),
        ("rsa-1024.pem", KeyError::RsaTooSmall { bits: 1024 }),
        ("rsa-exponent-3.pem", KeyError::RsaExponent),
        ("rsa-three-primes.pem", KeyError::RsaMultiPrime),
        ("rsa-pss.pem", KeyError::UnknownAlgorithm(oid("1.2.840.113549.1.1.10"))),
        ("ed25519.pem", KeyError::UnknownAlgorithm(oid("1.3.101.112"))),
        ("ed448.pem", KeyError::UnknownAlgorithm(oid("1.3.101.113"))),
        ("x25519.pem", KeyError::UnknownAlgorithm(oid("1.3.101.110"))),
        ("x448.pem", KeyError::UnknownAlgorithm(oid("1.3.101.111"))),
        ("dh.pem", KeyError::UnknownAlgorithm(oid("1.2.840.113549.1.3.1"))),
        ("dsa.pem", KeyError::UnknownAlgorithm(oid("1.2.840.10040.4.1"))),
        ("dsa.traditional.pem", KeyError::UnknownAlgorithm(oid("1.2.840.10040.4.1"))),
        ("ec-p-521.pem", KeyError::UnknownCurve(oid("1.3.132.0.35"))),
        ("ec-p-224.pem", KeyError::UnknownCurve(oid("1.3.132.0.33"))),
        ("ec-secp256k1.pem", KeyError::UnknownCurve(oid("1.3.132.0.10"))),
        ("ec-brainpoolp256r1.pem", KeyError::UnknownCurve(oid("1.3.36.3.3.2.8.1.1.7"))),
        ("ec-explicit.pem", KeyError::ExplicitCurve),
        ("ec-explicit.sec1.pem", KeyError::ExplicitCurve),
        ("ecdsa-p256.public.pem", KeyError::PublicKey),
        ("rsa-2048.public.pkcs1.pem", KeyError::PublicKey),
        ("ecdsa-p256.crt.pem", KeyError::Certificate),
        ("ecdsa-p256.csr.pem", KeyError::CertificationRequest),
        ("ecdsa-p256.p12", KeyError::Pkcs12),
        ("ecdsa-p256.p7b.pem", KeyError::Pkcs7),
        ("openssh.pem", KeyError::OpenSsh),
        ("ec-parameters.pem", label("EC PARAMETERS")),
        ("crl.pem", label("X509 CRL")),
        ("proc-type.pem", KeyError::OldEncryption(OldEncryption::ProcType)),
        ("proc-type-rsa.pem", KeyError::OldEncryption(OldEncryption::ProcType)),
        ("pbes1-md5-des.pem", old("1.2.840.113549.1.5.3")),
        ("pbes1-sha1-3des.pem", old("1.2.840.113549.1.12.1.3")),
        ("pbes1-sha1-rc2-40.pem", old("1.2.840.113549.1.12.1.6")),
        ("pbkdf2-sha256-des3.pem", old("1.2.840.113549.3.7")),
        (
            "pbkdf2-sha256-camellia256.pem",
            KeyError::UnknownEncryption(oid("1.2.392.200011.61.1.1.1.4")),
        ),
    ];
    let mut messages = Vec::new();
    for (name, expected) in cases {
        let refused = read(name).expect_err(name);
        assert_eq!(refused, expected, "{name}");
        // The same in DER, where PEM does not say what it is.
        let from_pem = matches!(
            expected,
            KeyError::Label(_)
                | KeyError::OpenSsh
                | KeyError::OldEncryption(OldEncryption::ProcType)
        );
        if !from_pem && name.ends_with(".pem") {
            let refused = KeyPair::read(&der(&data(name)), Some(PASSWORD)).unwrap_err();
            assert_eq!(refused, expected, "{name} in DER");
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
fn what_is_no_file_of_a_key_is_told_apart() {
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(std::str::from_utf8(&data("ecdsa-p256.pem")).unwrap().encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let key = data("ecdsa-p256.pem");
    let cases: &[(&[u8], KeyError)] = &[
        (b"", KeyError::Empty),
        (b"\r\n \n", KeyError::Empty),
        (b"\xEF\xBB\xBF", KeyError::Empty),
        (&utf16, KeyError::Utf16),
        (b"hello", KeyError::Unrecognised),
        (b"{\"subject\": {}}", KeyError::Unrecognised),
        (&[0x7F, b'E', b'L', b'F', 2, 1, 1], KeyError::Unrecognised),
        (&[0x30], KeyError::Truncated),
        (&[0x30, 0x00], KeyError::Truncated),
        (&[0x30, 0x03, 0x02, 0x01, 0x00], KeyError::NoKey),
        (&key[..key.len() - 30], KeyError::Truncated),
        (b"-----BEGIN PRIVATE KEY-----", KeyError::Truncated),
        (
            b"-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n",
            KeyError::Pem(PemError::Base64),
        ),
        (
            b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
            KeyError::Pem(PemError::NoEnd),
        ),
        (
            b"-----BEGIN RSA PRIVATE KEY-----\nX-Mailer: x\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
            KeyError::Pem(PemError::Headers),
        ),
        (
            b"-----BEGIN PGP MESSAGE-----\nAAAA\n-----END PGP MESSAGE-----\n",
            KeyError::Label("PGP MESSAGE".into()),
        ),
    ];
    for (bytes, expected) in cases {
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(KeyPair::read(bytes, None).unwrap_err(), *expected, "{shown}");
        assert_eq!(PublicKey::find(bytes, None).unwrap_err(), *expected, "{shown}");
    }
}

#[test]
fn a_public_key_that_contradicts_the_private_one_is_refused() {
    for (name, label) in [("ecdsa-p256.pem", "PKCS #8"), ("ecdsa-p384.sec1.pem", "SEC 1")] {
        let mut key = der(&data(name));
        let last = key.len() - 1;
        key[last] ^= 1;
        assert_eq!(KeyPair::read(&key, None).unwrap_err(), KeyError::Invalid, "{label}");
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
    assert_eq!(KeyPair::read(&version_2(&other), None).unwrap_err(), KeyError::Invalid);
}
