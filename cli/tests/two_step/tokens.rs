//! `csr new --key pkcs11:…` and `csr keys`: a key in a token in one command.

use std::fs;

use super::softhsm::{Token, verified};
use super::tools::{Message, key, messages};

impl Token {
    /// Runs `csr` with the module and the PIN of the token; standard error has to be empty.
    #[track_caller]
    fn csr(&self, arguments: &[&str]) -> String {
        let output = self.output(env!("CARGO_BIN_EXE_csr"), &self.logged_in(arguments));
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && error.is_empty(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The exit code and the first message of a run that fails.
    #[track_caller]
    fn refusal(&self, arguments: &[&str]) -> (i32, Message) {
        let output = self.output(env!("CARGO_BIN_EXE_csr"), arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.stdout.is_empty() && !error.contains("panicked"), "{arguments:?}: {error}");
        (output.status.code().unwrap(), messages(&error).remove(0))
    }

    #[track_caller]
    fn refused(&self, arguments: &[&str], code: i32, text: &str, hint: &str) {
        let (found, message) = self.refusal(arguments);
        let place = format!("{}: {}", message.place, message.text);
        assert!(place.contains(text), "{arguments:?}: {place}");
        let found_hint = message.hint.unwrap_or_default();
        assert!(found_hint.starts_with(hint), "{arguments:?}: {place}: {found_hint}");
        assert_eq!(found, code, "{arguments:?}: {place}");
    }

    fn logged_in<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        [arguments, &["--pkcs11-module", self.module, "--pin-file", self.pin_file("pin", "1234")]]
            .concat()
    }

    /// The path of a file with a PIN; it lives as long as the process.
    fn pin_file(&self, name: &str, pin: &str) -> &'static str {
        let path = self.path(name);
        fs::write(&path, format!("{pin}\n")).unwrap();
        path.leak()
    }
}

/// `csr new` for a host, with more options.
fn new<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["new", "--cn", "bmc-7.example.com", "--san", "DNS:bmc-7.example.com"], more].concat()
}

#[test]
fn a_key_is_made_in_a_token_listed_and_used_again() {
    let Some(token) = Token::new() else { return };
    let kinds = [
        ("ecdsa-p256", "ECDSA P-256"),
        ("ecdsa-p384", "ECDSA P-384"),
        ("ecdsa-p521", "ECDSA P-521"),
        ("ed25519", "Ed25519"),
        ("rsa-2048", "RSA, 2048 bits"),
    ];
    for (algorithm, shown) in kinds {
        let uri = format!("pkcs11:token=csr;object={algorithm}");
        verified(token.csr(&new(&["--key-out", &uri, "--algorithm", algorithm])).as_bytes());
        verified(token.csr(&new(&["--key", &uri])).as_bytes());
        let line = token.csr(&["keys", &uri]);
        let (found, kind) = line.trim_end().split_once("  ").unwrap();
        assert_eq!(kind, shown);
        assert!(found.starts_with("pkcs11:token=csr;serial="), "{line}");
        verified(token.csr(&new(&["--key", found])).as_bytes());
    }
    assert_eq!(token.csr(&["keys", "pkcs11:"]).lines().count(), kinds.len());
    let rsa = "pkcs11:object=rsa-2048";
    let pss = token.csr(&new(&["--key", rsa, "--signature-algorithm", "RSASSA-PSS-SHA256"]));
    verified(pss.as_bytes());
    let long = new(&["--key", rsa, "--signature-algorithm", "RSASSA-PSS-SHA256:223"]);
    let said = "does not sign by RSASSA-PSS-SHA256:223; expected a salt of at most 222 bytes";
    token.refused(&token.logged_in(&long), 1, said, "");
}

#[test]
fn the_uri_can_say_where_the_module_and_the_pin_are() {
    let Some(token) = Token::new() else { return };
    token.csr(&new(&["--key-out", "pkcs11:object=a", "--algorithm", "ecdsa-p256"]));
    let (module, pin) = (token.module, token.pin_file("pin", "1234"));
    let uri = format!("pkcs11:object=a?module-path={module}&pin-source=file:{pin}");
    let output = token.output(env!("CARGO_BIN_EXE_csr"), &new(&["--key", &uri]));
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    verified(&output.stdout);
    let uri = format!("pkcs11:object=a?module-path={module}&pin-value=1234");
    let output = token.output(env!("CARGO_BIN_EXE_csr"), &new(&["--key", &uri]));
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "note: other users of this machine can see a PIN in an argument\n"
    );
}

