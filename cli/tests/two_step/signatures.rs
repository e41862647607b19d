//! What signers give: digests signed instead of bytes, two raw numbers, base64, a newline
//! behind; and what cannot be verified here.

use super::*;

#[test]
fn rsa_pss_of_a_token_or_a_key_service_is_verified_and_named() {
    let dir = Directory::new();
    let prepared = prepare(&dir, &key("rsa-2048.pem"), &[]);
    for (bits, len) in [("256", 32), ("384", 48), ("512", 64)] {
        let name = format!("RSASSA-PSS-SHA{bits}");
        let signature = sign_pss(&dir, &key("rsa-2048.pem"), bits, &len.to_string(), &prepared);
        let Some(signature) = signature else { return };
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
        assert!(text.contains(&format!("use --signature-algorithm {name}")), "{text}");
        let other = if bits == "256" { "RSASSA-PSS-SHA384" } else { "RSASSA-PSS-SHA256" };
        let (code, _) =
            csr_fails(&[&assemble[..], &["--signature-algorithm", other]].concat(), b"");
        assert_eq!(code, 1);

        let digest = dir.path(&format!("digest{bits}"));
        let more = ["--force", "--digest-out", &digest, "--signature-algorithm", &name];
        prepare(&dir, &key("rsa-2048.pem"), &more);
        assert_eq!(fs::read(&digest).unwrap().len(), len);
    }
}

#[test]
fn a_signer_that_is_given_the_digest_serves_as_well() {
    let cases: [(&str, &str, &[&str], usize); 5] = [
        ("rsa-2048.pem", "digest:sha256", &[], 32),
        ("ecdsa-p256.pem", "digest:sha256", &[], 32),
        ("ecdsa-p384.pem", "digest:sha384", &[], 48),
        ("ecdsa-p521.pem", "digest:sha512", &[], 64),
        (
            "rsa-3072.pem",
            "digest:sha384",
            &["--signature-algorithm", "sha384WithRSAEncryption"],
            48,
        ),
    ];
    for (name, option, algorithm, len) in cases {
        let dir = Directory::new();
        let (digest, signature) = (dir.path("digest"), dir.path("signature"));
        let more = [&["--digest-out", &digest], algorithm].concat();
        let prepared = prepare(&dir, &key(name), &more);
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

#[test]
fn raw_signatures_become_the_same_request() {
    let dir = Directory::new();
    let raw = |name: &str, der: &[u8]| match name {
        "ecdsa-p256.pem" => p256::ecdsa::Signature::from_der(der).unwrap().to_bytes().to_vec(),
        "ecdsa-p384.pem" => p384::ecdsa::Signature::from_der(der).unwrap().to_bytes().to_vec(),
        _ => p521::ecdsa::Signature::from_der(der).unwrap().to_bytes().to_vec(),
    };
    for name in ["ecdsa-p256.pem", "ecdsa-p384.pem", "ecdsa-p521.pem"] {
        let (prepared, signature) = own_signature(&dir, name);
        let raw = dir.write("raw", raw(name, &signature));
        let der = dir.write("der", signature);
        let expected = csr_works(&["assemble", &prepared, "--signature", &der], b"");
        let arguments = ["assemble", &prepared, "--signature", &raw];
        let as_raw = [&arguments[..], &["--signature-format", "raw"]].concat();
        assert_eq!(csr_works(&as_raw, b""), expected);
        let (code, message) = refusal(&arguments, b"");
        assert_eq!((code, &message.place), (1, &raw));
        let hint = "if it is r and s side by side, use --signature-format raw";
        assert_eq!(message.hint.as_deref(), Some(hint));
    }
}

#[test]
fn raw_signatures_of_a_wrong_length_are_refused() {
    let dir = Directory::new();
    let short = dir.write("short", [1; 63]);
    let prepared = prepare(&dir, &key("ecdsa-p256.pem"), &[]);
    let arguments = ["assemble", &prepared, "--signature", &short, "--signature-format", "raw"];
    let (code, message) = refusal(&arguments, b"");
    assert_eq!((code, &message.place), (1, &short));
    assert!(message.text.contains("63 bytes") && message.text.contains("64"), "{message:?}");
    prepare(&dir, &key("rsa-2048.pem"), &["--force"]);
    let (code, message) = refusal(&arguments, b"");
    assert_eq!((code, &message.place), (1, &short));
    assert!(message.text.contains("only ECDSA"), "{message:?}");
}

/// The bytes in hexadecimal digits.
fn hex(bytes: &[u8], between: &str) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(between)
}

#[test]
fn a_line_end_behind_a_signature_is_found_out() {
    let dir = Directory::new();
    for name in ["rsa-2048.pem", "ecdsa-p256.pem"] {
        let (prepared, signature) = own_signature(&dir, name);
        for end in ["\n", "\r\n"] {
            let path = dir.write("line", [&signature, end.as_bytes()].concat());
            let (code, message) = refusal(&["assemble", &prepared, "--signature", &path], b"");
            assert_eq!((code, &message.place), (1, &path));
            assert_eq!(message.hint.as_deref(), Some("remove the trailing newline"));
        }
    }
}

#[test]
fn signatures_in_base64_of_any_kind_are_recognised() {
    use base64ct::{Base64, Base64UrlUnpadded, Encoding};
    let dir = Directory::new();
    for name in ["rsa-2048.pem", "ecdsa-p256.pem"] {
        let (prepared, signature) = own_signature(&dir, name);
        let padded = Base64::encode_string(&signature);
        let wrapped: Vec<String> = padded
            .as_bytes()
            .chunks(64)
            .map(|line| String::from_utf8(line.into()).unwrap())
            .collect();
        let binary = dir.write("signature", &signature);
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
            let path = dir.write("signature.b64", &form);
            let request = csr_works(&["assemble", &prepared, "--signature", &path], b"");
            assert_eq!(request, expected, "{form}");
        }
    }
}

