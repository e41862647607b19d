//! The whole request from the command line: any subject, extensions and attributes, what is
//! carried over from an old request or certificate, and who would refuse it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

#[path = "support/tools.rs"]
mod tools;

use std::fs;
use std::path::Path;

use pkcs10::Inspection;
use tempfile::TempDir;
use tools::{csr, csr_fails, csr_works, data, openssl};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/request.json");

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

fn file(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = path(folder, name);
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

/// The exit code, and what is in front of the first `": "` of each line on standard error.
#[track_caller]
fn refused(arguments: &[&str], input: &[u8]) -> (i32, Vec<String>) {
    let (code, error) = csr_fails(&new(&key(), arguments), input);
    (code, error.lines().map(|line| line.split(": ").next().unwrap().to_owned()).collect())
}

/// The request and what is said on standard error beside it.
#[track_caller]
fn made_and_told(arguments: &[&str]) -> (Inspection, String) {
    let output = csr(&new(&key(), arguments), b"");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    (Inspection::read(&output.stdout).unwrap(), told)
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
fn certificate(folder: &TempDir, arguments: &[&str]) -> Option<Vec<u8>> {
    let key = key();
    let out = path(folder, "certificate.pem");
    let fixed = ["req", "-x509", "-new", "-key", &key, "-out", &out, "-utf8"];
    openssl(&[&fixed[..], arguments].concat(), b"")?;
    Some(fs::read(out).unwrap())
}

#[test]
fn openssl_prints_back_all_that_was_asked_for() {
    let folder = folder();
    let password = file(&folder, "password", "hunter2\n");
    let pem = made(&[
        "--subject",
        "CN=a,OU=one,OU=two,O=ACME,C=US",
        "--san",
        "DNS:a.example",
        "--key-usage",
        "digitalSignature,keyEncipherment",
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
        &["X509v3 Key Usage: critical", "Digital Signature, Key Encipherment"],
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
    let folder = folder();
    let [short, long] = [(7, "short"), (200, "long")]
        .map(|(len, name)| file(&folder, name, "x".repeat(len) + "\r\nsecond line\n"));
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
    let folder = folder();
    let password = file(&folder, "password", "hunter2");
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
fn each_fault_has_the_option_that_it_came_with() {
    let arguments = [
        "--subject",
        "CN=a,OX=b,C=us",
        "--san",
        "DNS:a_b",
        "--key-usage",
        "digitalsignature",
        "--ext-key-usage",
        "serverauth",
        "--basic-constraints",
        "CA",
        "--tls-feature",
        "must-staple",
        "--subject-key-id=md5",
        "--ms-template",
        "1.2.3:x",
        "--extension",
        "2.999.1",
        "--extension",
        "2.5.29.14=0500",
        "--extension",
        "2.5.29.14=0500",
        "--attribute",
        "1.2.3=05",
    ];
    let (code, paths) = refused(&arguments, b"");
    assert_eq!(code, 1);
    let expected = [
        "--subject, character 6",
        "--subject, character 11",
        "--san[0]",
        "--key-usage",
        "--ext-key-usage",
        "--basic-constraints",
        "--tls-feature",
        "--subject-key-id",
        "--ms-template",
        "--extension[0]",
        "--extension[2]",
        "--attribute",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn an_extension_given_twice_names_both_options() {
    let arguments = ["--cn", "a", "--ext-key-usage", "serverAuth", "--extension", "2.5.29.37=3000"];
    let (code, error) = csr_fails(&new(&key(), &arguments), b"");
    assert_eq!(code, 1);
    assert_eq!(
        error,
        "--extension: the extension 2.5.29.37 stands already at --ext-key-usage; an extension is given once (RFC 5280 4.2)\n"
    );
}

#[test]
fn faults_of_the_body_and_of_the_options_come_together() {
    let options = ["-", "--key-usage", "foo", "--attribute", "x"];
    for (body, expected) in [
        (r#"{"Country": "us"}"#, ["Country", "--key-usage", "--attribute"]),
        (r#"{"Country": "us""#, ["-", "--key-usage", "--attribute"]),
    ] {
        assert_eq!(refused(&options, body.as_bytes()), (1, expected.map(String::from).to_vec()));
    }
}

#[test]
fn a_refused_password_is_not_shown() {
    let folder = folder();
    for (name, content, message) in [
        ("control", &b"hunter2\t\n"[..], "--challenge-password-file: the challengePassword has"),
        ("empty", b"\nhunter2", "--challenge-password-file: the challengePassword is empty"),
        ("octets", b"hunter2\xFF", "--challenge-password-file: the first line of "),
    ] {
        let password = file(&folder, name, content);
        let arguments = ["--cn", "a", "--challenge-password-file", &password];
        let (code, error) = csr_fails(&new(&key(), &arguments), b"");
        assert_eq!((code, error.lines().count()), (1, 1), "{error}");
        assert!(error.starts_with(message), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn a_certificate_made_by_openssl_is_renewed_with_the_same_subject_bytes() {
    let folder = folder();
    let old = certificate(
        &folder,
        &[
            "-multivalue-rdn",
            "-subj",
            "/C=DE/O=Müller/OU=two/OU=one/CN=a.example+serialNumber=5",
            "-addext",
            "subjectAltName=DNS:a.example,IP:192.0.2.1,email:a@a.example,dirName:here",
            "-addext",
            "keyUsage=digitalSignature",
            "-config",
            &file(
                &folder,
                "openssl.cnf",
                "[req]\ndistinguished_name=here\nx509_extensions=ca\n[here]\nCN=b\n[ca]\n",
            ),
        ],
    );
    let Some(old) = old else { return };
    let (_, der) = pem_rfc7468::decode_vec(&old).unwrap();
    let (_, certificate) = x509_parser::parse_x509_certificate(&der).unwrap();
    for (name, content) in [("old.pem", &old), ("old.der", &der)] {
        let (new, told) = made_and_told(&["--from", &file(&folder, name, content)]);
        let subject = certificate.subject().as_raw();
        let info = new.to_be_signed();
        assert!(info.windows(subject.len()).any(|window| window == subject));
        // OpenSSL made a UTF8String of "b", which a new name would have as a PrintableString.
        let expected = ["DNS:a.example", "IP:192.0.2.1", "email:a@a.example", "dirName:CN=#0c0162"];
        assert_eq!(names(&new), expected);
        assert_eq!(extensions(&new), ["subjectAltName"]);
        // Which others OpenSSL adds unasked depends on its version.
        let note = "note: --from: not asked for again: keyUsage; --from-extensions does\n";
        assert!(told.starts_with(note), "{told}");
    }
}

#[test]
fn a_request_is_renewed_whole() {
    let folder = folder();
    let old = made(&[
        "--subject",
        "CN=a,OU=one,OU=two,C=US",
        "--san",
        "DNS:a.example",
        "--key-usage",
        "digitalSignature",
        "--ext-key-usage",
        "serverAuth",
        "--basic-constraints",
        "end-entity",
    ]);
    let old_file = file(&folder, "old.pem", &old);
    // ECDSA is deterministic here (RFC 6979): the same request has the same signature.
    assert_eq!(made(&["--from", &old_file, "--from-extensions"]), old);
    let from_input = csr_works(&new(&key(), &["--from", "-", "--from-extensions"]), &old);
    assert_eq!(from_input, old);
}

#[test]
fn options_replace_what_was_there_before() {
    let folder = folder();
    let old = made(&[
        "--subject",
        "CN=a,OU=one,C=US",
        "--san",
        "DNS:a.example",
        "--key-usage",
        "digitalSignature",
        "--ext-key-usage",
        "serverAuth",
        "--tls-feature",
        "status_request",
    ]);
    let old = file(&folder, "old.pem", old);
    let all = ["--from", &old, "--from-extensions"];
    let replaced = |options: &[&str]| made_and_told(&[&all, options].concat());

    let (new, told) = replaced(&["--cn", "b"]);
    assert_eq!(new.subject().to_string(), "CN=b");
    assert_eq!(names(&new), ["DNS:a.example"]);
    assert_eq!(told, "note: --from: not carried over: tlsFeature\n");

    let (new, _) = replaced(&["--san", "DNS:b.example"]);
    assert_eq!(new.subject().to_string(), "CN=a,OU=one,C=US");
    assert_eq!(names(&new), ["DNS:b.example"]);

    let (new, told) = replaced(&["--key-usage", "keyAgreement", "--tls-feature", "5"]);
    assert_eq!(told, "");
    assert_eq!(extensions(&new), ["subjectAltName", "keyUsage", "tlsFeature", "extKeyUsage"]);
    assert_eq!(new.extensions()[1].as_der(), [3, 2, 3, 8]);
}

#[test]
fn what_cannot_be_carried_over_is_a_fault_until_it_is_replaced() {
    let folder = folder();
    let arguments = ["-subj", "/C=us/CN=a", "-addext", "subjectAltName=DNS:ok.example,DNS:a_b"];
    let Some(old) = certificate(&folder, &arguments) else { return };
    let old = file(&folder, "old.pem", old);
    let from = |options: &[&str]| refused(&[&["--from", &old][..], options].concat(), b"");
    let [subject, name] = ["--from, subject.C", "--from, subjectAltName[1]"].map(String::from);
    assert_eq!(from(&[]), (1, vec![subject.clone(), name.clone()]));
    assert_eq!(from(&["--subject", "CN=a,C=US"]), (1, vec![name]));
    assert_eq!(from(&["--san", "DNS:a"]), (1, vec![subject]));
    let (new, told) =
        made_and_told(&["--from", &old, "--subject", "CN=a,C=US", "--san", "DNS:a-b.example"]);
    assert_eq!(names(&new), ["DNS:a-b.example"]);
    assert_eq!(
        told,
        "note: --from: not asked for again: basicConstraints; --from-extensions does\n\
         note: --from: not carried over: subjectKeyIdentifier, authorityKeyIdentifier\n"
    );
}

#[test]
fn attributes_and_unknown_extensions_are_named_not_carried_over() {
    let folder = folder();
    let password = file(&folder, "password", "hunter2");
    let old = made(&[
        "--cn",
        "a",
        "--extension",
        "2.999.1=0500",
        "--challenge-password-file",
        &password,
        "--attribute",
        "2.999.2=0500",
    ]);
    let (new, told) = made_and_told(&["--from", &file(&folder, "old.pem", old)]);
    assert_eq!(told, "note: --from: not carried over: 2.999.2, challengePassword, 2.999.1\n");
    assert!(new.attributes().is_empty());
}

#[test]
fn what_is_neither_a_request_nor_a_certificate_is_refused() {
    let folder = folder();
    let key_file = fs::read(key()).unwrap();
    for (content, message) in [
        (&b"hello"[..], "is neither PEM"),
        (&key_file, "holds \"PRIVATE KEY\"; what can be renewed"),
        (&[0x30, 3, 2, 1, 0], "is neither a certification request (RFC 2986) nor a certificate"),
        (b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n", "is not base64"),
    ] {
        let old = file(&folder, "old", content);
        let (code, error) = csr_fails(&new(&key(), &["--from", &old]), b"");
        assert_eq!((code, error.lines().count()), (1, 1), "{error}");
        assert!(error.starts_with(&format!("--from: {old} ")), "{error}");
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn lint_warns_and_does_not_fail() {
    let (_, told) =
        made_and_told(&["--cn", "a", "--san", "DNS:bmc-7", "--lint", "public-ca,ad-cs"]);
    let lines: Vec<&str> = told.lines().collect();
    for (severity, id) in
        [("error", "one-label-name"), ("error", "cn-not-in-san"), ("warning", "ad-cs-no-template")]
    {
        let start = format!("lint: {severity}: {id}: ");
        assert!(lines.iter().any(|line| line.starts_with(&start)), "{told}");
    }
    let (_, told) = made_and_told(&["--cn", "a", "--san", "DNS:bmc-7"]);
    assert_eq!(told, "");
}

#[test]
fn strict_lint_writes_neither_a_request_nor_a_key() {
    let folder = folder();
    let (key, out) = (path(&folder, "key.pem"), path(&folder, "out.pem"));
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

    // A warning alone is no reason to fail.
    let output = strict("DNS:www.example.com");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    assert!(told.starts_with("lint: warning: special-use-name: "), "{told}");
    assert!(Path::new(&key).exists() && Path::new(&out).exists());
}

#[test]
fn lint_judges_the_key_that_signs() {
    let (_, told) =
        made_and_told(&["--cn", "a", "--ext-key-usage", "serverAuth,clientAuth", "--lint", "lxca"]);
    assert!(told.starts_with("lint: warning: lxca-key: "), "{told}");
    assert_eq!(told.lines().count(), 1);
}

#[test]
fn options_that_do_not_go_together_are_a_wrong_command_line() {
    let cases: &[(&[&str], &str)] = &[
        (&["--subject", "CN=a", "--cn", "a"], "cannot be used with"),
        (&["--subject", "CN=a", "--org-unit", "a"], "cannot be used with"),
        (&[EXAMPLE, "--subject", "CN=a"], "cannot be used with"),
        (&[EXAMPLE, "--from", "old.pem"], "cannot be used with"),
        (&["--cn", "a", "--from-extensions"], "--from <FILE>"),
        (&[EXAMPLE, "--from-extensions"], "cannot be used with"),
        (&["--cn", "a", "--profile", "lxca"], "--profile is for REQUEST.json, and none is given"),
        (&["--from", "old.pem", "--profile", "lxca"], "--profile is for REQUEST.json"),
        (&["--cn", "a", "--lint-strict"], "--lint <GROUPS>"),
        (&["--cn", "a", "--lint", "public"], "possible values: rfc, public-ca, ad-cs, lxca"),
        (&["--key-usage", "digitalSignature"], "nothing is asked for"),
        (
            &["-", "--challenge-password-file", "-"],
            "REQUEST.json and --challenge-password-file are both -",
        ),
        (
            &["--from", "-", "--challenge-password-file", "-"],
            "--from and --challenge-password-file are both -",
        ),
    ];
    for (arguments, message) in cases {
        let (code, error) = csr_fails(&new(&key(), arguments), b"");
        assert_eq!(code, 2, "{arguments:?}: {error}");
        assert!(error.contains(message), "{arguments:?}: {error}");
    }
}

#[test]
fn options_that_there_are_not_for_names_lead_to_the_one_that_there_is() {
    for (option, prefix) in
        [("--dns", "DNS"), ("--ip", "IP"), ("--email", "email"), ("--uri", "URI")]
    {
        let with_value = format!("{option}=a");
        for arguments in [&["new", option, "a"][..], &["prepare", "--cn", "a", &with_value]] {
            let (code, error) = csr_fails(arguments, b"");
            assert_eq!(code, 2, "{error}");
            let expected = format!(
                "error: unexpected argument '{option}' found\n\n  tip: a name is given as '--san {prefix}:VALUE'\n\n"
            );
            assert!(error.starts_with(&expected), "{error}");
        }
    }
    let (_, error) = csr_fails(&["batch", "--dns", "a"], b"");
    assert!(!error.contains("--san"), "{error}");
}

#[test]
fn missing_files_are_the_environments_fault() {
    let folder = folder();
    let missing = path(&folder, "missing");
    for option in ["--from", "--challenge-password-file"] {
        let (code, error) = csr_fails(&new(&key(), &["--cn", "a", option, &missing]), b"");
        assert_eq!(code, 3);
        assert_eq!(error, format!("{missing}: No such file or directory\n"));
    }
}
