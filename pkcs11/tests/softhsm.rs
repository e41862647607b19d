//! Keys in a token, which SoftHSM is here. Skipped, visibly, where it is not installed (Debian:
//! softhsm2); in CI (`CI=true`) that is a failure.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use pkcs10::{
    Algorithm, DistinguishedName, GeneralName, Request, RequestSigner, SignError,
    SignatureAlgorithm, VerifyError,
};
use pkcs10_pkcs11::{ErrorKind, Token, TokenError, TokenKey, Uri};

#[path = "../../tests/support/programs.rs"]
mod programs;

/// Kinds of keys, and all that they sign by; larger RSA keys take a token seconds to make.
const KINDS: [(Algorithm, &[&str]); 5] = [
    (Algorithm::EcdsaP256, &["ecdsa-with-SHA256", "ecdsa-with-SHA384"]),
    (Algorithm::EcdsaP384, &["ecdsa-with-SHA384"]),
    (Algorithm::EcdsaP521, &["ecdsa-with-SHA512"]),
    (Algorithm::Ed25519, &["Ed25519"]),
    (
        Algorithm::Rsa2048,
        &[
            "sha256WithRSAEncryption",
            "sha384WithRSAEncryption",
            "sha512WithRSAEncryption",
            "RSASSA-PSS-SHA256",
            "RSASSA-PSS-SHA384",
            "RSASSA-PSS-SHA512:20",
        ],
    ),
];

const PIN: &str = "1234";

/// Where distributions put SoftHSM.
fn softhsm() -> Option<PathBuf> {
    let directories = [
        "/usr/lib",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/lib64/pkcs11",
    ];
    let files = ["softhsm/libsofthsm2.so", "libsofthsm2.so"];
    let all =
        directories.iter().flat_map(|directory| files.map(|file| Path::new(directory).join(file)));
    all.into_iter().find(|path| path.exists())
}

#[test]
fn requests_signed_in_a_token_verify() {
    with_token("requests_signed_in_a_token_verify", |_, opened| {
        for (algorithm, signs_by) in KINDS {
            let uri = uri(algorithm.as_str());
            let made = TokenKey::generate(opened(), &uri, algorithm).unwrap();
            let mut found = TokenKey::find(opened(), &uri).unwrap();
            assert_eq!(found.public_key(), made.public_key());
            assert_eq!(made.uri().unwrap().text("object"), Some(algorithm.as_str()));
            for (index, name) in signs_by.iter().enumerate() {
                let expected: SignatureAlgorithm = name.parse().unwrap();
                if index == 0 {
                    assert_eq!(found.signature_algorithm(), expected, "the usual one");
                }
                found.set_signature_algorithm(expected.clone()).unwrap();
                let csr = request().sign_by(&found).unwrap();
                csr.verify().unwrap();
                assert_eq!(*csr.signature_algorithm(), expected);
                assert_eq!(csr.to_be_signed(), request().encode(made.public_key()));
                let arguments = ["req", "-verify", "-noout"];
                let said = programs::openssl(&arguments, csr.to_pem().as_bytes());
                assert!(said.is_none_or(|said| said.contains("verify OK")), "{name}");
            }
            let other = match algorithm {
                Algorithm::Rsa2048 => SignatureAlgorithm::EcdsaWithSha256,
                _ => SignatureAlgorithm::Sha256WithRsa,
            };
            let refused = found.set_signature_algorithm(other).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::Unsupported);
        }
        let listed = opened().keys(&"pkcs11:".parse().unwrap()).unwrap();
        assert_eq!(listed.len(), KINDS.len());
        for entry in listed {
            let found = TokenKey::find(opened(), &entry.uri).unwrap();
            assert_eq!(Ok(found.public_key()), entry.public_key.as_ref());
        }
    });
}

