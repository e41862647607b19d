//! Signing in two steps from the command line: `csr prepare`, a signer that is not ours (OpenSSL
//! here), `csr assemble`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/tools.rs"]
mod tools;

use std::fs;

use pkcs10::{CertificationRequest, KeyPair};
use tools::{Folder, csr, csr_fails, csr_works, key, openssl, verified};

const NAMES: [&str; 4] = ["--cn", "bmc-7.example.com", "--san", "DNS:bmc-7.example.com"];

/// The file itself, or the public key of the private key in it.
fn public(folder: &Folder, key: &str) -> String {
    match KeyPair::read(&fs::read(key).unwrap(), None) {
        Ok(key) => folder.write("public.der", key.public_key().as_der()),
        Err(_) => key.to_owned(),
    }
}

/// `csr prepare` for this key: the path of the octets to sign.
fn prepare(folder: &Folder, key: &str, more: &[&str]) -> String {
    let out = folder.path("prepared");
    let public_key = public(folder, key);
    let arguments = ["prepare", "--public-key", &public_key, "--out", &out];
    assert_eq!(csr_works(&[&arguments[..], &NAMES, more].concat(), b""), b"");
    out
}

/// `openssl dgst -sign` over a file: the path of the signature.
fn sign(folder: &Folder, private_key: &str, digest: &str, file: &str) -> Option<String> {
    let out = folder.path("signature");
    openssl(&["dgst", digest, "-sign", private_key, "-out", &out, file], b"")?;
    Some(out)
}

#[test]
fn openssl_signs_what_was_prepared_and_verifies_what_was_assembled() {
    let cases: [(&str, &str, &[&str], &str); 5] = [
        ("rsa-2048.pem", "-sha256", &[], "sha256WithRSAEncryption"),
        ("ecdsa-p256.pem", "-sha256", &[], "ecdsa-with-SHA256"),
        ("ecdsa-p384.pem", "-sha384", &[], "ecdsa-with-SHA384"),
        (
            "rsa-3072.pem",
            "-sha384",
            &["--signature-algorithm", "sha384WithRSAEncryption"],
            "sha384WithRSAEncryption",
        ),
        (
            "ecdsa-p256.pem",
            "-sha512",
            &["--signature-algorithm", "ECDSA-with-sha512"],
            "ecdsa-with-SHA512",
        ),
    ];
    for (name, digest, algorithm, expected) in cases {
        let folder = Folder::new();
        let public = folder.path("public.pem");
        let arguments = ["pkey", "-in", &key(name), "-pubout", "-out", &public];
        let Some(_) = openssl(&arguments, b"") else { return };
        let prepared = prepare(&folder, &public, &[]);
        let signature = sign(&folder, &key(name), digest, &prepared).unwrap();
        let arguments = [&["assemble", &prepared, "--signature", &signature], algorithm].concat();
        let text = verified(&csr_works(&arguments, b""));
        assert!(text.contains(&format!("Signature Algorithm: {expected}")), "{text}");
        assert!(text.contains("DNS:bmc-7.example.com"), "{text}");
    }
}

#[test]
fn rsa_pss_of_a_token_or_a_key_service_is_verified_and_named() {
    let folder = Folder::new();
    let prepared = prepare(&folder, &key("rsa-2048.pem"), &[]);
    for (bits, len) in [("256", 32), ("384", 48), ("512", 64)] {
        let (digest, name) = (format!("-sha{bits}"), format!("RSASSA-PSS-SHA{bits}"));
        let signature = folder.path("signature");
        let salt = format!("rsa_pss_saltlen:{len}");
        let options = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", &salt];
        let sign = ["dgst", &digest, "-sign", &key("rsa-2048.pem"), "-out", &signature];
        let Some(_) = openssl(&[&sign[..], &options, &[&prepared]].concat(), b"") else { return };
        let assemble = ["assemble", &prepared, "--signature", &signature];
        let named = [&assemble[..], &["--signature-algorithm", &name]].concat();
        let csr = csr_works(&named, b"");
        let text = verified(&csr);
        assert!(text.contains("Signature Algorithm: rsassaPss"), "{text}");
        assert!(text.contains(&format!("Hash Algorithm: sha{bits}")), "{text}");
        csr_works(&["verify", "-"], &csr);

        // Without its name it is taken for PKCS #1 v1.5, and the hint says what it is.
        let (code, text) = csr_fails(&assemble, b"");
        assert_eq!(code, 1);
        assert!(text.contains(&format!("it does with --signature-algorithm {name}")), "{text}");
        let other = if bits == "256" { "RSASSA-PSS-SHA384" } else { "RSASSA-PSS-SHA256" };
        let (code, _) =
            csr_fails(&[&assemble[..], &["--signature-algorithm", other]].concat(), b"");
        assert_eq!(code, 1);

        let digest = folder.path(&format!("digest{bits}"));
        let more = ["--force", "--digest-out", &digest, "--signature-algorithm", &name];
        prepare(&folder, &key("rsa-2048.pem"), &more);
        assert_eq!(fs::read(&digest).unwrap().len(), len);
    }
}

