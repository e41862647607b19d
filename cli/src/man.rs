//! `csr man`: the manual, generated from the texts of `--help`.

use std::io;

use clap::{Args, Command};
use clap_mangen::Man as Page;

use crate::failure::Failure;
use crate::files::Output;

/// Print a page of the manual (roff), of csr or of one of its commands
///
/// To read one: csr man new | man -l -
/// To install one: csr man > /usr/local/share/man/man1/csr.1
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Man {
    /// The command, such as new, or lxca post
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

impl Man {
    pub(crate) fn run(&self, command: Command) -> Result<(), Failure> {
        let mut all = command.disable_help_subcommand(true);
        all.build();
        let mut command = &all;
        for name in &self.command {
            command = command
                .get_subcommands()
                .find(|subcommand| subcommand.get_name() == name)
                .ok_or_else(|| unknown(command, name))?;
        }
        let page = render(command).map_err(|error| {
            Failure::Environment(format!("the manual cannot be generated: {error}"))
        })?;
        Output::Standard.write(&page)
    }
}

fn unknown(command: &Command, name: &str) -> Failure {
    let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let parent = command.get_bin_name().unwrap_or("csr");
    Failure::Usage(match known.as_slice() {
        [] => format!("{parent} does not have commands, but {name:?} is given"),
        known => format!(
            "{parent} does not have a command {name:?}; expected one of {}",
            known.join(", ")
        ),
    })
}

fn render(command: &Command) -> io::Result<Vec<u8>> {
    let name = command.get_bin_name().unwrap_or("csr").replace(' ', "-");
    let mut page = Vec::new();
    Page::new(command.clone())
        .title(name)
        .source(concat!("csr ", env!("CARGO_PKG_VERSION")))
        .manual("Certification requests")
        .render(&mut page)?;
    Ok(page)
}
