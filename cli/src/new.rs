//! `csr new`: a request from a JSON body, from options, or from an old request or certificate.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::{Failure, shown};
use crate::files::Output;
use crate::inputs::Inputs;
use crate::key_choice::{KeyChoice, ReadyKey};
use crate::output_options::OutputOptions;
use crate::paths;
use crate::possession::{self, Possession};
use crate::prepare;
use crate::profile;
use crate::request_options::{Content, RequestOptions, note_doubts};

mod example;
mod lint;

pub(crate) use lint::LintOptions;

#[derive(Args)]
pub(crate) struct New {
    /// Print a body to start from, REQUEST.json as this profile has it, and do nothing else
    #[arg(
        long,
        value_name = "PROFILE",
        num_args = 0..=1,
        default_missing_value = "lxca",
        value_parser = profile::Choice::parser(),
        exclusive = true
    )]
    example: Option<profile::Choice>,

    #[command(flatten)]
    request: RequestOptions,

    #[command(flatten)]
    key: KeyChoice,

    /// Request a certificate for this public key, which cannot sign: a public key, a certificate or a
    /// request, in PEM or DER; - reads standard input. --key is then that of --possession-by
    #[arg(
        long,
        value_name = "FILE",
        requires_all = ["key", "possession_by"],
        help_heading = possession::HEADING
    )]
    public_key: Option<PathBuf>,

    #[command(flatten)]
    possession: Possession,

    #[command(flatten)]
    output: OutputOptions,

    #[command(flatten)]
    lint: LintOptions,
}

impl New {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        if let Some(profile) = &self.example {
            return Output::standard()?.write(example::body(profile.read()?).as_bytes());
        }
        let of_uri = self.key.files_of_uri();
        let inputs = Inputs::check(
            self.request
                .inputs()
                .into_iter()
                .chain(self.key.inputs())
                .chain(of_uri.iter().map(|(name, path)| (*name, Some(path.as_path()))))
                .chain([("--public-key", self.public_key.as_deref()), self.possession.input()]),
        )?;
        let content = self.request.read()?;
        if let Some(path) = &self.public_key {
            return self.for_other_key(path, content, &inputs);
        }
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
        self.output.write(&output, &csr).map_err(|failure| match self.key.new_key_path() {
            Some(key) => failure.hint(format!("the new key is kept; use --key {}", shown(key))),
            None => failure,
        })?;
        note_doubts(&request);
        Ok(())
    }

    /// Creates a request for a key that cannot sign.
    fn for_other_key(
        &self,
        path: &Path,
        content: Content<'_>,
        inputs: &Inputs<'_>,
    ) -> Result<(), Failure> {
        let public_key = prepare::public_key_in(path)?;
        let key = self.key.in_file()?;
        let by = self.possession.read(Some(key.public_key()))?;
        possession::check(path, &public_key, by.as_ref())?;
        let Some((certificate, statement)) = by else { return Ok(()) };
        let request = content.with_possession(Some(statement)).request(Some(&public_key))?;
        prepare::check_public_key(path, &request.prepare(&public_key))?;
        let output = self.output.check(inputs)?;
        let csr = request.sign_for(&public_key, &certificate, &key).map_err(|error| {
            Failure::Environment(format!("the request cannot be signed: {error}"))
        })?;
        self.lint.check(&csr)?;
        self.output.write(&output, &csr)?;
        note_doubts(&request);
        Ok(())
    }
}
