//! Faults, each with the option that it came with, and wrong command lines.

use super::*;

/// The exit code, and what is in front of the first `": "` of each line on standard error.
#[track_caller]
#[test]
fn each_fault_has_the_option_that_it_came_with() {
    let arguments = [
        "--subject",
        "CN=a,OX=b,C=us",
        "--san",
        "DNS:a_b",
        "--key-usage",
        "digitalSignatur",
        "--ext-key-usage",
        "serverAut",
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
        "2.5.29.14=04020102",
        "--extension",
        "2.5.29.14=04020102",
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
    let arguments = [
        "--cn",
        "a",
        "--ext-key-usage",
        "serverAuth",
        "--extension",
        "2.5.29.37=300a06082b06010505070301",
    ];
    let (code, message) = refusal(&new(&key(), &arguments), b"");
    assert_eq!((code, &*message.place), (1, "--extension"));
    assert!(message.text.contains("duplicate of --ext-key-usage"), "{message:?}");
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
    let dir = dir();
    for (name, content) in
        [("control", &b"hunter2\t\n"[..]), ("empty", b"\nhunter2"), ("bytes", b"hunter2\xFF")]
    {
        let password = file(&dir, name, content);
        let arguments = ["--cn", "a", "--challenge-password-file", &password];
        let (code, message) = refusal(&new(&key(), &arguments), b"");
        let place = if name == "empty" { &password } else { "--challenge-password-file" };
        assert_eq!((code, &*message.place), (1, place), "{name}");
        assert!(!format!("{message:?}").contains("hunter2"), "{message:?}");
    }
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
        (&["--cn", "a", "--profile", "lxca"], "--profile requires REQUEST.json"),
        (&["--from", "old.pem", "--profile", "lxca"], "--profile requires REQUEST.json"),
        (&["--cn", "a", "--lint-strict"], "--lint <GROUPS>"),
        (&["--cn", "a", "--lint", "public"], "possible values: rfc, public-ca, ad-cs, lxca"),
        (&["--key-usage", "digitalSignature"], "the request has no content"),
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
fn options_that_do_not_exist_for_names_lead_to_the_one_that_does() {
    for (option, prefix) in
        [("--dns", "DNS"), ("--ip", "IP"), ("--email", "email"), ("--uri", "URI")]
    {
        let with_value = format!("{option}=a");
        for arguments in [&["new", option, "a"][..], &["prepare", "--cn", "a", &with_value]] {
            let (code, error) = csr_fails(arguments, b"");
            assert_eq!(code, 2, "{error}");
            let expected = format!(
                "error: unexpected argument '{option}' found\n\n  tip: use '--san {prefix}:VALUE' for a name\n\n"
            );
            assert!(error.starts_with(&expected), "{error}");
        }
    }
    let (_, error) = csr_fails(&["batch", "--dns", "a"], b"");
    assert!(!error.contains("--san"), "{error}");
}

#[test]
fn missing_files_are_the_environments_fault() {
    let dir = dir();
    let missing = path(&dir, "missing");
    for option in ["--from", "--challenge-password-file"] {
        let (code, error) = csr_fails(&new(&key(), &["--cn", "a", option, &missing]), b"");
        assert_eq!(code, 3);
        assert_eq!(error, format!("{missing}: No such file or directory\n"));
    }
}
