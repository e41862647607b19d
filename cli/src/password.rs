//! Passwords of private keys: from a file or from a terminal, never from an argument, which
//! other users of the machine could read.

use std::fmt::Display;
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::Code;
use pkcs10::reading::password;
use zeroize::Zeroizing;

use crate::failure::{Failure, shown};
use crate::files;
use crate::inputs::Input;
use crate::intake;
use crate::key_file::KeyError;
#[cfg(unix)]
use crate::terminal;

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

/// Whether and with what new keys are encrypted.
#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct NewPassword {
    /// Encrypt new keys (scrypt, AES-256-CBC); the password is the first line of this file; - reads
    /// standard input
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    encrypt_key_with: Option<PathBuf>,

    /// Encrypt new keys; the terminal prompts for the password, twice
    #[arg(long, conflicts_with_all = ["key", "encrypt_key_with"])]
    encrypt_key: bool,
}

impl NewPassword {
    pub(crate) fn input(&self) -> Input<'_> {
        ("--encrypt-key-with", self.encrypt_key_with.as_deref())
    }

    pub(crate) const fn is_given(&self) -> bool {
        self.encrypt_key || self.encrypt_key_with.is_some()
    }

    pub(crate) fn read(&self) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
        match &self.encrypt_key_with {
            Some(path) => first_line(path).map(Some),
            None if self.encrypt_key => ask_twice().map(Some),
            None => Ok(None),
        }
    }
}

/// The password, if it is known.
pub(crate) struct Password(Option<Zeroizing<Vec<u8>>>);

impl Password {
    /// Reads what may be encrypted.
    pub(crate) fn open<T>(
        &self,
        path: &Path,
        mut read: impl FnMut(Option<&[u8]>) -> Result<T, KeyError>,
    ) -> Result<T, Failure> {
        let is_locked = |error: &KeyError| error.code == Code::PasswordMissing;
        match read(self.0.as_ref().map(|password| password.as_slice())) {
            Err(error) if is_locked(&error) && io::stderr().is_terminal() => {
                let password = prompt(format_args!("Password of {}", shown(path)))?;
                read(Some(password.as_bytes()))
            }
            opened => opened,
        }
        .map_err(|error| error.failure)
    }
}

/// As much as is read of a line of standard input, in bytes: more than a password may have.
const LINE_MAX: u64 = 1 << 17;

/// The password in a file. Standard input is read no further than its first line, so that it need not end.
pub(crate) fn first_line(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut bytes = Zeroizing::new(Vec::new());
    if path == Path::new("-") {
        let mut input = files::standard_input()?.lock().take(LINE_MAX);
        input.read_until(b'\n', &mut bytes).map_err(files::failed(path))?;
    } else {
        *bytes = files::read(path)?;
    }
    let read = password(&bytes);
    let password = read.map_err(|error| Failure::refused_content(shown(path), &error, None))?;
    intake::note_repairs(path, &password);
    Ok(password.into_bytes())
}

/// Asks the terminal, which does not show what is typed.
pub(crate) fn prompt(what: impl Display) -> Result<Zeroizing<String>, Failure> {
    let failed =
        |error: io::Error| Failure::Environment(format!("the terminal: {}", files::plain(&error)));
    #[cfg(unix)]
    terminal::restore_on_signals().map_err(failed)?;
    let hide = rpassword::ConfigBuilder::new().password_feedback_hide().build();
    let typed = rpassword::prompt_password_with_config(format!("{what}: "), hide);
    #[cfg(unix)]
    if typed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted) {
        terminal::end_by_interrupt();
    }
    typed.map(Zeroizing::new).map_err(failed)
}

/// Asks for a new password, and once more, since it is not shown.
fn ask_twice() -> Result<Zeroizing<Vec<u8>>, Failure> {
    if !io::stderr().is_terminal() {
        let error =
            Failure::Usage("--encrypt-key requires a terminal to ask for a password".into());
        return Err(error.hint("use --encrypt-key-with FILE"));
    }
    let typed = prompt("Password of the new key")?;
    let password = password(typed.as_bytes())
        .map_err(|error| Failure::refused_content("--encrypt-key: the password", &error, None))?;
    match prompt("The same password again")? == typed {
        true => Ok(password.into_bytes()),
        false => Err(Failure::refused("--encrypt-key: the two passwords differ; no key is made")),
    }
}
