//! The key that signs: an existing one, or a new one.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use pkcs10::keys::{DerivationBudget, DigestAlgorithm, KeyKind};
use pkcs10::{Algorithm, Error, KeyPair, Policy, PublicKey, SignatureAlgorithm, SysRng};
use zeroize::Zeroizing;

use crate::failure::{Failure, note};
use crate::files;
use crate::inputs::Input;
use crate::intake;
use crate::key_file;
use crate::named::one_of;
use crate::password::{KeyPassword, NewPassword};
use crate::prepare;
use crate::progress::spinner;

/// A key in a file.
#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct ExistingKey {
    /// Sign with the private key in this file: PKCS #8, PKCS #1 or SEC 1, in PEM or DER, or OpenSSH's
    /// own form, each also encrypted; - reads standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["algorithm", "policy"])]
    key: Option<PathBuf>,

    #[command(flatten)]
    password: KeyPassword,
}

impl ExistingKey {
    pub(crate) fn inputs(&self) -> [Input<'_>; 2] {
        [("--key", self.key.as_deref()), self.password.input()]
    }

    /// The key, if a file is named.
    pub(crate) fn read(&self) -> Result<Option<KeyPair>, Failure> {
        let Some(path) = &self.key else {
            return self.password.check_unused();
        };
        let bytes = intake::read(path)?;
        let read = |password: Option<&[u8]>| {
            key_file::read(path, &bytes, password, &mut DerivationBudget::default())
        };
        self.password.read()?.open(path, read).map(Some)
    }
}

/// The kind of a new key.
#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct NewKey {
    /// The kind of key to generate; other usual names are understood too, such as P-256, secp256r1
    /// or RSA:3072
    #[arg(
        long,
        value_name = "NAME",
        value_parser = one_of::<Algorithm>(Algorithm::ALL.iter().map(|algorithm| algorithm.as_str())),
        default_value = Algorithm::Rsa2048.as_str(),
    )]
    algorithm: Algorithm,

    /// Generate the key and sign by a policy: default (RSA-2048, SHA-256), cnsa (CNSA 1.0: RSA-3072,
    /// SHA-384) or cnsa-2 (CNSA 2.0: ML-DSA-87)
    #[arg(
        long,
        value_name = "NAME",
        value_parser = one_of::<Policy>(Policy::ALL.iter().map(|policy| policy.as_str())),
        conflicts_with = "algorithm",
    )]
    policy: Option<Policy>,
}

impl NewKey {
    pub(crate) fn kind(&self) -> KeyKind {
        self.policy.map_or(KeyKind::Algorithm(self.algorithm), KeyKind::Policy)
    }
}

/// An existing key, or a new one that goes to a file.
#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct KeyChoice {
    #[command(flatten)]
    existing: ExistingKey,

    /// Generate a key and write it to this file, which must not exist: PKCS #8 in PEM, readable
    /// by its owner only (mode 0600; on Windows the permissions of the directory apply)
    #[arg(
        long,
        value_name = "FILE",
        value_parser = files::on_disk("a key requires a file"),
        conflicts_with = "key",
    )]
    key_out: Option<PathBuf>,

    #[command(flatten)]
    new_password: NewPassword,

    #[command(flatten)]
    new: NewKey,

    /// Sign with this digest, if it is not the usual one for the key; Ed25519 and ML-DSA have no
    /// other
    #[arg(long, value_name = "NAME", conflicts_with = "policy")]
    digest: Option<Digest>,

    /// Sign by this algorithm, if it is not the usual one for the key: a name such as
    /// RSASSA-PSS-SHA256 or sha384WithRSAEncryption
    #[arg(long, value_name = "NAME", conflicts_with_all = ["policy", "digest"])]
    signature_algorithm: Option<SignatureAlgorithm>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Digest {
    #[value(alias = "sha-256", alias = "SHA-256", alias = "SHA256")]
    Sha256,
    #[value(alias = "sha-384", alias = "SHA-384", alias = "SHA384")]
    Sha384,
    #[value(alias = "sha-512", alias = "SHA-512", alias = "SHA512")]
    Sha512,
}

impl From<Digest> for DigestAlgorithm {
    fn from(digest: Digest) -> Self {
        match digest {
            Digest::Sha256 => Self::Sha256,
            Digest::Sha384 => Self::Sha384,
            Digest::Sha512 => Self::Sha512,
        }
    }
}

