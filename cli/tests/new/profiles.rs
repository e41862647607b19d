//! Bodies of management servers.

use std::fs;
use std::process::Command;

use pkcs10::Profile;
use serde_json::Value;

use crate::tools::{csr_fails, csr_works, openssl};

const REDFISH: &str = r#"{"CommonName": "bmc-7.example.com", "Country": "DE",
    "AlternativeNames": ["bmc-7.example.com", "192.0.2.7"], "KeyUsage": ["ServerAuthentication"],
    "KeyPairAlgorithm": "TPM_ALG_ECDH", "KeyCurveId": "TPM_ECC_NIST_P384",
    "CertificateCollection": {"@odata.id": "/redfish/v1/Managers/1/Certificates"}}"#;

/// Runs `csr new` with a body in a file, a new key, and these options; its output and its notes.
fn new(body: &str, options: &[&str]) -> (Vec<u8>, String) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("body.json");
    fs::write(&path, body).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_csr"));
    command.current_dir(&dir).args(["new", "body.json", "--key-out", "key.pem"]).args(options);
    let output = command.output().unwrap();
    (output.stdout, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_words_of_the_body_choose_the_key_and_options_replace_them() {
    let (pem, notes) = new(REDFISH, &["--profile", "redfish"]);
    assert_eq!(notes, "");
    let (other, notes) = new(REDFISH, &["--profile", "redfish", "--algorithm", "ecdsa-p256"]);
    assert_eq!(notes, "note: body.json: ecdsa-p384 is replaced by --algorithm\n");
    for (pem, curve) in [(pem, "P-384"), (other, "P-256")] {
        let Some(text) = openssl(&["req", "-verify", "-noout", "-text"], &pem) else { return };
        for expected in [curve, "DNS:bmc-7.example.com, IP Address:192.0.2.7", "TLS Web Server"] {
            assert!(text.contains(expected), "{text}");
        }
    }
}

#[test]
fn the_digest_of_the_body_signs_and_a_note_says_where_it_does_not() {
    let note = |text: &str| format!("note: body.json: signatureAlgorithm: {text}\n");
    let (rsa, p256) = ("--algorithm=rsa-2048", "--algorithm=ecdsa-p256");
    let cases: [(&str, &[&str], &str, String); 8] = [
        ("", &[], "sha512WithRSAEncryption", String::new()),
        (r#","keyBitLength":2048"#, &[], "sha512WithRSAEncryption", String::new()),
        ("", &[p256], "ecdsa-with-SHA512", String::new()),
        ("", &[rsa, "--digest=sha512"], "sha512WithRSAEncryption", String::new()),
        ("", &[p256, "--digest=sha384"], "SHA384", note("SHA-512 is replaced by --digest")),
        (
            "",
            &["--signature-algorithm=RSASSA-PSS-SHA256"],
            "rsassaPss",
            note("SHA-512 is replaced by --signature-algorithm"),
        ),
        ("", &["--policy=cnsa"], "sha384With", note("SHA-512 is replaced by --policy")),
        ("", &["--algorithm=ed25519"], "ED25519", note("SHA-512 is not used: the key is Ed25519")),
    ];
    for (more, options, expected, note) in cases {
        let body = format!(
            r#"{{"commonName":"a","subjectAltNameType1":"DNS","subjectAltNameValue1":"a","signatureAlgorithm":"sha512"{more}}}"#
        );
        let (pem, notes) = new(&body, &[&["--profile=cimc"], options].concat());
        assert_eq!(notes, note, "{more} {options:?}");
        let Some(text) = openssl(&["req", "-verify", "-noout", "-text"], &pem) else { return };
        let algorithm = text.lines().find(|line| line.contains("Signature Algorithm: "));
        assert!(algorithm.is_some_and(|line| line.contains(expected)), "{expected}: {text}");
    }
}

#[test]
fn a_body_is_recognized_by_its_members() {
    let (pem, notes) = new(REDFISH, &[]);
    assert!(pem.starts_with(b"-----BEGIN"), "{notes}");
    assert_eq!(notes, "note: body.json: is read with --profile redfish\n");
    let xcc = r#"{"CommonName": "a", "OrganizationalUnit": "", "AlternativeNames": ["a.example"]}"#;
    let (_, notes) = new(xcc, &[]);
    let expected = "note: body.json: is read with --profile xcc\nnote: body.json: OrganizationalUnit: is empty, left out\n";
    assert_eq!(notes, expected);
    let vcenter = r#"{"common_name": "a", "organization_unit": "", "key_size": 2048, "subject_alt_name": ["a.example"]}"#;
    let (_, notes) = new(vcenter, &[]);
    assert!(notes.starts_with("note: body.json: is read with --profile vcenter\n"), "{notes}");
}

#[test]
fn a_body_of_another_kind_is_named() {
    let (pem, errors) = new(REDFISH, &["--profile", "lxca"]);
    assert!(pem.is_empty());
    assert!(errors.ends_with("body.json: has the members of a body of redfish; expected those of lxca\nhint: use --profile redfish\n"), "{errors}");
    let lxca = r#"{"CommonName": "a", "OrganizationUnit": "b", "StateLocality": "c"}"#;
    let (_, errors) = new(lxca, &["--profile", "openbmc"]);
    assert!(errors.ends_with("hint: use --profile lxca\n"), "{errors}");
}

#[test]
fn the_hint_for_a_body_without_names_is_the_member_of_its_profile() {
    let redfish = r#"{"CommonName": "a.example", "CertificateCollection": {"@odata.id": "/c"}}"#;
    let pair = r#""subjectAltNameType1": "IP", "subjectAltNameValue1": "192.0.2.7""#;
    let oem = r#"{"RequiredCertificateData": {"Service": "Server", "CountryName": "US",
        "StateOrProvinceName": "NC", "LocalityName": "Raleigh", "OrganizationName": "ACME",
        "HostName": "xcc-7"}}"#;
    let cases = [
        ("redfish", redfish, Some(r#""AlternativeNames": ["a.example"]"#)),
        ("cimc", r#"{"commonName": "192.0.2.7"}"#, Some(pair)),
        (
            "rfc5280",
            r#"{"CommonName": "a"}"#,
            Some(
                r#""subjectAlternativeNames": {"generalNames": [{"type": "dNSName", "name": "a"}]}"#,
            ),
        ),
        ("xcc", oem, None),
        ("cimc", r#"{"commonName": "CN=a,O=b"}"#, None),
    ];
    for (profile, body, member) in cases {
        let (_, notes) = new(body, &["--profile", profile]);
        let hint = member.map(|member| format!("\nhint: use {member}\n"));
        assert!(notes.contains("subjectAltName"), "{notes}");
        assert_eq!(notes.find("\nhint: "), hint.and_then(|hint| notes.find(&hint)), "{notes}");
        if let Some(member) = member {
            let body = body.replacen('{', &format!("{{{member}, "), 1);
            assert_eq!(new(&body, &["--profile", profile]).1, "");
        }
    }
}

#[test]
fn a_misspelled_member_does_not_make_a_body_one_of_another_kind() {
    let (_, errors) = new(r#"{"CommonName": "a", "country": "US"}"#, &[]);
    assert!(errors.starts_with("country: attribute \"country\" is not known here;"), "{errors}");
    assert!(errors.ends_with("\nhint: did you mean \"Country\"?\n"), "{errors}");
}

#[test]
fn a_body_needs_no_conversion() {
    let (code, error) = csr_fails(&["convert", "-"], REDFISH.as_bytes());
    let expected = "-: is a JSON body of redfish; expected a request file of OpenSSL, cfssl or certreq\nhint: to create a request from it: csr new FILE\n";
    assert_eq!((code, &*error), (1, expected));
}

#[test]
fn what_is_filled_in_is_listed() {
    let (_, notes) =
        new(r#"{"CommonName": "a", "Organization": "b"}"#, &["--algorithm", "ecdsa-p256"]);
    for filled_in in
        ["Country: not given, filled in: US", "StateLocality: not given, filled in: Raleigh"]
    {
        assert!(notes.contains(&format!("note: body.json: {filled_in}\n")), "{notes}");
    }
}

#[test]
fn a_profile_that_is_not_known_is_a_wrong_command_line() {
    let (code, error) = csr_fails(&["new", "body.json", "--profile", "redfsh", "--key", "k"], b"");
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("a similar value exists: 'redfish'"), "{error}");
}

#[test]
fn each_profile_has_an_example_that_it_accepts() {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/profile.toml");
    for profile in Profile::BUILT_IN.iter().map(Profile::id).chain([own]) {
        let body = String::from_utf8(csr_works(&["new", "--example", profile], b"")).unwrap();
        let (pem, notes) = new(&body, &["--profile", profile]);
        assert!(pem.starts_with(b"-----BEGIN"), "{profile}: {notes}{body}");
        let lacks_name = notes.starts_with("note: the request has a common name and no ");
        assert!(notes.is_empty() || lacks_name, "{profile}: {notes}{body}");
    }
    let documented: Value =
        serde_json::from_str(include_str!("../../../examples/request.json")).unwrap();
    let example: Value = serde_json::from_slice(&csr_works(&["new", "--example"], b"")).unwrap();
    assert_eq!(example, documented);
}
