//! Damaged and hostile files.

use super::*;

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
        // Loading an RSA key takes a while, so not every byte of one.
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
        assert!(shown.len() > 10, "{shown:?}");
        for secret in secrets(&key, &text) {
            for text in &shown {
                assert!(!text.contains(&secret), "{text}");
            }
        }
    }
}

/// What must not be shown of a key: its bytes as hexadecimal and decimal numbers, its base64.
fn secrets(der: &[u8], pem: &[u8]) -> Vec<String> {
    let mut secrets = Vec::new();
    // Past the algorithm, which is not secret.
    for window in der[30..].windows(6) {
        let hex: String = window.iter().map(|byte| format!("{byte:02x}")).collect();
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
fn a_damaged_rsa_key_is_refused_or_signs_correctly() {
    let whole = der(&data("rsa-2048.pkcs1.pem"));
    let places = integers(&whole);
    assert_eq!(places.len(), 9);
    let public = find("rsa-2048.pem");
    let mut signed = Vec::new();
    for (index, place) in places.iter().enumerate().skip(1) {
        for at in [place.start + 1, place.start + place.len() / 2, place.end - 1] {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x04;
            match KeyPair::read(&damaged, None) {
                Err(error) => assert!(
                    matches!(error.code(), Code::KeyDamaged | Code::RsaExponent),
                    "{index}: {error}"
                ),
                Ok(key) => {
                    assert_eq!(key.public_key(), &public);
                    // Verified by the other path.
                    assert!(request().sign_by(&key).is_ok(), "{index}");
                    signed.push(index);
                }
            }
        }
    }
    signed.dedup();
    // dP, dQ and qInv are worked out anew when a key is loaded; all else is refused.
    assert_eq!(signed, [6, 7, 8]);
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(content.len()).unwrap()], content].concat()
}
fn number(value: u64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(7);
    let pad: &[u8] = if bytes[start] >= 0x80 { &[0] } else { &[] };
    tlv(0x02, &[pad, &bytes[start..]].concat())
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

#[test]
fn a_hostile_file_cannot_ask_for_hours_or_gigabytes() {
    let salt = tlv(0x04, &[7; 8]);
    let pbkdf2 = |salt: &[u8], count: u64| file(PBKDF2, &[salt, &number(count)]);
    let scrypt =
        |n: u64, r: u64, p: u64| file(SCRYPT, &[&salt, &number(n), &number(r), &number(p)]);
    let costly = |cost: u64, limit: u64| Some((cost, limit));
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
        (scrypt(2, 1 << 15, 1 << 5), costly(1 << 27, 1 << 20)),
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
            Some((cost, limit)) => {
                assert_eq!(refused.code(), Code::TooCostly);
                assert!(refused.reason().contains(&format!(" {cost} ")), "{refused}");
                assert_eq!(refused.expectation(), format!("at most {limit}"));
            }
            None => assert_eq!(refused.code(), Code::Structure, "{refused}"),
        }
    }
    // The builder of these files is right, or the cases above would mean nothing.
    let refused = KeyPair::read(&pbkdf2(&salt, 2), Some(PASSWORD)).unwrap_err();
    assert_eq!(refused.code(), Code::WrongPassword);
    let refused = KeyPair::read(&scrypt(2, 8, 1), Some(PASSWORD)).unwrap_err();
    assert_eq!(refused.code(), Code::WrongPassword);
}

#[test]
fn the_keys_of_one_file_cannot_cost_more_than_one_key() {
    let salt = tlv(0x04, &[7; 8]);
    let pbkdf2 = |count: u64| file(PBKDF2, &[&salt, &number(count)]);
    let cheap = data("pbkdf2-sha256-aes256.pem");
    let costly = pbkdf2(10_000_000);
    // Refused before any of it is spent.
    let mut budget = DerivationBudget::default();
    assert!(KeyPair::read_within(&cheap, Some(PASSWORD), &mut budget).is_ok());
    for result in [
        KeyPair::read_within(&costly, Some(PASSWORD), &mut budget).map(drop),
        PublicKey::find_within(&costly, Some(PASSWORD), &mut budget).map(drop),
    ] {
        assert_eq!(result.unwrap_err().code(), Code::TooCostly);
    }
    assert!(KeyPair::read_within(&cheap, Some(PASSWORD), &mut budget).is_ok());
    // Blocks whose label promises something else.
    let blocks = [pbkdf2(1), costly].map(|der| pem("FOO", &der));
    let blocks = [&blocks.concat()[..], &data("ecdsa-p256.crt.pem")].concat();
    let refused = PublicKey::find(&blocks, Some(PASSWORD)).unwrap_err();
    assert_eq!(refused.code(), Code::TooCostly);
    let expected = "asks for a cost of 10000000 to decrypt it, after 10 for other keys";
    assert_eq!(refused.reason(), expected);
    assert_eq!(refused.expectation(), "at most 10000000 for all keys together");
}

#[test]
fn a_key_in_the_place_of_a_label_is_not_shown() {
    let text = String::from_utf8(data("ecdsa-p256.pem")).unwrap();
    let body = text.lines().nth(1).unwrap();
    for secret in [body, &body[..30], &body.to_uppercase().replace(['+', '/'], "")[..30]] {
        for label in
            [secret.into(), format!("{secret} PRIVATE KEY"), format!("PRIVATE KEY{secret}")]
        {
            for frame in ["-----BEGIN L-----\nMAA=\n-----END L-----\n", "-----BEGIN L----- MAA="] {
                let input = frame.replace('L', &label);
                let input = input.as_bytes();
                for error in [
                    KeyPair::read(input, None).unwrap_err(),
                    PublicKey::find(input, None).unwrap_err(),
                    pkcs10::Inspection::read(input).unwrap_err(),
                    pkcs10::Renewal::read(input).unwrap_err(),
                ] {
                    let shown = format!("{error} {error:?}");
                    assert!(!shown.contains(&secret[..8]), "{shown}");
                }
            }
        }
    }
}
