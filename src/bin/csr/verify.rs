//! `csr verify`: whether the signature of a request is right.

use clap::Args;
use pkcs10::{Inspection, Verdict};

use crate::Failure;
use crate::files::Output;
use crate::reading::Source;

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    source: Source,
}

impl Verify {
    /// Prints one line: on standard output that the signature verifies, else why that cannot be
    /// said.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let inspection = self.source.inspect()?;
        let answer = answer(&inspection);
        match inspection.verdict() {
            Verdict::Verifies => Output::Standard.write(format!("{answer}\n").as_bytes()),
            _ => Err(self.source.refuse(answer)),
        }
    }
}

fn answer(inspection: &Inspection) -> String {
    let (verdict, key) = (inspection.verdict(), inspection.public_key());
    match inspection.signature_algorithm() {
        Some(algorithm) => format!("{verdict} ({algorithm}; key: {key})"),
        None => format!("{verdict} (no algorithm that can be read; key: {key})"),
    }
}
