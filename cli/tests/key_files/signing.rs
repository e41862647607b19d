//! Keys on the command line: all that people have in their files, passwords, policies.
//! OpenSSL judges, and makes the formats.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::tools::{Folder, csr, csr_fails, csr_works, key, openssl, run, verified};

const ALGORITHMS: [&str; 5] = ["rsa-2048", "rsa-3072", "rsa-4096", "ecdsa-p256", "ecdsa-p384"];

#[test]
fn keys_that_openssl_made_in_any_format_sign_requests_that_it_verifies() {
    let folder = Folder::new();
    let password = folder.write("password", "secret\n");
    let traditional = ["pkey", "-traditional"];
    let formats: [(&[&str], bool); 10] = [
        (&["pkey"], false),
        (&["pkey", "-outform", "DER"], false),
        (&traditional, false),
        (&[traditional[0], traditional[1], "-outform", "DER"], false),
        (&["pkcs8", "-topk8", "-nocrypt"], false),
        (&["pkcs8", "-topk8", "-v2", "aes-128-cbc"], true),
        (&["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512"], true),
        (&["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA1"], true),
        (&["pkcs8", "-topk8", "-scrypt"], true),
        (&["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-outform", "DER"], true),
    ];
    for algorithm in ALGORITHMS {
        let (from, to) = (key(&format!("{algorithm}.pem")), folder.path("key"));
        let expected = csr_works(&["new", "--cn", "a", "--key", &from], b"");
        for (format, encrypted) in formats {
            let pass = format!("file:{password}");
            let passout = if encrypted { &["-passout", &pass][..] } else { &[] };
            let arguments = [format, &["-in", &from, "-out", &to], passout].concat();
            let Some(_) = openssl(&arguments, b"") else { return };
            let more = if encrypted { &["--key-password-file", &password][..] } else { &[] };
            let arguments = [&["new", "--cn", "a", "--key", &to], more].concat();
            assert_eq!(csr_works(&arguments, b""), expected, "{algorithm} as {format:?}");
        }
        verified(&expected);
    }
}

#[test]
fn keys_that_we_make_pass_openssls_check() {
    let folder = Folder::new();
    let password = folder.write("password", "a long secret\r\nand a second line\n");
    for algorithm in ALGORITHMS {
        let out = folder.path(&format!("{algorithm}.pem"));
        let arguments = [
            "new",
            "--cn",
            "a",
            "--algorithm",
            algorithm,
            "--key-out",
            &out,
            "--encrypt-key-with",
            &password,
        ];
        let request = csr_works(&arguments, b"");
        let pem = fs::read_to_string(&out).unwrap();
        assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{algorithm}");
        let arguments = ["pkey", "-check", "-noout", "-passin", "pass:a long secret"];
        let Some(text) = openssl(&arguments, pem.as_bytes()) else { return };
        assert!(text.contains("Key is valid"), "{algorithm}: {text}");
        verified(&request);
        let arguments = ["new", "--cn", "a", "--key", &out, "--key-password-file", &password];
        assert_eq!(csr_works(&arguments, b""), request, "{algorithm}");
    }
}

#[cfg(unix)]
#[test]
fn an_encrypted_new_key_is_for_its_owner_only_as_well() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let (out, password) = (folder.path("k.pem"), folder.write("password", "secret"));
    let arguments = [
        "new",
        "--cn",
        "a",
        "--algorithm",
        "ecdsa-p256",
        "--key-out",
        &out,
        "--encrypt-key-with",
        &password,
    ];
    csr_works(&arguments, b"");
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_cnsa_policy_gives_rsa_3072_and_sha_384_wherever_keys_are_made() {
    let folder = Folder::new();
    let policy = ["--policy", "cnsa"];
    let body = br#"{"CommonName": "a"}"#;

    let key_out = folder.path("k.pem");
    let new = csr_works(&[&["new", "--cn", "a", "--key-out", &key_out][..], &policy].concat(), b"");

    let fleet = folder.path("fleet");
    csr_works(&[&["batch", "-", "--out-dir", &fleet][..], &policy].concat(), body);
    let batch = fs::read(Path::new(&fleet).join("1.csr.pem")).unwrap();

    let store = ["--store", &folder.path("store")];
    csr_works(&[&["lxca", "post", "-"], &store[..], &policy].concat(), body);
    let answer = csr_works(&[&["lxca", "get", "1"], &store[..]].concat(), b"");
    let lxca = String::from_utf8(answer).unwrap().replace("\\n", "\n");
    let start = lxca.find("-----BEGIN").unwrap();

    for request in [&new[..], &batch, &lxca.as_bytes()[start..]] {
        if openssl(&["version"], b"").is_none() {
            return;
        }
        let text = verified(request);
        assert!(text.contains("Public-Key: (3072 bit)"), "{text}");
        assert!(text.contains("Signature Algorithm: sha384WithRSAEncryption"), "{text}");
    }
}

