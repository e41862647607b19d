//! What becomes no request, and what is not replaced.

use super::*;

#[test]
fn every_private_key_is_refused_where_the_public_one_belongs() {
    let folder = Folder::new();
    let out = folder.path("out");
    for name in [
        "rsa-2048.pem",
        "rsa-2048.pkcs1.pem",
        "ecdsa-p256.sec1.pem",
        "ed25519.pem",
        "ec-p-521.pem",
        "rsa-pss.pem",
        "rsa-1024.pem",
        "pbkdf2-sha256-aes256.pem",
        "proc-type.pem",
    ] {
        let key = key(name);
        let (code, error) =
            csr_fails(&["prepare", "--cn", "a", "--public-key", &key, "--out", &out], b"");
        assert_eq!(code, 1);
        assert_eq!(
            error,
            format!(
                "{key}: holds a private key; take the public one out: openssl pkey -in {key} -pubout\n"
            )
        );
    }
    assert!(!folder.holds("out"));
}

#[test]
fn a_signature_that_does_not_verify_gives_no_request() {
    let folder = Folder::new();
    let out = folder.path("out.pem");
    for (name, other) in
        [("rsa-2048.pem", "rsa-3072.pem"), ("ecdsa-p256.pem", "ec-parameters-first.sec1.pem")]
    {
        let (prepared, signature) = own_signature(&folder, name);
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
            b"nonsense!".to_vec(),
        ];
        for signature in wrong {
            let path = folder.write("wrong", &signature);
            for more in
                [&[][..], &["--out", &out], &["--unchecked"], &["--out", &out, "--unchecked"]]
            {
                let arguments = [&["assemble", &prepared, "--signature", &path], more].concat();
                let (code, error) = csr_fails(&arguments, b"");
                assert_eq!(code, 1);
                assert_eq!(
                    error,
                    format!(
                        "{path}: the signature does not verify under the public key of the request\n"
                    ),
                    "{name}"
                );
            }
        }
        let empty = folder.write("empty", " \n");
        let (code, error) = csr_fails(&["assemble", &prepared, "--signature", &empty], b"");
        assert_eq!((code, error), (1, format!("{empty}: is empty; it holds the signature\n")));
    }
    assert!(!folder.holds("out.pem"));
}

#[test]
fn another_digest_than_the_usual_one_is_found_out() {
    let folder = Folder::new();
    let prepared = prepare(&folder, &key("rsa-2048.pem"), &[]);
    let Some(signature) = sign(&folder, &key("rsa-2048.pem"), "-sha512", &prepared) else { return };
    let (code, error) = csr_fails(&["assemble", &prepared, "--signature", &signature], b"");
    assert_eq!(code, 1);
    assert_eq!(
        error,
        format!(
            "{signature}: the signature does not verify under the public key of the request; hint: it does with --signature-algorithm sha512WithRSAEncryption\n"
        )
    );
}