#[test]
fn what_is_prepared_is_what_our_own_key_signs() {
    let folder = Folder::new();
    for name in ["rsa-2048.pem", "ecdsa-p256.pem", "ecdsa-p384.pem"] {
        let prepared = prepare(&folder, &key(name), &["--force"]);
        let whole = csr_works(&[&["new", "--key", &key(name), "--der"], &NAMES[..]].concat(), b"");
        let whole = CertificationRequest::from_der(&whole).unwrap();
        assert_eq!(fs::read(&prepared).unwrap(), whole.to_be_signed(), "{name}");

        let signature = folder.write("signature", whole.signature());
        let arguments = ["assemble", &prepared, "--signature", &signature, "--der"];
        assert_eq!(csr_works(&arguments, b""), whole.as_der(), "{name}");
    }
}

#[test]
fn the_public_key_comes_out_of_whatever_holds_it() {
    let folder = Folder::new();
    let expected = fs::read(prepare(&folder, &key("ecdsa-p256.pem"), &[])).unwrap();
    let public = fs::read(key("ecdsa-p256.public.pem")).unwrap();
    let der = folder.write("public.der", pem_rfc7468::decode_vec(&public).unwrap().1);
    let holders =
        [key("ecdsa-p256.public.pem"), key("ecdsa-p256.crt.pem"), key("ecdsa-p256.csr.pem"), der];
    for holder in holders {
        let prepared = prepare(&folder, &holder, &["--force"]);
        assert_eq!(fs::read(prepared).unwrap(), expected, "{holder}");
    }
}

#[test]
fn a_body_and_standard_streams_serve_as_well() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/request.json");
    let public = key("ecdsa-p256.public.pem");
    let arguments = ["prepare", "-", "--public-key", &public, "--out", "-"];
    let prepared = csr_works(&arguments, &fs::read(example).unwrap());
    let arguments = ["new", example, "--key", &key("ecdsa-p256.pem"), "--der"];
    let whole = CertificationRequest::from_der(&csr_works(&arguments, b"")).unwrap();
    assert_eq!(prepared, whole.to_be_signed());
    let folder = Folder::new();
    let signature = folder.write("signature", whole.signature());
    let arguments = ["assemble", "-", "--signature", &signature, "--der"];
    assert_eq!(csr_works(&arguments, &prepared), whole.as_der());
}

#[test]
fn a_signer_that_is_given_the_digest_serves_as_well() {
    let cases: [(&str, &str, &[&str], usize); 4] = [
        ("rsa-2048.pem", "digest:sha256", &[], 32),
        ("ecdsa-p256.pem", "digest:sha256", &[], 32),
        ("ecdsa-p384.pem", "digest:sha384", &[], 48),
        (
            "rsa-3072.pem",
            "digest:sha384",
            &["--signature-algorithm", "sha384WithRSAEncryption"],
            48,
        ),
    ];
    for (name, option, algorithm, len) in cases {
        let folder = Folder::new();
        let (digest, signature) = (folder.path("digest"), folder.path("signature"));
        let more = [&["--digest-out", &digest], algorithm].concat();
        let prepared = prepare(&folder, &key(name), &more);
        assert_eq!(fs::metadata(&digest).unwrap().len(), u64::try_from(len).unwrap());
        let arguments = [
            "pkeyutl",
            "-sign",
            "-inkey",
            &key(name),
            "-in",
            &digest,
            "-out",
            &signature,
            "-pkeyopt",
            option,
        ];
        let Some(_) = openssl(&arguments, b"") else { return };
        let arguments = [&["assemble", &prepared, "--signature", &signature], algorithm].concat();
        verified(&csr_works(&arguments, b""));
    }
}

