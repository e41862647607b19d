//! Keys in the forms of other programs.

use std::fs;

use base64ct::{Base64, Encoding};
use pkcs10::CertificationRequest;

use crate::tools::{Directory, csr, csr_fails, csr_works, key, openssl, refusal, run, verified};

const PASSWORD: &str = "password";

/// What `ssh-keygen` writes; nothing where it is missing, which is said.
fn ssh_key(dir: &Directory, kind: &[&str], password: &str, more: &[&str]) -> Option<String> {
    let path = dir.path(&format!("{}{}{}", kind.concat(), password, more.concat()));
    let arguments =
        [&["-q", "-t"], kind, &["-N", password, "-C", "me@example.com", "-f", &path], more]
            .concat();
    let output = run("ssh-keygen", &arguments, b"")?;
    assert!(output.status.success(), "{arguments:?}");
    Some(path)
}

#[test]
fn openssh_keys_are_read_encrypted_or_not() {
    let dir = Directory::new();
    let password = dir.write("p", PASSWORD);
    let kinds: [&[&str]; 5] = [
        &["rsa", "-b", "2048"],
        &["ecdsa", "-b", "256"],
        &["ecdsa", "-b", "384"],
        &["ecdsa", "-b", "521"],
        &["ed25519"],
    ];
    for kind in kinds {
        for (of, more) in [
            ("", &[][..]),
            (PASSWORD, &[]),
            (PASSWORD, &["-Z", "aes256-gcm@openssh.com"]),
            (PASSWORD, &["-Z", "chacha20-poly1305@openssh.com", "-a", "3"]),
            (PASSWORD, &["-Z", "3des-cbc", "-a", "3"]),
        ] {
            let Some(path) = ssh_key(&dir, kind, of, more) else { return };
            let unlock: &[&str] =
                if of.is_empty() { &[] } else { &["--key-password-file", &password] };
            let pem = csr_works(&[&["new", "--cn", "a", "--key", &path], unlock].concat(), b"");
            verified(&pem);
            let request = dir.write("csr", &pem);
            csr_works(&[&["match", &path, &request], unlock].concat(), b"");
            // ssh-keygen itself has another form for all keys but Ed25519.
            let public = format!("{path}.pub");
            if kind == ["ed25519"] {
                let line = fs::read_to_string(&public).unwrap();
                let key = CertificationRequest::from_pem(str::from_utf8(&pem).unwrap()).unwrap();
                let blob = Base64::decode_vec(line.split(' ').nth(1).unwrap()).unwrap();
                let raw = &blob[blob.len() - 32..];
                assert!(key.public_key().as_der().ends_with(raw));
            } else {
                let public = run("ssh-keygen", &["-e", "-m", "PKCS8", "-f", &public], b"").unwrap();
                let public = dir.write("public", public.stdout);
                csr_works(&["match", &public, &request], b"");
            }
        }
    }
}

#[test]
fn a_golden_openssh_key_is_the_same_in_every_form() {
    let dir = Directory::new();
    let path = key("openssh.pem");
    let text = fs::read_to_string(&path).unwrap();
    let expected = csr_works(&["new", "--cn", "a", "--key", &path], b"");
    verified(&expected);
    for (form, content) in [
        ("CRLF", text.replace('\n', "\r\n")),
        ("with a BOM", format!("\u{FEFF}{text}")),
        ("behind text", format!("my key\n\n{text}")),
    ] {
        let path = dir.write("k", content);
        assert_eq!(csr_works(&["new", "--cn", "a", "--key", &path], b""), expected, "{form}");
    }
}

