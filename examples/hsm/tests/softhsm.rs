//! The example, with SoftHSM as the token. Skipped, visibly, where it is not installed (Debian:
//! softhsm2); in CI (`CI=true`) that is a failure.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::{env, fs};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use hsm::TokenKey;
use pkcs10::{
    Algorithm, CertificationRequest, DistinguishedName, GeneralName, Inspection, Request,
    RequestSigner, SignError, SignatureAlgorithm, VerifyError,
};

/// Kinds of keys, and how they sign; larger RSA keys take a token seconds to make.
const ALGORITHMS: [(Algorithm, SignatureAlgorithm); 3] = [
    (Algorithm::EcdsaP256, SignatureAlgorithm::EcdsaWithSha256),
    (Algorithm::EcdsaP384, SignatureAlgorithm::EcdsaWithSha384),
    (Algorithm::Rsa2048, SignatureAlgorithm::Sha256WithRsa),
];

const TOKEN: &str = "csr";
const PIN: &str = "1234";

#[test]
fn requests_signed_in_a_token_verify() {
    with_token("requests_signed_in_a_token_verify", |session| {
        for (algorithm, signs_by) in ALGORITHMS {
            let label = algorithm.as_str();
            let key = TokenKey::generate(session, label, algorithm).unwrap();
            let csr = request().sign_by(&key).unwrap();
            csr.verify().unwrap();
            assert_eq!(*csr.signature_algorithm(), signs_by);
            assert_eq!(csr.public_key(), key.public_key());
            assert_eq!(csr.to_be_signed(), request().encode(key.public_key()));
            openssl_verifies(&csr.to_pem());

            let found = TokenKey::find(session, label).unwrap();
            assert_eq!(found.public_key(), key.public_key());
            let again = request().sign_by(&found).unwrap();
            assert_eq!(again.to_be_signed(), csr.to_be_signed());
        }
    });
}

#[test]
fn private_keys_stay_in_their_token_and_only_sign() {
    with_token("private_keys_stay_in_their_token_and_only_sign", |session| {
        for (algorithm, _) in ALGORITHMS {
            let label = algorithm.as_str();
            TokenKey::generate(session, label, algorithm).unwrap();
            let private = only(session, ObjectClass::PRIVATE_KEY, label);
            let expected = [
                Attribute::Local(true), // made in the token
                Attribute::AlwaysSensitive(true),
                Attribute::NeverExtractable(true),
                Attribute::Sign(true),
                Attribute::Decrypt(false),
                Attribute::Unwrap(false),
                Attribute::Derive(false),
            ];
            let kinds = expected.each_ref().map(Attribute::attribute_type);
            assert_eq!(session.get_attributes(private, &kinds).unwrap(), expected, "{label}");
            let secret = match algorithm {
                Algorithm::Rsa2048 => AttributeType::PrivateExponent,
                _ => AttributeType::Value,
            };
            assert_eq!(session.get_attributes(private, &[secret]).unwrap(), [], "{label}");
        }
    });
}

#[test]
fn the_signature_of_another_key_is_refused() {
    with_token("the_signature_of_another_key_is_refused", |session| {
        for (algorithm, _) in ALGORITHMS {
            // Somebody mixed up the labels of two private keys.
            for label in ["one", "two"] {
                TokenKey::generate(session, label, algorithm).unwrap();
            }
            let [one, two] =
                ["one", "two"].map(|label| only(session, ObjectClass::PRIVATE_KEY, label));
            for (object, label) in [(one, "two"), (two, "one")] {
                session.update_attributes(object, &[Attribute::Label(label.into())]).unwrap();
            }
            let mixed_up = TokenKey::find(session, "one").unwrap();
            let refused = request().sign_by(&mixed_up).unwrap_err();
            assert!(
                matches!(refused, SignError::Verify(VerifyError::BadSignature(_))),
                "{algorithm}: {refused}"
            );
            for object in session.find_objects(&[]).unwrap() {
                session.destroy_object(object).unwrap();
            }
        }
    });
}

#[test]
fn nothing_but_requests_is_signed() {
    with_token("nothing_but_requests_is_signed", |session| {
        for (algorithm, _) in ALGORITHMS {
            let key = TokenKey::generate(session, algorithm.as_str(), algorithm).unwrap();
            let message = request().encode(key.public_key());
            key.sign_message(&message).unwrap();
            for other in [&message[1..], b"", b"pay 1,000 to Mallory"] {
                assert!(key.sign_message(other).is_err(), "{algorithm}: {other:?}");
            }
        }
    });
}