/// The signature by our own key, which is the same every time.
fn own_signature(folder: &Folder, name: &str) -> (String, Vec<u8>) {
    let prepared = prepare(folder, &key(name), &["--force"]);
    let key = key(name);
    let arguments = [&["new", "--key", &key, "--der"], &NAMES[..]].concat();
    let whole = CertificationRequest::from_der(&csr_works(&arguments, b"")).unwrap();
    (prepared, whole.signature().to_vec())
}

#[test]
fn raw_signatures_become_the_same_request() {
    let folder = Folder::new();
    let raw = |name: &str, der: &[u8]| match name {
        "ecdsa-p256.pem" => p256::ecdsa::Signature::from_der(der).unwrap().to_bytes().to_vec(),
        _ => p384::ecdsa::Signature::from_der(der).unwrap().to_bytes().to_vec(),
    };
    for name in ["ecdsa-p256.pem", "ecdsa-p384.pem"] {
        let (prepared, signature) = own_signature(&folder, name);
        let raw = folder.write("raw", raw(name, &signature));
        let der = folder.write("der", signature);
        let expected = csr_works(&["assemble", &prepared, "--signature", &der], b"");
        let arguments = ["assemble", &prepared, "--signature", &raw];
        let as_raw = [&arguments[..], &["--signature-format", "raw"]].concat();
        assert_eq!(csr_works(&as_raw, b""), expected);
        let (code, error) = csr_fails(&arguments, b"");
        assert_eq!(code, 1);
        assert_eq!(
            error,
            format!(
                "{raw}: the signature does not verify under the public key of the request; hint: if it is r and s side by side, give --signature-format raw\n"
            )
        );
    }
}

#[test]
fn raw_signatures_of_a_wrong_length_are_refused() {
    let folder = Folder::new();
    let short = folder.write("short", [1; 63]);
    let prepared = prepare(&folder, &key("ecdsa-p256.pem"), &[]);
    let arguments = ["assemble", &prepared, "--signature", &short, "--signature-format", "raw"];
    let (code, error) = csr_fails(&arguments, b"");
    assert_eq!(code, 1);
    assert_eq!(
        error,
        format!("{short}: has 63 octets; r and s of this key have 32 octets each, 64 together\n")
    );
    prepare(&folder, &key("rsa-2048.pem"), &["--force"]);
    let (code, error) = csr_fails(&arguments, b"");
    assert_eq!(code, 1);
    assert_eq!(error, format!("{short}: is not for an ECDSA key; only those sign with r and s\n"));
}

/// The octets in hexadecimal digits.
fn hex(octets: &[u8], between: &str) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect::<Vec<_>>().join(between)
}

#[test]
fn a_line_end_behind_a_signature_is_found_out() {
    let folder = Folder::new();
    for name in ["rsa-2048.pem", "ecdsa-p256.pem"] {
        let (prepared, signature) = own_signature(&folder, name);
        for end in ["\n", "\r\n"] {
            let path = folder.write("line", [&signature, end.as_bytes()].concat());
            let (code, error) = csr_fails(&["assemble", &prepared, "--signature", &path], b"");
            assert_eq!(code, 1);
            assert_eq!(
                error,
                format!(
                    "{path}: the signature does not verify under the public key of the request; hint: it does without the line end behind it\n"
                )
            );
        }
    }
}

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
fn how_a_key_signs_that_csr_cannot_verify_is_told() {
    let folder = Folder::new();
    let signature = folder.write("signature", [1; 64]);
    let cases = [
        ("ed25519.csr.pem", "Ed25519", "Ed25519"),
        ("ecdsa-p521.csr.pem", "ECDSA P-521", "ecdsa-with-SHA512"),
    ];
    for (name, kind, algorithm) in cases {
        let prepared = prepare(&folder, &key(name), &["--force"]);
        let (code, error) = csr_fails(&["assemble", &prepared, "--signature", &signature], b"");
        assert_eq!(code, 2);
        assert_eq!(
            error.lines().next().unwrap(),
            format!(
                "error: --signature-algorithm is needed: none is usual for the key in {prepared} ({kind}); hint: give --signature-algorithm {algorithm}, and --unchecked, since csr cannot verify it"
            )
        );
        let arguments = ["assemble", &prepared, "--signature", &signature, "--unchecked"];
        let output = csr(&[&arguments[..], &["--signature-algorithm", algorithm]].concat(), b"");
        assert!(output.status.success(), "{name}");
    }
}

