//! `csr match`: which files belong together.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::{KeyError, KeyPair, PublicKey};
use zeroize::Zeroizing;

use crate::Failure;
use crate::files::{self, Output};
use crate::password::KeyPassword;

/// Tell whether keys, requests and certificates hold the same public key.
///
/// Prints a line a file: the SHA-256 of its public key (the DER of the SubjectPublicKeyInfo), what
/// the file is, and its name. Exits with 0 if all hold the same key, with 1 if not. Of a file with
/// several blocks a private key counts, else the first.
#[derive(Args)]
pub(crate) struct Match {
    /// Private keys, public keys, requests and certificates, in PEM or DER
    #[arg(value_name = "FILE", num_args = 2.., required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    password: KeyPassword,
}

impl Match {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let (mut keys, mut faults) = (Vec::new(), Vec::new());
        for path in &self.files {
            match self.read(path) {
                Ok(found) => keys.push((path, found)),
                Err(Failure::Refused(lines)) => faults.extend(lines),
                Err(failure) => return Err(failure),
            }
        }
        if !faults.is_empty() {
            return Err(Failure::Refused(faults));
        }
        let mut distinct: Vec<&[u8]> = keys.iter().map(|(_, (_, key))| key.as_der()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let mut lines = String::new();
        for (path, (kind, key)) in &keys {
            for octet in key.sha256() {
                let _ = write!(lines, "{octet:02x}");
            }
            let _ = writeln!(lines, "  {kind} ({})  {}", key.algorithm(), on_one_line(path));
        }
        Output::Standard.write(lines.as_bytes())?;
        match distinct.len() {
            1 => Ok(()),
            several => Err(Failure::refused(format!("the files hold {several} different keys"))),
        }
    }

    /// What the file is, and its key.
    fn read(&self, path: &Path) -> Result<(&'static str, PublicKey), Failure> {
        let bytes = Zeroizing::new(files::read(path)?);
        self.password.open(path, |password| {
            let kind = match KeyPair::read(&bytes, password) {
                Ok(key) => return Ok(("private key", key.public_key().clone())),
                Err(KeyError::Certificate) => "certificate",
                Err(KeyError::CertificationRequest) => "request",
                Err(
                    KeyError::PublicKey | KeyError::Label(_) | KeyError::NoKey | KeyError::Pkcs7,
                ) => "public key",
                Err(error) => return Err(error),
            };
            PublicKey::find(&bytes, password).map(|key| (kind, key))
        })
    }
}

/// The name of a file, which could hold anything, also line ends.
fn on_one_line(path: &Path) -> String {
    let name = path.display().to_string();
    if name.chars().any(char::is_control) { name.escape_debug().to_string() } else { name }
}