#[test]
fn what_cannot_be_verified_is_assembled_only_with_unchecked_and_a_warning() {
    let dir = Directory::new();
    let (out, signature) = (dir.path("out.pem"), dir.path("signature"));
    let prepared = prepare(&dir, &key("ed448.public.pem"), &[]);
    let arguments = [
        "pkeyutl",
        "-sign",
        "-rawin",
        "-inkey",
        &key("ed448.pem"),
        "-in",
        &prepared,
        "-out",
        &signature,
    ];
    let Some(_) = openssl(&arguments, b"") else { return };

    let arguments = ["assemble", &prepared, "--signature", &signature, "--out", &out];
    for named in [&[][..], &["--signature-algorithm", "Ed448"]] {
        let (code, message) = refusal(&[&arguments[..], named].concat(), b"");
        assert_eq!((code, &message.place), (4, &signature));
        assert!(message.hint.unwrap().starts_with("use --unchecked"));
        assert!(!dir.holds("out.pem"));
    }

    let output = csr(&[&arguments[..], &["--unchecked"]].concat(), b"");
    assert!(output.status.success());
    assert!(output.stdout.is_empty());
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "warning: the signature was not verified: csr cannot verify Ed448 with this key; if it is wrong, every CA refuses the request\n"
    );
    verified(&fs::read(&out).unwrap());
}

#[test]
fn what_can_be_verified_is_verified_although_it_need_not_be() {
    let dir = Directory::new();
    let (prepared, signature) = own_signature(&dir, "ecdsa-p256.pem");
    let signature = dir.write("signature", signature);
    // It keeps quiet: nothing was left unchecked.
    csr_works(&["assemble", &prepared, "--signature", &signature, "--unchecked"], b"");
}

/// Signs by RSASSA-PSS with OpenSSL: SHA-2 of so many bits throughout, and this salt.
fn sign_pss(
    dir: &Directory,
    private_key: &str,
    bits: &str,
    salt: &str,
    file: &str,
) -> Option<String> {
    let out = dir.path(&format!("signature.{bits}.{salt}"));
    let (digest, salt) = (format!("-sha{bits}"), format!("rsa_pss_saltlen:{salt}"));
    let sign = ["dgst", &digest, "-sigopt", "rsa_padding_mode:pss", "-sigopt", &salt];
    openssl(&[&sign[..], &["-sign", private_key, "-out", &out, file]].concat(), b"")?;
    Some(out)
}

#[test]
fn a_salt_that_is_not_as_long_as_the_digest_is_named() {
    let dir = Directory::new();
    let private_key = key("rsa-2048.pem");
    let prepared = prepare(&dir, &private_key, &[]);
    for (bits, salt, named) in [("256", "max", "222"), ("384", "20", "20"), ("512", "0", "0")] {
        let Some(signature) = sign_pss(&dir, &private_key, bits, salt, &prepared) else {
            return;
        };
        let name = format!("RSASSA-PSS-SHA{bits}");
        let arguments = ["assemble", &prepared, "--signature", &signature, "--signature-algorithm"];
        let (code, error) = csr_fails(&[&arguments[..], &[&name]].concat(), b"");
        let hint = format!("\nhint: use --signature-algorithm {name}:{named}\n");
        assert_eq!((code, error.ends_with(&hint)), (1, true), "{error}");
        let pem = csr_works(&[&arguments[..], &[&format!("{name}:{named}")]].concat(), b"");
        verified(&pem);
    }
}

