//! What signers give: digests signed instead of octets, two raw numbers, base64, a line end
//! behind; and what cannot be verified here.

use super::*;

#[test]
fn rsa_pss_of_a_token_or_a_key_service_is_verified_and_named() {
    let folder = Folder::new();
    let prepared = prepare(&folder, &key("rsa-2048.pem"), &[]);
    for (bits, len) in [("256", 32), ("384", 48), ("512", 64)] {
        let name = format!("RSASSA-PSS-SHA{bits}");
        let signature = sign_pss(&folder, &key("rsa-2048.pem"), bits, &len.to_string(), &prepared);
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

/// Signs by RSASSA-PSS with OpenSSL: SHA-2 of so many bits throughout, and this salt.
fn sign_pss(
    folder: &Folder,
    private_key: &str,
    bits: &str,
    salt: &str,
    file: &str,
) -> Option<String> {
    let out = folder.path(&format!("signature.{bits}.{salt}"));
    let (digest, salt) = (format!("-sha{bits}"), format!("rsa_pss_saltlen:{salt}"));
    let sign = ["dgst", &digest, "-sigopt", "rsa_padding_mode:pss", "-sigopt", &salt];
    openssl(&[&sign[..], &["-sign", private_key, "-out", &out, file]].concat(), b"")?;
    Some(out)
}

#[test]
fn a_salt_that_is_not_as_long_as_the_digest_is_named() {
    let folder = Folder::new();
    let private_key = key("rsa-2048.pem");
    let prepared = prepare(&folder, &private_key, &[]);
    for (bits, salt, named) in [("256", "max", "222"), ("384", "20", "20"), ("512", "0", "0")] {
        let Some(signature) = sign_pss(&folder, &private_key, bits, salt, &prepared) else {
            return;
        };
        let name = format!("RSASSA-PSS-SHA{bits}");
        let arguments = ["assemble", &prepared, "--signature", &signature, "--signature-algorithm"];
        let (code, error) = csr_fails(&[&arguments[..], &[&name]].concat(), b"");
        let hint = format!("; hint: it does with --signature-algorithm {name}:{named}\n");
        assert_eq!((code, error.ends_with(&hint)), (1, true), "{error}");
        let pem = csr_works(&[&arguments[..], &[&format!("{name}:{named}")]].concat(), b"");
        verified(&pem);
    }
}

#[test]
fn a_key_for_pss_alone_signs_as_its_parameters_allow() {
    let folder = Folder::new();
    let (private_key, public_key) = (folder.path("pss.key"), folder.path("pss.public"));
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
    let prepared = prepare(&folder, &public_key, &[]);
    let signature = sign_pss(&folder, &private_key, "256", "digest", &prepared).unwrap();
    let arguments = ["assemble", &prepared, "--signature", &signature];
    let (code, error) = csr_fails(&arguments, b"");
    assert_eq!(code, 2);
    assert!(error.contains("hint: give --signature-algorithm RSASSA-PSS-SHA256"), "{error}");

    let by = |name: &'static str| [&arguments[..], &["--signature-algorithm", name]].concat();
    let pem = csr_works(&by("RSASSA-PSS-SHA256"), b"");
    verified(&pem);
    let made = CertificationRequest::from_pem(std::str::from_utf8(&pem).unwrap()).unwrap();
    assert_eq!(made.verify(), Ok(()));
    let lint = csr(&["lint", "--for", "public-ca", "-"], &pem).stdout;
    let lint = String::from_utf8(lint).unwrap();
    assert!(
        lint.contains("public-key-algorithm: certificationRequestInfo.subjectPKInfo is RSA-PSS"),
        "{lint}"
    );

    // What it may sign by is told before anything is verified; --unchecked changes nothing.
    for name in ["RSASSA-PSS-SHA384", "RSASSA-PSS-SHA256:20"] {
        let (code, error) = csr_fails(&[&by(name)[..], &["--unchecked"]].concat(), b"");
        assert_eq!(code, 1);
        let text = "the public key allows RSASSA-PSS only with another hash function or a longer salt (RFC 4055 3.3)";
        assert!(error.contains(text), "{error}");
    }
    let (code, error) =
        csr_fails(&[&by("sha256WithRSAEncryption")[..], &["--unchecked"]].concat(), b"");
    assert_eq!(code, 1);
    assert!(
        error.contains("sha256WithRSAEncryption is not for the key at hand: RSA-PSS"),
        "{error}"
    );
    // A wrong signature is found, with --unchecked too.
    let wrong = folder.write("wrong", [1; 256]);
    let arguments = ["assemble", &prepared, "--signature", &wrong, "--unchecked"];
    let arguments = [&arguments[..], &["--signature-algorithm", "RSASSA-PSS-SHA256"]].concat();
    let (code, error) = csr_fails(&arguments, b"");
    assert_eq!(code, 1);
    assert!(error.contains("does not verify"), "{error}");
}

#[test]
fn an_algorithm_that_is_never_for_the_key_is_refused_unchecked_too() {
    let folder = Folder::new();
    let signature = folder.write("signature", [1; 64]);
    for (name, algorithms) in [
        ("ecdsa-p256.pem", ["Ed25519", "ML-DSA-44", "RSASSA-PSS-SHA256"]),
        ("rsa-2048.pem", ["Ed448", "1.3.101.112", "ecdsa-with-SHA256"]),
    ] {
        let prepared = prepare(&folder, &key(name), &["--force"]);
        for algorithm in algorithms {
            let arguments = ["assemble", &prepared, "--signature", &signature, "--unchecked"];
            let arguments = [&arguments[..], &["--signature-algorithm", algorithm]].concat();
            let (code, error) = csr_fails(&arguments, b"");
            assert_eq!(code, 1);
            assert!(error.contains("is not for the key at hand"), "{error}");
        }
    }
}
