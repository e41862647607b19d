use alloc::vec::Vec;

use super::*;

#[test]
fn keys_sign_by_their_own_algorithms_and_no_others() {
    const KEYS: [&[u8]; 5] = [RSA_ENCRYPTION, RSASSA_PSS, EC_PUBLIC_KEY, DSA, ED25519];
    let cases: [(&str, &[&[u8]]); 8] = [
        ("sha256WithRSAEncryption", &[RSA_ENCRYPTION]),
        ("rsassaPss", &[RSA_ENCRYPTION, RSASSA_PSS]),
        ("ecdsa-with-SHA384", &[EC_PUBLIC_KEY]),
        ("SM2-with-SM3", &[EC_PUBLIC_KEY]),
        ("dsa-with-sha256", &[DSA]),
        ("Ed25519", &[ED25519]),
        ("Ed448", &[]),
        // Its keys are not known here.
        ("GOST R 34.10-2001", &KEYS),
    ];
    for (name, signers) in cases {
        let signature = signature_by_name(name).unwrap().oid();
        for key in KEYS {
            assert_eq!(signs(key, signature), signers.contains(&key), "{name}, {key:02x?}");
        }
    }
    assert!(signs(RSA_ENCRYPTION, &[0x2A, 3]));
    assert!(signature_by_name("ECDSA-with-sha1").is_some_and(|row| row.digest.is_broken()));
    assert!(signature_by_name("").is_none());
}

#[test]
fn every_identifier_is_der_and_stands_once() {
    let rows: Vec<_> = SIGNATURES.iter().chain(NAMED.iter().map(|row| &row.signature)).collect();
    for (index, row) in rows.iter().enumerate() {
        let tlv = crate::asn1::walk::any_value(row.identifier).unwrap();
        let mut fields = tlv.reader();
        assert_eq!(fields.next().unwrap().content, row.oid(), "{}", row.name);
        let null = fields.next().map(|tlv| tlv.encoded);
        assert_eq!(null.is_some(), row.parameters == Parameters::Null, "{}", row.name);
        assert!(rows[..index].iter().all(|other| other.oid() != row.oid()));
        assert!(Oid::from_content(row.oid()).is_ok(), "{}", row.name);
    }
    let keys = KEYS.iter().chain(NAMED.iter().map(|row| &row.key));
    let keys = keys.map(|row| row.oid).chain(CURVES.map(|(oid, ..)| oid));
    let mut oids: Vec<_> = keys.collect();
    let len = oids.len();
    oids.sort_unstable();
    oids.dedup();
    assert_eq!(oids.len(), len);
    assert!(oids.iter().all(|oid| Oid::from_content(oid).is_ok()));
}

/// FIPS 205, table 2: n, h, d, a, k of each parameter set, from which 5 to 9 compute the sizes.
#[test]
fn slh_dsa_has_the_sizes_of_fips_205() {
    const SETS: [(&str, [usize; 5]); 6] = [
        ("128s", [16, 63, 7, 12, 14]),
        ("128f", [16, 66, 22, 6, 33]),
        ("192s", [24, 63, 7, 14, 17]),
        ("192f", [24, 66, 22, 8, 33]),
        ("256s", [32, 64, 8, 14, 22]),
        ("256f", [32, 68, 17, 9, 35]),
    ];
    for (name, [n, h, d, a, k]) in SETS {
        // R, SIG_FORS, SIG_HT (9.2), with 2 n + 3 chains of WOTS+ (5) in each of d layers.
        let signature = n * (1 + k * (1 + a) + h + d * (2 * n + 3));
        for hash in ["SHA2", "SHAKE"] {
            let row = signature_by_name(&alloc::format!("SLH-DSA-{hash}-{name}")).unwrap();
            assert_eq!(lens(row.oid()), Some((2 * n, signature)), "{hash}-{name}");
        }
    }
    let ed448 = signature_by_name("Ed448").unwrap();
    assert_eq!((ed448.oid(), lens(ed448.oid())), (ED448, Some((57, 114))));
}
