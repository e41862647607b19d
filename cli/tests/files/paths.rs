//! Files of the command line: what is never replaced, standard input that can be read once, and
//! how names are shown.

use std::fs;

use crate::tools::{Directory, csr_fails, csr_works, key, refusal, usage};

/// A fresh file with this content, as the target of each command that has one and is forced to
/// replace it.
fn forced<'a>(target: &'a str, prepared: &'a str, public: &'a str) -> [Vec<&'a str>; 4] {
    let to_new = ["--out", "-", "--digest-out"];
    let prepare = ["prepare", "--cn", "a", "--public-key", public, "--force"];
    [
        vec!["new", "--cn", "a", "--key", "KEY", "--force", "--out", target],
        [&prepare[..], &["--out", target]].concat(),
        [&prepare[..], &to_new, &[target]].concat(),
        vec!["assemble", prepared, "--signature", public, "--force", "--out", target],
    ]
}

#[test]
fn a_private_key_is_never_replaced_in_whichever_form() {
    let dir = Directory::new();
    let (public, signing) = (key("ecdsa-p256.public.pem"), key("ecdsa-p256.pem"));
    let prepared = dir.path("prepared");
    csr_works(&["prepare", "--cn", "a", "--public-key", &public, "--out", &prepared], b"");
    let pem = |name: &str| fs::read(key(name)).unwrap();
    let der = |name: &str| pem_rfc7468::decode_vec(&pem(name)).unwrap().1;
    let certificate_first = [pem("ecdsa-p256.crt.pem"), pem("ecdsa-p256.pem")].concat();
    let utf16 = pem("ecdsa-p256.pem").into_iter().flat_map(|byte| [byte, 0]).collect();
    let keys: [(&str, Vec<u8>); 14] = [
        ("PKCS #8", pem("ecdsa-p256.pem")),
        ("SEC 1", pem("ecdsa-p256.sec1.pem")),
        ("PKCS #1", pem("rsa-2048.pkcs1.pem")),
        ("encrypted", pem("scrypt-aes256.pem")),
        ("encrypted in an old way", pem("proc-type.pem")),
        ("OpenSSH", pem("openssh.pem")),
        ("behind a certificate", certificate_first),
        ("UTF-16", utf16),
        ("PKCS #8 in DER", der("rsa-2048.pem")),
        ("SEC 1 in DER", der("ecdsa-p256.sec1.pem")),
        ("PKCS #1 in DER", der("rsa-2048.pkcs1.pem")),
        ("encrypted, in DER", der("scrypt-aes256.pem")),
        ("of a kind that cannot be used, in DER", der("ed448.pem")),
        ("PKCS #12", pem("ecdsa-p256.p12")),
    ];
    let target = dir.path("target");
    for (form, content) in keys {
        fs::write(&target, &content).unwrap();
        for arguments in forced(&target, &prepared, &public) {
            let arguments: Vec<&str> = arguments
                .into_iter()
                .map(|word| if word == "KEY" { &signing } else { word })
                .collect();
            // assemble does not get a signature here, so the target is checked first.
            let (code, message) = refusal(&arguments, b"");
            assert_eq!((code, &message.place), (3, &target), "{form}: {arguments:?}");
            assert!(message.text.contains("private key"), "{form}: {message:?}");
            assert_eq!(fs::read(&target).unwrap(), content, "{form}: {arguments:?}");
        }
    }
    for other in ["ecdsa-p256.csr.pem", "ecdsa-p256.crt.pem", "ecdsa-p256.public.pem", "crl.pem"] {
        for content in [pem(other), der(other), Vec::new()] {
            fs::write(&target, &content).unwrap();
            let new = ["new", "--cn", "a", "--key", &signing, "--force", "--out", &target];
            assert_eq!(csr_works(&new, b""), b"", "{other}");
        }
    }
}