#[test]
fn openssh_keys_that_are_not_read_have_their_own_reasons() {
    let dir = Directory::new();
    let text = fs::read_to_string(key("openssh.pem")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let without = |line: usize| {
        let mut lines = lines.clone();
        lines.remove(line);
        lines.join("\n")
    };
    for (content, expected) in [
        (text[..text.len() - 40].to_owned(), "ends before the key does"),
        (without(2), "is a damaged key in OpenSSH's own format: "),
        (without(lines.len() - 2), "is a damaged key in OpenSSH's own format: "),
        (text.replacen('b', "!", 1), "is a damaged key in OpenSSH's own format: is not base64"),
    ] {
        let path = dir.write("k", content);
        let (code, message) = refusal(&["new", "--cn", "a", "--key", &path], b"");
        assert_eq!((code, &message.place), (1, &path));
        assert!(message.text.starts_with(expected), "{message:?}");
    }
    let Some(path) = ssh_key(&dir, &["ecdsa"], PASSWORD, &["-a", "3"]) else { return };
    let arguments = ["new", "--cn", "a", "--key", &path];
    let (_, message) = refusal(&arguments, b"");
    assert_eq!(message.text, "is encrypted and needs a password");
    assert_eq!(message.hint.as_deref(), Some("use --key-password-file FILE"));
    let wrong = dir.write("wrong", "Password");
    let (_, message) = refusal(&[&arguments[..], &["--key-password-file", &wrong]].concat(), b"");
    assert_eq!(message.text, "does not decrypt with this password, or is damaged");
    // Where the public key belongs, the next command is one that works.
    let (_, message) =
        refusal(&["prepare", "--cn", "a", "--public-key", &path, "--out", &dir.path("o")], b"");
    assert_eq!(message.hint, Some(format!("to create a request with it: csr new --key {path}")));
}

/// Of a key that asks for years, and of all the keys of a command together.
#[test]
fn openssh_keys_cannot_ask_for_more_work_than_others() {
    let dir = Directory::new();
    let password = dir.write("p", PASSWORD);
    let Some(path) = ssh_key(&dir, &["ecdsa"], PASSWORD, &["-a", "3"]) else { return };
    let text = fs::read_to_string(&path).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    let body = openssl(&["base64", "-d", "-A", "-out", &dir.path("raw")], body.as_bytes());
    let Some(_) = body else { return };
    let mut raw = fs::read(dir.path("raw")).unwrap();
    let rounds = raw.windows(4).position(|four| four == [0, 0, 0, 3]).unwrap();
    for (number, expected) in [
        (0_u32, "is a damaged key in OpenSSH's own format: has no salt or no rounds"),
        (u32::MAX, "asks for a cost of 4294967295 to decrypt it"),
    ] {
        raw[rounds..rounds + 4].copy_from_slice(&number.to_be_bytes());
        let pem =
            pem_rfc7468::encode_string("OPENSSH PRIVATE KEY", pem_rfc7468::LineEnding::LF, &raw);
        let path = dir.write("costly", pem.unwrap());
        let arguments = ["new", "--cn", "a", "--key", &path, "--key-password-file", &password];
        let (code, message) = refusal(&arguments, b"");
        assert_eq!(code, 1);
        assert!(message.text.starts_with(expected), "{message:?}");
        let hint = format!("encrypt a copy anew, in place, with: ssh-keygen -p -a 16 -f {path}");
        assert_eq!(message.hint, (number > 0).then_some(hint));
    }
}

/// None of it panics, and none of it is read as another key.
#[test]
fn a_damaged_openssh_key_is_refused() {
    let dir = Directory::new();
    let pem = fs::read(key("openssh.pem")).unwrap();
    let whole: String =
        str::from_utf8(&pem).unwrap().lines().filter(|line| !line.starts_with('-')).collect();
    let expected = csr_works(&["new", "--cn", "a", "--key", &key("openssh.pem")], b"");
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        let other = if damaged.as_bytes()[at] == b'A' { "B" } else { "A" };
        damaged.replace_range(at..=at, other);
        let pem = format!(
            "-----BEGIN OPENSSH PRIVATE KEY-----\n{damaged}\n-----END OPENSSH PRIVATE KEY-----\n"
        );
        let path = dir.write("k", pem);
        let output = csr(&["new", "--cn", "a", "--key", &path], b"");
        // The comment is not a part of the key.
        let code = output.status.code().unwrap();
        assert!(code == 1 || output.stdout == expected, "{at}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{at}");
    }
}