#[test]
fn the_files_that_a_key_in_a_token_requires_are_not_replaced() {
    let Some(token) = Token::new() else { return };
    token.csr(&new(&["--key-out", "pkcs11:object=a", "--algorithm", "ecdsa-p256"]));
    let (pin, module) = (token.pin_file("pin", "1234"), token.path("module.so"));
    fs::copy(token.module, &module).unwrap();
    let by_uri =
        |object: &str| format!("pkcs11:object={object}?pin-source=file:{pin}&module-path={module}");
    let (old, new_key) = (by_uri("a"), by_uri("b"));
    let by_option = ["--key", "pkcs11:object=a", "--pin-file", pin, "--pkcs11-module", &module];
    let cases: [(&[&str], &str, &str); 6] = [
        (&["--key", &old], pin, "pin-source"),
        (&["--key", &old], &module, "module-path"),
        (&["--key-out", &new_key], pin, "pin-source"),
        (&["--key-out", &new_key], &module, "module-path"),
        (&by_option, pin, "--pin-file"),
        (&by_option, &module, "--pkcs11-module"),
    ];
    for (options, read, option) in cases {
        let content = fs::read(read).unwrap();
        let said = format!("{read}: is also the file of {option}; a file that is read is never");
        token.refused(&new(&[options, &["--force", "--out", read]].concat()), 3, &said, "");
        assert!(fs::read(read).unwrap() == content, "{read}");
    }
    assert_eq!(token.csr(&["keys", "pkcs11:"]).lines().count(), 1, "no key was made");
}

#[test]
fn a_wrong_pin_is_tried_once_and_others_are_not_tried() {
    let Some(token) = Token::new() else { return };
    token.csr(&new(&["--key-out", "pkcs11:object=a", "--algorithm", "ecdsa-p256"]));
    let module = ["--key", "pkcs11:object=a", "--pkcs11-module", token.module];
    let with = |more: &[&'static str]| new(&[&module[..], more].concat());
    let wrong = token.pin_file("wrong", "4321");
    let said = "pkcs11:object=a: token \"csr\": the PIN is wrong; more than one try is left";
    token.refused(&with(&["--pin-file", wrong]), 1, said, "");
    let said = "pkcs11:object=a: the token requires a PIN";
    token.refused(&with(&[]), 1, said, "use --pin-file FILE");
    token.refused(
        &with(&["--pin-file", token.pin_file("empty", "")]),
        1,
        "has an empty first line",
        "",
    );
}

#[test]
fn what_is_missing_or_not_meant_alone_is_said_by_name() {
    let Some(token) = Token::new() else { return };
    token.refused(
        &token.logged_in(&new(&["--key", "pkcs11:object=a"])),
        3,
        "pkcs11:object=a: token \"csr\" has no such private key",
        "it has no private key at all",
    );
    for id in ["01", "02"] {
        let arguments = ["--keypairgen", "--key-type", "EC:prime256v1", "--label", "twin"];
        token.pkcs11(&[&arguments[..], &["--id", id]].concat());
    }
    let twin = new(&["--key", "pkcs11:object=twin"]);
    let hint = "use one of pkcs11:token=csr;serial=";
    token.refused(&token.logged_in(&twin), 1, "2 private keys match", hint);
    verified(token.csr(&new(&["--key", "pkcs11:object=twin;id=%02"])).as_bytes());
    token.refused(
        &token.logged_in(&new(&["--key-out", "pkcs11:object=twin"])),
        1,
        "has an object with this label already",
        "name another one",
    );
    token.pkcs11(&["--delete-object", "--type", "pubkey", "--id", "02"]);
    let bare = new(&["--key", "pkcs11:object=twin;id=%02"]);
    let hint = "store its public key in the token";
    token.refused(&token.logged_in(&bare), 3, "neither its public key nor a certificate", hint);

    let elsewhere = new(&["--key", "pkcs11:token=other;object=twin"]);
    let hint = "the module has pkcs11:token=csr;serial=";
    token.refused(&token.logged_in(&elsewhere), 3, "no token matches", hint);
    // As when it is pulled out.
    fs::remove_dir_all(token.path("tokens")).unwrap();
    fs::create_dir(token.path("tokens")).unwrap();
    let hint = "insert the token";
    token.refused(&token.logged_in(&twin), 3, "the module has no initialized token", hint);
}

#[test]
fn a_new_key_is_not_kept_where_there_is_no_request() {
    let Some(token) = Token::new() else { return };
    let made = new(&["--key-out", "pkcs11:object=a", "--algorithm", "ecdsa-p256"]);
    let other = [&made[..], &["--signature-algorithm", "sha256WithRSAEncryption"]].concat();
    let said = "a key ECDSA P-256 in a token does not sign by sha256WithRSAEncryption";
    token.refused(&token.logged_in(&other), 1, said, "");
    let output = token.output(env!("CARGO_BIN_EXE_csr"), &token.logged_in(&["keys", "pkcs11:"]));
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "note: pkcs11:: no private key matches\n"
    );
}

