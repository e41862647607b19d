//! `csr verify` of one request.

use super::*;

#[test]
fn verify_succeeds_only_for_a_signature_that_verifies() {
    let good = sign(&good_info());
    assert_eq!(
        text(csr_works(&["verify"], &good.encode())),
        "the signature verifies (ecdsa-with-SHA256; key: ECDSA P-256)\n"
    );
    type Change = fn(&mut Node);
    let cases: [(Change, &str); 8] = [
        (
            |whole| *whole.at(&[0, 1, 2, 0, 1]) = leaf(0x0C, b"evil.example"),
            "the signature does not verify under the public key (ecdsa-with-SHA256; key: ECDSA P-256)",
        ),
        (
            |whole| *whole.at(&[1, 0]) = oid("2.999.1"),
            "this build cannot verify signatures of this algorithm (2.999.1; key: ECDSA P-256)",
        ),
        (
            |whole| *whole.at(&[1, 0]) = oid("1.3.101.110"),
            "keys of this kind do not sign by this algorithm (1.3.101.110; key: ECDSA P-256)",
        ),
        (
            |whole| whole.at(&[1]).nodes().push(leaf(5, &[])),
            "the signature verifies, but some programs do not read the request: signatureAlgorithm has NULL as parameters; ecdsa-with-SHA256 has none at all, at byte ",
        ),
        (
            |whole| {
                let x25519 = || node(0x30, [oid("1.3.101.110")]);
                *whole.at(&[0, 2]) = node(0x30, [x25519(), leaf(3, &[0; 33])]);
                *whole.at(&[1]) = x25519();
            },
            "keys of this kind do not sign by this algorithm (1.3.101.110; key: X25519)",
        ),
        (
            |whole| *whole.at(&[1, 0]) = oid("1.2.840.10045.4.1"),
            "the signature does not verify under the public key: it was made with SHA-256 (ecdsa-with-SHA1; key: ECDSA P-256)",
        ),
        (
            |whole| whole.at(&[0, 2]).nodes().truncate(1),
            "the public key is damaged (ecdsa-with-SHA256; key: unreadable)",
        ),
        (
            |whole| whole.at(&[0]).nodes().truncate(2),
            "is damaged, or something else in DER: certificationRequestInfo.subjectPKInfo (at byte ",
        ),
    ];
    for (change, expected) in cases {
        let mut whole = good.clone();
        change(&mut whole);
        let (code, message) = refusal(&["verify", "-"], &whole.encode());
        // That it cannot be verified does not say that it is wrong.
        let expected_code = if expected.contains("cannot verify") { 4 } else { 1 };
        assert_eq!((code, &*message.place), (expected_code, "-"));
        assert!(message.text.starts_with(expected), "{message:?}");
    }
    // Of several, the worst decides.
    let mut unknown = good.clone();
    *unknown.at(&[1, 0]) = oid("2.999.1");
    let dir = Directory::new();
    let unknown = dir.write("unknown", unknown.encode());
    let mut wrong = good.encode();
    *wrong.last_mut().unwrap() ^= 1;
    let (good, wrong) = (dir.write("good", good.encode()), dir.write("wrong", wrong));
    for (files, code) in [
        (&[&good, &unknown][..], 4),
        (&[&unknown, &wrong], 1),
        (&[&unknown, &wrong, &dir.path("missing")], 3),
    ] {
        let files: Vec<&str> = files.iter().map(|file| &***file).collect();
        assert_eq!(csr(&[&["verify"][..], &files].concat(), b"").status.code(), Some(code));
    }
}
