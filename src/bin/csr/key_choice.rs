//! The key that signs: an existing one, or a new one.

use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::{Algorithm, KeyError, KeyPair, SysRng};
use zeroize::Zeroizing;

use crate::Failure;
use crate::files;

/// A key in a file.
#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct ExistingKey {
    /// Sign with the private key in this file (PKCS #8, PEM)
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

impl ExistingKey {
    /// The key, if a file is named.
    pub(crate) fn read(&self) -> Result<Option<KeyPair>, Failure> {
        let Some(path) = &self.key else {
            return Ok(None);
        };
        let bytes = Zeroizing::new(files::read(path)?);
        let named = |what: String| Failure::refused(format!("{}: {what}", path.display()));
        let text = str::from_utf8(&bytes).map_err(|_| named("is no PEM: not even text".into()))?;
        KeyPair::from_pem(text).map(Some).map_err(|error| named(error.to_string()))
    }
}

/// What kind of key is made.
#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct NewKey {
    /// What kind of key to make: rsa-2048, ecdsa-p256
    #[arg(long, value_name = "NAME", default_value = "rsa-2048", conflicts_with = "key")]
    algorithm: String,
}

impl NewKey {
    pub(crate) fn algorithm(&self) -> Result<Algorithm, Failure> {
        self.algorithm.parse().map_err(|error| Failure::refused(format!("--algorithm: {error}")))
    }
}

/// An existing key, or a new one that goes to a file.
#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct KeyChoice {
    #[command(flatten)]
    existing: ExistingKey,

    /// Make a new key and write it to this file, which must not exist
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    key_out: Option<PathBuf>,

    #[command(flatten)]
    new: NewKey,
}

/// A choice whose files have been looked at.
pub(crate) enum ReadyKey<'a> {
    Existing(Box<KeyPair>),
    New { algorithm: Algorithm, path: &'a Path },
}

impl KeyChoice {
    /// Where a new key is to go.
    pub(crate) fn new_key_path(&self) -> Option<&Path> {
        self.key_out.as_deref()
    }

    /// Reads the existing key, or checks that a new one can be made and kept.
    pub(crate) fn ready(&self) -> Result<ReadyKey<'_>, Failure> {
        if let Some(key) = self.existing.read()? {
            return Ok(ReadyKey::Existing(Box::new(key)));
        }
        let Some(path) = self.new_key_path() else {
            return Err(Failure::Usage(
                "error: a request is signed with a key: give --key FILE to use an existing one, or --key-out FILE to make a new one"
                    .into(),
            ));
        };
        let algorithm = self.new.algorithm()?;
        files::check_new_key(path)?;
        Ok(ReadyKey::New { algorithm, path })
    }
}

impl ReadyKey<'_> {
    /// What `work` makes with the key. A new key is on the disk when this returns; where the
    /// work fails, it is not kept.
    pub(crate) fn put_to_use<T>(
        self,
        work: impl FnOnce(&KeyPair) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match self {
            Self::Existing(key) => work(&key),
            Self::New { algorithm, path } => {
                let key = KeyPair::generate(algorithm, &mut SysRng).map_err(environment)?;
                let result = work(&key)?;
                files::write_new_key(path, &key.to_pkcs8_pem().map_err(environment)?)?;
                Ok(result)
            }
        }
    }
}

fn environment(error: KeyError) -> Failure {
    Failure::Environment(format!("the key cannot be made: {error}"))
}
