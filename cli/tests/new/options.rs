//! The whole request from the command line: any subject, extensions and attributes, what is
//! copied from an old request or certificate, and who would refuse it.

mod refusals;
mod renewal;
mod spelling;

use std::fs;
use std::path::Path;

use crate::tools::{csr, csr_fails, csr_works, data, messages, openssl, refusal};
use pkcs10::Inspection;
use tempfile::TempDir;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/request.json");

fn dir() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn path(dir: &TempDir, name: &str) -> String {
    dir.path().join(name).to_str().unwrap().to_owned()
}

fn file(dir: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = path(dir, name);
    fs::write(&path, content).unwrap();
    path
}

/// `new --key …`, then these.
fn new<'a>(key: &'a str, arguments: &[&'a str]) -> Vec<&'a str> {
    [&["new", "--key", key], arguments].concat()
}

fn key() -> String {
    data("p256.key.pem").to_str().unwrap().to_owned()
}

/// The request in PEM that `csr new` makes; it must keep quiet otherwise.
#[track_caller]
fn made(arguments: &[&str]) -> Vec<u8> {
    csr_works(&new(&key(), arguments), b"")
}

/// The request and what is said on standard error beside it.
#[track_caller]
fn made_with_notes(arguments: &[&str]) -> (Inspection, String) {
    let output = csr(&new(&key(), arguments), b"");
    let notes = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{notes}");
    (Inspection::read(&output.stdout).unwrap(), notes)
}

fn names(inspection: &Inspection) -> Vec<String> {
    let names = inspection.subject_alt_names();
    names.into_iter().flat_map(|names| names.iter()).map(|name| name.to_string()).collect()
}

fn extensions(inspection: &Inspection) -> Vec<String> {
    let extensions = inspection.extensions().iter();
    extensions.map(|extension| extension.name().unwrap_or("other").to_owned()).collect()
}

/// A certificate by OpenSSL, self-signed, in PEM.
fn certificate(dir: &TempDir, arguments: &[&str]) -> Option<Vec<u8>> {
    let key = key();
    let out = path(dir, "certificate.pem");
    let fixed = ["req", "-x509", "-new", "-key", &key, "-out", &out, "-utf8"];
    openssl(&[&fixed[..], arguments].concat(), b"")?;
    Some(fs::read(out).unwrap())
}

fn refused(arguments: &[&str], input: &[u8]) -> (i32, Vec<String>) {
    let (code, error) = csr_fails(&new(&key(), arguments), input);
    (code, messages(&error).into_iter().map(|message| message.place).collect())
}

#[test]
fn openssl_prints_back_all_that_was_asked_for() {
    let dir = dir();
    let password = file(&dir, "password", "hunter2\n");
    let pem = made(&[
        "--subject",
        "CN=a,OU=one,OU=two,O=ACME,C=US",
        "--san",
        "DNS:a.example",
        "--key-usage",
        "digitalSignature,keyCertSign",
        "--ext-key-usage",
        "serverAuth,clientAuth,1.3.6.1.4.1.99999.7",
        "--basic-constraints",
        "ca,pathlen=3",
        "--tls-feature",
        "status_request",
        "--subject-key-id",
        "--ms-template",
        "1.3.6.1.4.1.311.21.8.1:100:3",
        "--extension",
        "2.999.1=critical,0500",
        "--challenge-password-file",
        &password,
        "--attribute",
        "1.2.840.113549.1.9.2=160162",
    ]);
    let Some(text) = openssl(&["req", "-verify", "-noout", "-text"], &pem) else { return };
    let lines: Vec<&str> = text.lines().map(str::trim_end).map(str::trim_start).collect();
    for expected in [
        &["Subject: C = US, O = ACME, OU = two, OU = one, CN = a"][..],
        &["challengePassword        :hunter2"],
        &["unstructuredName         :b"],
        &["X509v3 Subject Alternative Name:", "DNS:a.example"],
        &["X509v3 Key Usage: critical", "Digital Signature, Certificate Sign"],
        &[
            "X509v3 Extended Key Usage:",
            "TLS Web Server Authentication, TLS Web Client Authentication, 1.3.6.1.4.1.99999.7",
        ],
        &["X509v3 Basic Constraints: critical", "CA:TRUE, pathlen:3"],
        &["TLS Feature:", "status_request"],
        &["2.999.1: critical"],
    ] {
        assert!(lines.windows(expected.len()).any(|window| window == expected), "{text}");
    }
    assert!(text.contains("verify OK"), "{text}");
    let identifier = lines.iter().position(|line| *line == "X509v3 Subject Key Identifier:");
    assert_eq!(lines[identifier.unwrap() + 1].len(), 20 * 3 - 1);
}

#[test]
fn a_subject_as_text_is_the_one_that_the_options_make() {
    let options = ["--cn", "a, b", "--org-unit", "two", "--org-unit", "one", "--country", "US"];
    assert_eq!(made(&["--subject", "CN=a\\, b,OU=one,OU=two,C=US"]), made(&options));
}

#[test]
fn a_long_password_sorts_behind_a_short_extension_request() {
    let dir = dir();
    let [short, long] = [(7, "short"), (200, "long")]
        .map(|(len, name)| file(&dir, name, "x".repeat(len) + "\r\nsecond line\n"));
    for (password, expected) in [
        (short, ["challengePassword", "extensionRequest"]),
        (long, ["extensionRequest", "challengePassword"]),
    ] {
        let arguments = ["--san", "DNS:a.example", "--challenge-password-file", &password];
        let inspection = Inspection::read(&made(&arguments)).unwrap();
        let order: Vec<_> = inspection.attributes().iter().map(|a| a.name().unwrap()).collect();
        assert_eq!(order, expected);
        assert!(inspection.deviations().is_empty());
        let texts = inspection.attributes().iter().filter_map(|attribute| attribute.text());
        assert!(texts.eq([fs::read_to_string(password).unwrap().lines().next().unwrap()]));
    }
}

#[test]
fn all_nine_types_of_name_have_a_prefix() {
    let given = [
        "DNS:a.example",
        "IP:2001:db8::1",
        "email:a@a.example",
        "URI:https://a.example/",
        "dirName:CN=a,C=US",
        "RID:1.2.3.4",
        "otherName:1.3.6.1.4.1.311.20.2.3;UTF8:a@a.example",
        "ediPartyName:assigner;party",
        "x400:C=US;A=ADMD;O=ACME;S=Doe",
    ];
    let arguments: Vec<&str> = given.iter().flat_map(|name| ["--san", name]).collect();
    let inspection = Inspection::read(&made(&arguments)).unwrap();
    let types: Vec<&str> = names(&inspection)
        .iter()
        .map(|name| given.iter().find(|given| *given == name).copied().unwrap_or("another"))
        .collect();
    // The UPN is written by its name.
    let expected = given.map(|name| if name.starts_with("other") { "another" } else { name });
    assert_eq!(types, expected, "{:?}", names(&inspection));
    assert!(names(&inspection)[6].ends_with(";UTF8:a@a.example"));
}

#[test]
fn extensions_and_attributes_go_with_a_body_too() {
    let dir = dir();
    let password = file(&dir, "password", "hunter2");
    let additions = [
        "--ext-key-usage",
        "serverAuth,clientAuth",
        "--challenge-password-file",
        &password,
        "--ms-template",
        "WebServer",
    ];
    let with = made(&[&[EXAMPLE][..], &additions].concat());
    let with = Inspection::read(&with).unwrap();
    let without = Inspection::read(&made(&[EXAMPLE])).unwrap();
    assert_eq!(with.subject(), without.subject());
    assert_eq!(names(&with), names(&without));
    let expected = ["subjectAltName", "extKeyUsage", "certificateTemplateName"];
    assert_eq!(extensions(&with), expected);
    assert_eq!(with.attributes().len(), 2);
}

#[test]
fn lint_warns_and_does_not_fail() {
    let (_, notes) =
        made_with_notes(&["--cn", "a", "--san", "DNS:bmc-7", "--lint", "public-ca,ad-cs"]);
    let lines: Vec<&str> = notes.lines().collect();
    for (severity, id) in
        [("error", "one-label-name"), ("error", "cn-not-in-san"), ("warning", "ad-cs-no-template")]
    {
        let start = format!("lint: {severity}: {id}: ");
        assert!(lines.iter().any(|line| line.starts_with(&start)), "{notes}");
    }
    let (_, notes) = made_with_notes(&["--cn", "a", "--san", "DNS:bmc-7"]);
    assert_eq!(notes, "");
    // Without it, errors by the rules of the RFCs, and no warning.
    let (_, notes) =
        made_with_notes(&["--cn", "a.example", "--key-usage", "keyCertSign,encipherOnly"]);
    let lines: Vec<&str> = notes.lines().filter(|line| line.starts_with("lint: ")).collect();
    assert_eq!(lines.len(), 1, "{notes}");
    assert!(lines[0].starts_with("lint: error: key-cert-sign-without-ca: "), "{notes}");
}

#[test]
fn strict_lint_writes_neither_a_request_nor_a_key() {
    let dir = dir();
    let (key, out) = (path(&dir, "key.pem"), path(&dir, "out.pem"));
    let strict = |name: &'static str| {
        let arguments = ["new", "--san", name, "--algorithm", "ecdsa-p256", "--key-out", &key];
        let lint = ["--out", &out, "--lint", "public-ca", "--lint-strict"];
        csr(&[&arguments[..], &lint].concat(), b"")
    };
    let output = strict("DNS:bmc-7");
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with("lint: error: one-label-name: "), "{error}");
    assert!(output.stdout.is_empty());
    assert!(!Path::new(&key).exists() && !Path::new(&out).exists());

    // A warning alone is not a reason to fail.
    let output = strict("DNS:www.example.com");
    let notes = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{notes}");
    assert!(notes.starts_with("lint: warning: special-use-name: "), "{notes}");
    assert!(Path::new(&key).exists() && Path::new(&out).exists());
}

#[test]
fn lint_checks_the_key_that_signs() {
    let (_, notes) = made_with_notes(&[
        "--cn",
        "a",
        "--ext-key-usage",
        "serverAuth,clientAuth",
        "--lint",
        "lxca",
    ]);
    assert!(notes.starts_with("lint: warning: lxca-key: "), "{notes}");
    assert_eq!(notes.lines().filter(|line| line.starts_with("lint: ")).count(), 1);
}
