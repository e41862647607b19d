//! `csr convert`: a request file of another tool as a command line.

use std::path::PathBuf;

use clap::Args;
use pkcs10::Attribute;

use crate::failure::{Failure, note};
use crate::files::{self, Output};
use crate::hints;
use crate::import;
use crate::intake;
use crate::paths::quoted;
use crate::profile;
use crate::request_options::RequestOptions;

/// Print the request file of another tool as a csr new command line.
///
/// It reads OpenSSL's configuration of req, the JSON of cfssl, and the .inf of certreq. Fields that
/// are dropped or read differently are listed on standard error.
#[derive(Args)]
pub(crate) struct Convert {
    /// The request file; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Convert {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let bytes = files::read(&self.file)?;
        let Some(imported) = import::read(&self.file, &bytes)? else {
            const FILES: &str = "a request file of OpenSSL, cfssl or certreq";
            let refused = |why| Failure::refused_file(&self.file, why);
            return Err(match profile::of_body(&bytes) {
                Some(profile) => {
                    refused(format!("is a JSON body of {}; expected {FILES}", profile.id())).hint(
                        format!("to create a request from it: csr new {}", hints::file(&self.file)),
                    )
                }
                None => intake::misplaced(&self.file, &bytes, FILES)
                    .unwrap_or_else(|| refused(format!("is not {FILES}"))),
            });
        };
        let mut line = String::from("csr new");
        for taken in imported.options() {
            let (option, value) = (taken.option, &taken.value);
            let separator = if option == "--subject-key-id" { '=' } else { ' ' };
            line += &format!(" {option}{separator}{}", quoted(value));
            line += if taken.is_marked() { " --rfc4514" } else { "" };
        }
        if line.contains(&format!(" --attribute {}=", Attribute::CHALLENGE_PASSWORD)) {
            note("note: the command line holds the challengePassword, in hexadecimal digits");
        }
        // What the options say has to be right; the notes are listed then.
        RequestOptions::of(imported)?.request(None)?;
        note(
            "note: add --key FILE for an existing key, without --algorithm, or --key-out FILE for a new one",
        );
        Output::Standard.write(format!("{line}\n").as_bytes())
    }
}
