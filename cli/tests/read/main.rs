//! `csr inspect`, `csr verify`, `csr lint` as a user meets them.
#![allow(clippy::unwrap_used, clippy::panic)]

mod compare;
#[path = "../../../tests/support/der_tree.rs"]
mod der_tree;
mod directories;
mod misplaced;
mod repaired;
mod sarif;
mod schemas;
mod streams;
#[path = "../support/tools.rs"]
mod tools;
mod verify;

use std::fs;

use der_tree::*;
use serde_json::Value;
use tempfile::TempDir;
use tools::{Directory, csr, csr_fails, csr_works, data, key, messages, refusal, run};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/request.json");

/// A request in PEM, as `csr new` makes it.
fn new(arguments: &[&str]) -> Vec<u8> {
    let key = data("p256.key.pem");
    csr_works(&[&["new", "--key", key.to_str().unwrap()], arguments].concat(), b"")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// What `csr lint` prints, and its exit code; it says nothing on standard error.
#[track_caller]
fn lints(arguments: &[&str], request: &[u8]) -> (i32, String) {
    let output = csr(&[&["lint"], arguments].concat(), request);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    (output.status.code().unwrap(), text(output.stdout))
}

#[test]
fn inspect_shows_the_documented_example() {
    let shown = text(csr_works(&["inspect"], &new(&[EXAMPLE])));
    assert_eq!(
        shown,
        "\
Version: 1 (0x0)
Subject: CN=LXCA,OU=ABC Division,O=ACME International Ltd.,L=Raleigh,ST=North Carolina,C=US
Public key: ECDSA P-256
    SHA-256: 55d6a058572f081627efd2be3ad6f896e9cf93872a266f182550a9ba244183c5
Extensions asked for:
    subjectAltName:
        DNS:New-LXCA
        IP:192.0.2.0
Signature algorithm: ecdsa-with-SHA256
Signature: the signature verifies
"
    );
}

#[test]
fn inspect_as_json_holds_the_names_the_verdict_and_the_pem() {
    let pem = new(&[EXAMPLE]);
    let json: Value =
        serde_json::from_slice(&csr_works(&["inspect", "-", "--json"], &pem)).unwrap();
    assert_eq!(json["pem"], text(pem));
    assert_eq!(json["signature"]["verdict"], "verifies");
    assert_eq!(json["subject"]["rdns"][0][0]["value"], "US");
    let names = &json["extensions"][0]["names"];
    assert_eq!(names[0], serde_json::json!({"type": "dNSName", "value": "New-LXCA"}));
    assert_eq!(names[1], serde_json::json!({"type": "iPAddress", "value": "192.0.2.0"}));
}

#[test]
fn a_file_a_dash_and_nothing_are_read_alike_as_pem_and_as_der() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("request");
    let key = data("p256.key.pem");
    let arguments = ["new", EXAMPLE, "--der", "--key", key.to_str().unwrap()];
    let der = csr_works(&arguments, b"");
    fs::write(&file, &der).unwrap();
    let expected = csr_works(&["inspect"], &new(&[EXAMPLE]));
    assert_eq!(csr_works(&["inspect"], &der), expected);
    assert_eq!(csr_works(&["inspect", "-"], &der), expected);
    assert_eq!(csr_works(&["inspect", file.to_str().unwrap()], b""), expected);
}

#[test]
fn what_cannot_be_read_is_one_message_for_every_command() {
    let certificate = b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    let cases: [(&[u8], &str, Option<&str>); 4] = [
        (b"", "is empty", None),
        (b"hello\n", "is neither PEM nor DER", None),
        (
            certificate,
            "is PEM with the label \"CERTIFICATE\"",
            Some("to renew it: csr new --from FILE"),
        ),
        (
            b"-----BEGIN CERTIFICATE REQUEST-----\n\x1B[2J\n-----END CERTIFICATE REQUEST-----\n",
            "has a block that is not base64",
            None,
        ),
    ];
    for (input, text, hint) in cases {
        for arguments in
            [&["inspect"][..], &["inspect", "--json"], &["verify"], &["lint"], &["lint", "--json"]]
        {
            let (code, message) = refusal(arguments, input);
            assert_eq!((code, &*message.place, message.hint.as_deref()), (1, "-", hint));
            assert!(message.text.starts_with(text), "{arguments:?}: {message:?}");
        }
    }
    let (code, message) = refusal(&["inspect", "/no/such/file"], b"");
    assert_eq!((code, &*message.place), (3, "/no/such/file"));
}

