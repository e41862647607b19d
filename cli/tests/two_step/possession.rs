//! Keys that cannot sign (RFC 9883), with a certificate that OpenSSL made.

use super::*;

use der_tree::{Body, Node};

/// An X25519 public key, the key that signs, and its certificate; nothing without OpenSSL.
fn files(dir: &Directory) -> Option<[String; 3]> {
    let (private, public) = (dir.path("x25519.key"), dir.path("x25519.pub"));
    let (signer, certificate) = (key("ecdsa-p256.pem"), dir.path("signer.crt"));
    openssl(&["genpkey", "-algorithm", "x25519", "-out", &private], b"")?;
    openssl(&["pkey", "-in", &private, "-pubout", "-out", &public], b"")?;
    let subject = "/CN=bmc-7.example.com";
    let extension = "subjectAltName=DNS:bmc-7.example.com";
    openssl(
        &[
            "req",
            "-x509",
            "-new",
            "-key",
            &signer,
            "-subj",
            subject,
            "-addext",
            extension,
            "-out",
            &certificate,
        ],
        b"",
    )?;
    Some([public, signer, certificate])
}

#[test]
fn a_key_that_cannot_sign_gets_its_request_from_one_that_can() {
    let dir = Directory::new();
    let Some([public, signer, certificate]) = files(&dir) else { return };
    let options = ["--public-key", &public, "--possession-by", &certificate];
    let new = |more: &[&str]| {
        csr_works(&[&["new", "--key", &signer], &options[..], &NAMES, more].concat(), b"")
    };
    let verify = ["verify", "--signature-certificate", &certificate];
    let matching = "by the key of the signature certificate, which has the names of the request";
    for (csr, verify) in [(new(&[]), &verify[..]), (new(&["--embed-certificate"]), &verify[..1])] {
        let text = String::from_utf8(csr_works(verify, &csr)).unwrap();
        assert!(text.contains(matching) && text.contains("key: X25519"), "{text}");
        assert!(!String::from_utf8(csr_works(&["lint", "-"], &csr)).unwrap().contains("mismatch"));
    }
    let plain = new(&[]);
    let (code, message) = refusal(&["verify", "-"], &plain);
    assert_eq!(code, 4);
    assert!(message.text.contains("issuer CN=bmc-7.example.com, serial number 0x"), "{message:?}");
    assert_eq!(
        message.hint.as_deref(),
        Some("use --signature-certificate FILE with that certificate")
    );
    let json = csr(&["verify", "--json", "-"], &plain);
    assert_eq!(json.status.code(), Some(4));
    assert!(String::from_utf8(json.stdout).unwrap().contains("certificate-missing"));
    let mut damaged = Node::parse(&pem_rfc7468::decode_vec(&plain).unwrap().1);
    if let Body::Octets(bytes) = &mut damaged.at(&[2]).body {
        *bytes.last_mut().unwrap() ^= 1;
    }
    let (code, message) = refusal(&[&verify[..], &["-"]].concat(), &damaged.encode());
    let by = "(ecdsa-with-SHA256; key of the signature certificate: ECDSA P-256)";
    assert!(code == 1 && message.text.ends_with(by), "{message:?}");
    let other = dir.path("other.crt");
    let p384 = key("ecdsa-p384.pem");
    openssl(&["req", "-x509", "-new", "-key", &p384, "-subj", "/CN=a", "-out", &other], b"")
        .unwrap();
    let swapped = refusal(&["verify", "-", "--signature-certificate", &other], &plain);
    assert_eq!(swapped.0, 1);
    assert!(swapped.1.text.contains("is not the one that the statementOfPossession names"));
}

#[test]
fn what_openssl_signs_in_its_place_is_assembled_with_the_certificate() {
    let dir = Directory::new();
    let Some([public, signer, certificate]) = files(&dir) else { return };
    let other = dir.path("other.crt");
    let p384 = key("ecdsa-p384.pem");
    openssl(&["req", "-x509", "-new", "-key", &p384, "-subj", "/CN=a", "-out", &other], b"")
        .unwrap();
    let by = ["--possession-by", &certificate];
    let embed = [&by[..], &["--embed-certificate", "--force"]].concat();
    for (more, codes) in [(&by[..], [4, 1, 0]), (&embed[..], [0, 1, 0])] {
        let prepared = prepare(&dir, &public, more);
        let signature = sign(&dir, &signer, "-sha256", &prepared).unwrap();
        let assemble = ["assemble", &prepared, "--signature", &signature];
        let given: [&[&str]; 3] =
            [&[], &["--signature-certificate", &other], &["--signature-certificate", &certificate]];
        for (given, code) in given.into_iter().zip(codes) {
            let output = csr(&[&assemble[..], given].concat(), b"");
            assert_eq!(output.status.code(), Some(code), "{given:?}: {output:?}");
        }
    }
}

#[test]
fn a_key_is_for_signatures_or_for_a_statement() {
    let dir = Directory::new();
    let Some([public, signer, certificate]) = files(&dir) else { return };
    let prepare = ["prepare", "--public-key", &public, "--out", "-"];
    let new = ["new", "--key", &signer];
    let by = ["--possession-by", &certificate];
    let signing = ["--key-usage", "digitalSignature"];
    let (p256, p384) = (["--public-key", &certificate], key("ecdsa-p384.pem"));
    let cases: [(Vec<&str>, &str); 4] = [
        (prepare.to_vec(), "is a key for X25519, which cannot sign its own request"),
        ([&prepare[..], &by, &signing].concat(), "keyUsage \"digitalSignature\" is for signatures"),
        ([&new[..], &p256, &by].concat(), "is a key for ECDSA P-256, which can sign"),
        (
            [&["new", "--key", &p384, "--public-key", &public][..], &by].concat(),
            "is not the certificate with the public key of --key",
        ),
    ];
    for (arguments, expected) in cases {
        let (code, message) = refusal(&[&arguments[..], &NAMES].concat(), b"");
        assert_eq!(code, 1);
        assert!(message.text.starts_with(expected), "{message:?}");
    }
    usage(&[&new[..], &["--public-key", &public], &NAMES].concat());
    usage(&[&new[..], &by, &NAMES].concat());
}
