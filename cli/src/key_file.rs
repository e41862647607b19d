//! Private keys in files: those that are read, and those of other programs, which are named.

use std::path::Path;

use pkcs10::keys::{DerivationBudget, DigestAlgorithm};
use pkcs10::{Code, Error, KeyPair};

use crate::failure::{Failure, note, shown};
use crate::{hints, openssh, private_keys};

/// Why a key is not read, and what is said of it.
pub(crate) struct KeyError {
    pub(crate) code: Code,
    pub(crate) failure: Failure,
}

impl KeyError {
    /// What the library says of a file with this content.
    pub(crate) fn of(path: &Path, content: &[u8], error: &Error) -> Self {
        let code = error.code();
        let failure = foreign_file(path, content, error).unwrap_or_else(|| {
            let hint = hints::for_key(code, path, content);
            Failure::refused_content(shown(path), error, hint)
        });
        Self { code, failure }
    }
}

/// What a request file asks of the key, and where.
pub(crate) type Asked<T> = Option<(T, String)>;

/// The key, signing with the digest that a request file asks for, if that is another than its own. The
/// error is the note that it is not used; an option may replace it.
pub(crate) fn with_digest(
    key: &KeyPair,
    asked: Asked<DigestAlgorithm>,
    option: Option<&str>,
) -> Result<Option<KeyPair>, String> {
    let usual = key.signature_algorithm().digest_algorithm();
    let Some((digest, place)) = asked.filter(|(digest, _)| *digest != usual) else {
        return Ok(None);
    };
    if let Some(option) = option {
        return Err(format!("{place}: {digest} is replaced by {option}"));
    }
    let other = key.to_pkcs8_pem().and_then(|pem| KeyPair::from_pem(&pem));
    let other = other.ok().and_then(|key| key.with_digest_algorithm(digest).ok());
    other
        .map(Some)
        .ok_or_else(|| format!("{place}: {digest} is not used: the key is {}", key.public_key()))
}

/// Reads a private key in any form, as one of several files that together may cost no more than the
/// budget.
pub(crate) fn read(
    path: &Path,
    content: &[u8],
    password: Option<&[u8]>,
    budget: &mut DerivationBudget,
) -> Result<KeyPair, KeyError> {
    let error = match KeyPair::read_within(content, password, budget) {
        Ok(key) => {
            note_others(path, content);
            #[cfg(feature = "aws-lc-rs")]
            let key = key.with_aws_lc();
            return Ok(key);
        }
        Err(error) => error,
    };
    if error.code() != Code::IsOpenSsh {
        return Err(KeyError::of(path, content, &error));
    }
    openssh::read(content, password, budget).map_err(|(code, why)| {
        let failure = Failure::refused_file(path, why);
        let failure = match hints::for_openssh_key(code, path) {
            Some(hint) => failure.hint(hint),
            None => failure,
        };
        KeyError { code, failure }
    })
}

/// The labels of the PEM blocks that begin on lines of their own.
pub(crate) fn pem_labels(content: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = content.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    lines.filter_map(|line| line.strip_prefix(b"-----BEGIN ")?.strip_suffix(b"-----"))
}

/// Says that a file has more keys than the one that is read.
fn note_others(path: &Path, content: &[u8]) {
    let keys = pem_labels(content).filter(|label| label.ends_with(b"PRIVATE KEY")).count();
    if keys > 1 {
        note(format_args!("note: {}: has {keys} private keys; the first is used", shown(path)));
    }
}

/// The refusal of a file that is neither PEM nor DER, and a key in another form.
pub(crate) fn foreign_file(path: &Path, content: &[u8], error: &Error) -> Option<Failure> {
    let is_other = error.code() == Code::NeitherPemNorDer;
    let (what, hint) = foreign(content, &hints::name(path)).filter(|_| is_other)?;
    let why = format!("{what}; expected {}", error.expectation());
    Some(Failure::refused_file(path, why).hint(hint))
}

/// What a file is that holds keys in the form of another program, and what turns it into one that is
/// read, or reads it.
fn foreign(content: &[u8], file: &str) -> Option<(&'static str, String)> {
    if content.starts_with(private_keys::PUTTY) {
        let hint = format!("convert it with: puttygen {file} -O private-openssh -o NEW");
        Some(("is a private key of PuTTY", hint))
    } else if content.starts_with(private_keys::JKS) {
        Some(("is a Java key store (JKS)", from_key_store(file, "JKS")))
    } else if content.starts_with(private_keys::JCEKS) {
        Some(("is a Java key store (JCEKS)", from_key_store(file, "JCEKS")))
    } else if private_keys::is_json_web_key(content) {
        let hint =
            format!("convert it with: step crypto key format --pem --pkcs8 --out NEW {file}");
        Some(("is a JSON Web Key (JWK)", hint))
    } else if private_keys::may_be_json_web_key(content) {
        let hint = format!("to prepare a request for it: csr prepare --public-key {file}");
        Some(("is a JSON Web Key (JWK) of a public key", hint))
    } else if content.starts_with(b"SPKAC=") {
        let hint = "create a request with its private key: csr new --key FILE --host NAME";
        Some(("is a signed public key and challenge (SPKAC)", hint.into()))
    } else if content.starts_with(b"ssh-") || content.starts_with(b"ecdsa-sha2-") {
        // ssh-keygen converts no Ed25519 key.
        let hint = match content.starts_with(b"ssh-ed25519") {
            true => "sign with its private key: csr new --key FILE --host NAME".into(),
            false => format!("convert it with: ssh-keygen -e -m PKCS8 -f {file} >NEW"),
        };
        Some(("is a public key of OpenSSH", hint))
    } else {
        None
    }
}

fn from_key_store(file: &str, kind: &str) -> String {
    format!(
        "convert it with: keytool -importkeystore -srckeystore {file} -srcstoretype {kind} -destkeystore NEW.p12 -deststoretype PKCS12, then: openssl pkcs12 -nocerts -in NEW.p12 -out NEW"
    )
}
