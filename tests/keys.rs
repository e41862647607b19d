//! Keys as people have them: golden files of OpenSSL's in `tests/data/keys`, whose README tells
//! how each was made. Where `openssl` is installed it judges what we write.

#![cfg(all(feature = "std", feature = "rsa", feature = "ecdsa", feature = "encryption"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pkcs10::{
    Algorithm, CertificationRequest, KeyError, KeyPair, OldEncryption, PemError, Policy, PublicKey,
    PublicKeyAlgorithm, Request, SignError, SignatureAlgorithm, Subject, SysRng,
};

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
fn openssl(arguments: &[&str], input: &[u8]) -> Option<(bool, Vec<u8>, String)> {
    let child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "openssl: {error}");
            eprintln!("skipped: openssl is not installed ({error})");
            return None;
        }
    };
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    Some((output.status.success(), output.stdout, messages))
}

#[test]
fn every_form_of_a_key_is_the_same_key() {
    for files in GOLDEN {
        let expected = read(files[0]).unwrap();
        for name in files {
            let lf = data(name);
            let crlf = String::from_utf8(lf.clone()).unwrap().replace('\n', "\r\n").into_bytes();
            let forms = [
                ("PEM", lf.clone()),
                ("CRLF", crlf),
                ("DER", der(&lf)),
                ("UTF-8 with BOM", [b"\xEF\xBB\xBF", &*lf].concat()),
                ("text in front that is not UTF-8", [b"Schl\xFCssel\n", &*lf].concat()),
                ("without the last line end", lf.trim_ascii_end().to_vec()),
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
    assert_eq!(KeyPair::read(&without, None).unwrap_err(), KeyError::NoCurve);
    let text = String::from_utf8(with_block).unwrap();
    let block = &text[..text.find("-----BEGIN EC PRIVATE").unwrap()];
    let joined = [block.as_bytes(), &pem("EC PRIVATE KEY", &without)].concat();
    let key = KeyPair::read(&joined, None).unwrap();
    assert_eq!(key.public_key(), expected.public_key());
}

#[test]
fn a_key_is_written_to_the_octet_as_openssl_writes_it() {
    for files in GOLDEN {
        let written = read(files[0]).unwrap().to_pkcs8_pem().unwrap();
        assert_eq!(written.as_bytes(), data(files[0]), "{}", files[0]);
    }
}

#[test]
fn encrypted_keys_open_with_their_password_only() {
    for name in ENCRYPTED {
        let golden = if name.starts_with("rsa") { "rsa-2048.pem" } else { "ecdsa-p256.pem" };
        let pem = data(name);
        for bytes in [der(&pem), pem] {
            let key = KeyPair::read(&bytes, Some(PASSWORD));
            let key = key.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(key.public_key(), read(golden).unwrap().public_key(), "{name}");
            assert_eq!(KeyPair::read(&bytes, None).unwrap_err(), KeyError::PasswordMissing);
            for wrong in [&b""[..], b"Password", b"password\n"] {
                let refused = KeyPair::read(&bytes, Some(wrong)).unwrap_err();
                assert_eq!(refused, KeyError::WrongPassword, "{name}");
            }
        }
    }
}

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
    let found = messages.join("\n") + "\n";
    assert_eq!(found, String::from_utf8(data("refusals.txt")).unwrap(), "{found}");
}

#[test]
fn the_commands_in_the_messages_convert_the_keys() {
    let files = [
        "proc-type.pem",
        "proc-type-rsa.pem",
        "pbes1-md5-des.pem",
        "pbes1-sha1-3des.pem",
        "pbes1-sha1-rc2-40.pem",
        "pbkdf2-sha256-des3.pem",
        "pbkdf2-sha256-camellia256.pem",
        "ec-explicit.pem",
        "ecdsa-p256.p12",
    ];
    for name in files {
        let message = read(name).unwrap_err().to_string();
        let (_, command) = message.rsplit_once("with: openssl ").unwrap();
        let old = path(name);
        let (old, new) = (old.to_str().unwrap(), "/dev/stdout");
        let mut arguments: Vec<&str> = command
            .split(' ')
            .map(|word| match word {
                "OLD" => old,
                "NEW" => new,
                word => word,
            })
            .collect();
        arguments.extend(["-passin", "pass:password"]);
        if !command.starts_with("ec ") {
            arguments.extend(["-passout", "pass:password"]);
        }
        let Some((done, converted, messages)) = openssl(&arguments, b"") else { return };
        assert!(done, "{name}: {messages}");
        KeyPair::read(&converted, Some(PASSWORD)).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
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
fn no_cut_and_no_flipped_bit_panics_or_shows_the_key() {
    for name in ["ecdsa-p256.pem", "ecdsa-p384.sec1.pem", "rsa-2048.pem", "rsa-2048.pkcs1.pem"] {
        let text = data(name);
        let key = der(&text);
        let mut shown = BTreeSet::new();
        let mut check = |bytes: &[u8]| match KeyPair::read(bytes, None) {
            Ok(key) => shown.extend([format!("{key:?}"), format!("{key:#?}")]),
            Err(error) => {
                shown.extend([error.to_string(), format!("{error:?}"), format!("{error:#?}")]);
            }
        };
        check(&key);
        check(&text);
        for end in 0..key.len() {
            assert!(KeyPair::read(&key[..end], None).is_err(), "{name} cut to {end}");
            check(&key[..end]);
        }
        // Loading an RSA key takes a while, so not every octet of one.
        for at in (0..key.len()).step_by(if key.len() > 500 { 31 } else { 1 }) {
            let mut damaged = key.clone();
            damaged[at] ^= 0x01;
            check(&damaged);
        }
        for at in (0..text.len()).step_by(3) {
            check(&text[..at]);
            let mut damaged = text.clone();
            damaged[at] = b'-';
            check(&damaged);
        }
        assert!(shown.len() > 20, "{shown:?}");
        for secret in secrets(&key, &text) {
            for text in &shown {
                assert!(!text.contains(&secret), "{text}");
            }
        }
    }
}

/// What must not be shown of a key: its octets as hexadecimal and decimal numbers, its base64.
fn secrets(der: &[u8], pem: &[u8]) -> Vec<String> {
    let mut secrets = Vec::new();
    // Past the algorithm, which is no secret.
    for window in der[30..].windows(6) {
        let hex: String = window.iter().map(|octet| format!("{octet:02x}")).collect();
        let decimal: Vec<String> = window.iter().map(u8::to_string).collect();
        secrets.extend([hex.to_uppercase(), hex, decimal.join(", ")]);
    }
    let body: String = std::str::from_utf8(pem)
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    secrets.extend((40..body.len() - 8).map(|at| body[at..at + 8].to_string()));
    secrets
}

#[test]
fn a_key_shows_its_kind_only() {
    let key = read("ecdsa-p256.pem").unwrap();
    assert_eq!(format!("{key:?}"), "KeyPair(ECDSA P-256)");
    assert_eq!(format!("{:?}", read("rsa-3072.pem").unwrap()), "KeyPair(RSA, 3072 bits)");
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

/// The places of the integers of an RSAPrivateKey: version, n, e, d, p, q, dP, dQ, qInv.
fn integers(der: &[u8]) -> Vec<std::ops::Range<usize>> {
    let length = |at: usize| match der[at] {
        short @ ..=0x7F => (at + 1, usize::from(short)),
        0x81 => (at + 2, usize::from(der[at + 1])),
        _ => (at + 3, usize::from(der[at + 1]) << 8 | usize::from(der[at + 2])),
    };
    let (mut at, _) = length(1);
    let mut found = Vec::new();
    while at < der.len() {
        let (start, len) = length(at + 1);
        found.push(start..start + len);
        at = start + len;
    }
    found
}

#[test]
fn a_spoilt_rsa_key_is_refused_or_signs_correctly() {
    let whole = der(&data("rsa-2048.pkcs1.pem"));
    let places = integers(&whole);
    assert_eq!(places.len(), 9);
    let public = find("rsa-2048.pem");
    let mut signed = Vec::new();
    for (index, place) in places.iter().enumerate().skip(1) {
        for at in [place.start + 1, place.start + place.len() / 2, place.end - 1] {
            let mut spoilt = whole.clone();
            spoilt[at] ^= 0x04;
            match KeyPair::read(&spoilt, None) {
                Err(error) => assert!(
                    matches!(error, KeyError::Invalid | KeyError::RsaExponent),
                    "{index}: {error}"
                ),
                Ok(key) => {
                    assert_eq!(key.public_key(), &public);
                    let request = Request::builder()
                        .subject(Subject::builder().common_name("a"))
                        .build()
                        .unwrap();
                    // Verified by the other path.
                    assert!(request.sign_by(&key).is_ok(), "{index}");
                    signed.push(index);
                }
            }
        }
    }
    signed.dedup();
    // dP, dQ and qInv are worked out anew when a key is loaded; all else is refused.
    assert_eq!(signed, [6, 7, 8]);
}

#[test]
fn a_hostile_file_cannot_ask_for_hours_or_gigabytes() {
    fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(content.len()).unwrap()], content].concat()
    }
    fn number(value: u64) -> Vec<u8> {
        let octets = value.to_be_bytes();
        let start = octets.iter().position(|octet| *octet != 0).unwrap_or(7);
        let pad: &[u8] = if octets[start] >= 0x80 { &[0] } else { &[] };
        tlv(0x02, &[pad, &octets[start..]].concat())
    }
    fn file(kdf: &[u8], parameters: &[&[u8]]) -> Vec<u8> {
        let kdf = tlv(0x30, &[tlv(0x06, kdf), tlv(0x30, &parameters.concat())].concat());
        let aes = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A];
        let cipher = tlv(0x30, &[tlv(0x06, &aes), tlv(0x04, &[0; 16])].concat());
        let pbes2 = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D];
        let scheme = [tlv(0x06, &pbes2), tlv(0x30, &[kdf, cipher].concat())].concat();
        let mut whole = tlv(0x30, &scheme);
        whole.extend_from_slice(&tlv(0x04, &[0; 16]));
        let len = u8::try_from(whole.len()).unwrap();
        if len < 0x80 {
            [&[0x30, len], &*whole].concat()
        } else {
            [&[0x30, 0x81, len], &*whole].concat()
        }
    }
    const PBKDF2: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0C];
    const SCRYPT: &[u8] = &[0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x04, 0x0B];
    let salt = tlv(0x04, &[7; 8]);
    let pbkdf2 = |salt: &[u8], count: u64| file(PBKDF2, &[salt, &number(count)]);
    let scrypt =
        |n: u64, r: u64, p: u64| file(SCRYPT, &[&salt, &number(n), &number(r), &number(p)]);
    let costly = |cost, limit| Some(KeyError::TooCostly { cost, limit });
    let memory = 128 << 20;
    let cases = [
        (pbkdf2(&salt, 10_000_001), costly(10_000_001, 10_000_000)),
        (pbkdf2(&salt, u64::MAX), costly(u64::MAX, 10_000_000)),
        (pbkdf2(&salt, 0), None),
        (pbkdf2(&tlv(0x04, &[7; 33]), 1), None),
        (scrypt(1 << 18, 8, 1), costly(1 << 28, memory)),
        (scrypt(1 << 63, 1 << 40, 1), costly(u64::MAX, memory)),
        (scrypt(1 << 17, 8, 5), costly(5 << 27, 512 << 20)),
        (scrypt(2, 1, u64::MAX), costly(u64::MAX, 512 << 20)),
        (scrypt(0, 8, 1), None),
        (scrypt(1, 8, 1), None),
        (scrypt(3, 8, 1), None),
        (scrypt(1 << 14, 0, 1), None),
        (scrypt(1 << 14, 8, 0), None),
        (scrypt(2, 1, 1 << 16), None),
    ];
    for (file, expected) in cases {
        let refused = KeyPair::read(&file, Some(PASSWORD)).unwrap_err();
        match expected {
            Some(expected) => assert_eq!(refused, expected),
            None => assert!(matches!(refused, KeyError::Der(_)), "{refused:?}"),
        }
    }
    // The builder of these files is right, or the cases above would mean nothing.
    let refused = KeyPair::read(&pbkdf2(&salt, 2), Some(PASSWORD)).unwrap_err();
    assert_eq!(refused, KeyError::WrongPassword);
    let refused = KeyPair::read(&scrypt(2, 8, 1), Some(PASSWORD)).unwrap_err();
    assert_eq!(refused, KeyError::WrongPassword);
}

