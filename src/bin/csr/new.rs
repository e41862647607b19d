//! `csr new`: a request from a JSON body, from options, or from what was there before.

use std::path::PathBuf;

use clap::Args;

use crate::Failure;
use crate::files::Output;
use crate::key_choice::KeyChoice;
use crate::request_options::RequestOptions;

mod lint;

use lint::LintOptions;

#[derive(Args)]
pub(crate) struct New {
    #[command(flatten)]
    request: RequestOptions,

    #[command(flatten)]
    key: KeyChoice,

    #[command(flatten)]
    output: OutputOptions,

    #[command(flatten)]
    lint: LintOptions,
}

#[derive(Args)]
#[command(next_help_heading = "Output")]
struct OutputOptions {
    /// Write the request to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file of --out where it exists; keys are never replaced
    #[arg(long, requires = "out")]
    force: bool,

    /// Write DER instead of PEM
    #[arg(long)]
    der: bool,
}

impl New {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let request = self.request.request()?;
        if self.output.out.is_some() && self.output.out.as_deref() == self.key.new_key_path() {
            return Err(Failure::Usage("error: --out and --key-out name the same file".into()));
        }
        let key = self.key.ready()?;
        let output = Output::check(self.output.out.as_deref(), self.output.force)?;

        let csr = key.put_to_use(|key| {
            let csr = request.sign(key).map_err(|error| {
                Failure::Environment(format!("the request is not signed: {error}"))
            })?;
            self.lint.check(&csr)?;
            Ok(csr)
        })?;
        if self.output.der {
            output.write(csr.as_der())
        } else {
            output.write(csr.to_pem().as_bytes())
        }
    }
}