#[test]
fn a_request_of_many_names_is_read_and_one_without_end_is_not() {
    let mut info = good_info();
    let names =
        (0..100_000).map(|index| leaf(0x82, format!("host-{index}.example.net").as_bytes()));
    set_names(&mut info, names.collect::<Vec<_>>());
    let der = sign(&info).encode();
    assert!(der.len() > 2 << 20);
    csr_works(&["verify"], &der);
    let (code, message) = refusal(&["verify"], &vec![0x30; (16 << 20) + 1]);
    assert_eq!(code, 1);
    assert_eq!(message.text, "is 16777217 bytes long; expected at most 16777216 bytes");
}

#[test]
fn public_cas_refuse_the_example_for_its_unit_its_short_name_and_its_address() {
    let (code, shown) = lints(&["--for", "public-ca"], &new(&[EXAMPLE]));
    let ids: Vec<_> = shown.lines().map(|line| line.split(": ").nth(1).unwrap_or(line)).collect();
    assert_eq!(code, 1);
    assert_eq!(
        ids,
        [
            "one-label-name",
            "reserved-address",
            "cn-not-in-san",
            "organizational-unit",
            "4 errors, 0 warnings"
        ]
    );
    assert_eq!(lints(&[], &new(&[EXAMPLE])), (0, "no findings\n".into()));
}

#[test]
fn public_cas_take_an_ordinary_name_and_are_warned_of_a_special_one() {
    let ordinary = new(&["--san", "DNS:www.rust-lang.org"]);
    assert_eq!(lints(&["--for", "public-ca"], &ordinary), (0, "no findings\n".into()));
    assert_eq!(lints(&["--for", "public-ca", "--json"], &ordinary), (0, "[]\n".into()));
    let special = new(&["--san", "DNS:example.com"]);
    let (code, shown) = lints(&["--for", "public-ca"], &special);
    assert_eq!(code, 0);
    assert!(shown.starts_with("warning: special-use-name: "), "{shown}");
    assert!(shown.ends_with("\n0 errors, 1 warning\n"), "{shown}");
}

#[test]
fn findings_as_json_are_objects_with_an_id_and_an_error_makes_the_exit_code_1() {
    let mut info = good_info();
    info.at(&[3]).nodes().reverse();
    let (code, json) = lints(&["--json"], &sign(&info).encode());
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json[0]["id"]), (1, &Value::from("attributes-unsorted")));
    assert_eq!(json.as_array().unwrap().len(), 1);

    let mut info = good_info();
    info.at(&[1, 1, 0, 1]).tag = 0x14;
    let (code, json) = lints(&["--json"], &sign(&info).encode());
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json[0]["id"]), (0, &Value::from("string-type")));
    assert_eq!(json[0]["severity"], "warning");
}

#[test]
fn several_groups_are_asked_for_one_by_one_or_in_a_list() {
    let request = sign(&good_info()).encode();
    let (code, expected) = lints(&["--for", "ad-cs,lxca"], &request);
    assert_eq!(code, 0);
    assert!(expected.contains("ad-cs-no-template") && expected.contains("lxca-key"), "{expected}");
    assert_eq!(lints(&["--for", "ad-cs", "--for", "lxca"], &request), (0, expected));
    let output = csr(&["lint", "--for", "public-ca,lxca", "--as-of", "2026-11-27"], &request);
    let notes = text(output.stderr);
    assert!(notes.starts_with("lint: lxca needs clientAuth, "), "{notes}");
    let (code, error) = csr_fails(&["lint", "--for", "x"], &request);
    assert_eq!(code, 2);
    assert!(error.contains("[possible values: public-ca, ad-cs, lxca]"), "{error}");
}

