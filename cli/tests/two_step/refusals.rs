//! What becomes no request, and what is not replaced.

use super::*;

use der_tree::{Node, leaf, node, oid};

#[test]
fn every_private_key_is_refused_where_the_public_one_belongs() {
    let dir = Directory::new();
    let out = dir.path("out");
    for name in [
        "rsa-2048.pem",
        "rsa-2048.pkcs1.pem",
        "ecdsa-p256.sec1.pem",
        "ed25519.pem",
        "ecdsa-p521.pem",
        "rsa-pss.pem",
        "rsa-1024.pem",
        "pbkdf2-sha256-aes256.pem",
        "proc-type.pem",
    ] {
        let key = key(name);
        let arguments = ["prepare", "--cn", "a", "--public-key", &key, "--out", &out];
        let (code, message) = refusal(&arguments, b"");
        assert_eq!((code, &message.place), (1, &key));
        assert!(message.text.starts_with("is a private key"), "{message:?}");
        let command = format!("openssl pkey -in {key} -pubout -out NEW");
        assert_eq!(message.hint, Some(format!("extract the public key with: {command}")));
    }
    assert!(!dir.holds("out"));
}

#[test]
fn a_signature_that_does_not_verify_gives_no_request() {
    let dir = Directory::new();
    let out = dir.path("out.pem");
    for (name, other) in
        [("rsa-2048.pem", "rsa-3072.pem"), ("ecdsa-p256.pem", "ec-parameters-first.sec1.pem")]
    {
        let (prepared, signature) = own_signature(&dir, name);
        let mut flipped = signature.clone();
        *flipped.last_mut().unwrap() ^= 1;
        let other = key(other);
        let arguments = ["new", "--key", &other, "--der"];
        let by_other = csr_works(&[&arguments[..], &NAMES].concat(), b"");
        let by_other = CertificationRequest::from_der(&by_other).unwrap().signature().to_vec();
        let mut longer = signature.clone();
        longer.push(0);
        let wrong = [
            flipped,
            by_other,
            longer,
            signature[..signature.len() - 1].to_vec(),
            vec![0; signature.len()],
        ];
        for signature in wrong {
            let path = dir.write("wrong", &signature);
            for more in
                [&[][..], &["--out", &out], &["--unchecked"], &["--out", &out, "--unchecked"]]
            {
                let arguments = [&["assemble", &prepared, "--signature", &path], more].concat();
                let (code, message) = refusal(&arguments, b"");
                assert_eq!((code, &message.place, &message.hint), (1, &path, &None), "{name}");
                assert!(message.text.contains("does not verify"), "{name}: {message:?}");
            }
        }
        for (text, expected) in [(" \n", "is empty; "), ("nonsense!", "is other text; ")] {
            let path = dir.write("text", text);
            let (code, message) = refusal(&["assemble", &prepared, "--signature", &path], b"");
            assert_eq!((code, &message.place), (1, &path));
            assert!(message.text.starts_with(expected), "{message:?}");
        }
    }
    assert!(!dir.holds("out.pem"));
}

#[test]
fn another_digest_than_the_usual_one_is_found_out() {
    let dir = Directory::new();
    let prepared = prepare(&dir, &key("rsa-2048.pem"), &[]);
    let Some(signature) = sign(&dir, &key("rsa-2048.pem"), "-sha512", &prepared) else { return };
    let (code, message) = refusal(&["assemble", &prepared, "--signature", &signature], b"");
    assert_eq!((code, &message.place), (1, &signature));
    let hint = "use --signature-algorithm sha512WithRSAEncryption";
    assert_eq!(message.hint.as_deref(), Some(hint));
}

#[test]
fn what_was_not_prepared_is_refused() {
    let dir = Directory::new();
    let (prepared, signature) = own_signature(&dir, "ecdsa-p256.pem");
    let signature = dir.write("signature", signature);
    let bytes = fs::read(prepared).unwrap();
    let mut version = bytes.clone();
    assert_eq!(version[3..6], [2, 1, 0]);
    version[5] = 1;
    let cases: [(&[u8], &str); 4] = [
        (b"hello", "byte 0"),
        (&[&bytes[..], &[0]].concat(), "1 more byte"),
        (&bytes[..bytes.len() - 1], "byte "),
        (&version, "certificationRequestInfo.version"),
    ];
    for (content, expected) in cases {
        let path = dir.write("damaged", content);
        let (code, message) = refusal(&["assemble", &path, "--signature", &signature], b"");
        assert_eq!((code, &message.place), (1, &path));
        let text = &message.text;
        let start = ["is not valid DER", "is damaged, or something else in DER"];
        assert!(start.iter().any(|start| text.starts_with(start)), "{message:?}");
        assert!(text.contains(expected), "{message:?}");
    }
}