/// A choice whose files have been looked at.
pub(crate) enum ReadyKey<'a> {
    Existing(Box<KeyPair>),
    New {
        choice: &'a KeyChoice,
        kind: KeyKind,
        path: &'a Path,
        password: Option<Zeroizing<Vec<u8>>>,
    },
}

impl KeyChoice {
    pub(crate) fn inputs(&self) -> [Input<'_>; 3] {
        let [key, password] = self.existing.inputs();
        [key, password, self.new_password.input()]
    }

    /// Where a new key is to go.
    pub(crate) fn new_key_path(&self) -> Option<&Path> {
        self.key_out.as_deref()
    }

    /// Reads the existing key, or checks that a new one can be made and kept.
    /// Of a new key, a request file may name the algorithm.
    pub(crate) fn ready(
        &self,
        imported: Option<(Algorithm, String)>,
    ) -> Result<ReadyKey<'_>, Failure> {
        if let Some(key) = self.existing.read()? {
            let spelled = |text: &str| text.to_lowercase().replace([',', ' ', '-'], "");
            let of_key = key.public_key().to_string();
            if let Some((algorithm, place)) = imported
                && !spelled(&of_key).starts_with(&spelled(algorithm.as_str()))
            {
                note(format_args!("note: {place}: {algorithm} is not used: the key is {of_key}"));
            }
            return Ok(ReadyKey::Existing(Box::new(self.signing(key)?)));
        }
        let Some(path) = self.new_key_path() else {
            let error = Failure::Usage("no key to sign the request is given".into());
            return Err(
                error.hint("use --key FILE for an existing key, or --key-out FILE to generate one")
            );
        };
        let kind = imported
            .map_or_else(|| self.new.kind(), |(algorithm, _)| KeyKind::Algorithm(algorithm));
        files::check_new_key(path)?;
        let password = self.new_password.read()?;
        Ok(ReadyKey::New { choice: self, kind, path, password })
    }

    /// The key, signing as was asked for.
    fn signing(&self, key: KeyPair) -> Result<KeyPair, Failure> {
        let refused = |option: &str, asked: String, key: &str, usual: &SignatureAlgorithm| {
            Failure::refused(format!(
                "{option}: a key of this kind ({key}) does not sign with {asked}; its usual algorithm is {usual}"
            ))
        };
        let (of_key, usual) = (key.public_key().to_string(), key.signature_algorithm().clone());
        if let Some(digest) = self.digest.map(DigestAlgorithm::from) {
            let signing = key.with_digest_algorithm(digest);
            return signing.map_err(|_| refused("--digest", digest.to_string(), &of_key, &usual));
        }
        let Some(named) = &self.signature_algorithm else { return Ok(key) };
        let algorithm = prepare::signature_algorithm(named, key.public_key())?;
        let signing = key.with_signature_algorithm(algorithm);
        signing.map_err(|_| refused("--signature-algorithm", named.to_string(), &of_key, &usual))
    }
}

impl ReadyKey<'_> {
    /// The public key of an existing one.
    pub(crate) fn public_key(&self) -> Option<&PublicKey> {
        match self {
            Self::Existing(key) => Some(key.public_key()),
            Self::New { .. } => None,
        }
    }

    /// What `work` makes with the key. A new key is on the disk when this returns; where the
    /// work fails, it is not kept.
    pub(crate) fn with_key<T>(
        self,
        work: impl FnOnce(&KeyPair) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match self {
            Self::Existing(key) => work(&key),
            Self::New { choice, kind, path, password } => {
                let spinner = spinner(kind.algorithm());
                let key = KeyPair::generate(kind, &mut SysRng).map_err(environment);
                spinner.finish_and_clear();
                let key = choice.signing(key?)?;
                let pem = match password {
                    Some(password) => {
                        key.to_encrypted_pkcs8_pem(&password, &mut SysRng).map(Zeroizing::new)
                    }
                    None => key.to_pkcs8_pem(),
                };
                let result = work(&key)?;
                files::write_new_key(path, &pem.map_err(environment)?)?;
                Ok(result)
            }
        }
    }
}

fn environment(error: Error) -> Failure {
    Failure::Environment(format!("the key cannot be generated: {error}"))
}
