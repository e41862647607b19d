//! Ed25519 keys (RFC 8410) and signatures (RFC 8032).

use super::*;
use pkcs10::reading::BadSignatureCause;
use pkcs10::{Prepared, RequestSigner, VerifyError};
use sha2::Digest;

/// RFC 8032 7.1, TEST 3.
const SECRET: [u8; 32] = [
    0xC5, 0xAA, 0x8D, 0xF4, 0x3F, 0x9F, 0x83, 0x7B, 0xED, 0xB7, 0x44, 0x2F, 0x31, 0xDC, 0xB7, 0xB1,
    0x66, 0xD3, 0x85, 0x35, 0x07, 0x6F, 0x09, 0x4B, 0x85, 0xCE, 0x3A, 0x2E, 0x0B, 0x44, 0x58, 0xF7,
];
const PUBLIC: [u8; 32] = [
    0xFC, 0x51, 0xCD, 0x8E, 0x62, 0x18, 0xA1, 0xA3, 0x8D, 0xA4, 0x7E, 0xD0, 0x02, 0x30, 0xF0, 0x58,
    0x08, 0x16, 0xED, 0x13, 0xBA, 0x33, 0x03, 0xAC, 0x5D, 0xEB, 0x91, 0x15, 0x48, 0x90, 0x80, 0x25,
];
const SIGNATURE: [u8; 64] = [
    0x62, 0x91, 0xD6, 0x57, 0xDE, 0xEC, 0x24, 0x02, 0x48, 0x27, 0xE6, 0x9C, 0x3A, 0xBE, 0x01, 0xA3,
    0x0C, 0xE5, 0x48, 0xA2, 0x84, 0x74, 0x3A, 0x44, 0x5E, 0x36, 0x80, 0xD7, 0xDB, 0x5A, 0xC3, 0xAC,
    0x18, 0xFF, 0x9B, 0x53, 0x8D, 0x16, 0xF2, 0x90, 0xAE, 0x67, 0xF7, 0x60, 0x98, 0x4D, 0xC6, 0x59,
    0x4A, 0x7C, 0x15, 0xE9, 0x71, 0x6E, 0xD2, 0x8D, 0xC0, 0x27, 0xBE, 0xCE, 0xEA, 0x1E, 0xC4, 0x0A,
];

/// A value of less than 128 bytes.
fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    [&[tag, u8::try_from(content.len()).unwrap()], &content[..]].concat()
}

/// A key in PKCS #8, from the parameters, the secret, and what follows that.
fn pkcs8(version: u8, parameters: &[u8], secret: &[u8], more: &[u8]) -> Vec<u8> {
    let identifier = tlv(0x30, &[&[6, 3, 0x2B, 101, 112], parameters]);
    let key = tlv(0x04, &[&tlv(0x04, &[secret])]);
    tlv(0x30, &[&[2, 1, version], &identifier, &key, more])
}

/// A key of any length, which requests refuse.
fn public(key: &[u8]) -> PublicKey {
    let info = [&tlv(0x30, &[&[6, 3, 0x2B, 101, 112]]), &tlv(0x03, &[&[0], key])[..]];
    PublicKey::find(&tlv(0x30, &info), None).unwrap()
}

#[test]
fn a_key_signs_as_in_rfc_8032() {
    let key = KeyPair::from_pkcs8_der(&pkcs8(0, &[], &SECRET, &[])).unwrap();
    assert_eq!(key.public_key(), &public(&PUBLIC));
    assert_eq!(key.public_key().bits(), Some(256));
    assert_eq!(key.sign_message(&[0xAF, 0x82]).unwrap(), SIGNATURE);
}

#[test]
fn version_2_may_have_the_public_key_which_has_to_be_the_right_one() {
    let with_public = |key: &[u8]| pkcs8(1, &[], &SECRET, &tlv(0x81, &[&[0], key]));
    let key = KeyPair::from_pkcs8_der(&with_public(&PUBLIC)).unwrap();
    assert_eq!(key.public_key(), &public(&PUBLIC));
    let mut other = PUBLIC;
    other[0] ^= 1;
    // RFC 5958 2: attributes [0] are in front of it.
    let attributes = [&tlv(0xA0, &[]), &tlv(0x81, &[&[0], &PUBLIC])[..]].concat();
    assert!(KeyPair::from_pkcs8_der(&pkcs8(1, &[], &SECRET, &attributes)).is_ok());
    let cases = [
        ("another public key", with_public(&other), Code::KeyDamaged),
        ("a short public key", with_public(&PUBLIC[1..]), Code::KeyDamaged),
        ("a short secret", pkcs8(0, &[], &SECRET[1..], &[]), Code::KeyDamaged),
        ("no secret", pkcs8(0, &[], &[], &[]), Code::KeyDamaged),
        ("NULL as parameters", pkcs8(0, &[5, 0], &SECRET, &[]), Code::Structure),
        ("version 3", pkcs8(2, &[], &SECRET, &[]), Code::Structure),
    ];
    for (name, der, code) in cases {
        assert_eq!(KeyPair::from_pkcs8_der(&der).unwrap_err().code(), code, "{name}");
    }
}

#[test]
fn wrong_signatures_are_distinguished_from_damaged_keys() {
    let key = read("ed25519.pem").unwrap();
    let prepared = |key: &PublicKey| -> Prepared { request().prepare(key) };
    let sound = prepared(key.public_key());
    let right = key.sign_message(sound.to_be_signed()).unwrap();
    let of_digest = key.sign_message(&sha2::Sha512::digest(sound.to_be_signed())).unwrap();
    // S + L, which leads to the same point: the order of RFC 8032 5.1, little-endian.
    const L: u128 = 0x14DE_F9DE_A2F7_9CD6_5812_631A_5CF5_D3ED;
    let mut not_reduced = right.clone();
    let mut carry = 0;
    for (index, byte) in not_reduced[32..].iter_mut().enumerate() {
        let order = match index {
            0..16 => L.to_le_bytes()[index],
            31 => 0x10,
            _ => 0,
        };
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = u8::try_from(sum & 0xFF).unwrap();
        carry = sum >> 8;
    }
    // The neutral point as key and R, and S = 0: the equation holds for every message.
    let mut neutral = [0; 64];
    neutral[0] = 1;
    let small_order = prepared(&public(&neutral[..32]));
    let off_curve = prepared(&public(&[2; 32]));
    let short = prepared(&public(&[1; 31]));
    let bad = |cause| Err(VerifyError::BadSignature(cause));
    let cases = [
        ("right", &sound, &*right, Ok(())),
        ("short", &sound, &right[..63], bad(None)),
        ("nothing", &sound, &[], bad(None)),
        ("over a digest", &sound, &of_digest, bad(Some(BadSignatureCause::HashedTwice))),
        ("S is not reduced", &sound, &not_reduced, bad(None)),
        ("by a key of small order", &small_order, &neutral, bad(None)),
        ("by no point", &off_curve, &right, Err(VerifyError::BadKey)),
        ("by a short key", &short, &right, Err(VerifyError::BadKey)),
    ];
    for (name, prepared, signature, expected) in cases {
        let verdict = prepared.assemble(&SignatureAlgorithm::Ed25519, signature).map(drop);
        assert_eq!(verdict, expected, "{name}");
    }
}
