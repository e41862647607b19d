//! `csr verify`: whether the signatures of requests are right.

use clap::Args;
use pkcs10::{Inspection, Verdict};

use crate::Failure;
use crate::failure::shown;
use crate::files::Output;
use crate::reading::Sources;

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    sources: Sources,
}

impl Verify {
    /// Prints a line a request: on standard output that the signature verifies, else why that
    /// cannot be said.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        self.sources.each(|path, inspection| {
            let answer = answer(inspection);
            match inspection.verdict() {
                Verdict::Verifies if self.sources.are_several() => {
                    Output::Standard.write(format!("{}: {answer}\n", shown(path)).as_bytes())
                }
                Verdict::Verifies => Output::Standard.write(format!("{answer}\n").as_bytes()),
                _ => Err(Failure::refused_file(path, answer)),
            }
        })
    }
}

fn answer(inspection: &Inspection) -> String {
    let (verdict, key) = (inspection.verdict(), inspection.public_key());
    match inspection.signature_algorithm() {
        Some(algorithm) => format!("{verdict} ({algorithm}; key: {key})"),
        None => format!("{verdict} (no algorithm that can be read; key: {key})"),
    }
}
