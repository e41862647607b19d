//! Where a finished request goes, and in which form.

use std::path::{Path, PathBuf};

use clap::Args;
use pkcs10::CertificationRequest;

use crate::failure::Failure;
use crate::files::Output;
use crate::inputs::Inputs;

#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputOptions {
    /// Write the request to this file; - is standard output, the default
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file of --out if it exists; private keys, files that are read, and files that change
    /// meanwhile are never replaced
    #[arg(long, requires = "out")]
    force: bool,

    /// Write DER instead of PEM
    #[arg(long)]
    der: bool,
}

impl OutputOptions {
    pub(crate) fn path(&self) -> Option<&Path> {
        self.out.as_deref()
    }

    /// Checks that the request can go there, before anything is made that would be lost.
    pub(crate) fn check(&self, inputs: &Inputs<'_>) -> Result<Output, Failure> {
        Output::check(self.path(), self.force, inputs)
    }

    /// Writes the request to where it was checked that it can go.
    pub(crate) fn write(&self, output: &Output, csr: &CertificationRequest) -> Result<(), Failure> {
        if self.der { output.write(csr.as_der()) } else { output.write(csr.to_pem().as_bytes()) }
    }
}