#[test]
fn rules_are_listed_and_left_out_by_id_and_warnings_fail_where_they_are_to() {
    let (_, text) = lints(&["--list"], b"");
    assert!(text.contains(
        "must-staple (public-ca, error, from 2025-05-07): A request for a stapled certificate. Leave the TLS feature out: "
    ), "{text}");
    let (_, json) = lints(&["--list", "--json"], b"");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json.as_array().unwrap().len() + 1, text.lines().count());
    assert!(text.ends_with("Top-level domains and public suffixes: psl 2.1.247\n"), "{text}");
    assert_eq!((&json[0]["id"], &json[0]["from"]), (&"structure".into(), &Value::Null));

    let request = new(&["--cn", "example.com", "--org-unit", "x", "--san", "DNS:example.com"]);
    let for_cas = |more: &[&str]| lints(&[&["--for", "public-ca"][..], more].concat(), &request);
    let cases = [
        (&[][..], 1, "1 error, 1 warning"),
        (&["--ignore", "organizational-unit"], 0, "0 errors, 1 warning"),
        (&["--ignore", "organizational-unit", "--strict"], 1, "0 errors, 1 warning"),
        (&["--ignore", "organizational-unit,special-use-name", "--strict"], 0, "no findings"),
        (&["--as-of", "2022-08-31"], 0, "0 errors, 1 warning"),
        (&["--as-of", "2022-09-01"], 1, "1 error, 1 warning"),
    ];
    for (options, expected, summary) in cases {
        let (code, shown) = for_cas(options);
        assert_eq!((code, shown.lines().last()), (expected, Some(summary)), "{options:?}");
    }
    let refused = [
        (&["--ignore", "organisational-unit"], "organizational-unit"),
        (&["--as-of", "31.12.2026"], "expected year, month and day such as 2026-11-27"),
    ];
    for (options, expected) in refused {
        let (code, error) = csr_fails(&[&["lint"], &options[..]].concat(), &request);
        assert_eq!(code, 2);
        assert!(error.contains(expected), "{error}");
    }
}

/// A request whose subject, name and attribute would take a terminal over.
fn hostile() -> Vec<u8> {
    let mut info = good_info();
    *info.at(&[1, 1, 0, 1]) = leaf(0x0C, "\x1B]0;x\x07\u{202E}".as_bytes());
    *info.at(&[3, 0, 1, 0]) = leaf(0x0C, "\x1B[2J\u{2066}\r\n\u{9B}".as_bytes());
    set_names(
        &mut info,
        [
            leaf(0x82, b"\x1B[31m.example"),
            leaf(0x81, b"a@b.example\x1B[0m\r"),
            leaf(0x86, "urn:\u{202E}".as_bytes()),
        ],
    );
    sign(&info).encode()
}

#[test]
fn nothing_from_a_request_moves_the_terminal() {
    for arguments in [
        &["inspect"][..],
        &["inspect", "--json"],
        &["verify"],
        &["lint", "--for", "public-ca,ad-cs,lxca"],
        &["lint", "--for", "public-ca,ad-cs,lxca", "--json"],
    ] {
        let output = csr(arguments, &hostile());
        let shown = text([output.stdout, output.stderr].concat());
        let moves = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!shown.is_empty() && !shown.contains(moves), "{arguments:?}: {shown:?}");
    }
}

/// What a command writes to a terminal, with its exit code behind it.
#[cfg(target_os = "linux")]
fn on_a_terminal(command: &str) -> Option<String> {
    let command = format!("{} {command}; echo \"exit $?\"", env!("CARGO_BIN_EXE_csr"));
    let output = run("script", &["-qec", &command, "/dev/null"], b"")?;
    Some(text(output.stdout).replace("\r\n", "\n"))
}

#[cfg(target_os = "linux")]
#[test]
fn colours_are_for_terminals_and_no_color_turns_them_off() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("request.pem");
    fs::write(&file, new(&[EXAMPLE])).unwrap();
    let file = file.to_str().unwrap();
    let plain = text(csr_works(&["inspect", file], b""));
    assert!(!plain.contains('\x1B'));
    let Some(coloured) = on_a_terminal(&format!("inspect {file}")) else { return };
    assert!(coloured.contains("\x1B[1mSubject\x1B[0m: CN=LXCA"), "{coloured:?}");
    assert!(coloured.contains("\x1B[1;32m the signature verifies\x1B[0m"), "{coloured:?}");
    let findings = on_a_terminal(&format!("lint {file} --for public-ca")).unwrap();
    // Short places are for terminals, with or without colours; pipes get paths.
    let short =
        "\x1B[1;31merror\x1B[0m: one-label-name: SAN[0] is \"New-LXCA\", a single label, at byte ";
    assert!(findings.contains(short), "{findings:?}");
    let (_, piped) = lints(&["--for", "public-ca"], &fs::read(file).unwrap());
    let path =
        "one-label-name: certificationRequestInfo.attributes[0].extensions[0].subjectAltName[0] is";
    assert!(piped.contains(path) && !piped.contains("at byte"), "{piped:?}");
    let key = data("p256.key.pem");
    let noted = format!("new {EXAMPLE} --lint public-ca --key {} --out {file}.new", key.display());
    let noted = on_a_terminal(&noted).unwrap();
    assert!(noted.contains("lint: error: one-label-name: SAN[0] is"), "{noted:?}");

    let bin = env!("CARGO_BIN_EXE_csr");
    let without = format!("NO_COLOR=1 {bin} inspect {file}; echo \"exit $?\"");
    let output = run("script", &["-qec", &without, "/dev/null"], b"").unwrap();
    assert_eq!(text(output.stdout).replace("\r\n", "\n"), plain + "exit 0\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_not_read_without_a_file() {
    for command in ["inspect", "verify", "lint"] {
        let Some(shown) = on_a_terminal(command) else { return };
        assert_eq!(
            shown,
            "error: no FILE is given, and standard input is a terminal\nhint: use - to read the terminal\n\nFor more information, try '--help'.\nexit 2\n"
        );
    }
}

