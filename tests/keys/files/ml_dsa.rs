//! ML-DSA keys (RFC 9881) and signatures (FIPS 204).

use super::super::{dry::Dry, programs::skip};
use super::*;
use ::ml_dsa::{ExpandedSigningKey, MlDsa44, MlDsa65, MlDsa87, MlDsaParams};
use pkcs10::reading::BadSignatureCause;
use pkcs10::{Prepared, RequestSigner, VerifyError};
use sha2::Digest;

const SEED: [u8; 32] = [0x51; 32];

fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let len = content.len();
    let [high, low] = u16::try_from(len).unwrap().to_be_bytes();
    let header = match len {
        0..0x80 => vec![tag, low],
        0x80..0x100 => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [header, content].concat()
}

/// A key in PKCS #8: the last byte of its object identifier, its private key, and what follows that.
fn pkcs8(set: u8, parameters: &[u8], key: &[u8], more: &[u8]) -> Vec<u8> {
    let oid = [6, 9, 0x60, 0x86, 0x48, 1, 101, 3, 4, 3, set];
    let version = [2, 1, u8::from(!more.is_empty())];
    tlv(0x30, &[&version, &tlv(0x30, &[&oid, parameters]), &tlv(0x04, &[key]), more])
}

fn seed(seed: &[u8]) -> Vec<u8> {
    tlv(0x80, &[seed])
}

fn both(seed: &[u8], expanded: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&tlv(0x04, &[seed]), &tlv(0x04, &[expanded])])
}

#[expect(deprecated, reason = "what others have written is read")]
fn expand<P: MlDsaParams>(seed: [u8; 32]) -> Vec<u8> {
    ExpandedSigningKey::<P>::from_seed(&seed.into()).to_expanded().to_vec()
}

/// Each parameter set, with the expanded form of a key.
fn sets() -> [(u8, Algorithm, Vec<u8>, usize); 3] {
    [
        (17, Algorithm::MlDsa44, expand::<MlDsa44>(SEED), 2_420),
        (18, Algorithm::MlDsa65, expand::<MlDsa65>(SEED), 3_309),
        (19, Algorithm::MlDsa87, expand::<MlDsa87>(SEED), 4_627),
    ]
}

#[test]
fn every_form_is_the_same_key_and_is_written_as_the_seed_if_that_is_known() {
    for (set, algorithm, expanded, signature_len) in sets() {
        let as_seed = pkcs8(set, &[], &seed(&SEED), &[]);
        let as_expanded = pkcs8(set, &[], &tlv(0x04, &[&expanded]), &[]);
        let as_both = pkcs8(set, &[], &both(&SEED, &expanded), &[]);
        assert_eq!(as_seed.len(), 54);
        let forms = [(&as_seed, &as_seed), (&as_expanded, &as_expanded), (&as_both, &as_seed)];
        let keys = forms.map(|(form, written)| {
            let key = KeyPair::from_pkcs8_der(form).unwrap();
            assert_eq!(Algorithm::of(key.public_key()), Some(algorithm));
            assert_eq!(der(key.to_pkcs8_pem().unwrap().as_bytes()), *written, "{algorithm}");
            key
        });
        for key in &keys {
            assert_eq!(key.public_key(), keys[0].public_key(), "{algorithm}");
            let csr = request().sign(key).unwrap();
            csr.verify().unwrap();
            assert_eq!(csr.signature().len(), signature_len);
        }
    }
}

#[test]
fn a_key_whose_parts_disagree_is_refused_with_the_part() {
    for (set, _, expanded, _) in sets() {
        let flipped = |at: usize, mask: u8| {
            let mut expanded = expanded.clone();
            expanded[at] ^= mask;
            expanded
        };
        let alone = |at, mask| tlv(0x04, &[&flipped(at, mask)]);
        // rho, K, tr, s1, s2, t0 (FIPS 204, Algorithm 24).
        let (s_len, k) = match set {
            17 => (96, 4),
            18 => (128, 6),
            _ => (96, 8),
        };
        let t0_at = expanded.len() - 416 * k;
        let s2_at = t0_at - s_len * k;
        let out_of_range = |at: usize| {
            let mut expanded = expanded.clone();
            expanded[at] = 0xFF;
            tlv(0x04, &[&expanded])
        };
        let cases = [
            ("the seed of another key", both(&[0x52; 32], &expanded), "seed"),
            ("another K beside a seed", both(&SEED, &flipped(32, 1)), "seed"),
            ("another tr", alone(64, 1), "tr"),
            ("the last bit of tr", alone(127, 0x80), "tr"),
            ("another tr beside a seed", both(&SEED, &flipped(64, 1)), "tr"),
            ("another rho", alone(0, 1), "tr"),
            ("another t0", alone(t0_at, 1), "t0"),
            ("the last bit of t0", alone(expanded.len() - 1, 0x80), "t0"),
            ("s1 out of range", out_of_range(128), "s1"),
            ("the end of s1 out of range", out_of_range(s2_at - 1), "s1"),
            ("s2 out of range", out_of_range(s2_at), "s2"),
            ("the end of s2 out of range", out_of_range(t0_at - 1), "s2"),
        ];
        for (name, key, part) in cases {
            let error = KeyPair::from_pkcs8_der(&pkcs8(set, &[], &key, &[])).unwrap_err();
            assert_eq!(error.code(), Code::KeyDamaged, "{set}: {name}");
            let reason = format!("is an ML-DSA key whose {part} contradicts its other parts");
            assert_eq!(error.reason(), reason, "{set}: {name}");
        }
    }
}

