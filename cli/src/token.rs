//! Keys in PKCS #11 tokens: the options that lead to one, and its PIN.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10_pkcs11::{ErrorKind, Token, TokenError, Uri};
use zeroize::Zeroizing;

use crate::failure::{Failure, note};
use crate::inputs::Input;
use crate::password::{first_line, prompt};

#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct TokenOptions {
    /// The PKCS #11 module of a key in a token: the library of its vendor, which is loaded and run;
    /// without it, the URI names it by module-path
    #[arg(long, value_name = "FILE")]
    pkcs11_module: Option<PathBuf>,

    /// The PIN of a key in a token is the first line of this file (- reads standard input); without
    /// it, the URI names a file by pin-source, or the terminal prompts for it
    #[arg(long, value_name = "FILE")]
    pin_file: Option<PathBuf>,
}

impl TokenOptions {
    pub(crate) fn inputs(&self) -> [Input<'_>; 2] {
        [
            ("--pin-file", self.pin_file.as_deref()),
            ("--pkcs11-module", self.pkcs11_module.as_deref()),
        ]
    }

    /// Without a key in a token, an option for one is a mistake.
    pub(crate) fn check_unused(&self) -> Result<(), Failure> {
        let given = [("--pkcs11-module", &self.pkcs11_module), ("--pin-file", &self.pin_file)];
        match given.iter().find(|(_, value)| value.is_some()) {
            Some((option, _)) => {
                Err(Failure::Usage(format!("{option} requires a key in a token, pkcs11:…")))
            }
            None => Ok(()),
        }
    }

    /// The token, logged in to where it asks for that.
    pub(crate) fn open(&self, uri: &Uri) -> Result<Token, Failure> {
        let module = self.pkcs11_module.as_deref();
        if module.is_none() && uri.text("module-path").is_none() {
            let text = format!("{uri}: the PKCS #11 module of the token is not named");
            return Err(Failure::Usage(text)
                .hint("use --pkcs11-module FILE, or add ?module-path=FILE to the URI"));
        }
        let token = Token::open(uri, module).map_err(|error| failure(uri, &error))?;
        if token.requires_login() {
            let pin = self.pin(uri, &token)?;
            let pin = pin.as_ref().map(|pin| pin.as_slice());
            token.log_in(pin).map_err(|error| failure(uri, &error))?;
        }
        Ok(token)
    }

    /// The PIN; none where it is typed on the token itself.
    fn pin(&self, uri: &Uri, token: &Token) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
        if let Some(path) = self.pin_file.as_deref().or(uri.pin_source()) {
            return first_line(path).map(Some);
        }
        if let Some(pin) = uri.pin_value() {
            note("note: other users of this machine can see a PIN in an argument");
            return Ok(Some(Zeroizing::new(pin.to_vec())));
        }
        if token.has_pin_pad() {
            note(format_args!("note: type the PIN of {:?} on the token", token.label()));
            return Ok(None);
        }
        if !io::stderr().is_terminal() {
            let text = format!("{uri}: the token requires a PIN");
            return Err(Failure::refused(text).hint("use --pin-file FILE"));
        }
        let last = if token.is_at_last_try() { " (the last try before it is locked)" } else { "" };
        let pin = prompt(format_args!("PIN of {:?}{last}", token.label()))?;
        Ok(Some(Zeroizing::new(pin.as_bytes().to_vec())))
    }
}

/// The URI that an argument is.
pub(crate) fn uri(argument: &Path) -> Result<Uri, Failure> {
    let text = argument.to_str().unwrap_or_default();
    text.parse()
        .map_err(|error: TokenError| hinted(Failure::Usage(error.sentence().to_owned()), &error))
}

/// The files that a URI names. One that is not a URI is refused when it is used.
pub(crate) fn files(argument: &Path) -> Vec<(&'static str, PathBuf)> {
    let Ok(uri) = uri(argument) else { return Vec::new() };
    let pin = uri.pin_source().map(|path| ("pin-source", path.into()));
    let module = uri.text("module-path").map(|path| ("module-path", path.into()));
    pin.into_iter().chain(module).collect()
}

/// The failure of a token or of a key in it.
pub(crate) fn failure(uri: &Uri, error: &TokenError) -> Failure {
    let text = format!("{uri}: {}", error.sentence());
    let failure = match error.kind() {
        ErrorKind::Uri => Failure::Usage(text),
        ErrorKind::Pin | ErrorKind::Ambiguous | ErrorKind::Exists | ErrorKind::Unsupported => {
            Failure::refused(text)
        }
        _ => Failure::Environment(text),
    };
    hinted(failure, error)
}

fn hinted(failure: Failure, error: &TokenError) -> Failure {
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}