/// Three requests: one that is right, one whose signature is not, and no request at all.
fn several() -> (TempDir, [String; 3]) {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let right = new(&["--cn", "a.example", "--san", "DNS:a.example"]);
    let pem = String::from_utf8(right.clone()).unwrap();
    let mut wrong = pkcs10::CertificationRequest::from_pem(&pem).unwrap().into_der();
    *wrong.last_mut().unwrap() ^= 1;
    let paths = [write("a.csr", &right), write("b.csr", &wrong), write("c.csr", b"rubbish")];
    (dir, paths)
}

#[test]
fn of_several_requests_each_is_verified_and_named() {
    let (_directory, [right, wrong, none]) = several();
    assert_eq!(csr(&["verify", &right, &right], b"").status.code(), Some(0));
    let output = csr(&["verify", &wrong, &right, &none], b"");
    assert_eq!(output.status.code(), Some(1));
    let verified =
        format!("{right}: the signature verifies (ecdsa-with-SHA256; key: ECDSA P-256)\n");
    assert_eq!(text(output.stdout), verified);
    let errors = messages(&text(output.stderr));
    let places: Vec<&str> = errors.iter().map(|message| &*message.place).collect();
    assert_eq!(places, [&wrong, &none]);
    assert!(errors[0].text.starts_with("the signature does not verify"), "{errors:?}");
    // A file that is missing hides none of the others.
    let output = csr(&["verify", "/missing", &right], b"");
    assert_eq!((output.status.code(), text(output.stdout)), (Some(3), verified));
}

#[test]
fn of_several_requests_each_is_checked_and_named() {
    let (_directory, [right, wrong, none]) = several();
    let output = csr(&["lint", &right, &wrong, &none], b"");
    assert_eq!(output.status.code(), Some(1));
    let shown = text(output.stdout);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], format!("{right}: no findings"));
    assert!(lines[1].starts_with(&format!("{wrong}: error: signature-bad")), "{shown}");
    let total = "2 requests: 1 error, 0 warnings".into();
    assert_eq!(lines[2..], [format!("{wrong}: 1 error, 0 warnings"), total]);
    assert!(text(output.stderr).starts_with(&format!("{none}: ")));

    let output = csr(&["lint", "--json", &right, &wrong], b"");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json.as_array().map(Vec::len), Some(1));
    assert_eq!((&json[0]["file"], &json[0]["id"]), (&wrong.into(), &"signature-bad".into()));
    assert_eq!(csr(&["lint", &right, &right], b"").status.code(), Some(0));
    let output = csr(&["lint", "--json", &none, "/missing"], b"");
    assert_eq!((output.status.code(), text(output.stdout)), (Some(3), "[]\n".into()));
    for command in [&["lint", "-", "-"][..], &["lint", "--json", "-", "-"], &["verify", "-", "-"]] {
        let (code, error) = csr_fails(command, b"");
        assert_eq!(code, 2, "{error}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_error() {
    let (_directory, [right, ..]) = several();
    let script = "exec \"$0\" verify \"$1\" \"$1\" > /dev/full";
    let arguments = ["-c", script, env!("CARGO_BIN_EXE_csr"), &right];
    let output = run("sh", &arguments, b"").unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(text(output.stderr).lines().count(), 1);
}
