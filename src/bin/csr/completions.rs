//! `csr completions`: what a shell needs to complete the command line.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::files::Output;
use crate::{Arguments, Failure};

/// Print the completions for a shell.
///
/// For example: csr completions bash > ~/.local/share/bash-completion/completions/csr
#[derive(Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "csr", &mut script);
        Output::Standard.write(&script)
    }
}
