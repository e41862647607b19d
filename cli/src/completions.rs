//! `csr completions`: a script by which a shell completes the command line.

use clap::{Arg, Args, Command, ValueHint};
use clap_complete::Shell;

use crate::failure::Failure;
use crate::files::Output;

/// Print the completions for a shell.
///
/// For example:
///   dir=~/.local/share/bash-completion/completions
///   csr completions bash >$dir/csr
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, command: Command) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut without_files(command), "csr", &mut script);
        Output::Standard.write(&script)
    }
}

/// Has the shell offer files only where a file is meant.
fn without_files(command: Command) -> Command {
    let hint = |argument: Arg| {
        let takes_values = argument.get_action().takes_values();
        if takes_values && argument.get_value_hint() == ValueHint::Unknown {
            argument.value_hint(ValueHint::Other)
        } else {
            argument
        }
    };
    command.mut_args(hint).mut_subcommands(without_files)
}