#[test]
fn the_default_policy_is_what_is_made_without_one() {
    let folder = Folder::new();
    let out = folder.path("k.pem");
    let request = csr_works(&["new", "--cn", "a", "--key-out", &out, "--policy", "default"], b"");
    assert_eq!(csr_works(&["new", "--cn", "a", "--key", &out], b""), request);
    if openssl(&["version"], b"").is_some() {
        let text = verified(&request);
        assert!(text.contains("Public-Key: (2048 bit)"), "{text}");
        assert!(text.contains("Signature Algorithm: sha256WithRSAEncryption"), "{text}");
    }
}

#[test]
fn a_batch_goes_on_only_with_keys_of_the_kind_it_makes() {
    let folder = Folder::new();
    let fleet = folder.path("fleet");
    let arguments = ["batch", "-", "--out-dir", &fleet, "--resume", "--algorithm"];
    let body = br#"{"CommonName": "a"}"#;
    csr_works(&[&arguments[..], &["ecdsa-p256"]].concat(), body);
    let other = csr(&[&arguments[..], &["ecdsa-p384"]].concat(), body);
    assert_eq!(other.status.code(), Some(1));
    let line: serde_json::Value = serde_json::from_slice(&other.stdout).unwrap();
    assert_eq!(line["faults"][0]["path"], format!("{fleet}/1.key.pem"));
    assert_eq!(
        line["faults"][0]["text"],
        "is there, but is a key of another kind than is asked for; hint: ask for its kind, or move it and its request away"
    );
}

#[test]
fn each_key_that_is_refused_gives_one_line_and_no_request() {
    let refusals = fs::read_to_string(key("refusals.txt")).unwrap();
    let mut count = 0;
    for refusal in refusals.lines() {
        let (name, message) = refusal.split_once(' ').unwrap();
        let path = key(name);
        let (code, error) = csr_fails(&["new", "--cn", "a", "--key", &path], b"");
        // The command that converts it can be used as it stands.
        let message = message.replace("-in OLD", &format!("-in {path}"));
        assert_eq!((code, error), (1, format!("{path}: {message}\n")));
        count += 1;
    }
    assert!(count > 30, "{count}");
}

#[test]
fn the_commands_in_the_messages_convert_the_keys() {
    let files = [
        "proc-type.pem",
        "proc-type-rsa.pem",
        "pbes1-md5-des.pem",
        "pbes1-sha1-3des.pem",
        "pbes1-sha1-rc2-40.pem",
        "pbkdf2-sha256-des3.pem",
        "pbkdf2-sha256-camellia256.pem",
        "ec-explicit.pem",
        "ecdsa-p256.p12",
    ];
    let folder = Folder::new();
    let password = folder.write("password", b"password\n");
    for name in files {
        let (_, message) = csr_fails(&["new", "--cn", "a", "--key", &key(name)], b"");
        let (_, command) = message.trim_end().rsplit_once("with: openssl ").unwrap();
        let new = folder.path(&format!("{name}.new"));
        let mut arguments: Vec<&str> =
            command.split(' ').map(|word| if word == "NEW" { &new } else { word }).collect();
        arguments.extend(["-passin", "pass:password"]);
        if !command.starts_with("ec ") {
            arguments.extend(["-passout", "pass:password"]);
        }
        let Some(_) = openssl(&arguments, b"") else { return };
        let arguments = ["new", "--cn", "a", "--key", &new, "--key-password-file", &password];
        csr_works(&arguments, b"");
    }
}

