//! Passwords of private keys: from a file or from a terminal, never from an argument, which
//! other users of the machine could read.

use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::{Code, Error};
use zeroize::Zeroizing;

use crate::failure::{Failure, shown};
use crate::files;
use crate::hints;
use crate::inputs::Input;

/// Where the password of an encrypted key comes from.
#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct KeyPassword {
    /// The password of an encrypted key is the first line of this file (- reads standard
    /// input); without it, the terminal prompts for it
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

impl KeyPassword {
    /// Without a key to open, a password for it is a mistake.
    pub(crate) fn check_unused<T>(&self) -> Result<Option<T>, Failure> {
        match &self.key_password_file {
            Some(_) => Err(Failure::Usage("--key-password-file requires --key".into())),
            None => Ok(None),
        }
    }

    /// A token has a PIN, and no password.
    #[cfg(feature = "pkcs11")]
    pub(crate) fn check_unused_by_token(&self) -> Result<(), Failure> {
        match &self.key_password_file {
            Some(_) => Err(Failure::Usage("--key-password-file is for keys in files".into())
                .hint("use --pin-file FILE for the PIN of a token")),
            None => Ok(()),
        }
    }

    pub(crate) fn input(&self) -> Input<'_> {
        ("--key-password-file", self.key_password_file.as_deref())
    }

    /// Reads the password, where a file is named: once, for any number of keys.
    pub(crate) fn read(&self) -> Result<Password, Failure> {
        self.key_password_file.as_deref().map(first_line).transpose().map(Password)
    }
}

/// The password, if it is known.
pub(crate) struct Password(Option<Zeroizing<Vec<u8>>>);

impl Password {
    /// Reads what may be encrypted.
    pub(crate) fn open<T>(
        &self,
        path: &Path,
        mut read: impl FnMut(Option<&[u8]>) -> Result<T, Error>,
    ) -> Result<T, Failure> {
        let is_locked = |error: &Error| error.code() == Code::PasswordMissing;
        match read(self.0.as_ref().map(|password| password.as_slice())) {
            Err(error) if is_locked(&error) && io::stderr().is_terminal() => {
                let password = prompt(format_args!("Password of {}", shown(path)))?;
                read(Some(password.as_bytes()))
            }
            opened => opened,
        }
        .map_err(|error| {
            let hint = match error.code() {
                Code::PasswordMissing => Some("use --key-password-file FILE".into()),
                code => hints::for_key(code, path),
            };
            Failure::refused_content(shown(path), &error, hint)
        })
    }
}

/// The password in a file: its first line, without its newline.
pub(crate) fn first_line(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let bytes = Zeroizing::new(files::read(path)?);
    let line = files::first_line(&bytes);
    if line.is_empty() {
        let what = if bytes.is_empty() { "is empty" } else { "has an empty first line" };
        let why = format!("{what}; expected the password on the first line");
        return Err(Failure::refused_file(path, why));
    }
    Ok(Zeroizing::new(line.to_vec()))
}

/// Asks the terminal, which does not show what is typed.
pub(crate) fn prompt(what: impl Display) -> Result<Zeroizing<String>, Failure> {
    let hide = rpassword::ConfigBuilder::new().password_feedback_hide().build();
    rpassword::prompt_password_with_config(format!("{what}: "), hide)
        .map(Zeroizing::new)
        .map_err(|error| Failure::Environment(format!("the terminal: {}", files::plain(&error))))
}