#[test]
fn the_program_makes_a_key_once_and_finds_it_again() {
    with_token("the_program_makes_a_key_once_and_finds_it_again", |_| {
        for (algorithm, _) in ALGORITHMS {
            let label = algorithm.as_str();
            let [made, found] = [&[TOKEN, label, label][..], &[TOKEN, label]]
                .map(|arguments| CertificationRequest::from_pem(&works(arguments)).unwrap());
            for csr in [&made, &found] {
                csr.verify().unwrap();
                let inspection = Inspection::read(csr.as_der()).unwrap();
                let names = inspection.subject_alt_names().unwrap().iter();
                assert_eq!(
                    names.map(|name| name.value()).collect::<Vec<_>>(),
                    ["bmc-7.example.com", "bmc-7.mgmt.example.com"]
                );
            }
            assert_eq!(found.to_be_signed(), made.to_be_signed());
            assert_eq!(
                fails(&[TOKEN, label, label], PIN),
                "hsm: the token has an object with this label already\n"
            );
        }
        assert_eq!(
            fails(&[TOKEN, "absent"], PIN),
            "hsm: the token has 0 objects CKO_PUBLIC_KEY \"absent\"\n"
        );
        assert_eq!(fails(&["absent", "key"], PIN), "hsm: no token has the label \"absent\"\n");
        let wrong_pin = fails(&[TOKEN, "ecdsa-p256"], "4321");
        assert!(wrong_pin.contains("The specified PIN is incorrect"), "{wrong_pin}");
        assert!(fails(&[TOKEN], PIN).starts_with("hsm: usage: "));
    });
}

/// Runs a test with a token of its own. SoftHSM finds its tokens by a variable of the environment,
/// which no process with threads can safely change; so the test runs once more, in a process that
/// has it from the start.
#[track_caller]
fn with_token(test: &str, body: impl FnOnce(&Session)) {
    let Some(module) = hsm::softhsm() else {
        assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "SoftHSM is needed in CI");
        note("skipped: SoftHSM is not installed");
        return;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let (tokens, conf) = (folder.join("tokens"), folder.join("softhsm2.conf"));
    if env::var_os("SOFTHSM2_CONF").is_some_and(|there| there == conf) {
        return body(&new_token(&module));
    }
    let _ = fs::remove_dir_all(&folder); // of an earlier run
    fs::create_dir_all(&tokens).unwrap();
    fs::write(&conf, format!("directories.tokendir = {}\n", tokens.display())).unwrap();
    let child = Command::new(env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env("SOFTHSM2_CONF", &conf)
        .env("PKCS11_MODULE", &module)
        .output()
        .unwrap();
    let said = [child.stdout, child.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(child.status.success(), "{}", said.concat());
    assert!(said[0].contains("1 passed"), "{}", said[0]);
    note(said[1].trim_end());
    fs::remove_dir_all(&folder).unwrap();
}

/// A new token, as its user.
fn new_token(module: &Path) -> Session {
    let pkcs11 = Pkcs11::new(module).unwrap();
    pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).unwrap();
    let slot = pkcs11.get_slots_with_token().unwrap()[0];
    let officer = "5678".to_owned().into();
    pkcs11.init_token(slot, &officer, TOKEN).unwrap();
    let session = pkcs11.open_rw_session(slot).unwrap();
    session.login(UserType::So, Some(&officer)).unwrap();
    let pin = PIN.to_owned().into();
    session.init_pin(&pin).unwrap();
    session.logout().unwrap();
    session.login(UserType::User, Some(&pin)).unwrap();
    session
}

#[track_caller]
fn only(session: &Session, class: ObjectClass, label: &str) -> ObjectHandle {
    let template = [Attribute::Class(class), Attribute::Label(label.into())];
    let [object] = session.find_objects(&template).unwrap()[..] else { panic!("{label}") };
    object
}

fn request() -> Request {
    Request::builder()
        .subject(DistinguishedName::builder().common_name("bmc-7.example.com"))
        .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
        .build()
        .unwrap()
}

/// What the program writes to standard output; it must keep quiet otherwise.
#[track_caller]
fn works(arguments: &[&str]) -> String {
    let output = run(env!("CARGO_BIN_EXE_hsm"), arguments, &format!("{PIN}\n")).unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && error.is_empty(), "{arguments:?}: {error}");
    let pem = String::from_utf8(output.stdout).unwrap();
    openssl_verifies(&pem);
    pem
}

/// What the program says where it fails; nothing may be on standard output.
#[track_caller]
fn fails(arguments: &[&str], pin: &str) -> String {
    let output = run(env!("CARGO_BIN_EXE_hsm"), arguments, pin).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[track_caller]
fn openssl_verifies(pem: &str) {
    match run("openssl", &["req", "-verify", "-noout"], pem) {
        Ok(output) => {
            let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert!(output.status.success() && said.contains("verify OK"), "{said}");
        }
        Err(error) => {
            assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "openssl: {error}");
            note("skipped: openssl is not installed");
        }
    }
}

fn run(program: impl AsRef<OsStr>, arguments: &[&str], input: &str) -> io::Result<Output> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // A program may end before it reads; what it says then counts.
    drop(child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes())));
    child.wait_with_output()
}

/// Says something that the test harness does not keep to itself, as it does with eprintln's.
fn note(text: &str) {
    if !text.is_empty() {
        io::stderr().write_all(format!("{text}\n").as_bytes()).unwrap();
    }
}