#[test]
fn a_key_for_pss_alone_signs_as_its_parameters_allow() {
    let dir = Directory::new();
    let (private_key, public_key) = (dir.path("pss.key"), dir.path("pss.public"));
    let made = openssl(
        &[
            &["genpkey", "-algorithm", "RSA-PSS", "-out", &private_key][..],
            &["-pkeyopt", "rsa_keygen_bits:2048", "-pkeyopt", "rsa_pss_keygen_md:sha256"],
            &["-pkeyopt", "rsa_pss_keygen_mgf1_md:sha256", "-pkeyopt", "rsa_pss_keygen_saltlen:32"],
        ]
        .concat(),
        b"",
    );
    if made.is_none() {
        return;
    }
    openssl(&["pkey", "-in", &private_key, "-pubout", "-out", &public_key], b"");
    let prepared = prepare(&dir, &public_key, &[]);
    let signature = sign_pss(&dir, &private_key, "256", "digest", &prepared).unwrap();
    let arguments = ["assemble", &prepared, "--signature", &signature];
    // Its usual algorithm, which may be named too.
    let pem = csr_works(&arguments, b"");
    verified(&pem);
    let by = |name: &'static str| [&arguments[..], &["--signature-algorithm", name]].concat();
    assert_eq!(csr_works(&by("RSASSA-PSS-SHA256"), b""), pem);
    let made = CertificationRequest::from_pem(std::str::from_utf8(&pem).unwrap()).unwrap();
    made.verify().unwrap();
    let lint = csr(&["lint", "--for", "public-ca", "-"], &pem).stdout;
    let lint = String::from_utf8(lint).unwrap();
    assert!(
        lint.contains("public-key-algorithm: certificationRequestInfo.subjectPKInfo is RSA-PSS"),
        "{lint}"
    );

    // What it may sign by is checked before anything is verified; --unchecked changes nothing.
    for name in ["RSASSA-PSS-SHA384", "RSASSA-PSS-SHA256:20"] {
        let (code, error) = csr_fails(&[&by(name)[..], &["--unchecked"]].concat(), b"");
        assert_eq!(code, 1);
        let text = "the public key allows RSASSA-PSS only with another digest algorithm or a longer salt (RFC 4055 3.3)";
        assert!(error.contains(text), "{error}");
    }
    let (code, error) =
        csr_fails(&[&by("sha256WithRSAEncryption")[..], &["--unchecked"]].concat(), b"");
    assert_eq!(code, 1);
    assert!(error.contains("sha256WithRSAEncryption does not fit the public key"), "{error}");
    // A wrong signature is found, with --unchecked too.
    let wrong = dir.write("wrong", [1; 256]);
    let arguments = ["assemble", &prepared, "--signature", &wrong, "--unchecked"];
    let arguments = [&arguments[..], &["--signature-algorithm", "RSASSA-PSS-SHA256"]].concat();
    let (code, error) = csr_fails(&arguments, b"");
    assert_eq!(code, 1);
    assert!(error.contains("does not verify"), "{error}");
}

#[test]
fn an_algorithm_that_is_never_for_the_key_is_refused_unchecked_too() {
    let dir = Directory::new();
    let signature = dir.write("signature", [1; 64]);
    for (name, algorithms) in [
        ("ecdsa-p256.pem", ["Ed25519", "ML-DSA-44", "RSASSA-PSS-SHA256"]),
        ("rsa-2048.pem", ["Ed448", "1.3.101.112", "ecdsa-with-SHA256"]),
    ] {
        let prepared = prepare(&dir, &key(name), &["--force"]);
        for algorithm in algorithms {
            let arguments = ["assemble", &prepared, "--signature", &signature, "--unchecked"];
            let arguments = [&arguments[..], &["--signature-algorithm", algorithm]].concat();
            let (code, error) = csr_fails(&arguments, b"");
            assert_eq!(code, 1);
            assert!(error.contains("does not fit the public key"), "{error}");
        }
    }
}
