//! Keys and the algorithms of signatures.

use super::*;

/// A public key of RSA in a request whose signature cannot be right.
pub(super) fn with_rsa(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let positive = |bytes: &[u8]| leaf(0x02, &[&[0][..usize::from(bytes[0] >> 7)], bytes].concat());
    let key = node(0x30, [positive(modulus), positive(exponent)]).encode();
    let mut info = info_of_names();
    info.nodes()[2] = node(
        0x30,
        [
            node(0x30, [oid("1.2.840.113549.1.1.1"), leaf(0x05, b"")]),
            leaf(0x03, &[&[0][..], &key].concat()),
        ],
    );
    let signature = [&[0][..], &vec![1; modulus.len()]].concat();
    let algorithm = node(0x30, [oid("1.2.840.113549.1.1.11"), leaf(0x05, b"")]);
    node(0x30, [info, algorithm, leaf(0x03, &signature)]).encode()
}

/// A request for names alone, not for a CA.
pub(super) fn info_of_names() -> Node {
    let mut info = good_info();
    info.at(&EXTENSIONS).nodes().truncate(1);
    info
}

pub(super) fn hex(text: &str) -> Vec<u8> {
    let text: String = text.split_whitespace().collect();
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn weak_rsa_keys_are_recognised() {
    let sound = hex(SOUND);
    let times_three = {
        let mut carry = 0_u16;
        let mut product: Vec<u8> = sound
            .iter()
            .rev()
            .map(|byte| {
                carry += u16::from(*byte) * 3;
                let [high, low] = carry.to_be_bytes();
                carry = u16::from(high);
                low
            })
            .collect();
        product.push(u8::try_from(carry).unwrap());
        product.reverse();
        product.into_iter().skip_while(|byte| *byte == 0).collect::<Vec<_>>()
    };
    let cases: [(&str, &[u8], &[u8], &[&str]); 7] = [
        ("sound", &sound, &[1, 0, 1], &[]),
        ("divided by 3", &times_three, &[1, 0, 1], &["rsa-small-factor"]),
        ("close primes", &hex(CLOSE_PRIMES), &[1, 0, 1], &["rsa-close-primes"]),
        ("ROCA", &hex(ROCA), &[1, 0, 1], &["rsa-roca"]),
        ("exponent 65536", &sound, &[1, 0, 0], &["rsa-exponent"]),
        ("exponent 1", &sound, &[1], &["rsa-exponent"]),
        ("exponent 3", &sound, &[3], &["rsa-exponent-small"]),
    ];
    for (name, modulus, exponent, expected) in cases {
        let found = findings(&with_rsa(modulus, exponent), &[]);
        let mut found = ids(&found);
        // The private key is unknown, so the signature is not right either.
        found.retain(|id| !["signature-bad", "key-damaged"].contains(id));
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn a_modulus_that_is_no_product_of_primes_is_one_fault() {
    for modulus in [&[0][..], &[1]] {
        let found = findings(&with_rsa(modulus, &[1, 0, 1]), &[]);
        let mut found = ids(&found);
        found.retain(|id| *id != "signature-encoding");
        assert_eq!(found, ["key-damaged"], "{modulus:?}");
    }
    let found = findings(&with_rsa(&[3], &[1, 0, 1]), &[]);
    assert!(ids(&found).contains(&"rsa-small-factor"), "{found:?}");
}

#[test]
fn sizes_and_exponents_of_rsa_keys_have_bounds_of_their_own() {
    // No small prime divides it.
    let short = [&[0x80][..], &[0; 126], &[0x0B]].concat();
    let sound = hex(SOUND);
    let cases: [(&[u8], &[u8], Group, &[&str]); 4] = [
        (&short, &[1, 0, 1], Group::PublicCa, &["rsa-key-size"]),
        (&short, &[1, 0, 1], Group::AdCs, &["rsa-key-size", "ad-cs-no-template"]),
        (&sound, &[3], Group::PublicCa, &["rsa-exponent-small", "public-rsa-exponent"]),
        (&sound, &[1, 0, 1], Group::PublicCa, &[]),
    ];
    for (modulus, exponent, group, expected) in cases {
        let found = findings(&with_rsa(modulus, exponent), &[group]);
        let mut found = ids(&found);
        found.retain(|id| !["signature-bad", "key-damaged"].contains(id));
        assert_eq!(found, expected);
    }
}

#[test]
fn each_kind_of_key_is_taken_by_some_and_refused_by_others() {
    let ec = |curve: &str, len: usize| {
        let algorithm = node(0x30, [oid("1.2.840.10045.2.1"), oid(curve)]);
        node(0x30, [algorithm, leaf(0x03, &[&[0, 4][..], &vec![1; len]].concat())])
    };
    let ed25519 =
        |len: usize| node(0x30, [node(0x30, [oid("1.3.101.112")]), leaf(0x03, &vec![0; 1 + len])]);
    let cases: [(Node, &[&str], &[&str]); 5] = [
        (ec("1.3.132.0.35", 132), &["public-curve-p521"], &[]),
        (ec("1.3.132.0.10", 64), &["public-curve"], &["ad-cs-key-algorithm"]),
        (
            ec("1.2.840.10045.3.1.1", 48),
            &["ec-key-size", "public-curve"],
            &["ec-key-size", "ad-cs-key-algorithm"],
        ),
        (ed25519(32), &["public-key-algorithm"], &["ad-cs-key-algorithm"]),
        (
            ed25519(31),
            &["key-encoding", "public-key-algorithm"],
            &["key-encoding", "ad-cs-key-algorithm"],
        ),
    ];
    for (key, public, ad_cs) in cases {
        let mut info = info_of_names();
        info.nodes()[2] = key;
        for (group, expected) in [(Group::PublicCa, public), (Group::AdCs, ad_cs)] {
            let found = findings(&sign(&info).encode(), &[group]);
            let mut found = ids(&found);
            // The signature is one by another key, and these keys are points of no curve.
            found.retain(|id| {
                !id.starts_with("signature-") && !["ad-cs-no-template", "key-damaged"].contains(id)
            });
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn an_unusual_signature_algorithm_is_reported_for_public_cas_only() {
    let mut whole = sign(&info_of_names());
    *whole.at(&[1, 0]) = oid("1.2.840.10045.4.3.1");
    let found = findings(&whole.encode(), &[Group::PublicCa]);
    let mut found = ids(&found);
    found.retain(|id| !["signature-bad", "signature-unchecked"].contains(id));
    assert_eq!(found, ["public-signature-algorithm"]);
}