fn find(name: &str) -> PublicKey {
    PublicKey::find(&data(name), Some(PASSWORD)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_public_key_is_found_in_whatever_holds_it() {
    let groups: [&[&str]; 4] = [
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
        // No family of ours, and still a public key.
        &["ed25519.public.pem", "ed25519.crt.pem", "ed25519.csr.pem"],
    ];
    for group in groups {
        let expected = find(group[0]);
        for name in group {
            assert_eq!(find(name), expected, "{name}");
            let der = der(&data(name));
            assert_eq!(PublicKey::find(&der, Some(PASSWORD)), Ok(expected.clone()), "{name}");
        }
    }
    let curve = PublicKeyAlgorithm::EcOther("1.3.132.0.35".parse().unwrap());
    assert_eq!(find("ecdsa-p521.csr.pem").algorithm(), &curve);
    let refused = PublicKey::find(&data("ed25519.pem"), None).unwrap_err();
    assert_eq!(refused, KeyError::UnknownAlgorithm("1.3.101.112".parse().unwrap()));
    let refused = PublicKey::find(&data("crl.pem"), None).unwrap_err();
    assert_eq!(refused, KeyError::Label("X509 CRL".into()));
}

#[test]
fn the_fingerprint_is_the_sha256_of_the_subject_public_key_info() {
    let key = find("ecdsa-p256.pem");
    let Some((true, expected, _)) = openssl(&["dgst", "-sha256", "-binary"], key.as_der()) else {
        return;
    };
    assert_eq!(key.sha256()[..], expected);
}

#[test]
fn a_key_signs_by_the_digests_of_its_family_only() {
    use SignatureAlgorithm::*;
    let rsa = [Sha256WithRsa, Sha384WithRsa, Sha512WithRsa];
    let ecdsa = [EcdsaWithSha256, EcdsaWithSha384, EcdsaWithSha512];
    let cases = [
        ("rsa-2048.pem", &rsa, &ecdsa),
        ("ecdsa-p256.pem", &ecdsa, &rsa),
        ("ecdsa-p384.pem", &ecdsa, &rsa),
    ];
    for (name, own, others) in cases {
        for algorithm in own {
            let key = read(name).unwrap().with_signature_algorithm(algorithm.clone()).unwrap();
            assert_eq!(key.signature_algorithm(), algorithm);
            let request = request(&key);
            let Some((verifies, _, messages)) =
                openssl(&["req", "-inform", "DER", "-noout", "-verify"], request.as_der())
            else {
                return;
            };
            assert!(verifies && messages.contains("verify OK"), "{name} {algorithm}: {messages}");
        }
        for algorithm in others {
            let refused = read(name).unwrap().with_signature_algorithm(algorithm.clone());
            assert_eq!(refused.unwrap_err(), SignError::Algorithm, "{name} {algorithm}");
        }
    }
}

#[test]
fn requests_of_every_golden_key_verify_by_openssl() {
    for files in GOLDEN {
        for name in files {
            let request = request(&read(name).unwrap());
            let Some((verifies, _, messages)) =
                openssl(&["req", "-noout", "-verify"], request.to_pem().as_bytes())
            else {
                return;
            };
            assert!(verifies && messages.contains("verify OK"), "{name}: {messages}");
        }
    }
}

#[test]
fn keys_made_here_pass_openssls_check_and_their_encrypted_form_opens() {
    let kinds = [
        PublicKeyAlgorithm::Rsa { bits: 2048 },
        PublicKeyAlgorithm::Rsa { bits: 3072 },
        PublicKeyAlgorithm::Rsa { bits: 4096 },
        PublicKeyAlgorithm::EcP256,
        PublicKeyAlgorithm::EcP384,
    ];
    for (algorithm, kind) in Algorithm::ALL.into_iter().zip(kinds) {
        let key = KeyPair::generate(algorithm, &mut SysRng).unwrap();
        assert_eq!(key.public_key().algorithm(), &kind);
        let text = key.to_pkcs8_pem().unwrap();
        let again = KeyPair::read(text.as_bytes(), None).unwrap();
        assert_eq!(again.public_key(), key.public_key());
        assert_eq!(again.to_pkcs8_pem().unwrap(), text);

        let encrypted = key.to_encrypted_pkcs8_pem(PASSWORD, &mut SysRng).unwrap();
        let again = KeyPair::read(encrypted.as_bytes(), Some(PASSWORD)).unwrap();
        assert_eq!(again.to_pkcs8_pem().unwrap(), text);
        let refused = KeyPair::read(encrypted.as_bytes(), Some(b"other")).unwrap_err();
        assert_eq!(refused, KeyError::WrongPassword);

        for (text, arguments) in [
            (text.as_bytes(), &["pkey", "-check", "-noout"][..]),
            (encrypted.as_bytes(), &["pkey", "-check", "-noout", "-passin", "pass:password"]),
        ] {
            let Some((valid, _, messages)) = openssl(arguments, text) else { return };
            assert!(valid, "{algorithm}: {messages}");
        }
    }
}

#[test]
fn encrypting_twice_gives_two_salts() {
    let key = read("ecdsa-p256.pem").unwrap();
    let once = key.to_encrypted_pkcs8_pem(PASSWORD, &mut SysRng).unwrap();
    let twice = key.to_encrypted_pkcs8_pem(PASSWORD, &mut SysRng).unwrap();
    assert_ne!(once, twice);
}

#[test]
fn the_policies_are_the_documented_pairs() {
    let pairs = Policy::ALL.map(|policy| (policy.algorithm(), policy.signature_algorithm()));
    assert_eq!(
        pairs,
        [
            (Algorithm::Rsa2048, SignatureAlgorithm::Sha256WithRsa),
            (Algorithm::Rsa3072, SignatureAlgorithm::Sha384WithRsa),
        ]
    );
}