#[test]
fn other_forms_are_refused() {
    let (set, _, expanded, _) = sets().into_iter().next().unwrap();
    let public = der(&data("ed25519.public.pem"));
    let cases = [
        ("a short seed", pkcs8(set, &[], &seed(&SEED[1..]), &[]), Code::KeyDamaged),
        ("no seed", pkcs8(set, &[], &seed(&[]), &[]), Code::KeyDamaged),
        ("a seed as an expanded key", pkcs8(set, &[], &tlv(4, &[&SEED]), &[]), Code::KeyDamaged),
        (
            "a short expanded key",
            pkcs8(set, &[], &tlv(4, &[&expanded[1..]]), &[]),
            Code::KeyDamaged,
        ),
        ("that of another set", pkcs8(set + 1, &[], &tlv(4, &[&expanded]), &[]), Code::KeyDamaged),
        ("a seed without a tag", pkcs8(set, &[], &SEED, &[]), Code::Structure),
        ("nothing", pkcs8(set, &[], &[], &[]), Code::Structure),
        (
            "three parts",
            pkcs8(set, &[], &tlv(0x30, &[&both(&SEED, &expanded)]), &[]),
            Code::Structure,
        ),
        ("NULL as parameters", pkcs8(set, &[5, 0], &seed(&SEED), &[]), Code::Structure),
        (
            "another public key",
            pkcs8(set, &[], &seed(&SEED), &tlv(0x81, &[&[0], &public])),
            Code::KeyDamaged,
        ),
    ];
    for (name, der, code) in cases {
        assert_eq!(KeyPair::from_pkcs8_der(&der).unwrap_err().code(), code, "{name}");
    }
}

#[test]
fn signatures_are_hedged_and_wrong_ones_are_distinguished_from_damaged_keys() {
    let key = KeyPair::from_pkcs8_der(&pkcs8(18, &[], &seed(&SEED), &[])).unwrap();
    let sound: Prepared = request().prepare(key.public_key());
    let right = key.sign_message(sound.to_be_signed()).unwrap();
    assert_ne!(key.sign_message(sound.to_be_signed()).unwrap(), right);
    assert!(matches!(request().sign_with_rng(&key, &mut Dry), Err(SignError::Random)));

    let of_digest = key.sign_message(&sha2::Sha256::digest(sound.to_be_signed())).unwrap();
    let mut changed = right.clone();
    changed[0] ^= 1;
    let mut hints = right.clone();
    *hints.last_mut().unwrap() = 0xFF;
    let bad = |cause| Err(VerifyError::BadSignature(cause));
    let cases = [
        ("right", &*right, Ok(())),
        ("short", &right[1..], bad(None)),
        ("nothing", &[], bad(None)),
        ("changed", &changed, bad(None)),
        ("hints that cannot be", &hints, bad(None)),
        ("over a digest", &of_digest, bad(Some(BadSignatureCause::HashedTwice))),
    ];
    for (name, signature, expected) in cases {
        let verdict = sound.assemble(&SignatureAlgorithm::MlDsa65, signature).map(drop);
        assert_eq!(verdict, expected, "{name}");
    }
    let other = sound.assemble(&SignatureAlgorithm::MlDsa44, &right).map(drop);
    assert_eq!(other, Err(VerifyError::NotForKey));
}

/// The examples of RFC 9881 lie beside the project, not in it.
#[test]
fn the_examples_of_rfc_9881_are_one_key_a_set_and_the_bad_ones_are_refused() {
    let directory: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "../shared/vectors/ml-dsa"].iter().collect();
    if !directory.exists() {
        return skip::skipped("there is no ../shared/vectors/ml-dsa");
    }
    let file = |name: String| fs::read(directory.join(name)).unwrap();
    for set in ["44", "65", "87"] {
        let public = PublicKey::find(&file(format!("ML-DSA-{set}.pub")), None).unwrap();
        let certified = PublicKey::find(&file(format!("ML-DSA-{set}.crt")), None).unwrap();
        assert_eq!(certified, public, "{set}");
        for form in ["seed", "expanded", "both"] {
            let key = KeyPair::read(&file(format!("ML-DSA-{set}-{form}.priv")), None).unwrap();
            assert_eq!(key.public_key(), &public, "{set} {form}");
        }
    }
    for (number, part) in [(1, "seed"), (2, "tr"), (3, "t0")] {
        let error = KeyPair::read(&file(format!("bad-ML-DSA-44-{number}.priv")), None).unwrap_err();
        assert_eq!(error.code(), Code::KeyDamaged);
        assert!(error.reason().contains(&format!("whose {part} ")), "{error}");
    }
}

#[cfg(feature = "rustcrypto")]
#[test]
fn an_expanded_key_does_not_go_out_as_a_type_made_from_the_seed() {
    let key = pkcs8(17, &[], &tlv(0x04, &[&expand::<MlDsa44>(SEED)]), &[]);
    let key = KeyPair::from_pkcs8_der(&key).unwrap();
    let Err(refused) = ::ml_dsa::SigningKey::<MlDsa44>::try_from(&key) else { panic!() };
    assert_eq!(
        refused.to_string(),
        "private key is ML-DSA-44 without its seed; expected the seed, which the type of the crate is \
         made from"
    );
}