#[test]
fn refused_names_and_keys_prepare_nothing() {
    let dir = Directory::new();
    let out = dir.path("out");
    let public = key("ecdsa-p256.public.pem");
    let (p12, rsa) = (key("ecdsa-p256.p12"), key("rsa-2048.public.pem"));
    let ed25519 = key("ed25519.public.pem");
    let digest = dir.path("digest");
    let secp256k1 = key("ec-secp256k1.public.pem");
    let cases: [(&[&str], &str, &str); 5] = [
        (
            &["--public-key", &secp256k1, "--digest-out", &digest],
            "--digest-out",
            "name the algorithm, for example --signature-algorithm ecdsa-with-SHA512",
        ),
        (&["--public-key", &public, "--country", "us"], "--country", "use --country US"),
        (&["--public-key", &p12], &p12, "openssl pkcs12"),
        (
            &["--public-key", &rsa, "--signature-algorithm", "ecdsa-with-SHA256"],
            "--signature-algorithm",
            "",
        ),
        (&["--public-key", &ed25519, "--digest-out", &digest], "--digest-out", "leave it out"),
    ];
    for (arguments, place, hint) in cases {
        let arguments = [&["prepare", "--out", &out], &NAMES[..], arguments].concat();
        let (code, message) = refusal(&arguments, b"");
        assert_eq!((code, &*message.place), (1, place));
        let found = message.hint.as_deref().unwrap_or_default();
        assert!(found.contains(hint) && found.is_empty() == hint.is_empty(), "{message:?}");
    }
    assert!(!dir.holds("out") && !dir.holds("digest"));
}

#[test]
fn unknown_signature_algorithms_are_a_wrong_command_line() {
    let cases: [&[&str]; 2] = [
        &["prepare", "--cn", "a", "--public-key", "k", "--out", "out"],
        &["assemble", "prepared", "--signature", "s"],
    ];
    for arguments in cases {
        let named = [arguments, &["--signature-algorithm", "SHA384"]].concat();
        let text = usage(&named).text;
        let expected = "invalid value 'SHA384' for '--signature-algorithm <NAME>': ";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.contains("sha256WithRSAEncryption,"), "{text}");
    }
}

#[test]
fn files_are_replaced_only_with_force() {
    let dir = Directory::new();
    let (prepared, signature) = own_signature(&dir, "ecdsa-p256.pem");
    let (signature, old) = (dir.write("signature", signature), dir.write("old", "old"));
    let key = key("ecdsa-p256.public.pem");
    let new = dir.path("new");
    let prepare = |more: &[&'static str]| {
        let strings = ["prepare", "--cn", "a", "--public-key", &key];
        strings.iter().chain(more).map(|s| (*s).to_owned()).collect::<Vec<_>>()
    };
    let cases = [
        [&prepare(&[])[..], &["--out".into(), old.clone()]].concat(),
        [&prepare(&[])[..], &["--out".into(), new.clone(), "--digest-out".into(), old.clone()]]
            .concat(),
        ["assemble", &prepared, "--signature", &signature, "--out", &old].map(Into::into).to_vec(),
    ];
    for arguments in cases {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (code, message) = refusal(&arguments, b"");
        assert_eq!((code, &message.place), (3, &old));
        assert_eq!(fs::read(&old).unwrap(), b"old");
        assert!(!dir.holds("new"));
        csr_works(&[&arguments[..], &["--force"]].concat(), b"");
        assert_ne!(fs::read(&old).unwrap(), b"old");
        fs::write(&old, "old").unwrap();
        let _ = fs::remove_file(&new);
    }
    let arguments =
        ["prepare", "--cn", "a", "--public-key", &key, "--out", &new, "--digest-out", &new];
    assert_eq!(usage(&arguments).text, "--out and --digest-out name the same file");
}

