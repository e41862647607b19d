//! The key that signs: an existing one, or a new one.

use std::path::{Path, PathBuf};

use clap::Args;
#[cfg(feature = "pkcs11")]
use pkcs10::RequestSigner as _;
use pkcs10::keys::{DerivationBudget, DigestAlgorithm, KeyKind};
use pkcs10::{
    Algorithm, CertificationRequest, Error, KeyPair, Policy, PublicKey, Request, SignError,
    SignatureAlgorithm, SysRng,
};
#[cfg(feature = "pkcs11")]
use pkcs10_pkcs11::{Token, TokenError, TokenKey, Uri};
use zeroize::Zeroizing;

use crate::failure::{Failure, note};
use crate::files;
use crate::inputs::Input;
use crate::intake;
use crate::key_file::{self, Asked};
use crate::named::{Digest, one_of};
use crate::password::{KeyPassword, NewPassword};
use crate::paths::in_token;
use crate::prepare;
use crate::progress::spinner;
use crate::request_options::is_given;
#[cfg(feature = "pkcs11")]
use crate::token::{self, TokenOptions};

/// A key in a file.
#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct ExistingKey {
    /// Sign with the private key in this file: PKCS #8, PKCS #1 or SEC 1, in PEM or DER, or OpenSSH's
    /// own form, each also encrypted; - reads standard input; csr new also takes the URI of a key in a token, pkcs11:…
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
        if in_token(path) {
            return Err(without_tokens("--key"));
        }
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
    /// by its owner only (mode 0600; on Windows the permissions of the directory apply). With a URI,
    /// pkcs11:token=…;object=…, it is generated in the token and does not leave it
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

    #[cfg(feature = "pkcs11")]
    #[command(flatten)]
    token: TokenOptions,
}

/// A choice whose files have been looked at.
pub(crate) struct ReadyKey<'a> {
    source: Source<'a>,
    choice: &'a KeyChoice,
}

enum Source<'a> {
    Existing(Box<KeyPair>),
    New {
        kind: KeyKind,
        path: &'a Path,
        password: Option<Zeroizing<Vec<u8>>>,
    },
    #[cfg(feature = "pkcs11")]
    InToken(Box<TokenKey>),
    #[cfg(feature = "pkcs11")]
    NewInToken {
        kind: KeyKind,
        uri: Uri,
        token: Box<Token>,
    },
}

impl KeyChoice {
    pub(crate) fn inputs(&self) -> Vec<Input<'_>> {
        let mut inputs = Vec::from(self.existing.inputs());
        inputs.push(self.new_password.input());
        #[cfg(feature = "pkcs11")]
        inputs.extend(self.token.inputs());
        inputs
    }

    /// The files that the URI of a key in a token names.
    pub(crate) fn files_of_uri(&self) -> Vec<(&'static str, PathBuf)> {
        #[cfg(feature = "pkcs11")]
        if let Some(uri) = self.in_token() {
            return token::files(uri);
        }
        Vec::new()
    }

    fn in_token(&self) -> Option<&Path> {
        let key = self.existing.key.as_deref().or(self.new_key_path());
        key.filter(|path| in_token(path))
    }

    /// Where a new key is to go.
    pub(crate) fn new_key_path(&self) -> Option<&Path> {
        self.key_out.as_deref()
    }

    /// Reads the existing key, or checks that a new one can be made and kept.
    /// Of a new key, a request file may name the algorithm.
    pub(crate) fn ready(&self, imported: Asked<Algorithm>) -> Result<ReadyKey<'_>, Failure> {
        Ok(ReadyKey { source: self.source(imported)?, choice: self })
    }

    fn source(&self, imported: Asked<Algorithm>) -> Result<Source<'_>, Failure> {
        if self.in_token().is_some() && self.digest.is_some() {
            let text = "--digest: a key in a token needs the name of the whole algorithm";
            return Err(Failure::Usage(text.into()).hint("use --signature-algorithm NAME"));
        }
        #[cfg(feature = "pkcs11")]
        if let Some(path) = self.existing.key.as_deref().filter(|path| in_token(path)) {
            self.existing.password.check_unused_by_token()?;
            let uri = token::uri(path)?;
            let key = TokenKey::find(self.token.open(&uri)?, &uri)
                .map_err(|error| token::failure(&uri, &error))?;
            note_unused(imported, key.public_key());
            return Ok(Source::InToken(Box::new(key)));
        }
        #[cfg(feature = "pkcs11")]
        if !self.new_key_path().is_some_and(in_token) {
            self.token.check_unused()?;
        }
        if let Some(key) = self.existing.read()? {
            note_unused(imported, key.public_key());
            return Ok(Source::Existing(Box::new(key)));
        }
        let Some(path) = self.new_key_path() else {
            let error = Failure::Usage("no key to sign the request is given".into());
            return Err(
                error.hint("use --key FILE for an existing key, or --key-out FILE to generate one")
            );
        };
        let kind = imported
            .map_or_else(|| self.new.kind(), |(algorithm, _)| KeyKind::Algorithm(algorithm));
        if in_token(path) {
            if self.new_password.is_given() {
                let text = "--encrypt-key-with requires a file; a key in a token does not leave it";
                return Err(Failure::Usage(text.into()));
            }
            return self.new_in_token(path, kind);
        }
        files::check_new_key(path)?;
        let password = self.new_password.read()?;
        Ok(Source::New { kind, path, password })
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

    /// The existing key, which has to be in a file: what it signs is for another key.
    pub(crate) fn in_file(&self) -> Result<KeyPair, Failure> {
        match self.source(None)? {
            Source::Existing(key) => self.signing(*key),
            _ => Err(Failure::Usage("--public-key requires --key with a file".into())),
        }
    }

    #[cfg(feature = "pkcs11")]
    fn new_in_token(&self, path: &Path, kind: KeyKind) -> Result<Source<'_>, Failure> {
        let uri = token::uri(path)?;
        let token = Box::new(self.token.open(&uri)?);
        Ok(Source::NewInToken { kind, uri, token })
    }

    #[cfg(not(feature = "pkcs11"))]
    #[allow(clippy::unused_self, reason = "it has more to do with the feature")]
    fn new_in_token(&self, _: &Path, _: KeyKind) -> Result<Source<'_>, Failure> {
        Err(without_tokens("--key-out"))
    }
}