#[test]
fn damaged_and_empty_keys_are_refused() {
    let folder = Folder::new();
    let pem = fs::read(key("ecdsa-p256.pem")).unwrap();
    let der = pem_rfc7468::decode_vec(&pem).unwrap().1;
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(pem.iter().flat_map(|o| [*o, 0])).collect();
    let cases: [(&[u8], &str); 6] = [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (&pem[..pem.len() / 2], "is cut off: it ends before the key does"),
        (&der[..der.len() / 2], "is cut off: it ends before the key does"),
        (&utf16, "is text in UTF-16; save it as ASCII or UTF-8"),
        (b"hunter2", "is neither PEM (-----BEGIN …) nor DER; keys are read in either"),
    ];
    for (content, message) in cases {
        let path = folder.write("k", content);
        let (code, error) = csr_fails(&["new", "--cn", "a", "--key", &path], b"");
        assert_eq!((code, error), (1, format!("{path}: {message}\n")));
    }
}

#[test]
fn passwords_that_are_missing_or_wrong_are_told_apart() {
    let folder = Folder::new();
    let encrypted = key("pbkdf2-sha256-aes256.pem");
    let arguments = ["new", "--cn", "a", "--key", &encrypted];
    let (code, error) = csr_fails(&arguments, b"");
    assert_eq!(code, 1);
    assert_eq!(
        error,
        format!(
            "{encrypted}: is encrypted; its password is needed; hint: --key-password-file FILE gives it\n"
        )
    );
    let with = |content: &str| {
        let file = folder.write("password", content);
        csr_fails(&[&arguments[..], &["--key-password-file", &file]].concat(), b"")
    };
    for wrong in ["Password", "password ", " password", "password\rx"] {
        let expected =
            format!("{encrypted}: does not open with this password (or the file is damaged)\n");
        assert_eq!(with(wrong), (1, expected), "{wrong:?}");
    }
    let file = folder.path("password");
    let empty = format!("{file}: is empty; its first line is the password\n");
    assert_eq!(with(""), (1, empty));
    let empty_line = format!("{file}: has an empty first line; its first line is the password\n");
    assert_eq!(with("\npassword\n"), (1, empty_line.clone()));
    assert_eq!(with("\r\npassword\n"), (1, empty_line));

    let expected = csr_works(&["new", "--cn", "a", "--key", &key("ecdsa-p256.pem")], b"");
    for right in ["password", "password\n", "password\r\n", "password\nsecond line\n"] {
        let file = folder.write("password", right);
        let arguments = [&arguments[..], &["--key-password-file", &file]].concat();
        assert_eq!(csr_works(&arguments, b""), expected, "{right:?}");
    }
    let arguments = [&arguments[..], &["--key-password-file", "-"]].concat();
    assert_eq!(csr_works(&arguments, b"password\n"), expected);
}

#[test]
fn a_password_file_that_cannot_be_read_is_the_environments_fault() {
    let folder = Folder::new();
    let (missing, directory) = (folder.path("missing"), folder.path(""));
    let (plain, out) = (key("ecdsa-p256.pem"), folder.path("k.pem"));
    for file in [&missing, &directory] {
        for arguments in [
            ["new", "--cn", "a", "--key", &plain, "--key-password-file", file],
            ["new", "--cn", "a", "--key-out", &out, "--encrypt-key-with", file],
            ["match", &plain, &plain, &plain, &plain, "--key-password-file", file],
        ] {
            let (code, error) = csr_fails(&arguments, b"");
            assert_eq!((code, error.lines().count()), (3, 1), "{error}");
            assert!(error.starts_with(&format!("{file}: ")), "{error}");
        }
    }
    assert!(!Path::new(&out).exists());
}

#[test]
fn an_empty_password_encrypts_no_new_key() {
    let folder = Folder::new();
    let (out, password) = (folder.path("k.pem"), folder.write("password", "\n"));
    let arguments = ["new", "--cn", "a", "--key-out", &out, "--encrypt-key-with", &password];
    let (code, error) = csr_fails(&arguments, b"");
    let expected = format!("{password}: has an empty first line; its first line is the password\n");
    assert_eq!((code, error), (1, expected));
    assert!(!Path::new(&out).exists());
}