#[test]
fn signatures_in_base64_of_any_kind_are_recognised() {
    use base64ct::{Base64, Base64UrlUnpadded, Encoding};
    let folder = Folder::new();
    for name in ["rsa-2048.pem", "ecdsa-p256.pem"] {
        let (prepared, signature) = own_signature(&folder, name);
        let padded = Base64::encode_string(&signature);
        let wrapped: Vec<String> = padded
            .as_bytes()
            .chunks(64)
            .map(|line| String::from_utf8(line.into()).unwrap())
            .collect();
        let binary = folder.write("signature", &signature);
        let expected = csr_works(&["assemble", &prepared, "--signature", &binary], b"");
        let forms = [
            padded.clone(),
            format!("{padded}\n"),
            wrapped.join("\n"),
            wrapped.join("\r\n") + "\r\n",
            Base64UrlUnpadded::encode_string(&signature),
            hex(&signature, ""),
            hex(&signature, "").to_uppercase() + "\r\n",
            hex(&signature, ":"),
            format!("    {}\n", hex(&signature, ":\n    ")),
        ];
        for form in forms {
            let path = folder.write("signature.b64", &form);
            let request = csr_works(&["assemble", &prepared, "--signature", &path], b"");
            assert_eq!(request, expected, "{form}");
        }
    }
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
fn what_cannot_be_verified_is_assembled_only_when_told_and_loudly() {
    let folder = Folder::new();
    let (out, signature) = (folder.path("out.pem"), folder.path("signature"));
    let prepared = prepare(&folder, &key("ed25519.public.pem"), &[]);
    let arguments = [
        "pkeyutl",
        "-sign",
        "-rawin",
        "-inkey",
        &key("ed25519.pem"),
        "-in",
        &prepared,
        "-out",
        &signature,
    ];
    let Some(_) = openssl(&arguments, b"") else { return };

    let arguments = ["assemble", &prepared, "--signature", &signature, "--out", &out];
    let (code, error) = csr_fails(&arguments, b"");
    assert_eq!(code, 2);
    assert_eq!(
        error.lines().next().unwrap(),
        format!(
            "error: --signature-algorithm is needed: none is usual for the key in {prepared} (Ed25519); hint: give --signature-algorithm Ed25519, and --unchecked, since csr cannot verify it"
        )
    );
    let arguments = [&arguments[..], &["--signature-algorithm", "Ed25519"]].concat();
    let (code, error) = csr_fails(&arguments, b"");
    assert_eq!(code, 1);
    assert_eq!(
        error,
        format!(
            "{signature}: this build cannot verify signatures of this algorithm (Ed25519 with this key); hint: --unchecked makes the request all the same\n"
        )
    );
    assert!(!folder.holds("out.pem"));

    let output = csr(&[&arguments[..], &["--unchecked"]].concat(), b"");
    assert!(output.status.success());
    assert!(output.stdout.is_empty());
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "WARNING: the signature was NOT checked: csr cannot verify Ed25519 with this key. If it is wrong, every CA refuses the request.\n"
    );
    verified(&fs::read(&out).unwrap());
}

#[test]
fn what_can_be_verified_is_verified_although_it_need_not_be() {
    let folder = Folder::new();
    let (prepared, signature) = own_signature(&folder, "ecdsa-p256.pem");
    let signature = folder.write("signature", signature);
    // It keeps quiet: nothing was left unchecked.
    csr_works(&["assemble", &prepared, "--signature", &signature, "--unchecked"], b"");
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
    let cases: [(&[&str], &str); 4] = [
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
fn the_example_of_an_air_gap_works() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/air_gap.sh");
    let Some(_) = tools::run("openssl", &["version"], b"") else { return };
    let folder = Folder::new();
    let output = std::process::Command::new("sh")
        .arg(script)
        .env("CSR", env!("CARGO_BIN_EXE_csr"))
        .current_dir(folder.0.path())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    verified(&fs::read(folder.path("request.pem")).unwrap());
}