#[test]
fn a_public_key_that_could_not_be_assembled_is_refused_before_it_signs() {
    let dir = Directory::new();
    let out = dir.path("prepared");
    let ed25519 = |parameters: &[u8]| {
        let len = u8::try_from(parameters.len()).unwrap();
        let mut der = vec![0x30, 42 + len, 0x30, 5 + len, 6, 3, 0x2B, 101, 112];
        der.extend(parameters);
        der.extend([3, 33, 0]);
        der.extend([0x11; 32]);
        der
    };
    let p256 = "1.2.840.10045.3.1.7".parse().unwrap();
    let point = |first: u8, len: usize| {
        // Also as coordinates, which no point has.
        let valid = if len == 65 { 4 } else { 3 };
        let key = pkcs10::PublicKey::from_ec_point(&p256, &vec![valid; len]).unwrap();
        let mut der = key.as_der().to_vec();
        let at = der.len() - len;
        der[at] = first;
        der
    };
    let plain = |name: &str, len: usize| {
        let algorithm: pkcs10::SignatureAlgorithm = name.parse().unwrap();
        let identifier = Node::parse(algorithm.as_der());
        node(0x30, [identifier, leaf(3, &[vec![0], vec![0x11; len]].concat())]).encode()
    };
    let curve = |parameters: &[Node]| {
        let identifier = [&[oid("1.2.840.10045.2.1")], parameters].concat();
        node(0x30, [node(0x30, identifier), leaf(3, &[0, 4, 1, 1])]).encode()
    };
    let rsa = |modulus: &[u8]| {
        let key = pkcs10::PublicKey::from_rsa_numbers(&[0xC5; 256], &[1, 0, 1]).unwrap();
        let der = key.as_der();
        let at = der.windows(256).position(|part| part == [0xC5; 256]).unwrap();
        [&der[..at], modulus, &der[at + 256..]].concat()
    };
    let keys = [
        ("sound", ed25519(&[]), None),
        ("sound RSA", rsa(&[0xC5; 256]), None),
        ("even RSA", rsa(&[0xC4; 256]), Some("is damaged")),
        ("Ed25519 of 31", plain("Ed25519", 31), Some("has 31 bytes; Ed25519 keys have 32")),
        ("Ed25519 of 33", plain("Ed25519", 33), Some("has 33 bytes; Ed25519 keys have 32")),
        ("Ed448 of 57", plain("Ed448", 57), None),
        ("Ed448 of 56", plain("Ed448", 56), Some("has 56 bytes; Ed448 keys have 57")),
        ("ML-DSA-44 of 1312", plain("ML-DSA-44", 1_312), None),
        ("ML-DSA-44 of 1311", plain("ML-DSA-44", 1_311), Some("ML-DSA-44 keys have 1312")),
        ("ML-DSA-65 of 1953", plain("ML-DSA-65", 1_953), Some("ML-DSA-65 keys have 1952")),
        ("ML-DSA-87 of 2591", plain("ML-DSA-87", 2_591), Some("ML-DSA-87 keys have 2592")),
        ("ML-DSA-87 of 0", plain("ML-DSA-87", 0), Some("ML-DSA-87 keys have 2592")),
        ("SLH-DSA of 32", plain("SLH-DSA-SHA2-128s", 32), None),
        ("SLH-DSA of 31", plain("SLH-DSA-SHA2-128s", 31), Some("keys have 32")),
        ("XMSS", plain("XMSS", 7), None),
        ("off the curve", point(4, 65), Some("not a point of its curve")),
        ("off the curve, compressed", point(2, 33), Some("not a point of its curve")),
        ("compact", point(5, 33), Some("has 33 bytes that are not a point of ECDSA P-256")),
        ("hybrid", point(6, 65), Some("has 65 bytes that are not a point of ECDSA P-256")),
        ("other hybrid", point(7, 65), Some("expected 02, 03 or 04 and the coordinates")),
        (
            "explicit",
            curve(&[leaf(0x30, &[])]),
            Some(
                "whose curve is spelt out; expected the name of the curve (RFC 5480 2.1.1)\nhint: name the curve with: openssl ec -pubin -param_enc named_curve -in ",
            ),
        ),
        ("no curve", curve(&[]), Some("is an elliptic-curve key without the name of its curve")),
        ("implicit", curve(&[leaf(5, &[])]), Some("key without the name of its curve")),
        ("null", ed25519(&[5, 0]), Some("NULL")),
        // An ECDSA signature looks like an RSA key, but is shorter.
        (
            "signature",
            vec![0x30, 8, 2, 2, 0x11, 0x22, 2, 2, 0x33, 0x44],
            Some("is an ECDSA signature"),
        ),
    ];
    for (name, der, refusal) in keys {
        let key = dir.write(name, &der);
        let arguments = ["prepare", "--cn", "a", "--public-key", &key, "--out", &out, "--force"];
        let Some(refusal) = refusal else {
            csr_works(&arguments, b"");
            continue;
        };
        let before = fs::read(&out).unwrap();
        let (code, error) = csr_fails(&arguments, b"");
        assert_eq!(code, 1);
        assert!(error.starts_with(&format!("{key}: ")) && error.contains(refusal), "{error}");
        assert_eq!(fs::read(&out).unwrap(), before);
    }
}
