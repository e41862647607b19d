//! `csr new`: a request from a JSON body, from options, or from what was there before.

use clap::Args;

use crate::Failure;
use crate::key_choice::KeyChoice;
use crate::output_options::OutputOptions;
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

impl New {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let request = self.request.request()?;
        if self.output.path().is_some() && self.output.path() == self.key.new_key_path() {
            return Err(Failure::Usage("error: --out and --key-out name the same file".into()));
        }
        let key = self.key.ready()?;
        let output = self.output.check()?;

        let csr = key.put_to_use(|key| {
            let csr = request.sign(key).map_err(|error| {
                Failure::Environment(format!("the request is not signed: {error}"))
            })?;
            self.lint.check(&csr)?;
            Ok(csr)
        })?;
        self.output.write(&output, &csr)
    }
}