#[test]
fn private_keys_stay_in_their_token_and_only_sign() {
    with_token("private_keys_stay_in_their_token_and_only_sign", |session, opened| {
        for (algorithm, _) in KINDS {
            let label = algorithm.as_str();
            TokenKey::generate(opened(), &uri(label), algorithm).unwrap();
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
    with_token("the_signature_of_another_key_is_refused", |session, opened| {
        for (algorithm, _) in KINDS {
            // A user mixed up the identifiers of two private keys.
            for label in ["one", "two"] {
                TokenKey::generate(opened(), &uri(label), algorithm).unwrap();
            }
            let [one, two] =
                ["one", "two"].map(|label| only(session, ObjectClass::PRIVATE_KEY, label));
            for (object, id) in [(one, "two"), (two, "one")] {
                session.update_attributes(object, &[Attribute::Id(id.into())]).unwrap();
            }
            let mixed_up = TokenKey::find(opened(), &uri("one")).unwrap();
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
    with_token("nothing_but_requests_is_signed", |_, opened| {
        for (algorithm, _) in KINDS {
            let key = TokenKey::generate(opened(), &uri(algorithm.as_str()), algorithm).unwrap();
            let message = request().encode(key.public_key());
            key.sign_message(&message).unwrap();
            for other in [&message[1..], b"", b"pay 1,000 to Mallory"] {
                assert!(key.sign_message(other).is_err(), "{algorithm}: {other:?}");
            }
        }
    });
}

#[test]
fn a_key_is_found_only_where_one_and_its_public_key_are_meant() {
    with_token("a_key_is_found_only_where_one_and_its_public_key_are_meant", |session, opened| {
        let kind = |result: Result<TokenKey, TokenError>| result.unwrap_err().kind();
        assert_eq!(kind(TokenKey::find(opened(), &uri("a"))), ErrorKind::NotFound);
        for id in ["%01", "%02"] {
            let key = format!("pkcs11:object=k{id};id={id}").parse().unwrap();
            TokenKey::generate(opened(), &key, Algorithm::EcdsaP256).unwrap();
            assert_eq!(
                kind(TokenKey::generate(opened(), &key, Algorithm::EcdsaP256)),
                ErrorKind::Exists
            );
        }
        assert_eq!(
            kind(TokenKey::find(opened(), &"pkcs11:".parse().unwrap())),
            ErrorKind::Ambiguous
        );
        let first: Uri = "pkcs11:id=%01".parse().unwrap();
        TokenKey::find(opened(), &first).unwrap();
        let template = [Attribute::Class(ObjectClass::PUBLIC_KEY), Attribute::Id(vec![1])];
        for object in session.find_objects(&template).unwrap() {
            session.destroy_object(object).unwrap();
        }
        let error = TokenKey::find(opened(), &first).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(error.sentence().contains("neither its public key nor a certificate"), "{error}");
        let listed = opened().keys(&first).unwrap();
        assert!(listed[0].public_key.is_err(), "it is listed nevertheless");
    });
}

#[test]
fn a_key_that_was_made_can_be_discarded_and_one_that_was_found_stays() {
    let test = "a_key_that_was_made_can_be_discarded_and_one_that_was_found_stays";
    with_token(test, |session, opened| {
        let objects = || session.find_objects(&[]).unwrap().len();
        TokenKey::generate(opened(), &uri("kept"), Algorithm::EcdsaP256).unwrap();
        let made = TokenKey::generate(opened(), &uri("made"), Algorithm::EcdsaP256).unwrap();
        assert_eq!(objects(), 4);
        made.discard().unwrap();
        TokenKey::find(opened(), &uri("kept")).unwrap().discard().unwrap();
        assert_eq!(objects(), 2);
    });
}

/// Runs a test with a token of its own: with a session that is logged in, and what opens the token by
/// its URI. SoftHSM finds its tokens by a variable of the environment, which no process with threads
/// can safely change; so the test runs once more, in a process that has it from the start.
#[track_caller]
fn with_token(test: &str, body: impl FnOnce(&Session, &dyn Fn() -> Token)) {
    let Some(module) = softhsm() else {
        return programs::skip::missing("SoftHSM");
    };
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let (tokens, conf) = (directory.join("tokens"), directory.join("softhsm2.conf"));
    if env::var_os("SOFTHSM2_CONF").is_some_and(|there| there == conf) {
        let session = new_token(&module);
        return body(&session, &|| {
            let token = Token::open(&"pkcs11:token=csr".parse().unwrap(), Some(&module)).unwrap();
            assert!(token.requires_login() && token.label() == "csr");
            token.log_in(Some(PIN.as_bytes())).unwrap();
            token
        });
    }
    let _ = fs::remove_dir_all(&directory); // of an earlier run
    fs::create_dir_all(&tokens).unwrap();
    fs::write(&conf, format!("directories.tokendir = {}\n", tokens.display())).unwrap();
    let child = Command::new(env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env("SOFTHSM2_CONF", &conf)
        .output()
        .unwrap();
    let said = [child.stdout, child.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(child.status.success(), "{}", said.concat());
    assert!(said[0].contains("1 passed"), "{}", said[0]);
    fs::remove_dir_all(&directory).unwrap();
}

/// A new token, as its user.
fn new_token(module: &Path) -> Session {
    let pkcs11 = Pkcs11::new(module).unwrap();
    pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).unwrap();
    let slot = pkcs11.get_slots_with_token().unwrap()[0];
    let officer = "5678".to_owned().into();
    pkcs11.init_token(slot, &officer, "csr").unwrap();
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

fn uri(label: &str) -> Uri {
    format!("pkcs11:token=csr;object={label}").parse().unwrap()
}

fn request() -> Request {
    Request::builder()
        .subject(DistinguishedName::builder().common_name("bmc-7.example.com"))
        .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
        .build()
        .unwrap()
}