#[test]
fn options_that_exclude_one_another_are_a_wrong_command_line() {
    let (k, p) = (key("ecdsa-p256.pem"), key("refusals.txt"));
    let cases: [(&[&str], &str); 9] = [
        (&["--key-out", "x", "--policy", "cnsa", "--algorithm", "rsa-2048"], "cannot be used with"),
        (&["--key", &k, "--policy", "cnsa"], "cannot be used with"),
        (&["--key", &k, "--algorithm", "ecdsa-p256"], "cannot be used with"),
        (&["--key", &k, "--key-out", "x"], "cannot be used with"),
        (&["--key", &k, "--encrypt-key-with", &p], "cannot be used with"),
        (&["--key-out", "x", "--key-password-file", &p], "--key-password-file needs --key"),
        (&["--key", &k, "--password", "secret"], "unexpected argument '--password'"),
        (&["--key", &k, "--key-password", "secret"], "unexpected argument '--key-password'"),
        (&["--key", &k, "--passin", "pass:secret"], "unexpected argument '--passin'"),
    ];
    for (arguments, message) in cases {
        let (code, error) = csr_fails(&[&["new", "--cn", "a"], arguments].concat(), b"");
        assert_eq!(code, 2, "{arguments:?}: {error}");
        assert!(error.contains(message), "{arguments:?}: {error}");
    }
}

#[test]
fn unknown_algorithms_and_policies_are_refused_with_the_choices() {
    let folder = Folder::new();
    let out = folder.path("k.pem");
    let cases = [
        (
            ["--algorithm", "rsa-1024"],
            "error: invalid value 'rsa-1024' for '--algorithm <NAME>'\n  [possible values: rsa-2048, rsa-3072, rsa-4096, ecdsa-p256, ecdsa-p384]\n",
        ),
        (
            ["--policy", "CNSA"],
            "error: invalid value 'CNSA' for '--policy <NAME>'\n  [possible values: default, cnsa]\n",
        ),
    ];
    for (option, message) in cases {
        let arguments = [&["new", "--cn", "a", "--key-out", &out][..], &option].concat();
        let (code, error) = csr_fails(&arguments, b"");
        assert_eq!(code, 2, "{error}");
        assert!(error.starts_with(message), "{error}");
    }
    assert!(!Path::new(&out).exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_asked_for_the_password_and_does_not_show_it() {
    let Some(_) = run("script", &["--version"], b"") else { return };
    let encrypted = key("pbkdf2-sha256-aes256.pem");
    let command = format!("{} new --cn a --key {encrypted}", env!("CARGO_BIN_EXE_csr"));
    let mut terminal = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut screen = terminal.stdout.take().unwrap();
    let prompt = format!("Password of {encrypted}: ");
    let mut asked = vec![0; prompt.len()];
    screen.read_exact(&mut asked).unwrap();
    assert_eq!(String::from_utf8(asked).unwrap(), prompt);
    // The prompt is shown a moment before the terminal is told to keep quiet.
    std::thread::sleep(Duration::from_millis(500));
    let mut keyboard = terminal.stdin.take().unwrap();
    keyboard.write_all(b"password\n").unwrap();
    let mut shown = String::new();
    screen.read_to_string(&mut shown).unwrap();
    assert!(terminal.wait().unwrap().success(), "{shown}");
    let shown = shown.replace('\r', "");
    assert!(!shown.contains("password"), "{shown}");
    assert!(shown.trim_start().starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"), "{shown}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_that_an_rsa_key_is_being_made() {
    let folder = Folder::new();
    for (algorithm, shows) in [("rsa-3072", true), ("ecdsa-p256", false)] {
        let out = folder.path(&format!("{algorithm}.pem"));
        let command = format!(
            "{} new --cn a --algorithm {algorithm} --key-out {out}",
            env!("CARGO_BIN_EXE_csr")
        );
        let Some(output) = run("script", &["-qec", &command, "/dev/null"], b"") else { return };
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{shown}");
        assert_eq!(shown.contains("making an rsa-3072 key"), shows, "{shown}");
        assert!(shown.contains("-----END CERTIFICATE REQUEST-----"), "{shown}");
    }
}