#[test]
fn what_was_not_prepared_is_refused() {
    let folder = Folder::new();
    let (prepared, signature) = own_signature(&folder, "ecdsa-p256.pem");
    let signature = folder.write("signature", signature);
    let octets = fs::read(prepared).unwrap();
    let mut version = octets.clone();
    assert_eq!(version[3..6], [2, 1, 0]);
    version[5] = 1;
    let cases: [(&[u8], &str); 4] = [
        (b"hello", "has the tag 0x68 where 0x30 belongs"),
        (&[&octets[..], &[0]].concat(), "is followed by 1 octet more"),
        (&octets[..octets.len() - 1], "goes on past the end of what it stands in"),
        (&version, "is 1; the only version of a request is 0"),
    ];
    for (content, expected) in cases {
        let path = folder.write("damaged", content);
        let (code, error) = csr_fails(&["assemble", &path, "--signature", &signature], b"");
        assert_eq!(code, 1);
        let start = format!(
            "{path}: cannot be read as the CertificationRequestInfo of a prepared request (RFC 2986): "
        );
        assert!(error.starts_with(&start) && error.contains(expected), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
}

#[test]
fn refused_names_and_keys_prepare_nothing() {
    let folder = Folder::new();
    let out = folder.path("out");
    let public = key("ecdsa-p256.public.pem");
    let (p12, rsa) = (key("ecdsa-p256.p12"), key("rsa-2048.public.pem"));
    let ed25519 = key("ed25519.public.pem");
    let digest = folder.path("digest");
    let p521 = key("ecdsa-p521.csr.pem");
    let cases: [(&[&str], &str); 5] = [
        (
            &["--public-key", &p521, "--digest-out", &digest],
            "--digest-out: no digest is known for the key (ECDSA P-521); hint: say how it will sign: --signature-algorithm ecdsa-with-SHA512, say\n",
        ),
        (&["--public-key", &public, "--country", "us"], "--country: \"us\" is in lower case"),
        (&["--public-key", &p12], "is a PKCS #12 store"),
        (
            &["--public-key", &rsa, "--signature-algorithm", "ecdsa-with-SHA256"],
            "--signature-algorithm: ecdsa-with-SHA256 is not for the key at hand: RSA, 2048 bits\n",
        ),
        (
            &["--public-key", &ed25519, "--digest-out", &digest],
            "--digest-out: no digest is known for the key (Ed25519); hint: leave it out and have the octets themselves signed\n",
        ),
    ];
    for (arguments, expected) in cases {
        let arguments = [&["prepare", "--out", &out], &NAMES[..], arguments].concat();
        let (code, error) = csr_fails(&arguments, b"");
        assert_eq!(code, 1, "{error}");
        assert!(error.contains(expected), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    assert!(!folder.holds("out") && !folder.holds("digest"));
}

#[test]
fn unknown_signature_algorithms_are_a_wrong_command_line() {
    let cases: [&[&str]; 2] = [
        &["prepare", "--cn", "a", "--public-key", "k", "--out", "out"],
        &["assemble", "prepared", "--signature", "s"],
    ];
    for arguments in cases {
        let named = [arguments, &["--signature-algorithm", "SHA384"]].concat();
        let (code, error) = csr_fails(&named, b"");
        assert_eq!(code, 2, "{error}");
        let expected = "error: invalid value 'SHA384' for '--signature-algorithm <NAME>': \"SHA384\" is no signature algorithm; there are sha256WithRSAEncryption,";
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn files_are_replaced_only_when_told() {
    let folder = Folder::new();
    let (prepared, signature) = own_signature(&folder, "ecdsa-p256.pem");
    let (signature, old) = (folder.write("signature", signature), folder.write("old", "old"));
    let key = key("ecdsa-p256.public.pem");
    let new = folder.path("new");
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
        let (code, error) = csr_fails(&arguments, b"");
        assert_eq!(code, 3);
        assert_eq!(
            error,
            format!("{old}: exists already; hint: --force replaces it, or give another name\n")
        );
        assert_eq!(fs::read(&old).unwrap(), b"old");
        assert!(!folder.holds("new"));
        csr_works(&[&arguments[..], &["--force"]].concat(), b"");
        assert_ne!(fs::read(&old).unwrap(), b"old");
        fs::write(&old, "old").unwrap();
        let _ = fs::remove_file(&new);
    }
    let arguments =
        ["prepare", "--cn", "a", "--public-key", &key, "--out", &new, "--digest-out", &new];
    let (code, error) = csr_fails(&arguments, b"");
    assert_eq!(code, 2);
    assert!(error.contains("--out and --digest-out name the same file"), "{error}");
}

#[test]
fn a_public_key_that_could_not_be_assembled_is_refused_before_anybody_signs() {
    let folder = Folder::new();
    let out = folder.path("prepared");
    let ed25519 = |parameters: &[u8]| {
        let len = u8::try_from(parameters.len()).unwrap();
        let mut der = vec![0x30, 42 + len, 0x30, 5 + len, 6, 3, 0x2B, 101, 112];
        der.extend(parameters);
        der.extend([3, 33, 0]);
        der.extend([0x11; 32]);
        der
    };
    let keys = [
        ("sound", ed25519(&[]), None),
        ("null", ed25519(&[5, 0]), Some("has NULL as parameters; Ed25519 has none at all")),
        // What an ECDSA signature looks like is no RSA key.
        (
            "signature",
            vec![0x30, 8, 2, 2, 0x11, 0x22, 2, 2, 0x33, 0x44],
            Some("is DER without a key"),
        ),
    ];
    for (name, der, refusal) in keys {
        let key = folder.write(name, &der);
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
