//! Keys on the command line: the forms of key files, passwords, policies.
//! OpenSSL is the oracle, and makes the formats.

use std::fs;
use std::path::Path;

use crate::tools::{Directory, csr, csr_fails, csr_works, key, openssl, refusal, run, verified};

const ALGORITHMS: [&str; 7] =
    ["rsa-2048", "rsa-3072", "rsa-4096", "ecdsa-p256", "ecdsa-p384", "ecdsa-p521", "ed25519"];

#[test]
fn keys_that_openssl_made_in_any_format_sign_requests_that_it_verifies() {
    let dir = Directory::new();
    let password = dir.write("password", "secret\n");
    let traditional = ["pkey", "-traditional"];
    let formats: [(&[&str], bool); 16] = [
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
        // What `openssl req -newkey` of 3.0 writes.
        (&["pkcs8", "-topk8", "-v2", "des3"], true),
        (&["pkcs8", "-topk8", "-v2", "des3", "-outform", "DER"], true),
        (&["pkey", "-traditional", "-aes128"], true),
        (&["pkey", "-traditional", "-aes192"], true),
        (&["pkey", "-traditional", "-aes256"], true),
        (&["pkey", "-traditional", "-des3"], true),
    ];
    for algorithm in ALGORITHMS {
        let (from, to) = (key(&format!("{algorithm}.pem")), dir.path("key"));
        let expected = csr_works(&["new", "--cn", "a", "--key", &from], b"");
        // There is no other form of Ed25519 keys than PKCS #8.
        let is_its_own =
            |format: &[&str]| algorithm != "ed25519" || !format.contains(&"-traditional");
        for (format, encrypted) in formats.into_iter().filter(|(format, _)| is_its_own(format)) {
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
    let dir = Directory::new();
    let password = dir.write("password", "a long secret\r\nand a second line\n");
    for algorithm in ALGORITHMS {
        let out = dir.path(&format!("{algorithm}.pem"));
        let kept = ["--key-out", &out, "--encrypt-key-with", &password];
        let arguments = [&["new", "--cn", "a", "--algorithm", algorithm][..], &kept].concat();
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
    let dir = Directory::new();
    let (out, password) = (dir.path("k.pem"), dir.write("password", "secret"));
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
    let dir = Directory::new();
    let policy = ["--policy", "cnsa"];
    let body = br#"{"CommonName": "a"}"#;

    let key_out = dir.path("k.pem");
    let new = csr_works(&[&["new", "--cn", "a", "--key-out", &key_out][..], &policy].concat(), b"");

    let fleet = dir.path("fleet");
    csr_works(
        &[&["batch", "-", "--profile", "rfc5280", "--out-dir", &fleet][..], &policy].concat(),
        body,
    );
    let batch = fs::read(Path::new(&fleet).join("1.csr.pem")).unwrap();

    let store = ["--store", &dir.path("store")];
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
    let dir = Directory::new();
    let out = dir.path("k.pem");
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
    let dir = Directory::new();
    let fleet = dir.path("fleet");
    let arguments =
        ["batch", "-", "--profile", "rfc5280", "--out-dir", &fleet, "--resume", "--algorithm"];
    let body = br#"{"CommonName": "a"}"#;
    csr_works(&[&arguments[..], &["ecdsa-p256"]].concat(), body);
    let other = csr(&[&arguments[..], &["ecdsa-p384"]].concat(), body);
    assert_eq!(other.status.code(), Some(1));
    let line: serde_json::Value = serde_json::from_slice(&other.stdout).unwrap();
    assert_eq!(line["faults"][0]["path"], format!("{fleet}/1.key.pem"));
    let text = line["faults"][0]["text"].as_str().unwrap();
    assert!(text.starts_with("file holds another kind of key"), "{text}");
}

#[test]
fn each_key_that_is_refused_gives_one_message_and_no_request() {
    let refusals = fs::read_to_string(key("refusals.txt")).unwrap();
    let mut count = 0;
    // The program reads OpenSSH's own form, the library does not.
    for line in refusals.lines().filter(|line| !line.starts_with("openssh.pem ")) {
        let path = key(line.split(' ').next().unwrap());
        let (code, message) = refusal(&["new", "--cn", "a", "--key", &path], b"");
        assert_eq!((code, &message.place), (1, &path));
        count += 1;
    }
    assert!(count > 25, "{count}");
}

#[test]
fn the_commands_in_the_messages_convert_the_keys() {
    let files = [
        "proc-type-des.pem",
        "pbes1-md5-des.pem",
        "pbes1-sha1-3des.pem",
        "pbes1-sha1-rc2-40.pem",
        "pbkdf2-sha256-camellia256.pem",
        "ec-explicit.pem",
        "ecdsa-p256.p12",
    ];
    let dir = Directory::new();
    let password = dir.write("password", b"password\n");
    for name in files {
        let (_, message) = refusal(&["new", "--cn", "a", "--key", &key(name)], b"");
        let hint = message.hint.unwrap();
        let (_, command) = hint.rsplit_once("with: openssl ").unwrap();
        let new = dir.path(&format!("{name}.new"));
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
    let dir = Directory::new();
    let pem = fs::read(key("ecdsa-p256.pem")).unwrap();
    let der = pem_rfc7468::decode_vec(&pem).unwrap().1;
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(pem.iter().flat_map(|o| [*o, 0])).collect();
    let cases: [(&[u8], &str); 6] = [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (&pem[..pem.len() / 2], "ends before the key does"),
        (&der[..der.len() / 2], "ends before the key does"),
        (&utf16, "is text in UTF-16"),
        (b"hunter2", "is neither PEM nor DER"),
    ];
    for (content, text) in cases {
        let path = dir.write("k", content);
        let (code, message) = refusal(&["new", "--cn", "a", "--key", &path], b"");
        assert_eq!((code, &message.place), (1, &path));
        assert!(message.text.starts_with(text), "{message:?}");
    }
}

#[test]
fn a_missing_and_a_wrong_password_have_different_messages() {
    let dir = Directory::new();
    let encrypted = key("pbkdf2-sha256-aes256.pem");
    let arguments = ["new", "--cn", "a", "--key", &encrypted];
    let (code, message) = refusal(&arguments, b"");
    assert_eq!((code, &message.place), (1, &encrypted));
    assert_eq!(message.hint.as_deref(), Some("use --key-password-file FILE"));
    let file = dir.path("password");
    for (content, place, text) in [
        ("Password", &encrypted, "does not decrypt with this password"),
        ("password ", &encrypted, "does not decrypt with this password"),
        (" password", &encrypted, "does not decrypt with this password"),
        ("password\rx", &encrypted, "does not decrypt with this password"),
        ("", &file, "is empty"),
        ("\npassword\n", &file, "has an empty first line"),
        ("\r\npassword\n", &file, "has an empty first line"),
        ("-----BEGIN PRIVATE KEY-----\n", &file, "is PEM; expected the password on the first line"),
        (&"a".repeat(1 << 17), &file, "has a first line of more than 65536 bytes"),
    ] {
        let file = dir.write("password", content);
        let arguments = [&arguments[..], &["--key-password-file", &file]].concat();
        let (code, message) = refusal(&arguments, b"");
        assert_eq!((code, &message.place, &message.hint), (1, place, &None), "{content:?}");
        assert!(message.text.starts_with(text), "{content:?}: {message:?}");
    }

    let expected = csr_works(&["new", "--cn", "a", "--key", &key("ecdsa-p256.pem")], b"");
    for right in ["password", "password\n", "password\r\n", "password\nsecond line\n"] {
        let file = dir.write("password", right);
        let arguments = [&arguments[..], &["--key-password-file", &file]].concat();
        assert_eq!(csr_works(&arguments, b""), expected, "{right:?}");
    }
    let arguments = [&arguments[..], &["--key-password-file", "-"]].concat();
    assert_eq!(csr_works(&arguments, b"password\n"), expected);
}

#[test]
fn a_password_file_that_cannot_be_read_is_the_environments_fault() {
    let dir = Directory::new();
    let (missing, directory) = (dir.path("missing"), dir.path(""));
    let (plain, out) = (key("ecdsa-p256.pem"), dir.path("k.pem"));
    for file in [&missing, &directory] {
        for arguments in [
            ["new", "--cn", "a", "--key", &plain, "--key-password-file", file],
            ["new", "--cn", "a", "--key-out", &out, "--encrypt-key-with", file],
            ["match", &plain, &plain, &plain, &plain, "--key-password-file", file],
        ] {
            let (code, message) = refusal(&arguments, b"");
            assert_eq!((code, &message.place), (3, file), "{message:?}");
        }
    }
    assert!(!Path::new(&out).exists());
}

#[test]
fn an_empty_password_encrypts_no_new_key() {
    let dir = Directory::new();
    let (out, password) = (dir.path("k.pem"), dir.write("password", "\n"));
    let arguments = ["new", "--cn", "a", "--key-out", &out, "--encrypt-key-with", &password];
    let (code, message) = refusal(&arguments, b"");
    assert_eq!((code, &message.place), (1, &password));
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
        (&["--key-out", "x", "--key-password-file", &p], "--key-password-file requires --key"),
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
fn an_algorithm_may_have_any_of_its_usual_names() {
    let dir = Directory::new();
    for (name, shown) in [
        ("P-256", "ECDSA P-256"),
        ("secp384r1", "ECDSA P-384"),
        ("ec:p521", "ECDSA P-521"),
        ("Ed25519", "Ed25519"),
        ("RSA:2048", "RSA, 2048 bits"),
    ] {
        let out = dir.path(name);
        csr_works(&["new", "--cn", "a", "--key-out", &out, "--algorithm", name], b"");
        let text = String::from_utf8(csr_works(&["match", &out, &out], b"")).unwrap();
        assert!(text.contains(&format!("private key ({shown})")), "{name}: {text}");
    }
}

#[test]
fn a_salt_that_a_signature_has_no_room_for_is_refused_with_the_most() {
    let dir = Directory::new();
    let (private, public) = (key("rsa-2048.pem"), key("rsa-2048.public.pem"));
    let prepared = dir.path("prepared");
    let new = ["new", "--cn", "a", "--key", &private];
    let prepare = ["prepare", "--cn", "a", "--public-key", &public, "--out", &prepared];
    for command in [&new[..], &prepare] {
        let with = |name: &'static str| [command, &["--signature-algorithm", name]].concat();
        let (code, message) = refusal(&with("RSASSA-PSS-SHA256:223"), b"");
        assert_eq!((code, &*message.place), (1, "--signature-algorithm"), "{message:?}");
        let expected = "; expected a salt of at most 222 bytes (RFC 8017 9.1.1)";
        assert!(message.text.ends_with(expected), "{message:?}");
        assert!(!dir.holds("prepared"));
        csr_works(&with("RSASSA-PSS-SHA256:222"), b"");
    }
}

#[test]
fn unknown_algorithms_and_policies_are_refused_with_the_choices() {
    let dir = Directory::new();
    let out = dir.path("k.pem");
    let cases = [
        (
            ["--algorithm", "rsa-1024"],
            "error: invalid value 'rsa-1024' for '--algorithm <NAME>'\n  [possible values: rsa-2048, rsa-3072, rsa-4096, rsa-pss-2048, rsa-pss-3072, rsa-pss-4096, ecdsa-p256, ecdsa-p384, ecdsa-p521, ed25519, ml-dsa-44, ml-dsa-65, ml-dsa-87]\n",
        ),
        (
            ["--algorithm", "secp265r1"],
            "error: invalid value 'secp265r1' for '--algorithm <NAME>'\n  [possible values: rsa-2048, rsa-3072, rsa-4096, rsa-pss-2048, rsa-pss-3072, rsa-pss-4096, ecdsa-p256, ecdsa-p384, ecdsa-p521, ed25519, ml-dsa-44, ml-dsa-65, ml-dsa-87]\n\n  tip: a similar value exists: 'secp256r1'\n",
        ),
        (
            ["--algorithm", "dsa"],
            "error: invalid value 'dsa' for '--algorithm <NAME>'\n  [possible values: rsa-2048, rsa-3072, rsa-4096, rsa-pss-2048, rsa-pss-3072, rsa-pss-4096, ecdsa-p256, ecdsa-p384, ecdsa-p521, ed25519, ml-dsa-44, ml-dsa-65, ml-dsa-87]\n\n  tip: this value is known, but no such key is made (see csr prepare): make the key with another program, and prepare a request for its public key\n\n",
        ),
        (
            ["--algorithm", "ML-KEM-768"],
            "error: invalid value 'ML-KEM-768' for '--algorithm <NAME>'\n  [possible values: rsa-2048, rsa-3072, rsa-4096, rsa-pss-2048, rsa-pss-3072, rsa-pss-4096, ecdsa-p256, ecdsa-p384, ecdsa-p521, ed25519, ml-dsa-44, ml-dsa-65, ml-dsa-87]\n\n  tip: this value is known, but no such key is made (see csr prepare): make the key with another program, and prepare a request for its public key; it cannot sign, so the key of a certificate does (RFC 9883)\n\n",
        ),
        (
            ["--policy", "CNSA"],
            "error: invalid value 'CNSA' for '--policy <NAME>'\n  [possible values: default, cnsa, cnsa-2]\n\n  tip: a similar value exists: 'cnsa'\n",
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
fn a_terminal_shows_that_an_rsa_key_is_being_made() {
    let dir = Directory::new();
    for (algorithm, shows) in [("rsa-3072", true), ("ecdsa-p256", false)] {
        let out = dir.path(&format!("{algorithm}.pem"));
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
