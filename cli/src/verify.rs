//! `csr verify`: whether the signatures of requests are right.

use clap::Args;
use pkcs10::Inspection;

use crate::failure::{Failure, shown};
use crate::files::Output;
use crate::reading::Sources;

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    sources: Sources,
}

impl Verify {
    /// Prints a line a request: on standard output where the signature verifies, else why it
    /// does not.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        self.sources.each(|path, inspection| {
            let key = details(inspection);
            match inspection.verification() {
                Ok(verified) => {
                    let name = self.sources.are_several().then(|| format!("{}: ", shown(path)));
                    let line = format!("{}{verified} ({key})\n", name.unwrap_or_default());
                    Output::Standard.write(line.as_bytes())
                }
                Err(error) => Err(Failure::refused_file(path, format!("{error} ({key})"))),
            }
        })
    }
}

/// The algorithm and the key.
fn details(inspection: &Inspection) -> String {
    let key = inspection.public_key();
    match inspection.signature_algorithm() {
        Some(algorithm) => format!("{}; key: {key}", algorithm.name()),
        None => format!("unreadable algorithm; key: {key}"),
    }
}
