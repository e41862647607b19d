//! `csr match`: which files belong together.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::{Code, PublicKey, keys::DerivationBudget};

use crate::failure::{Failure, Failures, shown};
use crate::files::Output;
use crate::inputs::Inputs;
use crate::intake;
use crate::key_file::{self, KeyError};
use crate::password::{KeyPassword, Password};

/// Check that keys, requests and certificates have the same public key.
///
/// Prints one line for each file: the SHA-256 of its public key (the DER of the
/// SubjectPublicKeyInfo), the kind of the file, and its name. Exits with 0 if all have the same key,
/// with 1 if not, or if a file does not have one, with 3 if a file cannot be read; the lines of the
/// others are printed anyway. Of a file with several blocks the private key is used, or else
/// the first block with a key.
#[derive(Args)]
pub(crate) struct Match {
    /// Private keys, public keys, requests and certificates, in PEM or DER; - reads standard input
    #[arg(value_name = "FILE", num_args = 2.., required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    password: KeyPassword,
}

impl Match {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let files = self.files.iter().map(|path| ("FILE", Some(path.as_path())));
        Inputs::check(files.chain([self.password.input()]))?;
        let password = self.password.read()?;
        let (mut keys, mut failures) = (Vec::new(), Failures::default());
        let mut budget = DerivationBudget::default();
        for path in &self.files {
            let found = failures.note(read(path, &password, &mut budget))?;
            keys.extend(found.map(|found| (path, found)));
        }
        let mut distinct: Vec<&[u8]> = keys.iter().map(|(_, (_, key))| key.as_der()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let mut lines = String::new();
        for (path, (kind, key)) in &keys {
            for byte in key.sha256() {
                let _ = write!(lines, "{byte:02x}");
            }
            let _ = writeln!(lines, "  {kind} ({key})  {}", shown(path));
        }
        Output::Standard.write(lines.as_bytes())?;
        if distinct.len() > 1 {
            failures.refuse(format!("the files have {} different keys", distinct.len()));
        }
        failures.end()
    }
}

/// What the file is, and its key.
fn read(
    path: &Path,
    password: &Password,
    budget: &mut DerivationBudget,
) -> Result<(&'static str, PublicKey), Failure> {
    let bytes = intake::read(path)?;
    password.open(path, |password| {
        let error = match key_file::read(path, &bytes, password, budget) {
            Ok(key) => return Ok(("private key", key.public_key().clone())),
            Err(error) => error,
        };
        let kind = match error.code {
            Code::IsCertificate => "certificate",
            Code::IsRequest => "request",
            Code::IsPublicKey | Code::PemLabel | Code::PemJoined | Code::NoKey | Code::IsPkcs7 => {
                "public key"
            }
            _ => return Err(error),
        };
        match PublicKey::find_within(&bytes, password, budget) {
            Ok(key) => Ok((kind, key)),
            Err(error) => Err(KeyError::of(path, &bytes, &error)),
        }
    })
}