#[test]
fn what_is_not_a_module_or_not_for_a_token_is_refused() {
    let Some(token) = Token::new() else { return };
    let (directory, text) = (token.path("tokens"), token.pin_file("text", "not a library"));
    let library = ["/lib/x86_64-linux-gnu/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6"];
    let library = library.into_iter().find(|path| fs::exists(path).unwrap());
    let modules = [
        (Some("/no/such.so"), "\"/no/such.so\": No such file or directory"),
        (Some(text), "is not a shared library of this system"),
        (Some(directory.as_str()), "is not a shared library of this system"),
        (library, "is a shared library, but not a PKCS #11 module"),
    ];
    for (module, said) in modules {
        let Some(module) = module else { continue };
        let arguments = new(&["--key", "pkcs11:object=a", "--pkcs11-module", module]);
        token.refused(&arguments, 3, said, "");
    }
    let file = key("ecdsa-p256.pem");
    let usage: [(&[&str], &str, &str); 10] = [
        (
            &[
                "--key-out",
                "pkcs11:object=a;type=public",
                "--pkcs11-module",
                token.module,
                "--pin-file",
                token.pin_file("pin", "1234"),
            ],
            "type=public is not a private key",
            "use type=private",
        ),
        (
            &["--key", "pkcs11:object=a"],
            "the PKCS #11 module of the token is not named",
            "use --pkcs11-module",
        ),
        (
            &["--key", "pkcs11:objct=a"],
            "attribute \"objct\" is not known; expected one of token",
            "",
        ),
        (
            &["--key", "pkcs11:object=a?pin-value=1&pin-source=b"],
            "has both pin-source and pin-value",
            "",
        ),
        (&["--key", &file, "--pin-file", text], "--pin-file requires a key in a token", ""),
        (
            &["--key-out", "k", "--pkcs11-module", text],
            "--pkcs11-module requires a key in a token",
            "",
        ),
        (
            &["--key", "pkcs11:object=a", "--key-password-file", text],
            "--key-password-file is for keys in files",
            "use --pin-file",
        ),
        (
            &["--key-out", "pkcs11:object=a", "--encrypt-key-with", text],
            "--encrypt-key-with requires a file",
            "",
        ),
        (
            &[
                "--key",
                "pkcs11:type=public",
                "--pkcs11-module",
                token.module,
                "--pin-file",
                token.pin_file("pin", "1234"),
            ],
            "type=public is not a private key",
            "use type=private",
        ),
        (
            &[
                "--key-out",
                "pkcs11:token=csr",
                "--pkcs11-module",
                token.module,
                "--pin-file",
                token.pin_file("pin", "1234"),
            ],
            "the URI does not say how to name the new key",
            "add object=NAME",
        ),
    ];
    for (options, said, hint) in usage {
        token.refused(&new(options), 2, said, hint);
    }
    let table = token.pin_file("requests.jsonl", "{}");
    let batch = ["batch", table, "--out-dir", &directory, "--key", "pkcs11:object=a"];
    token.refused(&batch, 2, "--key: only csr new signs with a key in a token", "");
}

#[test]
fn of_keys_that_are_made_at_once_with_one_name_at_most_one_is_kept() {
    let Some(token) = Token::new() else { return };
    let made = new(&["--key-out", "pkcs11:object=race", "--algorithm", "ecdsa-p256"]);
    let made = token.logged_in(&made);
    for _ in 0..5 {
        let codes = std::thread::scope(|scope| {
            let run = || token.output(env!("CARGO_BIN_EXE_csr"), &made).status.code();
            [(); 4].map(|()| scope.spawn(run)).map(|running| running.join().unwrap())
        });
        let kept = codes.iter().filter(|code| **code == Some(0)).count();
        // SoftHSM may fail to open a token that another process writes to.
        let others = codes.iter().all(|code| [Some(0), Some(1), Some(3)].contains(code));
        assert!(kept <= 1 && others, "{codes:?}");
        let listed =
            token.output(env!("CARGO_BIN_EXE_csr"), &token.logged_in(&["keys", "pkcs11:"]));
        let listed = String::from_utf8(listed.stdout).unwrap();
        assert_eq!(listed.lines().count(), kept, "{listed}");
        for kind in ["privkey", "pubkey"].iter().filter(|_| kept == 1) {
            token.pkcs11(&["--delete-object", "--type", kind, "--label", "race"]);
        }
    }
}

#[test]
fn keys_of_one_name_are_said_to_be_indistinguishable() {
    let Some(token) = Token::new() else { return };
    for _ in 0..2 {
        let arguments = ["--keypairgen", "--key-type", "EC:prime256v1", "--label", "twin"];
        token.pkcs11(&[&arguments[..], &["--id", "01"]].concat());
    }
    let twin = token.logged_in(&new(&["--key", "pkcs11:object=twin"])).to_vec();
    let hint = "some have the same label and id, so that no URI distinguishes them";
    token.refused(&twin, 1, "2 private keys match", hint);
}

#[test]
fn a_new_key_whose_request_cannot_be_written_is_kept_and_named() {
    let Some(token) = Token::new() else { return };
    let made = ["--key-out", "pkcs11:object=a", "--algorithm", "ecdsa-p256", "--out", "/dev/full"];
    let hint = "the new key is kept; use --key pkcs11:object=a";
    token.refused(&token.logged_in(&new(&made)), 3, "/dev/full: No space left on device", hint);
    verified(token.csr(&new(&["--key", "pkcs11:object=a"])).as_bytes());
}
