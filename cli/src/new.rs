//! `csr new`: a request from a JSON body, from options, or from an old request or certificate.

use clap::Args;

use crate::failure::Failure;
use crate::inputs::Inputs;
use crate::key_choice::{KeyChoice, ReadyKey};
use crate::output_options::OutputOptions;
use crate::paths;
use crate::request_options::{RequestOptions, note_missing_names};

mod lint;

pub(crate) use lint::LintOptions;

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
        let inputs = Inputs::check(self.request.inputs().into_iter().chain(self.key.inputs()))?;
        let content = self.request.read()?;
        // Of several old certificates the key says which one is meant.
        let read_first = content.renews() && self.key.new_key_path().is_none();
        let key = read_first.then(|| self.key.ready(None)).transpose()?;
        let old_key = key.as_ref().and_then(ReadyKey::public_key);
        let (request, algorithm) = content.request_and_algorithm(old_key)?;
        let outputs = self.output.path().zip(self.key.new_key_path());
        if outputs.is_some_and(|(out, key)| paths::same(out, key)) {
            return Err(Failure::Usage("--out and --key-out name the same file".into()));
        }
        let key = match key {
            Some(key) => key,
            None => self.key.ready(algorithm)?,
        };
        let output = self.output.check(&inputs)?;

        let csr = key.sign(&request, |csr| self.lint.check(csr))?;
        self.output.write(&output, &csr)?;
        note_missing_names(&request);
        Ok(())
    }
}