#[test]
fn a_file_that_is_read_is_not_replaced() {
    let dir = Directory::new();
    let (public, signing) = (key("ecdsa-p256.public.pem"), key("ecdsa-p256.pem"));
    let encrypted = key("scrypt-aes256.pem");
    let body = dir.write(
        "body",
        r#"{"CommonName": "a", "Country": "DE", "Organization": "b", "StateLocality": "c", "StateProvince": "d"}"#,
    );
    let password = dir.write("password", "password\n");
    let old = dir.path("old");
    fs::copy(key("ecdsa-p256.csr.pem"), &old).unwrap();
    let holder = dir.path("holder");
    fs::copy(&public, &holder).unwrap();
    let prepared = dir.path("prepared");
    csr_works(&["prepare", "--cn", "a", "--public-key", &public, "--out", &prepared], b"");
    let new_key = dir.path("new-key");
    let new = ["new", "--cn", "a", "--key"];
    let key = [&new[..], &[&signing]].concat();
    let to_be_encrypted = ["new", "--cn", "a", "--key-out", &new_key, "--encrypt-key-with"];
    let profile = "name = \"a\"\n[[field]]\nname = \"CommonName\"\ntarget = \"subject.CN\"\n";
    let profile = dir.write("profile.toml", profile);
    let small = dir.write("small", r#"{"CommonName": "a"}"#);
    let cases: [(Vec<&str>, &str, &str); 9] = [
        (vec!["new", &small, "--key", &signing, "--profile", &profile], &profile, "--profile"),
        (vec!["new", &body, "--key", &signing], &body, "REQUEST.json"),
        (vec!["new", "--from", &old, "--key", &signing], &old, "--from"),
        (
            [&key[..], &["--challenge-password-file", &password]].concat(),
            &password,
            "--challenge-password-file",
        ),
        (
            [&new[..], &[&encrypted, "--key-password-file", &password]].concat(),
            &password,
            "--key-password-file",
        ),
        ([&to_be_encrypted[..], &[&password]].concat(), &password, "--encrypt-key-with"),
        (vec!["prepare", "--cn", "a", "--public-key", &holder], &holder, "--public-key"),
        (vec!["assemble", &prepared, "--signature", &holder], &prepared, "PREPARED"),
        (vec!["assemble", &prepared, "--signature", &holder], &holder, "--signature"),
    ];
    fs::create_dir(dir.path("sub")).unwrap();
    let (here, the_long_way) = (dir.path(""), dir.path("sub/../"));
    for (arguments, input, option) in cases {
        let content = fs::read(input).unwrap();
        // By another name too.
        let other = input.replace(&here, &the_long_way);
        for target in [input, &other] {
            let arguments = [&arguments[..], &["--force", "--out", target]].concat();
            let (code, message) = refusal(&arguments, b"");
            assert_eq!((code, &*message.place), (3, target), "{arguments:?}");
            let text = format!("is also the file of {option}; ");
            assert!(message.text.starts_with(&text), "{arguments:?}: {message:?}");
            assert_eq!(fs::read(input).unwrap(), content, "{arguments:?}");
        }
    }
    assert!(!dir.holds("new-key"));
}

#[test]
fn two_results_cannot_go_to_one_file_by_two_names() {
    let dir = Directory::new();
    fs::create_dir(dir.path("sub")).unwrap();
    let (one, other) = (dir.path("file"), dir.path("sub/../file"));
    let public = key("ecdsa-p256.public.pem");
    let cases: [(&[&str], &str); 2] = [
        (&["new", "--cn", "a", "--key-out", &one, "--out", &other], "--out and --key-out"),
        (
            &[
                "prepare",
                "--cn",
                "a",
                "--public-key",
                &public,
                "--out",
                &one,
                "--digest-out",
                &other,
            ],
            "--out and --digest-out",
        ),
    ];
    for (arguments, options) in cases {
        assert_eq!(usage(arguments).text, format!("{options} name the same file"));
        assert!(!dir.holds("file"));
    }
}

#[test]
fn standard_input_is_read_once() {
    let public = key("ecdsa-p256.public.pem");
    let cases: &[(&[&str], &str)] = &[
        (&["new", "-", "--key", "-"], "REQUEST.json and --key"),
        (&["new", "--from", "-", "--key", "-"], "--from and --key"),
        (
            &["new", "--key", "-", "--key-password-file", "-", "--cn", "a"],
            "--key and --key-password-file",
        ),
        (
            &["new", "-", "--key-out", "k", "--encrypt-key-with", "-"],
            "REQUEST.json and --encrypt-key-with",
        ),
        (
            &[
                "new",
                "--cn",
                "a",
                "--key-out",
                "k",
                "--encrypt-key-with",
                "-",
                "--challenge-password-file",
                "-",
            ],
            "--challenge-password-file and --encrypt-key-with",
        ),
        (&["prepare", "-", "--public-key", "-", "--out", "out"], "REQUEST.json and --public-key"),
        (&["assemble", "-", "--signature", "-"], "PREPARED and --signature"),
        (&["match", "-", &public, "-"], "FILE and FILE"),
        (&["match", "-", &public, "--key-password-file", "-"], "FILE and --key-password-file"),
        (&["batch", "-", "--stdout", "--key", "-"], "REQUESTS.jsonl and --key"),
        (
            &["batch", "-", "--stdout", "--key", "k", "--key-password-file", "-"],
            "REQUESTS.jsonl and --key-password-file",
        ),
    ];
    for (arguments, options) in cases {
        let text = usage(arguments).text;
        assert!(text.starts_with(&format!("{options} are both -,")), "{arguments:?}: {text}");
    }
}

#[test]
fn keys_and_directories_do_not_go_to_standard_output() {
    let cases: &[(&[&str], &str)] = &[
        (&["new", "--cn", "a", "--key-out", "-"], "'--key-out <FILE>'"),
        (&["batch", "requests.jsonl", "--out-dir", "-"], "'--out-dir <DIR>'"),
        (&["lxca", "post", "body.json", "--store", "-"], "'--store <DIR>'"),
    ];
    for (arguments, option) in cases {
        let text = usage(arguments).text;
        let expected = format!("invalid value '-' for {option}: ");
        assert!(text.starts_with(&expected), "{arguments:?}: {text}");
    }
}

#[test]
fn names_of_files_do_not_control_the_terminal() {
    let dir = Directory::new();
    let name = dir.path("no\u{1B}[31m\nfile \u{202E}ö \"'\\");
    let shown = dir.path(r#"no\u{1b}[31m\nfile \u{202e}ö \"\'\\"#);
    let harmless = dir.path("ö \"'\\");
    let key = key("ecdsa-p256.pem");
    let encrypted = crate::tools::key("scrypt-aes256.pem");
    let missing = "No such file or directory";
    for (name, shown) in [(&name, &shown), (&harmless, &harmless)] {
        let commands: [&[&str]; 9] = [
            &["inspect", name],
            &["new", name, "--key", &key],
            &["new", "--from", name, "--key", &key],
            &["new", "--cn", "a", "--key", name],
            &["new", "--cn", "a", "--key", &encrypted, "--key-password-file", name],
            &["batch", name, "--stdout", "--key", &key],
            &["prepare", "--cn", "a", "--public-key", name, "--out", "out"],
            &["assemble", name, "--signature", name],
            &["lxca", "post", name, "--store", "store"],
        ];
        for arguments in commands {
            let expected = (3, format!("{shown}: {missing}\n"));
            assert_eq!(csr_fails(arguments, b""), expected, "{arguments:?}");
        }
    }
    for content in ["", "\n"] {
        fs::write(&name, content).unwrap();
        let commands: [&[&str]; 5] = [
            &["verify", &name],
            &["new", &name, "--key", &key],
            &["new", "--from", &name, "--key", &key],
            &["new", "--cn", "a", "--key", &name],
            &["new", "--cn", "a", "--key", &encrypted, "--key-password-file", &name],
        ];
        for arguments in commands {
            let (code, message) = refusal(arguments, b"");
            assert_eq!(code, 1, "{arguments:?}: {message:?}");
            let parts = [message.place, message.text, message.hint.unwrap_or_default()];
            assert!(!parts.concat().contains('\u{1B}'), "{arguments:?}: {parts:?}");
        }
    }
}

#[test]
fn a_command_that_converts_a_key_names_its_file() {
    let dir = Directory::new();
    let cases = [
        ("plain-name_1.pem", Some("plain-name_1.pem")),
        ("two words", Some("two words")),
        ("it's", Some(r"it'\''s")),
        ("\u{1B}[31m", None),
    ];
    for (name, word) in cases {
        let path = dir.path(name);
        fs::copy(key("ecdsa-p256.p12"), &path).unwrap();
        let name = match word {
            Some(word) if word == name && !word.contains(' ') => path.clone(),
            Some(word) => format!("'{}'", dir.path(word)),
            None => "OLD".into(),
        };
        let hint = format!("extract the key with: openssl pkcs12 -nocerts -in {name} -out NEW");
        for arguments in [
            &["new", "--cn", "a", "--key", &path][..],
            &["prepare", "--cn", "a", "--public-key", &path, "--out", "out"],
        ] {
            let (code, message) = refusal(arguments, b"");
            assert_eq!((code, message.hint.as_ref()), (1, Some(&hint)), "{message:?}");
        }
    }
    let standard = fs::read(key("ecdsa-p256.p12")).unwrap();
    let (_, error) = csr_fails(&["new", "--cn", "a", "--key", "-"], &standard);
    assert!(error.ends_with("-in OLD -out NEW\n"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_keeps_its_mode_and_the_links_to_it() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let dir = Directory::new();
    let (target, link) = (dir.path("target"), dir.path("link"));
    fs::write(&target, "old").unwrap();
    symlink(&target, &link).unwrap();
    for mode in [0o600, 0o666, 0o640] {
        fs::set_permissions(&target, PermissionsExt::from_mode(mode)).unwrap();
        let key = key("ecdsa-p256.pem");
        csr_works(&["new", "--cn", "a", "--key", &key, "--force", "--out", &link], b"");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, mode);
        assert!(fs::read_to_string(&target).unwrap().starts_with("-----BEGIN CERTIFICATE REQUEST"));
    }
}

#[test]
fn a_pin_is_not_shown_with_the_argument_that_has_it() {
    let dir = Directory::new();
    let (csr_file, private) = (key("ecdsa-p256.csr.pem"), key("ecdsa-p256.pem"));
    let out = dir.path("out");
    let takes_files = "only csr new (--key, --key-out) and csr keys take a key in a token";
    for uri in [
        "pkcs11:token=hsm;object=k?module-path=/lib/p.so&pin-value=SECRET99",
        "PKCS11:token=hsm;pin-value=SECRET99",
        "pkcs11:token=hsm?pin-value=%SECRET99\"&SECRET99 SECRET99'",
    ] {
        let in_place_of_files: [&[&str]; 13] = [
            &["match", uri, &csr_file],
            &["verify", uri],
            &["verify", &csr_file, uri, "--json"],
            &["inspect", uri],
            &["lint", uri],
            &["compare", uri, &csr_file],
            &["convert", uri],
            &["prepare", "--public-key", uri, "--cn", "a", "--out", &out],
            &["assemble", uri, "--signature", &csr_file],
            &["new", uri, "--key", &private],
            &["new", "--cn", "a", "--key", &private, "--key-password-file", uri],
            &["batch", uri, "--stdout", "--key", &private],
            &["lxca", "post", uri, "--store", &out],
        ];
        for arguments in in_place_of_files {
            let message = usage(arguments);
            assert!(message.text.contains(takes_files), "{arguments:?}: {message:?}");
        }
        let assigned = format!("--color={uri}");
        let others: [&[&str]; 11] = [
            &["assemble", &csr_file, "--signature", uri],
            &[uri],
            &["man", uri],
            &["keys", uri, uri],
            &["keys", uri],
            &["new", "--algorithm", uri],
            &["new", "--host", "a", "--signature-algorithm", uri],
            &["new", "--profile", uri],
            &["new", &assigned],
            &["new", "--host", uri, "--key", &private],
            &["batch", &csr_file, "--stdout", "--key", uri],
        ];
        for arguments in in_place_of_files.iter().chain(&others) {
            let (code, error) = csr_fails(arguments, b"");
            assert!(
                [1, 2, 3].contains(&code) && !error.contains("SECRET99"),
                "{arguments:?}: {error}"
            );
        }
    }
}
