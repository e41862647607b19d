//! Inputs with several requests, and what is behind a request.

use std::process::{Command, Stdio};

use super::*;
use tools::{Directory, key};

/// A request that is right in PEM, and one whose signature is not.
fn right_and_wrong() -> [String; 2] {
    let right = text(new(&["--cn", "a.example", "--san", "DNS:a.example"]));
    let mut wrong = pkcs10::CertificationRequest::from_pem(&right).unwrap().into_der();
    *wrong.last_mut().unwrap() ^= 1;
    [right, pkcs10::CertificationRequest::from_der(&wrong).unwrap().to_pem()]
}

#[test]
fn each_member_of_a_stream_is_verified_and_named() {
    let [right, wrong] = right_and_wrong();
    let dir = Directory::new();
    let certificate = fs::read_to_string(key("ecdsa-p256.crt.pem")).unwrap();
    let file = dir.write("stream", format!("{right}{wrong}\n{right}{certificate}"));
    let output = csr(&["verify", &file], b"");
    assert_eq!(output.status.code(), Some(1));
    let verifies = "the signature verifies (ecdsa-with-SHA256; key: ECDSA P-256)\n";
    assert_eq!(text(output.stdout), format!("{file}[1]: {verifies}{file}[3]: {verifies}"));
    let errors = messages(&text(output.stderr));
    let places: Vec<&str> = errors.iter().map(|message| &*message.place).collect();
    assert_eq!(places, [format!("{file}[2]"), format!("{file}[4]")]);
    assert!(errors[0].text.starts_with("the signature does not verify"), "{errors:?}");
    assert!(errors[1].text.starts_with("is PEM with the label"), "{errors:?}");
    let both = format!("{right}{right}");
    let shown = text(csr_works(&["verify", "-"], both.as_bytes()));
    assert_eq!(shown, format!("-[1]: {verifies}-[2]: {verifies}"));
}

#[test]
fn each_member_of_a_stream_is_checked_and_shown() {
    let [right, wrong] = right_and_wrong();
    let stream = [right.as_bytes(), wrong.as_bytes()].concat();
    let (code, shown) = lints(&[], &stream);
    assert!(shown.starts_with("-[1]: no findings\n-[2]: error: signature-bad"), "{shown}");
    assert_eq!(code, 1);
    let (_, json) = lints(&["--json"], &stream);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["file"], "-[2]");

    let shown = text(csr_works(&["inspect"], &stream));
    let alone = |pem: &str| text(csr_works(&["inspect"], pem.as_bytes()));
    assert_eq!(shown, format!("-[1]:\n{}\n-[2]:\n{}", alone(&right), alone(&wrong)));
    let json: Value = serde_json::from_slice(&csr_works(&["inspect", "--json"], &stream)).unwrap();
    let members = json.as_array().unwrap().iter();
    let members: Vec<_> = members.map(|one| (one["file"].clone(), one["pem"].clone())).collect();
    assert_eq!(members, [("-[1]".into(), right.into()), ("-[2]".into(), wrong.into())]);
}

#[test]
fn the_results_of_a_batch_are_verified() {
    let signer = data("p256.key.pem");
    let bodies =
        b"{\"CommonName\": \"a.example\"}\n{\"CommonName\": 7}\n{\"CommonName\": \"b.example\"}\n";
    let batch = ["batch", "-", "--stdout", "--key", signer.to_str().unwrap()];
    let results = csr(&batch, bodies).stdout;
    assert_eq!(results.iter().filter(|byte| **byte == b'\n').count(), 3);
    let output = csr(&["verify"], &results);
    let (shown, error) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(1));
    assert!(shown.starts_with("-[1]: the") && shown.contains("\n-[3]: the"), "{shown}");
    assert_eq!(error, "-[2]: is a result of csr batch without a request\n");
    // A repeated member is ambiguous, and other JSON is not a request.
    let twice = br#"{"result":"success","pem":"a","pem":"b"}"#;
    for input in [&twice[..], br#"{"CommonName":"a"}"#, b"{}"] {
        let (code, message) = refusal(&["verify"], input);
        assert_eq!((code, &*message.place), (1, "-"));
        assert!(message.text.starts_with("is neither PEM nor DER"), "{message:?}");
    }
}

#[test]
fn two_requests_that_are_no_stream_are_refused_by_every_command() {
    let [right, wrong] = right_and_wrong();
    let dir = Directory::new();
    let der = pkcs10::CertificationRequest::from_pem(&right).unwrap().into_der();
    let inputs = [
        [&der[..], b"\n", wrong.as_bytes()].concat(),
        format!("{}{wrong}{right}", "x".repeat(254)).into_bytes(),
    ];
    let (signer, good) = (key("ecdsa-p256.pem"), key("ecdsa-p256.crt.pem"));
    let out = dir.path("out");
    for input in inputs {
        let file = dir.write("two", input);
        for arguments in [
            &["verify", &file][..],
            &["lint", &file],
            &["inspect", &file],
            &["new", "--from", &file, "--key", &signer],
            &["prepare", "--public-key", &file, "--cn", "a", "--out", &out],
        ] {
            let (code, message) = refusal(arguments, b"");
            assert_eq!(code, 1);
            assert!(message.text.ends_with("expected one in each file"), "{message:?}");
        }
        let output = csr(&["match", &file, &good], b"");
        assert_eq!(output.status.code(), Some(1));
        let error = text(output.stderr);
        assert!(error.ends_with("expected one in each file\n"), "{error}");
    }
}

#[test]
fn a_signature_that_verifies_in_what_others_do_not_read_is_refused() {
    let whole = sign(&good_info());
    let der = whole.encode();
    csr_works(&["verify"], &[&der[..], b"\n"].concat());
    let mut more = whole.clone();
    more.nodes().push(leaf(5, b""));
    let mut parameters = whole;
    parameters.at(&[1]).nodes().push(leaf(2, b"\x01"));
    for input in
        [more.encode(), parameters.encode(), [&der[..], &der].concat(), [&der[..], b"x"].concat()]
    {
        let (code, message) = refusal(&["verify"], &input);
        assert_eq!(code, 1);
        let expected = "the signature verifies, but some programs do not read the request: ";
        assert!(message.text.starts_with(expected), "{message:?}");
        assert_eq!(lints(&[], &input).0, 1);
    }
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    for (arguments, code) in
        [(&["inspect", "--json"][..], 0), (&["verify"], 0), (&["lint", "--for", "ad-cs"], 0)]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_csr"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        std::io::Write::write_all(&mut stdin, &sign(&good_info()).encode()).unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}