#[test]
fn key_stores_are_named_with_a_command_that_works() {
    let dir = Directory::new();
    let (p12, jks, new) = (dir.path("old.p12"), dir.path("old.jks"), dir.path("new.pem"));
    let password = dir.write("p", PASSWORD);
    let pass = ["-passin", "pass:password", "-passout", "pass:password"];
    let words = |command: &str| -> Vec<String> {
        command.split(' ').map(|word| word.replace("NEW", &new)).collect()
    };
    let extract = |hint: &str| {
        let (_, command) = hint.rsplit_once("openssl ").unwrap();
        let words = words(command);
        let words: Vec<&str> = words.iter().map(String::as_str).chain(pass).collect();
        openssl(&words, b"")?;
        let arguments = ["new", "--cn", "a", "--key", &new, "--key-password-file", &password];
        verified(&csr_works(&arguments, b""));
        fs::remove_file(&new).ok()
    };
    let (private, certificate) = (key("ecdsa-p256.pem"), key("ecdsa-p256.crt.pem"));
    let export = ["pkcs12", "-export", "-inkey", &private, "-in", &certificate, "-out", &p12];
    for legacy in [&[][..], &["-legacy"], &["-legacy", "-keypbe", "PBE-SHA1-RC2-40"]] {
        let Some(_) = openssl(&[&export[..], legacy, &pass[2..]].concat(), b"") else { return };
        let (_, message) = refusal(&["new", "--cn", "a", "--key", &p12], b"");
        let hint = message.hint.unwrap();
        assert_eq!(hint.contains("-legacy"), !legacy.is_empty(), "{hint}");
        extract(&hint).unwrap();
    }
    let made =
        ["-genkeypair", "-keyalg", "EC", "-alias", "a", "-dname", "CN=a", "-storetype", "JKS"];
    let store = ["-keystore", &jks, "-storepass", PASSWORD, "-keypass", PASSWORD];
    let Some(_) = run("keytool", &[&made[..], &store].concat(), b"") else { return };
    let (_, message) = refusal(&["new", "--cn", "a", "--key", &jks], b"");
    assert!(message.text.starts_with("is a Java key store (JKS); expected PKCS #8"), "{message:?}");
    let hint = message.hint.unwrap();
    let (first, second) = hint.split_once(", then: ").unwrap();
    let first = words(first.split_once("with: keytool ").unwrap().1);
    let first: Vec<&str> = first.iter().map(String::as_str).collect();
    let passwords = ["-srcstorepass", PASSWORD, "-deststorepass", PASSWORD, "-noprompt"];
    let output = run("keytool", &[&first[..], &passwords].concat(), b"").unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    extract(second).unwrap();
}

#[test]
fn other_forms_are_named() {
    let dir = Directory::new();
    let jwk = br#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2","y":"x_FEzRu9","d":"jpsQnnGQ"}"#;
    let cases: [(&[u8], &str, &str); 6] = [
        (b"ssh-ed25519 AAAA a@b\n", "is a public key of OpenSSH;", "csr new --key FILE"),
        (b"SPKAC=MIIB\n", "is a signed public key and challenge (SPKAC);", "csr new --key"),
        (b"ssh-rsa AAAA a@b\n", "is a public key of OpenSSH;", "ssh-keygen -e -m PKCS8 -f "),
        (b"PuTTY-User-Key-File-3: ssh-ed25519\n", "is a private key of PuTTY;", "puttygen"),
        (jwk, "is a JSON Web Key (JWK);", "step crypto key format --pem --pkcs8"),
        (
            &[0xCE, 0xCE, 0xCE, 0xCE, 0, 0, 0, 2],
            "is a Java key store (JCEKS);",
            "-srcstoretype JCEKS",
        ),
    ];
    for (content, what, command) in cases {
        let path = dir.write("k", content);
        let public = ["prepare", "--cn", "a", "--public-key", &path, "--out", "o"];
        for arguments in
            [&["new", "--cn", "a", "--key", &path][..], &public, &["match", &path, &path]]
        {
            let (code, error) = csr_fails(arguments, b"");
            assert_eq!(code, 1, "{error}");
            assert!(error.contains(what) && error.contains(command), "{error}");
            assert!(error.contains(&path), "{error}");
        }
    }
}