/// The refusal of a key in a token where only files are read.
fn without_tokens(option: &str) -> Failure {
    let why = match cfg!(feature = "pkcs11") {
        true => "only csr new signs with a key in a token; expected a file",
        false => "this csr was built without the feature pkcs11; expected a file",
    };
    Failure::Usage(format!("{option}: {why}"))
}

/// An algorithm that a request file names is not used where there is a key already.
fn note_unused(imported: Asked<Algorithm>, key: &PublicKey) {
    let spelled = |text: &str| text.to_lowercase().replace([',', ' ', '-'], "");
    let of_key = key.to_string();
    if let Some((algorithm, place)) = imported
        && !spelled(&of_key).starts_with(&spelled(algorithm.as_str()))
    {
        note(format_args!("note: {place}: {algorithm} is not used: the key is {of_key}"));
    }
}

impl ReadyKey<'_> {
    /// The public key of an existing one.
    pub(crate) fn public_key(&self) -> Option<&PublicKey> {
        match &self.source {
            Source::Existing(key) => Some(key.public_key()),
            Source::New { .. } => None,
            #[cfg(feature = "pkcs11")]
            Source::InToken(key) => Some(key.public_key()),
            #[cfg(feature = "pkcs11")]
            Source::NewInToken { .. } => None,
        }
    }

    /// The signed request, if `check` lets it pass. A new key is kept when this returns; where
    /// something fails, it is not.
    pub(crate) fn sign(
        self,
        request: &Request,
        digest: Asked<DigestAlgorithm>,
        check: impl FnOnce(&CertificationRequest) -> Result<(), Failure>,
    ) -> Result<CertificationRequest, Failure> {
        let checked = |csr: CertificationRequest| check(&csr).map(|()| csr);
        let sign = |key: KeyPair| -> Result<_, Failure> {
            let key = self.choice.signing(key)?;
            let options = ["--digest", "--signature-algorithm", "--policy"];
            let option = options.into_iter().find(|name| is_given(name));
            let other = key_file::with_digest(&key, digest.clone(), option);
            let other =
                other.map_err(|text| note(format_args!("note: {text}"))).unwrap_or_default();
            let key = other.unwrap_or(key);
            Ok((request.sign(&key).map_err(unsigned)?, key))
        };
        #[cfg(feature = "pkcs11")]
        let algorithm = self.choice.signature_algorithm.as_ref();
        match self.source {
            Source::Existing(key) => checked(sign(*key)?.0),
            Source::New { kind, path, password } => {
                let spinner = spinner(kind.algorithm());
                let key = KeyPair::generate(kind, &mut SysRng).map_err(environment);
                spinner.finish_and_clear();
                let (csr, key) = sign(key?)?;
                let pem = match password {
                    Some(password) => {
                        key.to_encrypted_pkcs8_pem(&password, &mut SysRng).map(Zeroizing::new)
                    }
                    None => key.to_pkcs8_pem(),
                };
                let csr = checked(csr)?;
                files::write_new_key(path, &pem.map_err(environment)?)?;
                Ok(csr)
            }
            #[cfg(feature = "pkcs11")]
            Source::InToken(mut key) => {
                checked(sign_in_token(&mut key, request, algorithm, digest)?)
            }
            #[cfg(feature = "pkcs11")]
            Source::NewInToken { kind, uri, token } => {
                let in_token = |error: TokenError| token::failure(&uri, &error);
                let spinner = spinner(kind.algorithm());
                let key = TokenKey::generate(*token, &uri, kind).map_err(in_token);
                spinner.finish_and_clear();
                let mut key = key?;
                let result = sign_in_token(&mut key, request, algorithm, digest).and_then(checked);
                if result.is_err() {
                    key.discard().map_err(in_token)?;
                }
                result
            }
        }
    }
}

/// What a token signs, verified.
#[cfg(feature = "pkcs11")]
fn sign_in_token(
    key: &mut TokenKey,
    request: &Request,
    algorithm: Option<&SignatureAlgorithm>,
    digest: Asked<DigestAlgorithm>,
) -> Result<CertificationRequest, Failure> {
    let failure =
        |key: &TokenKey, error: &TokenError| token::failure(&key.uri().unwrap_or_default(), error);
    if let Some(algorithm) = algorithm {
        key.set_signature_algorithm(algorithm.clone()).map_err(|error| failure(key, &error))?;
    }
    let used = key.signature_algorithm();
    if let Some((digest, place)) = digest.filter(|(of, _)| *of != used.digest_algorithm()) {
        note(format_args!(
            "note: {place}: {digest} is not used: the token signs by {used}\nhint: use --signature-algorithm NAME"
        ));
    }
    request.sign_by(key).map_err(|error| match &error {
        SignError::Signer(source) => match source.downcast_ref() {
            Some(of_token) => failure(key, of_token),
            None => unsigned(error),
        },
        _ => unsigned(error),
    })
}

fn unsigned(error: SignError) -> Failure {
    Failure::Environment(format!("the request cannot be signed: {error}"))
}

fn environment(error: Error) -> Failure {
    Failure::Environment(format!("the key cannot be generated: {error}"))
}
