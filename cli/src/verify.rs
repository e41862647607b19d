//! `csr verify`: whether the signatures of requests are right.

use clap::Args;
use pkcs10::{Inspection, VerifyError};

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
    /// does not, or cannot be verified.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        self.sources.each(|member, inspection| {
            let key = details(inspection);
            let refuse = |why: String| Err(Failure::refused_file(&member.path, why));
            match (inspection.verification(), inspection.refused_elsewhere()) {
                (Err(VerifyError::Unsupported), _) => Err(Failure::Undecided(format!(
                    "{}: {} ({key})",
                    shown(&member.path),
                    VerifyError::Unsupported
                ))),
                (Err(error), _) => refuse(format!("{error} ({key})")),
                (Ok(_), Some(deviation)) => refuse(format!(
                    "the signature verifies, but other programs do not read the request: {} {}, at byte {}",
                    deviation.place(),
                    deviation.found(),
                    deviation.at()
                )),
                (Ok(verified), None) => {
                    let line = format!("{}{verified} ({key})\n", member.prefix());
                    Output::Standard.write(line.as_bytes())
                }
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
