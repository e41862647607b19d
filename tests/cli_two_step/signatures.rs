//! What signers give: digests signed instead of octets, two raw numbers, base64, a line end
//! behind; and what cannot be verified here.

use super::*;

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
